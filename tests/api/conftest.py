"""Where the visitors of these tests study."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.api.visiting import Server, Visitor, serving
from tests.counting import write
from tutor.home import Home, locate


@pytest.fixture
def place(home: Path) -> Home:
    """The test's own home."""
    return locate(os.environ)


@pytest.fixture
def roots(tmp_path: Path) -> tuple[Path, ...]:
    """A folder with one small curriculum."""
    return (write(tmp_path),)


@pytest.fixture
async def server(place: Home, roots: tuple[Path, ...]) -> AsyncIterator[Server]:
    """An application over an empty home."""
    async with serving(place, roots) as running:
        yield running
        assert running.faults == []


@pytest.fixture
async def ada(server: Server) -> Visitor:
    """A learner who may study."""
    return await server.visitor("ada")

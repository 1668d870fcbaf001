"""Where the learners of these tests study."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

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

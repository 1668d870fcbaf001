"""Opens what a command needs: home, settings, store, curricula, the desk."""

from __future__ import annotations

import os
import random
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tutor.home import Home, locate
from tutor.settings import Settings, load


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the command line, the environment and the settings say."""

    home: Home
    settings: Settings
    learner: str
    roots: tuple[Path, ...]


def surroundings(options: Mapping[str, str | None]) -> Surroundings:
    """From the command's options. Precedence: flag, environment, settings."""
    home = locate(os.environ)
    settings, _ = load(home.settings, os.environ)
    learner = options.get("learner") or os.environ.get("TUTOR_LEARNER") or settings.learner.name
    given = options.get("curricula")
    return Surroundings(home, settings, learner, roots(home, given))


def roots(home: Home, given: str | None) -> tuple[Path, ...]:
    """Where curricula are looked for: the folder given, the user's own, the shipped ones."""
    from tutor.curriculum.load import shipped

    folders = [Path(given)] if given else []
    if home.curricula.is_dir():
        folders.append(home.curricula)
    return (*folders, shipped("curricula"))


@asynccontextmanager
async def opened(around: Surroundings) -> AsyncIterator[tuple[object, str]]:
    """A desk over the user's journal, and the id of the learner; closed at the end."""
    from tutor.curriculum.load import load as load_curricula
    from tutor.session.desk import Desk
    from tutor.session.ports import Learner
    from tutor.store.files import FilePins, SystemClock
    from tutor.store.sqlite import SqliteStore

    clock = SystemClock()
    async with SqliteStore(around.home.journal) as store:
        desk = Desk(
            store, FilePins(around.home.pinned), clock,
            lambda name: load_curricula(name, around.roots), random.Random(os.urandom(16)),
        )  # fmt: skip
        learner = await store.named(
            around.learner, create=Learner(desk.new_id(), around.learner, clock.now())
        )
        assert learner is not None
        yield desk, learner.id

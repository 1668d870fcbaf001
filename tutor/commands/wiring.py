"""Opens what a command needs: home, settings, store, curricula, the desk."""

from __future__ import annotations

import os
import random
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tutor.errors import InputError
from tutor.home import Home, locate
from tutor.settings import Settings, load

if TYPE_CHECKING:
    from tutor.learner.estimate import Estimate
    from tutor.learner.mastery_calibration import Calibration
    from tutor.session.desk import Desk
    from tutor.session.ports import Passages, Settler
    from tutor.store.sqlite import SqliteStore

LONGEST_NAME: Final = 64


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the command line, the environment and the settings say."""

    home: Home
    settings: Settings
    learner: str
    roots: tuple[Path, ...]


def surroundings(options: Mapping[str, str | None]) -> Surroundings:
    """From the command's options. Precedence: flag, environment, settings. Raises InputError for what can't be."""
    home = locate(os.environ)
    settings, _ = load(home.settings, os.environ)
    learner = options.get("learner") or os.environ.get("TUTOR_LEARNER") or settings.learner.name
    if not learner.strip() or len(learner) > LONGEST_NAME or not learner.isprintable():
        raise InputError(
            "bad-argument", f"{learner[:LONGEST_NAME]!r} can't be a learner's name",
            remedy=f"use 1 to {LONGEST_NAME} printable characters",
        )  # fmt: skip
    return Surroundings(home, settings, learner, roots(home, options.get("curricula")))


def roots(home: Home, given: str | None) -> tuple[Path, ...]:
    """Where curricula are looked for: the folder given, the user's own, the shipped ones."""
    from tutor.curriculum.shipping import shipped

    folders = [_given(Path(given))] if given else []
    if home.curricula.is_dir():
        folders.append(home.curricula)
    return (*folders, shipped("curricula"))


def _given(folder: Path) -> Path:
    if not folder.is_dir():
        raise InputError(
            "bad-argument", f"{folder} isn't a folder", remedy="give --curricula a folder that holds curricula"
        )
    if (folder / "curriculum.yaml").is_file():
        raise InputError(
            "bad-argument",
            f"{folder} is a curriculum, not a folder of them",
            remedy=f"--curricula {folder.absolute().parent}",
        )
    return folder


@asynccontextmanager
async def opened(around: Surroundings) -> AsyncIterator[tuple[Desk, str]]:
    """A desk over the user's journal, and the id of the learner, who is entered if new; closed at the end."""
    from tutor.grading.worker import WorkerSettler
    from tutor.library.room import open_library
    from tutor.session.ports import Learner
    from tutor.store.sqlite import SqliteStore

    settler = WorkerSettler()
    async with (
        SqliteStore(around.home.journal) as store,
        open_library(around.home, around.settings, None) as documents,
    ):
        desk, now = _desk(around, store, settler, documents)
        learner = await store.named(around.learner, create=Learner(desk.new_id(), around.learner, now))
        assert learner is not None
        try:
            yield desk, learner.id
        finally:
            await settler.close()


@asynccontextmanager
async def looked_up(around: Surroundings) -> AsyncIterator[tuple[SqliteStore, Desk, str] | None]:
    """Store, desk and the learner's id, for a command that only looks; None if that name has nothing stored."""
    if not around.home.journal.exists():
        yield None
        return
    from tutor.store.sqlite import SqliteStore

    async with SqliteStore(around.home.journal) as store:
        learner = await store.named(around.learner)
        yield (store, _desk(around, store)[0], learner.id) if learner else None


@asynccontextmanager
async def whoever_studied(around: Surroundings) -> AsyncIterator[tuple[SqliteStore, Desk, str]]:
    """The same, for a command that needs somebody. Raises InputError("unknown-learner") where that name has nothing stored."""
    async with looked_up(around) as found:
        if found is None:
            raise InputError(
                "unknown-learner", f"nothing was studied here by {around.learner!r}",
                remedy="tutor learner list shows who did; `tutor` begins",
            )  # fmt: skip
        yield found


async def learner_id(around: Surroundings, *, enter: bool = False) -> str | None:
    """The id of the learner; None if nothing is stored under that name, unless they're to be entered."""
    if not enter and not around.home.journal.exists():
        return None
    from tutor.session.ids import uuid7
    from tutor.session.ports import Learner
    from tutor.store.files import SystemClock
    from tutor.store.sqlite import SqliteStore

    now = SystemClock().now()
    new = Learner(uuid7(now, random.Random(os.urandom(16))), around.learner, now) if enter else None
    async with SqliteStore(around.home.journal) as store:
        learner = await store.named(around.learner, create=new)
        return None if learner is None else learner.id


async def believed(around: Surroundings) -> Estimate:
    """The learner's estimate; that of somebody new, if nothing was studied yet under that name."""
    from tutor.learner.estimate import Estimate

    async with looked_up(around) as found:
        if found is None:
            return Estimate(calibration=calibration(around.home))
        return await found[1].estimate(found[2])


def calibration(home: Home) -> Calibration:
    """The calibration in use: what was learnt here, else the shipped one."""
    from tutor.learner.mastery_calibration import SHIPPED
    from tutor.store.calibrations import CalibrationFiles

    return CalibrationFiles(home.calibration).newest() or SHIPPED


def _desk(
    around: Surroundings, store: SqliteStore, settler: Settler | None = None, documents: Passages | None = None
) -> tuple[Desk, int]:
    """A desk over the store, and the time."""
    from tutor.curriculum.load import load as load_curricula
    from tutor.session.desk import Desk
    from tutor.store.files import FilePins, SystemClock

    clock = SystemClock()
    entropy = random.Random(os.urandom(16))
    pins = FilePins(around.home.pinned)
    desk = Desk(
        store, pins, clock, lambda name: load_curricula(name, around.roots), entropy, settler, calibration(around.home),
        documents,
    )  # fmt: skip
    return desk, clock.now()

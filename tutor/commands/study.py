"""`tutor` without a command: the study program. What it needs is imported after the last frame stands."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tutor.errors import InputError, TutorError

if TYPE_CHECKING:
    from pathlib import Path

    from tutor.commands.wiring import Surroundings
    from tutor.curriculum.curricula import Curricula
    from tutor.learner.estimate import Estimate
    from tutor.session.desk import Desk
    from tutor.tui.app import Opened, ShelfEntry
    from tutor.tui.last_frame import Terms


def study(options: Mapping[str, str | None]) -> int:
    """Open the study program; the exit code."""
    if not sys.stdin.isatty() or not sys.stdout.isatty():
        raise InputError(
            "bad-argument", "the study program needs a terminal",
            remedy="use `tutor plain CURRICULUM` for scripts and logs",
        )  # fmt: skip
    gc.disable()  # nothing that starting makes is garbage: collecting it takes a tenth of the start
    from tutor import __version__
    from tutor.home import locate
    from tutor.settings import load
    from tutor.tui import last_frame

    home = locate(os.environ)
    settings, _ = load(home.settings, os.environ)
    learner = options.get("learner") or os.environ.get("TUTOR_LEARNER") or settings.learner.name
    terms = last_frame.terms(f"{__version__} {settings.screen.theme}", learner, os.environ)
    kept = last_frame.place(home.cache, learner)
    with last_frame.painted(last_frame.load(kept, terms) if terms else None):
        from tutor.tui.app import StudyApp

        app = StudyApp(lambda: _open(options), settings)
        app.keep_frame = lambda lines, columns, rows: _keep(kept, terms, lines, columns, rows)
        return app.run() or 0


def _keep(path: Path, terms: Terms | None, lines: Sequence[str], columns: int, rows: int) -> None:
    """Home's frame, for the next start in a terminal of this size; no lines: what was kept isn't true any more."""
    from dataclasses import replace

    from tutor.tui.last_frame import drop, save

    if not lines:
        drop(path)
    elif terms is not None:
        save(path, replace(terms, columns=columns, rows=rows), lines)


async def _open(options: Mapping[str, str | None]) -> Opened:
    """Everything heavy, in a thread where it's work and not waiting. The first frame stands."""
    import asyncio
    import random

    gc.freeze()
    gc.enable()
    from tutor.tui.app import Opened

    around, shelved = await asyncio.to_thread(_load, options)
    gc.freeze()  # curricula stay: going through a large one for garbage would stop the screen for half a second
    from tutor.commands.wiring import calibration
    from tutor.grading.worker import WorkerSettler
    from tutor.library.room import library_at
    from tutor.session.desk import Desk
    from tutor.session.ports import Learner
    from tutor.store.files import FileDrafts, FilePins, SystemClock
    from tutor.store.sqlite import SqliteStore

    clock, store = SystemClock(), SqliteStore(around.home.journal)
    entropy = random.Random(os.urandom(16))
    settler, documents = WorkerSettler(), library_at(around.home, around.settings, None)
    desk = Desk(
        store, FilePins(around.home.pinned), clock, lambda name: _one(around, shelved, name), entropy, settler,
        await asyncio.to_thread(calibration, around.home), documents,
    )  # fmt: skip
    learner = await store.named(around.learner, create=Learner(desk.new_id(), around.learner, clock.now()))
    assert learner is not None
    identity = learner.id

    async def shelf() -> Sequence[ShelfEntry]:
        return await _shelf(desk, identity, shelved)

    async def close() -> None:
        await settler.close()
        await documents.close()
        await store.close()

    return Opened(desk, identity, FileDrafts(around.home.drafts, store.while_kept), shelf, close)


def _load(options: Mapping[str, str | None]) -> tuple[Surroundings, dict[str, Curricula | TutorError]]:
    from tutor.commands.wiring import surroundings
    from tutor.curriculum.load import load, names

    around = surroundings(options)
    shelved: dict[str, Curricula | TutorError] = {}
    own = names(around.roots[:-1])  # stand first on Home, before those that ship
    for name in dict.fromkeys((*own, *names(around.roots))):
        try:
            shelved[name] = load(name, around.roots)
        except TutorError as error:
            shelved[name] = error  # one broken curriculum doesn't close the others
    return around, shelved


def _one(around: Surroundings, shelved: Mapping[str, Curricula | TutorError], name: str) -> Curricula:
    from tutor.curriculum.load import load

    found = shelved.get(name)
    if isinstance(found, TutorError):
        raise found
    return found if found is not None else load(name, around.roots)


async def _shelf(desk: Desk, learner: str, shelved: Mapping[str, Curricula | TutorError]) -> Sequence[ShelfEntry]:
    import asyncio
    from collections import Counter
    from dataclasses import replace

    from tutor.tui.app import ShelfEntry

    estimate = await desk.estimate(learner)
    due = Counter(concept.partition("/")[0] for concept in await desk.due(learner))
    entries = []
    for name, found in shelved.items():
        if isinstance(found, TutorError):
            entries.append(ShelfEntry(name, name, (), problem=str(found)))
            continue
        entries.append(replace(await asyncio.to_thread(_entry, name, found, estimate), due=due[name]))
    entries.sort(key=lambda entry: (not entry.goals, entry.curriculum == "ground"))
    return entries


def _entry(name: str, curricula: Curricula, estimate: Estimate) -> ShelfEntry:
    from tutor.chain.outlook import Outlook
    from tutor.chain.path import explain, needed, taken_as_known
    from tutor.learner.way import towards
    from tutor.session.desk import graph_of
    from tutor.session.summary import before
    from tutor.tui.app import Goal, ShelfEntry

    graph, goals = graph_of(curricula), []
    for ref in curricula.goals(name):
        outlook = Outlook(curricula, towards(graph, (ref,), estimate.concepts), estimate)
        needs = explain(outlook, needed(outlook, ref, taken_as_known(outlook, ref)))
        goals.append(Goal(ref, before(curricula, ref), sum(need.minutes for need in needs)))
    title = next(model.title for model in curricula.models if model.id == name)
    return ShelfEntry(name, title, tuple(goals))

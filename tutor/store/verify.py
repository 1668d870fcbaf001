"""Whether all that is stored can be read back: the file, every event, and what events refer to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tutor.errors import TutorError
from tutor.store import forget
from tutor.store.faults import translated
from tutor.store.rows import from_row


@dataclass(frozen=True, slots=True)
class Verified:
    """How much was read, and what is wrong with it, if anything."""

    learners: int
    events: int
    findings: tuple[str, ...]


def verify(journal: Path) -> Verified:
    """Read everything. Raises StoreError where nothing can be read at all."""
    with translated(journal), closing(sqlite3.connect(f"{journal.absolute().as_uri()}?mode=ro", uri=True)) as store:
        learners = dict(store.execute("SELECT id, name FROM learners").fetchall())
        events = store.execute("SELECT count(*) FROM events").fetchone()[0]
        return Verified(len(learners), events, tuple(_findings(store, journal.parent, learners)))


def _findings(store: sqlite3.Connection, folder: Path, learners: dict[str, str]) -> Iterator[str]:
    for (found,) in store.execute("PRAGMA integrity_check(20)"):
        if found != "ok":
            yield f"the file: {found}"
    yield from _events(store, learners)
    yield from _actions(store)
    for learner, hashes in forget.pinned_by(store).items():
        missing = [hash_ for hash_ in sorted(hashes) if not (folder / forget.PINNED / f"{hash_}.json").exists()]
        for hash_ in missing:
            yield f"{learners.get(learner, learner)}: the curriculum {hash_}, which a session began with, isn't pinned"
    for learner in forget.unfinished(store):
        yield f"forgetting {learner} was interrupted: `tutor doctor` finishes it"
    for (learner,) in store.execute(
        "SELECT DISTINCT e.learner FROM events e JOIN tombstones t ON t.learner = e.learner"
    ):
        yield f"{learner} was forgotten, and has events"


def _events(store: sqlite3.Connection, learners: dict[str, str]) -> Iterator[str]:
    expected: dict[str, int] = {}
    query = "SELECT learner, seq, session, action, type, version, at, body FROM events ORDER BY learner, seq"
    for row in store.execute(query):
        learner, seq = row[0], row[1]
        if learner not in learners and learner not in expected:
            yield f"events of {learner}, who isn't a learner here"
        if seq != expected.get(learner, 0) + 1:
            yield f"{learners.get(learner, learner)}: event {seq} follows {expected.get(learner, 0)}"
        expected[learner] = seq
        try:
            from_row(row)
        except (TutorError, ValueError, KeyError, TypeError) as error:
            yield f"{learners.get(learner, learner)}: event {seq} can't be read: {error}"


def _actions(store: sqlite3.Connection) -> Iterator[str]:
    query = """SELECT a.learner, a.action FROM actions a WHERE a.last_seq >= a.first_seq AND NOT EXISTS
        (SELECT 1 FROM events e WHERE e.learner = a.learner AND e.seq = a.last_seq AND e.action = a.action)"""
    for learner, action in store.execute(query):
        yield f"{learner}: the events of action {action} are gone"

"""Forgetting a learner: the rows and a tombstone in one transaction, then the files, then every trace in the free space.

The tombstone holds the learner's id alone; until all is done also the names of the files that have still to go, so that a
forgetting that was interrupted can be finished by whoever comes next. The caller holds the store's lock.
"""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Final

from tutor.session.ports import Forgotten
from tutor.store.faults import busy
from tutor.store.files import UNFINISHED

DRAFTS: Final = "drafts"
PINNED: Final = "pinned"
BACKUPS: Final = "backups"
_STARTS: Final = "SELECT learner, body FROM events WHERE type = 'session.started'"


def take_rows(connection: sqlite3.Connection, learner: str) -> Forgotten:
    """Within a transaction: all rows of a learner go, the tombstone comes. Whoever was forgotten before has none."""
    connection.execute("PRAGMA secure_delete = ON")
    found = connection.execute("SELECT DISTINCT session FROM events WHERE learner = ? ORDER BY session", (learner,))
    sessions = tuple(session for (session,) in found)
    used = pinned_by(connection)
    shared = {hash_ for other, hashes in used.items() if other != learner for hash_ in hashes}
    alone = tuple(sorted(used.get(learner, set()) - shared))
    remains = json.dumps(
        [*(f"{DRAFTS}/{name}.txt" for name in sessions), *(f"{PINNED}/{hash_}.json" for hash_ in alone)]
    )
    connection.execute("INSERT INTO tombstones VALUES (?, ?) ON CONFLICT (learner) DO NOTHING", (learner, remains))
    events = connection.execute("DELETE FROM events WHERE learner = ?", (learner,)).rowcount
    connection.execute("DELETE FROM actions WHERE learner = ?", (learner,))
    connection.execute("DELETE FROM tokens WHERE learner = ?", (learner,))
    connection.execute("DELETE FROM learners WHERE id = ?", (learner,))
    return Forgotten(learner, events, sessions, alone)


def pinned_by(connection: sqlite3.Connection) -> dict[str, set[str]]:
    """The curricula, by hash, that each learner's sessions began with."""
    found: dict[str, set[str]] = {}
    for learner, body in connection.execute(_STARTS):
        found.setdefault(learner, set()).add(json.loads(body)["curricula"])
    return found


def unfinished(connection: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    """Learners whose forgetting was interrupted, with the files that have still to go, relative to the store's folder."""
    rows = connection.execute("SELECT learner, remains FROM tombstones WHERE remains <> ''").fetchall()
    return {learner: tuple(json.loads(remains)) for learner, remains in rows}


def finish(connection: sqlite3.Connection, journal: Path) -> int:
    """Take away the files and overwrite the free space, for whom that hasn't been done. How many learners that were."""
    begun = unfinished(connection)
    if not begun:
        return 0
    used = {f"{PINNED}/{hash_}.json" for hashes in pinned_by(connection).values() for hash_ in hashes}
    for names in begun.values():
        take_files(journal.parent, [name for name in names if name not in used])
    scrub(connection, journal)
    with connection:
        connection.executemany("UPDATE tombstones SET remains = '' WHERE learner = ?", [(one,) for one in begun])
    checkpoint(connection, journal)
    return len(begun)


def take_files(folder: Path, names: list[str]) -> None:
    """These files of the store's folder go, and drafts and copies that were never finished: whose they are nobody knows."""
    for name in names:
        (folder / name).unlink(missing_ok=True)
    for place in (folder, folder / DRAFTS, folder / BACKUPS):
        for left in place.glob(UNFINISHED + "*"):
            left.unlink(missing_ok=True)


def scrub(connection: sqlite3.Connection, path: Path) -> None:
    """Nothing of what was deleted stays in the file, nor in its log. Raises StoreError("store-busy") while somebody reads."""
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("VACUUM")
    checkpoint(connection, path)


def checkpoint(connection: sqlite3.Connection, path: Path) -> None:
    """Write the log back into the file and empty it."""
    blocked = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if blocked:
        raise busy(path)

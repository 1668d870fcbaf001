"""Copies of the store: made while programs run, checked before they come back, and never a way around a forgetting.

A copy is a store of its own that also holds the pinned curricula, so that sessions can go on from the copy alone.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tutor.disk.lock import FileLock
from tutor.errors import InputError, StoreError
from tutor.home import private
from tutor.store import forget, tokens
from tutor.store.faults import broken, busy, translated
from tutor.store.files import UNFINISHED, write_whole
from tutor.store.sqlite import BUSY_SECONDS, VERSION

KEPT: Final = 7  # copies with names of ours that stay; older ones go
_NAME: Final = "journal-*.sqlite3"
_TABLES: Final = frozenset({"learners", "events", "actions", "meta"})
_PINNED: Final = "CREATE TABLE pinned (hash VARCHAR NOT NULL, text TEXT NOT NULL, PRIMARY KEY (hash))"


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy that was made, and what is in it."""

    file: Path
    learners: int
    events: int


@dataclass(frozen=True, slots=True)
class Restored:
    """What the store holds now. `aside`: where the one before is kept, None if there was none; `forgotten`: learners of the
    copy who have been forgotten since, and stay so."""

    learners: int
    events: int
    forgotten: int
    aside: Path | None


def backup(journal: Path, target: Path) -> Copied:
    """Copy the store into `target`, whole or not at all. Raises StoreError, and InputError where there's nothing to copy."""
    if not journal.exists():
        raise InputError("bad-argument", "nothing has been studied here yet", remedy="there's nothing to copy")
    if target.resolve() == journal.resolve():
        raise InputError("bad-argument", f"{target} is the journal itself", remedy="name another file")
    with translated(journal), _lock(journal), closing(sqlite3.connect(journal)) as source:
        return _copy(source, journal.parent, target)


def rotate(folder: Path) -> tuple[Path, ...]:
    """Take away the oldest copies with names of ours beyond `KEPT`; those that went."""
    gone = tuple(sorted(folder.glob(_NAME), reverse=True)[KEPT:])
    for old in gone:
        old.unlink(missing_ok=True)
    return gone


def restore(journal: Path, copy: Path, aside: Path) -> Restored:
    """Put a copy in the store's place, without anybody who was forgotten here or there. The store before is kept at `aside`.

    Other programs may have the journal open: it's written over through SQLite, in one transaction. Raises InputError or
    StoreError for a copy that isn't one, is damaged, or comes from a newer program; then nothing has changed.
    """
    check_copy(copy)
    private(journal.parent)
    made = journal.with_name(f"{UNFINISHED}{journal.name}")
    with translated(journal), _lock(journal):
        try:
            _private(made)
            with closing(sqlite3.connect(copy)) as source, closing(sqlite3.connect(made)) as target:
                source.backup(target)
            _migrated(made)
            kept = _keep_aside(journal, aside)
            return _put_in_place(journal, made, kept)
        finally:
            _take_away(made)


def check_copy(copy: Path) -> None:
    """Whether a file is a whole store that this program can read. Raises InputError or StoreError where it isn't."""
    if not copy.is_file():
        raise InputError("bad-argument", f"there's no file {copy}", remedy="`tutor doctor --paths` shows the folders")
    with translated(copy), closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)) as source:
        found = source.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise broken(copy, found)
        version = source.execute("PRAGMA user_version").fetchone()[0]
        tables = {name for (name,) in source.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if version > VERSION:
        raise StoreError(
            "store-newer", f"{copy.name} was written by a newer version of this program", remedy="update the program"
        )
    if version < 1 or not tables >= _TABLES:
        raise StoreError(
            "store-broken", f"{copy.name} is no copy of a journal", remedy="name one that `tutor store backup` made"
        )


def _copy(source: sqlite3.Connection, folder: Path, target: Path) -> Copied:
    private(target.parent)
    made = target.with_name(f"{UNFINISHED}{target.name}")
    try:
        _private(made)
        with closing(sqlite3.connect(made)) as connection:
            source.backup(connection)
            connection.execute("PRAGMA journal_mode = DELETE")
            _take_pins(connection, folder / forget.PINNED)
            _drop_tokens(connection)
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            if found != "ok":
                raise broken(target, found)
            learners, events = _counts(connection)
        _synced(made)
        made.replace(target)
    finally:
        _take_away(made)
    return Copied(target, learners, events)


def _take_pins(connection: sqlite3.Connection, folder: Path) -> None:
    connection.execute("DROP TABLE IF EXISTS pinned")
    connection.execute(_PINNED)
    for hash_ in sorted({hash_ for hashes in forget.pinned_by(connection).values() for hash_ in hashes}):
        file = folder / f"{hash_}.json"
        if file.exists():
            connection.execute("INSERT INTO pinned VALUES (?, ?)", (hash_, file.read_text("utf-8")))
    connection.commit()


def _keep_aside(journal: Path, aside: Path) -> Path | None:
    """A copy of the store that is to be replaced; one that is damaged is moved there as it is, with its log."""
    if not journal.exists():
        return None
    try:
        check_copy(journal)
        with closing(sqlite3.connect(journal)) as present:
            _copy(present, journal.parent, aside)
    except StoreError:
        private(aside.parent)
        for end in ("", "-wal", "-shm"):
            if (part := journal.with_name(journal.name + end)).exists():
                part.replace(aside.with_name(aside.name + end))
    return aside


def _put_in_place(journal: Path, made: Path, aside: Path | None) -> Restored:
    _private(journal)
    with closing(sqlite3.connect(journal, isolation_level=None)) as live:
        live.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
        gone = _tombstones(live)
        if gone:
            forget.finish(live, journal)
        drafts = _sessions_of(live, gone)
        present = _present_tokens(live)
        with closing(sqlite3.connect(made, isolation_level=None)) as restored:
            gone |= _tombstones(restored)
            drafts |= _sessions_of(restored, gone)
            before, _ = _counts(restored)
            for learner in sorted(gone):
                _forget_again(restored, learner)
            learners, events = _counts(restored)
            _put_pins(restored, journal.parent / forget.PINNED)
            _put_tokens(restored, present)
            forget.scrub(restored, made)
            restored.backup(live)
        live.execute("PRAGMA journal_mode = WAL")
        forget.checkpoint(live, journal)
    forget.take_files(journal.parent, [f"{forget.DRAFTS}/{session}.txt" for session in sorted(drafts)])
    return Restored(learners, events, before - learners, aside)


def _forget_again(connection: sqlite3.Connection, learner: str) -> None:
    connection.execute("BEGIN IMMEDIATE")
    forget.take_rows(connection, learner)
    connection.execute("UPDATE tombstones SET remains = '' WHERE learner = ?", (learner,))
    connection.execute("COMMIT")


def _drop_tokens(connection: sqlite3.Connection) -> None:
    """A copy opens no door: a token that was revoked since would come back with it."""
    if _has(connection, "tokens"):
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("DELETE FROM tokens")
        connection.commit()


def _present_tokens(connection: sqlite3.Connection) -> tuple[tokens.Token, ...]:
    return tokens.listed(connection, None) if _has(connection, "tokens") else ()


def _put_tokens(connection: sqlite3.Connection, present: Iterable[tokens.Token]) -> None:
    """The tokens that are valid now stay valid, of whoever is still there."""
    there = {learner for (learner,) in connection.execute("SELECT id FROM learners")}
    connection.execute("DELETE FROM tokens")
    for one in present:
        if one.learner in there:
            tokens.insert(connection, one)


def _put_pins(connection: sqlite3.Connection, folder: Path) -> None:
    used = {hash_ for hashes in forget.pinned_by(connection).values() for hash_ in hashes}
    if _has(connection, "pinned"):
        for hash_, text in connection.execute("SELECT hash, text FROM pinned"):
            if hash_ in used and not (folder / f"{hash_}.json").exists():
                write_whole(folder / f"{hash_}.json", text)
        connection.execute("DROP TABLE pinned")


def _tombstones(connection: sqlite3.Connection) -> set[str]:
    if not _has(connection, "tombstones"):
        return set()
    return {learner for (learner,) in connection.execute("SELECT learner FROM tombstones")}


def _sessions_of(connection: sqlite3.Connection, learners: set[str]) -> set[str]:
    if not _has(connection, "events"):
        return set()
    query = "SELECT DISTINCT session FROM events WHERE learner = ?"
    return {session for learner in learners for (session,) in connection.execute(query, (learner,))}


def _has(connection: sqlite3.Connection, table: str) -> bool:
    query = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    return connection.execute(query, (table,)).fetchone() is not None


def _counts(connection: sqlite3.Connection) -> tuple[int, int]:
    learners: int = connection.execute("SELECT count(*) FROM learners").fetchone()[0]
    events: int = connection.execute("SELECT count(*) FROM events").fetchone()[0]
    return learners, events


def _migrated(store: Path) -> None:
    with closing(sqlite3.connect(store)) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version < VERSION:
        from tutor.store.migrations import upgrade

        upgrade(store)


def _take_away(made: Path) -> None:
    for end in ("", "-journal", "-wal", "-shm"):
        made.with_name(made.name + end).unlink(missing_ok=True)


def _private(path: Path) -> None:
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))


def _synced(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _lock(journal: Path) -> Iterator[None]:
    with FileLock(journal.with_name("store.lock"), BUSY_SECONDS, busy):
        yield

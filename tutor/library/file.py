"""The library's file: made whole or not at all, opened only when it's sound, written under one lock.

SQLite can't tell that a page was overwritten by something else. So the size and time of the file are noted beside it after
every write; where they differ at opening, somebody else has touched it (or the program was killed while it wrote), and
everything in it is checked before it's used.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from tutor.disk.lock import FileLock
from tutor.errors import LibraryError
from tutor.home import private
from tutor.library.check import damage
from tutor.library.faults import broken, busy, newer, read_only, translated
from tutor.library.schema import APPLICATION, TABLES, VERSION

BUSY_SECONDS: Final = 10.0
MAKING: Final = ".writing-"  # how the name of a file begins that isn't whole yet
CACHE: Final = 16_000  # KiB of pages kept in memory


class LibraryFile:
    """An open file. `connection` is for one thread at a time; whatever reads from it runs in `reading`, writes in `writing`."""

    def __init__(self, path: Path, *, busy_seconds: float = BUSY_SECONDS) -> None:
        self.path = path
        self._busy = busy_seconds
        self.lock = FileLock(path.with_suffix(".lock"), busy_seconds, lambda _: busy(path))
        self._stamp = path.with_suffix(".stamp")
        self.changes = 0  # writes of this program, for whoever keeps something worked out
        with translated(path):
            self.read_only = _frozen(path)
            self.connection = self._opened()
            self._file = _which(path)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One state of the file, whatever others write meanwhile. Raises LibraryError."""
        with translated(self.path):
            if self.connection.in_transaction:
                yield self.connection
                return
            self._reopen_if_replaced()
            self.connection.execute("BEGIN")
            try:
                yield self.connection
            finally:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all of it, durable at the end, or nothing. Raises LibraryError."""
        with translated(self.path):
            if self.read_only:
                raise read_only(self.path)
            self._reopen_if_replaced()
            with self.lock:
                self.connection.execute("BEGIN IMMEDIATE")
                try:
                    yield self.connection
                    self.connection.execute("COMMIT")
                except BaseException:
                    if self.connection.in_transaction:  # after a full disk SQLite has already rolled back
                        self.connection.execute("ROLLBACK")
                    raise
                self.changes += 1
                self._settle()

    @contextmanager
    def exclusive(self) -> Iterator[sqlite3.Connection]:
        """While nobody else writes, outside a transaction. Raises LibraryError."""
        with translated(self.path):
            if self.read_only:
                raise read_only(self.path)
            with self.lock:
                yield self.connection

    def scrub(self) -> None:
        """Nothing of what was deleted stays in the file, nor in its log. Raises LibraryError("library-busy") while others read."""
        with translated(self.path), self.lock:
            self.connection.execute(
                "INSERT INTO words (words) VALUES ('optimize')"
            )  # else deleted words stay until a merge
            self.connection.execute("VACUUM")
            if self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                raise busy(self.path)
            self._note()

    def close(self) -> None:
        """Let go of the file, after bringing the log into it where nobody reads."""
        try:
            if not self.read_only and self._log_size():
                with self.lock:
                    self._settle()
        except LibraryError:
            pass  # the log keeps everything; the next program brings it in
        finally:
            self.connection.close()

    def _reopen_if_replaced(self) -> None:
        """Go on with the file that has the name now. Raises LibraryError when there's none."""
        found = _which(self.path)
        if found == self._file:
            return
        if found is None:
            raise broken(self.path, "it's gone")
        self.connection.close()
        self.connection = self._opened()
        self._file = _which(self.path)
        self.changes += 1

    def _opened(self) -> sqlite3.Connection:
        if self.read_only:
            return self._looked_at()
        private(self.path.parent)
        with self.lock:
            if not self.path.exists():
                self._make()
            connection = _connect(self.path, self._busy)
            try:
                self._judge(connection)
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA secure_delete = ON")
                connection.execute(f"PRAGMA cache_size = -{CACHE}")
                if not self._untouched():
                    self._check(connection)
                    if connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0:
                        self._note()
            except BaseException:
                connection.close()
                raise
        return connection

    def _looked_at(self) -> sqlite3.Connection:
        """A file on a disk that can't be written: as it is, without a log."""
        if not self.path.exists():
            raise read_only(self.path)
        kept = "" if self._log_size() else "&immutable=1"
        connection = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?mode=ro{kept}", uri=True, isolation_level=None, check_same_thread=False
        )
        try:
            self._judge(connection)
            if not self._untouched():
                self._check(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _make(self) -> None:
        """A new, empty file, put in place when it's whole: an empty file of that name is never ours."""
        if self._log_size():
            raise broken(self.path, "it's gone, while its log is still there")
        made = self.path.with_name(MAKING + self.path.name)
        made.unlink(missing_ok=True)
        os.close(os.open(made, os.O_WRONLY | os.O_CREAT, 0o600))
        create(made)
        made.replace(self.path)
        self._note()

    def _judge(self, connection: sqlite3.Connection) -> None:
        if self.path.stat().st_size == 0:
            raise broken(self.path, "it's empty")
        connection.execute("PRAGMA trusted_schema = OFF")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
            raise broken(self.path, "it isn't a library")
        if version > VERSION:
            raise newer(self.path)

    def _check(self, connection: sqlite3.Connection) -> None:
        found = damage(connection, words=not self.read_only)
        if found:
            raise broken(self.path, found)

    def _log_size(self) -> int:
        try:
            return self.path.with_name(self.path.name + "-wal").stat().st_size
        except FileNotFoundError:
            return 0

    def _settle(self) -> None:
        """Bring the log into the file, where nobody reads; note how the file looks. What was committed is safe without it."""
        with suppress(sqlite3.Error):
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._note()

    def _note(self) -> None:
        with suppress(OSError):  # without a note the next program checks the whole file
            descriptor = os.open(self._stamp, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(looks(self.path))

    def _untouched(self) -> bool:
        try:
            return self._stamp.read_text("ascii") == looks(self.path)
        except (OSError, UnicodeDecodeError):
            return False


def create(path: Path) -> None:
    """An empty library in an empty file."""
    connection = _connect(path, BUSY_SECONDS)
    try:
        connection.execute("BEGIN IMMEDIATE")
        for statement in TABLES:
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    finally:
        connection.close()


def _connect(path: Path, seconds: float) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=seconds, isolation_level=None, check_same_thread=False)


def _which(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def looks(path: Path) -> str:
    """What tells a file from what it was before somebody touched it."""
    found = path.stat()
    return f"{found.st_size} {found.st_mtime_ns}"


def _frozen(path: Path) -> bool:
    """Whether nothing can be written where the file is, or would be made."""
    there = next(parent for parent in path.parents if parent.exists())
    return not os.access(there, os.W_OK | os.X_OK) or (path.exists() and not os.access(path, os.W_OK))

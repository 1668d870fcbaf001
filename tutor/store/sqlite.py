"""The journal in SQLite: one connection in one thread, every write under the file lock, durable before it returns.

WAL with synchronous FULL: an append that returned survives a crash of the machine. Writers of other processes wait at
`store.lock`, because SQLite up to 3.51.2 can damage a WAL that two connections reset at once. Plain `sqlite3` at run time;
the schema's home is `tutor.store.schema`, and migrations (Alembic) load only when the stored version differs.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from tutor.disk.lock import FileLock
from tutor.errors import StoreError
from tutor.home import private
from tutor.session.events import Event
from tutor.session.ports import Appended, Forgotten, Learner
from tutor.store import forget, tokens
from tutor.store.faults import busy, translated
from tutor.store.rows import Row, check_events, conflict, forgotten, from_row, reused, to_row
from tutor.store.tokens import Token

T = TypeVar("T")
VERSION: Final = 3  # PRAGMA user_version; migrations bring older stores here
CREATE: Final = (
    "CREATE TABLE learners (id VARCHAR NOT NULL, name VARCHAR NOT NULL, created INTEGER NOT NULL,"
    " PRIMARY KEY (id), UNIQUE (name))",
    "CREATE TABLE events (learner VARCHAR NOT NULL, seq INTEGER NOT NULL, session VARCHAR NOT NULL,"
    " action VARCHAR NOT NULL, type VARCHAR NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL,"
    " body TEXT NOT NULL, PRIMARY KEY (learner, seq)) WITHOUT ROWID",
    "CREATE INDEX events_by_session ON events (session, seq)",
    "CREATE TABLE actions (learner VARCHAR NOT NULL, action VARCHAR NOT NULL, digest VARCHAR NOT NULL,"
    " first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL, PRIMARY KEY (learner, action)) WITHOUT ROWID",
    "CREATE TABLE tombstones (learner VARCHAR NOT NULL, remains TEXT NOT NULL, PRIMARY KEY (learner)) WITHOUT ROWID",
    "CREATE TABLE tokens (id VARCHAR NOT NULL, learner VARCHAR NOT NULL, digest VARCHAR NOT NULL,"
    " scopes VARCHAR NOT NULL, created INTEGER NOT NULL, expires INTEGER, used INTEGER, PRIMARY KEY (id),"
    " UNIQUE (digest))",
    'CREATE TABLE meta ("key" VARCHAR NOT NULL, value TEXT NOT NULL, PRIMARY KEY ("key"))',
)
BUSY_SECONDS: Final = 10.0
PAGE: Final = 2_000  # rows read at once


class SqliteStore:
    """An open store: journal and learners. Close it; `async with` does."""

    def __init__(self, path: Path, *, busy_seconds: float = BUSY_SECONDS) -> None:
        self._path = path
        self._busy = busy_seconds
        self._lock = FileLock(path.with_name("store.lock"), busy_seconds, busy)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._connection: sqlite3.Connection | None = None

    async def __aenter__(self) -> SqliteStore:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def append(
        self, learner: str, expected_seq: int, action: str, digest: str, events: Sequence[Event]
    ) -> Appended:
        """See `tutor.session.ports.Journal.append`."""
        check_events(learner, expected_seq, events)
        rows = [to_row(event) for event in events]
        return await self._run(lambda: self._append(learner, expected_seq, action, digest, rows))

    async def read(self, learner: str, *, session: str | None = None, after: int = 0) -> AsyncIterator[Event]:
        """See `tutor.session.ports.Journal.read`."""
        while True:
            rows = await self._run(partial(self._page, learner, session, after))
            for row in rows:
                yield from_row(row)
            if len(rows) < PAGE:
                return
            after = rows[-1][1]

    async def seen(self, learner: str, action: str) -> bool:
        """Whether an action with that id is stored."""
        query = "SELECT 1 FROM actions WHERE learner = ? AND action = ?"
        return await self._run(lambda: self._one(query, (learner, action))) is not None

    async def last(self, learner: str) -> int:
        """The learner's last sequence number."""
        query = "SELECT max(seq) FROM events WHERE learner = ?"
        row = await self._run(lambda: self._one(query, (learner,)))
        if row and isinstance(row[0], int):
            return row[0]
        await self._run(lambda: self._refuse_forgotten(learner))
        return 0

    async def named(self, name: str, *, create: Learner | None = None) -> Learner | None:
        """See `tutor.session.ports.Learners.named`."""
        return await self._run(lambda: self._named(name, create))

    async def all(self) -> tuple[Learner, ...]:
        """Everybody, by name."""
        query = "SELECT id, name, created FROM learners ORDER BY name"
        rows = await self._run(lambda: self._open().execute(query).fetchall())
        return tuple(Learner(*row) for row in rows)

    async def forget(self, learner: str) -> Forgotten:
        """See `tutor.session.ports.Journal.forget`. Drafts and pinned curricula lie in folders beside the journal."""
        return await self._run(lambda: self._forget(learner))

    async def forgotten(self) -> frozenset[str]:
        """The ids of all who were forgotten."""
        rows = await self._run(lambda: self._open().execute("SELECT learner FROM tombstones").fetchall())
        return frozenset(learner for (learner,) in rows)

    async def finish_forgetting(self) -> int:
        """Finish what was interrupted; how many learners that were."""
        return await self._run(self._finish_forgetting)

    async def keep_token(self, token: Token) -> None:
        """Store a token. Raises StoreError("learner-forgotten") where its learner isn't there any more."""
        await self._run(lambda: self._keep_token(token))

    async def token(self, digest: str) -> Token | None:
        """The token with that digest."""
        return await self._run(lambda: tokens.by_digest(self._open(), digest))

    async def tokens(self, learner: str | None = None) -> tuple[Token, ...]:
        """All tokens, or one learner's, the oldest first."""
        return await self._run(lambda: tokens.listed(self._open(), learner))

    async def use_token(self, token: str, at: int) -> None:
        """Note when a token was last used."""
        await self._run(lambda: self._use_token(token, at))

    async def revoke_token(self, token: str) -> bool:
        """Take a token (by id) away; whether there was one."""
        return await self._run(lambda: self._revoke_token(token))

    async def while_kept(self, session: str, work: Callable[[], None]) -> None:
        """Do something for a session, which can't be forgotten meanwhile. Raises StoreError("learner-forgotten") if it was."""
        await self._run(lambda: self._while_kept(session, work))

    async def check(self) -> str:
        """SQLite's own quick check of the file: `ok`, or what it found."""
        row = await self._run(lambda: self._one("PRAGMA quick_check(1)", ()))
        return str(row[0]) if row else "no answer"

    async def close(self) -> None:
        """Write everything into the main file and let go of it."""
        await self._run(self._close)
        self._thread.shutdown(wait=True)

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._translated, work)

    def _translated(self, work: Callable[[], T]) -> T:
        with translated(self._path):
            return work()

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            private(self._path.parent)
            fresh = not self._path.exists()
            connection = sqlite3.connect(self._path, timeout=self._busy, isolation_level=None, check_same_thread=False)
            try:
                if fresh:
                    self._path.chmod(0o600)
                self._prepare(connection)
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA trusted_schema = OFF")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise StoreError(
                "store-newer", f"the journal was written by a newer version of this program (schema {version}, known {VERSION})",
                remedy="update the program; nothing was changed",
            )  # fmt: skip
        if version < VERSION:
            with self._lock:
                self._migrate(connection)
        with self._lock:
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")  # no old bytes in the free space of a page

    def _migrate(self, connection: sqlite3.Connection) -> None:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if version == VERSION:
            return
        if tables == 0:
            connection.execute("BEGIN IMMEDIATE")
            for statement in CREATE:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {VERSION}")
            connection.execute("COMMIT")
            return
        from tutor.store.migrations import upgrade

        upgrade(self._path)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        connection = self._open()
        with self._lock:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:  # after a full disk SQLite has already rolled back
                    connection.execute("ROLLBACK")
                raise

    def _append(self, learner: str, expected_seq: int, action: str, digest: str, rows: list[Row]) -> Appended:
        with self._writing() as connection:
            self._refuse_forgotten(learner)
            before = connection.execute(
                "SELECT digest, first_seq, last_seq FROM actions WHERE learner = ? AND action = ?", (learner, action)
            ).fetchone()
            if before is not None:
                if before[0] != digest:
                    raise reused(action)
                return Appended(before[1], before[2], replayed=True)
            last = connection.execute("SELECT max(seq) FROM events WHERE learner = ?", (learner,)).fetchone()[0] or 0
            if last != expected_seq:
                raise conflict(last)
            appended = Appended(expected_seq + 1, expected_seq + len(rows))
            connection.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
            connection.execute(
                "INSERT INTO actions VALUES (?, ?, ?, ?, ?)", (learner, action, digest, appended.first, appended.last)
            )
            return appended

    def _page(self, learner: str, session: str | None, after: int) -> list[Row]:
        where = "learner = ? AND seq > ?" + ("" if session is None else " AND session = ?")
        values = (learner, after) if session is None else (learner, after, session)
        query = f"SELECT learner, seq, session, action, type, version, at, body FROM events WHERE {where} ORDER BY seq LIMIT {PAGE}"
        rows = self._open().execute(query, values).fetchall()
        if not rows:
            self._refuse_forgotten(learner)
        return rows

    def _refuse_forgotten(self, learner: str) -> None:
        if self._one("SELECT 1 FROM tombstones WHERE learner = ?", (learner,)):
            raise forgotten()

    def _forget(self, learner: str) -> Forgotten:
        with self._writing() as connection:
            taken = forget.take_rows(connection, learner)
        self._finish_forgetting()
        return taken

    def _finish_forgetting(self) -> int:
        connection = self._open()
        with self._lock:
            return forget.finish(connection, self._path)

    def _while_kept(self, session: str, work: Callable[[], None]) -> None:
        self._open()
        with self._lock:
            if not self._one("SELECT 1 FROM events WHERE session = ? LIMIT 1", (session,)):
                raise forgotten()
            work()

    def _keep_token(self, token: Token) -> None:
        with self._writing() as connection:
            if not self._one("SELECT 1 FROM learners WHERE id = ?", (token.learner,)):
                raise forgotten()
            tokens.insert(connection, token)

    def _use_token(self, token: str, at: int) -> None:
        with self._writing() as connection:
            tokens.use(connection, token, at)

    def _revoke_token(self, token: str) -> bool:
        with self._writing() as connection:
            return tokens.revoke(connection, token)

    def _one(self, query: str, values: tuple[str, ...]) -> tuple[object, ...] | None:
        row: tuple[object, ...] | None = self._open().execute(query, values).fetchone()
        return row

    def _named(self, name: str, create: Learner | None) -> Learner | None:
        query = "SELECT id, name, created FROM learners WHERE name = ?"
        row = self._open().execute(query, (name,)).fetchone()
        if row is None and create is not None:
            with self._writing() as connection:
                connection.execute(
                    "INSERT INTO learners VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING",
                    (create.id, name, create.created),
                )
            row = self._open().execute(query, (name,)).fetchone()
        return Learner(*row) if row else None

    def _close(self) -> None:
        if self._connection is None:
            return
        try:
            with self._lock:
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except (sqlite3.Error, StoreError):
            pass  # the log keeps everything; the next program writes it back
        finally:
            self._connection.close()
            self._connection = None

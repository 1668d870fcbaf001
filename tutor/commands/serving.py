"""Opens what `tutor serve` needs: store, library, desk, and the rights of learners over all of it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tutor.commands.learner_export import everything
from tutor.commands.learner_forget import take_away
from tutor.commands.reporting import keep_trace
from tutor.commands.wiring import Surroundings, calibration
from tutor.disk.lock import FileLock
from tutor.errors import InputError, StoreError
from tutor.home import Home, private

if TYPE_CHECKING:
    from tutor.api.service import Service
    from tutor.library.room import Library
    from tutor.session.desk import Desk
    from tutor.session.ports import Hit, Learner, Passage, Query
    from tutor.settings import ServeSettings
    from tutor.store.sqlite import SqliteStore
    from tutor.store.tokens import Token


@dataclass(frozen=True, slots=True)
class Parts:
    """The service, and the store behind it."""

    service: Service
    store: SqliteStore

    async def tokens(self) -> tuple[Token, ...]:
        """All tokens there are."""
        return await self.store.tokens()


def alone(home: Home) -> FileLock:
    """Held while a server runs: paces and streams are kept in one process. Raises StoreError("store-busy") where one runs already."""
    private(home.data)
    return FileLock(home.data / "serve.lock", 0, _runs_already)


def _runs_already(path: Path) -> StoreError:
    return StoreError(
        "store-busy",
        f"another `tutor serve` runs on {path.parent}",
        remedy="stop it, or set TUTOR_HOME to another folder",
    )


@asynccontextmanager
async def service(
    around: Surroundings, wanted: ServeSettings, library: Callable[[], Library] | None = None
) -> AsyncIterator[Parts]:
    """All of it; closed at the end, the journal written into its main file. `library`: another one than the home's."""
    from tutor.api.rates import Buckets
    from tutor.api.service import Reach, Service
    from tutor.api.shelf import Shelf
    from tutor.grading.worker import WorkerSettler
    from tutor.library.room import library_at
    from tutor.session.desk import Desk
    from tutor.store.files import FilePins, SystemClock
    from tutor.store.sqlite import SqliteStore

    settler, shelf, clock = WorkerSettler(), Shelf(around.roots), SystemClock()
    documents = Documents(library or (lambda: library_at(around.home, around.settings, None)))
    async with SqliteStore(around.home.journal) as store:
        await store.last("-")  # a store that can't be opened is said now, not to the first visitor
        desk = Desk(
            store, FilePins(around.home.pinned), clock, shelf.load, random.Random(os.urandom(16)), settler,
            calibration(around.home), documents,
        )  # fmt: skip
        try:
            yield Parts(
                Service(
                    desk=desk, store=store, shelf=shelf, documents=documents, rights=StoredRights(around, store, desk, documents),
                    clock=clock, now=time.monotonic, log=_log, report=keep_trace, by_token=Buckets(wanted.token_rate, time.monotonic),
                    by_address=Buckets(wanted.address_rate, time.monotonic), reach=Reach(_hosts(wanted), _listed(wanted.origins)),
                    pace=around.settings.learner.pace,
                ),
                store,
            )  # fmt: skip
        finally:
            await documents.close()
            await settler.close()


def _hosts(wanted: ServeSettings) -> frozenset[str]:
    names = {"localhost", "127.0.0.1", "::1", wanted.host, *_listed(wanted.hosts)}
    return frozenset(name.lower().strip("[]") for name in names - {"0.0.0.0", "::"})  # noqa: S104


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _log(line: Mapping[str, Any]) -> None:
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    with contextlib.suppress(OSError, ValueError):  # a log that nobody takes mustn't stop anybody's session
        sys.stderr.write(json.dumps({"at": at, **line}, ensure_ascii=False) + "\n")


class Documents:
    """The library, for sessions of whomever; it can be let go of for a while, for what has to be alone with its files."""

    def __init__(self, make: Callable[[], Library]) -> None:
        self._make, self._library = make, make()
        self._users, self._closed = 0, False
        self._changed = asyncio.Condition()

    async def search(self, owner: str, query: Query, k: int) -> tuple[Hit, ...]:
        """See `tutor.session.ports.Passages`."""
        async with self._using() as library:
            return await library.search(owner, query, k)

    async def open(self, owner: str, passage: str) -> Passage:
        """See `tutor.session.ports.Passages`."""
        async with self._using() as library:
            return await library.open(owner, passage)

    async def cited(self, owner: str, source: str) -> tuple[Passage, ...]:
        """See `tutor.session.ports.Passages`."""
        async with self._using() as library:
            return await library.cited(owner, source)

    async def quoted(self, owner: str, quote: str, passage: str) -> bool:
        """See `tutor.session.ports.Passages`."""
        async with self._using() as library:
            return await library.quoted(owner, quote, passage)

    @asynccontextmanager
    async def let_go(self) -> AsyncIterator[None]:
        """Nothing of the library is open meanwhile; whoever searches waits."""
        async with self._changed:
            await self._changed.wait_for(lambda: not self._closed)
            self._closed = True
            await self._changed.wait_for(lambda: self._users == 0)
        try:
            await self._library.close()
            yield
        finally:
            self._library = self._make()
            async with self._changed:
                self._closed = False
                self._changed.notify_all()

    async def close(self) -> None:
        """For good."""
        await self._library.close()

    @asynccontextmanager
    async def _using(self) -> AsyncIterator[Library]:
        async with self._changed:
            await self._changed.wait_for(lambda: not self._closed)
            self._users += 1
        try:
            yield self._library
        finally:
            async with self._changed:
                self._users -= 1
                self._changed.notify_all()


class StoredRights:
    """See `tutor.api.service.Rights`: over journal, drafts, documents and the saved screen."""

    def __init__(self, around: Surroundings, store: SqliteStore, desk: Desk, documents: Documents) -> None:
        self._around, self._store, self._desk, self._documents = around, store, desk, documents

    async def exported(self, learner: str) -> dict[str, Any]:
        """As `tutor learner export` writes it."""
        return await everything(self._around, self._desk, await self._person(learner))

    async def forgotten(self, learner: str) -> dict[str, Any]:
        """As `tutor learner forget` does it."""
        person = await self._person(learner)
        async with self._documents.let_go():
            taken, documents = await take_away(self._around.home, self._store, person.id)
        backups = self._around.home.backups
        copies = len(list(backups.glob("*"))) if backups.is_dir() else 0
        return {
            "learner": taken.learner, "events": taken.events, "sessions": len(taken.sessions), "documents": documents,
            "backups": copies,
        }  # fmt: skip

    async def _person(self, learner: str) -> Learner:
        found = next((one for one in await self._store.all() if one.id == learner), None)
        if found is None:
            raise InputError("unknown-learner", "the learner isn't here any more", remedy="ask for a new token")
        return found

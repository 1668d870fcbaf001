"""The door of the library: everything a command or a session does with documents, for one learner, off the event loop."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from tutor.errors import LibraryError
from tutor.home import Home
from tutor.library.document import SHARED
from tutor.settings import Settings

if TYPE_CHECKING:
    from tutor.library.catalogue import Catalogue
    from tutor.library.document import Document
    from tutor.library.holdings import Entry
    from tutor.library.passages import Piece
    from tutor.library.salvage import Rebuilt
    from tutor.library.shelving import Prepare, Progress, Report
    from tutor.session.ports import Hit, Passage, Query

T = TypeVar("T")
MOST_NAMED: Final = 5  # documents that a refusal names


@dataclass(frozen=True, slots=True)
class Shown:
    """A document with its text; `passage`: where to open it."""

    entry: Entry
    text: str
    passage: Passage | None = None


class Library:
    """The documents of one learner, and everybody's. `owner`: the learner's id; None: only what's shared."""

    def __init__(self, path: Path, owner: str | None) -> None:
        """The file is opened when it's first needed."""
        self._path, self._owner = path, owner
        self._owners = (SHARED,) if owner is None else (owner, SHARED)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="library")
        self._open: Catalogue | None = None

    async def add(self, paths: Sequence[Path], progress: Progress = lambda *_: None, *, shared: bool = False) -> Report:
        """Add files and folders, for everybody if `shared`. Raises InputError for paths that aren't there, LibraryError."""
        from tutor.library.passages import CHUNKER
        from tutor.library.shelving import shelve

        owner = SHARED if shared or self._owner is None else self._owner
        with _stoppable(progress) as told:
            return await self._run(
                lambda: shelve(self._catalogue(), owner, paths, _prepare(), CHUNKER, now=_now, progress=told)
            )

    async def documents(self) -> tuple[Entry, ...]:
        """All documents, by source."""
        return await self._run(lambda: self._catalogue().documents(self._owners))

    async def show(self, named: str) -> Shown:
        """A document by id, source, file name or title, or the one that a passage (by id) stands in. Raises LibraryError."""
        return await self._run(lambda: self._show(named))

    async def remove(self, named: str) -> Entry:
        """Take a document out. Raises LibraryError("unknown-document")."""
        return await self._run(lambda: self._remove(named))

    async def search(self, query: Query, k: int) -> tuple[Hit, ...]:
        """The best passages, at most `k`, the best first."""
        return await self._run(lambda: self._search(query, k))

    async def rebuild(self, progress: Progress = lambda *_: None) -> Rebuilt:
        """Make the file anew; also when it's so damaged that nothing else works."""
        with _stoppable(progress) as told:
            return await self._run(lambda: self._rebuild(told))

    async def check(self) -> tuple[str, ...]:
        """All that's wrong with the library."""
        return await self._run(lambda: self._catalogue().check())

    async def close(self) -> None:
        """Let go of the file."""
        await self._run(self._close)
        self._thread.shutdown(wait=True)

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _catalogue(self) -> Catalogue:
        if self._open is None:
            from tutor.curriculum.shipping import shipped
            from tutor.library.catalogue import Catalogue
            from tutor.library.passages import CHUNKER
            from tutor.library.shelving import sync_shipped

            opened = Catalogue(self._path)
            try:
                if not opened.read_only:
                    sync_shipped(opened, shipped("seeds"), _prepare(), CHUNKER, now=_now)
            except BaseException:
                opened.close()
                raise
            self._open = opened
        return self._open

    def _show(self, named: str) -> Shown:
        catalogue = self._catalogue()
        passage = catalogue.passages(self._owners, [named]).get(named)
        entry = self._one(named if passage is None else passage.document)
        return Shown(entry, catalogue.document_text(self._owners, entry.id), passage)

    def _remove(self, named: str) -> Entry:
        entry = self._one(named)
        self._catalogue().remove(entry.owner, entry.id)
        return entry

    def _one(self, named: str) -> Entry:
        found = self._catalogue().find(self._owners, named)
        if not found:
            raise LibraryError(
                "unknown-document", f"there's no document {named[:200]!r}", remedy="tutor library list shows all"
            )
        if len(found) > 1:
            ids = ", ".join(f"{one.id} ({one.source})" for one in found[:MOST_NAMED])
            raise LibraryError("unknown-document", f"{named[:200]!r} may be any of {ids}", remedy="name it by its id")
        return found[0]

    def _search(self, query: Query, k: int) -> tuple[Hit, ...]:
        from tutor.library.terms import terms
        from tutor.session.ports import Hit

        catalogue = self._catalogue()
        wanted = terms(query.text, query.concepts)
        found = catalogue.lexical(self._owners, wanted, k)
        idf = catalogue.idf(self._owners, wanted)
        mass = sum(wanted.weights[word] * idf[word] for word in idf)
        passages = catalogue.passages(self._owners, list(found))
        return tuple(
            Hit(passages[id_], min(1.0, match.score / mass / 2.5), f"it has {', '.join(match.words)}")
            for id_, match in found.items()
            if id_ in passages
        )

    def _rebuild(self, progress: Progress) -> Rebuilt:
        from tutor.library.passages import CHUNKER
        from tutor.library.salvage import rebuild

        self._close()
        done = rebuild(self._path, _prepare(), CHUNKER, now=_now, progress=progress)
        self._catalogue()
        return done

    def _close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None


@asynccontextmanager
async def open_library(home: Home, settings: Settings, learner: str | None) -> AsyncIterator[Library]:  # noqa: ARG001
    """The library of a learner (by id), closed at the end. Nothing is made, read or checked before it's needed."""
    library = Library(home.library, learner)
    try:
        yield library
    finally:
        await library.close()


class _StoppedError(Exception):
    """Nobody waits for it any more."""


@contextmanager
def _stoppable(progress: Progress) -> Iterator[Progress]:
    """The same progress; the thread that tells it stops at the next file once its caller was interrupted."""
    stopped = False

    def told(done: int, total: int, name: str) -> None:
        if stopped:
            raise _StoppedError
        progress(done, total, name)

    try:
        yield told
    except BaseException:
        stopped = True
        raise


def _prepare() -> Prepare:
    from tutor.library.passages import cut
    from tutor.library.reading import read

    def prepare(name: str, content: bytes) -> tuple[Document, tuple[Piece, ...]]:
        document = read(name, content)
        return document, cut(document)

    return prepare


def _now() -> int:
    return time.time_ns() // 1000

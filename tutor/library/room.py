"""The door of the library: everything a command or a session does with documents, for one learner, off the event loop."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from tutor.errors import LibraryError
from tutor.home import Home
from tutor.library.document import SHARED
from tutor.library.search import CANDIDATES, Ranked, ranked
from tutor.settings import LibrarySettings, Settings

if TYPE_CHECKING:
    from tutor.library.catalogue import Catalogue
    from tutor.library.document import Document
    from tutor.library.embedding import Embedder
    from tutor.library.holdings import Entry
    from tutor.library.lexical import Match
    from tutor.library.meaning import Meaning
    from tutor.library.passages import Piece
    from tutor.library.reconcile import Plan, Wanted
    from tutor.library.salvage import Rebuilt
    from tutor.library.shelving import Prepare, Progress, Report
    from tutor.library.vectors import Closeness, VectorIndex
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
    """The documents of one learner, and everybody's; a `Passages` for sessions of whomever. `owner`: the learner's id; None: only
    what's shared. `meaning`: None where search goes by words alone.

    Two threads do the work: one for the catalogue, one for model and index, which may be busy with embedding for minutes.
    """

    def __init__(
        self, path: Path, owner: str | None, meaning: Meaning | None = None, seeds: Path | None = None
    ) -> None:
        """Files are opened when they're first needed. `seeds`: a folder of documents that everybody has."""
        self._path, self._owner, self._meaning, self._seeds = path, owner, meaning, seeds
        self._owners = _seen_by(owner)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="library")
        self._senses = ThreadPoolExecutor(1, thread_name_prefix="meaning")
        self._open: Catalogue | None = None
        self._indexing: asyncio.Task[bool] | None = None
        self._left = 0

    @property
    def owner(self) -> str:
        """Whose documents these are: the learner's id, or `SHARED`."""
        return self._owner or SHARED

    @property
    def notice(self) -> str | None:
        """Why search doesn't go by meaning, though it's wanted: a sentence; None when it does, or isn't wanted."""
        if self._meaning is None:
            return None
        if self._left:
            return (
                f"Search goes by words until the index is made: {self._left} passages are left. It goes on while a session is"
                " open; tutor library rebuild does it at once."
            )
        return self._meaning.notice

    async def add(self, paths: Sequence[Path], progress: Progress = lambda *_: None, *, shared: bool = False) -> Report:
        """Add files and folders, for everybody if `shared`. Raises InputError for paths that aren't there, LibraryError."""
        from tutor.library.passages import CHUNKER
        from tutor.library.shelving import shelve

        owner = SHARED if shared else self.owner
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

    async def search(self, owner: str, query: Query, k: int) -> tuple[Hit, ...]:
        """See `Passages`. What isn't in the index yet is brought there meanwhile; until then search goes by words."""
        owners = _seen_by(owner)
        by_words = await self._run(lambda: self._by_words(owners, query))
        closeness = await self._closeness(owners, query, by_words)
        best = ranked(by_words.matches, by_words.mass, closeness, k)
        return await self._run(lambda: self._hits(owners, best))

    async def open(self, owner: str, passage: str) -> Passage:
        """See `Passages`."""
        return await self._run(lambda: self._catalogue().passage(_seen_by(owner), passage))

    async def cited(self, owner: str, source: str) -> tuple[Passage, ...]:
        """See `Passages`. A shipped document comes before a learner's own of the same name: curricula cite those."""
        return await self._run(lambda: self._catalogue().cited(tuple(reversed(_seen_by(owner))), source))

    async def quoted(self, owner: str, quote: str, passage: str) -> bool:
        """See `Passages`. Raises LibraryError("unknown-passage")."""
        from tutor.library.quotes import quoted

        return quoted(quote, (await self.open(owner, passage)).text)

    async def bring_in_line(self, progress: Progress = lambda *_: None, *, at_most: int | None = None) -> bool:
        """Embed what the index lacks, and take out what has gone. Whether it's all there then.

        More passages than `at_most` are left for another time. Without a model there's nothing to do.
        """
        if self._meaning is None or not await self._sense(self._meaning.open):
            return False
        todo, wanted = await self._to_do(self._meaning)
        if todo is None or not todo:
            return todo is not None
        self._left = todo.steps
        if at_most is not None and todo.steps > at_most:
            return False
        steps = self._meaning.carry_out(todo, wanted)
        while (done := await self._sense(lambda: next(steps, None))) is not None:
            self._left = max(0, done.total - done.added - done.removed)
            progress(done.added + done.removed, done.total, "")
        todo, _ = await self._to_do(self._meaning)
        self._left = 0 if todo is None else todo.steps
        return todo is not None and not todo

    async def rebuild(self, progress: Progress = lambda *_: None) -> Rebuilt:
        """Make the file anew; also when it's so damaged that nothing else works."""
        with _stoppable(progress) as told:
            return await self._run(lambda: self._rebuild(told))

    async def check(self) -> tuple[str, ...]:
        """All that's wrong with the library."""
        return await self._run(lambda: self._catalogue().check())

    async def close(self) -> None:
        """Let go of the files; what is being embedded is given up, and found again the next time."""
        if self._indexing is not None:
            self._indexing.cancel()
            await asyncio.gather(self._indexing, return_exceptions=True)
        if self._meaning is not None:
            with contextlib.suppress(LibraryError):  # it's checked when it's next opened
                await self._sense(self._meaning.close)
        await self._run(self._close)
        for thread in (self._senses, self._thread):
            thread.shutdown(wait=True)

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def _sense(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._senses, work)

    async def _closeness(
        self, owners: Sequence[str], query: Query, by_words: _ByWords
    ) -> Mapping[str, Closeness] | None:
        """Of the candidates; None where search goes by words."""
        meaning = self._meaning
        if meaning is None or not await self._sense(meaning.open):
            return None
        if not meaning.in_line(by_words.state):
            todo, _ = await self._to_do(meaning)
            if todo is None:
                return None
            if todo:
                self._left = todo.steps
                if self._indexing is None or self._indexing.done():
                    self._indexing = asyncio.create_task(self.bring_in_line())
                return None
        return await self._sense(
            lambda: meaning.closeness(owners, query.text, query.concepts, by_words.matches, CANDIDATES)
        )

    async def _to_do(self, meaning: Meaning) -> tuple[Plan | None, Iterator[Wanted]]:
        """What the index lacks, and the passages to take it from, read as they're needed."""

        def held() -> tuple[object, Mapping[str, frozenset[str]]]:
            catalogue = self._catalogue()
            return catalogue.state(), {owner: catalogue.ids(owner) for owner in catalogue.owners()}

        state, ids = await self._run(held)
        todo = await self._sense(lambda: meaning.missing(ids, state))
        return todo, self._wanted(todo.add if todo else {})

    def _wanted(self, add: Mapping[str, Collection[str]]) -> Iterator[Wanted]:
        from tutor.library.passages import windows
        from tutor.library.reconcile import Wanted

        for owner in sorted(add):
            for one in self._catalogue().entries(owner):
                if one.id in add[owner]:
                    above = one.headings[-1:] or (one.title,)
                    yield Wanted(one.id, owner, "\n".join((*above, one.text)), windows(one.text))

    def _catalogue(self) -> Catalogue:
        if self._open is None:
            from tutor.library.catalogue import Catalogue
            from tutor.library.passages import CHUNKER
            from tutor.library.shelving import sync_shipped

            opened = Catalogue(self._path)
            try:
                if self._seeds is not None and not opened.read_only:
                    sync_shipped(opened, self._seeds, _prepare(), CHUNKER, now=_now)
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

    def _by_words(self, owners: Sequence[str], query: Query) -> _ByWords:
        from tutor.library.terms import terms

        catalogue = self._catalogue()
        state = catalogue.state()
        wanted = terms(query.text, query.concepts)
        idf = catalogue.idf(owners, wanted)
        rarest = max(idf.values(), default=1.0)  # a word that stands nowhere says as much as any
        mass = sum(weight * idf.get(word, rarest) for word, weight in wanted.weights.items())
        return _ByWords(catalogue.lexical(owners, wanted, CANDIDATES), mass, state)

    def _hits(self, owners: Sequence[str], best: Sequence[Ranked]) -> tuple[Hit, ...]:
        from tutor.session.ports import Hit

        passages = self._catalogue().passages(owners, [one.passage for one in best])
        return tuple(Hit(passages[one.passage], one.score, one.why) for one in best if one.passage in passages)

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


@dataclass(frozen=True, slots=True)
class _ByWords:
    """What the words find: matches, the weight of the query, and the state of the catalogue at the time."""

    matches: Mapping[str, Match]
    mass: float
    state: object


def _seen_by(owner: str | None) -> tuple[str, ...]:
    return (SHARED,) if owner in (None, SHARED) else (owner, SHARED)


@asynccontextmanager
async def open_library(home: Home, settings: Settings, learner: str | None) -> AsyncIterator[Library]:
    """The library of a learner (by id), closed at the end. Nothing is made, read or checked before it's needed."""
    library = library_at(home, settings, learner)
    try:
        yield library
    finally:
        await library.close()


def library_at(home: Home, settings: Settings, learner: str | None) -> Library:
    """The same, for whoever closes it."""
    from tutor.curriculum.shipping import shipped

    return Library(home.library, learner, meaning_of(home, settings.library), shipped("seeds"))


def meaning_of(home: Home, settings: LibrarySettings) -> Meaning | None:
    """Search by meaning as the settings want it; None for `embeddings = "none"`."""
    if settings.embeddings == "none":
        return None
    from tutor.library.meaning import Meaning

    def embedder() -> Embedder | None:
        from tutor.library.embeddings import by_name

        return by_name(settings.embeddings, home.models)

    def index(model: Embedder) -> VectorIndex:
        from tutor.library.passages import CHUNKER
        from tutor.library.vectors import connect_index, open_index

        if settings.chroma != "embedded":
            return connect_index(settings.chroma, model.name, model.size, CHUNKER)
        return open_index(home.chroma, model.name, model.size, CHUNKER)

    return Meaning(embedder, index)


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

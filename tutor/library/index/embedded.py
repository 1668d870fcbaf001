"""The index in a directory of its own: owned by one process, checked before it's opened, put aside when it's damaged."""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final

from tutor.disk.lock import FileLock
from tutor.errors import LibraryError
from tutor.home import private
from tutor.library.index.entries import PASSAGES, WINDOWS, Note, checked, checked_owner, noted
from tutor.library.index.faults import broken, busy, said, translated
from tutor.library.index.forgetting import erase
from tutor.library.index.nearest import Exact
from tutor.library.index.probe import probe, probing
from tutor.library.index.quarantine import put_aside
from tutor.library.index.rescoring import reach, rescored
from tutor.library.index.scrub import blank, scrub
from tutor.library.index.seal import PASSPORT, Passport, look, mark, seal, write
from tutor.library.index.shelf import DamagedError, Shelf
from tutor.library.index.space import hindrance
from tutor.library.vectors import Closeness, Vectors

if TYPE_CHECKING:
    import numpy as np
    from chromadb.api.client import Client
    from numpy.typing import NDArray

DOUBT: Final = "doubt"  # a file that says that vectors were found changed: the next one to open it puts the index aside
_NAME: Final = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,126}[a-z0-9])?")


class EmbeddedIndex:
    """See `tutor.library.vectors.open_index` and `VectorIndex`."""

    def __init__(self, root: Path, model: str, size: int, chunker: str, *, exact: int) -> None:
        self._size, self._exact = size, exact
        self._folder = root / named(model, chunker)
        self._passport = Passport(model, size, chunker)
        self.rebuilt: str | None = None
        self._client: Client | None = None
        self._shelves: dict[str, Shelf] = {}
        self._notes: dict[str, dict[str, Note]] = {}
        self._doubtful: dict[str, set[str]] = {}  # of a writing that failed: there or not
        self._near: dict[str, Exact] = {}  # vectors in memory, those used last at the end
        self._lock = FileLock(self._folder.with_name(self._folder.name + ".lock"), 0, busy)
        with translated(self._folder):
            private(root)
            self._lock.__enter__()
        try:
            with translated(self._folder):
                self._open()
        except BaseException:
            self._let_go()
            raise

    def __enter__(self) -> EmbeddedIndex:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def put(self, owner: str, entries: Sequence[Vectors]) -> None:
        """See VectorIndex."""
        fit = checked(entries, self._size)
        names = {entry.passage for entry in fit}
        if not fit:
            return
        with self._working(), self._doubting(owner, names):
            self._shelf(owner).put(fit, names & (self._of(owner).keys() | self._doubtful.get(owner, set())))
        self._of(owner).update({entry.passage: noted(entry.vector, entry.windows) for entry in fit})
        if (near := self._near.get(owner)) is not None:
            for entry in fit:
                near.put(entry)

    def remove(self, owner: str, passages: Iterable[str]) -> None:
        """See VectorIndex."""
        there = self._of(owner).keys() | self._doubtful.get(owner, set())
        names = there & set(passages)
        if names:
            with self._working(), self._doubting(owner, names):
                self._shelf(owner).remove(sorted(names))

    def owners(self) -> frozenset[str]:
        """See VectorIndex."""
        return frozenset(self._notes)

    def ids(self, owner: str) -> frozenset[str]:
        """See VectorIndex."""
        return frozenset(self._of(owner))

    def count(self, owner: str) -> int:
        """See VectorIndex."""
        return len(self._of(owner))

    def nearest(self, owners: Sequence[str], vector: NDArray[np.float32], k: int) -> Mapping[str, Closeness]:
        """See VectorIndex."""
        asked = [owner for owner in dict.fromkeys(owners) if self.count(owner)]
        total = sum(map(self.count, asked))
        found: dict[str, Closeness] = {}
        with self._working():
            for owner in asked:
                if total <= self._exact:
                    found.update(self._in_memory(owner).nearest(vector, k))
                else:
                    names = self._shelf(owner).candidates(vector, min(reach(k), self.count(owner)))
                    found.update(self._rescored(owner, vector, names))
        best = sorted(found.items(), key=lambda item: (-item[1].mean, item[0]))
        return dict(best[: max(k, 0)])

    def closeness(
        self, owners: Sequence[str], vector: NDArray[np.float32], passages: Collection[str]
    ) -> Mapping[str, Closeness]:
        """See VectorIndex."""
        found: dict[str, Closeness] = {}
        with self._working():
            for owner in dict.fromkeys(owners):
                if (near := self._near.get(owner)) is not None:
                    found.update(near.closeness(vector, passages))
                else:
                    found.update(self._rescored(owner, vector, passages))
        return found

    def forget(self, owner: str) -> None:
        """See VectorIndex."""
        with self._working() as client:
            for name in (owner + PASSAGES, owner + WINDOWS):
                if name in {collection.name for collection in client.list_collections()}:
                    client.delete_collection(name)
            self._drop(owner)
            self._end_client()
            try:
                scrub(self._folder)
            finally:
                self._start_client()
        erase(self._folder.parent, owner, but=self._folder.name)

    def close(self) -> None:
        """See VectorIndex."""
        if self._client is None:
            self._let_go()
            return
        try:
            with (
                suppress(LibraryError),
                translated(self._folder),
            ):  # without a seal the next one to open it looks into it
                self._end_client()
                blank(self._folder)
                seal(self._folder)
        finally:
            self._let_go()

    def _open(self) -> None:
        with probing(self._folder):
            pass
        seen = look(self._folder, self._passport)
        state, why = seen.state, seen.why
        if (self._folder / DOUBT).exists():
            state, why = "damaged", "vectors had changed"
        if state == "unknown" and (found := probe(self._folder, self._size)) is not None:
            state, why = "damaged", found
        if state == "damaged":
            self._begin_anew(why)
        try:
            self._start(tidy=state == "unknown")
        except (LibraryError, OSError, KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:
            if state in {"empty", "damaged"}:
                raise
            self._let_go_of_client()
            self._begin_anew(str(error))
            self._start(tidy=False)

    def _start(self, *, tidy: bool) -> None:
        if not (self._folder / PASSPORT).exists():
            private(self._folder)
            mark(self._folder)
            write(self._folder / PASSPORT, self._passport.text())
        mark(self._folder)
        if tidy:
            scrub(self._folder)
        self._start_client()

    def _begin_anew(self, why: str) -> None:
        if (fault := hindrance(self._folder)) is not None:
            raise said(fault, self._folder, why)  # it may be nothing else
        put_aside(self._folder, time.time())
        shown = "".join(letter if letter.isprintable() else " " for letter in why)[:200]
        self.rebuilt = f"the index {self._folder.name} was damaged ({shown}); it is made again from the library"

    def _start_client(self) -> None:
        from tutor.library.index.chroma import in_folder

        self._client = client = in_folder(self._folder)
        names = {collection.name for collection in client.list_collections()}
        for owner in sorted(name.removesuffix(PASSAGES) for name in names if name.endswith(PASSAGES)):
            self._shelves[owner] = Shelf(client, owner, self._size)
            self._notes[owner] = self._shelves[owner].notes()
            self._shelves[owner].tidy(self._notes[owner])
        for name in sorted(name for name in names if name.endswith(WINDOWS)):
            if name.removesuffix(WINDOWS) not in self._notes:
                client.delete_collection(name)  # of an owner whose passages were never there, or went

    def _end_client(self) -> None:
        client, self._client = self._client, None
        self._shelves.clear()
        if client is not None:
            client.close()

    def _of(self, owner: str) -> dict[str, Note]:
        return self._notes.get(owner, {})

    def _shelf(self, owner: str) -> Shelf:
        if owner not in self._shelves:
            if self._client is None:
                raise broken(self._folder, "it's closed")
            self._shelves[owner] = Shelf(self._client, checked_owner(owner), self._size)
            self._notes.setdefault(owner, {})
        return self._shelves[owner]

    def _in_memory(self, owner: str) -> Exact:
        near = self._near.pop(owner, None)
        if near is None:
            near = Exact(self._size)
            for entry in self._shelf(owner).entries(self._of(owner)):
                near.put(entry)
        self._near[owner] = near
        while sum(map(len, self._near.values())) > 2 * self._exact and len(self._near) > 1:
            del self._near[next(iter(self._near))]
        return near

    def _rescored(self, owner: str, vector: NDArray[np.float32], names: Collection[str]) -> Mapping[str, Closeness]:
        notes = {name: note for name in names if (note := self._of(owner).get(name)) is not None}
        return rescored(self._shelf(owner).entries(notes), vector) if notes else {}

    def _drop(self, owner: str) -> None:
        for kept in (self._notes, self._doubtful, self._near, self._shelves):
            kept.pop(owner, None)

    @contextmanager
    def _working(self) -> Iterator[Client]:
        """Around every use of Chroma. What has changed beneath it makes the whole index doubtful."""
        if self._client is None:
            raise broken(self._folder, "it's closed")
        with translated(self._folder):
            try:
                yield self._client
            except DamagedError as error:
                with suppress(OSError):
                    (self._folder / DOUBT).touch()
                raise broken(self._folder, str(error)) from error

    @contextmanager
    def _doubting(self, owner: str, names: set[str]) -> Iterator[None]:
        """Around a writing: until it's done, nobody knows whether these entries are there, and they count as absent."""
        self._doubtful.setdefault(owner, set()).update(names)
        for name in names:
            self._notes.get(owner, {}).pop(name, None)
            if (near := self._near.get(owner)) is not None:
                near.remove(name)
        yield
        self._doubtful[owner] -= names

    def _let_go_of_client(self) -> None:
        with suppress(Exception):
            self._end_client()
        self._notes.clear()

    def _let_go(self) -> None:
        self._let_go_of_client()
        self._near.clear()
        self._lock.__exit__(None, None, None)


def named(model: str, chunker: str) -> str:
    """The directory of an index. LibraryError for names that could lead elsewhere."""
    name = f"{model}-{chunker}"
    if not _NAME.fullmatch(name) or ".." in name or "-damaged-" in name:
        raise LibraryError(
            "embeddings-broken", "a model's name can't be part of a folder's", remedy="choose another model"
        )
    return name

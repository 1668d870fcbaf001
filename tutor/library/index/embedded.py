"""The index in a directory of this process's own: what stands in Chroma, and what of it is in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from tutor.errors import LibraryError
from tutor.library.index.directory import Directory
from tutor.library.index.entries import PASSAGES, WINDOWS, Note, checked, checked_owner, noted
from tutor.library.index.faults import translated
from tutor.library.index.forgetting import erase
from tutor.library.index.nearest import Exact
from tutor.library.index.rescoring import reach, rescored
from tutor.library.index.seal import Passport
from tutor.library.index.shelf import Shelf
from tutor.library.vectors import Closeness, Vectors

if TYPE_CHECKING:
    import numpy as np
    from chromadb.api.client import Client
    from numpy.typing import NDArray


class EmbeddedIndex:
    """See `tutor.library.vectors.open_index` and `VectorIndex`."""

    def __init__(self, root: Path, model: str, size: int, chunker: str, *, exact: int) -> None:
        self._size, self._exact = size, exact
        self._shelves: dict[str, Shelf] = {}
        self._notes: dict[str, dict[str, Note]] = {}
        self._doubtful: dict[str, set[str]] = {}  # of a writing that failed: there or not
        self._near: dict[str, Exact] = {}  # vectors in memory, those used last at the end
        self._directory = Directory(root, Passport(model, size, chunker))
        try:
            self._take_over()
        except BaseException:
            self.close()
            raise

    @property
    def rebuilt(self) -> str | None:
        """See VectorIndex."""
        return self._directory.rebuilt

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
        present = names & self._may_be_there(owner)
        if not fit:
            return
        with self._directory.working() as client, self._doubting(owner, names):
            self._shelf(owner, client).put(fit, present)
        self._of(owner).update({entry.passage: noted(entry.vector, entry.windows) for entry in fit})
        if (near := self._near.get(owner)) is not None:
            for entry in fit:
                near.put(entry)

    def remove(self, owner: str, passages: Iterable[str]) -> None:
        """See VectorIndex."""
        names = self._may_be_there(owner) & set(passages)
        if names:
            with self._directory.working() as client, self._doubting(owner, names):
                self._shelf(owner, client).remove(sorted(names))

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
        with self._directory.working() as client:
            for owner in asked:
                if total <= self._exact:
                    found.update(self._in_memory(owner, client).nearest(vector, k))
                else:
                    names = self._shelf(owner, client).candidates(vector, min(reach(k), self.count(owner)), k)
                    found.update(self._rescored(owner, client, vector, names))
        best = sorted(found.items(), key=lambda item: (-item[1].mean, item[0]))
        return dict(best[: max(k, 0)])

    def closeness(
        self, owners: Sequence[str], vector: NDArray[np.float32], passages: Collection[str]
    ) -> Mapping[str, Closeness]:
        """See VectorIndex."""
        found: dict[str, Closeness] = {}
        with self._directory.working() as client:
            for owner in dict.fromkeys(owners):
                if (near := self._near.get(owner)) is not None:
                    found.update(near.closeness(vector, passages))
                else:
                    found.update(self._rescored(owner, client, vector, passages))
        return found

    def forget(self, owner: str) -> None:
        """See VectorIndex."""
        marks = [passage.encode() for passage in self._notes.get(owner, ())]
        with self._directory.working() as client:
            names = {collection.name for collection in client.list_collections()}
            for name in (owner + PASSAGES, owner + WINDOWS):
                if name in names:
                    client.delete_collection(name)
            self._shelves.clear()
            for kept in (self._notes, self._doubtful, self._near):
                kept.pop(owner, None)
            self._directory.scrub(marks)
        folder = self._directory.folder
        erase(folder.parent, owner, but=folder.name)

    def close(self) -> None:
        """See VectorIndex."""
        for kept in (self._shelves, self._notes, self._doubtful, self._near):
            kept.clear()
        self._directory.close()

    def _take_over(self) -> None:
        """Read what is noted of every passage; where that can't be done, begin anew."""
        try:
            with self._directory.working() as client:
                self._read_notes(client)
        except LibraryError as error:
            if error.code != "library-broken" or self.rebuilt:
                raise
            self._shelves.clear()
            self._notes.clear()
            with translated(self._directory.folder):
                self._directory.begin_anew(error.what)

    def _read_notes(self, client: Client) -> None:
        names = {collection.name for collection in client.list_collections()}
        for owner in sorted(name.removesuffix(PASSAGES) for name in names if name.endswith(PASSAGES)):
            shelf = self._shelves[owner] = Shelf(client, owner, self._size)
            self._notes[owner] = shelf.notes()
            shelf.tidy(self._notes[owner])
        for name in sorted(name for name in names if name.endswith(WINDOWS)):
            if name.removesuffix(WINDOWS) not in self._notes:
                client.delete_collection(name)  # of an owner whose passages were never there, or went

    def _of(self, owner: str) -> dict[str, Note]:
        return self._notes.get(owner, {})

    def _may_be_there(self, owner: str) -> set[str]:
        return self._of(owner).keys() | self._doubtful.get(owner, set())

    def _shelf(self, owner: str, client: Client) -> Shelf:
        if owner not in self._shelves:
            self._shelves[owner] = Shelf(client, checked_owner(owner), self._size)
            self._notes.setdefault(owner, {})
        return self._shelves[owner]

    def _in_memory(self, owner: str, client: Client) -> Exact:
        near = self._near.pop(owner, None)
        if near is None:
            notes = self._of(owner)
            near = Exact(self._size, len(notes), sum(note.windows for note in notes.values()))
            for entry in self._shelf(owner, client).entries(notes):
                near.put(entry)
        self._near[owner] = near
        while sum(map(len, self._near.values())) > 2 * self._exact and len(self._near) > 1:
            del self._near[next(iter(self._near))]
        return near

    def _rescored(
        self, owner: str, client: Client, vector: NDArray[np.float32], names: Collection[str]
    ) -> Mapping[str, Closeness]:
        notes = {name: note for name in names if (note := self._of(owner).get(name)) is not None}
        return rescored(self._shelf(owner, client).entries(notes), vector) if notes else {}

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

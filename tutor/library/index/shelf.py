"""The two collections that an owner has in Chroma: passages, and their windows.

Inner products of unit vectors are their cosines, and unlike Chroma's cosine space, which scales vectors again, that space gives
back every bit. A collection for each owner, since Chroma's filters by metadata are slow.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from tutor.library.index.entries import BATCH, PASSAGES, WINDOWS, Note, batches, note_from, noted, window_ids
from tutor.library.index.faults import DamagedError
from tutor.library.index.rescoring import Found, shortlist
from tutor.library.vectors import Vectors

if TYPE_CHECKING:
    import numpy as np
    from chromadb.api import ClientAPI
    from chromadb.api.collection_configuration import HNSWConfiguration
    from chromadb.api.models.Collection import Collection as Chroma
    from chromadb.api.types import GetResult, Include
    from numpy.typing import NDArray

GRAPH: Final[HNSWConfiguration] = {
    "space": "ip",
    "ef_construction": 100,
    "max_neighbors": 16,
    "ef_search": 200,
    "sync_threshold": 2_000,  # each time so many rows came, Chroma writes the whole graph; until then they're replayed at open
}
PAGE: Final = 10_000  # rows without vectors that are read at once
_AT_ONCE: Final = 200  # entries put together


class Shelf:
    """The collections of one owner; `prefix` comes before their names. Errors are Chroma's own, and DamagedError."""

    def __init__(self, client: ClientAPI, owner: str, size: int, prefix: str = "") -> None:
        self._size = size
        self.windows = _collection(client, prefix + owner + WINDOWS)
        self.passages = _collection(client, prefix + owner + PASSAGES)

    def put(self, entries: Sequence[Vectors], present: Collection[str]) -> None:
        """Add checked entries. `present`: those of them that are, or may be, there: they go first, so that each entry is whole
        or absent at every moment."""
        for batch in batches(entries, _AT_ONCE):
            if old := [entry.passage for entry in batch if entry.passage in present]:
                self.remove(old)
            names = [name for entry in batch for name in window_ids(entry.passage, len(entry.windows))]
            rows: list[Any] = [row for entry in batch for row in entry.windows]
            for start in range(0, len(names), BATCH):
                self.windows.upsert(ids=names[start : start + BATCH], embeddings=rows[start : start + BATCH])
            vectors: list[Any] = [entry.vector for entry in batch]
            self.passages.upsert(
                ids=[entry.passage for entry in batch],
                embeddings=vectors,
                metadatas=[noted(entry.vector, entry.windows).metadata for entry in batch],
            )

    def remove(self, passages: Sequence[str]) -> None:
        """Take entries away: passages first, then their windows. Ids that aren't there are passed over."""
        for batch in batches(passages):
            notes = self.notes(batch)
            if notes:
                self.passages.delete(ids=list(notes))
            names = [name for passage, note in notes.items() for name in window_ids(passage, note.windows)]
            for some in batches(names):
                self.windows.delete(ids=list(some))

    def notes(self, passages: Sequence[str] | None = None) -> dict[str, Note]:
        """What is noted beside these passages, or beside all. Raises DamagedError where a note isn't this program's."""
        found: dict[str, Note] = {}
        answers = (
            _pages(self.passages, ["metadatas"])
            if passages is None
            else (self.passages.get(ids=list(batch), include=["metadatas"]) for batch in batches(passages))
        )
        for answer in answers:
            for name, metadata in zip(answer["ids"], answer["metadatas"] or [], strict=True):
                if (note := note_from(metadata)) is None:
                    raise DamagedError("a passage without its note")
                found[name] = note
        return found

    def entries(self, notes: Mapping[str, Note]) -> Iterator[Vectors]:
        """These entries with their vectors. Raises DamagedError where one is missing or isn't what its note says."""
        for batch in batches(list(notes.items()), _AT_ONCE):
            passages = _rows(self.passages, [name for name, _ in batch])
            windows = _rows(
                self.windows, [name for passage, note in batch for name in window_ids(passage, note.windows)]
            )
            for passage, note in batch:
                yield self._entry(passage, note, passages, windows)

    def tidy(self, notes: Mapping[str, Note]) -> None:
        """Take away windows whose passage isn't there: what an interrupted writing left. `notes`: those of all passages."""
        if self.windows.count() == sum(note.windows for note in notes.values()):
            return
        kept = {name for passage, note in notes.items() for name in window_ids(passage, note.windows)}
        there = {name for answer in _pages(self.windows, []) for name in answer["ids"]}
        for some in batches(sorted(there - kept)):
            self.windows.delete(ids=list(some))

    def ids(self) -> frozenset[str]:
        """The passages that are there."""
        return frozenset(name for answer in _pages(self.passages, []) for name in answer["ids"])

    def candidates(self, vector: NDArray[np.float32], count: int, k: int) -> set[str]:
        """The passages that may be among the `k` closest, by what Chroma's graphs find: the `count` best passages and windows."""
        return shortlist(_best(self.passages, vector, count), _best(self.windows, vector, count), k)

    def _entry(
        self, passage: str, note: Note, passages: Mapping[str, NDArray[Any]], windows: Mapping[str, NDArray[Any]]
    ) -> Vectors:
        import numpy as np

        try:
            entry = Vectors(
                passage, passages[passage], np.stack([windows[name] for name in window_ids(passage, note.windows)])
            )
        except (KeyError, ValueError):
            raise DamagedError("vectors of a passage are missing") from None
        if entry.vector.shape != (self._size,) or noted(entry.vector, entry.windows) != note:
            raise DamagedError("vectors of a passage have changed")
        return entry


def _collection(client: ClientAPI, name: str) -> Chroma:
    return client.get_or_create_collection(name, embedding_function=None, configuration={"hnsw": GRAPH})


def _best(collection: Chroma, vector: NDArray[np.float32], count: int) -> Found:
    sought: list[Any] = [vector]
    answer = collection.query(query_embeddings=sought, n_results=count, include=["distances"])
    names, distances = answer["ids"][0], (answer["distances"] or [[]])[0]
    found: dict[str, float] = {}
    for name, distance in zip(names, distances, strict=True):
        found.setdefault(name.partition("-")[0], 1 - distance)  # the closest comes first
    return Found(found, 1 - distances[-1] if distances else -1.0)


def _pages(collection: Chroma, include: Include) -> Iterator[GetResult]:
    """All rows, a page at a time: asked for all at once, Chroma binds a variable of SQLite for each, of which there are 32,766."""
    offset = 0
    while True:
        answer = collection.get(limit=PAGE, offset=offset, include=include)
        yield answer
        if len(answer["ids"]) < PAGE:
            return
        offset += PAGE


def _rows(collection: Chroma, names: Sequence[str]) -> dict[str, NDArray[np.float32]]:
    import numpy as np

    found: dict[str, NDArray[np.float32]] = {}
    for batch in batches(names):
        answer = collection.get(ids=list(batch), include=["embeddings"])
        embeddings = answer["embeddings"]
        if embeddings is None or len(embeddings) != len(answer["ids"]):
            raise DamagedError("vectors are missing")
        found.update(zip(answer["ids"], np.asarray(embeddings, np.float32), strict=True))
    return found

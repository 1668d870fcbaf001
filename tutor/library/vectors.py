"""The vector index: vectors of passages and of their windows, beside the catalogue, rebuildable from it at any time.

Chroma keeps them, in a directory for each model and chunker that one process owns, or in a server of its own. Up to `EXACT`
passages the nearest are found exactly, in memory; above, by Chroma's HNSW graph, and the candidates are scored exactly.
Everything here is synchronous and is used by one thread at a time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    import numpy as np
    from numpy.typing import NDArray

EXACT: Final = 10_000  # passages, over the owners who are searched together


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """What is kept of a passage: its vector, shape (size,), and one row for each of its windows, shape (n, size), n >= 1.

    float32, every row of length 1. `passage`: its id, letters and digits.
    """

    passage: str
    vector: NDArray[np.float32]
    windows: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Closeness:
    """Cosines between what is sought and a passage, in [-1, 1]: of the whole passage, and of its closest window."""

    passage: float
    window: float

    @property
    def mean(self) -> float:
        """By which passages are ranked here: the mean of both."""
        return (self.passage + self.window) / 2


class VectorIndex(Protocol):
    """An open index. Close it; `with` does.

    An entry is whole or absent, whatever ends a program: its windows come before its passage and go after it. Methods raise
    LibraryError: "library-full" and "library-read-only" when it can't be written (what was there stays), "library-broken"
    when it's damaged (close it; opening it again finds out, and begins anew), "library-unreachable" when its server is.
    """

    @property
    def rebuilt(self) -> str | None:
        """Why the index began anew, empty, when it was opened: a sentence. None if it didn't."""
        ...

    def put(self, owner: str, entries: Sequence[Vectors]) -> None:
        """Add entries; one whose id is there is replaced. LibraryError("embeddings-broken") for what aren't unit vectors."""
        ...

    def remove(self, owner: str, passages: Iterable[str]) -> None:
        """Take entries away; ids that aren't there are passed over."""
        ...

    def owners(self) -> frozenset[str]:
        """Whoever has passages here, or had."""
        ...

    def ids(self, owner: str) -> frozenset[str]:
        """The passages of an owner."""
        ...

    def count(self, owner: str) -> int:
        """How many those are."""
        ...

    def nearest(self, owners: Sequence[str], vector: NDArray[np.float32], k: int) -> Mapping[str, Closeness]:
        """The `k` passages of these owners with the highest mean closeness to a unit vector, the closest first."""
        ...

    def closeness(
        self, owners: Sequence[str], vector: NDArray[np.float32], passages: Collection[str]
    ) -> Mapping[str, Closeness]:
        """How close these passages are; without those that aren't there."""
        ...

    def forget(self, owner: str) -> None:
        """Everything of an owner goes, also from the free space of files."""
        ...

    def close(self) -> None:
        """Note what the index is, so that it can be trusted when it's opened again, and let go of it."""
        ...

    def __enter__(self) -> VectorIndex: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def open_index(folder: Path, model: str, size: int, chunker: str, *, exact: int = EXACT) -> VectorIndex:
    """The index in `<folder>/<model>-<chunker>/`, made where it's missing. `size`: dimensions of a vector.

    Raises LibraryError: "library-busy" while another process has it open, "library-read-only", "library-full". A damaged index
    is put aside, and an empty one opened that says so in `rebuilt`.
    """
    from tutor.library.index.embedded import EmbeddedIndex

    return EmbeddedIndex(folder, model, size, chunker, exact=exact)


def connect_index(address: str, model: str, size: int, chunker: str) -> VectorIndex:
    """The index in a Chroma server, `http://127.0.0.1:8000` or the like, which several processes may use at once.

    Raises LibraryError("library-unreachable") when nobody answers there, InputError("bad-setting") for what is no address.
    """
    from tutor.library.index.server import ServerIndex

    return ServerIndex(address, model, size, chunker)


def forget_everywhere(folder: Path, owner: str) -> None:
    """Take away every directory below `folder` in which an owner has vectors, or in which that can't be told.

    For indexes that aren't open, of whatever model: what others lose can be rebuilt. LibraryError("library-busy") if one is open.
    """
    from tutor.library.index.forgetting import erase

    erase(folder, owner)

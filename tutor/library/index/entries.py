"""How an entry stands in Chroma: names, ids, what is noted beside a passage, and how that proves the vectors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, TypeVar

from tutor.errors import InputError, LibraryError
from tutor.library.vectors import Vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

T = TypeVar("T")
BATCH: Final = 1_000  # rows that Chroma takes or gives at once
LENGTH: Final = 1e-3  # how far the length of a vector may be from 1
_OWNER: Final = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z_-]{0,62}[0-9A-Za-z])?")
_PASSAGE: Final = re.compile(r"[0-9A-Za-z]{1,64}")
PASSAGES: Final = ".passages"
WINDOWS: Final = ".windows"


@dataclass(frozen=True, slots=True)
class Note:
    """What stands beside a passage: how many windows it has, and a digest of all its vectors."""

    windows: int
    digest: str

    @property
    def metadata(self) -> dict[str, int | str]:
        """As Chroma keeps it."""
        return {"windows": self.windows, "digest": self.digest}


def note_from(metadata: Mapping[str, object] | None) -> Note | None:
    """What was noted; None where that isn't what this program writes."""
    windows, digest = (metadata or {}).get("windows"), (metadata or {}).get("digest")
    return Note(windows, digest) if isinstance(windows, int) and windows > 0 and isinstance(digest, str) else None


def noted(vector: NDArray[np.float32], windows: NDArray[np.float32]) -> Note:
    """The note for these vectors. Chroma gives back inner-product vectors bit for bit, so one changed bit shows."""
    digest = blake2b(vector.tobytes(), digest_size=8)
    digest.update(windows.tobytes())
    return Note(len(windows), digest.hexdigest())


def window_ids(passage: str, count: int) -> list[str]:
    """The ids of a passage's windows."""
    return [f"{passage}-{n}" for n in range(count)]


def checked_owner(owner: str) -> str:
    """The owner, if it can be part of a collection's name."""
    if not _OWNER.fullmatch(owner):
        raise InputError("bad-argument", "that isn't an owner of documents", remedy="use a learner's id, or `shared`")
    return owner


def checked(entries: Sequence[Vectors], size: int) -> list[Vectors]:
    """The entries as contiguous float32, the last one of each id. InputError or LibraryError where they can't be kept."""
    import numpy as np

    found: dict[str, Vectors] = {}
    for entry in entries:
        if not _PASSAGE.fullmatch(entry.passage):
            raise InputError("bad-argument", "that isn't the id of a passage", remedy="use the one the library gave")
        vector = np.ascontiguousarray(entry.vector, np.float32)
        windows = np.ascontiguousarray(entry.windows, np.float32)
        if vector.shape != (size,) or windows.ndim != 2 or windows.shape[1] != size or not len(windows):
            raise unfit(f"vectors of shape {vector.shape} and {windows.shape} where ({size},) and (n, {size}) belong")
        lengths = np.linalg.norm(np.vstack([vector[None], windows]), axis=1)
        if not bool(np.all(np.abs(lengths - 1) < LENGTH)):  # also where a number isn't finite
            raise unfit("vectors whose length isn't 1")
        found[entry.passage] = Vectors(entry.passage, vector, windows)
    return list(found.values())


def unfit(what: str) -> LibraryError:
    """An embedder gave what an index can't take."""
    return LibraryError("embeddings-broken", f"the embedding model gave {what}", remedy="run `tutor library check`")


def batches(items: Sequence[T], size: int = BATCH) -> Iterator[Sequence[T]]:
    """The items in order, at most `size` at a time."""
    for start in range(0, len(items), size):
        yield items[start : start + size]

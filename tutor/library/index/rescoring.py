"""From candidates to exact closeness: what HNSW finds are only names; their vectors are read again and multiplied."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from tutor.library.index.nearest import closeness
from tutor.library.vectors import Closeness, Vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAST: Final = 50  # candidates from each graph, at least


def reach(k: int) -> int:
    """How many candidates are taken from each graph for the best k."""
    return max(LEAST, 4 * k)


def rescored(entries: Iterable[Vectors], vector: NDArray[np.float32]) -> dict[str, Closeness]:
    """How close these entries are to a unit vector."""
    return {
        entry.passage: closeness(float(entry.vector @ vector), float((entry.windows @ vector).max()))
        for entry in entries
    }

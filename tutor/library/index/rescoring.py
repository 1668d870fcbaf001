"""From what Chroma's graphs find to exact closeness: only what may be among the best is read again and multiplied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tutor.library.index.nearest import closeness
from tutor.library.vectors import Closeness, Vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAST: Final = 300  # rows asked of each graph, at least: more cost little, for few of them are read
HAIR: Final = 1e-5  # by which rounding may change a mean


@dataclass(frozen=True, slots=True)
class Found:
    """What a graph found: the closest row of each passage among its best, as a cosine; `floor`: what no other row exceeds."""

    cosines: Mapping[str, float]
    floor: float

    def most(self, passage: str) -> float:
        """What the passage's cosine is, or can be at most."""
        return self.cosines.get(passage, self.floor)


def reach(k: int) -> int:
    """How many rows are asked of each graph for the best k."""
    return max(LEAST, 4 * k)


def shortlist(passages: Found, windows: Found, k: int) -> set[str]:
    """The passages that can be among the k of the highest mean: the threshold algorithm (Fagin, Lotem, Naor 2003).

    Those found by both graphs have known means; whoever can't exceed the k-th of them stays out. If each graph found its true
    best, all that is nearest and was found by either is in here.
    """
    known = sorted(
        passages.cosines[name] + windows.cosines[name] for name in passages.cosines.keys() & windows.cosines.keys()
    )
    least = known[-k] if 0 < k <= len(known) else -2.0
    either = passages.cosines.keys() | windows.cosines.keys()
    return {name for name in either if passages.most(name) + windows.most(name) >= least - 2 * HAIR}


def rescored(entries: Iterable[Vectors], vector: NDArray[np.float32]) -> dict[str, Closeness]:
    """How close these entries are to a unit vector."""
    return {
        entry.passage: closeness(float(entry.vector @ vector), float((entry.windows @ vector).max()))
        for entry in entries
    }

"""The vectors of an owner in memory: exact closeness to every passage with two matrix products.

Rows are only ever appended; a passage that goes leaves its rows behind until half of them are dead, then they are packed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Final, TypeVar

from tutor.library.vectors import Closeness, Vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    N = TypeVar("N", bound=np.generic)

FIRST: Final = 64  # rows made room for at first


class Exact:
    """Passages with their windows; `size`: dimensions."""

    def __init__(self, size: int) -> None:
        import numpy as np

        self._size = size
        self._ids: list[str | None] = []  # of each passage's row; None: dead
        self._rows: dict[str, int] = {}
        self._passages: NDArray[np.float32] = np.empty((FIRST, size), np.float32)
        self._windows: NDArray[np.float32] = np.empty((FIRST, size), np.float32)
        self._starts: NDArray[np.intp] = np.empty(FIRST, np.intp)  # where each passage's windows begin
        self._window_count = 0

    def __len__(self) -> int:
        return len(self._rows)

    def put(self, entry: Vectors) -> None:
        """Add an entry, or replace the one of that id."""
        self.remove(entry.passage)
        row, end = len(self._ids), self._window_count + len(entry.windows)
        self._passages = _with_room(self._passages, row + 1)
        self._starts = _with_room(self._starts, row + 1)
        self._windows = _with_room(self._windows, end)
        self._passages[row], self._starts[row] = entry.vector, self._window_count
        self._windows[self._window_count : end] = entry.windows
        self._window_count = end
        self._ids.append(entry.passage)
        self._rows[entry.passage] = row

    def remove(self, passage: str) -> None:
        """Take an entry away, if it's there."""
        row = self._rows.pop(passage, None)
        if row is None:
            return
        self._ids[row] = None
        if len(self._ids) > FIRST and len(self._ids) > 2 * len(self._rows):
            self._pack()

    def nearest(self, vector: NDArray[np.float32], k: int) -> dict[str, Closeness]:
        """The k passages of the highest mean closeness, the closest first; equally close ones by id."""
        import numpy as np

        if not self._rows or k < 1:
            return {}
        passages, windows = self._cosines(vector)
        scores = passages + windows
        scores[[row for row, name in enumerate(self._ids) if name is None]] = -np.inf
        k = min(k, len(self._rows))
        least = np.partition(scores, len(scores) - k)[len(scores) - k]
        best = sorted((-float(scores[row]), self._ids[row] or "", int(row)) for row in np.flatnonzero(scores >= least))
        return {name: closeness(float(passages[row]), float(windows[row])) for _, name, row in best[:k]}

    def closeness(self, vector: NDArray[np.float32], passages: Collection[str]) -> Mapping[str, Closeness]:
        """How close these passages are; without those that aren't there."""
        import numpy as np

        found = {}
        for passage in passages:
            if (row := self._rows.get(passage)) is not None:
                windows = self._windows[self._starts[row] : self._end(row)]
                found[passage] = closeness(float(self._passages[row] @ vector), float(np.max(windows @ vector)))
        return found

    def _cosines(self, vector: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        import numpy as np

        passages = self._passages[: len(self._ids)] @ vector
        windows = self._windows[: self._window_count] @ vector
        return passages, np.maximum.reduceat(windows, self._starts[: len(self._ids)])

    def _end(self, row: int) -> int:
        return int(self._starts[row + 1]) if row + 1 < len(self._ids) else self._window_count

    def _pack(self) -> None:
        kept = Exact(self._size)
        for passage, row in self._rows.items():
            kept.put(Vectors(passage, self._passages[row], self._windows[self._starts[row] : self._end(row)]))
        self.__dict__.update(kept.__dict__)


def closeness(passage: float, window: float) -> Closeness:
    """Both within [-1, 1], which rounding may leave by a hair."""
    return Closeness(min(1.0, max(-1.0, passage)), min(1.0, max(-1.0, window)))


def _with_room(array: NDArray[N], rows: int) -> NDArray[N]:
    import numpy as np

    if rows <= len(array):
        return array
    more = np.empty((max(rows, 2 * len(array)), *array.shape[1:]), array.dtype)
    more[: len(array)] = array
    return more

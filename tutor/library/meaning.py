"""Search by meaning: a model of texts, and the vector index that it fills from the catalogue.

One thread uses it. It opens when it's first needed, and when it can't, search goes on by words: `notice` says why.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from tutor.errors import TutorError
from tutor.library.reconcile import Progress, Wanted, plan_for, reconcile
from tutor.library.vectors import Closeness

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tutor.library.embedding import Embedder
    from tutor.library.reconcile import Plan
    from tutor.library.vectors import VectorIndex

ASIDE: Final = 0.3  # of the names of concepts in what is looked for, beside the learner's own words


class Meaning:
    """The model and the index, as `open_embedder` and `open_index` give them; None from the first: search goes by words alone."""

    def __init__(
        self, open_embedder: Callable[[], Embedder | None], open_index: Callable[[Embedder], VectorIndex]
    ) -> None:
        """Nothing is opened yet."""
        self._open_embedder, self._open_index = open_embedder, open_index
        self._embedder: Embedder | None = None
        self._index: VectorIndex | None = None
        self._tried = False
        self._in_line_at: object = None
        self.notice: str | None = None

    def open(self) -> bool:
        """Whether there's an index to ask. What stands in the way is in `notice`; it isn't tried again before `close`."""
        if self._tried:
            return self._index is not None
        self._tried = True
        try:
            self._embedder = self._open_embedder()
            if self._embedder is not None:
                self._index = self._open_index(self._embedder)
                self.notice = self._index.rebuilt
        except TutorError as error:
            self._fail(error)
        return self._index is not None

    def in_line(self, state: object) -> bool:
        """Whether the index held all of the catalogue, and nothing else, when that was in this state."""
        return self._index is not None and self._in_line_at == state

    def missing(self, catalogue: Mapping[str, Collection[str]], state: object) -> Plan | None:
        """What has to be done so that the index holds these passages, by owner; None without an index. An empty plan notes that it
        is in line with the catalogue in this state."""
        if self._index is None:
            return None
        with self._failing():
            todo = plan_for(self._index, catalogue)
            if not todo:
                self._in_line_at = state
            return todo
        return None

    def carry_out(self, todo: Plan, wanted: Iterable[Wanted]) -> Iterator[Progress]:
        """Bring the index in line, a step with each `next`. Stops early when the index or the model fails; `notice` says why."""
        if self._index is None or self._embedder is None:
            return
        with self._failing():
            yield from reconcile(self._index, self._embedder, todo, wanted)

    def closeness(
        self, owners: Sequence[str], text: str, concepts: Sequence[str], beside: Collection[str], k: int
    ) -> Mapping[str, Closeness] | None:
        """Of the `k` passages closest to the text, and of those `beside` them; None when the index fails."""
        if self._index is None or self._embedder is None:
            return None
        with self._failing():
            vector = _looked_for(self._embedder, text, concepts)
            near = dict(self._index.nearest(owners, vector, k))
            rest = [passage for passage in beside if passage not in near]
            near.update(self._index.closeness(owners, vector, rest))
            return near
        return None

    def close(self) -> None:
        """Let go of both."""
        index, self._index, self._embedder = self._index, None, None
        self._tried, self._in_line_at = False, None
        if index is not None:
            index.close()

    @contextmanager
    def _failing(self) -> Iterator[None]:
        """An error of the index or the model ends the search by meaning, and nothing else."""
        try:
            yield
        except TutorError as error:
            self._fail(error)

    def _fail(self, error: TutorError) -> None:
        """Search goes on by words; a damaged index is put aside when it's next opened."""
        index, self._index, self._embedder = self._index, None, None
        self._in_line_at = None
        self.notice = f"Search goes by words: {error.what} ({error.remedy})"
        if index is not None:
            try:
                index.close()
            except TutorError:
                return  # it failed before; what it says now is the same


def _looked_for(embedder: Embedder, text: str, concepts: Sequence[str]) -> NDArray[np.float32]:
    """A unit vector: the learner's words, and a little of the concepts behind them."""
    import numpy as np

    rows = embedder.embed([text, *(["; ".join(concepts)] if concepts else [])])
    mixed = rows[0] if len(rows) == 1 else rows[0] + ASIDE * rows[1]
    return np.asarray(mixed / np.linalg.norm(mixed), dtype=np.float32)

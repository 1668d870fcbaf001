"""Vectors that follow from an id, so that whoever looks can tell whether an index holds what was put."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tutor.library.vectors import Closeness, VectorIndex, Vectors

Floats = NDArray[np.float32]
OWNER = "shared"


def name(n: int) -> str:
    """The id of the n-th passage."""
    return f"{n:016x}"


@cache
def known(n: int, size: int) -> Vectors:
    """The n-th passage, with one to three windows near it."""
    rng = np.random.default_rng(n)
    vector = unit(rng.normal(size=size))
    windows = [unit(vector + 0.5 * unit(rng.normal(size=size))) for _ in range(1 + n % 3)]
    return Vectors(name(n), vector, np.stack(windows))


def unit(vector: NDArray[np.float64] | Floats) -> Floats:
    """The same direction with length 1."""
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def exact(passages: Iterable[int], vector: Floats, k: int, size: int) -> dict[str, Closeness]:
    """The nearest passages by the plainest way there is."""
    found = {}
    for n in passages:
        entry = known(n, size)
        found[entry.passage] = Closeness(
            float(entry.vector @ vector), max(float(window @ vector) for window in entry.windows)
        )
    return dict(sorted(found.items(), key=lambda item: (-item[1].mean, item[0]))[:k])


def wrong(index: VectorIndex, size: int, *, sought: int = 20) -> list[str]:
    """What an index says that isn't so: of each passage, and of what is nearest to some of them."""
    said = []
    there = sorted(int(passage, 16) for passage in index.ids(OWNER))
    for n in there[:: max(1, len(there) // sought)]:
        vector = known(n, size).vector
        truth = exact(there, vector, 5, size)
        for how, answer in (
            ("nearest", index.nearest([OWNER], vector, 5)),
            ("closeness", index.closeness([OWNER], vector, list(truth))),
        ):
            if set(answer) != set(truth):
                said.append(f"{how} of {n}: {sorted(answer)} for {sorted(truth)}")
            elif any(
                abs(answer[one].passage - truth[one].passage) + abs(answer[one].window - truth[one].window) > 1e-5
                for one in truth
            ):
                said.append(f"{how} of {n}: other cosines")
    return said

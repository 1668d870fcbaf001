"""Best-LR (Gervet, Koedinger, Schneider & Mitchell 2020): logistic regression on items, concepts and counts of wins and fails.

Features: the item and each concept (1 where present), log(1 + wins) and log(1 + fails) at each concept, the same over all
answers. Weights have an L2 prior of variance 1 (the reference's C = 1), the bias has none; they are found by L-BFGS.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from math import exp, log1p

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.models.log import Answer, Learner

Floats = NDArray[np.float64]


class BestLR:
    """The weights by feature."""

    def __init__(self, steps: int = 400) -> None:
        self.steps = steps
        self.weights: dict[Hashable, float] = {}

    def fit(self, learners: Sequence[Learner]) -> None:
        columns: dict[Hashable, int] = {"bias": 0}
        indices, values, starts, right = [], [], [], []
        for learner in learners:
            counts = Counts()
            for answer in learner:
                starts.append(len(indices))
                for name, value in counts.features(answer):
                    indices.append(columns.setdefault(name, len(columns)))
                    values.append(value)
                right.append(answer.right)
                counts.take(answer)
        design = Design(np.array(indices), np.array(values), np.array(starts), len(columns))
        found = design.fitted(np.array(right, float), self.steps)
        self.weights = dict(zip(columns, found.tolist(), strict=True))

    def follow(self) -> Counted:
        return Counted(self.weights)


class Counts:
    """One learner's wins and fails, overall and by concept."""

    def __init__(self) -> None:
        self.wins = self.fails = 0
        self.concepts: dict[str, list[int]] = {}

    def features(self, answer: Answer) -> list[tuple[Hashable, float]]:
        """The features above zero, by name."""
        found: list[tuple[Hashable, float]] = [
            ("bias", 1.0), (("item", answer.item), 1.0), ("wins", log1p(self.wins)), ("fails", log1p(self.fails)),
        ]  # fmt: skip
        for concept in answer.concepts:
            wins, fails = self.concepts.get(concept, (0, 0))
            found += ((("concept", concept), 1.0), (("wins", concept), log1p(wins)), (("fails", concept), log1p(fails)))
        return found

    def take(self, answer: Answer) -> None:
        """Count an answer."""
        self.wins += answer.right
        self.fails += 1 - answer.right
        for concept in answer.concepts:
            self.concepts.setdefault(concept, [0, 0])[1 - answer.right] += 1


class Counted:
    """One learner."""

    def __init__(self, weights: dict[Hashable, float]) -> None:
        self.weights = weights
        self.counts = Counts()

    def step(self, answer: Answer) -> float:
        get = self.weights.get
        logit = sum(get(name, 0.0) * value for name, value in self.counts.features(answer))
        self.counts.take(answer)
        return 1.0 / (1.0 + exp(-logit))


class Design:
    """A sparse matrix by rows: `columns` and `values` of its entries, `starts` of its rows. No row is empty."""

    def __init__(self, columns: NDArray[np.int64], values: Floats, starts: NDArray[np.int64], width: int) -> None:
        self.columns, self.values, self.starts, self.width = columns, values, starts, width
        self.rows = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(columns))))

    def fitted(self, right: Floats, steps: int) -> Floats:
        """The weights of the highest posterior, found on a scale on which every direction is about equally curved."""
        curvature = 1.0 + 0.25 * np.bincount(self.columns, self.values**2, self.width)
        scale = 1.0 / np.sqrt(curvature)

        def scaled(at: Floats) -> tuple[float, Floats]:
            value, gradient = self.loss(scale * at, right)
            return value, scale * gradient

        return scale * minimise(scaled, self.width, steps)

    def loss(self, weights: Floats, right: Floats) -> tuple[float, Floats]:
        """Negative log-posterior and its gradient; the first column has no prior."""
        logits = np.add.reduceat(self.values * weights[self.columns], self.starts)
        free = weights.copy()
        free[0] = 0.0
        value = np.sum(np.logaddexp(0.0, logits) - right * logits) + 0.5 * free @ free
        missed = 1.0 / (1.0 + np.exp(-logits)) - right
        gradient = np.bincount(self.columns, self.values * missed[self.rows], self.width) + free
        return float(value), gradient


def minimise(loss: Callable[[Floats], tuple[float, Floats]], width: int, steps: int, memory: int = 10) -> Floats:
    """A minimum by L-BFGS with a backtracking line search (Nocedal & Wright 2006, algorithms 7.4 and 7.5), from zero."""
    at = np.zeros(width)
    value, gradient = loss(at)
    pairs: list[tuple[Floats, Floats, float]] = []
    for _ in range(steps):
        direction = _two_loops(gradient, pairs)
        slope = gradient @ direction
        size = 1.0 if pairs else 1.0 / max(1.0, float(np.abs(gradient).max()))
        for _ in range(30):
            ahead = at + size * direction
            reached, turned = loss(ahead)
            if reached <= value + 1e-4 * size * slope:
                break
            size /= 2.0
        moved, change = ahead - at, turned - gradient
        if moved @ change > 1e-12:
            pairs = [*pairs[1 - memory :], (moved, change, 1.0 / (moved @ change))]
        fell = value - reached
        at, value, gradient = ahead, reached, turned
        if fell < 1e-6 * abs(value):
            break
    return at


def _two_loops(gradient: Floats, pairs: list[tuple[Floats, Floats, float]]) -> Floats:
    direction = -gradient
    parts = []
    for moved, change, rho in reversed(pairs):
        part = rho * (moved @ direction)
        parts.append(part)
        direction = direction - part * change
    if pairs:
        moved, change, _ = pairs[-1]
        direction = direction * (moved @ change) / (change @ change)
    for (moved, change, rho), part in zip(pairs, reversed(parts), strict=True):
        direction = direction + (part - rho * (change @ direction)) * moved
    return direction

"""Bayesian knowledge tracing (Corbett & Anderson 1995): a hidden state per concept, known or not, that no one forgets.

Questions of several concepts are their own concept, since a state has no say on a mixture. Parameters are found by
expectation-maximisation over all learners and concepts at once: sequences are sorted by length, and each step of the
forward-backward recursion is one operation on all that are still running.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.models.log import Answer, Learner

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
START: Final = (0.4, 0.1, 0.1, 0.25)
# as if so many answers had been seen at the starting values: concepts met once or twice stay near them
PRIOR: Final = 2.0
POOLED: Final = "all concepts"  # stands in for concepts that no training learner met


@dataclass(frozen=True, slots=True)
class Sequences:
    """`right`: answers, sequence after sequence; `start`, `length`: of each, longest first; `concept`: of each, as a number."""

    right: Floats
    start: Ints
    length: Ints
    concept: Ints
    names: tuple[str, ...]


class BKT:
    """Per concept: P(known at first), P(learnt at an answer), P(slip), P(guess)."""

    def __init__(self, rounds: int = 30) -> None:
        self.rounds = rounds
        self.parameters: dict[str, tuple[float, ...]] = {}
        self.likelihoods: list[float] = []

    def fit(self, learners: Sequence[Learner]) -> None:
        found = gathered(learners)
        values = np.tile(np.array(START), (len(found.names), 1))
        self.likelihoods = []
        for _ in range(self.rounds):
            values, likelihood = em_round(found, values)
            self.likelihoods.append(likelihood)
        self.parameters = dict(zip(found.names, map(tuple, values.tolist()), strict=True))
        weight = np.bincount(found.concept, found.length, len(found.names))
        self.parameters[POOLED] = tuple((weight @ values / weight.sum()).tolist())

    def follow(self) -> Traced:
        return Traced(self.parameters)


class Traced:
    """One learner: P(known) by concept."""

    def __init__(self, parameters: dict[str, tuple[float, ...]]) -> None:
        self.parameters = parameters
        self.known: dict[str, float] = {}

    def step(self, answer: Answer) -> float:
        name = ";".join(answer.concepts)
        first, learn, slip, guess = self.parameters.get(name) or self.parameters[POOLED]
        known = self.known.get(name, first)
        p = known * (1.0 - slip) + (1.0 - known) * guess
        after = known * (1.0 - slip) / p if answer.right else known * slip / (1.0 - p)
        self.known[name] = after + (1.0 - after) * learn
        return p


def gathered(learners: Sequence[Learner]) -> Sequences:
    """Every learner's answers at every concept."""
    numbers: dict[str, int] = {}
    answers: list[tuple[int, list[int]]] = []
    for learner in learners:
        mine: dict[str, list[int]] = {}
        for answer in learner:
            mine.setdefault(";".join(answer.concepts), []).append(answer.right)
        answers += ((numbers.setdefault(name, len(numbers)), rights) for name, rights in mine.items())
    answers.sort(key=lambda pair: -len(pair[1]))
    length = np.array([len(rights) for _, rights in answers])
    return Sequences(
        np.array([right for _, rights in answers for right in rights], float),
        np.cumsum(length) - length,
        length,
        np.array([concept for concept, _ in answers]),
        tuple(numbers),
    )


def em_round(seen: Sequences, values: Floats) -> tuple[Floats, float]:
    """One round: parameters (concepts × 4) with a likelihood that is no lower, and the log-likelihood of those given."""
    first, learn, slip, guess = values[seen.concept].T
    longest = int(seen.length[0])
    running = [int(np.searchsorted(-seen.length, -t, side="left")) for t in range(longest)]  # longer than t
    before = np.empty_like(seen.right)  # P(known before answer t | answers before it)
    scale = np.empty_like(seen.right)
    known = first.copy()
    for t in range(longest):
        n = running[t]
        at = seen.start[:n] + t
        right = seen.right[at] > 0.5
        if_known = np.where(right, 1.0 - slip[:n], slip[:n])
        if_not = np.where(right, guess[:n], 1.0 - guess[:n])
        before[at] = known[:n]
        scale[at] = known[:n] * if_known + (1.0 - known[:n]) * if_not
        after = known[:n] * if_known / scale[at]
        known[:n] = after + (1.0 - after) * learn[:n]
    return _maximised(seen, values, before, scale, running), float(np.log(scale).sum())


def _maximised(seen: Sequences, values: Floats, before: Floats, scale: Floats, running: list[int]) -> Floats:
    """New parameters from expected counts. Backwards: `later` is P(answers from t on | state) over their P given those before."""
    _, learn, slip, guess = values[seen.concept].T
    count = len(seen.start)
    later_known, later_not = np.ones(count), np.ones(count)
    smoothed = np.empty_like(seen.right)  # P(known at answer t | all answers)
    learnt = np.zeros(count)
    could = np.zeros(count)
    for t in range(len(running) - 1, -1, -1):
        n = running[t]
        at = seen.start[:n] + t
        right = seen.right[at] > 0.5
        if_known = np.where(right, 1.0 - slip[:n], slip[:n]) / scale[at]
        if_not = np.where(right, guess[:n], 1.0 - guess[:n]) / scale[at]
        more = running[t + 1] if t + 1 < len(running) else 0
        # states after the answer: those with a later answer may have learnt in between
        not_yet = (1.0 - before[at]) * if_not
        moved = not_yet[:more] * learn[:more] * later_known[:more]
        stayed = not_yet[:more] * (1.0 - learn[:more]) * later_not[:more]
        learnt[:more] += moved
        could[:more] += moved + stayed
        ahead_not = np.ones(n)
        ahead_not[:more] = learn[:more] * later_known[:more] + (1.0 - learn[:more]) * later_not[:more]
        smoothed[at] = before[at] * if_known * later_known[:n]
        later_known[:n] *= if_known
        later_not[:n] = if_not * ahead_not
    of = np.repeat(seen.concept, seen.length)
    width = len(seen.names)
    new = np.empty_like(values)
    pairs = (
        (np.bincount(seen.concept, smoothed[seen.start], width), np.bincount(seen.concept, minlength=width)),
        (np.bincount(seen.concept, learnt, width), np.bincount(seen.concept, could, width)),
        (np.bincount(of, smoothed * (1.0 - seen.right), width), np.bincount(of, smoothed, width)),
        (np.bincount(of, (1.0 - smoothed) * seen.right, width), np.bincount(of, 1.0 - smoothed, width)),
    )
    for i, (found, chances) in enumerate(pairs):
        new[:, i] = (found + PRIOR * START[i]) / (chances + PRIOR)
    return new

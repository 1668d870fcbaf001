"""Elo ratings of learners, of learners at concepts, and of items, with steps that shrink (Pelánek 2016)."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

from tests.benchmarks.models.log import Answer, Learner

# a step is FIRST / (1 + LATER * answers so far)
FIRST, LATER = 0.4, 0.02
ITEM_FIRST, ITEM_LATER = 0.7, 0.03


class Elo:
    """Items' ratings, which every follower moves."""

    def __init__(self) -> None:
        self.items: dict[str, tuple[float, int]] = {}

    def fit(self, learners: Sequence[Learner]) -> None:
        for learner in learners:
            follower = self.follow()
            for answer in learner:
                follower.step(answer)

    def follow(self) -> Rated:
        return Rated(self.items)


class Rated:
    """One learner's ratings: overall, and beyond that at each concept."""

    def __init__(self, items: dict[str, tuple[float, int]]) -> None:
        self.items = items
        self.rating, self.answered = 0.0, 0
        self.concepts: dict[str, tuple[float, int]] = {}

    def step(self, answer: Answer) -> float:
        item, concepts, right = answer
        ease, met = self.items.get(item, (0.0, 0))
        held = [self.concepts.get(concept, (0.0, 0)) for concept in concepts]
        logit = self.rating + ease + sum(rating for rating, _ in held) / max(1, len(held))
        p = 1.0 / (1.0 + exp(-logit))
        missed = right - p
        self.items[item] = ease + ITEM_FIRST / (1.0 + ITEM_LATER * met) * missed, met + 1
        self.rating += FIRST / (1.0 + LATER * self.answered) * missed
        self.answered += 1
        for concept, (rating, count) in zip(concepts, held, strict=True):
            self.concepts[concept] = rating + FIRST / (1.0 + LATER * count) * missed, count + 1
        return p

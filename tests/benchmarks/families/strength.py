"""Continuous strengths: nothing is known or unknown, everything grows with practice, and what was gained here fades slowly.

A logistic model of weighted counts of practice (performance factors: Pavlik, Cen & Koedinger 2009) with a power law of practice
(Newell & Rosenbloom 1981), readiness from prerequisites, and a half-life that grows with practice (Settles & Meeder 2016).

- The strength of a concept, in logits: x = x0 + f·γ·√n. n: practice, weighed by what happened (`WEIGHTS`) and by
  readiness; γ = exp(N(0, .25)) by learner, so that a concept of difficulty 0 takes about seven questions and steps
  (Koedinger, Carvalho, Liu & McLaughlin 2023).
- Readiness R of a concept or question: the least P(right on an ordinary question)² over what it needs; 1 on the ground.
- P(right) = g + (1 - g)·σ(x - d - 2(1 - R)), d the true difficulty; help adds .8.
- A right answer is a quarter of that practice for the concepts that the question uses.
- Truly known: σ(x - b) >= .9, b the difficulty of an ordinary question of the concept.
- At the start: x0 = b + 2.2 + |N(0, .7)| where known; elsewhere θ + N(0, .6), but at least 1 below the bar (77%: less apart,
  nobody could tell them from the known); θ ~ N(0, .5) by learner.
- f halves in h = 30(1 + n) days without practice of the concept, and begins at 1; what was known at the start stays.
"""

from __future__ import annotations

import random
from math import exp, log, sqrt
from typing import Final

from tests.benchmarks.families.learner import SPEAKS_UP, Dice, Ground, Question, Reply, sigmoid

BAR: Final = 0.9
GROWTHS = 0.25
ABILITIES, STARTS, SURPLUS, GAP = 0.5, 0.6, 0.7, 1.0
LOSS: Final = 2.0  # logits, where nothing of what a question needs is there
HELP: Final = 0.8  # logits
TRANSFER: Final = 0.25
HALF_LIFE: Final = 30.0  # days
# (whole question, step)
WEIGHTS: Final = {"right": (1.0, 0.5), "helped": (0.8, 0.5), "told": (0.5, 0.3), "missed": (0.4, 0.25)}
_BAR: Final = log(BAR / (1 - BAR))


class Strength:
    """A learner of this family. `start`, `practice`: x0 and n by concept."""

    def __init__(self, ground: Ground, known: frozenset[str], seed: str) -> None:
        rng = random.Random(f"strength/{seed}")
        self.ground, self.dice = ground, Dice(f"strength/{seed}")
        self.ability, self.growth = rng.gauss(0, ABILITIES), exp(rng.gauss(0, GROWTHS))
        self.start, self.practice, self.kept = dict[str, float](), dict[str, float](), dict[str, float]()
        for concept in ground.concepts:
            bar, spread = ground.ordinary[concept] + _BAR, rng.gauss(0, 1)
            weak = min(bar - GAP, self.ability + STARTS * spread)
            self.start[concept] = bar + SURPLUS * abs(spread) if concept in known else weak

    def strength(self, concept: str) -> float:
        """x, in logits."""
        n = self.practice.get(concept, 0.0)
        return self.start[concept] + self.kept.get(concept, 1.0) * self.growth * sqrt(n)

    def sound(self, concept: str) -> float:
        return sigmoid(self.strength(concept) - self.ground.ordinary[concept])

    def knows(self, concept: str) -> bool:
        return self.sound(concept) >= BAR - 1e-9

    def ready(self, concept: str) -> bool:
        return all(map(self.knows, self.ground.requires[concept]))

    def readiness(self, needs: tuple[str, ...]) -> float:
        """R of what needs these, in (0, 1]."""
        return min((self.sound(below) ** 2 for below in needs), default=1.0)

    def chance(self, question: Question, *, aided: bool) -> float:
        """P(right)."""
        z = self.strength(question.concept) - question.difficulty - LOSS * (1 - self.readiness(question.needs))
        return question.guess + (1 - question.guess) * sigmoid(z + HELP * aided)

    def answer(self, question: Question, *, aided: bool) -> Reply:
        rng = self.dice.roll(question.ref)
        p = self.chance(question, aided=aided)
        right, speaks = rng.random() < p, rng.random() < SPEAKS_UP
        return Reply(right, right, unknown=not right and speaks and not self.knows(question.concept))

    def learn(self, question: Question, reply: Reply, *, aided: bool, told: bool) -> None:
        happened = "told" if told else "missed" if not reply.right else "helped" if aided else "right"
        weight = WEIGHTS[happened][question.step]
        self._practise(question.concept, weight)
        for used in question.uses if reply.right else ():
            self._practise(used, TRANSFER * weight)

    def left(self, concept: str) -> float:
        """The practice that would give the strength of today without any rest since."""
        return self.kept.get(concept, 1.0) ** 2 * self.practice.get(concept, 0.0)

    def _practise(self, concept: str, weight: float) -> None:
        self.practice[concept] = self.left(concept) + weight * self.readiness(self.ground.requires[concept])
        self.kept[concept] = 1.0

    def gain(self, question: Question, *, aided: bool) -> float:
        p = self.chance(question, aided=aided)
        right, told = WEIGHTS["helped" if aided else "right"][question.step], WEIGHTS["told"][question.step]
        bar = self.ground.ordinary[question.concept] + _BAR
        enough = (max(0.0, bar - self.start[question.concept]) / self.growth) ** 2
        missing = max(enough - self.left(question.concept), 0.1)
        return (p * right + (1 - p) * told) * self.readiness(self.ground.requires[question.concept]) / missing

    def rest(self, days: float) -> None:
        for concept, n in self.practice.items():
            self.kept[concept] = self.kept.get(concept, 1.0) * 2 ** (-days / (HALF_LIFE * (1 + n)))

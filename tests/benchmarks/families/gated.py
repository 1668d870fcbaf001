"""Prerequisite-gated knowledge tracing: a concept is known or not, and can be learnt only where what it requires is known.

Knowledge tracing (Corbett & Anderson 1995) with gates (as in Käser, Klingler, Schwing & Gross 2017), whose slip, guess and
chance to learn differ by learner and question, and whose chance to learn depends on what the learner just did: most after
thinking a whole question out, less after a step of it, less again after reading a solution or finding out that an answer was
wrong (constructive, active, passive: Chi & Wylie 2014). Nothing is forgotten.

- Who knows a question's concept and all that it uses is right with 1 - s; logit s = logit .07 + N(0, .5) by learner + N(0, .4) by
  question.
- Who doesn't, but knows what it needs, thinks it out with p = σ(θ - d): θ ~ N(0, .5) by learner, d the true difficulty (0: even
  odds for a prepared learner). Elsewhere p = .05. Help brings p 30% of the way to 1.
- What isn't thought out is guessed: right with the question's guess, or 2% where nothing is offered.
- The concept is then learnt, where all that it requires is known, with chance σ(logit c + ρ), ρ ~ N(0, .5) by learner; c by what
  happened: `CHANCES`.
"""

from __future__ import annotations

import random
from math import log
from typing import Final

from tests.benchmarks.families.learner import SPEAKS_UP, Dice, Ground, Question, Reply, sigmoid

SLIP: Final = 0.07
SLIPS_LEARNERS, SLIPS_QUESTIONS = 0.5, 0.4
ABILITIES, RATES = 0.5, 0.5
LOST: Final = 0.05
HELPED: Final = 0.3
LUCK: Final = 0.02
# (whole question, step)
CHANCES: Final = {"worked": (0.7, 0.3), "helped": (0.5, 0.3), "told": (0.2, 0.15), "missed": (0.1, 0.1)}


class Gated:
    """A learner of this family. `known`: what is truly known now."""

    def __init__(self, ground: Ground, known: frozenset[str], seed: str) -> None:
        rng = random.Random(f"gated/{seed}")
        self.ground, self.known, self.dice = ground, set(known), Dice(f"gated/{seed}")
        self.ability, self.rate = rng.gauss(0, ABILITIES), rng.gauss(0, RATES)
        self.slips = _logit(SLIP) + rng.gauss(0, SLIPS_LEARNERS)
        self._rolled = rng

    def slip(self, question: Question) -> float:
        """P(wrong) of who knows."""
        return sigmoid(self.slips + random.Random(f"slip/{question.ref}").gauss(0, SLIPS_QUESTIONS))

    def insight(self, question: Question, *, aided: bool) -> float:
        """P(thought out) of who doesn't know."""
        p = sigmoid(self.ability - question.difficulty) if self.known.issuperset(question.needs) else LOST
        return p + (1 - p) * HELPED if aided else p

    def answer(self, question: Question, *, aided: bool) -> Reply:
        rng = self._rolled = self.dice.roll(question.ref)
        worked, lucky, speaks = rng.random(), rng.random(), rng.random()
        if question.concept in self.known and self.known.issuperset(question.uses):
            right = worked < 1 - self.slip(question)
            return Reply(right, right)
        if worked < self.insight(question, aided=aided):
            return Reply(right=True, worked=True)
        if speaks < SPEAKS_UP:
            return Reply(right=False, unknown=True)
        return Reply(right=lucky < max(question.guess, LUCK))

    def chance(self, question: Question, happened: str) -> float:
        """P(the concept is learnt) from what happened, where it can be."""
        return sigmoid(_logit(CHANCES[happened][question.step]) + self.rate)

    def learn(self, question: Question, reply: Reply, *, aided: bool, told: bool) -> None:
        happened = "told" if told else "missed" if not reply.worked else "helped" if aided else "worked"
        learnt = self._rolled.random() < self.chance(question, happened)
        if learnt and self.ready(question.concept):
            self.known.add(question.concept)

    def knows(self, concept: str) -> bool:
        return concept in self.known

    def sound(self, concept: str) -> float:
        return sigmoid(-self.slips) if concept in self.known else sigmoid(self.ability - self.ground.ordinary[concept])

    def ready(self, concept: str) -> bool:
        return self.known.issuperset(self.ground.requires[concept])

    def gain(self, question: Question, *, aided: bool) -> float:
        if not self.ready(question.concept):
            return 0.0
        p = self.insight(question, aided=aided)
        worked = self.chance(question, "helped" if aided else "worked")
        return p * worked + (1 - p) * self.chance(question, "told")

    def rest(self, days: float) -> None:
        """Nothing is forgotten."""


def _logit(p: float) -> float:
    return log(p / (1 - p))

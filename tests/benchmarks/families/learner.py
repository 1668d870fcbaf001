"""What every family of learners has in common: questions as they meet them, answers, and dice that don't depend on the way of
teaching.

The truth about a question isn't what its author wrote: its difficulty is off by N(0, 0.6) logits, the same for all learners.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import exp
from typing import Final, Literal, Protocol

AUTHORS_ERROR: Final = 0.6  # logits; authors and teachers judge difficulty with a correlation of about .7
SPEAKS_UP: Final = 0.4  # "I don't know" instead of something wrong, of whoever doesn't know

Family = Literal["gated", "strength"]


@dataclass(frozen=True, slots=True)
class Question:
    """A question or step. `difficulty`: the true one, in logits; `guess`: P(right) by picking blindly; `needs`: what its concept
    directly requires and what it uses besides, without its own concept; `uses`: only the latter."""

    ref: str
    concept: str
    difficulty: float
    guess: float = 0.0
    step: bool = False
    needs: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """What learners are born into: the concepts below a goal and the goal, prerequisites first, with what each directly
    requires and how difficult an ordinary question of it is, in logits."""

    concepts: tuple[str, ...]
    requires: Mapping[str, tuple[str, ...]]
    ordinary: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer. `worked`: it's right because it was known or thought out, not by luck; `unknown`: "I don't know"."""

    right: bool
    worked: bool = False
    unknown: bool = False


class Learner(Protocol):
    """One simulated learner. `aided`: after the question's own steps, a hint or a counter-question."""

    def answer(self, question: Question, *, aided: bool) -> Reply:
        """What the learner says; nothing is learnt yet."""

    def learn(self, question: Question, reply: Reply, *, aided: bool, told: bool) -> None:
        """What the question leaves behind, once its variant is over. `told`: its solution was shown."""

    def knows(self, concept: str) -> bool:
        """Whether the concept is truly known now."""

    def sound(self, concept: str) -> float:
        """The true P(right, unaided) on an ordinary question of the concept, where what it rests on is sound."""

    def ready(self, concept: str) -> bool:
        """Whether all that the concept directly requires is truly known."""

    def gain(self, question: Question, *, aided: bool) -> float:
        """Expected progress towards knowing the question's concept, as a share of all that is missing, if a miss is told."""

    def rest(self, days: float) -> None:
        """Days without practice."""


class Dice:
    """Random numbers by question and by how often it was asked, so that every way of teaching meets the same luck."""

    def __init__(self, seed: str) -> None:
        self._seed, self._asked = seed, dict[str, int]()

    def roll(self, ref: str) -> random.Random:
        """The stream for this asking of a question."""
        count = self._asked[ref] = self._asked.get(ref, 0) + 1
        return random.Random(f"{self._seed}/{ref}/{count}")


Made = Callable[[Ground, frozenset[str], str], Learner]


def sigmoid(z: float) -> float:
    """1 / (1 + exp(-z))."""
    return 1.0 / (1.0 + exp(-z)) if z >= 0 else exp(z) / (1.0 + exp(z))


def closed_share(ground: Ground, share: float, rng: random.Random) -> frozenset[str]:
    """A random prerequisite-closed set of that share of the concepts below the goal (the last one)."""
    below = ground.concepts[:-1]
    known = set[str]()
    while len(known) < round(share * len(below)):
        known.add(rng.choice([c for c in below if c not in known and known.issuperset(ground.requires[c])]))
    return frozenset(known)

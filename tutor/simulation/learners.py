"""Learners made of dice: what each truly knows, how it answers, and what it learns from being asked.

The model is a prerequisite-gated knowledge state (Corbett & Anderson 1995 with gates on the prerequisite graph), which
the tutor's own estimate doesn't share: a concept can only be learnt where what it rests on is known, whoever knows it slips
now and then, and whoever doesn't guesses. Six kinds: see `KINDS`.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field
from typing import Final, Literal

from tutor.curriculum.curricula import Curricula
from tutor.curriculum.variants import Variant
from tutor.session.actions import Action, Answer, DontKnow, TickRubric
from tutor.simulation.writing import right_text, wrong_text

Kind = Literal["novice", "expert", "always-wrong", "never-knows", "guesser", "copier"]
KINDS: Final[tuple[Kind, ...]] = ("novice", "expert", "always-wrong", "never-knows", "guesser", "copier")

SLIP: Final = 0.07
SMALL: Final = 0.9  # logits at difficulty 0: a small question right though its concept is new, its prerequisites known
WHOLE: Final = -1.5  # the same for a question that has steps
LOST: Final = -2.2  # any question right though prerequisites are missing
LUCK: Final = 0.05  # a guess where nothing is offered to choose from
HELPED: Final = 0.3  # the part of the way to 1 that a hint or a counter-question brings
COPIED: Final = 0.95  # a copier on what was just shown
LEARN_WALKED: Final = 0.85  # a concept learnt by walking its steps
LEARN_TOLD: Final = 0.45
LEARN_LEAPT: Final = 0.95
SPEAKS_UP: Final = 0.4  # "I don't know" instead of a guess


@dataclass(slots=True)
class SimulatedLearner:
    """One learner. `known`: concepts truly known now; `at_start`: before the session; `lessons`: taught this session;
    `strength`: unaided successes by concept, for forgetting."""

    kind: Kind
    curricula: Curricula
    rng: random.Random
    known: set[str]
    at_start: frozenset[str] = frozenset()
    lessons: set[str] = field(default_factory=set)
    strength: dict[str, float] = field(default_factory=dict)

    def act(self, variant: Variant, purpose: str, *, stated: bool, points: int, aided: bool) -> Action:
        """Answer the open question, or say that it isn't known."""
        if stated:
            return TickRubric(tuple(i for i in range(1, points + 1) if self.rng.random() < 0.8))
        seconds = 12.0 + self.rng.random() * 30
        if variant.kind in ("predict", "own-words"):
            return Answer(right_text(variant, self.rng), seconds)
        if self.kind == "never-knows":
            return DontKnow()
        if self.kind == "always-wrong":
            return Answer(wrong_text(variant, self.rng), seconds)
        right = self.rng.random() < self.chance(variant, purpose, aided=aided)
        if not right and self.kind != "guesser" and not self._knows(variant) and self.rng.random() < SPEAKS_UP:
            return DontKnow()
        return Answer((right_text if right else wrong_text)(variant, self.rng), seconds)

    def saw_answer(self, variant: Variant, purpose: str, *, right: bool) -> None:
        """What an answer, and seeing whether it was right, leaves behind."""
        concept = self.curricula.question(variant.ref).concept
        if right and purpose != "step" and concept in self.known:
            self.strength[concept] = self.strength.get(concept, 0.0) + 1.0
        if right and purpose != "step" and concept not in self.known:
            self.learn(concept, LEARN_LEAPT)

    def walked(self, concept: str) -> None:
        """The steps of the concept's question have been gone through."""
        self.lessons.add(concept)
        self.learn(concept, LEARN_WALKED)

    def told(self, concept: str) -> None:
        """A solution was shown."""
        self.lessons.add(concept)
        self.learn(concept, LEARN_TOLD)

    def learn(self, concept: str, chance: float) -> None:
        """Learn the concept with that chance, if what it rests on is known."""
        if self.kind not in ("novice", "expert") or concept in self.known:
            return
        ready = all(below in self.known for below in self.curricula.prerequisites(concept))
        if ready and self.rng.random() < chance:
            self.known.add(concept)

    def retained(self, concept: str, days: float) -> bool:
        """Whether the concept is still there after `days` without practice: 2^(-days / half-life), the half-life
        beginning at ten days and growing by half with each unaided success."""
        if concept not in self.known:
            return False
        half_life = 10.0 * 1.5 ** self.strength.get(concept, 0.0)
        return concept in self.at_start or self.rng.random() < 2 ** (-days / half_life)

    def _knows(self, variant: Variant) -> bool:
        node = self.curricula.question(variant.ref)
        return node.concept in self.known and all(use in self.known for use in node.uses)

    def chance(self, variant: Variant, purpose: str, *, aided: bool) -> float:
        """How likely a right answer is."""
        node = self.curricula.question(variant.ref)
        guess, difficulty = node.guess, node.question.difficulty
        if self.kind == "guesser":
            return max(guess, LUCK)
        if self.kind == "copier":
            return COPIED if aided or purpose == "step" or node.concept in self.lessons else guess
        if self._knows(variant):
            return 1 - SLIP
        ready = all(below in self.known for below in (*self.curricula.prerequisites(node.concept), *node.uses))
        small = purpose in ("step", "counter") or not node.steps
        logits = (SMALL if small else WHOLE) - difficulty if ready else LOST
        p = 1 / (1 + math.exp(-logits))
        if aided:
            p += (1 - p) * HELPED
        return guess + (1 - guess) * p


def make(kind: Kind, curricula: Curricula, goal: str, share: float | None, seed: int) -> SimulatedLearner:
    """A learner of that kind who knows the given share of what the goal rests on, closed under prerequisites.

    An expert knows all of it (and not the goal); the others nothing, unless `share` says otherwise.
    """
    rng = random.Random(seed)
    below = curricula.ancestors(goal)
    share = share if share is not None else (1.0 if kind == "expert" else 0.0)
    known = _closed_share(curricula, below, share, rng)
    return SimulatedLearner(kind, curricula, rng, known, frozenset(known))


def _closed_share(curricula: Curricula, below: frozenset[str], share: float, rng: random.Random) -> set[str]:
    """A random prerequisite-closed set: concepts are taken from the ground up until the share is met."""
    wanted = round(share * len(below))
    known: set[str] = set()
    while len(known) < wanted:
        ready = [
            c for c in curricula.concepts
            if c in below and c not in known and all(p in known for p in curricula.prerequisites(c))
        ]  # fmt: skip
        known.add(rng.choice(ready[: max(1, len(ready) // 2 + 1)]))
    return known

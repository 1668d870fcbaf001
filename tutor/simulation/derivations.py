"""What a question's steps say about it: how hard it should be, and what would be lost without each of them. Nothing is rolled here.

The reckoning is that of the simulated learners: a step is one thought, and who is ready has it with a chance that its difficulty
gives. A step that is left out leaves its thought to whoever meets the next question.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tutor.curriculum.answers import UNGRADED_KINDS
from tutor.curriculum.curricula import Curricula
from tutor.curriculum.nodes import QuestionNode
from tutor.curriculum.recipes import recipe
from tutor.simulation.learners import SMALL

LITTLE: Final = 0.1  # a loss below it is none


@dataclass(frozen=True, slots=True)
class Step:
    """`needed`: why it can't be left out (prediction, computed-with, used, led-to, evidence), None where nothing hangs on it;
    `loss`: how much less likely a ready learner gets the next question right at once without it."""

    ref: str
    needed: str | None
    loss: float

    @property
    def idle(self) -> bool:
        """Nobody would miss it."""
        return self.needed is None and self.loss < LITTLE


def predicted(curricula: Curricula, ref: str) -> float | None:
    """The difficulty, in logits, of having all thoughts of the steps at once; None without graded steps."""
    difficulties = [
        node.question.difficulty for node in map(curricula.question, curricula.question(ref).steps) if _graded(node)
    ]
    if not difficulties:
        return None
    p = math.prod(1 / (1 + math.exp(one)) for one in difficulties)
    return math.log((1 - p) / p)


def hardest(curricula: Curricula, ref: str) -> float | None:
    """The difficulty of the hardest graded step: the whole can't be easier."""
    steps = map(curricula.question, curricula.question(ref).steps)
    return max((node.question.difficulty for node in steps if _graded(node)), default=None)


def steps(curricula: Curricula, ref: str) -> tuple[Step, ...]:
    """The steps directly below the question, each as if it alone were left out."""
    node = curricula.question(ref)
    below = [curricula.question(one) for one in node.steps]
    return tuple(
        Step(one.ref, _needed(curricula, node, one), round(_loss(one, (*below, node)[i + 1]), 4))
        for i, one in enumerate(below)
    )


def _loss(step: QuestionNode, after: QuestionNode) -> float:
    return _had(after) * (1 - _had(step))


def _had(node: QuestionNode) -> float:
    """The chance that somebody who is ready has the thought of a small question, without luck."""
    return 1 / (1 + math.exp(node.question.difficulty - SMALL)) if _graded(node) else 1.0


def _graded(node: QuestionNode) -> bool:
    return node.question.answer.kind not in UNGRADED_KINDS


def _needed(curricula: Curricula, whole: QuestionNode, step: QuestionNode) -> str | None:
    if not _graded(step):
        return "prediction"  # a commitment, or a statement: its worth isn't in an answer that could be foreseen
    siblings = [one for one in whole.steps if one != step.ref]
    name = step.ref.rpartition("/")[2].replace("-", "_")
    later = whole.steps[whole.steps.index(step.ref) + 1 :]
    if any(name in recipe(curricula, one).names for other in later for one in curricula.tree(other)):
        return "computed-with"
    elsewhere = {use for one in siblings for below in curricula.tree(one) for use in curricula.question(below).uses}
    if any(use not in elsewhere for one in curricula.tree(step.ref) for use in curricula.question(one).uses):
        return "used"
    inside = set(curricula.tree(step.ref))
    if inside & _led_to(curricula, whole.concept):
        return "led-to"
    shown = {mistake.misconception for one in inside for mistake in curricula.question(one).question.mistakes}
    if any(_witnesses(curricula, whole.concept)[idea] <= 2 for idea in shown if idea is not None):
        return "evidence"
    return None


@lru_cache(maxsize=64)
def _led_to(curricula: Curricula, concept: str) -> frozenset[str]:
    """The questions that mistakes and rubrics of the concept lead to."""
    return frozenset(_leads(curricula, concept))


def _leads(curricula: Curricula, concept: str) -> Iterator[str]:
    for ref in _all(curricula, concept):
        node = curricula.question(ref)
        yield from (point for point in node.rubric if point is not None)
        yield from (curricula.goto(ref, one.goto) for one in node.question.mistakes if one.goto is not None)


@lru_cache(maxsize=64)
def _witnesses(curricula: Curricula, concept: str) -> dict[str | None, int]:
    """How many questions show each misconception: it takes two to believe in one."""
    found: dict[str | None, int] = {}
    for ref in _all(curricula, concept):
        for idea in {one.misconception for one in curricula.question(ref).question.mistakes}:
            found[idea] = found.get(idea, 0) + 1
    return found


def _all(curricula: Curricula, concept: str) -> tuple[str, ...]:
    roots = curricula.concept(concept).questions
    return tuple(dict.fromkeys(ref for root in roots for ref in curricula.tree(root)))

"""One learner being taught: what was asked and where it went, and when nine in ten concepts were first truly known."""

from __future__ import annotations

from collections import Counter
from math import ceil
from typing import Final

from tests.benchmarks.families.learner import Learner, Question, Reply
from tests.benchmarks.teaching.course import Course

ENOUGH: Final = 0.9  # of the concepts of the course
A_DAY: Final = 60  # questions; then comes a night
CAP: Final = 10  # times the concepts' leaps and steps: whoever isn't there by then never gets there
GRAVE: Final = 0.7  # P(right) below which it's no near miss


class Room:
    """`asked`: questions so far, steps counted; `reached`: how many when enough was first known; `spent`: those up to
    there, by purpose and by what the learner knew of the concept when it was asked; `held`: what the way of teaching holds
    to be mastered; `afterwards`: the way of teaching has nothing more to say, and an observer goes on."""

    def __init__(self, course: Course, learner: Learner) -> None:
        self.course, self.learner = course, learner
        self.asked, self.day = 0, 0
        self.reached: int | None = None
        self.spent = Counter[tuple[str, str]]()
        self.held = set[str]()
        self.afterwards = False
        self.cap = CAP * sum(1 + len(course.steps(concept)) for concept in course.concepts)
        self.at_start = frozenset(filter(learner.knows, course.concepts))
        self._look()

    @property
    def over(self) -> bool:
        """Whether enough is known, or too much was asked."""
        return self.reached is not None or self.asked >= self.cap

    @property
    def known(self) -> float:
        """The share of the course truly known now."""
        return sum(map(self.learner.knows, self.course.concepts)) / len(self.course.concepts)

    def show(self, question: Question, purpose: str) -> None:
        """A variant comes on the screen."""
        if self.asked and self.asked % A_DAY == 0:
            self.night()
        self.asked += 1
        if self.reached is None:
            self.spent["afterwards" if self.afterwards else purpose, self._state(question.concept)] += 1

    def night(self) -> None:
        """The day ends."""
        self.day += 1
        self.learner.rest(1.0)

    def close(self, question: Question, reply: Reply, *, aided: bool, told: bool) -> None:
        """The variant is over, and leaves something behind."""
        self.learner.learn(question, reply, aided=aided, told=told)
        self._look()

    def ask(self, question: Question, purpose: str, *, aided: bool = False, tell: bool = True) -> bool:
        """Show a variant, take one answer, tell the solution after a miss unless steps follow. Whether it was right."""
        self.show(question, purpose)
        reply = self.learner.answer(question, aided=aided)
        self.close(question, reply, aided=aided, told=tell and not reply.right)
        return reply.right

    def false(self, concepts: set[str]) -> float:
        """The share of these that isn't truly known; 0 of none."""
        return sum(not self.learner.knows(concept) for concept in concepts) / max(1, len(concepts))

    def grave(self, concepts: set[str]) -> float:
        """The share of these of which an ordinary question would be missed by 3 in 10 or more; 0 of none."""
        unknown = [concept for concept in concepts if not self.learner.knows(concept)]
        return sum(self.learner.sound(concept) < GRAVE for concept in unknown) / max(1, len(concepts))

    def _look(self) -> None:
        if self.reached is None and sum(map(self.learner.knows, self.course.concepts)) >= self._enough:
            self.reached = self.asked

    @property
    def _enough(self) -> int:
        return ceil(ENOUGH * len(self.course.concepts))

    def _state(self, concept: str) -> str:
        if concept in self.at_start:
            return "known at the start"
        if concept not in self.course.ground.requires:
            return "off the way"
        if self.learner.knows(concept):
            return "known by now"
        return "open" if self.learner.ready(concept) else "not ready"

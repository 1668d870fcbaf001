"""The way to a goal of a real curriculum: its concepts, and its questions as learners truly meet them."""

from __future__ import annotations

import random
import statistics
from functools import cached_property

from tests.benchmarks.families.learner import AUTHORS_ERROR, Ground, Question
from tutor.chain.outlook import UNGRADED
from tutor.curriculum.curricula import Curricula
from tutor.learner.graph import KnowledgeGraph


class Course:
    """`concepts`: all that the goal rests on, prerequisites first, and the goal."""

    def __init__(self, curricula: Curricula, graph: KnowledgeGraph, curriculum: str, goal: str) -> None:
        self.curricula, self.graph, self.curriculum, self.goal = curricula, graph, curriculum, goal
        below = curricula.ancestors(goal)
        self.concepts = (*(c for c in graph.concepts if c in below), goal)
        self._questions = dict[str, Question]()

    @cached_property
    def ground(self) -> Ground:
        """What the learners of this course are born into."""
        requires = {concept: self.curricula.prerequisites(concept) for concept in self.concepts}
        ordinary = {
            concept: statistics.median(
                self.question(ref).difficulty for ref in self.curricula.concept(concept).questions if self.graded(ref)
            )
            for concept in self.concepts
        }
        return Ground(self.concepts, requires, ordinary)

    def question(self, ref: str) -> Question:
        """A question or step. What it uses counts only where it lies on the way."""
        if ref not in self._questions:
            node = self.curricula.question(ref)
            needs = dict.fromkeys((*self.curricula.prerequisites(node.concept), *node.uses))
            off = random.Random(f"difficulty/{ref}").gauss(0, AUTHORS_ERROR)
            self._questions[ref] = Question(
                ref, node.concept, node.question.difficulty + off, node.guess, node.role is None,
                tuple(c for c in needs if c in self.concepts and c != node.concept),
                tuple(c for c in dict.fromkeys(node.uses) if c in self.concepts and c != node.concept),
            )  # fmt: skip
        return self._questions[ref]

    def graded(self, ref: str) -> bool:
        """Whether the question has right and wrong answers."""
        return self.curricula.question(ref).question.answer.kind not in UNGRADED

    def leap(self, concept: str) -> Question:
        """The whole question of a concept: its leap, or the first question with right and wrong answers."""
        leap = self.curricula.leap(concept)
        refs = [ref for ref in (leap, *self.curricula.concept(concept).questions) if self.graded(ref)]
        return self.question(refs[0] if refs else leap)

    def steps(self, concept: str) -> list[Question]:
        """The steps that lead to the leap, in order, without those that any answer satisfies."""
        return [
            self.question(step) for step in self.curricula.question(self.leap(concept).ref).steps if self.graded(step)
        ]

"""Teaching by who sees the truth: a bound that no fair way of teaching is expected to beat by much.

It sees what the learner knows after every question, the true difficulties, and the learner's own chances to learn. It asks
only about concepts that aren't known, each time the question (the leap, or the next step of a walk that ends with the leap)
with the most expected progress per question, on the concept that is expected to take the fewest; it tells the solution after
every miss; it checks nothing, and stops when nine in ten concepts are known. It's greedy: it doesn't weigh which concepts open
the way to many others, and it can't buy a concept's steps one at a time in any order.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from tests.benchmarks.families.learner import Question
from tests.benchmarks.teaching.room import Room

Plan = Sequence[tuple[Question, bool]]  # questions with whether they're aided


def oracle(room: Room) -> None:
    """Teach until enough is known."""
    walking: list[tuple[Question, bool]] = []
    while not room.over:
        if not walking or room.learner.knows(walking[0][0].concept):
            walking = []
        best = max(_plans(room, walking), key=lambda plan: _pace(room, plan))
        (question, aided), *rest = best
        room.ask(question, "step" if question.step else "again" if aided else "new", aided=aided)
        walking = rest


def _plans(room: Room, walking: list[tuple[Question, bool]]) -> list[Plan]:
    plans: list[Plan] = [walking] if walking else []
    for concept in room.course.concepts:
        if not room.learner.knows(concept):
            leap, steps = room.course.leap(concept), room.course.steps(concept)
            plans.append([(leap, False)])
            if steps:
                plans.append([*((step, False) for step in steps), (leap, True)])
    return plans


def _pace(room: Room, plan: Plan) -> float:
    """Expected progress per question, as a share of what is missing."""
    return fmean(room.learner.gain(question, aided=aided) for question, aided in plan)

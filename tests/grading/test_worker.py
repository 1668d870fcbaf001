"""The worker decides what is hard, in time or not at all; it takes trees alone and survives being killed."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Iterator
from fractions import Fraction

import pytest

from tests.curriculum.samples import concept, curricula, number
from tutor.curriculum.single import single_variant
from tutor.grading.grade import grade
from tutor.grading.hard import Comparison, left_open, with_outcome
from tutor.grading.verdict import Verdict
from tutor.grading.worker import Worker
from tutor.notation.reader import read
from tutor.notation.tree import Name, Number
from tutor.session.actions import Answer, SkipPlacement
from tutor.session.desk import Desk
from tutor.store.memory import MemoryJournal, MemoryPins

HARD = ("sin(10^60 + 1)", "sin(10^60) cos(1) + cos(10^60) sin(1)")


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    one = Worker(deadline=20.0)  # a busy machine isn't what is tested
    yield one
    one.close()


def comparison(a: str, b: str) -> Comparison:
    return Comparison(read(a, names=frozenset("x")), read(b, names=frozenset("x")), positive=False)


def test_what_is_undecided_at_once_is_decided_with_more_digits(worker: Worker) -> None:
    variant = single_variant("number", HARD[0])
    judgement = grade(variant, HARD[1])
    assert judgement.verdict is Verdict.UNDECIDED
    found = left_open(variant, HARD[1])
    assert found is not None
    assert with_outcome(judgement, worker.settle(found)).verdict is Verdict.RIGHT


@pytest.mark.parametrize(
    ("a", "b", "outcome"),
    [
        (*HARD, True),
        (HARD[0], "sin(10^60)", False),
        ("sqrt(x - 900)^2", "x - 900", True),  # defined far out only
        ("sqrt(x - 900)", "x - 900", False),
        ("ln(x - x)", "x", None),
    ],
)
def test_outcomes(worker: Worker, a: str, b: str, outcome: bool | None) -> None:
    assert worker.settle(comparison(a, b)) is outcome


def test_who_is_late_is_killed_and_replaced(worker: Worker) -> None:
    hasty = Worker(deadline=0.0)
    assert hasty.settle(comparison(*HARD)) is None
    assert hasty.pid is None
    hasty.close()
    assert worker.settle(comparison("x", "x")) is True


def test_a_worker_that_was_killed_is_replaced(worker: Worker) -> None:
    assert worker.settle(comparison("x", "x")) is True
    before = worker.pid
    assert before is not None
    os.kill(before, signal.SIGKILL)
    answers = {worker.settle(comparison("x", "x + 1")) for _ in range(2)}  # the first may find out that it died
    assert False in answers
    assert worker.pid != before


@pytest.mark.parametrize("hostile", ["x", None, 5, ("x", "y"), b"x"])
def test_only_trees_are_taken(worker: Worker, hostile: object) -> None:
    with pytest.raises(TypeError):
        worker.settle(hostile)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Comparison(Name("x"), hostile, positive=False)  # type: ignore[arg-type]
    assert Comparison(Name("x"), Number(Fraction(1)), positive=True).positive


def test_what_was_decided_stays_as_it_is() -> None:
    right = grade(single_variant("number", "3"), "3")
    assert with_outcome(right, False) is right


class _Clock:
    at = 1_767_225_600_000_000

    def now(self) -> int:
        self.at += 1_000_000
        return self.at


class _Remembering:
    """A settler that has an answer ready, and keeps what it was asked."""

    def __init__(self, outcome: bool | None) -> None:
        self.outcome, self.asked = outcome, list[Comparison]()

    async def settle(self, comparison: Comparison) -> bool | None:
        self.asked.append(comparison)
        return self.outcome


@pytest.mark.parametrize(("outcome", "verdict"), [(True, "right"), (False, "wrong"), (None, "undecided")])
async def test_the_desk_asks_a_settler_about_what_is_undecided_and_nothing_else(
    outcome: bool | None, verdict: str
) -> None:
    question = number("q", "sin(10^60 + 1)")
    shelf = curricula(concept("k", question, question | {"id": "again"}))
    settler = _Remembering(outcome)
    desk = Desk(MemoryJournal(), MemoryPins(), _Clock(), lambda _: shelf, random.Random(1), settler)
    view = await desk.start("me", "c", "k", seed=1)
    if view.progress.placing:
        view = await desk.do("me", view.session, SkipPlacement())
    await desk.do("me", view.session, Answer("((", 30.0))
    assert not settler.asked
    view = await desk.do("me", view.session, Answer(HARD[1], 30.0))
    assert len(settler.asked) == 1
    assert verdict in {said.kind for said in view.feedback}

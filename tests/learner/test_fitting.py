"""Calibrations from answers: they learn what is hard, say honestly whether that helps, and leave what they began with alone."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.learner.worlds import CHAINLIKE, answers
from tutor.learner.estimate import Estimate, observe, success
from tutor.learner.evidence import Evidence, Item
from tutor.learner.fitting import fit
from tutor.learner.mastery_calibration import SHIPPED

EASY, HARD = Item("c/easy", "c", difficulty=0.0), Item("c/hard", "c", difficulty=0.0)


def lives(learners: int, answers_each: int, *, easy: float = 0.95, hard: float = 0.3) -> list[list[Evidence]]:
    """Learners who answer two questions of which the author thought the same; one is harder."""
    rng = random.Random(4)
    found = []
    for _ in range(learners):
        asked = [(EASY, easy) if rng.random() < 0.5 else (HARD, hard) for _ in range(answers_each)]
        found.append([Evidence(item, n, float(rng.random() < p), at=n) for n, (item, p) in enumerate(asked)])
    return found


def foreseen(seen: Sequence[Evidence], item: Item, calibration: object) -> float:
    estimate = Estimate(calibration=calibration)  # type: ignore[arg-type]
    for evidence in seen:
        estimate = observe(estimate, evidence)
    return success(estimate, item, CHAINLIKE)


def test_a_question_that_is_harder_than_its_author_thought_is_found_out_and_foreseen() -> None:
    found = fit(SHIPPED, lives(40, 20))
    assert (found.learners, found.answers) == (40, 800)
    assert found.better
    shifts = {shift.item: shift for shift in found.shifts}
    assert shifts["c/hard"].easier < -0.5 < 0.5 < shifts["c/easy"].easier
    new = foreseen([], EASY, found.calibration) - foreseen([], HARD, found.calibration)
    assert foreseen([], EASY, SHIPPED) == foreseen([], HARD, SHIPPED)
    assert new > 0.3


def test_where_nothing_is_to_be_learnt_it_is_said_so() -> None:
    """Answers that fall exactly as the shipped calibration foresees them."""
    rng = random.Random(5)
    histories = []
    for _ in range(30):
        estimate, history = Estimate(), []
        for n in range(10):
            item = Item(f"span/{rng.randrange(12)}", "span")
            outcome = float(rng.random() < success(estimate, item, CHAINLIKE))
            history.append(Evidence(item, n, outcome, at=n))
            estimate = observe(estimate, history[-1])
        histories.append(history)
    found = fit(SHIPPED, histories)
    assert found.before is not None
    assert found.after is not None
    assert found.after > found.before - 0.01


@settings(max_examples=25)
@given(st.lists(answers(CHAINLIKE), max_size=3))
def test_fitting_is_a_function_of_the_answers_and_leaves_its_start_alone(histories: list[list[Evidence]]) -> None:
    before = SHIPPED.to_json()
    one, other = fit(SHIPPED, histories), fit(SHIPPED, histories)
    assert SHIPPED.to_json() == before
    assert one == other
    assert one.calibration.id == other.calibration.id
    told_or_helped = all(evidence.aid != "unaided" for history in histories for evidence in history)
    if told_or_helped:
        assert (one.answers, one.before, one.after) == (0, None, None)
        assert one.calibration.id == SHIPPED.id


@pytest.mark.parametrize("histories", [[], [[]], [[], []]])
def test_nothing_answered_is_nothing_learnt(histories: list[list[Evidence]]) -> None:
    found = fit(SHIPPED, histories)
    assert (found.learners, found.answers, found.better, found.shifts) == (0, 0, False, ())

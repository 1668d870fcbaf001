"""The efficiency benchmark's core on a small course: every way of teaching ends, is counted alike, and none beats the oracle."""

from __future__ import annotations

import json
import random
from dataclasses import asdict

import pytest

from tests.benchmarks.efficiency import FAMILIES, WAYS, Figures, interval, measured, teach
from tests.benchmarks.families.learner import Question
from tests.benchmarks.teaching.room import A_DAY, Room
from tests.benchmarks.teaching.simple import MASTERED, traced
from tests.efficiency.courses import REQUIRES, small_course

COURSE = small_course()


@pytest.fixture(scope="module")
def found() -> list[Figures]:
    return list(measured([COURSE], sorted(FAMILIES), [0.0, 0.5], WAYS, learners=3, seed=1))


def test_no_way_of_teaching_needs_fewer_questions_than_the_oracle(found: list[Figures]) -> None:
    for family in FAMILIES:
        whole = {one.way: one.mean for one in found if one.course == "all" and one.family == family}
        assert set(whole) == set(WAYS)
        assert min(whole, key=lambda way: whole[way]) == "oracle"


def test_the_oracle_gets_there_and_asks_only_what_is_not_known(found: list[Figures]) -> None:
    for one in found:
        if one.way == "oracle":
            assert one.never == 0
            assert one.ratio == 1.0
            assert not any("known" in what for what in one.spent)


def test_figures_are_shares_and_add_up(found: list[Figures]) -> None:
    for one in found:
        json.dumps(asdict(one))
        assert 0.0 <= one.grave <= one.false <= 1.0
        assert sum(one.spent.values()) == pytest.approx(one.mean, abs=0.05 * (len(one.spent) + 1))
        assert (one.ended is not None) == (one.way == "program")
        assert one.low is not None
        assert one.ratio is not None
        assert one.high is not None
        assert one.low <= one.ratio <= one.high


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_the_same_seed_gives_the_same_questions(way: str, family: str) -> None:
    one, other = (teach(way, family, COURSE, 0.5, "7") for _ in range(2))
    assert (one.questions, one.spent, one.false) == (other.questions, other.spent, other.false)


def test_who_knows_enough_at_the_start_is_asked_nothing() -> None:
    learner = FAMILIES["gated"](COURSE.ground, frozenset(COURSE.concepts), "1")
    room = Room(COURSE, learner)
    assert room.over
    assert room.reached == 0


def test_a_room_counts_to_the_first_question_with_which_enough_is_known() -> None:
    learner = FAMILIES["gated"](COURSE.ground, frozenset(COURSE.concepts[:-1]), "1")
    room = Room(COURSE, learner)
    while not room.over:
        room.ask(COURSE.leap(COURSE.goal), "new")
    assert room.reached == room.asked
    assert learner.knows(COURSE.goal)


def test_a_night_comes_after_a_day_of_questions() -> None:
    room = Room(COURSE, FAMILIES["strength"](COURSE.ground, frozenset(), "1"))
    for _ in range(2 * A_DAY + 1):
        room.show(Question("x", COURSE.goal, 0.0), "new")
    assert room.day == 2


def test_a_course_knows_its_leaps_and_steps_as_learners_meet_them() -> None:
    assert [COURSE.concepts[0], COURSE.concepts[-1]] == ["world/ground", "world/goal"]
    assert [len(COURSE.steps(concept)) for concept in COURSE.concepts] == [3] * len(REQUIRES)
    assert not COURSE.leap(COURSE.goal).step
    assert all(step.step for step in COURSE.steps(COURSE.goal))
    assert COURSE.leap(COURSE.goal).needs == ("world/roof",)


def test_knowledge_tracing_believes_after_right_answers_and_doubts_after_wrong_ones() -> None:
    believed = 0.3
    for _ in range(3):
        after = traced(believed, right=True)
        assert after > believed
        believed = after
    assert believed >= MASTERED
    assert traced(believed, right=False) < believed


def test_intervals_hold_the_ratio_and_narrow_with_learners() -> None:
    rng = random.Random(3)
    bound = [rng.randrange(10, 40) for _ in range(200)]
    asked = [2 * n + rng.randrange(-3, 4) for n in bound]
    wide, narrow = interval(asked[:8], bound[:8]), interval(asked, bound)
    assert narrow[0] <= sum(asked) / sum(bound) <= narrow[1]
    assert narrow[1] - narrow[0] < wide[1] - wide[0]

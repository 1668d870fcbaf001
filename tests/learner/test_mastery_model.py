"""The online mastery model: what a learner's answers do to what is expected of them, and what they don't do."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from itertools import pairwise
from math import isfinite

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tutor.errors import InputError
from tutor.learner.likelihood import sigmoid
from tutor.learner.mastery import (
    Calibration,
    Learner,
    Question,
    calibrate,
    contributions,
    forecast,
    observe,
)
from tutor.learner.mastery_learner import NEW_LEARNER

Answers = list[tuple[Question, float]]

CONCEPTS = ("span", "basis", "map", "kernel")
QUESTIONS = st.builds(
    Question,
    st.sampled_from(("q1", "q2", "q3", "q4", "q5")),
    st.lists(st.sampled_from(CONCEPTS), max_size=3, unique=True).map(tuple),
    st.just(0.0),
    st.floats(-4.0, 4.0),
    st.floats(-6.0, 6.0),
)
ANSWERS = st.lists(st.tuples(QUESTIONS, st.sampled_from((0.0, 1.0))), max_size=12)
QUESTION = Question("q1", ("span",))
PAIR = Question("q2", ("span", "basis"))


def lived(calibration: Calibration, answers: Answers, *, frozen: bool, learner: Learner = NEW_LEARNER) -> Learner:
    for question, outcome in answers:
        expected = forecast(calibration, learner, question)
        after = observe(learner, expected, outcome)
        if not frozen:
            calibrate(calibration, learner, expected, outcome)
        learner = after
    return learner


def calibrated(*classes: Answers) -> Calibration:
    calibration = Calibration()
    for answers in classes:
        lived(calibration, answers, frozen=False)
    return calibration


def expectation(calibration: Calibration, answers: Answers, question: Question = QUESTION) -> float:
    return forecast(calibration, lived(calibration, answers, frozen=True), question).probability


def simulated(seed: int, learners: int = 60, answers: int = 30) -> list[tuple[Answers, list[float]]]:
    """Learners of a one-parameter world: what each answered, and how likely each answer truly was."""
    rng = random.Random(seed)
    hardness = {f"i{i}": rng.gauss(0.0, 1.2) for i in range(20)}
    found = []
    for _ in range(learners):
        ability = rng.gauss(0.0, 1.0)
        mine: Answers = []
        truth = []
        for _ in range(answers):
            item = rng.choice(list(hardness))
            truth.append(sigmoid(ability - hardness[item]))
            mine.append((Question(item, (f"c{int(item[1:]) % 4}",)), float(rng.random() < truth[-1])))
        found.append((mine, truth))
    return found


@given(ANSWERS, ANSWERS, QUESTIONS, st.floats(0.0, 0.9))
def test_a_chance_lies_between_guessing_and_certainty(
    others: Answers, mine: Answers, asked: Question, guess: float
) -> None:
    calibration = calibrated(others)
    expected = forecast(calibration, lived(calibration, mine, frozen=False), asked._replace(guess=guess))
    assert guess < expected.probability < 1.0
    assert expected.variance > 0.0


@pytest.mark.parametrize("outcome", [0.0, 1.0])
def test_ten_thousand_equal_answers_leave_a_chance(outcome: float) -> None:
    calibration = Calibration()
    learner = lived(calibration, [(PAIR, outcome)] * 10_000, frozen=False)
    expected = forecast(calibration, learner, PAIR)
    assert 0.0 < expected.probability < 1.0
    assert isfinite(learner.mean)
    assert abs(expected.probability - outcome) < 0.01


@given(ANSWERS, QUESTIONS)
@example([], Question("q9", ()))
def test_a_right_answer_raises_the_expectation_and_a_wrong_one_lowers_it(mine: Answers, asked: Question) -> None:
    calibration = Calibration()
    learner = lived(calibration, mine, frozen=True)
    expected = forecast(calibration, learner, asked)
    right, wrong = (
        forecast(calibration, observe(learner, expected, outcome), asked).probability for outcome in (1.0, 0.0)
    )
    assert wrong < right
    assert right > expected.probability - 0.02
    assert wrong < expected.probability + 0.06


@pytest.mark.parametrize("asked", [QUESTION, PAIR], ids=["one concept", "two concepts"])
def test_right_answers_running_raise_the_expectation_every_time(asked: Question) -> None:
    chances = [expectation(Calibration(), [(asked, 1.0)] * n, asked) for n in range(30)]
    assert all(after > before for before, after in pairwise(chances))
    assert chances[-1] > 0.9


@given(st.lists(ANSWERS, min_size=2, max_size=4), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_frozen_nobody_s_answers_change_what_is_expected_of_another(
    classes: list[Answers], order: random.Random
) -> None:
    calibration = calibrated(classes[0])
    alone = [expectation(calibration, answers) for answers in classes]
    # the same learners, their answers in any mixture
    learners = [NEW_LEARNER] * len(classes)
    places = [who for who, answers in enumerate(classes) for _ in answers]
    order.shuffle(places)
    left = [list(answers) for answers in classes]
    for who in places:
        learners[who] = lived(calibration, [left[who].pop(0)], frozen=True, learner=learners[who])
    assert [forecast(calibration, learner, QUESTION).probability for learner in learners] == alone


@given(ANSWERS, ANSWERS)
def test_a_forecast_and_an_observation_leave_calibration_and_learner_as_they_were(
    others: Answers, mine: Answers
) -> None:
    calibration = calibrated(others)
    learner = lived(calibration, mine, frozen=True)
    weights, held = json.dumps(calibration.to_json()), json.dumps(learner.to_json())
    observe(learner, forecast(calibration, learner, PAIR), 1.0)
    assert (json.dumps(calibration.to_json()), json.dumps(learner.to_json())) == (weights, held)


@given(ANSWERS, ANSWERS)
def test_what_is_saved_as_plain_numbers_comes_back_the_same(others: Answers, mine: Answers) -> None:
    calibration = calibrated(others)
    learner = lived(calibration, mine, frozen=True)
    weights = Calibration.from_json(json.loads(json.dumps(calibration.to_json())))
    held = Learner.from_json(json.loads(json.dumps(learner.to_json())))
    assert weights == calibration
    assert held == learner
    assert forecast(weights, held, PAIR) == forecast(calibration, learner, PAIR)


GOOD_LEARNER = NEW_LEARNER.to_json()
GOOD_CALIBRATION = calibrated([(PAIR, 1.0)]).to_json()


@pytest.mark.parametrize(
    "data",
    [
        None, [], {}, {**GOOD_LEARNER, "more": 1}, {**GOOD_LEARNER, "mean": "0"}, {**GOOD_LEARNER, "mean": float("nan")},
        {**GOOD_LEARNER, "variance": 0.0}, {**GOOD_LEARNER, "answered": -1}, {**GOOD_LEARNER, "concepts": []},
        {**GOOD_LEARNER, "concepts": {"span": [0.0, 0.1]}}, {**GOOD_LEARNER, "concepts": {"span": [0.0, -0.1, 0, 0, 0, 0, {}]}},
        {**GOOD_LEARNER, "concepts": {"span": [0.0, 0.1, -2, 0, 1, 0, {}]}},
        {**GOOD_LEARNER, "concepts": {"span": [0.0, 0.1, 1, 0, 1, 7, {}]}},
        {**GOOD_LEARNER, "answered": 8, "concepts": {"span": [0.0, 0.1, 1, 0, 1, 7, {"q": [1.0, -1.0]}]}},
        {**GOOD_LEARNER, "answered": 8, "concepts": {"span": [0.0, 0.1, 1, 0, 1, 7, ["q"]]}},
    ],
)  # fmt: skip
def test_what_is_no_saved_learner_is_refused(data: object) -> None:
    with pytest.raises(InputError):
        Learner.from_json(data)


@pytest.mark.parametrize(
    "data",
    [
        None, {}, {**GOOD_CALIBRATION, "history": [0.0]}, {**GOOD_CALIBRATION, "items": {"q": [0.0] * 6}},
        {**GOOD_CALIBRATION, "concepts": {"c": None}}, {**GOOD_CALIBRATION, "items": {"q": [True, 0, 0, 1, 1, 1]}},
    ],
)  # fmt: skip
def test_what_is_no_saved_calibration_is_refused(data: object) -> None:
    with pytest.raises(InputError):
        Calibration.from_json(data)


@given(ANSWERS, ANSWERS)
def test_unknown_questions_and_concepts_are_met_as_new_ones(others: Answers, mine: Answers) -> None:
    calibration = calibrated(others)
    learner = lived(calibration, mine, frozen=True)
    size = len(calibration.items), len(calibration.concepts)
    one = forecast(calibration, learner, Question("never", ("nothing",)))
    other = forecast(calibration, learner, Question("seen", ("no one",)))
    assert one.probability == other.probability
    assert (len(calibration.items), len(calibration.concepts)) == size


def test_whoever_had_an_item_right_is_expected_to_have_it_right_again_sooner_than_its_like() -> None:
    learner = lived(Calibration(), [(QUESTION, 1.0)], frozen=True)
    same, alike = (
        forecast(Calibration(), learner, asked).probability for asked in (QUESTION, QUESTION._replace(item="q5"))
    )
    assert same > alike > forecast(Calibration(), NEW_LEARNER, QUESTION).probability


def test_a_question_of_no_concept_speaks_of_ability_alone() -> None:
    bare = Question("puzzle", ())
    learner = lived(Calibration(), [(bare, 1.0)] * 3, frozen=False)
    assert learner.mean > 0.0
    assert not learner.concepts


def test_an_answer_moves_those_it_asks_for_and_those_least_known_the_most() -> None:
    calibration = Calibration()
    learner = lived(calibration, [(QUESTION, 1.0), (QUESTION, 0.0)] * 8, frozen=True)
    spans = learner.concepts["span"]
    after = lived(calibration, [(PAIR, 1.0)], frozen=True, learner=learner)
    assert spans.variance < 0.1  # `basis` was never asked
    assert after.concepts["basis"].mean > 1.1 * (after.concepts["span"].mean - spans.mean) > 0.0
    assert "map" not in after.concepts


def test_an_early_answer_says_more_of_a_learner_than_a_late_one() -> None:
    calibration = Calibration()
    late = lived(calibration, [(QUESTION, 1.0), (QUESTION, 0.0)] * 10, frozen=True)
    shifts = [
        forecast(calibration, lived(calibration, [(PAIR, 1.0)], frozen=True, learner=learner), PAIR).probability
        - forecast(calibration, learner, PAIR).probability
        for learner in (NEW_LEARNER, late)
    ]
    assert shifts[0] > shifts[1] > 0.0
    assert forecast(calibration, late, QUESTION).variance < forecast(calibration, NEW_LEARNER, QUESTION).variance


def test_a_right_answer_that_may_be_a_guess_says_less_and_a_miss_is_believed() -> None:
    open_one, choice = QUESTION, QUESTION._replace(guess=0.25)
    moved = {
        (asked.guess, outcome): observe(NEW_LEARNER, forecast(Calibration(), NEW_LEARNER, asked), outcome).mean
        for asked in (open_one, choice)
        for outcome in (0.0, 1.0)
    }
    assert 0.0 < moved[0.25, 1.0] < moved[0.0, 1.0]
    assert moved[0.25, 0.0] == pytest.approx(moved[0.0, 0.0], rel=0.1)


@given(ANSWERS, st.sampled_from((0.0, 0.5, 1.0)))
def test_what_weighs_nothing_changes_nothing(mine: Answers, outcome: float) -> None:
    calibration = Calibration()
    learner = lived(calibration, mine, frozen=False)
    expected = forecast(calibration, learner, PAIR)
    assert observe(learner, expected, outcome, weight=0.0) == learner


def test_half_the_weight_moves_less_than_the_whole_and_more_than_nothing() -> None:
    expected = forecast(Calibration(), NEW_LEARNER, PAIR)
    half, whole = (observe(NEW_LEARNER, expected, 1.0, weight=weight) for weight in (0.5, 1.0))
    assert 0.0 < half.mean < whole.mean
    assert NEW_LEARNER.variance > half.variance > whole.variance


def test_an_item_that_others_miss_is_expected_to_be_missed() -> None:
    easy, hard = Question("easy", ("span",)), Question("hard", ("span",))
    calibration = calibrated(*[[(easy, 1.0), (hard, 0.0)]] * 20)
    assert forecast(calibration, NEW_LEARNER, easy).probability > 0.8
    assert forecast(calibration, NEW_LEARNER, hard).probability < 0.3


def test_a_new_item_is_expected_to_be_like_its_concept() -> None:
    calibration = calibrated(
        *[[(Question(f"q{n % 9}", ("hard",)), 0.0), (Question(f"p{n % 9}", ("easy",)), 1.0)] for n in range(40)]
    )
    hard, easy = (forecast(calibration, NEW_LEARNER, Question("new", (concept,))) for concept in ("hard", "easy"))
    assert hard.probability < easy.probability - 0.3


@given(ANSWERS, ANSWERS, QUESTIONS)
def test_the_reasons_for_a_forecast_add_up_to_it(others: Answers, mine: Answers, asked: Question) -> None:
    calibration = calibrated(others)
    learner = lived(calibration, mine, frozen=True)
    expected = forecast(calibration, learner, asked)
    z = sum(contributions(calibration, learner, asked).values())
    assert sigmoid(z / (1.0 + 3.141592653589793 * expected.variance / 8.0) ** 0.5) == pytest.approx(
        expected.probability
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_it_comes_to_foresee_learners_of_a_world_that_it_was_not_told_of(seed: int) -> None:
    world = simulated(seed, learners=120)
    calibration = calibrated(*(answers for answers, _ in world[:100]))
    model: list[float] = []
    flat: list[float] = []
    for answers, truth in world[100:]:
        learner = NEW_LEARNER
        for (question, outcome), true in zip(answers, truth, strict=True):
            expected = forecast(calibration, learner, question)
            model.append(abs(expected.probability - true))
            flat.append(abs(0.5 - true))
            learner = observe(learner, expected, outcome)
    assert mean(model) < 0.14
    assert mean(model) < 0.65 * mean(flat)


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)

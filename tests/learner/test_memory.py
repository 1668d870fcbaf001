"""What is mastered fades, and comes back: the cards, what answers do to them, and what beliefs make of them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import fsrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.learner.worlds import CHAINLIKE, answers, graphs
from tutor.errors import InputError
from tutor.learner import forgetting
from tutor.learner.estimate import HOUR, Estimate, acquired, aged, beliefs, known, mastered, observe, retrievability
from tutor.learner.evidence import Evidence, Item
from tutor.learner.forgetting import BEGUN, DECAY, FACTOR, PARAMETERS, RETENTION, days_until, recalled
from tutor.learner.graph import KnowledgeGraph
from tutor.learner.memory import DAY, DEEPER, DIRECT, Card, Credited, credits_of, due, remembered

BEGIN = 1_767_225_600_000_000
TINY = 1e-9
QUESTION = Item("a/c/q", "c")
RIGHT = Evidence(QUESTION, 7, 1.0, at=BEGIN, delayed=True)
MISS = replace(RIGHT, outcome=0.0)
cards = st.builds(Card, st.floats(0.01, 2000), st.floats(1, 10), st.just(BEGIN))
passed = st.floats(0, 3000).map(lambda days: BEGIN + round(days * DAY))


def after(card: Card, *seen: Evidence) -> Card:
    memory = {"c": card}
    for evidence in seen:
        memory = dict(remembered(memory, evidence, mastered=True))
    return memory["c"]


def credited(card: Card, part: float, at: int) -> Card:
    above = Evidence(Item("a/d/q", "d"), 0, 1.0, at=at, credits=(("c", part),))
    return remembered({"c": card}, above, mastered=False)["c"]


def learnt(*concepts: str, at: int = BEGIN, start: Estimate | None = None) -> Estimate:
    """Somebody who has mastered these."""
    estimate = start or Estimate()
    for concept in concepts:
        for n in range(2):
            item = Item(f"{concept}/q", concept, difficulty=0.5)
            estimate = observe(estimate, Evidence(item, n, 1.0, at=at, delayed=bool(n)))
        assert mastered(estimate, concept)
    return estimate


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 400), st.booleans()), min_size=1, max_size=8))
def test_a_card_reviewed_on_whole_days_is_the_packages_card(history: list[tuple[int, bool]]) -> None:
    scheduler = fsrs.Scheduler(enable_fuzzing=False, learning_steps=(), relearning_steps=())
    start = datetime(2026, 1, 1, tzinfo=UTC)
    theirs, _ = scheduler.review_card(fsrs.Card(card_id=1), fsrs.Rating.Good, start)
    ours = remembered({}, RIGHT, mastered=True)["c"]
    days = 0
    for wait, right in history:
        days += wait
        when, at = start + timedelta(days), BEGIN + days * DAY
        assert ours.retrievability(at) == pytest.approx(scheduler.get_card_retrievability(theirs, when), abs=1e-6)
        theirs, _ = scheduler.review_card(theirs, fsrs.Rating.Good if right else fsrs.Rating.Again, when)
        ours = after(ours, replace(RIGHT if right else MISS, at=at))
        assert (ours.stability, ours.difficulty) == pytest.approx((theirs.stability, theirs.difficulty))
        ours = replace(ours, fresh_at=at)  # what was missed counts as fresh there, and as due here


PACKAGE = fsrs.Scheduler(enable_fuzzing=False, learning_steps=(), relearning_steps=())
START = datetime(2026, 1, 1, tzinfo=UTC)
stabilities = st.floats(0.001, 40_000)
difficulties = st.floats(1, 10)


def theirs(stability: float, difficulty: float) -> fsrs.Card:
    return fsrs.Card(1, fsrs.State.Review, None, stability, difficulty, START, START)


def test_the_parameters_are_the_packages() -> None:
    assert PARAMETERS == fsrs.scheduler.DEFAULT_PARAMETERS == PACKAGE.parameters
    assert (-DECAY, FACTOR) == (PACKAGE._DECAY, PACKAGE._FACTOR)
    assert PACKAGE.desired_retention == RETENTION


def test_a_card_begins_as_the_packages() -> None:
    card, _ = PACKAGE.review_card(fsrs.Card(1), fsrs.Rating.Good, START)
    assert (card.stability, card.difficulty) == pytest.approx(BEGUN, rel=TINY)


@settings(max_examples=300)
@given(stabilities, difficulties, st.sampled_from([0, 0, 1, 2]) | st.integers(0, 36_500), st.booleans())
def test_a_review_is_the_packages_for_every_card_and_wait(
    stability: float, difficulty: float, days: int, was_right: bool
) -> None:
    rating = fsrs.Rating.Good if was_right else fsrs.Rating.Again
    card, _ = PACKAGE.review_card(theirs(stability, difficulty), rating, START + timedelta(days))
    ours = (forgetting.right if was_right else forgetting.missed)(stability, difficulty, days)
    assert ours == pytest.approx((card.stability, card.difficulty), rel=TINY)
    assert 1 <= ours[1] <= 10


@given(stabilities, st.integers(0, 36_500))
def test_what_is_recalled_is_what_the_package_says(stability: float, days: int) -> None:
    found = PACKAGE.get_card_retrievability(theirs(stability, 5.0), START + timedelta(days))
    assert recalled(stability, days) == pytest.approx(found, rel=TINY)
    assert days_until(stability, found) == pytest.approx(days, rel=1e-6, abs=1e-6)


def test_the_curve_meets_what_is_wanted_after_as_many_days_as_stability_says() -> None:
    assert Card(12.5, 5.0, BEGIN).retrievability(BEGIN + round(12.5 * DAY)) == pytest.approx(RETENTION)


@given(cards, passed, passed)
def test_what_was_just_reviewed_is_there_and_fades_from_hour_to_hour(card: Card, one: int, other: int) -> None:
    assert card.retrievability(BEGIN) == 1
    early, late = sorted((one, other))
    assert 0 < card.retrievability(late) <= card.retrievability(early) <= 1
    assert card.retrievability(BEGIN - DAY) == 1
    assert card.retrievability(BEGIN + HOUR) < 1


@given(cards, passed)
def test_a_concept_is_due_once_it_is_recalled_with_less_than_nine_in_ten(card: Card, at: int) -> None:
    if due({"c": card}, at):
        assert card.retrievability(at) <= RETENTION + TINY
    else:
        assert card.retrievability(at) >= RETENTION - TINY


def test_what_is_due_comes_most_faded_first() -> None:
    memory = {name: Card(days, 5.0, BEGIN) for name, days in {"a": 9.0, "b": 2.0, "c": 4.0, "d": 40.0}.items()}
    assert due(memory, BEGIN + 10 * DAY) == ("b", "c", "a")
    assert due(memory, BEGIN) == ()


@pytest.mark.parametrize(
    "seen",
    [
        pytest.param(replace(RIGHT, aid="assisted"), id="right with help"),
        pytest.param(replace(MISS, aid="assisted"), id="missed with help"),
        pytest.param(replace(MISS, aid="told", unknown=True), id="told"),
        pytest.param(replace(RIGHT, delayed=False), id="right at once"),
        pytest.param(replace(RIGHT, outcome=0.5), id="half right"),
        pytest.param(replace(RIGHT, weight=0.25), id="right in a step or a second try"),
        pytest.param(replace(MISS, weight=0.25), id="missed in a step or a second try"),
        pytest.param(replace(RIGHT, item=replace(QUESTION, concept="d")), id="another concept"),
        pytest.param(replace(RIGHT, item=replace(QUESTION, concept="d", uses=("c",))), id="used, without credit"),
    ],
)
def test_what_says_nothing_of_remembering_leaves_the_card_as_it_is(seen: Evidence) -> None:
    card = Card(10.0, 5.0, BEGIN)
    memory = remembered({"c": card}, replace(seen, at=BEGIN + 20 * DAY), mastered=seen.item.concept == "c")
    assert memory == {"c": card}


@given(cards, passed, passed)
def test_a_review_makes_fresh_and_lasts_longer(card: Card, at: int, later: int) -> None:
    reviewed = after(card, replace(RIGHT, at=at))
    assert reviewed.retrievability(at) == 1
    assert reviewed.stability >= card.stability
    assert reviewed.retrievability(max(at, later)) >= card.retrievability(max(at, later)) - TINY


def test_the_longer_a_review_waits_the_more_it_is_worth_up_to_a_point() -> None:
    gains = [
        after(Card(10.0, 5.0, BEGIN), replace(RIGHT, at=BEGIN + days * DAY)).stability for days in (0, 1, 5, 10, 60)
    ]
    assert gains == sorted(gains)
    assert gains[0] < 10.5
    assert 20 < gains[3] < 60


@pytest.mark.parametrize("missed", [MISS, replace(MISS, unknown=True)], ids=["wrong", "not known"])
@given(card=cards, at=passed, later=passed)
def test_a_miss_makes_nothing_fresh_and_is_due_at_once(missed: Evidence, card: Card, at: int, later: int) -> None:
    lapsed = after(card, replace(missed, at=at))
    assert lapsed.due <= at
    for moment in (at, max(at, later)):
        assert lapsed.retrievability(moment) <= card.retrievability(moment) + TINY


@given(cards, passed, passed, st.floats(0, 1))
def test_credit_takes_nothing_away_and_is_never_worth_more_than_a_review(
    card: Card, at: int, later: int, part: float
) -> None:
    partly, whole = credited(card, part, at), after(card, replace(RIGHT, at=at))
    assert card.stability - TINY <= partly.stability <= whole.stability + TINY
    for moment in (at, max(at, later)):
        least, most = card.retrievability(moment), whole.retrievability(moment)
        assert least - 1e-6 <= partly.retrievability(moment) <= most + 1e-6


@given(cards, passed, st.floats(0, 1), st.floats(0, 1))
def test_more_credit_is_worth_more(card: Card, at: int, one: float, other: float) -> None:
    less, more = (credited(card, part, at) for part in sorted((one, other)))
    assert less.stability <= more.stability + TINY
    assert less.retrievability(at) <= more.retrievability(at) + 1e-6


def test_half_a_credit_puts_a_review_off_by_days_and_a_whole_one_by_more() -> None:
    card, at = Card(10.0, 5.0, BEGIN), BEGIN + 10 * DAY
    waits = [(credited(card, part, at).due - at) / DAY for part in (0.0, DEEPER, DIRECT, 1.0)]
    assert waits[0] == pytest.approx(0, abs=1e-3)
    assert 2 < waits[1] < waits[2] < waits[3]
    assert waits[3] == pytest.approx(after(card, replace(RIGHT, at=at)).stability)


@given(
    cards, st.integers(0, 1000), st.lists(st.tuples(st.floats(0.01, 1), st.floats(0, 0.999)), min_size=1, max_size=6)
)
def test_the_credits_of_a_day_are_worth_a_whole_review_at_most(
    card: Card, day: int, given_: list[tuple[float, float]]
) -> None:
    moments = sorted(BEGIN + day * DAY + int(moment * DAY) for _, moment in given_)
    whole, partly = after(card, replace(RIGHT, at=moments[0])), card
    for (part, _), at in zip(given_, moments, strict=True):
        before, partly = partly, credited(partly, part, at)
        assert before.stability <= partly.stability * (1 + TINY)
        assert before.retrievability(at) <= partly.retrievability(at) + 1e-6
    assert partly.stability <= whole.stability * (1 + TINY)
    total = min(1.0, sum(part for part, _ in given_))
    assert partly.credited is not None
    assert partly.credited.part == pytest.approx(total)
    once = credited(card, total, moments[0])
    assert (partly.stability, partly.difficulty) == pytest.approx((once.stability, once.difficulty))
    if moments[0] == moments[-1]:
        assert partly.retrievability(moments[0]) == pytest.approx(once.retrievability(moments[0]), abs=1e-6)
    reviewed = after(partly, replace(RIGHT, at=moments[-1]))
    assert reviewed.retrievability(moments[-1]) == 1
    assert reviewed.stability == pytest.approx(whole.stability)


def test_a_whole_review_of_credits_a_day_and_no_more_and_again_the_next_day() -> None:
    card, at = Card(3.0, 5.0, BEGIN), BEGIN + 30 * DAY
    whole = after(card, replace(RIGHT, at=at))
    for _ in range(2):
        card = credited(card, DIRECT, at)
    assert card.stability == pytest.approx(whole.stability)
    assert card.retrievability(at) == pytest.approx(1)
    assert credited(card, DIRECT, at + DAY // 2) is card
    assert credited(card, DIRECT, at + DAY).stability > card.stability


def test_a_miss_undoes_the_credits_of_its_day() -> None:
    card, at = Card(3.0, 5.0, BEGIN), BEGIN + 30 * DAY
    for _ in range(2):
        card = credited(card, DIRECT, at)
    lapsed = after(card, replace(MISS, at=at))
    assert lapsed.credited is None
    assert lapsed.due <= at < credited(lapsed, DIRECT, at).due


def test_no_credit_where_there_is_no_card() -> None:
    assert remembered({}, replace(RIGHT, credits=(("d", 0.5),)), mastered=False) == {}


MEMORY = {name: Card(5.0, 5.0, BEGIN) for name in ("sum", "components", "arrow", "coordinates", "equal", "map", "laws")}


def test_success_above_credits_what_lies_right_below_and_what_lies_below_that() -> None:
    item = Item("q", "sum-by", uses=("map",))
    assert dict(credits_of(item, CHAINLIKE, MEMORY, BEGIN + 3 * DAY)) == {
        "sum": DIRECT, "components": DIRECT, "map": DIRECT, "arrow": DEEPER, "equal": DEEPER, "coordinates": DEEPER,
    }  # fmt: skip


def test_a_guess_credits_nothing_nor_does_an_answer_soon_after_the_review() -> None:
    item = Item("q", "sum-by")
    assert credits_of(replace(item, guess=0.1), CHAINLIKE, MEMORY, BEGIN + 3 * DAY) == ()
    assert credits_of(item, CHAINLIKE, MEMORY, BEGIN + 20 * HOUR) == ()
    assert credits_of(item, CHAINLIKE, {}, BEGIN + 3 * DAY) == ()


def test_a_card_begins_with_mastery_and_ends_when_it_is_in_doubt() -> None:
    once = observe(Estimate(), replace(RIGHT, delayed=False))
    assert not once.memory
    twice = observe(once, replace(RIGHT, variant=8, at=BEGIN + DAY))
    assert twice.memory["c"].fresh_at == BEGIN + DAY
    missed = observe(twice, replace(MISS, variant=9, at=BEGIN + 2 * DAY))
    assert missed.memory["c"].stability < twice.memory["c"].stability
    assert not observe(missed, replace(MISS, variant=10, at=BEGIN + 2 * DAY)).memory


def test_what_has_faded_is_less_likely_known_and_says_nothing_of_what_lies_below() -> None:
    estimate = learnt("sum", "components")
    now, later = aged(estimate, BEGIN), aged(estimate, BEGIN + 60 * DAY)
    for concept in CHAINLIKE.concepts:
        part = retrievability(later, concept)
        assert known(now, concept, CHAINLIKE) == acquired(estimate, CHAINLIKE)[concept]
        assert known(later, concept, CHAINLIKE) == known(now, concept, CHAINLIKE) * part
        assert (part < 0.8) == (concept in ("sum", "components"))
    assert acquired(later, CHAINLIKE) == acquired(now, CHAINLIKE)


def test_an_estimate_without_a_moment_is_as_if_nothing_faded() -> None:
    estimate = learnt("sum")
    assert beliefs(estimate, CHAINLIKE) == acquired(estimate, CHAINLIKE)
    assert retrievability(estimate, "sum") == 1


def test_within_the_hour_an_estimate_stays_the_same_with_all_that_was_derived() -> None:
    estimate = aged(learnt("sum"), BEGIN + 5 * HOUR)
    assert aged(estimate, BEGIN + 6 * HOUR - 1) is estimate
    derived = acquired(estimate, CHAINLIKE)
    assert acquired(aged(estimate, BEGIN + 9 * HOUR), CHAINLIKE) is derived


@settings(max_examples=30)
@given(graphs(), st.data())
def test_when_an_estimate_was_looked_at_changes_nothing_of_what_is_observed(
    graph: KnowledgeGraph, data: st.DataObject
) -> None:
    plain = looked = learnt(*graph.concepts[:2], at=10**14)
    for evidence in data.draw(answers(graph)):
        given_ = tuple((concept, data.draw(st.floats(0, 1))) for concept in graph.concepts[:1])
        plain = observe(plain, replace(evidence, credits=given_))
        looked = observe(aged(looked, data.draw(st.integers(0, 10**16))), replace(evidence, credits=given_))
        assert set(plain.memory) == {concept for concept in plain.concepts if mastered(plain, concept)}
    assert replace(looked, now=None) == plain
    again = Estimate.from_json(json.loads(json.dumps(plain.to_json(), allow_nan=False)))
    assert again == plain


SAVED = Card(3.0, 5.0, BEGIN, Credited(20_000, 0.5, 9.0)).to_json()


@pytest.mark.parametrize("credited", [None, Credited(20_000, 0.5, 9.0)])
def test_a_card_is_saved_with_what_it_took_today(credited: Credited | None) -> None:
    card = Card(3.0, 5.0, BEGIN, credited)
    assert Card.from_json(json.loads(json.dumps(card.to_json()))) == card


@pytest.mark.parametrize(
    "card",
    [
        None, [], {"stability": 1.0}, {**SAVED, "stability": 0.0},
        {**SAVED, "difficulty": 11.0}, {**SAVED, "fresh_at": 0.5}, {**SAVED, "stability": float("nan")},
        {**SAVED, "credited": [1, 0.5]}, {**SAVED, "credited": [1.5, 0.5, 3.0]}, {**SAVED, "credited": [1, 1.5, 3.0]},
    ],
)  # fmt: skip
def test_anything_else_is_refused_as_a_saved_card(card: object) -> None:
    with pytest.raises(InputError):
        Card.from_json(card)

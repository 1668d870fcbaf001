"""What is mastered fades, and comes back: the cards, what answers do to them, and what beliefs make of them."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import fsrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.learner.worlds import CHAINLIKE, answers, graphs
from tutor.errors import InputError
from tutor.learner.estimate import HOUR, Estimate, acquired, aged, beliefs, known, mastered, observe, retrievability
from tutor.learner.evidence import Evidence, Item
from tutor.learner.graph import KnowledgeGraph
from tutor.learner.memory import DAY, DECAY, DEEPER, DIRECT, RETENTION, Card, credits_of, due, remembered

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


def test_the_curve_is_that_of_the_package() -> None:
    assert fsrs.Scheduler().parameters[-1] == DECAY
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


@pytest.mark.parametrize(
    "card",
    [
        None, [], {"stability": 1.0}, {"stability": 0.0, "difficulty": 5.0, "fresh_at": 1},
        {"stability": 1.0, "difficulty": 11.0, "fresh_at": 1}, {"stability": 1.0, "difficulty": 5.0, "fresh_at": 0.5},
        {"stability": float("nan"), "difficulty": 5.0, "fresh_at": 1},
    ],
)  # fmt: skip
def test_anything_else_is_refused_as_a_saved_card(card: object) -> None:
    with pytest.raises(InputError):
        Card.from_json(card)


def test_nothing_sleeps(monkeypatch: pytest.MonkeyPatch) -> None:
    def woken(seconds: float) -> None:
        raise AssertionError("a card was made with an id from the clock")

    monkeypatch.setattr(time, "sleep", woken)
    after(remembered({}, RIGHT, mastered=True)["c"], RIGHT, MISS)


def test_who_has_mastered_nothing_never_waits_for_the_scheduler() -> None:
    code = (
        "import sys\n"
        "from tutor.learner.estimate import Estimate, aged, observe\n"
        "from tutor.learner.evidence import Evidence, Item\n"
        "seen = [Evidence(Item('q', 'c'), n, float(n < 2), at=n, delayed=n > 0) for n in range(3)]\n"
        "once = aged(observe(Estimate(), seen[0]), 10**15)\n"
        "before = 'fsrs' in sys.modules\n"
        "observe(once, seen[1])\n"
        "print(before, 'fsrs' in sys.modules)"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "False True\n"
    )

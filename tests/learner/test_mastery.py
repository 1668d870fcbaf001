"""The rule of mastery, answer by answer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from tests.learner.worlds import answers
from tutor.learner.estimate import Estimate, mastered, observe, tally
from tutor.learner.evidence import Evidence, Item
from tutor.learner.graph import KnowledgeGraph

QUESTION = Item("a/c/q", "c")
CHOICE = Item("a/c/pick", "c", guess=0.25, choice=True)
FIRST = Evidence(QUESTION, 0, 1.0, at=1)
DELAYED = Evidence(QUESTION, 1, 1.0, at=2, delayed=True)
MISS = Evidence(QUESTION, 5, 0.0, at=9)


def after(*seen: Evidence) -> Estimate:
    estimate = Estimate()
    for evidence in seen:
        estimate = observe(estimate, evidence)
    return estimate


def test_two_unaided_right_answers_one_of_them_delayed_master() -> None:
    assert mastered(after(FIRST, DELAYED), "c")
    assert not mastered(after(FIRST), "c")


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(replace(DELAYED, variant=0), id="the same variant"),
        pytest.param(replace(DELAYED, delayed=False), id="at once"),
        pytest.param(replace(DELAYED, aid="assisted"), id="with help"),
        pytest.param(replace(DELAYED, aid="told"), id="told"),
        pytest.param(replace(DELAYED, outcome=0.5), id="half right"),
        pytest.param(replace(DELAYED, unknown=True), id="unknown"),
        pytest.param(replace(DELAYED, weight=0.25), id="a step or a second try"),
        pytest.param(replace(DELAYED, item=replace(QUESTION, concept="d")), id="another concept"),
    ],
)
def test_a_second_answer_that_is_not_what_the_rule_asks_does_not_master(second: Evidence) -> None:
    assert not mastered(after(FIRST, second), "c")


def test_choices_alone_never_master() -> None:
    picked = [Evidence(CHOICE, n, 1.0, at=n, delayed=True) for n in range(5)]
    assert not mastered(after(*picked), "c")
    assert mastered(after(*picked, FIRST), "c")


def test_help_alone_never_masters() -> None:
    helped = [replace(DELAYED, variant=n, aid="assisted") for n in range(20)]
    assert not mastered(after(*helped), "c")


def test_one_later_miss_leaves_mastery_and_two_put_it_in_doubt() -> None:
    assert mastered(after(FIRST, DELAYED, MISS), "c")
    doubted = after(FIRST, DELAYED, MISS, MISS)
    assert not mastered(doubted, "c")
    assert tally(doubted, "c").shaky


def test_a_right_answer_between_two_misses_keeps_mastery() -> None:
    assert mastered(after(FIRST, DELAYED, MISS, replace(DELAYED, variant=3), MISS), "c")


def test_misses_with_help_or_before_mastery_do_not_put_it_in_doubt() -> None:
    helped = replace(MISS, aid="assisted")
    assert mastered(after(MISS, MISS, MISS, FIRST, DELAYED, helped, helped, helped), "c")


def test_what_came_into_doubt_is_won_back_by_the_same_rule() -> None:
    doubted = after(FIRST, DELAYED, MISS, MISS)
    once = observe(doubted, replace(DELAYED, variant=7))
    assert tally(once, "c").shaky
    assert not mastered(once, "c")
    twice = observe(once, replace(FIRST, variant=8))
    assert mastered(twice, "c")
    assert not tally(twice, "c").shaky


def test_a_tally_counts_what_happened() -> None:
    counts = tally(
        after(FIRST, replace(FIRST, aid="assisted"), replace(MISS, aid="told"), MISS, replace(MISS, unknown=True)), "c"
    )
    assert (counts.unaided, counts.assisted, counts.told, counts.wrong, counts.unknown) == (1, 1, 1, 2, 1)
    assert counts.items == {("a/c/q", 0)}
    assert counts.last_at == 9


def test_a_concept_never_asked_about_has_an_empty_tally() -> None:
    assert tally(Estimate(), "c").last_at is None
    assert not mastered(Estimate(), "c")


ONE = KnowledgeGraph({"c": ()})


@settings(max_examples=60)
@given(answers(ONE, 30))
def test_mastery_always_rests_on_two_unaided_answers_one_no_choice_one_delayed(seen: list[Evidence]) -> None:
    if not mastered(after(*seen), "c"):
        return
    good = [e for e in seen if e.aid == "unaided" and e.outcome == 1.0 and not e.unknown and e.weight == 1.0]
    assert len({(e.item.ref, e.variant) for e in good}) >= 2
    assert any(e.delayed for e in good)
    assert any(not e.item.choice for e in good)

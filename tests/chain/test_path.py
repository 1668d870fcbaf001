"""What is looked up of a curriculum for the path and for placement: minutes, probing questions, items."""

from __future__ import annotations

import pytest

from tests.benchmarks.scale import curricula
from tests.chain.test_policy import shipped
from tutor.chain.further import probing_question
from tutor.chain.outlook import UNGRADED, Outlook
from tutor.chain.path import SECONDS_A_QUESTION, WORDS_PER_SECOND, explain, minutes, needed
from tutor.curriculum.curricula import Curricula
from tutor.learner.estimate import Estimate
from tutor.session.desk import graph_of


def outlook(made: Curricula) -> Outlook:
    return Outlook(made, graph_of(made), Estimate())


@pytest.mark.parametrize("made", [shipped(), curricula(20, 100, 1)], ids=["shipped", "made"])
def test_a_concept_takes_its_leap_a_check_and_its_steps_as_likely_as_the_leap_fails(made: Curricula) -> None:
    view = outlook(made)
    for concept in made.concepts:
        leap = made.question(made.leap(concept))
        leaped, *steps = (
            SECONDS_A_QUESTION + made.question(ref).reading_words / WORDS_PER_SECOND for ref in (leap.ref, *leap.steps)
        )
        p = view.success(leap.ref)
        failing = (1 - p) * (sum(steps) + leaped) if steps else 0.0
        tried = leaped / 2 if steps and p < view.aim.leap else leaped
        assert minutes(view, concept) == pytest.approx((tried + failing + leaped) / 60)


def test_a_plan_is_explained_with_the_minutes_of_each_concept() -> None:
    made = curricula(40, 200, 1)
    view, goal = outlook(made), max(made.concepts, key=lambda concept: len(made.ancestors(concept)))
    plan = needed(view, goal, frozenset())
    assert {*plan} == {goal, *made.ancestors(goal)}
    assert [(need.concept, need.minutes) for need in explain(view, plan)] == [(c, minutes(view, c)) for c in plan]


def test_curricula_with_the_same_references_are_kept_apart() -> None:
    views = [outlook(curricula(20, 100, seed)) for seed in (1, 2)]
    differing = 0
    for _ in range(2):
        for view in views:
            for ref in view.curricula.questions:
                node = view.curricula.question(ref)
                item = view.item(ref)
                assert (item.ref, item.concept, item.uses) == (ref, node.concept, node.uses)
                assert (item.difficulty, item.guess) == (node.question.difficulty, node.guess)
        one, other = ([minutes(view, concept) for concept in view.curricula.concepts] for view in views)
        differing += one != other
    assert differing == 2


def test_a_concept_is_probed_by_its_leap_unless_that_is_a_choice_and_something_else_is_there() -> None:
    view = outlook(shipped())
    for concept in view.curricula.concepts:
        refs = view.curricula.concept(concept).questions
        nodes = [node for node in map(view.curricula.question, refs) if node.question.answer.kind not in UNGRADED]
        found = probing_question(view, concept)
        if found is None:
            assert not nodes
        else:
            probe = view.curricula.question(found)
            assert probe in nodes
            assert not probe.choice or all(node.choice for node in nodes)
            leap = view.curricula.question(view.curricula.leap(concept))
            assert probe is leap or leap not in nodes or (leap.choice and not probe.choice)

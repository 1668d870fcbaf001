"""What the simulated learners of the efficiency benchmark promise, whoever is drawn."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks.efficiency import FAMILIES
from tests.benchmarks.families.gated import Gated
from tests.benchmarks.families.learner import Ground, Question, Reply, closed_share
from tests.benchmarks.families.strength import BAR, Strength

GROUND = Ground(
    ("a", "b", "c"), {"a": (), "b": ("a",), "c": ("a", "b")}, {"a": -1.0, "b": 0.0, "c": 0.5}
)  # fmt: skip
ASKED = {
    "a": Question("a/q", "a", -1.0),
    "b": Question("b/q", "b", 0.0, needs=("a",), uses=("a",)),
    "c": Question("c/q", "c", 0.5, guess=0.25, needs=("a", "b"), uses=("b",)),
}
RIGHT, WRONG = Reply(right=True, worked=True), Reply(right=False)

seeds = st.integers(0, 10_000).map(str)
concepts = st.sampled_from(GROUND.concepts)
states = st.sampled_from([frozenset[str](), frozenset("a"), frozenset("ab"), frozenset("abc")])
happenings = st.lists(st.tuples(concepts, st.booleans(), st.booleans(), st.booleans()), max_size=30)


def lived(learner: Gated | Strength, life: list[tuple[str, bool, bool, bool]]) -> None:
    for concept, right, aided, told in life:
        reply = learner.answer(ASKED[concept], aided=aided)
        learner.learn(ASKED[concept], RIGHT if right else reply, aided=aided, told=told and not right)


@given(states, seeds, happenings)
def test_a_gated_learner_never_forgets_and_never_passes_a_gate(
    known: frozenset[str], seed: str, life: list[tuple[str, bool, bool, bool]]
) -> None:
    learner = Gated(GROUND, known, seed)
    for event in life:
        before = set(learner.known)
        lived(learner, [event])
        learner.rest(3.0)
        assert before <= learner.known
        assert all(before.issuperset(GROUND.requires[concept]) for concept in learner.known - before)


@given(states, seeds, concepts, st.floats(-2, 2), st.floats(0, 2))
def test_who_does_not_know_thinks_harder_questions_out_less_often(
    known: frozenset[str], seed: str, concept: str, difficulty: float, harder: float
) -> None:
    learner = Gated(GROUND, known, seed)
    one = replace(ASKED[concept], difficulty=difficulty)
    other = replace(one, difficulty=difficulty + harder)
    assert learner.insight(other, aided=False) <= learner.insight(one, aided=False)
    assert learner.insight(one, aided=False) <= learner.insight(one, aided=True) <= 1.0


@given(seeds, concepts, st.booleans())
def test_thinking_a_question_out_teaches_more_than_its_solution_and_that_more_than_a_miss(
    seed: str, concept: str, step: bool
) -> None:
    learner, question = Gated(GROUND, frozenset(), seed), replace(ASKED[concept], step=step)
    chances = [learner.chance(question, happened) for happened in ("missed", "told", "helped", "worked")]
    assert chances == sorted(chances)
    assert 0.0 < chances[0] < chances[-1] < 1.0


def test_who_knows_is_right_but_for_slips_and_nobody_else_is_right_as_often() -> None:
    question = replace(ASKED["b"], difficulty=1.0)
    rights = {True: 0, False: 0}
    for number in range(2000):
        for knows in rights:
            learner = Gated(GROUND, frozenset("ab" if knows else "a"), str(number))
            rights[knows] += learner.answer(question, aided=False).right
    assert rights[True] / 2000 == pytest.approx(0.92, abs=0.03)
    assert rights[False] / 2000 == pytest.approx(0.3, abs=0.04)


@given(states, seeds, happenings, concepts, st.floats(0, 2))
def test_strong_learners_are_right_more_often_and_hard_questions_missed_more_often(
    known: frozenset[str], seed: str, life: list[tuple[str, bool, bool, bool]], concept: str, harder: float
) -> None:
    learner = Strength(GROUND, known, seed)
    question = ASKED[concept]
    before = learner.chance(question, aided=False)
    assert question.guess <= before <= learner.chance(question, aided=True) <= 1.0
    assert learner.chance(replace(question, difficulty=question.difficulty + harder), aided=False) <= before
    lived(learner, life)
    assert learner.chance(question, aided=False) >= before


@given(states, seeds, concepts, st.integers(1, 8))
def test_practice_has_diminishing_returns_and_is_worth_more_on_firm_ground(
    known: frozenset[str], seed: str, concept: str, times: int
) -> None:
    shaky, firm = Strength(GROUND, known, seed), Strength(GROUND, known, seed)
    for below in GROUND.requires[concept]:
        firm.start[below] += 1.0
    gains = []
    for _ in range(times + 1):
        before = shaky.strength(concept)
        for learner in (shaky, firm):
            learner.learn(replace(ASKED[concept], uses=()), RIGHT, aided=False, told=False)
        gains.append(shaky.strength(concept) - before)
    assert gains == sorted(gains, reverse=True)
    assert gains[-1] > 0.0
    assert firm.strength(concept) >= shaky.strength(concept)


@given(states, seeds, happenings, st.floats(0.1, 60), st.floats(0.1, 60))
def test_what_was_gained_fades_slowly_and_what_was_there_stays(
    known: frozenset[str], seed: str, life: list[tuple[str, bool, bool, bool]], days: float, more: float
) -> None:
    learner = Strength(GROUND, known, seed)
    lived(learner, life)
    for concept in GROUND.concepts:
        strengths = [learner.strength(concept)]
        for rest in (days, more):
            learner.rest(rest)
            strengths.append(learner.strength(concept))
        assert strengths == sorted(strengths, reverse=True)
        assert strengths[-1] >= learner.start[concept]
    assert known <= set(filter(learner.knows, GROUND.concepts))


@given(states, seeds, concepts)
def test_at_the_start_exactly_the_given_concepts_are_known(known: frozenset[str], seed: str, concept: str) -> None:
    for family in FAMILIES.values():
        learner = family(GROUND, known, seed)
        assert learner.knows(concept) == (concept in known)
    learner = Strength(GROUND, known, seed)
    question = replace(ASKED[concept], difficulty=GROUND.ordinary[concept], guess=0.0, needs=())
    assert (learner.chance(question, aided=False) >= BAR - 1e-9) == learner.knows(concept)


@given(states, seeds, concepts, st.booleans(), st.floats(0, 2))
def test_progress_is_expected_where_there_is_something_to_learn_and_more_of_easier_questions(
    known: frozenset[str], seed: str, concept: str, aided: bool, harder: float
) -> None:
    question = ASKED[concept]
    other = replace(question, difficulty=question.difficulty + harder)
    for family in FAMILIES.values():
        learner = family(GROUND, known, seed)
        assert 0.0 <= learner.gain(other, aided=aided) <= learner.gain(question, aided=aided)
    gated = Gated(GROUND, known, seed)
    assert (gated.gain(question, aided=aided) > 0.0) == gated.ready(concept)


@given(st.sampled_from(sorted(FAMILIES)), states, seeds, st.lists(concepts, max_size=6), concepts)
def test_luck_with_a_question_does_not_depend_on_what_else_was_asked(
    family: str, known: frozenset[str], seed: str, others: list[str], concept: str
) -> None:
    one, other = FAMILIES[family](GROUND, known, seed), FAMILIES[family](GROUND, known, seed)
    for between in others:
        if between != concept:
            other.answer(ASKED[between], aided=False)  # answered, but nothing learnt
    assert one.answer(ASKED[concept], aided=False) == other.answer(ASKED[concept], aided=False)


@given(st.floats(0, 1), seeds)
def test_what_a_learner_knows_at_the_start_is_closed_and_as_much_as_was_asked_for(share: float, seed: str) -> None:
    known = closed_share(GROUND, share, random.Random(seed))
    assert len(known) == round(share * 2)
    assert all(known.issuperset(GROUND.requires[concept]) for concept in known)

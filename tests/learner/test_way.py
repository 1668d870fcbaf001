"""What is believed on the way to a goal is what the whole computation says, whatever is left out or kept on the way there."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.learner.worlds import CHAINLIKE, answers, graphs, random_graph
from tutor.errors import InputError
from tutor.learner import estimate as estimates
from tutor.learner import network
from tutor.learner.estimate import Estimate, beliefs, known, observe, reaches
from tutor.learner.evidence import Evidence, Item
from tutor.learner.graph import KnowledgeGraph
from tutor.learner.network import REACHES, UNLIKELY, marginals
from tutor.learner.way import WITNESSES, towards

MET = st.data()
FEWER = settings(max_examples=40)
EXACT = 1e-9


def after(seen: list[Evidence]) -> Estimate:
    estimate = Estimate()
    for evidence in seen:
        estimate = observe(estimate, evidence)
    return estimate


def answer(concept: str, outcome: float, n: int = 0) -> Evidence:
    return Evidence(Item(f"{concept}/{n}", concept), n, outcome, at=n)


def topped(graph: KnowledgeGraph) -> KnowledgeGraph:
    """The graph with a goal above everything."""
    return KnowledgeGraph({**{c: graph.prerequisites(c) for c in graph.concepts}, "goal": graph.concepts})


def beside(graph: KnowledgeGraph, other: KnowledgeGraph) -> KnowledgeGraph:
    """Both graphs in one, without a relation between them; the other's concepts renamed."""
    return KnowledgeGraph(
        {f"other-{c}": tuple(f"other-{b}" for b in other.prerequisites(c)) for c in other.concepts}
        | {c: graph.prerequisites(c) for c in graph.concepts}
    )


def forget() -> None:
    estimates._worked_out.cache_clear()
    network._weights.cache_clear()


@FEWER
@given(graphs(), MET)
def test_what_is_kept_between_answers_is_what_a_fresh_computation_gives(
    graph: KnowledgeGraph, data: st.DataObject
) -> None:
    estimate = Estimate()
    kept = [dict(beliefs(estimate, graph))]
    seen = data.draw(answers(graph))
    for evidence in seen:
        estimate = observe(estimate, evidence)
        kept.append(dict(beliefs(estimate, graph)))
    for n, believed in enumerate(kept):
        forget()
        assert beliefs(Estimate.from_json(after(seen[:n]).to_json()), graph) == believed


@FEWER
@given(graphs(), MET)
def test_messages_among_what_was_answered_are_as_good_as_messages_among_all(
    graph: KnowledgeGraph, data: st.DataObject
) -> None:
    estimate = after(data.draw(answers(graph)))
    forget()
    some = marginals(reaches(estimate, graph))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(network, "_active", lambda graph, own: list(range(len(graph))))
        forget()
        everywhere = marginals(reaches(after_json(estimate), graph))
    forget()
    assert some == pytest.approx(everywhere, abs=EXACT)


def after_json(estimate: Estimate) -> Estimate:
    return Estimate.from_json(estimate.to_json())


@FEWER
@given(graphs(), MET)
def test_leaving_out_unlikely_reaches_moves_no_belief_by_more_than_their_weight(
    graph: KnowledgeGraph, data: st.DataObject
) -> None:
    estimate = after(data.draw(answers(graph)))
    forget()
    likely = marginals(reaches(estimate, graph))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(network, "UNLIKELY", 0.0)
        forget()
        every = marginals(reaches(after_json(estimate), graph))
    forget()
    assert likely == pytest.approx(every, abs=len(REACHES) * UNLIKELY)


@FEWER
@given(graphs(), MET)
def test_the_way_to_what_stands_above_all_is_the_whole_graph(graph: KnowledgeGraph, data: st.DataObject) -> None:
    whole = topped(graph)
    way, estimate = towards(whole, ("goal",)), after(data.draw(answers(whole)))
    assert set(way.concepts) == set(whole.concepts)
    believed = beliefs(estimate, whole)
    assert beliefs(estimate, way) == pytest.approx(dict(believed), abs=EXACT)


@FEWER
@given(graphs(), graphs(), MET)
def test_unrelated_concepts_and_answers_on_them_change_nothing_on_the_way(
    graph: KnowledgeGraph, other: KnowledgeGraph, data: st.DataObject
) -> None:
    both = beside(graph, other)
    goal = data.draw(st.sampled_from(graph.concepts))
    on_way = towards(graph, (goal,))
    seen = data.draw(answers(on_way))
    elsewhere = [answer(f"other-{c}", data.draw(st.sampled_from([0.0, 1.0]))) for c in other.concepts]
    alone, together = after(seen), after([*elsewhere, *seen])
    wide = towards(both, (goal,), together.concepts)
    assert set(wide.concepts) == set(on_way.concepts)
    for concept in on_way.concepts:
        assert known(together, concept, wide) == pytest.approx(known(alone, concept, on_way), abs=EXACT)


@FEWER
@given(graphs(), MET)
def test_a_way_holds_what_lies_below_its_goal_as_it_was_written(graph: KnowledgeGraph, data: st.DataObject) -> None:
    goal, answered = data.draw(st.sampled_from(graph.concepts)), data.draw(st.sets(st.sampled_from(graph.concepts)))
    way = towards(graph, (goal,), answered)
    assert way.ancestors(goal) == graph.ancestors(goal)
    for concept in graph.ancestors(goal) | {goal}:
        assert way.prerequisites(concept) == graph.prerequisites(concept)
        assert way.ancestors(concept) == graph.ancestors(concept)
    for witness in set(way.concepts) - graph.ancestors(goal) - {goal}:
        assert witness in answered
        assert way.ancestors(witness) == graph.ancestors(witness) & (graph.ancestors(goal) | {goal})
        assert way.ancestors(witness)


def test_what_was_answered_beside_the_way_speaks_for_what_both_rest_on() -> None:
    goal, other = "span", "after-linear"
    right, wrong = after([answer(other, 1.0)]), after([answer(other, 0.0)])
    way = towards(CHAINLIKE, (goal,), {other})
    shared = CHAINLIKE.ancestors(other) & CHAINLIKE.ancestors(goal)
    assert {"sum", "components"} <= shared
    for concept in shared:
        assert known(right, concept, way) > known(Estimate(), concept, way) > known(wrong, concept, way)
    assert "functions" not in way  # what only the other rests on isn't needed to hear it


def test_only_so_many_answers_beside_the_way_are_heard() -> None:
    many = {f"use-{n}": ("middle",) if n % 2 else ("base",) for n in range(3 * WITNESSES)}
    graph = KnowledgeGraph({"base": (), "middle": ("base",), "goal": ("middle",), **many})
    way = towards(graph, ("goal",), many)
    assert len(way) == 3 + WITNESSES
    assert all(way.prerequisites(c) == ("middle",) for c in way.concepts if c.startswith("use"))


def test_a_concept_outside_is_believed_by_its_own_answers_alone() -> None:
    way = towards(random_graph(20, 1), ("c004",))
    assert known(Estimate(), "elsewhere", way) == 0.5
    assert known(after([answer("elsewhere", 1.0)]), "elsewhere", way) > 0.7


def test_the_way_to_what_is_not_there_is_an_input_error() -> None:
    with pytest.raises(InputError):
        towards(CHAINLIKE, ("elsewhere",))


def test_the_same_way_is_built_once() -> None:
    graph = random_graph(30, random.Random(3).randrange(9))
    assert towards(graph, ("goal",), ["c001", "c002"]) is towards(graph, ("goal",), {"c002", "c001"})

"""The prerequisite graph."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.learner.worlds import graphs
from tutor.errors import CurriculumError, InputError
from tutor.learner.graph import KnowledgeGraph


@given(graphs())
def test_prerequisites_come_before_what_rests_on_them(graph: KnowledgeGraph) -> None:
    for concept in graph.concepts:
        assert all(graph.place[below] < graph.place[concept] for below in graph.prerequisites(concept))


@given(graphs())
def test_ancestors_and_dependents_are_each_others_reverse_and_closed(graph: KnowledgeGraph) -> None:
    for concept in graph.concepts:
        above = {other for other in graph.concepts if concept in graph.ancestors(other)}
        assert graph.dependents(concept) == above
        near = set(graph.prerequisites(concept))
        assert graph.ancestors(concept) == near.union(*(graph.ancestors(below) for below in near))
        assert concept not in graph.ancestors(concept)


@given(graphs())
def test_leaving_out_implied_prerequisites_loses_none(graph: KnowledgeGraph) -> None:
    for concept, place in graph.place.items():
        kept = {graph.concepts[i] for i in graph.parents[place]}
        assert kept <= set(graph.prerequisites(concept))
        assert kept.union(*(graph.ancestors(below) for below in kept)) == graph.ancestors(concept)


def test_a_circle_is_refused_and_named() -> None:
    with pytest.raises(CurriculumError, match=r"a -> b|b -> a"):
        KnowledgeGraph({"a": ("b",), "b": ("a",)})


def test_a_prerequisite_that_is_not_there_is_refused_and_named() -> None:
    with pytest.raises(CurriculumError, match="elsewhere"):
        KnowledgeGraph({"a": ("elsewhere",)})


def test_asking_about_an_unknown_concept_is_an_input_error() -> None:
    graph = KnowledgeGraph({"a": ()})
    for ask in (graph.prerequisites, graph.ancestors, graph.dependents):
        with pytest.raises(InputError):
            ask("b")


def test_a_graph_of_ten_thousand_concepts_is_ordered() -> None:
    graph = KnowledgeGraph({f"c{i}": tuple(f"c{j}" for j in {i // 2, i * 2 // 3} if j < i) for i in range(10_000)})
    assert len(graph) == 10_000
    assert "c0" in graph.ancestors("c9999")

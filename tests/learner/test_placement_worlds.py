"""Longer placements in worlds that the tutor's model doesn't share: noisy graphs, hidden abilities, slips and guesses."""

from __future__ import annotations

import random
import statistics
from functools import cache

import pytest

from tests.benchmarks.placement import GOAL, Run, capacity, floors, reached, run, state, world
from tests.learner.worlds import random_graph
from tutor.learner.estimate import Estimate, beliefs, observe
from tutor.learner.evidence import Evidence, Item
from tutor.learner.graph import KnowledgeGraph
from tutor.learner.placement import next_probe


@cache
def runs(kind: str, size: int, most: int) -> list[Run]:
    rng = random.Random(f"{kind} {size}")
    worlds = [world(size, kind, rng) for _ in range(12)]  # they differ more than their learners do
    return [run("program", w, state(w, rng), most, rng) for w in worlds for _ in range(2)]


def right(kind: str, size: int, questions: int) -> float:
    return statistics.mean(found.right[questions] for found in runs(kind, size, questions))


def test_sixteen_questions_tell_nearly_all_of_sixty_concepts() -> None:
    assert right("well", 60, 16) >= 0.92


def test_two_dozen_tell_most_where_relations_stand_the_wrong_way_round() -> None:
    assert right("reversed", 60, 24) >= 0.9


@pytest.mark.parametrize("kind", ["well", "reversed"])
def test_no_more_is_believed_than_is_so(kind: str) -> None:
    most = 16 if kind == "well" else 24
    found = runs(kind, 60, most)
    believed = statistics.mean(r.believed[min(r.stop, most)] for r in found)
    assert believed - statistics.mean(r.right[min(r.stop, most)] for r in found) <= 0.04


def test_right_answers_against_the_graph_are_believed_without_what_lies_below() -> None:
    graph = KnowledgeGraph({"below": (), "above": ("below",)})
    estimate = Estimate()
    for n in range(4):
        estimate = observe(estimate, Evidence(Item(f"a{n}", "above"), 0, 1.0, 2 * n))
        estimate = observe(estimate, Evidence(Item(f"b{n}", "below"), 0, 0.0, 2 * n + 1))
    believed = beliefs(estimate, graph)
    assert believed["above"] > 0.5 > believed["below"]


def test_how_long_it_lasts_and_how_sure_it_must_be_can_be_said() -> None:
    graph, rng = random_graph(20, 5), random.Random(1)
    items = [Item(f"{c}/{n}", c) for c in sorted(graph.ancestors(GOAL)) for n in range(3)]
    assert next_probe(Estimate(), graph, GOAL, items, [], most=0) is None
    assert next_probe(Estimate(), graph, GOAL, items, [], error=0.6) is None
    estimate, asked = Estimate(), list[Evidence]()
    while (item := next_probe(estimate, graph, GOAL, items, asked, most=15, error=0.0)) is not None:
        asked.append(Evidence(item, 0, float(rng.random() < 0.5), len(asked), unknown=False))
        estimate = observe(estimate, asked[-1])
    assert len(asked) == 15


def test_the_floor_falls_with_the_error_allowed() -> None:
    tight, middling, loose = floors(world(30, "well", random.Random(2)), random.Random(3), (0.03, 0.1, 0.2))
    assert tight > middling > loose
    assert capacity() == pytest.approx(0.398, abs=0.001)  # of a binary channel with those errors


def test_a_share_is_reached_where_it_is_not_lost_again() -> None:
    assert reached([0.5, 0.95, 0.8, 0.91, 0.92], 0.9) == 3
    assert reached([0.5, 0.95, 0.8], 0.9) is None
    assert reached([0.9, 0.95], 0.9) == 0

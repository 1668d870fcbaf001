"""Placement finds where to begin, with few questions."""

from __future__ import annotations

import random
import statistics

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.learner.worlds import CHAINLIKE, Answering, closed_share, graphs, placed, random_graph
from tutor.errors import InputError
from tutor.learner.estimate import Estimate, beliefs, observe, reaches, success
from tutor.learner.evidence import Evidence, Item
from tutor.learner.graph import KnowledgeGraph
from tutor.learner.placement import EASIER, HOPELESS, MOST, SHORTLIST, _missing, _telling, _tied, next_probe
from tutor.learner.states import STATES, draw

NOISY = Answering()
HONEST = Answering(slip=0.07, guess=0.05, admits=0.4, declared_guess=0.0, difficulty=0.8)
GRAPHS = [
    pytest.param(CHAINLIKE, id="chainlike"),
    pytest.param(random_graph(30, 1), id="random-30"),
    pytest.param(random_graph(60, 2), id="random-60"),
]


def questions(graph: KnowledgeGraph, goal: str) -> list[Item]:
    return [Item(f"{c}/q", c, difficulty=0.5) for c in sorted(graph.ancestors(goal))]


def figures(graph: KnowledgeGraph, share: float, how: Answering, learners: int = 15) -> tuple[float, float]:
    """Mean number of probes, and mean share of the concepts on the way that are told right, known from unknown."""
    probes, right = [], []
    way = graph.ancestors("goal")
    for seed in range(learners):
        rng = random.Random(seed)
        known = closed_share(graph, share, rng)
        estimate, asked = placed(graph, known, how, rng)
        believed = beliefs(estimate, graph)
        probes.append(len(asked))
        right.append(sum((believed[c] > 0.5) == (c in known) for c in way) / len(way))
    return statistics.mean(probes), statistics.mean(right)


@pytest.mark.parametrize("graph", GRAPHS)
def test_an_honest_novice_meets_few_probes(graph: KnowledgeGraph) -> None:
    probes, right = figures(graph, 0.0, HONEST)
    assert probes <= 4
    assert right >= 0.95


@pytest.mark.parametrize("graph", GRAPHS)
def test_an_expert_meets_few_probes(graph: KnowledgeGraph) -> None:
    probes, right = figures(graph, 1.0, HONEST)
    assert probes <= 5.5
    assert right >= 0.93


@pytest.mark.parametrize("graph", GRAPHS)
@pytest.mark.parametrize(("how", "least"), [(HONEST, 0.87), (NOISY, 0.8)], ids=["honest", "slips-and-guesses"])
def test_who_knows_half_is_placed_within_the_cap(graph: KnowledgeGraph, how: Answering, least: float) -> None:
    probes, right = figures(graph, 0.5, how)
    assert probes <= MOST
    assert right >= least


def test_two_right_answers_on_a_long_path_end_it_or_nearly() -> None:
    estimate, asked = placed(
        CHAINLIKE, set(CHAINLIKE.concepts), Answering(slip=0.0, declared_guess=0.0), random.Random(0)
    )
    assert len(asked) <= 3
    assert all(beliefs(estimate, CHAINLIKE)[c] > 0.5 for c in CHAINLIKE.ancestors("goal"))


def test_one_miss_cuts_the_way_about_in_half() -> None:
    first = next_probe(Estimate(), CHAINLIKE, "goal", questions(CHAINLIKE, "goal"), [])
    assert first is not None
    missed = observe(Estimate(), Evidence(first, 0, 0.0, at=1))
    before, after = (sum(beliefs(e, CHAINLIKE)[c] for c in CHAINLIKE.ancestors("goal")) for e in (Estimate(), missed))
    assert 0.3 * before < after < 0.7 * before


def test_the_same_answers_bring_the_same_probes() -> None:
    graph = random_graph(60, 3)
    runs = [placed(graph, closed_share(graph, 0.5, random.Random(1)), NOISY, random.Random(4))[1] for _ in range(2)]
    assert runs[0] == runs[1]


def most_telling(
    estimate: Estimate, graph: KnowledgeGraph, goal: str, items: list[Item], asked: list[Evidence]
) -> Item:
    """The probe by its definition: of those likely enough, the ones that tell most of their own concept, and of these the one
    that tells most of the way; where none is likely enough, the likeliest."""
    least = EASIER if _missing(asked) else HOPELESS
    met = {evidence.item.ref for evidence in asked}
    left = [item for item in items if item.ref not in met]
    likely = [item for item in left if success(estimate, item, graph) >= least]
    if not likely:
        return max(left, key=lambda item: success(estimate, item, graph))
    way = sorted(graph.place[concept] for concept in graph.ancestors(goal))
    drawn = draw({i: graph.parents[i] for i in way}, reaches(estimate, graph))
    counts = {i: drawn[i].bit_count() for i in way}
    doubtful = [(drawn[i], counts[i]) for i in way if 0 < counts[i] < STATES]

    def own(item: Item) -> float:
        share = counts[graph.place[item.concept]] / STATES
        return _telling(item, share) * share * (1 - share)

    def worth(item: Item) -> float:
        place = graph.place[item.concept]
        return _telling(item, counts[place] / STATES) * _tied(drawn[place], doubtful)

    return max(sorted(likely, key=own, reverse=True)[:SHORTLIST], key=worth)


@settings(max_examples=25)
@given(graphs(40), st.integers(0, 2**32), st.floats(0, 1), st.floats(-2, 3))
def test_the_probe_is_the_most_telling_of_those_that_may_well_be_answered(
    graph: KnowledgeGraph, seed: int, share: float, difficulty: float
) -> None:
    rng = random.Random(seed)
    goal = graph.concepts[-1]
    items = [
        Item(f"{c}/{n}", c, difficulty=difficulty + rng.uniform(-1, 1), guess=rng.choice((0.0, 0.25)))
        for c in sorted(graph.ancestors(goal))
        for n in range(2)
    ]
    estimate, asked = Estimate(), list[Evidence]()
    while (item := next_probe(estimate, graph, goal, items, asked)) is not None:
        assert item == most_telling(estimate, graph, goal, items, asked)
        asked.append(Evidence(item, 0, float(rng.random() < share), len(asked)))
        estimate = observe(estimate, asked[-1])


@settings(max_examples=40)
@given(graphs(), st.integers(0, 2**32), st.floats(0, 1))
def test_every_placement_ends_asks_nothing_twice_and_stays_on_the_way(
    graph: KnowledgeGraph, seed: int, share: float
) -> None:
    rng = random.Random(seed)
    goal = rng.choice(graph.concepts)
    items, estimate, asked = questions(graph, goal), Estimate(), list[Evidence]()
    while (item := next_probe(estimate, graph, goal, items, asked)) is not None:
        assert item.concept in graph.ancestors(goal)
        assert item.ref not in {evidence.item.ref for evidence in asked}
        evidence = Evidence(item, 0, float(rng.random() < share), len(asked))
        asked.append(evidence)
        estimate = observe(estimate, evidence)
    assert len(asked) <= MOST


def test_no_probe_is_hopeless_while_a_fair_one_is_left() -> None:
    for seed in range(5):
        rng, graph, asked, estimate = random.Random(seed), random_graph(40, seed), list[Evidence](), Estimate()
        items = questions(graph, "goal")
        while (item := next_probe(estimate, graph, "goal", items, asked)) is not None:
            met = {evidence.item.ref for evidence in asked}
            best = max(success(estimate, other, graph) for other in items if other.ref not in met)
            assert success(estimate, item, graph) >= min(HOPELESS, best)
            asked.append(Evidence(item, 0, float(rng.random() < 0.3), len(asked)))
            estimate = observe(estimate, asked[-1])


def test_after_two_misses_running_an_easier_one_comes() -> None:
    items, estimate, asked = questions(CHAINLIKE, "goal"), Estimate(), list[Evidence]()
    chances = []
    for _ in range(3):
        item = next_probe(estimate, CHAINLIKE, "goal", items, asked)
        assert item is not None
        chances.append(success(Estimate(), item, CHAINLIKE))
        asked.append(Evidence(item, 0, 0.0, len(asked)))
        estimate = observe(estimate, asked[-1])
    assert chances[2] > min(chances[:2])


def test_nothing_is_asked_where_nothing_lies_below_or_nothing_can_be_asked() -> None:
    assert next_probe(Estimate(), CHAINLIKE, "numbers", questions(CHAINLIKE, "goal"), []) is None
    assert next_probe(Estimate(), CHAINLIKE, "goal", [], []) is None


def test_a_goal_that_is_not_there_is_an_input_error() -> None:
    with pytest.raises(InputError):
        next_probe(Estimate(), CHAINLIKE, "elsewhere", [], [])

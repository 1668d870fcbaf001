"""Graphs and learners made of dice, for tests of what is believed of them."""

from __future__ import annotations

import random
from dataclasses import dataclass

from hypothesis import strategies as st

from tutor.learner.estimate import Estimate, observe
from tutor.learner.evidence import Evidence, Item
from tutor.learner.graph import KnowledgeGraph
from tutor.learner.placement import next_probe

# much like the map of a first unit of linear algebra: long, and narrower at the top
CHAINLIKE = KnowledgeGraph(
    {
        "numbers": (), "fractions": ("numbers",), "laws": ("numbers",), "equation": ("numbers", "fractions"),
        "pair": ("equation", "laws"), "coordinates": ("numbers",), "proportion": ("fractions",),
        "functions": ("coordinates",), "similar": ("proportion",), "arrow": (), "equal": ("arrow",),
        "components": ("arrow", "coordinates"), "sum": ("arrow", "equal"), "sum-by": ("sum", "components"),
        "multiple": ("arrow",), "scale-by": ("multiple", "components", "similar"),
        "difference": ("sum", "multiple", "sum-by"), "combination": ("sum-by", "scale-by"),
        "as-equations": ("combination", "pair"), "span": ("combination",), "parallel": ("scale-by", "proportion"),
        "span-two": ("span", "as-equations", "parallel"), "independent": ("span",), "basis": ("independent", "span-two"),
        "map": ("components", "functions"), "linear": ("map", "sum", "multiple"), "kept": ("linear", "combination"),
        "on-basis": ("kept", "basis"), "matrix": ("on-basis",), "times-vector": ("matrix", "combination"),
        "after": ("map",), "after-linear": ("after", "linear"), "goal": ("after-linear", "times-vector", "matrix"),
    }
)  # fmt: skip


def random_graph(size: int, seed: int) -> KnowledgeGraph:
    """A connected graph of that many concepts below `goal`; each rests on up to three of the dozen before it."""
    rng = random.Random(seed)
    direct: dict[str, tuple[str, ...]] = {}
    for i in range(size):
        before = list(direct)[-12:]
        count = min(len(before), rng.choice((1, 1, 2, 2, 3)) if i > 3 else rng.choice((0, 1)))
        direct[f"c{i:03}"] = tuple(sorted(rng.sample(before, count)))
    used = {below for requires in direct.values() for below in requires}
    direct["goal"] = tuple(concept for concept in direct if concept not in used)
    return KnowledgeGraph(direct)


def closed_share(graph: KnowledgeGraph, share: float, rng: random.Random) -> set[str]:
    """What a learner knows: that share of what lies below the goal, closed under prerequisites."""
    below = [concept for concept in graph.concepts if concept in graph.ancestors("goal")]
    known: set[str] = set()
    while len(known) < round(share * len(below)):
        known.add(rng.choice([c for c in below if c not in known and known.issuperset(graph.prerequisites(c))]))
    return known


@dataclass(frozen=True)
class Answering:
    """How a simulated learner answers, and what the items say of themselves."""

    slip: float = 0.1
    guess: float = 0.2
    admits: float = 0.0
    declared_guess: float = 0.2
    difficulty: float = 0.5


def placed(
    graph: KnowledgeGraph, known: set[str], how: Answering, rng: random.Random
) -> tuple[Estimate, list[Evidence]]:
    """A whole placement towards `goal`, with one question a concept."""
    items = [
        Item(f"{c}/q", c, difficulty=how.difficulty, guess=how.declared_guess) for c in sorted(graph.ancestors("goal"))
    ]
    estimate, asked = Estimate(), list[Evidence]()
    while (item := next_probe(estimate, graph, "goal", items, asked)) is not None:
        knows = item.concept in known
        right = rng.random() < (1 - how.slip if knows else how.guess)
        admits = not knows and rng.random() < how.admits
        evidence = Evidence(item, 0, float(right and not admits), len(asked), unknown=admits)
        asked.append(evidence)
        estimate = observe(estimate, evidence)
    return estimate, asked


def graphs(most: int = 14) -> st.SearchStrategy[KnowledgeGraph]:
    """Random prerequisite graphs; concepts are named c0, c1, …, prerequisites first."""

    def build(rows: list[list[int]]) -> KnowledgeGraph:
        return KnowledgeGraph(
            {f"c{i}": tuple(sorted({f"c{j % i}" for j in row})) if i else () for i, row in enumerate(rows)}
        )

    return st.lists(st.lists(st.integers(0, 50), max_size=3), min_size=1, max_size=most).map(build)


def answers(graph: KnowledgeGraph, most: int = 12) -> st.SearchStrategy[list[Evidence]]:
    """Random evidence on the graph's concepts, of all kinds."""
    concepts = st.sampled_from(graph.concepts)
    items = st.builds(
        Item,
        ref=st.sampled_from(["q", "r"]),
        concept=concepts,
        uses=st.lists(concepts, max_size=2).map(tuple),
        difficulty=st.floats(-5, 5),
        guess=st.floats(0, 0.9),
        choice=st.booleans(),
    )
    one = st.builds(
        Evidence,
        item=items,
        variant=st.integers(0, 3),
        outcome=st.sampled_from([0.0, 0.5, 1.0]),
        at=st.integers(0, 10**15),
        aid=st.sampled_from(["unaided", "assisted", "told"]),
        unknown=st.booleans(),
        weight=st.sampled_from([0.1, 0.25, 1.0]),
        delayed=st.booleans(),
    )
    return st.lists(one, max_size=most)

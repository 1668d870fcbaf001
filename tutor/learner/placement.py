"""Placement: which question tells most about the way to a goal, and when enough is known to begin.

A probe's worth is what its answer is expected to take off the variance of knowing, summed over the concepts on the way: for a
yes-or-no answer Y, the sum of Cov(known, Y)²/Var(Y) (the law of total variance).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tutor.learner.estimate import Estimate, reaches, success
from tutor.learner.evidence import Evidence, Item
from tutor.learner.graph import KnowledgeGraph
from tutor.learner.likelihood import chance_if_known, chance_if_unknown
from tutor.learner.network import marginals
from tutor.learner.states import STATES, draw

MOST: Final = 8  # probes
ERROR: Final = 0.05  # expected share of the concepts on the way held to be known when they aren't, or the reverse
HOPELESS: Final = 0.25  # no probe less likely to succeed, unless nothing else is there
MISSES: Final = 2  # running; then an easier one


def next_probe(
    estimate: Estimate, graph: KnowledgeGraph, goal: str, candidates: Sequence[Item], asked: Sequence[Evidence]
) -> Item | None:
    """The most telling candidate about what lies below the goal; None when placement should stop.

    `asked`: the probes of this placement so far, already observed by the estimate, in order.
    """
    way = sorted(graph.place[concept] for concept in graph.ancestors(goal))
    met = {evidence.item.ref for evidence in asked}
    open_items = [item for item in candidates if item.ref not in met and graph.place.get(item.concept) in set(way)]
    if not open_items or len(asked) >= MOST or _sure_enough(estimate, graph, way, asked):
        return None
    fitting = _fitting(estimate, graph, open_items, asked)
    if not fitting:
        return None
    worth = _worths(estimate, graph, way, fitting)
    return max(zip(worth, fitting, strict=True), key=lambda pair: pair[0])[1]


def _sure_enough(estimate: Estimate, graph: KnowledgeGraph, way: Sequence[int], asked: Sequence[Evidence]) -> bool:
    believed = marginals(reaches(estimate, graph))
    error = sum(min(believed[i], 1.0 - believed[i]) for i in way) / len(way)
    return error < ERROR


def _fitting(
    estimate: Estimate, graph: KnowledgeGraph, items: Sequence[Item], asked: Sequence[Evidence]
) -> list[Item]:
    chances = {item.ref: success(estimate, item, graph) for item in items}
    fitting = [item for item in items if chances[item.ref] >= HOPELESS]
    if not fitting:
        easiest = max(items, key=lambda item: chances[item.ref])
        return [easiest]
    return fitting


def _worths(
    estimate: Estimate, graph: KnowledgeGraph, way: Sequence[int], items: Sequence[Item]
) -> list[float]:
    drawn = draw({i: graph.parents[i] for i in way}, reaches(estimate, graph))
    states = [(drawn[i], drawn[i].bit_count() / STATES) for i in way]
    found = []
    for item in items:
        mask = drawn[graph.place[item.concept]]
        share = mask.bit_count() / STATES
        tied = sum(((mask & other).bit_count() / STATES - share * part) ** 2 for other, part in states)
        known, unknown = chance_if_known(item), chance_if_unknown(item)
        right = share * known + (1.0 - share) * unknown
        found.append(tied * (known - unknown) ** 2 / (right * (1.0 - right)))
    return found

"""The way to a goal: the part of the prerequisite graph from which a learner's beliefs on the way are worked out.

Seen from a goal, only three things matter: the goal, all that lies below it, and answers on concepts elsewhere that rest on
something below it. How far a learner's knowledge reaches is then measured on this way alone, so that it's the same whatever
else a curriculum holds, and costs the same among ten thousand concepts as among fifty.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from tutor.learner.graph import KnowledgeGraph, set_bits

WITNESSES: Final = 48  # answered concepts beside the way that are heard: those that rest on most of it
KEPT: Final = 32  # ways kept at hand


def towards(graph: KnowledgeGraph, goals: Iterable[str], answered: Iterable[str] = ()) -> KnowledgeGraph:
    """The way to these goals as a graph of its own. Raises InputError("unknown-concept").

    `answered`: concepts that were asked about before. Those beside the way stand directly on the highest concepts of the way
    that they rest on; what they need of their own is left out, and so are those that rest on nothing of the way.
    """
    return _towards(graph, frozenset(goals), frozenset(answered))


@lru_cache(maxsize=KEPT)
def _towards(graph: KnowledgeGraph, goals: frozenset[str], answered: frozenset[str]) -> KnowledgeGraph:
    on_way = goals.union(*map(graph.ancestors, goals))
    way = KnowledgeGraph({concept: graph.prerequisites(concept) for concept in graph.concepts if concept in on_way})
    beside = sorted(concept for concept in answered if concept in graph and concept not in on_way)
    if not beside:
        return way
    resting = _resting_on(graph, way, beside)
    witnesses = sorted((one for one in beside if resting[one]), key=lambda one: -resting[one].bit_count())[:WITNESSES]
    direct = {concept: graph.prerequisites(concept) for concept in way.concepts}
    for witness in witnesses:
        direct[witness] = _highest(way, resting[witness])
    return KnowledgeGraph(direct)


def _resting_on(graph: KnowledgeGraph, way: KnowledgeGraph, concepts: Iterable[str]) -> dict[str, int]:
    """Which concepts of the way, as a mask, each of these and of those between them and the way rest on."""
    found: dict[str, int] = {}
    pending = list(concepts)
    while pending:
        top = pending[-1]
        outside = [below for below in graph.prerequisites(top) if below not in way and below not in found]
        if outside:
            pending += outside
            continue
        pending.pop()
        mask = 0
        for below in graph.prerequisites(top):
            mask |= found[below] if below not in way else way.below(way.place[below]) | 1 << way.place[below]
        found[top] = mask
    return found


def _highest(way: KnowledgeGraph, mask: int) -> tuple[str, ...]:
    """The concepts of a mask on which none of the others rest."""
    below = 0
    for i in set_bits(mask):
        below |= way.below(i)
    return tuple(way.concepts[i] for i in set_bits(mask & ~below))

"""Which concepts may be assumed: believed known, with all that they rest on."""

from __future__ import annotations

from typing import Final

from tutor.learner.estimate import Estimate, beliefs
from tutor.learner.graph import KnowledgeGraph

ASSUMED: Final = 0.85


def assumed(estimate: Estimate, graph: KnowledgeGraph, threshold: float = ASSUMED) -> frozenset[str]:
    """The largest set of concepts believed known at least so surely that is closed under prerequisites."""
    believed = beliefs(estimate, graph)
    found: set[str] = set()
    for concept in graph.concepts:
        if believed[concept] >= threshold and found.issuperset(graph.prerequisites(concept)):
            found.add(concept)
    return frozenset(found)

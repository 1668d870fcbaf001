"""The prerequisite graph: what comes before what. Pure; without recursion: 10,000 concepts in a row are a graph too.

A graph is a mapping from a concept to those it requires directly; whatever is required must be a key itself.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping

Graph = Mapping[str, tuple[str, ...]]


def topological(graph: Graph) -> tuple[str, ...]:
    """All nodes, each after those it requires, else in the order given. Nodes on or above a circle are left out."""
    place = {node: i for i, node in enumerate(graph)}
    left = {node: len(set(required)) for node, required in graph.items()}
    above = dependents(graph)
    ready = [place[node] for node, count in left.items() if count == 0]
    names, order = list(graph), []
    while ready:
        node = names[heapq.heappop(ready)]
        order.append(node)
        for other in above[node]:
            left[other] -= 1
            if left[other] == 0:
                heapq.heappush(ready, place[other])
    return tuple(order)


def circle(graph: Graph) -> tuple[str, ...] | None:
    """A circle of nodes, each requiring the next and the last the first; None if there is none."""
    stuck = set(graph).difference(topological(graph))
    if not stuck:
        return None
    # Every stuck node requires a stuck one: walking along must come back.
    node = next(node for node in graph if node in stuck)
    seen: dict[str, int] = {}
    while node not in seen:
        seen[node] = len(seen)
        node = next(required for required in graph[node] if required in stuck)
    return tuple(seen)[seen[node] :]


def dependents(graph: Graph) -> dict[str, tuple[str, ...]]:
    """For each node those that require it directly."""
    above: dict[str, list[str]] = {node: [] for node in graph}
    for node, required in graph.items():
        for one in dict.fromkeys(required):
            above[one].append(node)
    return {node: tuple(others) for node, others in above.items()}


def reach(graph: Graph, start: Iterable[str]) -> frozenset[str]:
    """All that the nodes require, directly or not, without the nodes themselves unless they lie on a circle."""
    found: set[str] = set()
    pending = [one for node in start for one in graph[node]]
    while pending:
        node = pending.pop()
        if node not in found:
            found.add(node)
            pending.extend(graph[node])
    return frozenset(found)

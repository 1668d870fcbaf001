"""A drawing of a graph in layers: who stands in which layer, in what order, and where (Sugiyama, Tagawa & Toda 1981).

Layers by longest path, long edges broken into points of their own, few crossings by barycentres and exchanges of neighbours, then
places as near to the neighbours as order and width allow: for each layer that is an isotonic regression, solved exactly by pooling
adjacent violators (Barlow et al. 1972). The same graph always gives the same drawing.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

Point = Hashable  # a node, or a part of an edge: (lower, upper, layer)
Layers = list[list[Point]]

SWEEPS: Final = 24
ROUNDS: Final = 60
STRAIGHT: Final = 24.0  # how much more a part of a long edge wants to be straight than a node wants to be near


@dataclass(frozen=True, slots=True)
class Layout:
    """`layer` (0 at the bottom) and `x` (centre) of every node; for every edge the centres it passes, one a layer, from its
    lower to its upper end; `width` of all, from 0, and how many `crossings` are left."""

    layer: Mapping[str, int]
    x: Mapping[str, float]
    edges: Mapping[tuple[str, str], tuple[float, ...]]
    width: float
    layers: int
    crossings: int


@dataclass(frozen=True, slots=True)
class Sizes:
    """Width of a node and of a passing edge, and the gap between neighbours."""

    node: float = 150.0
    edge: float = 4.0
    gap: float = 16.0


def layout(graph: Mapping[str, Sequence[str]], sizes: Sizes) -> Layout:
    """Lay out `graph`: each node with those below it, every node after those."""
    layer = _layers(graph)
    count = 1 + max(layer.values(), default=-1)
    chains = {(below, node): _chain(below, node, layer) for node, lower in graph.items() for below in lower}
    down, up = _neighbours(chains.values())
    rows = _rows(graph, layer, chains.values(), count)
    rows, crossings = _untangled(rows, down, up)
    x = _places(rows, down, up, sizes)
    left = min((x[node] for node in graph), default=0.0) - sizes.node / 2
    left = min([left, *(x[point] - sizes.edge for row in rows for point in row)])
    x = {point: value - left for point, value in x.items()}
    right = max((x[point] + _width(point, sizes) / 2 for row in rows for point in row), default=0.0)
    edges = {edge: tuple(x[point] for point in chain) for edge, chain in chains.items()}
    return Layout(layer, {node: x[node] for node in graph}, edges, right, count, crossings)


def _layers(graph: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """By longest path; what rests on nothing is then moved up to just below the first that needs it."""
    layer: dict[str, int] = {}
    for node, lower in graph.items():
        layer[node] = 1 + max((layer[below] for below in lower), default=-1)
    lowest: dict[str, int] = {}
    for node, lower in graph.items():
        for below in lower:
            lowest[below] = min(lowest.get(below, layer[node]), layer[node])
    return {node: lowest.get(node, 1) - 1 if not lower else layer[node] for node, lower in graph.items()}


def _chain(below: str, node: str, layer: Mapping[str, int]) -> list[Point]:
    """The points of an edge, from its lower end to its upper one."""
    between: list[Point] = [(below, node, i) for i in range(layer[below] + 1, layer[node])]
    return [below, *between, node]


def _neighbours(chains: Iterable[list[Point]]) -> tuple[dict[Point, list[Point]], dict[Point, list[Point]]]:
    down: dict[Point, list[Point]] = {}
    up: dict[Point, list[Point]] = {}
    for chain in chains:
        for lower, upper in pairwise(chain):
            down.setdefault(upper, []).append(lower)
            up.setdefault(lower, []).append(upper)
    return down, up


def _rows(
    graph: Mapping[str, Sequence[str]], layer: Mapping[str, int], chains: Iterable[list[Point]], count: int
) -> Layers:
    rows: Layers = [[] for _ in range(count)]
    for node in graph:
        rows[layer[node]].append(node)
    for chain in chains:
        for i, point in enumerate(chain[1:-1], layer[str(chain[0])] + 1):
            rows[i].append(point)
    return rows


# -- few crossings ----------------------------------------------------------------------------------------------------


def _untangled(rows: Layers, down: Mapping[Point, list[Point]], up: Mapping[Point, list[Point]]) -> tuple[Layers, int]:
    best, fewest = [list(row) for row in rows], _crossings(rows, down)
    for sweep in range(SWEEPS):
        upward = sweep % 2 == 0
        order = range(1, len(rows)) if upward else range(len(rows) - 2, -1, -1)
        for i in order:
            fixed = {point: place for place, point in enumerate(rows[i - 1 if upward else i + 1])}
            _by_barycentre(rows[i], down if upward else up, fixed)
        _exchange(rows, down, up)
        crossed = _crossings(rows, down)
        if crossed < fewest:
            best, fewest = [list(row) for row in rows], crossed
    return best, fewest


def _by_barycentre(row: list[Point], near: Mapping[Point, list[Point]], fixed: Mapping[Point, int]) -> None:
    """Sort by the mean place of the neighbours; who has none stays where they are."""
    means = {point: sum(fixed[other] for other in near[point]) / len(near[point]) for point in row if near.get(point)}
    moving = iter(sorted(means, key=means.__getitem__))
    row[:] = [next(moving) if point in means else point for point in row]


def _exchange(rows: Layers, down: Mapping[Point, list[Point]], up: Mapping[Point, list[Point]]) -> None:
    """Swap neighbours as long as it saves crossings."""
    for i, row in enumerate(rows):
        below = {point: place for place, point in enumerate(rows[i - 1])} if i else {}
        above = {point: place for place, point in enumerate(rows[i + 1])} if i + 1 < len(rows) else {}
        ends = {
            point: (
                sorted(below[one] for one in down.get(point, ()) if one in below),
                sorted(above[one] for one in up.get(point, ()) if one in above),
            )
            for point in row
        }
        for _ in range(len(row)):
            swapped = False
            for j in range(len(row) - 1):
                a, b = ends[row[j]], ends[row[j + 1]]
                if _crossed(a[0], b[0]) + _crossed(a[1], b[1]) > _crossed(b[0], a[0]) + _crossed(b[1], a[1]):
                    row[j], row[j + 1] = row[j + 1], row[j]
                    swapped = True
            if not swapped:
                break


def _crossed(left: Sequence[int], right: Sequence[int]) -> int:
    """How many edges of the left point cross edges of the right one."""
    return sum(a > b for a in left for b in right)


def _crossings(rows: Layers, down: Mapping[Point, list[Point]]) -> int:
    total = 0
    for lower, upper in pairwise(rows):
        place = {point: i for i, point in enumerate(lower)}
        before: list[int] = []
        for point in upper:
            ends = sorted(place[one] for one in down.get(point, ()))
            total += sum(len(before) - bisect_right(before, end) for end in ends)
            for end in ends:
                insort(before, end)
    return total


# -- places -----------------------------------------------------------------------------------------------------------


def _places(
    rows: Layers, down: Mapping[Point, list[Point]], up: Mapping[Point, list[Point]], sizes: Sizes
) -> dict[Point, float]:
    x: dict[Point, float] = {}
    offsets = [_offsets(row, sizes) for row in rows]
    for row, offset in zip(rows, offsets, strict=True):
        x |= {point: place - offset[-1] / 2 for point, place in zip(row, offset, strict=True)}
    for turn in range(ROUNDS):
        order = range(len(rows)) if turn % 2 else range(len(rows) - 1, -1, -1)
        for i in order:
            pulls = [_pull(point, x, down, up) for point in rows[i]]
            targets = [place - offset for (place, _), offset in zip(pulls, offsets[i], strict=True)]
            found = _rising(targets, [weight for _, weight in pulls])
            x |= {point: place + offset for point, place, offset in zip(rows[i], found, offsets[i], strict=True)}
    return x


def _offsets(row: Sequence[Point], sizes: Sizes) -> list[float]:
    """How far each point must at least stand from the first one."""
    offsets = [0.0]
    for before, point in pairwise(row):
        offsets.append(offsets[-1] + (_width(before, sizes) + _width(point, sizes)) / 2 + sizes.gap)
    return offsets


def _width(point: Point, sizes: Sizes) -> float:
    return sizes.edge if isinstance(point, tuple) else sizes.node


def _pull(
    point: Point, x: Mapping[Point, float], down: Mapping[Point, list[Point]], up: Mapping[Point, list[Point]]
) -> tuple[float, float]:
    """Where a point wants to be, and how much."""
    total = weight = 0.0
    for other in (*down.get(point, ()), *up.get(point, ())):
        pull = STRAIGHT if isinstance(point, tuple) and isinstance(other, tuple) else 1.0
        total += pull * x[other]
        weight += pull
    return (total / weight, weight) if weight else (x[point], 0.1)


def _rising(targets: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The non-decreasing numbers nearest to the targets, in weighted squares."""
    pools: list[tuple[float, float, int]] = []  # mean, weight, how many
    for target, weight in zip(targets, weights, strict=True):
        mean, heavy, many = target, weight, 1
        while pools and pools[-1][0] > mean:
            other, more, count = pools.pop()
            mean = (mean * heavy + other * more) / (heavy + more)
            heavy, many = heavy + more, many + count
        pools.append((mean, heavy, many))
    return [mean for mean, _, many in pools for _ in range(many)]

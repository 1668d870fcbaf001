"""The prerequisite graph is ordered, its circles are named, and its size doesn't matter."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tutor.curriculum.graph import circle, dependents, reach, topological

Graph = dict[str, tuple[str, ...]]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    nodes = [f"n{i}" for i in range(draw(st.integers(1, 8)))]
    return {node: tuple(draw(st.lists(st.sampled_from(nodes), max_size=3, unique=True))) for node in nodes}


@given(graphs())
def test_everything_comes_after_what_it_requires(graph: Graph) -> None:
    order = topological(graph)
    place = {node: i for i, node in enumerate(order)}
    assert all(place[below] < place[node] for node in order for below in graph[node])
    assert (len(order) == len(graph)) == (circle(graph) is None)


@given(graphs())
def test_a_circle_is_one(graph: Graph) -> None:
    around = circle(graph)
    if around is not None:
        assert all(after in graph[before] for before, after in zip(around, (*around[1:], around[0]), strict=True))
        assert len(set(around)) == len(around)
    else:
        assert not any(node in reach(graph, [node]) for node in graph)


@given(graphs())
def test_what_is_reached_is_closed_downwards(graph: Graph) -> None:
    for node in graph:
        below = reach(graph, [node])
        assert set(graph[node]) <= below
        assert all(set(graph[one]) <= below for one in below)


def test_the_order_written_is_kept_where_it_may_be() -> None:
    assert topological({"c": ("a",), "b": (), "a": ()}) == ("b", "a", "c")


def test_dependents_are_direct() -> None:
    assert dependents({"a": (), "b": ("a",), "c": ("b", "a")}) == {"a": ("b", "c"), "b": ("c",), "c": ()}


def test_ten_thousand_in_a_row_are_no_trouble() -> None:
    row: Graph = {f"n{i}": (f"n{i - 1}",) if i else () for i in range(10_000)}
    assert len(topological(row)) == 10_000
    assert len(reach(row, ["n9999"])) == 9_999
    row["n0"] = ("n9999",)
    assert len(circle(row) or ()) == 10_000

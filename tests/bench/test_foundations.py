"""What rests on what: nothing is left out, everything is drawn once and readable, and no title is taken for syntax."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.curriculum.samples import concept, curricula
from tutor.bench.diagram_sources import dot, mermaid
from tutor.bench.foundations import LETTERS, Foundations, foundations
from tutor.bench.kind_colours import COLOURS
from tutor.bench.layered_layout import Sizes, layout
from tutor.bench.outline_text import WIDTH, levels, tree
from tutor.bench.picture import svg
from tutor.curriculum.load import load, shipped
from tutor.notation.box import text_width

SVG = "{http://www.w3.org/2000/svg}"
SIZES = Sizes(100, 4, 10)
HOSTILE = (
    '"]; end\n subgraph x', "</text><script>alert(1)</script>", 'a\\" -> b \\', "$\\frac{a}{b}$ & `code` #quot;", "end",
    "\x1b[31mred\x1b]0;x\x07", "%% --> {x}", "|||[[]]((", "back\\slash\\", "]]>", "x" * 200, "\u202eright to left",
)  # fmt: skip


def of_titles(*titles: str) -> Foundations:
    """Each concept rests on the one before it."""
    kinds = list(LETTERS)
    made = [
        concept(f"c{i}", title=title, kind=kinds[i % 7], requires=[f"c{i - 1}"] if i else [])
        for i, title in enumerate(titles)
    ]
    return foundations(curricula(*made), "c")


@pytest.fixture(scope="module")
def algebra() -> Foundations:
    return foundations(load("linear-algebra", [shipped("curricula")]), "linear-algebra")


# -- what rests on what -----------------------------------------------------------------------------------------------


def test_every_concept_stands_above_those_it_requires(algebra: Foundations) -> None:
    for one in algebra.concepts.values():
        assert one.level == 1 + max((algebra.concepts[ref].level for ref in one.requires), default=-1)


def test_what_is_not_drawn_is_reached_by_another_way(algebra: Foundations) -> None:
    def reached(ref: str) -> set[str]:
        found = set(algebra.concepts[ref].drawn)
        return found.union(*map(reached, found))

    for one in algebra.concepts.values():
        assert set(one.requires) <= reached(one.ref)


def test_a_goal_leads_down_to_what_rests_on_nothing_and_holds_nothing_else() -> None:
    made = curricula(concept("a"), concept("b", requires=["a"]), concept("c", requires=["b"]), concept("d"))
    found = foundations(made, "c", "c/c")
    assert list(found.concepts) == ["c/a", "c/b", "c/c"]
    assert foundations(made, "c").goal is None


def test_concepts_of_other_curricula_are_marked(algebra: Foundations) -> None:
    foreign = [one for one in algebra.concepts.values() if one.foreign]
    assert foreign
    assert all(one.ref.startswith("ground/") and one.name == one.ref for one in foreign)


# -- as text ----------------------------------------------------------------------------------------------------------


def test_the_text_names_every_concept_once_and_fits(algebra: Foundations) -> None:
    lines = list(levels(algebra))
    assert max(map(text_width, lines)) <= WIDTH
    named = re.findall(r"^  \[(\w)\] ([\w/-]+):", "\n".join(lines), re.MULTILINE)
    assert sorted(named) == sorted((one.letter, one.name) for one in algebra.concepts.values())


def test_a_tree_shows_the_ground_of_each_concept_once() -> None:
    made = curricula(
        concept("a"), concept("b", requires=["a"]), concept("c", requires=["b"]), concept("d", requires=["b", "c"]),
        concept("e", requires=["b"]), concept("f", requires=["d", "e"]),
    )  # fmt: skip
    lines = list(tree(foundations(made, "c", "c/f")))[3:]
    assert [line.partition(":")[0] for line in lines] == [
        "[D] f", "├─ [D] d", "│  └─ [D] c", "│     └─ [D] b", "│        └─ [D] a", "└─ [D] e", "   └─ [D] b (see above)",
    ]  # fmt: skip


def test_a_tree_may_be_deeper_than_python_recurses() -> None:
    deep = curricula(*(concept(f"c{i}", requires=[f"c{i - 1}"] if i else []) for i in range(1500)))
    assert sum("[D]" in line for line in tree(foundations(deep, "c", "c/c1499"))) == 1501  # and the legend


# -- as a picture -----------------------------------------------------------------------------------------------------


@st.composite
def graphs(draw: st.DrawFn) -> Mapping[str, tuple[str, ...]]:
    names = [f"n{i}" for i in range(draw(st.integers(0, 24)))]
    return {
        name: tuple(draw(st.lists(st.sampled_from(names[:i]), unique=True, max_size=4))) if i else ()
        for i, name in enumerate(names)
    }


@settings(max_examples=50)
@given(graphs())
def test_nothing_overlaps_and_every_edge_goes_up_layer_by_layer(graph: Mapping[str, tuple[str, ...]]) -> None:
    made = layout(graph, SIZES)
    assert set(made.edges) == {(below, node) for node, lower in graph.items() for below in lower}
    for (below, node), places in made.edges.items():
        assert len(places) == made.layer[node] - made.layer[below] + 1 > 1
        assert (places[0], places[-1]) == (made.x[below], made.x[node])
    for number in range(made.layers):
        row = sorted(made.x[node] for node in graph if made.layer[node] == number)
        assert row
        assert all(b - a > SIZES.node for a, b in pairwise(row))
        assert row[0] >= SIZES.node / 2 - 1e-6
        assert row[-1] <= made.width - SIZES.node / 2 + 1e-6


@settings(max_examples=50)
@given(graphs())
def test_an_edge_never_runs_through_a_node(graph: Mapping[str, tuple[str, ...]]) -> None:
    made = layout(graph, SIZES)
    for (below, _), places in made.edges.items():
        for number, x in enumerate(places[1:-1], made.layer[below] + 1):
            assert all(abs(x - made.x[one]) > SIZES.node / 2 for one in graph if made.layer[one] == number)


@settings(max_examples=20)
@given(graphs())
def test_the_same_graph_is_always_drawn_the_same(graph: Mapping[str, tuple[str, ...]]) -> None:
    assert layout(graph, SIZES) == layout(dict(graph), SIZES)


@given(st.integers(1, 40).flatmap(lambda n: st.tuples(*(st.integers(0, max(0, i - 1)) for i in range(n)))))
def test_edges_of_a_tree_do_not_cross(above: tuple[int, ...]) -> None:
    graph: dict[str, tuple[str, ...]] = {f"n{i}": (f"n{one}",) if i else () for i, one in enumerate(above)}
    assert layout(graph, SIZES).crossings == 0


def test_two_edges_that_need_not_cross_do_not() -> None:
    assert layout({"a": (), "b": (), "c": ("b",), "d": ("a",)}, SIZES).crossings == 0


def test_a_picture_holds_every_concept_and_line_and_says_kinds_by_letter(algebra: Foundations) -> None:
    root = ElementTree.fromstring(svg(algebra))
    nodes = {one.get("id"): one for one in root.iter(f"{SVG}g") if one.get("id")}
    assert set(nodes) == set(algebra.concepts)
    for ref, one in algebra.concepts.items():
        texts = [text.text for text in nodes[ref].iter(f"{SVG}text")]
        assert texts[0] == one.letter
        assert len(texts) <= 4
    lines = [one for one in root.iter(f"{SVG}path") if one.get("fill") == "none"]
    assert len(lines) == sum(len(one.drawn) for one in algebra.concepts.values())


def test_no_title_is_taken_for_markup() -> None:
    made = of_titles(*HOSTILE)
    root = ElementTree.fromstring(svg(made))
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {"svg", "title", "desc", "rect", "text", "g", "path"}
    assert "\x1b" not in svg(made)
    assert "\u202e" not in svg(made)


def test_a_curriculum_without_concepts_is_drawn_too() -> None:
    ElementTree.fromstring(svg(foundations(curricula(), "c")))


def test_every_kind_has_a_letter_and_colours_of_its_own() -> None:
    assert set(LETTERS) == set(COLOURS)
    assert len(set(LETTERS.values())) == len(set(COLOURS.values())) == len(LETTERS)


# -- for other programs -----------------------------------------------------------------------------------------------

MERMAID = re.compile(
    r'flowchart BT|  c\d+\["[^"\[\]{}|<>\\`]*"\]:::[a-z]+|  c\d+ --> c\d+'
    r"|  classDef [a-z]+ fill:#\w{6},stroke:#\w{6},color:#000"
)
STRING = r'"(?:[^"\\]|\\["\\])*"'
DOT = re.compile(
    rf"digraph {STRING} {{|  rankdir=BT;|  node \[[^\]]*\];|  {STRING} -> {STRING};|}}"
    rf'|  {STRING} \[label={STRING}, fillcolor="#\w{{6}}", color="#\w{{6}}"(, style="rounded,filled,dashed")?\];'
)


@given(st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1, max_size=30)), min_size=1, max_size=5))
def test_titles_are_never_syntax_of_a_diagram(titles: list[str]) -> None:
    made = of_titles(*titles)
    assert all(MERMAID.fullmatch(line) for line in mermaid(made))
    assert all(DOT.fullmatch(line) for line in dot(made))
    assert sum("-->" in line for line in mermaid(made)) == len(titles) - 1


def test_a_title_can_be_read_back_from_mermaid() -> None:
    (line,) = [line for line in mermaid(of_titles('A "quoted" #1; <b>')) if "c0[" in line]
    text = line.partition('["')[2].partition('"]')[0]
    assert re.sub(r"#(\d+);", lambda found: chr(int(found[1])), text) == 'A: A "quoted" #1; <b>'


def test_the_diagrams_of_a_shipped_curriculum_have_all_edges(algebra: Foundations) -> None:
    edges = sum(len(one.drawn) for one in algebra.concepts.values())
    assert sum(" -> " in line for line in dot(algebra)) == edges
    assert sum(" --> " in line for line in mermaid(algebra)) == edges

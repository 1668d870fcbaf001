"""What rests on what, in the languages of two drawing programs: Mermaid and DOT. Titles are anybody's text, and are escaped."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.bench.foundations import LETTERS, Foundations, Placed
from tutor.bench.kind_colours import COLOURS


def mermaid(made: Foundations) -> Iterator[str]:
    """A flowchart, the ground at the bottom."""
    names = {ref: f"c{i}" for i, ref in enumerate(made.concepts)}
    yield "flowchart BT"
    for ref, one in made.concepts.items():
        yield f'  {names[ref]}["{_mermaid_text(_label(one))}"]:::{one.kind}'
    for ref, one in made.concepts.items():
        for below in one.drawn:
            yield f"  {names[below]} --> {names[ref]}"
    for kind in LETTERS:
        if any(one.kind == kind for one in made.concepts.values()):
            fill, line = COLOURS[kind]
            yield f"  classDef {kind} fill:{fill},stroke:{line},color:#000"


def _mermaid_text(text: str) -> str:
    """Letters, digits, blanks and a few marks stay; anything else is written as its number, so that nothing is syntax."""
    return "".join(one if one.isalnum() or one in " ,.:-()'" else f"#{ord(one)};" for one in text)


def dot(made: Foundations) -> Iterator[str]:
    """A digraph, the ground at the bottom; concepts of other curricula are dashed."""
    yield f"digraph {_dot_text(made.curriculum)} {{"
    yield "  rankdir=BT;"
    yield '  node [shape=box, style="rounded,filled", fontname="sans-serif", fontsize=11];'
    for ref, one in made.concepts.items():
        fill, line = COLOURS[one.kind]
        style = ', style="rounded,filled,dashed"' if one.foreign else ""
        yield f'  {_dot_text(ref)} [label={_dot_text(_label(one))}, fillcolor="{fill}", color="{line}"{style}];'
    for ref, one in made.concepts.items():
        for below in one.drawn:
            yield f"  {_dot_text(below)} -> {_dot_text(ref)};"
    yield "}"


def _dot_text(text: str) -> str:
    """A quoted string; a backslash would begin an escape of its own inside labels, so it's doubled."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _label(one: Placed) -> str:
    return f"{one.letter}: {one.title}"

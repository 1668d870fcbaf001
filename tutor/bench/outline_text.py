"""What rests on what as lines of text: level by level, or for one goal as a tree down to the ground."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from tutor.bench.foundations import LETTERS, Foundations, Placed
from tutor.notation.box import text_width

WIDTH: Final = 79


def levels(made: Foundations) -> Iterator[str]:
    """Each concept with what it rests on directly, those that rest on nothing first."""
    yield from _heading(made)
    ordered = sorted(made.concepts.values(), key=lambda one: one.level)
    for level, concepts in groupby(ordered, key=lambda one: one.level):
        yield ""
        yield f"level {level}" + (": rests on nothing" if level == 0 else "")
        for one in concepts:
            yield from _wrapped(f"[{one.letter}] {one.name}: {one.title}", "  ", " " * 6)
            if one.drawn:
                yield from _wrapped("↑ " + ", ".join(made.concepts[ref].name for ref in one.drawn), " " * 6, " " * 8)


def tree(made: Foundations) -> Iterator[str]:
    """The goal and below it what it rests on, each concept's own ground once."""
    assert made.goal is not None
    yield from _heading(made)
    yield ""
    seen: set[str] = set()
    pending: list[tuple[str, str, str]] = [(made.goal, "", "")]  # without recursion: a curriculum may be deep
    while pending:
        ref, first, rest = pending.pop()
        one = made.concepts[ref]
        below = one.drawn if ref not in seen else ()
        again = " (see above)" if ref in seen and one.drawn else ""
        seen.add(ref)
        yield from _branch(one, first, rest + ("│  " if below else "   "), again)
        last = len(below) - 1
        pending.extend(
            (other, rest + ("└─ " if i == last else "├─ "), rest + ("   " if i == last else "│  "))
            for i, other in reversed(list(enumerate(below)))
        )


def _heading(made: Foundations) -> Iterator[str]:
    kinds = {one.kind for one in made.concepts.values()}
    count = len(made.concepts)
    top = made.concepts[made.goal].title if made.goal else made.title
    yield from _wrapped(f"{top}: {count} concept{'s' * (count != 1)}", "", "")
    yield from _wrapped(", ".join(f"[{letter}] {kind}" for kind, letter in LETTERS.items() if kind in kinds), "", "")


def _branch(one: Placed, first: str, rest: str, again: str) -> Iterator[str]:
    text = f"[{one.letter}] {one.name}{again}" if again else f"[{one.letter}] {one.name}: {one.title}"
    yield from _wrapped(text, first, rest + "    ")


def _wrapped(text: str, first: str, rest: str) -> list[str]:
    if text_width(first + text) <= WIDTH:
        return [first + text]
    room = max(WIDTH, text_width(rest) + 30)  # a tree that has gone far to the right is wide
    return textwrap.wrap(text, room, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)

"""What a formula in LaTeX consists of for showing it: a small tree of atoms, rows, scripts, fractions and
grids.

It says how a formula looks, not what it means; for meaning there is `tutor.notation.tree`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

# TeX's classes of atoms (The TeXbook, chapter 17): they decide the space between neighbours.
Kind = Literal["ord", "op", "bin", "rel", "open", "close", "punct", "inner"]
GridForm = Literal["matrix", "array", "cases", "aligned", "lines"]


@dataclass(frozen=True, slots=True)
class Symbol:
    """One symbol or operator name: its glyph, its ASCII form, its name in words, and its class.

    `big` tells operators whose limits stand above and below ("limits") and integral signs ("integral").
    """

    glyph: str
    plain: str
    words: str
    kind: Kind = "ord"
    big: Literal["", "limits", "integral"] = ""


@dataclass(frozen=True, slots=True)
class Space:
    """Explicit space, in cells."""

    cells: int


@dataclass(frozen=True, slots=True)
class Words:
    """Upright text, as of `\\text{...}`."""

    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """Things side by side."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Fraction:
    """One thing over another; a binomial coefficient and `\\atop` have no bar."""

    over: Row
    under: Row
    bar: bool = True
    size: Literal["", "small", "display"] = ""


@dataclass(frozen=True, slots=True)
class Scripts:
    """A base with something below and above right of it, or (`limits`) right below and above it."""

    base: Node
    below: Row | None
    above: Row | None
    limits: bool = False


@dataclass(frozen=True, slots=True)
class Root:
    """A root; the index is absent for a square root."""

    body: Row
    index: Row | None = None


@dataclass(frozen=True, slots=True)
class Fence:
    """A row between two delimiters (glyphs; an empty one isn't drawn) that grow with it."""

    left: str
    right: str
    body: Row


@dataclass(frozen=True, slots=True)
class Middle:
    """A delimiter inside a fence that grows with it."""

    glyph: str


@dataclass(frozen=True, slots=True)
class Accent:
    """Something over or under a row: `vec`, `hat`, `bar`, `overline`, `underline`, `overbrace`, `underbrace`,
    ...
    """

    name: str
    body: Row


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow as long as what is written over and under it. `glyph` is the short form of it."""

    glyph: str
    over: Row
    under: Row | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells between two delimiters.

    `columns` holds l, c, r, or m (right for numbers, centred otherwise) for each column; `rules` the numbers
    of the columns before which a vertical rule stands; `lines` the numbers of the rows before which a
    horizontal one does.
    """

    rows: tuple[tuple[Row, ...], ...]
    form: GridForm
    left: str = ""
    right: str = ""
    columns: str = ""
    rules: frozenset[int] = frozenset()
    lines: frozenset[int] = frozenset()

    @property
    def width(self) -> int:
        """Number of columns; all rows have as many."""
        return len(self.rows[0])


@dataclass(frozen=True, slots=True)
class Framed:
    """A row in a frame."""

    body: Row


@dataclass(frozen=True, slots=True)
class Struck:
    """A row struck out."""

    body: Row


@dataclass(frozen=True, slots=True)
class Phantom:
    """The space that a row would take."""

    body: Row


Node = (
    Symbol
    | Space
    | Words
    | Row
    | Fraction
    | Scripts
    | Root
    | Fence
    | Middle
    | Accent
    | Arrow
    | Grid
    | Framed
    | Struck
    | Phantom
)


def parts(node: Node) -> tuple[Node, ...]:
    """The direct parts of a node, in reading order."""
    match node:
        case Row(items=items):
            return items
        case Fraction(over=over, under=under):
            return (over, under)
        case Scripts(base=base, below=below, above=above):
            return tuple(part for part in (base, below, above) if part is not None)
        case Root(body=body, index=index):
            return (index, body) if index is not None else (body,)
        case Arrow(over=over, under=under):
            return (over, under) if under is not None else (over,)
        case Grid(rows=rows):
            return tuple(cell for row in rows for cell in row)
        case Fence(body=body) | Accent(body=body) | Framed(body=body) | Struck(body=body) | Phantom(body=body):
            return (body,)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and everything in it, parents first."""
    pending = [node]
    while pending:
        top = pending.pop()
        yield top
        pending.extend(reversed(parts(top)))


def only(row: Row) -> Node | None:
    """The single thing that a row holds, through braces within braces; None when there are more or none."""
    while len(row.items) == 1:
        item = row.items[0]
        if not isinstance(item, Row):
            return item
        row = item
    return None

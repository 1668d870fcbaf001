"""The tree that everything typed becomes: small frozen nodes that remember where they stood.

A tree keeps what was written (`2x` is an implicit product, `0.50` keeps its literal), so that form can be judged; meaning
is decided elsewhere. Positions are character offsets into the typed text and never take part in comparison. An evaluated
tree (`tutor.notation.evaluation`) is a tree of the same kinds in normal form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range of character offsets in the text that was read."""

    start: int
    end: int


NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Number:
    """An exact rational. `literal` is what was typed (`0.50`, `1.5e-3`, `½`), or empty when computed."""

    value: Fraction
    literal: str = field(default="", compare=False)
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A letter or named constant in plain spelling: `x`, `alpha`, `v_1`, `pi`."""

    name: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Text:
    """Words in quotes; only in the expression language of curricula, never in typed answers."""

    value: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Truth:
    """The outcome of a comparison."""

    value: bool
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Unary:
    """A sign or other one-place operator: `-`, `+`, `not`, `!` (factorial), `%` (per cent), `T` (transpose)."""

    op: str
    arg: Node
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Binary:
    """A two-place operator: `+ - * / ^ and or` and `+-` (plus or minus). `implicit` marks a product written as `2x`."""

    op: str
    left: Node
    right: Node
    implicit: bool = field(default=False, compare=False)
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function applied to arguments, by its plain name: `sqrt`, `sin`, `abs`, `norm`, `root` (root(x, n)), `log`."""

    function: str
    args: tuple[Node, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Vector:
    """An ordered list of entries. `brackets` is how it was written: `()`, `[]`, `<>`, `column`, `bare`."""

    items: tuple[Node, ...]
    brackets: str = field(default="()", compare=False)
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows of equal length. One column or one row is a matrix only when it was written or computed as one."""

    rows: tuple[tuple[Node, ...], ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class SetOf:
    """A set written with braces; order and repetition are as typed."""

    items: tuple[Node, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Relation:
    """A chain of comparisons `a < b <= c`: one more term than operators; operators `= == != < <= > >=`."""

    terms: tuple[Node, ...]
    ops: tuple[str, ...]
    span: Span = field(default=NOWHERE, compare=False)


Node = Number | Name | Text | Truth | Unary | Binary | Call | Vector | Matrix | SetOf | Relation


def children(node: Node) -> tuple[Node, ...]:
    """The direct parts of a node, in the order they were written."""
    match node:
        case Unary(arg=arg):
            return (arg,)
        case Binary(left=left, right=right):
            return (left, right)
        case Call(args=args):
            return args
        case Vector(items=items) | SetOf(items=items):
            return items
        case Matrix(rows=rows):
            return tuple(entry for row in rows for entry in row)
        case Relation(terms=terms):
            return terms
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, parents first."""
    pending = [node]
    while pending:
        top = pending.pop()
        yield top
        pending.extend(reversed(children(top)))


def with_part(node: Node, position: int, part: Node) -> Node:
    """The node with another part at a position, counted as in `children`; rows of matrices stay as they are."""
    match node:
        case Unary():
            return replace(node, arg=part)
        case Binary():
            return replace(node, left=part) if position == 0 else replace(node, right=part)
        case Call(args=args):
            return replace(node, args=(*args[:position], part, *args[position + 1 :]))
        case Vector(items=items) | SetOf(items=items):
            return replace(node, items=(*items[:position], part, *items[position + 1 :]))
        case Relation(terms=terms):
            return replace(node, terms=(*terms[:position], part, *terms[position + 1 :]))
        case _:
            return node


def replaced(node: Node, values: Mapping[str, Node]) -> Node:
    """The tree with other trees for some of its letters; nothing is worked out."""
    match node:
        case Name(name=name):
            return values.get(name, node)
        case Unary(arg=arg):
            return replace(node, arg=replaced(arg, values))
        case Binary(left=left, right=right):
            return replace(node, left=replaced(left, values), right=replaced(right, values))
        case Call(args=args):
            return replace(node, args=tuple(replaced(arg, values) for arg in args))
        case Vector(items=items) | SetOf(items=items):
            return replace(node, items=tuple(replaced(item, values) for item in items))
        case Matrix(rows=rows):
            return replace(node, rows=tuple(tuple(replaced(entry, values) for entry in row) for row in rows))
        case Relation(terms=terms):
            return replace(node, terms=tuple(replaced(term, values) for term in terms))
        case _:
            return node


def free_names(node: Node) -> frozenset[str]:
    """The letters that occur in a tree."""
    return frozenset(part.name for part in walk(node) if isinstance(part, Name))


def node_kinds() -> tuple[type, ...]:
    """All kinds of node, for exhaustiveness tests."""
    return tuple(kind for kind in Node.__args__ if fields(kind))

"""Sets as trees: finite sets, intervals, conditions on letters, and how they are joined.

The leaves hold trees of `tutor.notation.tree`; what they mean is decided elsewhere. A solution (`x = 2 or x = -3`, `x < 5`,
`no solution`) and a set (`{2, -3}`, `(-oo, 5)`, the empty set) are the same kind of thing here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from tutor.notation.tree import NOWHERE, Node, Relation, Span, free_names

CONSTANTS: Final = frozenset({"pi", "e"})


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high` (None: unbounded there); `has_low`, `has_high`: the end belongs to it.

    `pair`: written with round brackets on both sides, so that it can also be a point of the plane."""

    low: Node | None
    high: Node | None
    has_low: bool
    has_high: bool
    pair: bool = field(default=False, compare=False)
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Listed:
    """The finite set of these elements, in the order and as often as written: numbers, expressions or points."""

    items: tuple[Node, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Where:
    """Where an equation, an inequality or a chain of them holds."""

    relation: Relation
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Everywhere:
    """All real numbers (all points), or none if not `value`."""

    value: bool
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Joined:
    """The union (`or`), the intersection (`and`), or the first without the others (`minus`)."""

    op: Literal["or", "and", "minus"]
    parts: tuple[SetTree, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Outside:
    """All that isn't in a set."""

    of: SetTree
    span: Span = field(default=NOWHERE, compare=False)


SetTree = Interval | Listed | Where | Everywhere | Joined | Outside


def leaves(tree: SetTree) -> Iterator[SetTree]:
    """The parts that aren't joined of others, in the order written."""
    match tree:
        case Joined(parts=parts):
            for part in parts:
                yield from leaves(part)
        case Outside(of=inner):
            yield from leaves(inner)
        case _:
            yield tree


def nodes(tree: SetTree) -> Iterator[Node]:
    """The ends, elements and relations in a tree of sets."""
    for leaf in leaves(tree):
        match leaf:
            case Interval(low=low, high=high):
                yield from (end for end in (low, high) if end is not None)
            case Listed(items=items):
                yield from items
            case Where(relation=relation):
                yield relation


def letters(tree: SetTree) -> frozenset[str]:
    """The letters that occur, without pi and e."""
    return frozenset().union(*(free_names(node) for node in nodes(tree))) - CONSTANTS


def mapped(tree: SetTree, leaf: Callable[[SetTree], SetTree]) -> SetTree:
    """The same tree with other leaves."""
    match tree:
        case Joined(op=op, parts=parts, span=span):
            return Joined(op, tuple(mapped(part, leaf) for part in parts), span)
        case Outside(of=inner, span=span):
            return Outside(mapped(inner, leaf), span)
        case _:
            return leaf(tree)

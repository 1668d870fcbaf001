"""Sets of real numbers, by their truth on each stretch of the line.

All points at which one of several sets may begin or end cut the line into points and open stretches; on each of these each
set holds everywhere or nowhere, so that one value decides. Two sets are the same when they agree on all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cmp_to_key
from typing import TYPE_CHECKING, Final

from tutor.grading import balls
from tutor.grading.solving import critical_points
from tutor.grading.solving_values import UndefinedHereError, compared, value
from tutor.notation.sets_tree import Everywhere, Interval, Joined, Listed, Outside, SetTree, Where, leaves
from tutor.notation.tree import Node, Relation, Vector

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flint import arb

ANY: Final = "x"


class UndecidedError(Exception):
    """What is asked can't be decided by these means."""


@dataclass(frozen=True, slots=True)
class Line:
    """The truths of each set on the stretches of the line, from left to right: open, point, open, ..., open.

    `at`: a value in each stretch."""

    at: tuple[arb, ...]
    truths: tuple[tuple[bool, ...], ...]

    def differing(self, a: int = 0, b: int = 1) -> list[int]:
        """The stretches on which two of the sets differ; odd ones are points."""
        return [i for i, (x, y) in enumerate(zip(self.truths[a], self.truths[b], strict=True)) if x != y]


def line(sets: Sequence[SetTree], letter: str = ANY, *, positive: bool = False) -> Line:
    """The line cut up for these sets. Raises UndecidedError."""
    found = [balls.ball(Fraction(0))] if positive else []
    for tree in sets:
        for leaf in leaves(tree):
            found.extend(_ends(leaf, letter))
    points = _distinct(found)
    at = _stretches(points)
    kept = [i for i, one in enumerate(at) if not positive or one > 0]
    truths = tuple(tuple(holds(tree, {letter: at[i]}, letter) for i in kept) for tree in sets)
    if positive and kept and kept[0] % 2:
        raise UndecidedError
    return Line(tuple(at[i] for i in kept), truths)


def same_line(a: SetTree, b: SetTree, letter: str = ANY, *, positive: bool = False) -> bool | None:
    """Two sets of real numbers are the same; None: undecided."""
    try:
        return not line((a, b), letter, positive=positive).differing()
    except UndecidedError:
        return None


def holds(tree: SetTree, point: dict[str, arb], letter: str = ANY) -> bool:
    """The point belongs to the set. Raises UndecidedError."""
    match tree:
        case Everywhere(value=truth):
            return truth
        case Outside(of=inner):
            return not holds(inner, point, letter)
        case Joined(op=op, parts=parts):
            truths = (holds(part, point, letter) for part in parts)
            if op == "or":
                return any(truths)
            if op == "and":
                return all(truths)
            return next(truths) and not any(truths)
        case Where(relation=relation):
            return _compare(relation, point)
        case Interval():
            return _within(tree, point[letter])
        case Listed(items=items):
            return any(_compare_values(constant(item), point[letter]) == 0 for item in items)


def constant(node: Node) -> arb:
    """The value of an end or element. Raises UndecidedError, also where it has none."""
    if isinstance(node, Vector):
        raise UndecidedError
    try:
        return value(node, {})
    except (UndefinedHereError, balls.OutOfReachError) as error:
        raise UndecidedError from error


def _ends(leaf: SetTree, letter: str) -> list[arb]:
    match leaf:
        case Interval(low=low, high=high):
            return [constant(end) for end in (low, high) if end is not None]
        case Listed(items=items):
            return [constant(item) for item in items]
        case Where(relation=relation):
            found = critical_points(relation, letter)
            if found is None:
                raise UndecidedError
            return found
        case _:
            return []


def _distinct(points: list[arb]) -> list[arb]:
    ordered = sorted(points, key=cmp_to_key(_compare_values))
    return [one for i, one in enumerate(ordered) if i == 0 or _compare_values(ordered[i - 1], one) != 0]


def _stretches(points: list[arb]) -> list[arb]:
    """A value in each open stretch and each point."""
    if not points:
        return [balls.ball(Fraction(1))]
    one = balls.ball(Fraction(1))
    found = [points[0].mid() - one]
    for i, point in enumerate(points):
        after = (point.mid() + points[i + 1].mid()) / 2 if i + 1 < len(points) else point.mid() + one
        found += [point, after]
    return found


def _compare_values(a: arb, b: arb) -> int:
    known = compared(a, b)
    if known is None:
        raise UndecidedError
    return known


def _compare(relation: Relation, point: dict[str, arb]) -> bool:
    """A chain of comparisons at a point; where a side has no value it doesn't hold."""
    try:
        values = [value(term, point) for term in relation.terms]
    except UndefinedHereError:
        return False
    except balls.OutOfReachError as error:
        raise UndecidedError from error
    return all(_TRUE[op](_compare_values(a, b)) for op, a, b in zip(relation.ops, values, values[1:], strict=False))


_TRUE: Final = {
    "=": lambda s: s == 0, "==": lambda s: s == 0, "!=": lambda s: s != 0, "<": lambda s: s < 0, "<=": lambda s: s <= 0,
    ">": lambda s: s > 0, ">=": lambda s: s >= 0,
}  # fmt: skip


def _within(interval: Interval, at: arb) -> bool:
    if interval.low is not None:
        known = _compare_values(at, constant(interval.low))
        if known < 0 or (known == 0 and not interval.has_low):
            return False
    if interval.high is not None:
        known = _compare_values(at, constant(interval.high))
        if known > 0 or (known == 0 and not interval.has_high):
            return False
    return True

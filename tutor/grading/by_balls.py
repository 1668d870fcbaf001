"""Functions compared by proven enclosures of their values at fixed points: roots, trigonometry, exponentials.

Disjoint balls prove a difference; agreement to 64 bits at five points or more accepts. What is real nowhere is compared over
the complex numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from tutor.grading import balls, complex_balls
from tutor.grading.exact import folded
from tutor.grading.points import ball_points, whole_points
from tutor.notation.tree import Binary, Call, Node, free_names, walk

if TYPE_CHECKING:
    from flint import arb

TRIGONOMETRIC: Final = frozenset({"sin", "cos", "tan", "cot", "sec", "csc"})
CONSTANTS: Final = frozenset({"pi", "e"})
ENOUGH: Final = 5  # agreements that accept
SOUGHT: Final = 6  # agreements after which no more are sought: half at positive letters, half at mixed signs


def equal_by_balls(a: Node, b: Node, positive: bool) -> bool | None:
    """The two scalar trees have the same value wherever both have one; None: undecided."""
    a, b = folded(a), folded(b)
    names = free_names(a) | free_names(b)
    enough = ENOUGH if names - CONSTANTS else 1
    agreed = 0
    for x, y in _ball_values(a, b, names, positive):
        if balls.differ(x, y):
            return False
        agreed += balls.agree(x, y)
        if agreed >= (SOUGHT if enough > 1 else 1):
            break
    if agreed >= enough:
        return True
    if a == b and not _undefined_everywhere(a):
        return True
    if agreed:
        return None
    whole = _equal_at_whole_numbers(a, b, names)
    return whole if whole is not None else equal_by_complex_balls(a, b, names, positive)


def equal_by_complex_balls(
    a: Node, b: Node, names: frozenset[str], positive: bool, *, principal: bool = False
) -> bool | None:
    """By principal branches. Unless these are meant (`principal`), logarithms that are whole turns apart count as one, and
    opposite values say nothing: they may be the same root on two branches.
    """
    letters = names - CONSTANTS - {complex_balls.IMAGINARY}
    a, b = folded(a), folded(b)
    agreed = 0
    for point in ball_points(letters, positive):
        try:
            x, y = complex_balls.complex_value_at(a, point), complex_balls.complex_value_at(b, point)
        except balls.OutOfReachError:
            continue
        turned = not principal and complex_balls.whole_turns_apart(x, y)
        if complex_balls.differ(x, y) and not turned:
            if not principal and complex_balls.opposite(x, y):
                continue
            return False
        agreed += complex_balls.agree(x, y) or turned
        if agreed >= (ENOUGH if letters else 1):
            return True
    return None


def same_values(a: Node, b: Node, points: Iterable[Mapping[str, arb]], *, enough: int) -> bool | None:
    """Whether the two agree at that many of the points; False as soon as they differ at one; None: neither."""
    a, b = folded(a), folded(b)
    agreed = 0
    for point in points:
        try:
            x, y = balls.value_at(a, point, is_folded=True), balls.value_at(b, point, is_folded=True)
        except balls.OutOfReachError:
            continue
        if balls.differ(x, y):
            return False
        agreed += balls.agree(x, y)
        if agreed >= enough:
            return True
    return None


def _equal_at_whole_numbers(a: Node, b: Node, names: frozenset[str]) -> bool | None:
    """For powers of negative numbers, as (-3)^n: their exponents are whole numbers."""
    if not any(
        isinstance(part, Binary) and part.op == "^" and free_names(part.right) for one in (a, b) for part in walk(one)
    ):
        return None
    return same_values(a, b, whole_points(names - CONSTANTS), enough=ENOUGH)


def _undefined_everywhere(node: Node) -> bool:
    """A tree of known functions that has no value at any point; unknown functions can still be compared by
    spelling.
    """
    return all(not isinstance(part, Call) or part.function in balls.KNOWN for part in walk(node))


def proportional_by_balls(a: Node, b: Node, positive: bool) -> bool | None:
    """The quotient of the two is one constant; None: undecided."""
    a, b = folded(a), folded(b)
    names = free_names(a) | free_names(b)
    ratio: arb | None = None
    agreed = 0
    for x, y in _ball_values(a, b, names, positive):
        if x.contains(0) or y.contains(0):
            if balls.differ(x, y) and not (x.contains(0) and y.contains(0)):
                return False
            continue
        if ratio is not None and balls.differ(x / y, ratio):
            return False
        agreed += ratio is None or balls.agree(x / y, ratio)
        ratio = x / y if ratio is None else ratio
        if agreed >= ENOUGH:
            return True
    return True if a == b else None


def _ball_values(a: Node, b: Node, names: frozenset[str], positive: bool) -> Iterator[tuple[arb, arb]]:
    """Values of both sides at the points where both are defined."""
    for point in ball_points(names - CONSTANTS, positive, _angles(a) | _angles(b) if positive else frozenset()):
        try:
            yield balls.value_at(a, point, is_folded=True), balls.value_at(b, point, is_folded=True)
        except balls.OutOfReachError:
            continue


def _angles(node: Node) -> frozenset[str]:
    """The letters that stand alone, or with a number before them, as the argument of a trigonometric function."""
    found: set[str] = set()
    for part in walk(node):
        if isinstance(part, Call) and part.function in TRIGONOMETRIC and len(free_names(part)) == 1:
            found |= free_names(part)
    return frozenset(found)

"""One change that turns what was typed into the key: where a slip happened, and which.

A slip is made in the learner's own line of working, so it's undone there: every place of the typed tree is changed as a
slip would have changed it back, and the whole compared with the key. A rough value at a few points screens the changes,
each propagated from its place to the root alone; the few that pass are compared exactly.
"""

from __future__ import annotations

import cmath
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from tutor.grading.rough import NOWHERE, TWO_PLACE, Point, combined, pairs_of_points, rough_value
from tutor.notation.tree import Binary, Call, Name, Node, Number, Relation, Unary, children, with_part

MOST_NODES: Final = 160  # of a tree in which a slip is looked for
MOST_CONFIRMED: Final = 12  # changes compared exactly: a bound on the cost of naming a slip
COFUNCTIONS: Final = {"sin": "cos", "cos": "sin", "tan": "cot", "cot": "tan", "sec": "csc", "csc": "sec"}
TINY: Final = 1e-12
LARGEST_EXPONENT: Final = 1_000  # beyond, no power is a slip away from another
TWO: Final = Number(Fraction(2))
HALF: Final = Number(Fraction(1, 2))
ONE: Final = Number(Fraction(1))

Values = tuple[complex, ...]


@dataclass(frozen=True, slots=True)
class Mended:
    """A slip and the tree without it."""

    slip: str
    tree: Node


@dataclass(frozen=True, slots=True)
class _Place:
    """A node of the tree with its values; `parent` is its number and `slot` which of its parts this is."""

    node: Node
    parts: tuple[int, ...]
    values: Values
    parent: int
    slot: int


def mended(typed: Node, key: Node, same: Callable[[Node], bool]) -> Iterator[Mended]:
    """The typed tree with one slip undone, wherever that makes it the key (`same` says so exactly).

    Relations are compared by the difference of their sides, up to a constant factor.
    """
    tree, wanted = _difference(typed), _difference(key)
    multiple = isinstance(typed, Relation)
    points, target = _where_real(wanted)
    places = _places(tree, points) if target else None
    confirmed = 0
    for number in range(len(places or ())):
        assert places is not None
        for slip, changed, values in _changes(places, number):
            if not _fits(_at_root(places, number, values), target, multiple):
                continue
            confirmed += 1
            whole = _rebuilt(places, number, changed)
            if same(Relation((whole, Number(Fraction(0))), ("=",)) if multiple else whole):
                yield Mended(slip, whole)
            if confirmed >= MOST_CONFIRMED:
                return


def _where_real(key: Node) -> tuple[tuple[Point, Point], Values]:
    """Two points at which the key is real, or at least has a value, with its values; no values where it has none."""
    fallback: tuple[tuple[Point, Point], Values] | None = None
    for points in pairs_of_points():
        found = [rough_value(key, point) for point in points]
        values = tuple(value for value in found if value is not None)
        if len(values) == len(points):
            if all(abs(value.imag) < TINY for value in values):
                return points, values
            fallback = fallback or (points, values)
    return fallback or (points, ())


def _difference(node: Node) -> Node:
    return Binary("-", node.terms[0], node.terms[1]) if isinstance(node, Relation) else node


def _places(tree: Node, points: tuple[Point, Point]) -> list[_Place] | None:
    """All nodes, the root first; None where there are too many."""
    found: list[_Place] = []
    pending: list[tuple[Node, int, int]] = [(tree, -1, 0)]
    order: list[tuple[Node, int, int]] = []
    while pending:
        node, parent, slot = pending.pop()
        order.append((node, parent, slot))
        if len(order) > MOST_NODES:
            return None
        here = len(order) - 1
        pending.extend((part, here, i) for i, part in enumerate(children(node)))
    below: dict[int, dict[int, int]] = {}
    for number, (_, parent, slot) in enumerate(order):
        below.setdefault(parent, {})[slot] = number
    values: dict[int, Values] = {}
    for number in range(len(order) - 1, -1, -1):
        node = order[number][0]
        parts = [values[below[number][slot]] for slot in sorted(below.get(number, {}))]
        values[number] = tuple(combined(node, [part[i] for part in parts], point) for i, point in enumerate(points))
    for number, (node, parent, slot) in enumerate(order):
        parts_here = tuple(below[number][one] for one in sorted(below.get(number, {})))
        found.append(_Place(node, parts_here, values[number], parent, slot))
    return found


def _at_root(places: list[_Place], number: int, values: Values) -> Values:
    """The root's values once the place has these."""
    while places[number].parent >= 0:
        parent = places[places[number].parent]
        siblings = [places[part].values for part in parent.parts]
        siblings[places[number].slot] = values
        values = tuple(combined(parent.node, [one[i] for one in siblings], None) for i in range(len(values)))
        number = places[number].parent
    return values


def _rebuilt(places: list[_Place], number: int, changed: Node) -> Node:
    """The whole tree with that place changed."""
    while places[number].parent >= 0:
        parent = places[places[number].parent].node
        changed = with_part(parent, places[number].slot, changed)
        number = places[number].parent
    return changed


def _fits(values: Values, target: Values, multiple: bool) -> bool:
    if not all(map(cmath.isfinite, values)):
        return False
    if not multiple:
        return all(_close(a, b) for a, b in zip(values, target, strict=True))
    (a, b), (c, d) = values, target
    return _close(a * d, b * c) and abs(a) > 1e-12


def _close(a: complex, b: complex) -> bool:
    return abs(a - b) <= 1e-9 * max(1e-6, abs(a), abs(b))


# -- the changes ------------------------------------------------------------------------------------------------------


def _changes(places: list[_Place], number: int) -> Iterator[tuple[str, Node, Values]]:
    """(slip, the node as it was before the slip, its values there)."""
    place = places[number]
    node, values = place.node, place.values
    parts = [places[part].values for part in place.parts]
    match node:
        case Binary(op="+" | "-", left=left, right=right):
            yield from _signs(node, left, right, parts)
        case Unary(op="-", arg=arg):
            yield "sign", arg, parts[0]
        case Call(function=function, args=(arg,)) if function in COFUNCTIONS:
            other = Call(COFUNCTIONS[function], (arg,))
            yield "trig", other, tuple(combined(other, [one], None) for one in parts[0])
        case Binary(op="/", left=left, right=right):
            yield from _inversions(places, place, left, right, parts)
        case Binary(op="^", left=left, right=Number(value=exponent)) if abs(exponent) < LARGEST_EXPONENT:
            for power in (exponent - 1, exponent + 1):
                yield "power", Binary("^", left, Number(power)), _raised(parts[0], complex(power))
    yield from _lost(places, place, node, values)


def _signs(node: Binary, left: Node, right: Node, parts: list[Values]) -> Iterator[tuple[str, Node, Values]]:
    a, b = parts
    other = "-" if node.op == "+" else "+"
    turned = tuple(y - x if node.op == "+" else -x - y for x, y in zip(a, b, strict=True))
    yield "sign", Binary(other, left, right), tuple(TWO_PLACE[other](x, y) for x, y in zip(a, b, strict=True))
    yield "sign", Binary(node.op, Unary("-", left), right), turned


def _inversions(
    places: list[_Place], place: _Place, left: Node, right: Node, parts: list[Values]
) -> Iterator[tuple[str, Node, Values]]:
    a, b = parts
    if not isinstance(left, Number) or not isinstance(right, Number):
        yield "invert", Binary("/", right, left), tuple(_quotient(y, x) for x, y in zip(a, b, strict=True))
    if isinstance(left, Binary) and left.op == "*":  # k*t/C is (k*t)/C: the fraction that was turned over is t/C
        factor = places[places[place.parts[0]].parts[1]].values
        first = places[places[place.parts[0]].parts[0]].values
        changed = Binary("/", Binary("*", left.left, right), left.right)
        yield "invert", changed, tuple(_quotient(x * y, z) for x, y, z in zip(first, b, factor, strict=True))


def _lost(places: list[_Place], place: _Place, node: Node, values: Values) -> Iterator[tuple[str, Node, Values]]:
    """A sign, a two, a half, a power or a root that may have stood here."""
    parent = places[place.parent].node if place.parent >= 0 else None
    raised = isinstance(parent, Binary) and parent.op == "^"
    if not (isinstance(node, Unary) and node.op == "-"):
        yield "dropsqrt", Call("sqrt", (node,)), _raised(values, 0.5)
    if isinstance(node, Name | Call) and not (raised and place.slot == 0):
        yield "power", Binary("^", node, TWO), _raised(values, 2)
    under = isinstance(parent, Binary) and parent.op == "/" and place.slot == 1
    whole = parent is None or isinstance(parent, Call) or raised
    term = isinstance(parent, Binary) and parent.op in ("+", "-")
    if whole and not isinstance(node, Unary):
        yield "sign", Unary("-", node), tuple(-value for value in values)
    if whole or term or under:
        yield "factor2", Binary("*", TWO, node), tuple(2 * value for value in values)
    if (whole or term) and _may_have_lost_a_half(node):
        yield "half", Binary("*", HALF, node), tuple(value / 2 for value in values)


def _may_have_lost_a_half(term: Node) -> bool:
    """What's left of a half is a one, or nothing; a term over a denominator may rather have lost the two below its bar."""
    factors = [term]
    over = False
    while factors:
        factor = factors.pop()
        if isinstance(factor, Number) and factor.value == 1:
            return True
        if isinstance(factor, Unary):
            factors.append(factor.arg)
        if isinstance(factor, Binary) and factor.op in ("*", "/"):
            over = over or factor.op == "/"
            factors += [factor.left, factor.right] if factor.op == "*" else [factor.left]
    return not over


def _raised(values: Values, exponent: complex) -> Values:
    return tuple(_power(value, exponent) for value in values)


def _power(value: complex, exponent: complex) -> complex:
    try:
        return complex(value**exponent)
    except ArithmeticError:
        return NOWHERE


def _quotient(a: complex, b: complex) -> complex:
    return a / b if b else NOWHERE

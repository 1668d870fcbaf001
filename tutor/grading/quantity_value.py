"""What a quantity comes to in SI units, and how it was written: its number, its unit, the digits it shows.

A value is a sum over dimensions, nearly always of one term; metres and seconds can be written in one sum, but such a sum
only ever equals another one term by term.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from tutor.errors import NotationError
from tutor.grading.exact import exact
from tutor.grading.units import IMPERIAL, PLAIN, Dimension, Unit, unit
from tutor.notation.evaluation import evaluate
from tutor.notation.quantities import has_unit
from tutor.notation.quantities_lexer import plain_literal
from tutor.notation.tree import Binary, Call, Name, Node, Number, Text, Unary

LARGEST_EXPONENT: Final = 36  # of a unit
MOST_TERMS: Final = 8  # of different dimensions in one sum
ONE: Final = Number(Fraction(1))
Value = Mapping[Dimension, Node]  # in coherent SI units, in normal form
Monomial = Mapping[str, Fraction]  # unit symbols with their exponents


@dataclass(frozen=True, slots=True)
class Split:
    """A quantity that is a number times a product of powers of units. `number` is None where only a unit is written."""

    number: Node | None
    units: Monomial


def value_of(tree: Node, *, imperial: bool = False, difference: bool = False) -> Value:
    """The value in SI units. A number with a lone unit of temperature is a reading of the scale (25 °C is 298.15 K), unless it
    is a `difference`; in any product or sum, degrees are differences.

    Raises NotationError where there is no value: a unit in an exponent, a square root of a sum of metres and seconds.
    """

    def found(symbol: str) -> Unit:
        return unit(IMPERIAL.get(symbol, symbol) if imperial else symbol)

    parts = split(tree)
    if parts is not None and parts.number is not None and not difference and len(parts.units) == 1:
        ((symbol, exponent),) = parts.units.items()
        scale = found(symbol)
        if scale.offset and exponent == 1:
            reading = Binary("*", Number(scale.factor), parts.number)
            return {scale.dimension: evaluate(Binary("+", reading, Number(scale.offset)))}
    return _value(tree, found)


def scale_of(units: Monomial, *, imperial: bool = False, difference: bool = False) -> tuple[Node, Node]:
    """What a number in this unit is multiplied by to give the SI value, and what is added then (on a scale of temperature)."""
    factor: Node = ONE
    offset: Node = Number(Fraction(0))
    for symbol, power in units.items():
        one = unit(IMPERIAL.get(symbol, symbol) if imperial else symbol)
        factor = evaluate(Binary("*", factor, Binary("^", _factor(one), Number(power))))
        if one.offset and len(units) == 1 and power == 1 and not difference:
            offset = Number(one.offset)
    return factor, offset


def _factor(one: Unit) -> Node:
    factor: Node = Number(one.factor)
    return evaluate(Binary("*" if one.pi > 0 else "/", factor, Name("pi"))) if one.pi else factor


def _value(node: Node, found: Callable[[str], Unit]) -> Value:
    match node:
        case Number() | Name():
            return {PLAIN: evaluate(node)}
        case Text(value=symbol):
            one = found(symbol)
            return {one.dimension: _factor(one)}
        case Unary(op=op, arg=arg):
            return {key: evaluate(Unary(op, part)) for key, part in _value(arg, found).items()}
        case Binary(op="+" | "-" as op, left=left, right=right):
            return _sum(op, _value(left, found), _value(right, found))
        case Binary(op="*", left=left, right=right):
            return _product(_value(left, found), _value(right, found))
        case Binary(op="/", left=left, right=right):
            below, number = _single(_value(right, found), right)
            inverse = {tuple(-power for power in below): evaluate(Binary("/", ONE, number))}
            return _product(_value(left, found), inverse)
        case Binary(op="^", left=left, right=right):
            return _power(_value(left, found), left, _plain(_value(right, found), right))
        case Call(function="sqrt", args=(arg,)):
            dimension, number = _single(_value(arg, found), arg)
            return {tuple(power / 2 for power in dimension): evaluate(Call("sqrt", (number,)))}
        case Call(function=function, args=args):
            return {PLAIN: evaluate(Call(function, tuple(_plain(_value(arg, found), arg) for arg in args)))}
        case _:
            raise _undefined("this has no value as a quantity", node)


def _sum(op: str, a: Value, b: Value) -> Value:
    total = dict(a)
    for key, part in b.items():
        total[key] = evaluate(Binary(op, total.get(key, Number(Fraction(0))), part))
    return _bounded(total)


def _product(a: Value, b: Value) -> Value:
    total: dict[Dimension, Node] = {}
    for left, x in a.items():
        for right, y in b.items():
            key = tuple(p + q for p, q in zip(left, right, strict=True))
            part = evaluate(Binary("*", x, y))
            total[key] = evaluate(Binary("+", total[key], part)) if key in total else part
        _bounded(total)
    return total


def _bounded(total: Value) -> Value:
    if len(total) > MOST_TERMS:
        raise _undefined("quantities of too many kinds are added here", ONE)
    return total


def _power(base: Value, node: Node, exponent: Node) -> Value:
    dimension, number = _single(base, node)
    power = exact(exponent)
    if dimension != PLAIN:
        if power is None or abs(power) > LARGEST_EXPONENT or power.denominator > LARGEST_EXPONENT:
            raise _undefined("a unit can't have this exponent", node)
        dimension = tuple(one * power for one in dimension)
    return {dimension: evaluate(Binary("^", number, exponent))}


def _single(value: Value, node: Node) -> tuple[Dimension, Node]:
    if len(value) != 1:
        raise _undefined("quantities of different kinds are added here", node)
    return next(iter(value.items()))


def _plain(value: Value, node: Node) -> Node:
    dimension, number = _single(value, node)
    if dimension != PLAIN:
        raise _undefined("a plain number belongs here", node)
    return number


def _undefined(what: str, node: Node) -> NotationError:
    remedy = "write one number with its unit"
    return NotationError("undefined", what, remedy=remedy, start=node.span.start, end=node.span.end)


def split(tree: Node) -> Split | None:
    """The number and the unit of a quantity, or None for sums of quantities and the like."""
    match tree:
        case Text(value=symbol):
            return Split(None, {symbol: Fraction(1)})
        case Unary(op="-" | "+" as op, arg=arg):
            inner = split(arg)
            return Split(Unary(op, inner.number or ONE), inner.units) if inner else None
        case Binary(op=op, left=left, right=right):
            first, second = split(left), split(right)
            if first is None or second is None:
                return None
            if first.number is not None and second.number is not None and not first.units and not second.units:
                return Split(
                    replace(tree, left=first.number, right=second.number), {}
                )  # units may have cancelled in them
            return _two_place(op, first, second)
        case _:
            return None if has_unit(tree) else Split(tree, {})


def _two_place(op: str, first: Split, second: Split) -> Split | None:
    if op in ("*", "/"):
        return Split(_numbers(op, first.number, second.number), _units(op, first.units, second.units))
    power = exact(second.number) if op == "^" and second.number is not None and not second.units else None
    if power is None:
        return None
    number = None if first.number is None else Binary("^", first.number, Number(power))
    return Split(number, {name: one * power for name, one in first.units.items() if power})


def _numbers(op: str, a: Node | None, b: Node | None) -> Node | None:
    if b is None:
        return a
    return Binary(op, a or ONE, b) if a is not None or op == "/" else b


def _units(op: str, a: Monomial, b: Monomial) -> Monomial:
    total = dict(a)
    for name, power in b.items():
        total[name] = total.get(name, Fraction(0)) + (power if op == "*" else -power)
    return {name: power for name, power in total.items() if power}


@dataclass(frozen=True, slots=True)
class Shown:
    """A decimal as written: `places` are the powers of ten at which its last significant digit may stand (one, or for `1500`
    several), the surest first; `figures` how many significant digits it has with each.
    """

    places: tuple[int, ...]
    figures: tuple[int, ...]


def shown(number: Node | None) -> Shown | None:
    """The digits of a decimal, possibly times a power of ten; None for what isn't written as one (a fraction, a root)."""
    match number:
        case Unary(op="-" | "+", arg=arg):
            return shown(arg)
        case Number(literal=literal) if literal and literal[0] in "0123456789.":
            return _literal(plain_literal(literal))
        case Binary(op="*" | "/" as op, left=left, right=right):
            power, inner = _power_of_ten(right), shown(left)
            if power is None or inner is None:
                return None
            shift = power if op == "*" else -power
            return Shown(tuple(place + shift for place in inner.places), inner.figures)
        case _:
            return None


def _literal(text: str) -> Shown | None:
    mantissa, _, exponent = text.lower().partition("e")
    whole, point, part = mantissa.partition(".")
    digits = (whole + part).lstrip("0")
    shift = int(exponent or 0)
    if not digits:  # 0.00 shows two digits of nought
        return Shown((shift - len(part),), (max(1, len(part)),))
    if point or exponent:
        return Shown((shift - len(part),), (len(digits),))
    zeros = len(digits) - len(digits.rstrip("0"))
    return Shown(tuple(range(zeros + 1)), tuple(len(digits) - place for place in range(zeros + 1)))


def _power_of_ten(node: Node) -> int | None:
    match node:
        case Binary(op="^", left=Number(value=base), right=right) if base == 10:
            power = exact(right)
            return int(power) if power is not None and power.denominator == 1 and abs(power) <= 400 else None
        case Number(value=value) if (
            value.denominator == 1 and value > 0 and set(str(value.numerator).lstrip("1")) <= {"0"}
        ):
            text = str(value.numerator)
            return len(text) - 1 if text.startswith("1") and text.count("1") == 1 else None
        case _:
            return None

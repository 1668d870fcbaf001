"""Real values with proven error bounds: trees of roots, trigonometry and exponentials at a point.

A ball is a midpoint and a radius that surely contains the value (Arb, F. Johansson 2017, by python-flint).
Disjoint balls prove two values different; overlapping small ones don't prove them equal, so agreement is
asked for at several points.

flint's precision is one setting for the whole process: it's set once, when this module first needs flint,
and never again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from tutor.grading.exact import exact, folded
from tutor.notation.tree import Binary, Call, Name, Node, Number, Unary

if TYPE_CHECKING:
    from flint import arb

PRECISION: Final = 128  # bits
AGREEMENT: Final = 2.0**-64  # radius, relative to the larger of 1 and the value, up to which an overlap counts
LARGEST_LOGARITHM: Final = 2.0**40  # of a power's result; beyond, the value says nothing
LARGEST_WHOLE_EXPONENT: Final = 10_000
LARGEST_FACTORIAL: Final = 1000


class OutOfReachError(Exception):
    """The value isn't a real number here, or can't be computed."""


@cache
def flint_library() -> Any:
    """python-flint, imported when it's first needed, at its one precision."""
    import flint

    flint.ctx.prec = PRECISION
    return flint


def ball(value: Fraction) -> arb:
    """The ball around a rational number."""
    flint = flint_library()
    found: arb = flint.arb(flint.fmpq(value.numerator, value.denominator))
    return found


def value_at(node: Node, point: Mapping[str, arb], *, is_folded: bool = False) -> arb:
    """The ball that contains the tree's real value at a point. `pi` and `e` are the constants unless the
    point binds them. `is_folded`: who asks at many points has worked out the rational parts (`tutor.grading.exact.folded`).

    Raises OutOfReachError where the tree isn't a finite real number.
    """
    found = _value(node if is_folded else folded(node), point)
    if not found.is_finite():
        raise OutOfReachError
    return found


def differ(a: arb, b: arb) -> bool:
    """The two values are proven different."""
    return not a.overlaps(b)


def agree(a: arb, b: arb) -> bool:
    """The balls overlap and are small enough for that to mean something."""
    scale = max(1.0, abs(float(a.mid())), abs(float(b.mid())))
    return bool(a.overlaps(b)) and float(a.rad()) + float(b.rad()) <= AGREEMENT * scale


def _value(node: Node, point: Mapping[str, arb]) -> arb:
    match node:
        case Number(value=value):
            return ball(value)
        case Name(name=name):
            return _name(name, point)
        case Unary(op=op, arg=arg):
            return _one_place(op, arg, point)
        case Binary(op="^", left=left, right=right):
            return _power(left, right, point)
        case Binary(op=op, left=left, right=right):
            return _two_place(op, _value(left, point), _value(right, point))
        case Call(function=function, args=args):
            return _call(function, args, point)
        case _:
            raise OutOfReachError


def _name(name: str, point: Mapping[str, arb]) -> arb:
    if name in point:
        return point[name]
    if name == "pi":
        pi: arb = flint_library().arb.pi()
        return pi
    if name == "e":
        e: arb = flint_library().arb.const_e()
        return e
    raise OutOfReachError


def _one_place(op: str, arg: Node, point: Mapping[str, arb]) -> arb:
    if op == "!":
        return _factorial(arg, point)
    inner = _value(arg, point)
    if op == "-":
        return -inner
    if op == "+":
        return inner
    if op == "%":
        return inner / 100
    raise OutOfReachError


def _factorial(arg: Node, point: Mapping[str, arb]) -> arb:
    """Of a whole number; between them, where letters stand for any number, it's the gamma function."""
    value = exact(arg)
    if value is not None:
        if value.denominator != 1 or not 0 <= value <= LARGEST_FACTORIAL:
            raise OutOfReachError
        whole: arb = flint_library().arb.fac_ui(value.numerator)
        return whole
    inner = _value(arg, point) + 1
    if not (inner > 0 and inner < LARGEST_FACTORIAL):
        raise OutOfReachError
    found: arb = inner.gamma()
    return found


def _two_place(op: str, a: arb, b: arb) -> arb:
    if op == "+":
        return a + b
    if op == "-":
        return a - b
    if op == "*":
        return a * b
    if op == "/":
        return a / b
    raise OutOfReachError


def _power(base: Node, exponent: Node, point: Mapping[str, arb]) -> arb:
    below = _value(base, point)
    constant = exponent.value if isinstance(exponent, Number) else None
    if constant is not None and constant.denominator == 1 and abs(constant) <= LARGEST_WHOLE_EXPONENT:
        return _whole_power(below, constant.numerator)
    if constant is not None and constant.denominator % 2 and below < 0:
        root = _bounded_power(-below, ball(constant))  # the real root of an odd degree, as in (-8)^(1/3) = -2
        return -root if constant.numerator % 2 else root
    raised = _value(exponent, point)
    if below < 0 and abs(raised) <= LARGEST_WHOLE_EXPONENT and raised.is_integer():
        whole = raised.unique_fmpz()
        if whole is not None:
            return _whole_power(below, int(whole))
    return _bounded_power(below, raised)


def _whole_power(base: arb, exponent: int) -> arb:
    """By squaring: flint's own power has no value for a ball around zero."""
    if exponent < 0:
        return 1 / _whole_power(base, -exponent)
    if exponent == 0 and base == 0:
        raise OutOfReachError
    found, square = ball(Fraction(1)), base
    while exponent:
        if exponent % 2:
            found *= square
        square, exponent = square * square, exponent // 2
    return found


def _bounded_power(base: arb, exponent: arb) -> arb:
    if base > 0 and not abs(float((exponent * base.log()).mid())) <= LARGEST_LOGARITHM:
        raise OutOfReachError
    return base**exponent


def _call(function: str, args: tuple[Node, ...], point: Mapping[str, arb]) -> arb:
    values = [_value(arg, point) for arg in args]
    if len(values) == 1 and function in ONE_ARGUMENT:
        found: arb = ONE_ARGUMENT[function](values[0])
        return found
    if function == "root" and len(args) == 2:
        return _root(values[0], exact(args[1]))
    if function == "log" and len(values) == 2:
        return values[0].log() / values[1].log()
    if function == "arctan2" and len(values) == 2:
        return _direction(values[0], values[1])
    if function in ("min", "max") and values:
        return _extreme(function, values)
    raise OutOfReachError


def _root(value: arb, degree: Fraction | None) -> arb:
    if degree is None or degree.denominator != 1 or not 2 <= degree <= 1000:
        raise OutOfReachError
    if degree.numerator % 2 and value < 0:
        return -((-value).root(degree.numerator))
    return value.root(degree.numerator)


def _direction(y: arb, x: arb) -> arb:
    """The angle of the arrow (x, y), between -pi and pi."""
    if x > 0:
        return (y / x).atan()
    if y > 0:
        return _right_angle() - (x / y).atan()
    if y < 0:
        return -_right_angle() - (x / y).atan()
    raise OutOfReachError


def _extreme(function: str, values: list[arb]) -> arb:
    found = values[0]
    for value in values[1:]:
        found = found.min(value) if function == "min" else found.max(value)
    return found


def _right_angle() -> arb:
    right_angle: arb = flint_library().arb.pi() / 2
    return right_angle


def _exponential(value: arb) -> arb:
    if not abs(float(value.mid())) <= LARGEST_LOGARITHM:
        raise OutOfReachError
    return value.exp()


def _step(value: arb, whole: Callable[[arb], arb]) -> arb:
    """floor and ceiling: only where the ball lies between two jumps."""
    found = whole(value)
    if not found.is_exact():
        raise OutOfReachError
    return found


ONE_ARGUMENT: Final[Mapping[str, Callable[[Any], Any]]] = {
    "sqrt": lambda x: x.sqrt(),
    "abs": abs,
    "exp": _exponential,
    "ln": lambda x: x.log(),
    "log": lambda x: x.log() / ball(Fraction(10)).log(),
    "sin": lambda x: x.sin(),
    "cos": lambda x: x.cos(),
    "tan": lambda x: x.tan(),
    "cot": lambda x: x.cot(),
    "sec": lambda x: x.sec(),
    "csc": lambda x: x.csc(),
    "sech": lambda x: x.sech(),
    "csch": lambda x: x.csch(),
    "coth": lambda x: x.coth(),
    "arcsin": lambda x: x.asin(),
    "arccos": lambda x: x.acos(),
    "arctan": lambda x: x.atan(),
    "arccot": lambda x: _right_angle() - x.atan(),
    "arcsec": lambda x: (1 / x).acos(),
    "arccsc": lambda x: (1 / x).asin(),
    "sinh": lambda x: x.sinh(),
    "cosh": lambda x: x.cosh(),
    "tanh": lambda x: x.tanh(),
    "arsinh": lambda x: x.asinh(),
    "arcosh": lambda x: x.acosh(),
    "artanh": lambda x: x.atanh(),
    "arsech": lambda x: (1 / x).acosh(),
    "arcsch": lambda x: (1 / x).asinh(),
    "arcoth": lambda x: (1 / x).atanh(),
    "sinc": lambda x: x.sinc(),
    "sign": lambda x: _step(x, lambda y: y.sgn()),
    "floor": lambda x: _step(x, lambda y: y.floor()),
    "ceil": lambda x: _step(x, lambda y: y.ceil()),
}
KNOWN: Final = frozenset(ONE_ARGUMENT) | {"root", "log", "min", "max", "arctan2"}

"""Complex values with proven error bounds, by principal branches: for trees that aren't real, or hold the imaginary unit.

As `tutor.grading.balls` over the complex numbers (Arb's acb). `ln(-2)` is ln 2 + i pi, `(-8)^(1/3)` is 1 + i sqrt(3): who
compares real functions asks `balls` first, which takes real roots.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import pi
from operator import methodcaller
from typing import TYPE_CHECKING, Any, Final

from tutor.grading.balls import AGREEMENT, LARGEST_LOGARITHM, OutOfReachError, flint_library
from tutor.grading.exact import exact
from tutor.notation.tree import Binary, Call, Name, Node, Number, Unary

if TYPE_CHECKING:
    from flint import acb, arb

IMAGINARY: Final = "i"


def complex_value_at(node: Node, point: Mapping[str, arb]) -> acb:
    """The ball around a folded tree's complex value at a point. `i` is the imaginary unit unless the point binds it.

    Raises OutOfReachError where the tree has no finite value.
    """
    found: acb = _value(node, point)
    if not found.is_finite():
        raise OutOfReachError
    return found


def differ(a: acb, b: acb) -> bool:
    """The two values are proven different."""
    return not a.overlaps(b)


def agree(a: acb, b: acb) -> bool:
    """The balls overlap and are small enough for that to mean something."""
    scale = max(1.0, _size(a), _size(b))
    return bool(a.overlaps(b)) and _radius(a) + _radius(b) <= AGREEMENT * scale


def opposite(a: acb, b: acb) -> bool:
    """The two add up to zero."""
    return bool((a + b).contains(0))


def whole_turns_apart(a: acb, b: acb) -> bool:
    """The two differ by a multiple of 2 pi i, as values of one logarithm do."""
    apart = a - b
    if _radius(apart) > AGREEMENT * max(1.0, _size(a), _size(b)):
        return False  # too wide to say anything
    turns = float(apart.imag.mid()) / (2 * pi)
    return bool(apart.real.contains(0)) and abs(turns - round(turns)) < 1e-9


def _size(value: acb) -> float:
    return abs(float(value.real.mid())) + abs(float(value.imag.mid()))


def _radius(value: acb) -> float:
    return float(value.real.rad()) + float(value.imag.rad())


def _value(node: Node, point: Mapping[str, arb]) -> Any:
    flint = flint_library()
    match node:
        case Number(value=value):
            return _whole(value)
        case Name(name=name) if name in point:
            return flint.acb(point[name])
        case Name(name="pi"):
            return flint.acb.pi() if hasattr(flint.acb, "pi") else flint.acb(flint.arb.pi())
        case Name(name="e"):
            return flint.acb(flint.arb.const_e())
        case Name(name=name) if name == IMAGINARY:
            return flint.acb(0, 1)
        case Unary(op=op, arg=arg):
            return _one_place(op, _value(arg, point))
        case Binary(op="^", left=left, right=right):
            return _power(_value(left, point), right.value if isinstance(right, Number) else None, right, point)
        case Binary(op=op, left=left, right=right) if op in _TWO_PLACE:
            return _TWO_PLACE[op](_value(left, point), _value(right, point))
        case Call(function=function, args=args):
            return _call(function, [_value(arg, point) for arg in args], args)
        case _:
            raise OutOfReachError


def _whole(value: Fraction) -> Any:
    flint = flint_library()
    return flint.acb(flint.fmpq(value.numerator, value.denominator))


def _one_place(op: str, value: acb) -> acb:
    if op == "-":
        return -value
    if op == "+":
        return value
    if op == "%":
        return value / 100
    raise OutOfReachError


_TWO_PLACE: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
}


def _power(base: acb, constant: Fraction | None, exponent: Node, point: Mapping[str, arb]) -> Any:
    raised = _whole(constant) if constant is not None else _value(exponent, point)
    if base.contains(0):
        if constant is not None and constant > 0 and constant.denominator == 1 and constant <= 64:
            found = base
            for _ in range(constant.numerator - 1):
                found = found * base
            return found
        raise OutOfReachError
    logarithm = raised * base.log()
    if not _size(logarithm) <= LARGEST_LOGARITHM:
        raise OutOfReachError
    return base**raised


def _call(function: str, values: list[acb], args: tuple[Node, ...]) -> Any:
    if len(values) == 1 and function in _ONE_ARGUMENT:
        return _ONE_ARGUMENT[function](values[0])
    if function == "log" and len(values) == 2:
        return values[0].log() / values[1].log()
    degree = exact(args[1]) if function == "root" and len(args) == 2 else None
    if degree is not None and degree.denominator == 1 and 2 <= degree <= 1000:
        return values[0] ** _whole(1 / degree)
    raise OutOfReachError


def _exponential(value: acb) -> Any:
    if not _size(value) <= LARGEST_LOGARITHM:
        raise OutOfReachError
    return value.exp()


_ONE_ARGUMENT: Final[Mapping[str, Callable[[Any], Any]]] = {
    "sqrt": lambda x: x.sqrt(),
    "abs": lambda x: flint_library().acb(abs(x)),
    "exp": _exponential,
    "ln": lambda x: x.log(),
    "log": lambda x: x.log() / _whole(Fraction(10)).log(),
    **{name: methodcaller(name) for name in (
        "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth", "sech", "csch",
    )},
    "arccot": lambda x: (1 / x).atan(), "arcsec": lambda x: (1 / x).acos(), "arccsc": lambda x: (1 / x).asin(),
    "arsech": lambda x: (1 / x).acosh(), "arcsch": lambda x: (1 / x).asinh(), "arcoth": lambda x: (1 / x).atanh(),
    "arcsin": methodcaller("asin"), "arccos": methodcaller("acos"), "arctan": methodcaller("atan"),
    "arsinh": methodcaller("asinh"), "arcosh": methodcaller("acosh"), "artanh": methodcaller("atanh"),
}  # fmt: skip

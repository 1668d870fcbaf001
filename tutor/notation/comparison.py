"""Order and equality of exact values: by exact form where there is one, else by enclosures that are narrowed until they part."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final

from tutor.notation.scalars import subtract, undefined
from tutor.notation.surds import Surd, bounds_of, surd_of
from tutor.notation.tree import Binary, Call, Matrix, Name, Node, Number, SetOf, Text, Truth, Unary, Vector, free_names

CONSTANTS: Final = frozenset({"pi", "e"})
PRECISIONS: Final = (128, 512, 2048)  # bits
ARB: Final[dict[str, str]] = {
    "sin": "sin", "cos": "cos", "tan": "tan", "cot": "cot", "sec": "sec", "csc": "csc", "arcsin": "asin", "arccos": "acos",
    "arctan": "atan", "sinh": "sinh", "cosh": "cosh", "tanh": "tanh", "arsinh": "asinh", "arcosh": "acosh",
    "artanh": "atanh", "exp": "exp", "ln": "log", "sqrt": "sqrt",
}  # fmt: skip


def is_closed(node: Node) -> bool:
    """The tree has no letters but pi and e."""
    return free_names(node) <= CONSTANTS


def bounds(node: Node, bits: int) -> tuple[Fraction, Fraction]:
    """Rational numbers below and above the value of a closed scalar. Raises NotationError("undefined")."""
    surd = surd_of(node)
    return bounds_of(surd, bits) if surd is not None else _enclosure(node, bits)


def sign(node: Node) -> int:
    """-1, 0 or 1 for a closed scalar in normal form. Raises NotationError("undefined") where it can't be decided."""
    if isinstance(node, Number):
        return (node.value > 0) - (node.value < 0)
    surd: Surd | None = surd_of(node)
    if surd == {}:
        return 0
    for bits in PRECISIONS:
        low, high = bounds(node, bits)
        if low > 0 or high < 0:
            return 1 if low > 0 else -1
    raise undefined("it can't be decided which of these is larger", "compare rational numbers or square roots")


def compare(a: Node, b: Node) -> int:
    """The sign of a - b."""
    if isinstance(a, Number) and isinstance(b, Number):
        return (a.value > b.value) - (a.value < b.value)
    if not (_is_scalar(a) and _is_scalar(b)):
        raise undefined("only numbers can be compared by size", "compare two numbers, or use == or !=")
    return 0 if a == b else sign(subtract(a, b))


def same(a: Node, b: Node) -> bool:
    """Equality of closed values. Vectors and matrices of other sizes, text and numbers are simply different."""
    match a, b:
        case (Vector(items=first), Vector(items=second)) | (SetOf(items=first), SetOf(items=second)):
            return len(first) == len(second) and all(map(same, first, second))
        case Matrix(rows=rows), Matrix(rows=others):
            if len(rows) != len(others) or len(rows[0]) != len(others[0]):
                return False
            return all(same(x, y) for r, o in zip(rows, others, strict=True) for x, y in zip(r, o, strict=True))
        case (Text() | Truth(), _) | (_, Text() | Truth()):
            return a == b
    return compare(a, b) == 0 if _is_scalar(a) and _is_scalar(b) else a == b


def floor_of(node: Node) -> int:
    """The largest integer that isn't above a closed scalar."""
    if isinstance(node, Number):
        return node.value.numerator // node.value.denominator
    for bits in PRECISIONS:
        low, high = bounds(node, bits)
        if low // 1 == high // 1:
            return int(low // 1)
    raise undefined("it can't be decided between which integers this lies", "use a rational number or a square root")


def _is_scalar(node: Node) -> bool:
    return isinstance(node, Number | Name | Unary | Binary | Call)


def _enclosure(node: Node, bits: int) -> tuple[Fraction, Fraction]:
    """By ball arithmetic (Arb, F. Johansson 2017, by python-flint). The precision is put back afterwards: it is one setting
    for the whole process."""
    import flint

    context = flint.ctx
    kept = context.prec
    context.prec = bits
    try:
        ball = _ball(node, flint)
        if not ball.is_finite():
            raise undefined("this isn't a real number", "check what stands below fractions, roots and logarithms")
        return _fraction(ball.lower()), _fraction(ball.upper())
    finally:
        context.prec = kept


def _fraction(exact: Any) -> Fraction:
    mantissa, exponent = (int(part) for part in exact.man_exp())
    if abs(exponent) > 100_000:
        raise undefined("this number is too large or too small", "use numbers of a usual size")
    return Fraction(mantissa) * (Fraction(2) ** exponent)


def _ball(node: Node, flint: Any) -> Any:
    match node:
        case Number(value=value):
            return flint.arb(flint.fmpq(value.numerator, value.denominator))
        case Name(name="pi"):
            return flint.arb.pi()
        case Name(name="e"):
            return flint.arb.const_e()
        case Unary(op="-", arg=arg):
            return -_ball(arg, flint)
        case Binary(op=op, left=left, right=right) if op in TWO_PLACE:
            return TWO_PLACE[op](_ball(left, flint), _ball(right, flint))
        case Call(function=function, args=(arg,)) if function in ARB:
            return getattr(_ball(arg, flint), ARB[function])()
        case Call(function="abs", args=(arg,)):
            return abs(_ball(arg, flint))
        case Call(function="log", args=(arg, *rest)):
            return _ball(arg, flint).log() / (_ball(rest[0], flint) if rest else flint.arb(10)).log()
        case Call(function="root", args=(arg, Number(value=degree))):
            inner = _ball(arg, flint)
            return -((-inner).root(int(degree))) if inner < 0 and degree % 2 else inner.root(int(degree))
        case _:
            raise undefined("this has no value as a number", "use numbers, pi, e, roots and elementary functions")


TWO_PLACE: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b,
    "^": lambda a, b: a**b,
}  # fmt: skip

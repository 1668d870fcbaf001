"""Arithmetic of scalars as trees: exact on rationals and square roots, and light-handed on free letters.

With letters nothing is expanded or collected; numbers are folded, 0 and 1 are absorbed, and a coefficient stands in front.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from tutor.errors import NotationError
from tutor.notation.limits import LARGEST_BITS, LARGEST_EXPONENT, check_size, too_large
from tutor.notation.surds import node_of, over, plus, square_root, surd_of, times, to_the
from tutor.notation.tree import Binary, Call, Node, Number, Unary

ZERO: Final = Number(Fraction(0))
ONE: Final = Number(Fraction(1))
HALF: Final = Fraction(1, 2)
LARGEST_SURD_EXPONENT: Final = 64


def undefined(what: str, remedy: str) -> NotationError:
    """The error for something that has no value. The place is put in by the evaluation."""
    return NotationError("undefined", what, remedy=remedy)


def add(a: Node, b: Node) -> Node:
    """The sum of two scalars."""
    if isinstance(b, Number):
        if isinstance(a, Number):
            return Number(check_size(a.value + b.value))
        if not b.value:
            return a
        if isinstance(a, Binary) and a.op in ("+", "-") and isinstance(a.right, Number):
            return add(a.left, Number(b.value + (a.right.value if a.op == "+" else -a.right.value)))
    elif isinstance(a, Number) and not a.value:
        return b
    first, second = surd_of(a), surd_of(b)
    if first is not None and second is not None:
        return node_of(plus(first, second))
    return Binary("-", a, negated(b)) if is_negative(b) else Binary("+", a, b)


def subtract(a: Node, b: Node) -> Node:
    """The difference of two scalars."""
    if isinstance(a, Number) and isinstance(b, Number):
        return Number(check_size(a.value - b.value))
    return add(a, negated(b))


def negated(a: Node) -> Node:
    """The opposite of a scalar."""
    match a:
        case Number(value=value):
            return Number(-value)
        case Unary(op="-", arg=arg):
            return arg
        case Binary(op="*", left=Number(value=value), right=right):
            return right if value == -1 else Binary("*", Number(-value), right, implicit=True)
        case Binary(op="/", left=left, right=right):
            return Binary("/", negated(left), right)
        case _:
            surd = surd_of(a)
            return Unary("-", a) if surd is None or len(surd) == 1 else node_of({n: -c for n, c in surd.items()})


def is_negative(a: Node) -> bool:
    """The scalar is written with a minus sign in front."""
    match a:
        case Number(value=value):
            return value < 0
        case Unary(op="-"):
            return True
        case Binary(op="*" | "/", left=left):
            return is_negative(left)
        case _:
            return False


def multiply(a: Node, b: Node) -> Node:
    """The product of two scalars."""
    if isinstance(a, Number):
        return Number(check_size(a.value * b.value)) if isinstance(b, Number) else _multiple(a.value, b)
    if isinstance(b, Number):
        return _multiple(b.value, a)
    first, second = surd_of(a), surd_of(b)
    product = None if first is None or second is None else times(first, second)
    if product is not None:
        return node_of(product)
    if isinstance(a, Unary) and a.op == "-":
        return negated(multiply(a.arg, b))
    if isinstance(b, Unary) and b.op == "-":
        return negated(multiply(a, b.arg))
    if isinstance(a, Binary) and a.op == "*" and isinstance(a.left, Number):
        return _multiple(a.left.value, multiply(a.right, b))
    if isinstance(b, Binary) and b.op == "*" and isinstance(b.left, Number):
        return _multiple(b.left.value, multiply(a, b.right))
    return Binary("*", a, b)


def _multiple(factor: Fraction, b: Node) -> Node:
    """A number times a scalar that isn't a number."""
    if not factor:
        return ZERO
    if factor == 1:
        return b
    surd = surd_of(b)
    if surd is not None:
        return node_of({n: check_size(c * factor) for n, c in surd.items()})
    match b:
        case Unary(op="-", arg=arg):
            return _multiple(-factor, arg)
        case Binary(op="*", left=Number(value=value), right=right):
            return _multiple(check_size(factor * value), right)
        case Binary(op="/", left=left, right=Number(value=value)):
            return _quotient(factor / value, left)
        case _:
            return negated(b) if factor == -1 else _quotient(factor, b)


def _quotient(factor: Fraction, b: Node) -> Node:
    """factor*b with the denominator of the factor below a fraction bar: 3x/2."""
    if isinstance(b, Number):
        return Number(check_size(factor * b.value))
    if isinstance(b, Binary) and b.op == "*" and isinstance(b.left, Number):
        return _quotient(check_size(factor * b.left.value), b.right)
    above = factor.numerator
    top: Node = (
        b if above == 1 else negated(b) if above == -1 else Binary("*", Number(Fraction(above)), b, implicit=True)
    )
    return top if factor.denominator == 1 else Binary("/", top, Number(Fraction(factor.denominator)))


def divide(a: Node, b: Node) -> Node:
    """The quotient of two scalars. Raises NotationError("undefined") for division by zero."""
    if isinstance(b, Number):
        if not b.value:
            raise undefined("a number is divided by zero", "zero can't stand below")
        return Number(check_size(a.value / b.value)) if isinstance(a, Number) else _multiple(1 / b.value, a)
    if isinstance(a, Number) and not a.value:
        return ZERO
    first, second = surd_of(a), surd_of(b)
    if first is not None and second is not None:
        quotient = over(first, second)
        if quotient is not None:
            return node_of(quotient)
    return Binary("/", a, b)


def power(a: Node, b: Node) -> Node:
    """a to the power b. Raises NotationError for 0^0, 0^-1 and even roots of negative numbers, and for huge results."""
    if not isinstance(b, Number):
        return ONE if isinstance(a, Number) and a.value == 1 else Binary("^", a, b)
    if b.value.denominator != 1:
        return root(_whole_power(a, b.value.numerator), b.value.denominator)
    return _whole_power(a, b.value.numerator)


def _whole_power(a: Node, n: int) -> Node:
    if n == 1:
        return a
    if isinstance(a, Number):
        return Number(rational_power(a.value, n))
    if n == 0:
        return ONE
    surd = surd_of(a)
    if surd is not None and abs(n) <= LARGEST_SURD_EXPONENT:
        raised = to_the(surd, abs(n))
        if raised is not None:
            return node_of(raised) if n > 0 else divide(ONE, node_of(raised))
    if isinstance(a, Binary) and a.op == "^" and isinstance(a.right, Number) and a.right.value.denominator == 1:
        return _whole_power(a.left, a.right.value.numerator * n)
    return Binary("^", a, Number(Fraction(n)))


def rational_power(value: Fraction, n: int) -> Fraction:
    """value^n, exactly. Raises NotationError when it isn't defined or has too many digits."""
    if not value and n <= 0:
        raise undefined("zero has no power of zero or less", "0^0 and 1/0 have no value")
    if abs(n) > LARGEST_EXPONENT and value not in (0, 1, -1):
        raise too_large(f"an exponent may be at most {LARGEST_EXPONENT:,}", "use a smaller exponent")
    if value in (0, 1, -1):
        return value if n % 2 else value * value
    bits = max(value.numerator.bit_length(), value.denominator.bit_length()) - 1
    if bits * abs(n) > LARGEST_BITS:
        raise too_large("this power has too many digits", "use smaller numbers")
    return check_size(value**n)


def root(a: Node, n: int) -> Node:
    """The n-th root; the real one of a negative number where n is odd."""
    if n == 2:
        return square_root_of(a)
    if isinstance(a, Number):
        if a.value < 0 and n % 2 == 0:
            raise undefined("an even root of a negative number isn't a real number", "check the sign below the root")
        exact = _exact_root(abs(a.value), n)
        if exact is not None:
            return Number(exact if a.value >= 0 else -exact)
    return Call("root", (a, Number(Fraction(n))))


def square_root_of(a: Node) -> Node:
    """The square root, with square factors taken out. Raises NotationError("undefined") for a negative number."""
    if not isinstance(a, Number):
        return Call("sqrt", (a,))
    if a.value < 0:
        raise undefined("the square root of a negative number isn't a real number", "check the sign below the root")
    return node_of(square_root(a.value))


def _exact_root(value: Fraction, n: int) -> Fraction | None:
    above, below = integer_root(value.numerator, n), integer_root(value.denominator, n)
    return Fraction(above, below) if (above**n, below**n) == (value.numerator, value.denominator) else None


def integer_root(value: int, n: int) -> int:
    """The largest integer whose n-th power is at most value (value >= 0, n >= 1), by bisection of its bits."""
    found = 0
    for bit in reversed(range(value.bit_length() // n + 1)):
        tried = found | 1 << bit
        if (tried.bit_length() - 1) * n <= value.bit_length() and tried**n <= value:
            found = tried
    return found

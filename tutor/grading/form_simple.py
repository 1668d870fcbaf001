"""Simplified: nothing is left to do that needs no choice.

Numbers are worked out, like terms collected, equal factors written as a power, fractions reduced (also those of
polynomials), squares drawn out of roots, and nothing idle stands there (`+ 0`, `1*`, `/1`, `^1`). Whether a product of
sums is multiplied out is free, and so is a root below a bar (`rationalised` asks for that).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache
from math import gcd
from typing import Final

from tutor.grading.exact import exact
from tutor.grading.form_number import quotient_of_wholes, unreduced, unsigned
from tutor.grading.form_polynomial import NotPolynomialError, Ring, content, irreducible_parts
from tutor.grading.form_shape import shape
from tutor.grading.form_terms import factors, has_division, is_sum, terms, whole_power
from tutor.notation.tree import Binary, Call, Node, Number, Unary, children, walk

SIMPLEST: Final = "The simplest form is asked for"
LARGEST_POWER: Final = 10**6  # up to which a power of whole numbers is better worked out
LARGEST_RADICAND: Final = 10**12
DEGREES: Final = {"sqrt": 2, "cbrt": 3}


def not_simplified(node: Node) -> str | None:
    """What can still be done, or None. Raises TooLargeError."""
    if any(map(_is_idle, walk(node))):
        return f"{SIMPLEST}; something in it changes nothing and can be left out."
    for looked_at, complaint in _LOOKS:
        if any(map(looked_at, _parts(node))):
            return f"{SIMPLEST}; {complaint}."
    return None


def _parts(node: Node) -> Iterator[Node]:
    """The node and what is in it; of a sum of sums only the whole, and of a product of products."""
    yield node
    match node:
        case Binary(op="+" | "-"):
            for term in terms(node):
                yield from _parts(term)
        case Binary(op="*" | "/"):
            for factor, _ in factors(node):
                yield from _parts(factor)
        case _:
            for part in children(node):
                yield from _parts(part)


def _is_idle(node: Node) -> bool:
    match node:
        case Unary(op="-" | "+", arg=Unary(op="-" | "+")):
            return True
        case Binary(op="+" | "-", left=left, right=right):
            return 0 in (exact(left), exact(right))
        case Binary(op="*", left=left, right=right):
            return bool({exact(left), exact(right)} & {Fraction(0), Fraction(1), Fraction(-1)})
        case Binary(op="/", left=left, right=right):
            return exact(left) == 0 or exact(right) in (1, -1)
        case Binary(op="^", left=left, right=right):
            return exact(right) in (0, 1) or exact(left) in (0, 1)
        case _:
            return False


def _is_unfinished_number(node: Node) -> bool:
    """A calculation with numbers that isn't a fraction, nor a power too large to be written out."""
    value = exact(node)
    bare = unsigned(node)
    if value is None or isinstance(bare, Number) or quotient_of_wholes(bare) is not None:
        return False
    if isinstance(bare, Binary) and bare.op == "^":
        return exact(bare.right) in (0, 1) or max(abs(value.numerator), value.denominator) <= LARGEST_POWER
    if isinstance(bare, Binary) and bare.op == "*":  # 1.5*10^3, 2^40*3
        return not any(isinstance(part, Binary) and part.op == "^" for part in (bare.left, bare.right))
    return True


def _has_several_numbers(node: Node) -> bool:
    """A sum or product in which two parts are numbers; `3/4*x` and `3x/4` have one fraction."""
    if not isinstance(node, Binary) or exact(node) is not None:
        return False
    if node.op in ("+", "-"):
        return sum(exact(term) is not None for term in terms(node)) > 1
    if node.op not in ("*", "/"):
        return False
    numbers = [below for factor, below in factors(node) if exact(factor) is not None]
    return numbers.count(True) > 1 or numbers.count(False) > 1


def _has_like_terms(node: Node) -> bool:
    if not isinstance(node, Binary) or node.op not in ("+", "-"):
        return False
    try:
        return sum(1 for _ in terms(node)) > len(Ring().polynomial(node))
    except NotPolynomialError:
        pass
    seen = [shape(_without_numbers(term)) for term in terms(node)]
    return len(set(seen)) < len(seen)


def _without_numbers(term: Node) -> Node:
    """A term without its numerical factors."""
    found: Node = Number(Fraction(1))
    for factor, below in factors(term):
        if exact(factor) is None:
            found = Binary("/" if below else "*", found, factor)
    return found


def _has_equal_factors(node: Node) -> bool:
    """x*x, x*x^2, x/x, (x^2)^3; and two roots of numbers in one product."""
    if isinstance(node, Binary) and node.op == "^":
        return isinstance(node.left, Binary) and node.left.op == "^" and whole_power(node)[1] != 1
    if not isinstance(node, Binary) or node.op not in ("*", "/"):
        return False
    parts = [whole_power(factor)[0] for factor, _ in factors(node) if exact(factor) is None]
    bases = [shape(part) for part in parts]
    roots = [part for part in parts if _radicand(part) is not None]
    return len(set(bases)) < len(bases) or len(roots) > 1


def _has_common_factor(node: Node) -> bool:
    """What stands above and below a bar has a common divisor, a number or a polynomial."""
    if not isinstance(node, Binary) or node.op != "/" or exact(node) is not None:
        return False
    ring = Ring()
    try:
        above, below = ring.polynomial(node.left), ring.polynomial(node.right)
    except NotPolynomialError:
        return False
    if above.is_zero() or below.is_zero():
        return False
    return gcd(content(above), content(below)) > 1 or bool(irreducible_parts(above.gcd(below)))


def _is_reducible_root(node: Node) -> bool:
    found = _radicand(node)
    if found is None:
        return isinstance(node, Call) and node.function in DEGREES and has_division(node.args[0])
    value, degree = found
    if value.denominator != 1 or value in (0, 1):
        return True
    return abs(value) <= LARGEST_RADICAND and _has_power(abs(value.numerator), degree)


@lru_cache(maxsize=256)
def _has_power(size: int, degree: int) -> bool:
    """A prime divides the number at least `degree` times."""
    import flint

    return any(times >= degree for _, times in flint.fmpz(size).factor())


def _radicand(node: Node) -> tuple[Fraction, int] | None:
    """The number under a root, and the root's degree."""
    if not isinstance(node, Call) or not node.args:
        return None
    value = exact(node.args[0])
    degree = Fraction(DEGREES[node.function]) if node.function in DEGREES else None
    if node.function == "root" and len(node.args) == 2:
        degree = exact(node.args[1])
    if value is None or degree is None or degree.denominator != 1 or not 2 <= degree <= 20:
        return None
    return value, int(degree)


def _has_fraction_within(node: Node) -> bool:
    if not isinstance(node, Binary) or node.op != "/":
        return False
    return any(has_division(part) for part in (node.left, node.right) if is_sum(part) or part is node.right)


_LOOKS: Final[tuple[tuple[Callable[[Node], bool], str], ...]] = (
    (_is_unfinished_number, "a calculation with numbers can be carried out"),
    (_has_several_numbers, "numbers in it can be put together"),
    (unreduced, "a fraction can be reduced"),
    (_has_like_terms, "like terms can be collected"),
    (_has_equal_factors, "factors can be put together"),
    (_has_fraction_within, "there is a fraction within a fraction"),
    (_has_common_factor, "a fraction can be reduced"),
    (_is_reducible_root, "what stands under a root can be made smaller"),
)

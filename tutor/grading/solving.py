"""Where a real expression in one letter can change its sign or stop being defined.

Roots, absolute values and irrational constants are unknowns of their own, each with the polynomial that defines it; the
unknowns are eliminated by resultants (H. Cohen 1993, A Course in Computational Algebraic Number Theory, 3.3), so that one
polynomial over the integers remains whose real roots are enclosed in balls. It may have more roots than the expression; what
holds there and between is decided by value.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from tutor.grading import balls
from tutor.grading.exact import exact
from tutor.grading.solving_logarithms import joined_logarithms
from tutor.grading.solving_values import UndefinedHereError, sign, value
from tutor.notation.tree import Binary, Call, Name, Node, Number, Relation, Unary, free_names, walk

if TYPE_CHECKING:
    from flint import arb

MOST_UNKNOWNS: Final = 5
LARGEST_DEGREE: Final = 36
LARGEST_EXPONENT: Final = 12
MOST_PEELED: Final = 6  # functions within one another that are undone
MOST_BITS: Final = 1200
UNKNOWNS: Final = tuple(f"unknown {i}" for i in range(MOST_UNKNOWNS))
Polynomial = Any  # flint's fmpz_mpoly
Quotient = tuple[Polynomial, Polynomial]


class NotAlgebraicError(Exception):
    """The expression isn't made of the letter by arithmetic, roots and absolute values, or is too large."""


class NowhereError(Exception):
    """The expression has no value anywhere: something in it is divided by zero."""


@cache
def ring(size: int) -> Any:
    """The polynomials over the integers in so many letters; flint knows them by names of its own, never by typed ones."""
    from flint import fmpz_mpoly_ctx

    return fmpz_mpoly_ctx.get(tuple(f"g{i}" for i in range(size)), "lex")


def critical_points(relation: Relation, letter: str) -> list[arb] | None:
    """The values of the letter at which the truth of a chain of comparisons may change, in no order; None: unknown."""
    found: list[arb] = []
    for left, right in zip(relation.terms, relation.terms[1:], strict=False):
        points = _critical(left, right, letter)
        if points is None:
            return None
        found.extend(points)
    return found


def _critical(left: Node, right: Node, letter: str) -> list[arb] | None:
    try:
        algebra = Algebra((letter,))
        algebra.zeros_of(Binary("-", left, right))
        return [root for one in algebra.univariate(letter) for root in real_roots(one)]
    except NowhereError:
        return []
    except NotAlgebraicError:
        return _transcendental(left, right, letter)


class Algebra:
    """Polynomials in given letters and in the unknowns that roots and absolute values bring in."""

    def __init__(self, letters: tuple[str, ...]) -> None:
        names = (*letters, *UNKNOWNS)
        self._letters = letters
        self._places = {name: i for i, name in enumerate(names)}
        self._gens = dict(zip(names, ring(len(names)).gens(), strict=True))
        self._unknowns: list[Polynomial] = []  # the polynomial that defines each, in order
        self._seen: dict[tuple[Node, int], Polynomial] = {}
        self.polynomials: list[Polynomial] = []
        self._one = ring(len(names)).from_dict({(0,) * len(self._gens): 1})

    def zeros_of(self, node: Node) -> None:
        """Adds the polynomials whose zeros contain those of the tree, and the ends of its domain."""
        above, below = self.quotient(node)
        self.polynomials += [above, below]

    def numerator(self, node: Node) -> Polynomial:
        """The tree over one denominator, without it."""
        return self.quotient(node)[0]

    @property
    def definitions(self) -> list[tuple[str, Polynomial]]:
        """The unknowns in use with the polynomial that defines each."""
        return [(UNKNOWNS[i], one) for i, one in enumerate(self._unknowns)]

    def univariate(self, letter: str) -> list[Any]:
        """The polynomials with all unknowns eliminated, in the letter alone; those that vanish identically left out."""
        return [self.in_one(one, letter) for start in self.polynomials for one in self._eliminated(start)]

    def in_one(self, polynomial: Polynomial, letter: str) -> Any:
        """The same as a polynomial in one letter. Raises NotAlgebraicError when it has others."""
        from flint import fmpz_poly

        place = self._places[letter]
        coefficients: dict[int, Any] = {}
        for powers, coefficient in polynomial.to_dict().items():
            if any(power for i, power in enumerate(powers) if i != place):
                raise NotAlgebraicError
            coefficients[int(powers[place])] = coefficient
        if not coefficients or max(coefficients) > LARGEST_DEGREE:
            raise NotAlgebraicError
        return fmpz_poly([coefficients.get(i, 0) for i in range(max(coefficients) + 1)])

    def _eliminated(self, start: Polynomial) -> list[Polynomial]:
        found = [start]
        for name, definition in reversed(self.definitions):
            found = [one for two in found for one in self._without(two, name, definition)]
        return [one for one in found if not one.is_zero()]

    def _without(self, polynomial: Polynomial, name: str, definition: Polynomial) -> list[Polynomial]:
        """One polynomial for each irreducible part of the definition: on some of them the expression may vanish."""
        if polynomial.is_zero() or not self.degree(polynomial, name):
            return [polynomial]
        try:
            parts = [part for part, _ in definition.factor()[1] if self.degree(part, name)]
        except OverflowError as error:  # flint can't put these factors in order
            raise NotAlgebraicError from error
        if sum(self.degree(part, letter) for part in parts for letter in self._gens) > 24:
            raise NotAlgebraicError
        self.check(polynomial)
        return [self.resultant(polynomial, part, name) for part in parts]

    def check(self, polynomial: Polynomial) -> Polynomial:
        """The polynomial. Raises NotAlgebraicError when it's too large."""
        if len(polynomial) > 400 or (not polynomial.is_zero() and int(polynomial.total_degree()) > LARGEST_DEGREE):
            raise NotAlgebraicError
        if any(int(one).bit_length() > MOST_BITS for one in polynomial.coeffs()):
            raise NotAlgebraicError
        return polynomial

    def resultant(self, a: Polynomial, b: Polynomial, name: str) -> Polynomial:
        """Of two polynomials in one letter or unknown, which it no longer holds. Raises NotAlgebraicError when it's too large."""
        return self.check(a.resultant(b, self._places[name]))

    def degree(self, polynomial: Polynomial, name: str) -> int:
        """In one letter or unknown."""
        if polynomial.is_zero():
            return 0
        return int(polynomial.degrees()[self._places[name]])

    def quotient(self, node: Node) -> Quotient:
        """Numerator and denominator. Raises NotAlgebraicError or NowhereError."""
        match node:
            case Number(value=number):
                return self._constant(number)
            case Name(name=name) if name in self._letters:
                return self._gens[name], self._one
            case Unary(op="+" | "-" | "%" as op, arg=arg):
                above, below = self.quotient(arg)
                return (above, below) if op == "+" else (-above, below) if op == "-" else (above, 100 * below)
            case Binary(op="+" | "-" as op, left=left, right=right):
                (a, b), (c, d) = self.quotient(left), self.quotient(right)
                return self.check(a * d + c * b if op == "+" else a * d - c * b), self.check(b * d)
            case Binary(op="*", left=left, right=right):
                (a, b), (c, d) = self.quotient(left), self.quotient(right)
                return self.check(a * c), self.check(b * d)
            case Binary(op="/", left=left, right=right):
                return self._divided(self.quotient(left), self.quotient(right))
            case Binary(op="^", left=left, right=right):
                return self._raised(left, exact(right))
            case Call(function="sqrt", args=(arg,)):
                return self._root(arg, 2)
            case Call(function="root", args=(arg, degree)):
                return self._root(arg, _degree(exact(degree)))
            case Call(function="abs", args=(arg,)):
                return self._root(arg, 2, inner_power=2)
        raise NotAlgebraicError

    def _constant(self, number: Fraction) -> Quotient:
        if number.numerator.bit_length() + number.denominator.bit_length() > MOST_BITS:
            raise NotAlgebraicError
        return number.numerator * self._one, number.denominator * self._one

    def _divided(self, left: Quotient, right: Quotient) -> Quotient:
        (a, b), (c, d) = left, right
        if c.is_zero():
            raise NowhereError
        self.polynomials += [c, d]
        return self.check(a * d), self.check(b * c)

    def _raised(self, base: Node, exponent: Fraction | None) -> Quotient:
        if exponent is None or abs(exponent.numerator) > LARGEST_EXPONENT:
            raise NotAlgebraicError
        if exponent.denominator > 1:
            above, below = self._root(base, _degree(Fraction(exponent.denominator)))
        else:
            above, below = self.quotient(base)
        if exponent < 0:
            above, below = self._divided((self._one, self._one), (above, below))
        power = abs(exponent.numerator)
        for one in (above, below):
            if not one.is_zero() and int(one.total_degree()) * power > LARGEST_DEGREE:
                raise NotAlgebraicError
        return self.check(above**power), self.check(below**power)

    def _root(self, arg: Node, degree: int, inner_power: int = 1) -> Quotient:
        key = (arg, degree * 10 + inner_power)
        if key not in self._seen:
            above, below = self.quotient(arg)
            self.polynomials += [above, below]
            if len(self._unknowns) == MOST_UNKNOWNS:
                raise NotAlgebraicError
            unknown = self._gens[UNKNOWNS[len(self._unknowns)]]
            self._unknowns.append(self.check(unknown**degree * below**inner_power - above**inner_power))
            self._seen[key] = unknown
        return self._seen[key], self._one


def _degree(degree: Fraction | None) -> int:
    if degree is None or degree.denominator != 1 or not 2 <= degree <= 8:
        raise NotAlgebraicError
    return degree.numerator


def real_roots(polynomial: Any) -> list[arb]:
    """The distinct real roots of a polynomial over the integers (F. Johansson's certified root enclosures)."""
    balls.ball(Fraction(0))  # sets the precision
    return [
        root.real for part, _ in polynomial.factor()[1] if part.degree() > 0
        for root, _ in part.complex_roots() if root.imag == 0
    ]  # fmt: skip


def _transcendental(left: Node, right: Node, letter: str) -> list[arb] | None:
    """Sums of logarithms to one base; with constants such as pi or ln 2 linear and quadratic expressions; with one
    logarithm or power, its inverse.
    """
    joined = joined_logarithms(Binary("-", left, right), letter)
    if joined is not None:
        inside, product, power = joined
        parts = [_critical(one, Number(Fraction(0)), letter) for one in inside]
        parts.append(_critical(product, power, letter))
        if None not in parts:
            return [root for part in parts if part is not None for root in part]
    if letter in free_names(left) and letter in free_names(right):
        left, right = Binary("-", left, right), Number(Fraction(0))
    if letter in free_names(right):
        left, right = right, left
    if letter not in free_names(left):
        return []
    if sum(isinstance(part, Call) for part in walk(left)) > MOST_PEELED:
        return None  # each level may have two branches
    try:
        return _peeled(left, value(right, {}), letter)
    except (UndefinedHereError, balls.OutOfReachError):
        return None


def _peeled(node: Node, goal: arb, letter: str) -> list[arb] | None:
    """Where a tree has the value `goal`, from the outside in."""
    match node:
        case Call(function="ln", args=(arg,)):
            return _both(_peeled(arg, goal.exp(), letter), _peeled(arg, balls.ball(Fraction(0)), letter))
        case Call(function="log", args=(arg, *rest)):
            below = value(rest[0], {}) if rest else balls.ball(Fraction(10))
            inner = (goal * below.log()).exp()
            return _both(_peeled(arg, inner, letter), _peeled(arg, balls.ball(Fraction(0)), letter))
        case Call(function="abs", args=(arg,)):
            either = _both(_peeled(arg, goal, letter), _peeled(arg, -goal, letter))
            return _both(either, _peeled(arg, balls.ball(Fraction(0)), letter))
        case Call(function="sqrt", args=(arg,)):
            return _both(_peeled(arg, goal * goal, letter), _peeled(arg, balls.ball(Fraction(0)), letter))
        case Call(function="exp", args=(arg,)):
            return _peeled(arg, goal.log(), letter) if sign(goal) == 1 else []
        case Binary(op="^", left=base, right=exponent) if letter not in free_names(base):
            below = value(base, {})
            return _peeled(exponent, goal.log() / below.log(), letter) if sign(goal) == 1 and sign(below) == 1 else []
        case Binary(op="+" | "-" | "*" | "/" as op, left=first, right=second) if letter not in free_names(second):
            return _peeled(first, _undone(op, goal, value(second, {})), letter)
        case Binary(op="+" | "*" as op, left=first, right=second) if letter not in free_names(first):
            return _peeled(second, _undone(op, goal, value(first, {})), letter)
        case Unary(op="-", arg=arg):
            return _peeled(arg, -goal, letter)
    return _quadratic(node, goal, letter)


def _undone(op: str, goal: arb, other: arb) -> arb:
    if op == "*":
        if sign(other) in (0, None):
            raise balls.OutOfReachError
        return goal / other
    return goal - other if op == "+" else goal + other if op == "-" else goal * other


def _both(a: list[arb] | None, b: list[arb] | None) -> list[arb] | None:
    return None if a is None or b is None else a + b


def _quadratic(node: Node, goal: arb, letter: str) -> list[arb] | None:
    coefficients = _coefficients(node, letter)
    if coefficients is None:
        return None
    c, b, a = coefficients
    c = c - goal
    if sign(a) == 0:
        return [] if sign(b) == 0 else [-c / b] if sign(b) is not None else None
    discriminant = b * b - 4 * a * c
    known = sign(discriminant)
    if known is None or sign(a) is None:
        return None
    if known < 0:
        return []
    root = discriminant.sqrt() if known else balls.ball(Fraction(0))
    return [(-b - root) / (2 * a), (-b + root) / (2 * a)]


def _coefficients(node: Node, letter: str) -> tuple[arb, arb, arb] | None:
    """Of 1, x and x^2; None for anything that isn't such a polynomial."""
    zero = balls.ball(Fraction(0))
    if letter not in free_names(node):
        return value(node, {}), zero, zero
    match node:
        case Name():
            return zero, balls.ball(Fraction(1)), zero
        case Unary(op="-", arg=arg):
            inner = _coefficients(arg, letter)
            return None if inner is None else (-inner[0], -inner[1], -inner[2])
        case Binary(op="+" | "-" as op, left=left, right=right):
            a, b = _coefficients(left, letter), _coefficients(right, letter)
            if a is None or b is None:
                return None
            return (a[0] + b[0], a[1] + b[1], a[2] + b[2]) if op == "+" else (a[0] - b[0], a[1] - b[1], a[2] - b[2])
        case Binary(op="*", left=left, right=right):
            return _product(_coefficients(left, letter), _coefficients(right, letter))
        case Binary(op="/", left=left, right=right) if letter not in free_names(right):
            below, inner = value(right, {}), _coefficients(left, letter)
            return None if inner is None else (inner[0] / below, inner[1] / below, inner[2] / below)
        case Binary(op="^", left=left, right=Number(value=power)) if power == 2:
            inner = _coefficients(left, letter)
            return _product(inner, inner)
    return None


def _product(a: tuple[arb, arb, arb] | None, b: tuple[arb, arb, arb] | None) -> tuple[arb, arb, arb] | None:
    if a is None or b is None:
        return None
    beyond: Iterable[arb] = (a[1] * b[2] + a[2] * b[1], a[2] * b[2])
    if any(sign(one) != 0 for one in beyond):
        return None
    return a[0] * b[0], a[0] * b[1] + a[1] * b[0], a[0] * b[2] + a[1] * b[1] + a[2] * b[0]

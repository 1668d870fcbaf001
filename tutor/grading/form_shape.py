"""How an expression is written, apart from the order and the brackets of sums and products.

A shape is a tree of tuples in which sums and products are flat lists in one order; a minus is a factor, and a division
the product with a reciprocal. So `(x + 1)*2` and `2(1 + x)` have one shape, and so have `a*b/c` and `a*(b/c)`, but `2/4`
and `1/2` have two. `Alike` names the further differences that may be passed over, one at a time; the rules are those by
which C. Sangwin's "equal up to associativity and commutativity" (STACK) is loosened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from fractions import Fraction
from math import prod
from typing import Final

from tutor.notation.tree import Binary, Call, Matrix, Name, Node, Number, Relation, SetOf, Unary, Vector, children

Shape = tuple[object, ...]


class Alike(StrEnum):
    """A difference that is passed over."""

    ZERO_TERM = "a + 0 is a"
    ZERO_FACTOR = "0*a is 0"
    ONE_FACTOR = "1*a is a"
    ONE_BELOW = "a/1 is a"
    ONE_BASE = "1^a is 1"
    ZERO_BASE = "0^a is 0"
    FIRST_POWER = "a^1 is a"
    ZERO_POWER = "a^0 is 1"
    DOUBLE_MINUS = "-(-a) is a"
    MINUS_BELOW = "a/(-b) is -(a/b)"
    TURNED_DIFFERENCE = "-(a - b) is b - a"
    PRODUCT_BELOW = "(1/a)*(1/b) is 1/(a*b)"
    QUOTIENT_BELOW = "a/(b/c) is a*c/b"
    WHOLE_SUMS = "2 + 3 is 5"
    WHOLE_PRODUCTS = "2*3 is 6"
    WHOLE_POWERS = "2^3 is 8"
    FRACTIONS = "2/4 is 1/2, and 1/2 + 1/3 is 5/6"
    ROOTS_AS_POWERS = "sqrt(a) is a^(1/2)"
    SUMS_IN_ORDER = "a + b isn't b + a"  # not passed over any more
    PRODUCTS_IN_ORDER = "a*b isn't b*a"
    SIDES_IN_ORDER = "a = b isn't b = a"
    MINUS_ANYWHERE = "in ordered products, a minus may stand anywhere"
    NUMBERS_ANYWHERE = "in ordered products, numbers and minus signs may stand anywhere"


Rules = frozenset[Alike]
NOTHING: Final[Rules] = frozenset()
GROUPS: Final[dict[str, Rules]] = {
    "identities": frozenset(
        {
            Alike.ZERO_TERM, Alike.ZERO_FACTOR, Alike.ONE_FACTOR, Alike.ONE_BELOW, Alike.ONE_BASE, Alike.ZERO_BASE,
            Alike.FIRST_POWER, Alike.ZERO_POWER,
        }
    ),
    "signs": frozenset({Alike.DOUBLE_MINUS, Alike.MINUS_BELOW, Alike.TURNED_DIFFERENCE}),
    "divisions": frozenset({Alike.ONE_FACTOR, Alike.ONE_BELOW, Alike.PRODUCT_BELOW, Alike.QUOTIENT_BELOW}),
    "arithmetic": frozenset(
        {Alike.ONE_FACTOR, Alike.ONE_BELOW, Alike.WHOLE_SUMS, Alike.WHOLE_PRODUCTS, Alike.WHOLE_POWERS, Alike.FRACTIONS}
    ),
    "roots": frozenset({Alike.ROOTS_AS_POWERS}),
    "in-order": frozenset({Alike.SUMS_IN_ORDER, Alike.PRODUCTS_IN_ORDER, Alike.SIDES_IN_ORDER}),
}  # fmt: skip

MINUS: Final[Shape] = ("-",)
ZERO: Final[Shape] = ("0",)
ONE: Final[Shape] = ("1",)


def same_shape(a: Node, b: Node, rules: Rules = NOTHING) -> bool:
    """Both are written alike."""
    return shape(a, rules) == shape(b, rules)


def shape(node: Node, rules: Rules = NOTHING) -> Shape:
    """The shape of a tree."""
    found = _written(node, rules)
    return _product(_factors(found), rules) if Alike.TURNED_DIFFERENCE in rules and found[0] == "sum" else found


def _written(node: Node, rules: Rules) -> Shape:
    """The shape of a part, whose terms or factors may yet join those around it."""
    match node:
        case Number(value=value):
            return _number(value, not set(node.literal).isdisjoint(".,"), rules)
        case Name(name=name):
            return ("name", name)
        case Unary(op="+", arg=arg):
            return _written(arg, rules)
        case Unary(op="-", arg=arg):
            return _product([MINUS, *_factors(_written(arg, rules))], rules)
        case Binary(op="+" | "-"):
            return _sum([term for op, part in _chain(node, ("+", "-")) for term in _added_to(op, part, rules)], rules)
        case Binary(op="*" | "/"):
            return _product([one for op, part in _chain(node, ("*", "/")) for one in _times(op, part, rules)], rules)
        case Binary(op="^", left=left, right=right):
            return _power(shape(left, rules), shape(right, rules), rules)
        case Binary(op="and" | "or" as op, left=left, right=right):
            return (op, *_sorted(_flat(op, shape(left, rules)) + _flat(op, shape(right, rules))))
        case Call(function="sqrt", args=(arg,)) if Alike.ROOTS_AS_POWERS in rules:
            half = _product([ONE, ("below", ("2",))], rules)
            return _power(shape(arg, rules), half, rules)
        case Relation(terms=terms, ops=ops):
            sides = [shape(term, rules) for term in terms]
            if set(ops) == {"="} and Alike.SIDES_IN_ORDER not in rules:
                sides = _sorted(sides)
            return ("relation", ops, *sides)
        case SetOf(items=items):
            return ("set", *_sorted(shape(item, rules) for item in items))
        case Vector(items=items):
            return ("vector", *(shape(item, rules) for item in items))
        case Matrix(rows=rows):
            return ("matrix", len(rows), *(shape(entry, rules) for row in rows for entry in row))
        case _:
            head = getattr(node, "function", None) or getattr(node, "op", None) or str(getattr(node, "value", ""))
            return (type(node).__name__, head, *(shape(part, rules) for part in children(node)))


def _chain(node: Node, ops: tuple[str, str]) -> list[tuple[str, Node]]:
    """The operands of `a + b - c` with their signs: a long sum is one level, however deep its tree."""
    found: list[tuple[str, Node]] = []
    while isinstance(node, Binary) and node.op in ops:
        found.append((node.op, node.right))
        node = node.left
    return [(ops[0], node), *reversed(found)]


def _added_to(op: str, part: Node, rules: Rules) -> list[Shape]:
    of = _written(part, rules)
    return _terms(of if op == "+" else _product([MINUS, *_factors(of)], rules))


def _times(op: str, part: Node, rules: Rules) -> list[Shape]:
    of = _written(part, rules)
    return _factors(of) if op == "*" else _below(of, rules)


def _number(value: Fraction, is_decimal: bool, rules: Rules) -> Shape:
    """Whole numbers and decimals are one piece; a fraction is a division, as it is where it was computed."""
    if value < 0:
        return _product([MINUS, *_factors(_number(-value, is_decimal, rules))], rules)
    if value.denominator == 1 or is_decimal:
        return (str(value),)
    return _product([(str(value.numerator),), *_below((str(value.denominator),), rules)], rules)


def _terms(of: Shape) -> list[Shape]:
    return list(of[1:]) if of[0] == "sum" else [of]  # type: ignore[arg-type]


def _factors(of: Shape) -> list[Shape]:
    return list(of[1:]) if of[0] == "product" else [of]  # type: ignore[arg-type]


def _flat(op: str, of: Shape) -> list[Shape]:
    return list(of[1:]) if of[0] == op else [of]  # type: ignore[arg-type]


def _sorted(shapes: Iterable[Shape]) -> list[Shape]:
    return sorted(shapes, key=repr)


def _sum(terms: list[Shape], rules: Rules) -> Shape:
    if Alike.ZERO_TERM in rules:
        terms = [term for term in terms if term not in (ZERO, ("product", MINUS, ZERO))]
    if Alike.WHOLE_SUMS in rules or Alike.FRACTIONS in rules:
        terms = _added(terms, rules)
    if not terms:
        return ZERO
    if len(terms) == 1:
        return terms[0]
    if Alike.SUMS_IN_ORDER not in rules:
        terms = _sorted(terms)
    return ("sum", *terms)


def _added(terms: list[Shape], rules: Rules) -> list[Shape]:
    """The numbers among the terms as one."""
    numbers = [(term, _value(term, Alike.FRACTIONS in rules)) for term in terms]
    known = [value for _, value in numbers if value is not None]
    if len(known) < 2:
        return terms
    total = sum(known, Fraction(0))
    kept = [term for term, value in numbers if value is None]
    return kept if not total and kept else [*kept, _number(total, False, rules)]


def _product(factors: list[Shape], rules: Rules) -> Shape:
    if Alike.ZERO_FACTOR in rules and ZERO in factors:
        return ZERO
    if Alike.ONE_FACTOR in rules:
        factors = [factor for factor in factors if factor != ONE]
    if Alike.PRODUCT_BELOW in rules:
        factors = _one_below(factors, rules)
    if Alike.WHOLE_PRODUCTS in rules:
        factors = _multiplied(factors)
    if Alike.FRACTIONS in rules:
        factors = _reduced(factors)
    if Alike.TURNED_DIFFERENCE in rules:
        factors = [part for factor in factors for part in _turned(factor, rules)]
    if Alike.DOUBLE_MINUS in rules:
        odd = factors.count(MINUS) % 2
        factors = [MINUS] * odd + [factor for factor in factors if factor != MINUS]
    if not factors:
        return ONE
    if Alike.ZERO_TERM in rules and factors == [MINUS, ZERO]:
        return ZERO
    if len(factors) == 1 and factors != [MINUS]:
        return factors[0]
    if factors == [MINUS]:
        factors = [MINUS, ONE]
    return ("product", *_ordered(factors, rules))


def _ordered(factors: list[Shape], rules: Rules) -> list[Shape]:
    if Alike.PRODUCTS_IN_ORDER not in rules:
        return _sorted(factors)
    if Alike.NUMBERS_ANYWHERE in rules:
        loose = [factor for factor in factors if _is_number(factor) or factor == MINUS]
        return _sorted(loose) + [factor for factor in factors if factor not in loose]
    if Alike.MINUS_ANYWHERE in rules:
        return [MINUS] * factors.count(MINUS) + [factor for factor in factors if factor != MINUS]
    return factors


def _below(of: Shape, rules: Rules) -> list[Shape]:
    """The factors that a division by this shape gives."""
    factors = _factors(of)
    if Alike.ONE_BELOW in rules and of == ONE:
        return []
    before: list[Shape] = []
    if Alike.MINUS_BELOW in rules:
        before += [factor for factor in factors if factor == MINUS]
        factors = [factor for factor in factors if factor != MINUS]
    if Alike.QUOTIENT_BELOW in rules:
        for factor in factors:
            if factor[0] == "below":
                before += _factors(factor[1])  # type: ignore[arg-type]
        factors = [factor for factor in factors if factor[0] != "below"]
    rest = _product(factors, rules)
    if rest == ONE and before and not factors:
        return before
    return [*before, ("below", rest)]


def _one_below(factors: list[Shape], rules: Rules) -> list[Shape]:
    """All divisors as one."""
    divisors = [factor[1] for factor in factors if factor[0] == "below"]
    if len(divisors) < 2:
        return factors
    together = _product([part for one in divisors for part in _factors(one)], rules)  # type: ignore[arg-type]
    return [*(factor for factor in factors if factor[0] != "below"), ("below", together)]


def _multiplied(factors: list[Shape]) -> list[Shape]:
    """The numbers among the factors as one, before the others."""
    numbers = [Fraction(str(factor[0])) for factor in factors if _is_number(factor)]
    if not numbers:
        return factors
    return [(str(prod(numbers)),), *(factor for factor in factors if not _is_number(factor))]


def _reduced(factors: list[Shape]) -> list[Shape]:
    """The numbers above and below as one fraction in lowest terms."""
    value, used = Fraction(1), False
    rest: list[Shape] = []
    for factor in factors:
        inner: Shape = factor[1] if factor[0] == "below" else factor  # type: ignore[assignment]
        number = Fraction(str(inner[0])) if _is_number(inner) else None
        if number is None or (factor[0] == "below" and not number):
            rest.append(factor)
            continue
        used = True
        value = value / number if factor[0] == "below" else value * number
    if not used:
        return factors
    numbers: list[Shape] = [(str(value.numerator),)] if value.numerator != 1 or not rest else []
    if value.denominator != 1:
        numbers.append(("below", (str(value.denominator),)))
    return [*numbers, *rest] if numbers or rest else [ONE]


def _turned(factor: Shape, rules: Rules) -> Iterator[Shape]:
    """A sum with the sign of its first term (in the order of shapes without signs) drawn out, where that is a minus."""
    if factor[0] != "sum":
        yield factor
        return
    terms = _terms(factor)
    first = min(terms, key=lambda term: repr([part for part in _factors(term) if part != MINUS]))
    if MINUS not in _factors(first):
        yield factor
        return
    yield MINUS
    yield _sum([_product([MINUS, *_factors(term)], rules | {Alike.DOUBLE_MINUS}) for term in terms], rules)


def _power(base: Shape, exponent: Shape, rules: Rules) -> Shape:
    if Alike.FIRST_POWER in rules and exponent == ONE:
        return base
    if Alike.ZERO_POWER in rules and exponent == ZERO and base != ZERO:
        return ONE
    if Alike.ONE_BASE in rules and base == ONE:
        return ONE
    if Alike.ZERO_BASE in rules and base == ZERO and exponent != ZERO:
        return ZERO
    if Alike.WHOLE_POWERS in rules and _is_number(base) and _is_number(exponent):
        low, high = Fraction(str(base[0])), Fraction(str(exponent[0]))
        if high.denominator == 1 and 0 < high <= 64 and low.numerator.bit_length() * high <= 512:
            return (str(low ** int(high)),)
    return ("power", base, exponent)


def _is_number(of: Shape) -> bool:
    return len(of) == 1 and of != MINUS


def _value(of: Shape, fractions: bool) -> Fraction | None:
    """The value of a whole number, or of a signed fraction."""
    value = Fraction(1)
    for factor in _factors(of):
        if factor == MINUS:
            value = -value
        elif _is_number(factor):
            value *= Fraction(str(factor[0]))
        elif fractions and factor[0] == "below" and _is_number(factor[1]) and factor[1] != ZERO:  # type: ignore[arg-type]
            value /= Fraction(str(factor[1][0]))  # type: ignore[index]
        else:
            return None
    return value

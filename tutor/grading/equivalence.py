"""Do two trees mean the same? Decided by value, never by spelling: True, False, or None where it can't be
decided.

Three tiers: exact rational arithmetic for constants; random points over a prime field for rational
functions; ball arithmetic at fixed points for roots, trigonometry and exponentials. "False" is always
proven; "True" by points has a chance of error below 2^-50, or rests on agreement to 64 bits at five points
or more.
"""

from __future__ import annotations

from fractions import Fraction

from tutor.errors import NotationError
from tutor.grading.by_balls import equal_by_balls, equal_by_complex_balls, proportional_by_balls
from tutor.grading.by_fields import equal_over_fields, proportional_over_fields
from tutor.grading.complex_balls import IMAGINARY
from tutor.grading.exact import exact
from tutor.grading.kleene import all_of, any_of
from tutor.grading.prime_field import NotRationalError
from tutor.notation.tree import (
    Binary,
    Call,
    Matrix,
    Name,
    Node,
    Number,
    Relation,
    SetOf,
    Text,
    Truth,
    Unary,
    Vector,
    free_names,
    walk,
)


def equal(a: Node, b: Node, *, positive: bool = False) -> bool | None:
    """The two trees have the same value for all real letters (all positive ones if `positive`); None:
    undecided.

    Vectors and matrices entry by entry, sets as sets, equations by `same_equation`. Undefined everywhere is
    undecided.
    """
    match a, b:
        case Number(), Number():
            return a.value == b.value
        case Vector(), Vector():
            return _entrywise(a.items, b.items, positive)
        case Matrix(), Matrix():
            return _same_rows(a, b, positive)
        case SetOf(), SetOf():
            return _same_set(a, b, positive)
        case Relation(), Relation():
            return same_equation(a, b, positive=positive)
        case (Text() | Truth(), _) | (_, Text() | Truth()):
            return a == b
    if _is_compound(a) or _is_compound(b):
        return _equal_after_evaluation(a, b, positive)
    if _has_two_signs(a) or _has_two_signs(b):
        return _same_set(SetOf(_both_signs(a)), SetOf(_both_signs(b)), positive)
    return _equal_scalars(a, b, positive)


def _has_two_signs(node: Node) -> bool:
    return any(isinstance(part, Unary | Binary) and part.op == "+-" for part in walk(node))


def _both_signs(node: Node) -> tuple[Node, ...]:
    """A tree with plus or minus in it stands for two: all its upper signs, all its lower ones."""
    return (_signed(node, "+"), _signed(node, "-")) if _has_two_signs(node) else (node,)


def _signed(node: Node, sign: str) -> Node:
    match node:
        case Unary(op=op, arg=arg):
            return Unary(sign if op == "+-" else op, _signed(arg, sign))
        case Binary(op=op, left=left, right=right):
            return Binary(sign if op == "+-" else op, _signed(left, sign), _signed(right, sign))
        case Call(function=function, args=args):
            return Call(function, tuple(_signed(arg, sign) for arg in args))
        case _:
            return node


def same_equation(a: Node, b: Node, *, positive: bool = False) -> bool | None:
    """Two equations whose sides' differences agree up to a nonzero constant factor, so that they have the
    same solutions (with positive letters, if `positive`).
    """
    if not (_is_equation(a) and _is_equation(b)):
        return a == b
    assert isinstance(a, Relation)
    assert isinstance(b, Relation)
    if not (free_names(a) | free_names(b)) - {"pi", "e"}:
        return _same_sides(a, b, positive)
    first, second = (Binary("-", one.terms[0], one.terms[1]) for one in (a, b))
    try:
        outcome = proportional_over_fields(first, second)
        identity = outcome and _equal_scalars(second, Number(Fraction(0)), positive)
        return _same_sides(a, b, positive) if identity else outcome
    except NotRationalError:
        solved = _solved_for_the_same(a, b)
        if solved is not None:
            return equal(*solved, positive=positive)
        return proportional_by_balls(first, second, positive)


def _same_sides(a: Relation, b: Relation, positive: bool) -> bool | None:
    """For equations that hold whatever the letters are, or have none: what they say is in their sides, up to one factor."""
    (left, right), (first, second) = a.terms, b.terms
    return any_of(_multiples((left, right), one, positive) for one in ((first, second), (second, first)))


def _multiples(a: tuple[Node, Node], b: tuple[Node, Node], positive: bool) -> bool | None:
    """Both sides are the other's, or the same multiple of them that isn't a number alone."""
    if free_names(a[0]) | free_names(a[1]) <= {"pi", "e"}:
        return all_of(equal(one, other, positive=positive) for one, other in zip(a, b, strict=True))
    try:
        return all_of(proportional_over_fields(one, other) for one, other in zip(a, b, strict=True))
    except NotRationalError:
        return all_of(equal(one, other, positive=positive) for one, other in zip(a, b, strict=True))


def _solved_for_the_same(a: Relation, b: Relation) -> tuple[Node, Node] | None:
    """The other sides of two equations that have the same letter alone on one side and nowhere else."""
    for left, mine in (a.terms, a.terms[::-1]):
        for right, other in (b.terms, b.terms[::-1]):
            if isinstance(left, Name) and left == right and left.name not in free_names(mine) | free_names(other):
                return mine, other
    return None


def _is_equation(node: Node) -> bool:
    return isinstance(node, Relation) and len(node.terms) == 2 and node.ops[0] in ("=", "==")


def _entrywise(a: tuple[Node, ...], b: tuple[Node, ...], positive: bool) -> bool | None:
    if len(a) != len(b):
        return False
    return all_of(equal(left, right, positive=positive) for left, right in zip(a, b, strict=True))


def _same_rows(a: Matrix, b: Matrix, positive: bool) -> bool | None:
    if len(a.rows) != len(b.rows):
        return False
    return all_of(_entrywise(left, right, positive) for left, right in zip(a.rows, b.rows, strict=True))


def _same_set(a: SetOf, b: SetOf, positive: bool) -> bool | None:
    return all_of(
        any_of(equal(item, other, positive=positive) for other in there.items)
        for here, there in ((a, b), (b, a))
        for item in here.items
    )


def _is_compound(node: Node) -> bool:
    return any(isinstance(part, Vector | Matrix | SetOf | Relation | Text | Truth) for part in walk(node))


def _equal_after_evaluation(a: Node, b: Node, positive: bool) -> bool | None:
    """At least one side computes with vectors or matrices, or the sides are of different kinds."""
    if not any(isinstance(node, Unary | Binary | Call) and _is_compound(node) for node in (a, b)):
        return False  # say, a vector and a number
    from tutor.notation.evaluation import evaluate

    try:
        first, second = evaluate(a), evaluate(b)
    except NotationError:
        return None
    if (first, second) != (a, b):
        return equal(first, second, positive=positive)
    return True if a == b else None


def _equal_scalars(a: Node, b: Node, positive: bool) -> bool | None:
    left, right = exact(a), exact(b)
    if left is not None and right is not None:
        return left == right
    try:
        return equal_over_fields(a, b)
    except NotRationalError:
        return equal_by_balls(a, b, positive)


def equal_in(domain: str, a: Node, b: Node) -> bool | None:
    """`equal` over a domain of curricula: real, positive or complex."""
    if domain == "complex" and not (_is_compound(a) or _is_compound(b)):
        return equal_complex(a, b)
    return equal(a, b, positive=domain == "positive")


def letters_of(domain: str) -> frozenset[str]:
    """The letters that a domain brings along."""
    return frozenset({IMAGINARY}) if domain == "complex" else frozenset()


def equal_complex(a: Node, b: Node) -> bool | None:
    """The two scalar trees have the same complex value for all real letters; `i` is the imaginary unit. None: undecided."""
    if exact(a) is not None and exact(a) == exact(b):
        return True
    return equal_by_complex_balls(a, b, free_names(a) | free_names(b), positive=False, principal=True)

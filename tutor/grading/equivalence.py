"""Do two trees mean the same? Decided by value, never by spelling: True, False, or None where it can't be
decided.

Three tiers: exact rational arithmetic for constants; random points over a prime field for rational
functions; ball arithmetic at fixed points for roots, trigonometry and exponentials. "False" is always
proven; "True" by points has a chance of error below 2^-50, or rests on agreement to 64 bits at five points
or more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from tutor.errors import NotationError
from tutor.grading import balls, complex_balls
from tutor.grading.exact import exact, folded
from tutor.grading.points import ball_points, field_points, whole_points
from tutor.grading.prime_field import PRIME, SECOND_PRIME, NotRationalError, UndefinedHereError, quotient
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

if TYPE_CHECKING:
    from flint import arb

FIELDS: Final = (
    (PRIME, 2),
    (SECOND_PRIME, 1),
)  # how many points over each field; two, so that no two literals coincide
TRIGONOMETRIC: Final = frozenset({"sin", "cos", "tan", "cot", "sec", "csc"})
ENOUGH: Final = 5  # agreements that accept
SOUGHT: Final = 6  # agreements after which no more are sought: half at positive letters, half at mixed signs


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
        outcome = _proportional_over_fields(first, second)
        identity = outcome and _equal_scalars(second, Number(Fraction(0)), positive)
        return _same_sides(a, b, positive) if identity else outcome
    except NotRationalError:
        solved = _solved_for_the_same(a, b)
        if solved is not None:
            return equal(*solved, positive=positive)
        return _proportional_by_balls(first, second, positive)


def _same_sides(a: Relation, b: Relation, positive: bool) -> bool | None:
    """For equations that hold whatever the letters are, or have none: what they say is in their sides, up to one factor."""
    (left, right), (first, second) = a.terms, b.terms
    return _any(_multiples((left, right), one, positive) for one in ((first, second), (second, first)))


def _multiples(a: tuple[Node, Node], b: tuple[Node, Node], positive: bool) -> bool | None:
    """Both sides are the other's, or the same multiple of them that isn't a number alone."""
    if free_names(a[0]) | free_names(a[1]) <= {"pi", "e"}:
        return _all(equal(one, other, positive=positive) for one, other in zip(a, b, strict=True))
    try:
        return _all(_proportional_over_fields(one, other) for one, other in zip(a, b, strict=True))
    except NotRationalError:
        return _all(equal(one, other, positive=positive) for one, other in zip(a, b, strict=True))


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
    return _all(equal(left, right, positive=positive) for left, right in zip(a, b, strict=True))


def _same_rows(a: Matrix, b: Matrix, positive: bool) -> bool | None:
    if len(a.rows) != len(b.rows):
        return False
    return _all(_entrywise(left, right, positive) for left, right in zip(a.rows, b.rows, strict=True))


def _same_set(a: SetOf, b: SetOf, positive: bool) -> bool | None:
    return _all(
        _any(equal(item, other, positive=positive) for other in there.items)
        for here, there in ((a, b), (b, a))
        for item in here.items
    )


def _all(outcomes: Iterable[bool | None]) -> bool | None:
    """Kleene's conjunction."""
    undecided = False
    for outcome in outcomes:
        if outcome is False:
            return False
        undecided = undecided or outcome is None
    return None if undecided else True


def _any(outcomes: Iterable[bool | None]) -> bool | None:
    """Kleene's disjunction."""
    undecided = False
    for outcome in outcomes:
        if outcome:
            return True
        undecided = undecided or outcome is None
    return None if undecided else False


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
        return _equal_over_fields(a, b)
    except NotRationalError:
        return _equal_by_balls(a, b, positive)


def _equal_over_fields(a: Node, b: Node) -> bool | None:
    """Raises NotRationalError unless both sides are rational functions."""
    names = free_names(a) | free_names(b)
    agreed = False
    for prime, wanted in FIELDS:
        found = 0
        for point in field_points(names, prime):
            try:
                (n, d), (m, k) = quotient(a, point, prime), quotient(b, point, prime)
            except UndefinedHereError:
                continue
            if (n * k - m * d) % prime:
                return False
            found += 1
            if found == wanted:
                break
        agreed = agreed or found > 0
    return True if agreed else None


def _proportional_over_fields(a: Node, b: Node) -> bool | None:
    """The quotient of the two functions, or that of their numerators, is the same nonzero constant at every
    point.
    """
    names = free_names(a) | free_names(b)
    pairs = []
    for point in field_points(names, PRIME):
        try:
            pairs.append((quotient(a, point, PRIME), quotient(b, point, PRIME)))
        except UndefinedHereError:
            continue
        if len(pairs) == 3:
            break
    if not pairs:
        return None
    values = [(n * k % PRIME, m * d % PRIME) for (n, d), (m, k) in pairs]
    numerators = [(n, m) for (n, _), (m, _) in pairs]
    return _constant_ratio(values) or _constant_ratio(numerators)


def _constant_ratio(pairs: list[tuple[int, int]]) -> bool:
    """All pairs are (0, 0), or all are multiples of the first, none with a zero in it."""
    if all(pair == (0, 0) for pair in pairs):
        return True
    top, under = pairs[0]
    return all(x and y and (x * under - y * top) % PRIME == 0 for x, y in pairs)


def equal_in(domain: str, a: Node, b: Node) -> bool | None:
    """`equal` over a domain of curricula: real, positive or complex."""
    if domain == "complex" and not (_is_compound(a) or _is_compound(b)):
        return equal_complex(a, b)
    return equal(a, b, positive=domain == "positive")


def letters_of(domain: str) -> frozenset[str]:
    """The letters that a domain brings along."""
    return frozenset({complex_balls.IMAGINARY}) if domain == "complex" else frozenset()


def equal_complex(a: Node, b: Node) -> bool | None:
    """The two scalar trees have the same complex value for all real letters; `i` is the imaginary unit. None: undecided."""
    if exact(a) is not None and exact(a) == exact(b):
        return True
    return _equal_by_complex_balls(a, b, free_names(a) | free_names(b), positive=False, principal=True)


def _equal_by_complex_balls(
    a: Node, b: Node, names: frozenset[str], positive: bool, *, principal: bool = False
) -> bool | None:
    """By principal branches. Unless these are meant (`principal`), logarithms that are whole turns apart count as one, and
    opposite values say nothing: they may be the same root on two branches.
    """
    letters = names - {"pi", "e", complex_balls.IMAGINARY}
    a, b = folded(a), folded(b)
    agreed = 0
    for point in ball_points(letters, positive):
        try:
            x, y = complex_balls.complex_value_at(a, point), complex_balls.complex_value_at(b, point)
        except balls.OutOfReachError:
            continue
        turned = not principal and complex_balls.whole_turns_apart(x, y)
        if complex_balls.differ(x, y) and not turned:
            if not principal and complex_balls.opposite(x, y):
                continue
            return False
        agreed += complex_balls.agree(x, y) or turned
        if agreed >= (ENOUGH if letters else 1):
            return True
    return None


def _equal_by_balls(a: Node, b: Node, positive: bool) -> bool | None:
    a, b = folded(a), folded(b)
    names = free_names(a) | free_names(b)
    enough = ENOUGH if names - {"pi", "e"} else 1
    agreed = 0
    for x, y in _ball_values(a, b, names, positive):
        if balls.differ(x, y):
            return False
        agreed += balls.agree(x, y)
        if agreed >= (SOUGHT if enough > 1 else 1):
            break
    if agreed >= enough:
        return True
    if a == b and not _undefined_everywhere(a):
        return True
    if agreed:
        return None
    whole = _equal_at_whole_numbers(a, b, names)
    return whole if whole is not None else _equal_by_complex_balls(a, b, names, positive)


def same_values(a: Node, b: Node, points: Iterable[Mapping[str, arb]], *, enough: int) -> bool | None:
    """Whether the two agree at that many of the points; False as soon as they differ at one; None: neither."""
    a, b = folded(a), folded(b)
    agreed = 0
    for point in points:
        try:
            x, y = balls.value_at(a, point, is_folded=True), balls.value_at(b, point, is_folded=True)
        except balls.OutOfReachError:
            continue
        if balls.differ(x, y):
            return False
        agreed += balls.agree(x, y)
        if agreed >= enough:
            return True
    return None


def _equal_at_whole_numbers(a: Node, b: Node, names: frozenset[str]) -> bool | None:
    """For powers of negative numbers, as (-3)^n: their exponents are whole numbers."""
    if not any(
        isinstance(part, Binary) and part.op == "^" and free_names(part.right) for one in (a, b) for part in walk(one)
    ):
        return None
    return same_values(a, b, whole_points(names - {"pi", "e"}), enough=ENOUGH)


def _undefined_everywhere(node: Node) -> bool:
    """A tree of known functions that has no value at any point; unknown functions can still be compared by
    spelling.
    """
    return all(not isinstance(part, Call) or part.function in balls.KNOWN for part in walk(node))


def _proportional_by_balls(a: Node, b: Node, positive: bool) -> bool | None:
    a, b = folded(a), folded(b)
    names = free_names(a) | free_names(b)
    ratio: arb | None = None
    agreed = 0
    for x, y in _ball_values(a, b, names, positive):
        if x.contains(0) or y.contains(0):
            if balls.differ(x, y) and not (x.contains(0) and y.contains(0)):
                return False
            continue
        if ratio is not None and balls.differ(x / y, ratio):
            return False
        agreed += ratio is None or balls.agree(x / y, ratio)
        ratio = x / y if ratio is None else ratio
        if agreed >= ENOUGH:
            return True
    return True if a == b else None


def _ball_values(a: Node, b: Node, names: frozenset[str], positive: bool) -> Iterator[tuple[arb, arb]]:
    """Values of both sides at the points where both are defined."""
    for point in ball_points(names - {"pi", "e"}, positive, _angles(a) | _angles(b) if positive else frozenset()):
        try:
            yield balls.value_at(a, point, is_folded=True), balls.value_at(b, point, is_folded=True)
        except balls.OutOfReachError:
            continue


def _angles(node: Node) -> frozenset[str]:
    """The letters that stand alone, or with a number before them, as the argument of a trigonometric function."""
    found: set[str] = set()
    for part in walk(node):
        if isinstance(part, Call) and part.function in TRIGONOMETRIC and len(free_names(part)) == 1:
            found |= free_names(part)
    return frozenset(found)

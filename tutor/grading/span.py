"""A span, a line or a plane: right when it has the key's points.

Two of them are the same when their directions have the same reduced rows and the difference of two of their points is a
combination of the directions. Entries are exact rationals, or balls where there are roots or pi.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from tutor.errors import NotationError
from tutor.grading import balls
from tutor.grading.decision import decide, unreadable
from tutor.grading.equivalence import equal
from tutor.grading.exact import exact
from tutor.grading.previewing import Preview
from tutor.grading.reading import RefusalError, refuse_too_long, refused, settled
from tutor.grading.solving_reading import unreadable_key
from tutor.grading.solving_values import UndefinedHereError, sign, value
from tutor.grading.vector import as_vector
from tutor.grading.verdict import Judgement
from tutor.notation.printing import to_latex, to_text
from tutor.notation.spans import Spanned, read_span
from tutor.notation.tree import Binary, Name, Node, Number, Vector, free_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.curriculum.variants import Variant

LARGEST: Final = 12  # coordinates
MOST_LETTERS: Final = 6
EXPECTED: Final = "A span, a line or a plane is expected here, as span{(1, 2)} or (1, 0) + t(2, 1)."
Entry = Any  # a Fraction, or an arb
Row = list[Entry]


@dataclass(frozen=True, slots=True)
class Flat:
    """A point and the reduced rows of the directions: an affine subspace."""

    point: tuple[Entry, ...]
    rows: tuple[tuple[Entry, ...], ...]


def judge(variant: Variant, text: str) -> Judgement:
    """The verdict on a typed span, line or plane."""
    try:
        key = _key(str(variant.key))
    except (NotationError, RefusalError):
        return unreadable_key()
    try:
        typed = _typed(text)
        found = flat(typed)
        if len(found.point) not in (0, len(key.point)):
            raise RefusalError(f"Vectors with {len(key.point)} entries are expected here.", _place(typed))
    except RefusalError as refusal:
        return unreadable(refusal)
    if not found.point:
        found = Flat(tuple(Fraction(0) for _ in key.point), ())

    def same(given: Flat, expected: object) -> bool | None:
        return same_flat(given, key if expected is variant.key else _key(str(expected)))

    return decide(variant, found, same, read_latex=_latex(typed), slip=lambda: _slip(found, key))


def preview(_names: tuple[str, ...], _options: tuple[str, ...], text: str) -> Preview:
    """How the text would be read as a span."""
    typed = _typed(text)
    flat(typed)
    return Preview(_latex(typed), _line(typed))


def flat(typed: Spanned) -> Flat:
    """The points of a span or parametric form. Raises RefusalError."""
    if typed.expression is None:
        vectors = [_entries(settled(one), typed) for one in typed.vectors]
        if len({len(one) for one in vectors}) > 1:
            raise RefusalError("The vectors of a span have the same number of entries.", _place(typed))
        size = len(vectors[0]) if vectors else 0
        return Flat(tuple(Fraction(0) for _ in range(size)), _reduced([list(map(_number, one)) for one in vectors]))
    return _parametric(typed.expression, typed)


def same_flat(a: Flat, b: Flat) -> bool | None:
    """The two have the same points; None: undecided."""
    if len(a.point) != len(b.point) or len(a.rows) != len(b.rows):
        return False
    try:
        alike = all(_is_zero(_less(x, Fraction(1), y)) for left, right in zip(a.rows, b.rows, strict=True)
                    for x, y in zip(left, right, strict=True))  # fmt: skip
        return alike and _leads_to(a, b)
    except balls.OutOfReachError:
        return None


def _leads_to(a: Flat, b: Flat) -> bool:
    """The points differ by a combination of the directions."""
    difference = [_less(x, Fraction(1), y) for x, y in zip(a.point, b.point, strict=True)]
    return len(_reduced([*map(list, a.rows), difference])) == len(a.rows)


@lru_cache(maxsize=128)
def _key(text: str) -> Flat:
    return flat(read_span(text))


def _typed(text: str) -> Spanned:
    refuse_too_long(text)
    try:
        return read_span(text)
    except NotationError as error:
        raise refused(error) from error


def _parametric(node: Node, typed: Spanned) -> Flat:
    letters = sorted(free_names(node) - {"pi", "e"})
    if len(letters) > MOST_LETTERS:
        raise RefusalError(f"At most {MOST_LETTERS} letters can vary here.", _place(typed))
    entries = _entries(settled(node), typed)
    zero = dict.fromkeys(letters, _whole(0))
    point = [settled(entry, zero) for entry in entries]
    steps = [[_minus(settled(entry, {**zero, one: _whole(1)}), at) for entry, at in zip(entries, point, strict=True)]
             for one in letters]  # fmt: skip
    for i, entry in enumerate(entries):
        line = point[i]
        for name, step in zip(letters, steps, strict=True):
            line = Binary("+", line, Binary("*", Name(name), step[i]))
        if equal(entry, line) is not True:
            raise RefusalError("Each entry is expected to be a number plus multiples of the letters.", _place(typed))
    return Flat(tuple(map(_number, point)), _reduced([list(map(_number, step)) for step in steps]))


def _entries(node: Node, typed: Spanned) -> tuple[Node, ...]:
    found = as_vector(node)
    if found is None or len(found.items) > LARGEST or any(isinstance(item, Vector) for item in found.items):
        raise RefusalError(EXPECTED, _place(typed))
    return found.items


def _whole(number: int) -> Node:
    return Number(Fraction(number))


def _minus(a: Node, b: Node) -> Node:
    return settled(Binary("-", a, b))


def _number(node: Node) -> Entry:
    """An exact rational or a ball. Raises RefusalError for letters and what has no value."""
    rational = exact(node)
    if rational is not None:
        return rational
    try:
        return value(node, {})
    except (UndefinedHereError, balls.OutOfReachError):
        raise RefusalError("Numbers are expected in the vectors.") from None


def _reduced(rows: list[Row]) -> tuple[tuple[Entry, ...], ...]:
    """The reduced row echelon form without zero rows."""
    rows, done = [list(row) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((i for i in range(done, len(rows)) if not _is_zero(rows[i][column])), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        top = rows[done][column]
        rows[done] = [_over(entry, top) for entry in rows[done]]
        for i, row in enumerate(rows):
            if i != done and not _is_zero(row[column]):
                factor = row[column]
                rows[i] = [_less(entry, factor, over) for entry, over in zip(row, rows[done], strict=True)]
        done += 1
    return tuple(map(tuple, rows[:done]))


def _is_zero(entry: Entry) -> bool:
    if isinstance(entry, Fraction):
        return entry == 0
    known = sign(entry)
    if known is None:
        raise balls.OutOfReachError
    return known == 0


def _over(a: Entry, b: Entry) -> Entry:
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return a / b
    return _ball(a) / _ball(b)


def _less(a: Entry, factor: Entry, b: Entry) -> Entry:
    if isinstance(a, Fraction) and isinstance(b, Fraction) and isinstance(factor, Fraction):
        return a - factor * b
    return _ball(a) - _ball(factor) * _ball(b)


def _ball(entry: Entry) -> Entry:
    return balls.ball(entry) if isinstance(entry, Fraction) else entry


def _slip(typed: Flat, key: Flat) -> str | None:
    """parallel: the right directions through another point; missing- or extra-element: a direction too few or too many."""
    if not _leads_to(typed, key) and same_flat(Flat(key.point, typed.rows), key):
        return "parallel"
    for fewer, more, name in ((typed, key, "missing-element"), (key, typed, "extra-element")):
        together = _reduced([*map(list, fewer.rows), *map(list, more.rows)])
        if len(fewer.rows) < len(more.rows) == len(together) and _leads_to(Flat(fewer.point, more.rows), more):
            return name
    return None


def _place(typed: Spanned) -> tuple[int, int]:
    return typed.span.start, typed.span.end


def _latex(typed: Spanned) -> str:
    if typed.expression is not None:
        return to_latex(typed.expression)
    return rf"\operatorname{{span}}\{{{_joined(typed, to_latex)}\}}"


def _line(typed: Spanned) -> str:
    return to_text(typed.expression) if typed.expression is not None else f"span{{{_joined(typed, to_text)}}}"


def _joined(typed: Spanned, write: Callable[[Node], str]) -> str:
    return ", ".join(map(write, typed.vectors))

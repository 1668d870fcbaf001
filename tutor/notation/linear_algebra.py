"""Exact linear algebra on small matrices.

Rational matrices are integers over one common denominator and are reduced by fraction-free Gauss-Jordan elimination
(E. H. Bareiss 1968, doi:10.1090/S0025-5718-1968-0226829-0). Matrices with letters or roots are multiplied likewise, and have
determinants up to 4 by 4 and inverses up to 3 by 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import Final

from tutor.notation.limits import LARGEST_EXPONENT, check_matrix, too_large
from tutor.notation.scalars import ONE, ZERO, add, divide, multiply, negated, undefined
from tutor.notation.tree import Matrix, Node, Number, Vector

Rows = Sequence[Sequence[Node]]
Integers = list[list[int]]

ENTRY_BITS: Final = 400  # of an entry of a product or a power
LARGEST_SYMBOLIC_DETERMINANT: Final = 4
LARGEST_SYMBOLIC_INVERSE: Final = 3


def matrix_of(rows: Rows) -> Matrix:
    """The matrix of rows. Raises NotationError for unequal rows or too many."""
    check_matrix(len(rows), max(map(len, rows), default=0))
    if not rows or len({len(row) for row in rows}) != 1:
        raise undefined("the rows of this matrix have different lengths", "give all rows the same number of entries")
    return Matrix(tuple(map(tuple, rows)))


def integers(rows: Rows) -> tuple[Integers, int] | None:
    """Numerators over one common denominator, or None for entries that aren't rational."""
    values: list[list[Fraction]] = []
    for row in rows:
        values.append([])
        for entry in row:
            if not isinstance(entry, Number):
                return None
            values[-1].append(entry.value)
    below = lcm(*(value.denominator for row in values for value in row))
    return [[value.numerator * (below // value.denominator) for value in row] for row in values], below


def _numbers(rows: Integers, below: int) -> Matrix:
    return Matrix(tuple(tuple(Number(Fraction(entry, below)) for entry in row) for row in rows))


def transposed(matrix: Matrix) -> Matrix:
    """Rows and columns exchanged."""
    return Matrix(tuple(zip(*matrix.rows, strict=True)))


def identity(n: int) -> Matrix:
    """The n by n identity matrix. Raises NotationError beyond the limit."""
    check_matrix(n, n)
    return Matrix(tuple(tuple(ONE if i == j else ZERO for j in range(n)) for i in range(n)))


def product(a: Matrix, b: Matrix) -> Matrix:
    """The matrix product. Raises NotationError("undefined") where the sizes don't fit."""
    if len(a.rows[0]) != len(b.rows):
        raise undefined(
            f"a matrix of {_size(a)} can't be multiplied by one of {_size(b)}",
            "the first needs as many columns as the second has rows",
        )
    first, second = integers(a.rows), integers(b.rows)
    columns = list(zip(*b.rows, strict=True))
    if first is None or second is None:
        return Matrix(tuple(tuple(sum_of_products(row, column) for column in columns) for row in a.rows))
    turned = list(zip(*second[0], strict=True))
    rows = [[sum(x * y for x, y in zip(row, column, strict=True)) for column in turned] for row in first[0]]
    return _numbers(_bounded(rows), first[1] * second[1])


def _bounded(rows: Integers) -> Integers:
    if any(entry.bit_length() > ENTRY_BITS for row in rows for entry in row):
        raise too_large("the entries of this matrix have too many digits", "use smaller numbers")
    return rows


def applied(a: Matrix, v: Vector) -> Vector:
    """Matrix times vector. Raises NotationError("undefined") where the sizes don't fit."""
    if len(a.rows[0]) != len(v.items):
        raise undefined(
            f"a matrix of {_size(a)} can't be applied to a vector of {len(v.items)} entries",
            "the matrix needs as many columns as the vector has entries",
        )
    return Vector(tuple(sum_of_products(row, v.items) for row in a.rows))


def sum_of_products(a: Sequence[Node], b: Sequence[Node]) -> Node:
    """a1*b1 + a2*b2 + …, for equally long rows of scalars."""
    total: Node = ZERO
    for x, y in zip(a, b, strict=True):
        total = add(total, multiply(x, y))
    return total


def _size(a: Matrix) -> str:
    return f"{len(a.rows)} by {len(a.rows[0])}"


def _square(a: Matrix, what: str) -> int:
    if len(a.rows) != len(a.rows[0]):
        raise undefined(f"a matrix of {_size(a)} has no {what}", f"only a square matrix has a {what}")
    return len(a.rows)


def eliminated(rows: Integers) -> tuple[Integers, list[int], int, int]:
    """Fraction-free Gauss-Jordan form: (rows, pivot columns, the value of every pivot, the sign of the row exchanges).

    Dividing the rows by the pivot's value gives the reduced row echelon form.
    """
    rows = [list(row) for row in rows]
    pivots: list[int] = []
    last, sign = 1, 1
    for column in range(len(rows[0])):
        at = len(pivots)
        found = next((i for i in range(at, len(rows)) if rows[i][column]), None)
        if found is None:
            continue
        if found != at:
            rows[at], rows[found], sign = rows[found], rows[at], -sign
        chosen, pivot = rows[at], rows[at][column]
        for i, row in enumerate(rows):
            if i != at:
                factor = row[column]
                rows[i] = [(pivot * x - factor * y) // last for x, y in zip(row, chosen, strict=True)]
        pivots.append(column)
        last = pivot
    return rows, pivots, last, sign


def determinant(a: Matrix) -> Node:
    """The determinant. Raises NotationError("undefined") for a matrix that isn't square."""
    n = _square(a, "determinant")
    found = integers(a.rows)
    if found is None:
        if n > LARGEST_SYMBOLIC_DETERMINANT:
            raise too_large("this determinant with letters or roots is too large",
                            f"use at most {LARGEST_SYMBOLIC_DETERMINANT} rows")  # fmt: skip
        return _expanded(a.rows)
    rows, below = found
    _, pivots, last, sign = eliminated(rows)
    return Number(Fraction(sign * last, below**n)) if len(pivots) == n else ZERO


def _expanded(rows: Rows) -> Node:
    """Laplace expansion along the first row."""
    if len(rows) == 1:
        return rows[0][0]
    total: Node = ZERO
    for j, entry in enumerate(rows[0]):
        if entry != ZERO:
            term = multiply(entry, _expanded(_without(rows, 0, j)))
            total = add(total, negated(term) if j % 2 else term)
    return total


def _without(rows: Rows, i: int, j: int) -> Rows:
    return [[entry for n, entry in enumerate(row) if n != j] for m, row in enumerate(rows) if m != i]


def inverse(a: Matrix) -> Matrix:
    """The inverse. Raises NotationError("undefined") where there is none."""
    n = _square(a, "inverse")
    found = integers(a.rows)
    if found is None:
        return _adjugate_over_determinant(a, n)
    rows, below = found
    wide = [[*row, *(int(i == j) for j in range(n))] for i, row in enumerate(rows)]
    reduced, pivots, last, _ = eliminated(wide)
    if pivots != list(range(n)):
        raise undefined("this matrix has no inverse", "its determinant is 0")
    return Matrix(tuple(tuple(Number(Fraction(x * below, last)) for x in row[n:]) for row in reduced))


def _adjugate_over_determinant(a: Matrix, n: int) -> Matrix:
    if n > LARGEST_SYMBOLIC_INVERSE:
        raise too_large(
            "this inverse with letters or roots is too large", f"use at most {LARGEST_SYMBOLIC_INVERSE} rows"
        )
    whole = determinant(a)
    if whole == ZERO:
        raise undefined("this matrix has no inverse", "its determinant is 0")
    if n == 1:
        return Matrix(((divide(ONE, whole),),))
    minors = [[_expanded(_without(a.rows, j, i)) for j in range(n)] for i in range(n)]
    return Matrix(
        tuple(
            tuple(divide(negated(x) if (i + j) % 2 else x, whole) for j, x in enumerate(row))
            for i, row in enumerate(minors)
        )
    )


def _rational(a: Matrix, what: str) -> Integers:
    found = integers(a.rows)
    if found is None:
        raise undefined(f"the {what} is found for rational entries only", "use whole numbers or fractions as entries")
    return found[0]


def rank(a: Matrix) -> int:
    """The number of independent rows of a rational matrix."""
    return len(eliminated(_rational(a, "rank"))[1])


def reduced(a: Matrix) -> Matrix:
    """The reduced row echelon form of a rational matrix."""
    rows, _, last, _ = eliminated(_rational(a, "row echelon form"))
    return _numbers(rows, last)


def matrix_power(a: Matrix, exponent: Node) -> Matrix:
    """A whole power by repeated squaring; a negative one of the inverse."""
    n = _square(a, "power")
    if not isinstance(exponent, Number) or exponent.value.denominator != 1:
        raise undefined("a matrix has only whole powers", "use a whole number as exponent")
    times = exponent.value.numerator
    if abs(times) > LARGEST_EXPONENT:
        raise too_large(f"an exponent may be at most {LARGEST_EXPONENT:,}", "use a smaller exponent")
    square = a if times >= 0 else inverse(a)
    whole = identity(n)
    times = abs(times)
    while times:
        if times & 1:
            whole = product(whole, square)
        times >>= 1
        if times:
            square = product(square, square)
    return whole

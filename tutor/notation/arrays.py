"""Exact linear algebra on trees: entries are rationals, or symbolic scalars where no division has to be decided."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tutor.notation.limits import SIDE, too_much
from tutor.notation.scalars import ONE, ZERO, add, divide, multiply, negate, number, undefined
from tutor.notation.tree import Matrix, Node, Number, Vector

Rows = tuple[tuple[Node, ...], ...]


def rows_of(node: Node) -> Rows:
    """The rows of a matrix, or of a list of vectors (each vector one row)."""
    if isinstance(node, Matrix):
        return node.rows
    if isinstance(node, Vector) and node.items and all(isinstance(item, Vector) for item in node.items):
        rows = tuple(item.items for item in node.items if isinstance(item, Vector))
        if len({len(row) for row in rows}) == 1:
            return rows
    raise undefined("a matrix is expected here")


def matrix(rows: Sequence[Sequence[Node]]) -> Matrix:
    """A matrix within limits."""
    if len(rows) > SIDE or len(rows[0]) > SIDE:
        raise too_much(f"a matrix has more than {SIDE} rows or columns")
    return Matrix(tuple(tuple(row) for row in rows))


def total(terms: Sequence[Node]) -> Node:
    """Sum of scalars."""
    result: Node = ZERO
    for term in terms:
        result = add(result, term)
    return result


def dot(left: Vector, right: Vector) -> Node:
    """Sum of the products of entries."""
    if len(left.items) != len(right.items):
        raise undefined(f"vectors of {len(left.items)} and {len(right.items)} entries have no dot product")
    return total([multiply(a, b) for a, b in zip(left.items, right.items, strict=True)])


def apply(left: Rows, right: Vector) -> Vector:
    """Matrix times vector."""
    if len(left[0]) != len(right.items):
        raise undefined(f"a matrix with {len(left[0])} columns doesn't act on a vector of {len(right.items)} entries")
    return Vector(tuple(dot(Vector(row), right) for row in left))


def product(left: Rows, right: Rows) -> Matrix:
    """Matrix times matrix."""
    if len(left[0]) != len(right):
        raise undefined(f"a matrix with {len(left[0])} columns can't be multiplied by one with {len(right)} rows")
    columns = transposed(right)
    return matrix([[dot(Vector(row), Vector(column)) for column in columns] for row in left])


def transposed(rows: Rows) -> Rows:
    """Rows and columns swapped."""
    return tuple(zip(*rows, strict=True))


def identity(n: int) -> Matrix:
    """Ones on the diagonal."""
    if not 1 <= n <= SIDE:
        raise too_much(f"a matrix has between 1 and {SIDE} rows")
    return matrix([[ONE if i == j else ZERO for j in range(n)] for i in range(n)])


def power(rows: Rows, n: int) -> Matrix:
    """A square matrix multiplied by itself; negative powers of the inverse."""
    if len(rows) != len(rows[0]):
        raise undefined("only a square matrix has powers")
    if abs(n) > 200:
        raise too_much("the power of a matrix is too high")
    base = matrix(rows) if n >= 0 else inverse(rows)
    result = identity(len(rows))
    for _ in range(abs(n)):
        result = product(result.rows, base.rows)
    return result


def determinant(rows: Rows) -> Node:
    """By elimination for numbers, by expansion along the first row where letters occur (up to 5 rows)."""
    if len(rows) != len(rows[0]):
        raise undefined("only a square matrix has a determinant")
    if not _numeric(rows):
        if len(rows) > 5:
            raise too_much("a determinant with letters has more than 5 rows")
        return _expanded(rows)
    work, sign, result = [[_value(x) for x in row] for row in rows], 1, Fraction(1)
    for k in range(len(work)):
        pivot = next((i for i in range(k, len(work)) if work[i][k]), None)
        if pivot is None:
            return ZERO
        if pivot != k:
            work[k], work[pivot], sign = work[pivot], work[k], -sign
        result *= work[k][k]
        for i in range(k + 1, len(work)):
            factor = work[i][k] / work[k][k]
            work[i] = [a - factor * b for a, b in zip(work[i], work[k], strict=True)]
    return number(sign * result)


def _expanded(rows: Rows) -> Node:
    if len(rows) == 1:
        return rows[0][0]
    terms = []
    for j, entry in enumerate(rows[0]):
        minor = tuple(row[:j] + row[j + 1 :] for row in rows[1:])
        term = multiply(entry, _expanded(minor))
        terms.append(term if j % 2 == 0 else negate(term))
    return total(terms)


def reduced(rows: Rows) -> tuple[Matrix, int]:
    """The reduced row echelon form, and the rank."""
    if not _numeric(rows):
        raise undefined("elimination needs numbers, not letters")
    work, rank = [[_value(x) for x in row] for row in rows], 0
    for column in range(len(work[0])):
        pivot = next((i for i in range(rank, len(work)) if work[i][column]), None)
        if pivot is None:
            continue
        work[rank], work[pivot] = work[pivot], work[rank]
        lead = work[rank][column]
        work[rank] = [x / lead for x in work[rank]]
        for i in range(len(work)):
            if i != rank and work[i][column]:
                factor = work[i][column]
                work[i] = [a - factor * b for a, b in zip(work[i], work[rank], strict=True)]
        rank += 1
        if rank == len(work):
            break
    return matrix([[number(x) for x in row] for row in work]), rank


def inverse(rows: Rows) -> Matrix:
    """The inverse. Raises NotationError("undefined") when there's none."""
    n = len(rows)
    if n != len(rows[0]):
        raise undefined("only a square matrix has an inverse")
    if not _numeric(rows):
        if n == 2:
            (a, b), (c, d) = rows
            det = determinant(rows)
            return matrix([[divide(d, det), divide(negate(b), det)], [divide(negate(c), det), divide(a, det)]])
        raise undefined("the inverse of a matrix with letters is computed for two rows only")
    wide = tuple(row + unit for row, unit in zip(rows, identity(n).rows, strict=True))
    done, _ = reduced(wide)
    if any(done.rows[i][i] != ONE for i in range(n)):
        raise undefined("this matrix has no inverse: its determinant is 0")
    return matrix([row[n:] for row in done.rows])


def _numeric(rows: Rows) -> bool:
    return all(isinstance(x, Number) for row in rows for x in row)


def _value(node: Node) -> Fraction:
    assert isinstance(node, Number)
    return node.value

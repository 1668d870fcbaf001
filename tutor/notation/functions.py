"""The functions of the expression language on evaluated arguments. Each raises NotationError("undefined") where it has no value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from math import factorial, gcd, lcm
from typing import Final, TypeVar

from tutor.notation import linear_algebra as matrices
from tutor.notation.comparison import compare, floor_of, is_closed, sign
from tutor.notation.function_names import ARITY, TRANSCENDENTAL, WHITELIST, unknown_function
from tutor.notation.limits import LARGEST_FACTORIAL, too_large
from tutor.notation.scalars import HALF, ZERO, add, divide, multiply, negated, root, square_root_of, subtract, undefined
from tutor.notation.tree import Binary, Call, Matrix, Node, Number, Relation, SetOf, Text, Truth, Unary, Vector
from tutor.notation.trigonometry import ELEMENTARY

T = TypeVar("T")

NOT_SCALARS: Final = (Vector, Matrix, SetOf, Relation, Text, Truth)


def call(name: str, args: tuple[Node, ...]) -> Node:
    """The value of a function. Raises NotationError for an unknown function, or where there is no value."""
    function = FUNCTIONS.get(name)
    if function is None:
        what, remedy = unknown_function(name)
        raise undefined(what, remedy)
    least, most = ARITY.get(name, (1, 1))
    if len(args) < least or (most is not None and len(args) > most):
        raise undefined(
            f"{name} can't have {len(args)} arguments", f"it needs {least}" + ("" if least == most else " or more")
        )
    return function(*args)


def number(value: int | Fraction) -> Number:
    """A computed number."""
    return Number(Fraction(value))


def scalar(node: Node, what: str) -> Node:
    """The node, which must be a scalar."""
    if isinstance(node, NOT_SCALARS):
        raise undefined(f"{what} needs a number", f"give {what} a number here")
    return node


def integer(node: Node, what: str) -> int:
    """The whole number that the node must be."""
    if not isinstance(node, Number) or node.value.denominator != 1:
        raise undefined(f"{what} needs a whole number", f"give {what} a whole number here")
    return node.value.numerator


def vector(node: Node, what: str) -> Vector:
    """The vector that the node must be; a matrix of one column or row counts as one."""
    if isinstance(node, Vector):
        return node
    if isinstance(node, Matrix) and len(node.rows[0]) == 1:
        return Vector(tuple(row[0] for row in node.rows))
    if isinstance(node, Matrix) and len(node.rows) == 1:
        return Vector(node.rows[0])
    raise undefined(f"{what} needs a vector", f"give {what} a vector such as (3, -1)")


def matrix(node: Node, what: str) -> Matrix:
    """The matrix that the node must be; a list of vectors is read as its rows."""
    if isinstance(node, Matrix):
        return node
    if isinstance(node, Vector) and node.items and all(isinstance(item, Vector) for item in node.items):
        return matrices.matrix_of([item.items for item in node.items if isinstance(item, Vector)])
    raise undefined(f"{what} needs a matrix", f"give {what} a matrix such as [1 2; 3 4]")


def factorial_of(node: Node) -> Node:
    """n! for whole n from 0 on; kept as it is for letters."""
    if not isinstance(node, Number):
        return Unary("!", scalar(node, "a factorial"))
    n = integer(node, "a factorial")
    if n < 0:
        raise undefined("a negative number has no factorial", "use a whole number from 0 on")
    if n > LARGEST_FACTORIAL:
        raise too_large("this factorial has too many digits", f"use numbers up to {LARGEST_FACTORIAL}")
    return number(factorial(n))


def _abs(node: Node) -> Node:
    if isinstance(node, Vector):
        return _norm(node)
    if isinstance(scalar(node, "abs"), Number) or is_closed(node):
        return negated(node) if sign(node) < 0 else node
    return Call("abs", (node,))


def _norm(node: Node) -> Node:
    items = vector(node, "norm").items
    total = matrices.sum_of_products(items, items) if not any(isinstance(i, NOT_SCALARS) for i in items) else None
    if total is None:
        raise undefined("norm needs a vector of numbers", "give norm a vector such as (3, -1)")
    return square_root_of(total)


def _sign(node: Node) -> Node:
    return number(sign(node)) if is_closed(scalar(node, "sign")) else Call("sign", (node,))


def _spread(args: tuple[Node, ...], what: str) -> tuple[Node, ...]:
    """The arguments, or the entries of the one vector that is given."""
    if len(args) == 1 and isinstance(args[0], Vector):
        return args[0].items
    return tuple(scalar(arg, what) for arg in args) if len(args) > 1 or what != "sum" else args


def _extreme(name: str, wanted: int) -> Callable[..., Node]:
    def extreme(*args: Node) -> Node:
        items = _spread(args, name)
        if not all(is_closed(scalar(item, name)) for item in items):
            return Call(name, items)
        found = items[0]
        for item in items[1:]:
            if compare(item, found) == wanted:
                found = item
        return found

    return extreme


def _of_integers(name: str, combine: Callable[..., int]) -> Callable[..., Node]:
    def combined(*args: Node) -> Node:
        return number(combine(*(integer(item, name) for item in _spread(args, name))))

    return combined


def _mod(a: Node, b: Node) -> Node:
    if b == ZERO:
        raise undefined("mod divides by zero", "the second argument of mod can't be 0")
    if not (is_closed(scalar(a, "mod")) and is_closed(scalar(b, "mod"))):
        return Call("mod", (a, b))
    return subtract(a, multiply(b, number(floor_of(divide(a, b)))))


def _floor(node: Node) -> Node:
    return number(floor_of(node)) if is_closed(scalar(node, "floor")) else Call("floor", (node,))


def _ceil(node: Node) -> Node:
    return number(-floor_of(negated(node))) if is_closed(scalar(node, "ceil")) else Call("ceil", (node,))


def _round(node: Node) -> Node:
    """To the nearest integer, halves away from zero."""
    if not is_closed(scalar(node, "round")):
        return Call("round", (node,))
    if sign(node) < 0:
        return number(-floor_of(add(negated(node), Number(HALF))))
    return number(floor_of(add(node, Number(HALF))))


def _sum(*args: Node) -> Node:
    if len(args) == 1 and isinstance(args[0], Matrix):
        items = tuple(entry for row in args[0].rows for entry in row)
    else:
        items = _spread(args, "sum")
    total: Node = ZERO
    for item in items:
        total = add(total, scalar(item, "sum"))
    return total


def _len(node: Node) -> Node:
    if isinstance(node, Vector | SetOf):
        return number(len(node.items))
    return number(len(node.value)) if isinstance(node, Text) else number(len(matrix(node, "len").rows))


def _at(whole: Node, i: Node, j: Node | None = None) -> Node:
    if j is None:
        return _picked(vector(whole, "at").items, i, "entry")
    return _picked(_picked(matrix(whole, "at").rows, i, "row"), j, "column")


def _picked(items: tuple[T, ...], i: Node, what: str) -> T:
    at = integer(i, "at")
    if not 1 <= at <= len(items):
        raise undefined(f"there is no {what} {at}", f"count from 1 to {len(items)}")
    return items[at - 1]


def _row(whole: Node, i: Node) -> Node:
    return Vector(_picked(matrix(whole, "row").rows, i, "row"))


def _column(whole: Node, i: Node) -> Node:
    return Vector(_picked(matrices.transposed(matrix(whole, "column")).rows, i, "column"))


def _rows(*args: Node) -> Matrix:
    vectors = args[0].items if len(args) == 1 and isinstance(args[0], Vector) and _holds_vectors(args[0]) else args
    return matrices.matrix_of([vector(item, "rows").items for item in vectors])


def _holds_vectors(node: Vector) -> bool:
    return all(isinstance(item, Vector) for item in node.items)


def _columns(*args: Node) -> Matrix:
    return matrices.transposed(_rows(*args))


def _hcat(*args: Node) -> Matrix:
    parts = [_upright(arg) for arg in args]
    if any(len(a.rows) != len(b.rows) for a, b in pairwise(parts)):
        raise undefined("hcat needs parts with as many rows as each other", "put matrices of equal height side by side")
    return matrices.matrix_of(
        [[entry for row in rows for entry in row] for rows in zip(*(p.rows for p in parts), strict=True)]
    )


def _upright(node: Node) -> Matrix:
    """A matrix; a vector is one column of it."""
    if isinstance(node, Vector) and not _holds_vectors(node):
        return Matrix(tuple((item,) for item in node.items))
    return matrix(node, "hcat")


def _trace(node: Node) -> Node:
    rows = matrix(node, "trace").rows
    if len(rows) != len(rows[0]):
        raise undefined("only a square matrix has a trace", "use as many rows as columns")
    total: Node = ZERO
    for i, row in enumerate(rows):
        total = add(total, row[i])
    return total


def _dot(a: Node, b: Node) -> Node:
    first, second = vector(a, "dot").items, vector(b, "dot").items
    if len(first) != len(second):
        raise undefined("dot needs vectors with as many entries as each other", "check the lengths of the two vectors")
    return matrices.sum_of_products(_scalars(first, "dot"), _scalars(second, "dot"))


def _scalars(items: tuple[Node, ...], what: str) -> tuple[Node, ...]:
    return tuple(scalar(item, what) for item in items)


def _cross(a: Node, b: Node) -> Node:
    first, second = _scalars(vector(a, "cross").items, "cross"), _scalars(vector(b, "cross").items, "cross")
    if len(first) != 3 or len(second) != 3:
        raise undefined("cross needs two vectors of three entries", "use vectors of three entries")
    return Vector(tuple(_minors(first, second)))


def _minors(a: tuple[Node, ...], b: tuple[Node, ...]) -> Iterator[Node]:
    for i in range(3):
        j, k = (i + 1) % 3, (i + 2) % 3
        yield subtract(multiply(a[j], b[k]), multiply(a[k], b[j]))


def _is_integer(node: Node) -> Node:
    if isinstance(node, Number):
        return Truth(node.value.denominator == 1)
    if not is_closed(scalar(node, "is_integer")):
        raise undefined("is_integer needs a number without letters", "give every letter a value")
    return Truth(compare(node, number(floor_of(node))) == 0)


def _part(name: str) -> Callable[[Node], Node]:
    def part(node: Node) -> Node:
        if not isinstance(node, Number):
            raise undefined(f"{name} needs a rational number", f"give {name} a whole number or a fraction")
        return number(node.value.numerator if name == "numerator" else node.value.denominator)

    return part


def _elementary(name: str) -> Callable[..., Node]:
    exact = ELEMENTARY.get(name)

    def applied(*args: Node) -> Node:
        items = _scalars(args, name)
        return exact(*items) if exact else Call(name, items)

    return applied


def _root(node: Node, degree: Node) -> Node:
    if not isinstance(degree, Number) or degree.value.denominator != 1:
        return Binary("^", scalar(node, "root"), Binary("/", number(1), scalar(degree, "root")))
    n = integer(degree, "root")
    if not 2 <= n <= 1000:
        raise undefined("the degree of a root lies between 2 and 1000", "use a degree such as 3")
    return root(scalar(node, "root"), n)


def _binomial(n: Node, k: Node) -> Node:
    below = multiply(factorial_of(k), factorial_of(subtract(n, k)))
    return divide(factorial_of(n), below)


FUNCTIONS: Final[dict[str, Callable[..., Node]]] = {
    **{name: _elementary(name) for name in TRANSCENDENTAL},
    "abs": _abs, "norm": _norm, "sign": _sign, "mod": _mod, "floor": _floor, "ceil": _ceil, "round": _round, "sum": _sum,
    "min": _extreme("min", -1), "max": _extreme("max", 1), "gcd": _of_integers("gcd", gcd), "lcm": _of_integers("lcm", lcm),
    "sqrt": lambda x: square_root_of(scalar(x, "sqrt")), "root": _root, "cbrt": lambda x: _root(x, number(3)),
    "len": _len, "at": _at, "row": _row, "column": _column, "rows": _rows, "columns": _columns, "hcat": _hcat,
    "identity": lambda n: matrices.identity(_size(n)), "transpose": lambda m: matrices.transposed(matrix(m, "transpose")),
    "inverse": lambda m: matrices.inverse(matrix(m, "inverse")), "det": lambda m: matrices.determinant(matrix(m, "det")),
    "rank": lambda m: number(matrices.rank(matrix(m, "rank"))), "rref": lambda m: matrices.reduced(matrix(m, "rref")),
    "trace": _trace, "dot": _dot, "cross": _cross, "is_integer": _is_integer,
    "arctan2": lambda y, x: Call("arctan2", _scalars((y, x), "arctan2")), "factorial": factorial_of,
    "binomial": _binomial,
    "numerator": _part("numerator"), "denominator": _part("denominator"),
}  # fmt: skip


def _size(node: Node) -> int:
    n = integer(node, "identity")
    if n < 1:
        raise undefined("an identity matrix has at least one row", "use a whole number from 1 on")
    return n


assert FUNCTIONS.keys() == WHITELIST - {"if"}, "each function of the language has exactly one meaning"

"""The whitelist of functions that curricula may use, each on evaluated trees."""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Final

from tutor.errors import NotationError
from tutor.notation import arrays
from tutor.notation.approximation import sign_of
from tutor.notation.scalars import ONE, ZERO, add, multiply, negate, number, root, undefined
from tutor.notation.tree import Call, Matrix, Node, Number, Truth, Vector


def call(name: str, args: tuple[Node, ...]) -> Node:
    """The value of a function. Raises NotationError("undefined"), naming the nearest known function."""
    function = FUNCTIONS.get(name)
    if function is None:
        near = difflib.get_close_matches(name, FUNCTIONS, 1)
        hint = f"did you mean {near[0]}?" if near else "see the list of functions in docs/authoring.md"
        raise NotationError("undefined", f"there's no function {name}", remedy=hint)
    low, high, work = function
    if not low <= len(args) <= high:
        wanted = str(low) if low == high else f"{low} to {high}"
        raise undefined(f"{name} takes {wanted} arguments, not {len(args)}")
    return work(*args)


def _whole(node: Node, what: str) -> int:
    if not isinstance(node, Number) or node.value.denominator != 1:
        raise undefined(f"{what} must be a whole number")
    return int(node.value)


def _rational(node: Node, what: str) -> Fraction:
    if not isinstance(node, Number):
        raise undefined(f"{what} must be a number")
    return node.value


def _vector(node: Node) -> Vector:
    if isinstance(node, Vector):
        return node
    raise undefined("a vector is expected here")


def _abs(x: Node) -> Node:
    if isinstance(x, Vector):
        return _norm(x)
    if isinstance(x, Number):
        return number(abs(x.value))
    sign = sign_of(x)
    return Call("abs", (x,)) if sign is None else x if sign >= 0 else negate(x)


def _norm(v: Node) -> Node:
    return root(arrays.dot(_vector(v), _vector(v)))


def _extreme(choose: Callable[[list[Fraction]], Fraction]) -> Callable[..., Node]:
    def work(*args: Node) -> Node:
        items = args[0].items if len(args) == 1 and isinstance(args[0], Vector) else args
        return number(choose([_rational(item, "each argument") for item in items]))

    return work


def _fold(combine: Callable[..., int]) -> Callable[..., Node]:
    return lambda *args: number(combine(*(_whole(arg, "each argument") for arg in args)))


def _mod(a: Node, b: Node) -> Node:
    below = _whole(b, "the modulus")
    if below == 0:
        raise undefined("a division by zero has no value")
    return number(_whole(a, "the dividend") % below)


def _rounding(work: Callable[[Fraction], int]) -> Callable[[Node], Node]:
    return lambda x: number(work(_rational(x, "the argument")))


def _round(x: Node, digits: Node = ZERO) -> Node:
    value, places = _rational(x, "the argument"), _whole(digits, "the number of places")
    if abs(places) > 100:
        raise undefined("at most 100 places")
    scaled = value * Fraction(10) ** places
    whole = math.floor(abs(scaled) + Fraction(1, 2))
    return number((whole if scaled >= 0 else -whole) / Fraction(10) ** places)


def _sign(x: Node) -> Node:
    sign = sign_of(x)
    if sign is None:
        raise undefined("the sign can't be decided")
    return number(sign)


def _sum(v: Node) -> Node:
    return arrays.total(_vector(v).items)


def _len(v: Node) -> Node:
    return number(len(v.rows) if isinstance(v, Matrix) else len(_vector(v).items))


def _at(node: Node, i: Node, j: Node | None = None) -> Node:
    row = _whole(i, "an index")
    if isinstance(node, Matrix):
        if j is None:
            raise undefined("a matrix needs two indices: at(M, i, j)")
        column = _whole(j, "an index")
        if 1 <= row <= len(node.rows) and 1 <= column <= len(node.rows[0]):
            return node.rows[row - 1][column - 1]
    elif j is None and 1 <= row <= len(_vector(node).items):
        return _vector(node).items[row - 1]
    raise undefined("there's no entry with that index (they're counted from 1)")


def _row(node: Node, i: Node) -> Node:
    rows, at = arrays.rows_of(node), _whole(i, "an index")
    if not 1 <= at <= len(rows):
        raise undefined("there's no row with that index (they're counted from 1)")
    return Vector(rows[at - 1])


def _rows(*vectors: Node) -> Node:
    items = [_vector(v).items for v in vectors]
    if len({len(row) for row in items}) != 1:
        raise undefined("the vectors have different lengths")
    return arrays.matrix(items)


def _hcat(left: Node, right: Node) -> Node:
    a, b = arrays.rows_of(left), ((tuple((x,) for x in right.items)) if isinstance(right, Vector) else arrays.rows_of(right))
    if len(a) != len(b):
        raise undefined("the matrices have different numbers of rows")
    return arrays.matrix([one + other for one, other in zip(a, b, strict=True)])


def _trace(node: Node) -> Node:
    rows = arrays.rows_of(node)
    if len(rows) != len(rows[0]):
        raise undefined("only a square matrix has a trace")
    return arrays.total([rows[i][i] for i in range(len(rows))])


def _cross(v: Node, w: Node) -> Node:
    a, b = _vector(v).items, _vector(w).items
    if len(a) == len(b) == 2:
        return add(multiply(a[0], b[1]), negate(multiply(a[1], b[0])))
    if len(a) != 3 or len(b) != 3:
        raise undefined("a cross product takes two vectors of three entries")
    pairs = [(1, 2), (2, 0), (0, 1)]
    return Vector(tuple(add(multiply(a[i], b[j]), negate(multiply(a[j], b[i]))) for i, j in pairs))


def _dot(v: Node, w: Node) -> Node:
    return arrays.dot(_vector(v), _vector(w))


def _is_integer(x: Node) -> Node:
    return Truth(isinstance(x, Number) and x.value.denominator == 1)


def _exact_only(name: str, at: Mapping[Fraction, Node]) -> Callable[[Node], Node]:
    """A transcendental function stays a tree, but for the arguments at which it's plainly rational."""

    def work(x: Node) -> Node:
        return at[x.value] if isinstance(x, Number) and x.value in at else Call(name, (x,))

    return work


def _log(x: Node, base: Node | None = None) -> Node:
    return ZERO if x == ONE else Call("log", (x,) if base is None else (x, base))


_AT_ZERO = {"sin": ZERO, "cos": ONE, "tan": ZERO, "exp": ONE, "asin": ZERO, "atan": ZERO, "sinh": ZERO, "cosh": ONE, "tanh": ZERO}
FUNCTIONS: Final[Mapping[str, tuple[int, int, Callable[..., Node]]]] = {
    "abs": (1, 1, _abs), "norm": (1, 1, _norm), "sqrt": (1, 1, root),
    "min": (1, 12, _extreme(min)), "max": (1, 12, _extreme(max)),
    "gcd": (2, 12, _fold(math.gcd)), "lcm": (2, 12, _fold(math.lcm)), "mod": (2, 2, _mod),
    "floor": (1, 1, _rounding(math.floor)), "ceil": (1, 1, _rounding(math.ceil)), "round": (1, 2, _round),
    "sign": (1, 1, _sign), "sum": (1, 1, _sum), "len": (1, 1, _len), "at": (2, 3, _at), "row": (2, 2, _row),
    "column": (2, 2, lambda m, i: _row(Matrix(arrays.transposed(arrays.rows_of(m))), i)),
    "rows": (1, 12, _rows), "columns": (1, 12, lambda *v: Matrix(arrays.transposed(arrays.rows_of(_rows(*v))))),
    "identity": (1, 1, lambda n: arrays.identity(_whole(n, "the size"))),
    "transpose": (1, 1, lambda m: Matrix(arrays.transposed(arrays.rows_of(m)))),
    "inverse": (1, 1, lambda m: arrays.inverse(arrays.rows_of(m))),
    "det": (1, 1, lambda m: arrays.determinant(arrays.rows_of(m))),
    "trace": (1, 1, _trace), "rank": (1, 1, lambda m: number(arrays.reduced(arrays.rows_of(m))[1])),
    "rref": (1, 1, lambda m: arrays.reduced(arrays.rows_of(m))[0]),
    "dot": (2, 2, _dot), "cross": (2, 2, _cross), "hcat": (2, 2, _hcat), "is_integer": (1, 1, _is_integer),
    "numerator": (1, 1, lambda x: number(_rational(x, "the argument").numerator)),
    "denominator": (1, 1, lambda x: number(_rational(x, "the argument").denominator)),
    "ln": (1, 1, _exact_only("ln", {Fraction(1): ZERO})), "log": (1, 2, _log),
    "root": (2, 2, lambda x, n: Call("root", (x, n))), "acos": (1, 1, _exact_only("acos", {Fraction(1): ZERO})),
    **{name: (1, 1, _exact_only(name, {Fraction(0): value})) for name, value in _AT_ZERO.items()},
    **{name: (1, 1, _exact_only(name, {})) for name in ("cot", "sec", "csc")},
}  # fmt: skip

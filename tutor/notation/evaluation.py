"""Exact values of trees: rationals, square roots, vectors, matrices; letters without a value stay symbols.

`*` is scalar·scalar, scalar·vector, matrix·vector and matrix·matrix. A value is a tree in normal form: numbers have no
literal, vectors round brackets, `sqrt(12)` is `2*sqrt(3)`. Nothing is ever run as code, and sizes are bounded by
`tutor.notation.limits`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Final

from tutor.errors import NotationError
from tutor.notation import linear_algebra as matrices
from tutor.notation.comparison import compare, is_closed, same
from tutor.notation.functions import NOT_SCALARS, call, factorial_of, matrix, scalar
from tutor.notation.scalars import add, divide, multiply, negated, power, subtract, undefined
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
)

Bindings = Mapping[str, Node]

NOTHING: Final[Bindings] = {}
ORDERS: Final[dict[str, Callable[[int], bool]]] = {
    "<": lambda s: s < 0, "<=": lambda s: s <= 0, ">": lambda s: s > 0, ">=": lambda s: s >= 0,
}  # fmt: skip


def evaluate(node: Node, bindings: Bindings = NOTHING) -> Node:
    """The value of a tree, with the values of its letters in `bindings`.

    A relation with `=` stays one, of evaluated sides; other comparisons give a Truth unless free letters are left in them.
    Raises NotationError: "undefined" where there is no value (1/0, sizes that don't fit), "limit-exceeded" for huge results.
    """
    try:
        return _EVALUATED[type(node)](node, bindings)
    except NotationError as error:
        if error.end == 0 and node.span.end:
            error.start, error.end = node.span.start, node.span.end
        raise


def truth(node: Node, bindings: Bindings = NOTHING) -> bool:
    """Whether a condition holds. Raises NotationError("undefined") for what is neither true nor false."""
    value = evaluate(node, bindings)
    if isinstance(value, Truth):
        return value.value
    if isinstance(value, Relation) and "=" in value.ops:
        remedy = "write == to compare"
    elif isinstance(value, Relation):
        remedy = "give every letter in it a value"
    else:
        remedy = "write a comparison, such as a != b"
    place = node.span
    raise NotationError("undefined", "this is neither true nor false", remedy=remedy, start=place.start, end=place.end)


def _number(node: Number, _: Bindings) -> Node:
    return Number(node.value) if node.literal else node


def _name(node: Name, bindings: Bindings) -> Node:
    bound = bindings.get(node.name)
    if bound is None:
        return Name(node.name) if node.span.end else node
    return bound if _is_plain(bound) else evaluate(bound)


def _is_plain(node: Node) -> bool:
    """The tree is in normal form for sure: a computed number, or a vector or matrix of such."""
    if isinstance(node, Number):
        return not node.literal
    if isinstance(node, Vector):
        return all(isinstance(item, Number) and not item.literal for item in node.items)
    if isinstance(node, Matrix):
        return all(isinstance(entry, Number) and not entry.literal for row in node.rows for entry in row)
    return isinstance(node, Text | Truth)


def _itself(node: Node, _: Bindings) -> Node:
    return node


def _unary(node: Unary, bindings: Bindings) -> Node:
    arg = evaluate(node.arg, bindings)
    match node.op:
        case "-":
            return _each(arg, negated, "a sign")
        case "+":
            return _each(arg, lambda x: x, "a sign")
        case "not":
            return Truth(not _condition(arg))
        case "%":
            return divide(scalar(arg, "a per cent sign"), Number(Fraction(100)))
        case "!":
            return factorial_of(arg)
        case "T":
            return matrices.transposed(_transposable(arg))
        case "+-":
            return Unary("+-", scalar(arg, "±"))
    raise undefined(f"the sign {node.op} has no meaning", "use + - not ! % ^T")


def _transposable(node: Node) -> Matrix:
    """A matrix; a vector counts as a column."""
    if isinstance(node, Vector) and not any(isinstance(item, Vector) for item in node.items):
        return Matrix(tuple((item,) for item in node.items))
    return matrix(node, "a transpose")


def _each(node: Node, function: Callable[[Node], Node], what: str) -> Node:
    """A function of scalars, on each entry."""
    if isinstance(node, Vector):
        return Vector(tuple([_each(item, function, what) for item in node.items]))
    if isinstance(node, Matrix):
        return Matrix(tuple([tuple([function(entry) for entry in row]) for row in node.rows]))
    return function(scalar(node, what))


def _binary(node: Binary, bindings: Bindings) -> Node:
    op = node.op
    if op in ("and", "or"):
        left = _condition(evaluate(node.left, bindings))
        return Truth(left) if left == (op == "or") else Truth(_condition(evaluate(node.right, bindings)))
    operation = OPERATIONS.get(op)
    if operation is None:
        raise undefined(f"the sign {op} has no meaning", "use + - * / ^")
    return operation(evaluate(node.left, bindings), evaluate(node.right, bindings))


def _condition(node: Node) -> bool:
    if not isinstance(node, Truth):
        raise undefined("this is neither true nor false", "write a comparison, such as a != b")
    return node.value


def _plus(a: Node, b: Node) -> Node:
    return _entrywise(a, b, add, "added")


def _minus(a: Node, b: Node) -> Node:
    return _entrywise(a, b, subtract, "subtracted")


def _entrywise(a: Node, b: Node, operation: Callable[[Node, Node], Node], done: str) -> Node:
    match a, b:
        case Vector(items=first), Vector(items=second) if len(first) == len(second):
            return Vector(tuple([_entrywise(x, y, operation, done) for x, y in zip(first, second, strict=True)]))
        case Matrix(rows=rows), Matrix(rows=others) if _shape(a) == _shape(b):
            return Matrix(tuple([tuple(map(operation, row, other)) for row, other in zip(rows, others, strict=True)]))
    if isinstance(a, NOT_SCALARS) or isinstance(b, NOT_SCALARS):
        raise undefined(f"{_kind(a)} and {_kind(b)} can't be {done}", "use two of the same kind and size")
    return operation(a, b)


def _shape(node: Node) -> tuple[int, int]:
    return (len(node.rows), len(node.rows[0])) if isinstance(node, Matrix) else (0, 0)


def _kind(node: Node) -> str:
    match node:
        case Vector(items=items):
            return f"a vector of {len(items)} entries"
        case Matrix():
            return f"a matrix of {_shape(node)[0]} by {_shape(node)[1]}"
        case SetOf() | Relation() | Text() | Truth():
            return {SetOf: "a set", Relation: "an equation", Text: "a text", Truth: "a truth value"}[type(node)]
        case _:
            return "a number"


def _times(a: Node, b: Node) -> Node:
    match a, b:
        case Matrix(), Matrix():
            return matrices.product(a, b)
        case Matrix(), Vector():
            return matrices.applied(a, b)
        case Vector(), Vector():
            raise undefined("two vectors have no plain product", "write dot(v, w) or cross(v, w)")
        case Vector(), Matrix():
            raise undefined("a vector can't stand to the left of a matrix", "write M*v, or transpose the matrix")
        case ((Vector() | Matrix()), _):
            factor = scalar(b, "a product")
            return _each(a, lambda x: multiply(factor, x), "a product")
        case _, (Vector() | Matrix()):
            factor = scalar(a, "a product")
            return _each(b, lambda x: multiply(factor, x), "a product")
    return multiply(scalar(a, "a product"), scalar(b, "a product"))


def _over(a: Node, b: Node) -> Node:
    divisor = scalar(b, "a division")
    return _each(a, lambda x: divide(x, divisor), "a division")


def _power(a: Node, b: Node) -> Node:
    if isinstance(a, Matrix):
        return matrices.matrix_power(a, b)
    return power(scalar(a, "a power"), scalar(b, "an exponent"))


def _plus_or_minus(a: Node, b: Node) -> Node:
    return Binary("+-", scalar(a, "±"), scalar(b, "±"))


OPERATIONS: Final[dict[str, Callable[[Node, Node], Node]]] = {
    "+": _plus, "-": _minus, "*": _times, "/": _over, "^": _power, "+-": _plus_or_minus,
}  # fmt: skip


def _call(node: Call, bindings: Bindings) -> Node:
    if node.function == "if" and len(node.args) == 3:
        chosen = 1 if _condition(evaluate(node.args[0], bindings)) else 2
        return evaluate(node.args[chosen], bindings)
    return call(node.function, tuple([evaluate(arg, bindings) for arg in node.args]))


def _vector(node: Vector, bindings: Bindings) -> Node:
    return Vector(tuple([evaluate(item, bindings) for item in node.items]))


def _matrix(node: Matrix, bindings: Bindings) -> Node:
    return matrices.matrix_of(
        [[scalar(evaluate(entry, bindings), "an entry of a matrix") for entry in row] for row in node.rows]
    )


def _set(node: SetOf, bindings: Bindings) -> Node:
    return SetOf(tuple([evaluate(item, bindings) for item in node.items]))


def _relation(node: Relation, bindings: Bindings) -> Node:
    terms = tuple([evaluate(term, bindings) for term in node.terms])
    if "=" in node.ops:
        return Relation(terms, node.ops)
    closed = [is_closed(term) for term in terms]
    held = True
    for i, op in enumerate(node.ops):
        a, b = terms[i], terms[i + 1]
        if not (closed[i] and closed[i + 1]) and not (op in ("==", "!=") and a == b):
            return Relation(terms, node.ops)
        held = held and (same(a, b) == (op == "==") if op in ("==", "!=") else ORDERS[op](compare(a, b)))
    return Truth(held)


_EVALUATED: Final[dict[type, Callable[..., Node]]] = {
    Number: _number, Name: _name, Text: _itself, Truth: _itself, Unary: _unary, Binary: _binary, Call: _call,
    Vector: _vector, Matrix: _matrix, SetOf: _set, Relation: _relation,
}  # fmt: skip

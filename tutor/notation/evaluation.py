"""Exact evaluation of trees: parameters, keys, conditions. Python's own evaluation is never used.

Scalars are rationals; irrational values and free letters stay trees in a light normal form. Vectors and matrices work
entrywise. Comparisons give `Truth`. Everything undefined is NotationError("undefined") with what and remedy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce

from tutor.errors import NotationError
from tutor.notation import arrays
from tutor.notation.approximation import APART, approximate
from tutor.notation.functions import call
from tutor.notation.scalars import add, divide, multiply, negate, number, power, undefined
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
)

Bindings = Mapping[str, Node]


def evaluate(node: Node, bindings: Bindings | None = None) -> Node:
    """The value of a tree, letters replaced by their (evaluated) bindings. Raises NotationError("undefined")."""
    return _evaluate(node, bindings or {})


def truth(node: Node, bindings: Bindings | None = None) -> bool:
    """Whether a condition holds. Raises NotationError("undefined") when it's no condition or can't be decided."""
    value = evaluate(node, bindings)
    if isinstance(value, Truth):
        return value.value
    letters = sorted(free_names(value))
    raise undefined(
        f"this is no condition{': ' + ', '.join(letters) + ' has no value' if letters else ''}", "compare two values"
    )


def _evaluate(node: Node, bindings: Bindings) -> Node:
    match node:
        case Number(value=value):
            return number(value)
        case Name(name=name):
            return bindings.get(name, Name(name))
        case Text() | Truth():
            return node
        case Unary(op=op, arg=arg):
            return _unary(op, arg, bindings)
        case Binary(op="and" | "or" as op, left=left, right=right):
            first = truth(left, bindings)
            return Truth(first) if first == (op == "or") else Truth(truth(right, bindings))
        case Binary(op=op, left=left, right=right):
            return binary(op, _evaluate(left, bindings), _evaluate(right, bindings))
        case Call(function="if", args=(condition, yes, no)):
            return _evaluate(yes if truth(condition, bindings) else no, bindings)
        case Call(function=function, args=args):
            return call(function, tuple(_evaluate(arg, bindings) for arg in args))
        case Vector(items=items, brackets=brackets):
            return Vector(tuple(_evaluate(item, bindings) for item in items), brackets)
        case SetOf(items=items):
            return SetOf(tuple(_evaluate(item, bindings) for item in items))
        case Matrix(rows=rows):
            return arrays.matrix([[_evaluate(entry, bindings) for entry in row] for row in rows])
        case Relation(terms=terms, ops=ops):
            return _relation([_evaluate(term, bindings) for term in terms], ops)


def _unary(op: str, arg: Node, bindings: Bindings) -> Node:
    if op == "not":
        return Truth(not truth(arg, bindings))
    value = _evaluate(arg, bindings)
    match op:
        case "-":
            return _entrywise(negate, value)
        case "+":
            return value
        case "%":
            return divide(value, number(100))
        case "T":
            return Matrix(arrays.transposed(arrays.rows_of(value))) if isinstance(value, Matrix) else value
        case "!" if isinstance(value, Number) and value.value.denominator == 1 and 0 <= value.value <= 500:
            return number(reduce(lambda a, b: a * b, range(1, int(value.value) + 1), 1))
        case _:
            raise undefined(f"{op} has no value here")


def _entrywise(work: Callable[[Node], Node], value: Node) -> Node:
    match value:
        case Vector(items=items, brackets=brackets):
            return Vector(tuple(_entrywise(work, item) for item in items), brackets)
        case Matrix(rows=rows):
            return Matrix(tuple(tuple(work(entry) for entry in row) for row in rows))
        case Text() | Truth() | SetOf() | Relation():
            raise undefined("this can't be computed with")
        case _:
            return work(value)


def binary(op: str, left: Node, right: Node) -> Node:
    """The value of an operation on two evaluated trees."""
    match op:
        case "+":
            return _sum(left, right)
        case "-":
            return _sum(left, _entrywise(negate, right))
        case "*":
            return _product(left, right)
        case "/":
            if isinstance(right, Vector | Matrix):
                raise undefined("nothing is divided by a vector or a matrix", "multiply by the inverse")
            return _entrywise(lambda x: divide(x, right), left)
        case "^":
            return _power(left, right)
        case _:
            raise undefined(f"{op} has no single value", "write out both cases")


def _sum(left: Node, right: Node) -> Node:
    match left, right:
        case Vector(items=a), Vector(items=b):
            if len(a) != len(b):
                raise undefined(f"vectors of {len(a)} and {len(b)} entries can't be added")
            return Vector(tuple(_sum(x, y) for x, y in zip(a, b, strict=True)), left.brackets)
        case Matrix(rows=a), Matrix(rows=b):
            if (len(a), len(a[0])) != (len(b), len(b[0])):
                raise undefined("matrices of different sizes can't be added")
            return Matrix(tuple(tuple(map(add, x, y)) for x, y in zip(a, b, strict=True)))
        case _ if isinstance(left, Vector | Matrix) or isinstance(right, Vector | Matrix):
            raise undefined("a number and a vector or matrix can't be added")
        case _:
            _scalars(left, right)
            return add(left, right)


def _product(left: Node, right: Node) -> Node:
    match left, right:
        case Matrix(rows=a), Matrix(rows=b):
            return arrays.product(a, b)
        case Matrix(rows=a), Vector():
            return arrays.apply(a, right)
        case Vector(), Vector():
            raise undefined("two vectors have no plain product", "use dot(v, w) or cross(v, w)")
        case Vector(), Matrix():
            raise undefined("a vector stands on the right of a matrix", "write M*v")
        case Vector() | Matrix(), _:
            return _entrywise(lambda x: multiply(right, x), left)
        case _, Vector() | Matrix():
            return _entrywise(lambda x: multiply(left, x), right)
        case _:
            _scalars(left, right)
            return multiply(left, right)


def _power(left: Node, right: Node) -> Node:
    if isinstance(left, Matrix):
        if isinstance(right, Number) and right.value.denominator == 1:
            return arrays.power(left.rows, int(right.value))
        if right == Name("T"):
            return Matrix(arrays.transposed(left.rows))
        raise undefined("a matrix is raised to whole numbers only")
    if isinstance(left, Vector):
        raise undefined("a vector has no powers", "use dot(v, v)")
    _scalars(left, right)
    return power(left, right)


def _scalars(*nodes: Node) -> None:
    for node in nodes:
        if isinstance(node, Text | Truth | SetOf | Relation):
            raise undefined("this can't be computed with", "numbers, vectors and matrices can")


def _relation(terms: list[Node], ops: tuple[str, ...]) -> Node:
    letters = any(free_names(term) - {"pi", "e"} for term in terms)
    if letters and set(ops) <= {"="}:
        return Relation(tuple(terms), ops)
    return Truth(all(compare(op, a, b) for op, a, b in zip(ops, terms, terms[1:], strict=False)))


def compare(op: str, left: Node, right: Node) -> bool:
    """Whether a comparison of two evaluated trees holds."""
    if op in ("=", "==", "!="):
        return same(left, right) == (op != "!=")
    for side in (left, right):
        if isinstance(side, Vector | Matrix | Text | Truth | SetOf):
            raise undefined("only numbers are smaller or greater")
    order = _order(left, right)
    return {"<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}[op]


def same(left: Node, right: Node) -> bool:
    """Equality of two evaluated trees: exact for rationals, by value for other numbers."""
    if left == right:
        return True
    if isinstance(left, Vector) and isinstance(right, Vector):
        return len(left.items) == len(right.items) and all(map(same, left.items, right.items))
    if isinstance(left, Matrix) and isinstance(right, Matrix):
        a, b = left.rows, right.rows
        return (len(a), len(a[0])) == (len(b), len(b[0])) and all(
            same(x, y) for r, s in zip(a, b, strict=True) for x, y in zip(r, s, strict=True)
        )
    if isinstance(left, Number) and isinstance(right, Number):
        return left.value == right.value
    if any(isinstance(side, Vector | Matrix | Text | Truth | SetOf) for side in (left, right)):
        return False
    return _order(left, right) == 0


def _order(left: Node, right: Node) -> int:
    if isinstance(left, Number) and isinstance(right, Number):
        return (left.value > right.value) - (left.value < right.value)
    a, b = approximate(left), approximate(right)
    if a is None or b is None:
        letters = sorted((free_names(left) | free_names(right)) - {"pi", "e"})
        what = f"{', '.join(letters)} has no value" if letters else "a value can't be computed"
        raise NotationError("undefined", f"these can't be compared: {what}", remedy="give every letter a value")
    if abs(a - b) <= APART * max(1.0, abs(a), abs(b)):
        if isinstance(left, Number) or isinstance(right, Number):
            raise undefined("these are too close to be compared", "compare exact values")
        return 0
    return 1 if a > b else -1

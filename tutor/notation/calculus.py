"""The derivative of a tree, by the rules of the schoolbook; nothing is simplified."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from tutor.errors import NotationError
from tutor.notation.tree import Binary, Call, Name, Node, Number, Unary, free_names

ZERO: Final = Number(Fraction(0))
ONE: Final = Number(Fraction(1))
TWO: Final = Number(Fraction(2))


def derivative(node: Node, name: str) -> Node:
    """The derivative with respect to a letter. Raises NotationError("undefined") where no rule is known."""
    if name not in free_names(node):
        return ZERO
    match node:
        case Name():
            return ONE
        case Unary(op="-" | "+" as op, arg=arg):
            return Unary(op, derivative(arg, name))
        case Unary(op="%", arg=arg):
            return Unary("%", derivative(arg, name))
        case Binary(op="+" | "-" as op, left=left, right=right):
            return Binary(op, derivative(left, name), derivative(right, name))
        case Binary(op="*", left=left, right=right):
            return _sum(_times(derivative(left, name), right), _times(left, derivative(right, name)))
        case Binary(op="/", left=left, right=right):
            above = Binary("-", _times(derivative(left, name), right), _times(left, derivative(right, name)))
            return Binary("/", above, Binary("^", right, TWO))
        case Binary(op="^", left=left, right=right):
            return _power(left, right, name)
        case Call(function="root", args=(arg, degree)):
            return derivative(Binary("^", arg, Binary("/", ONE, degree)), name)
        case Call(function="log", args=(arg, base)):
            return derivative(Binary("/", Call("ln", (arg,)), Call("ln", (base,))), name)
        case Call(function=function, args=(arg,)) if function in _RULES:
            return _times(_RULES[function](arg), derivative(arg, name))
        case _:
            raise NotationError(
                "undefined", "this has no derivative that is known here", remedy="use elementary functions"
            )


def _times(a: Node, b: Node) -> Node:
    if ZERO in (a, b):
        return ZERO
    return b if a == ONE else a if b == ONE else Binary("*", a, b)


def _sum(a: Node, b: Node) -> Node:
    return b if a == ZERO else a if b == ZERO else Binary("+", a, b)


def _power(base: Node, exponent: Node, name: str) -> Node:
    """The power rule where the exponent doesn't hold the letter, else the exponential's."""
    if name not in free_names(exponent):
        lowered = Binary("^", base, Binary("-", exponent, ONE))
        return _times(_times(exponent, lowered), derivative(base, name))
    inner = derivative(_times(exponent, Call("ln", (base,))), name)
    return _times(Binary("^", base, exponent), inner)


def _call(function: str) -> Callable[[Node], Node]:
    return lambda x: Call(function, (x,))


def _over(below: Node) -> Node:
    return Binary("/", ONE, below)


def _square(x: Node) -> Node:
    return Binary("^", x, TWO)


def _root(x: Node) -> Node:
    return Call("sqrt", (x,))


_RULES: Final[dict[str, Callable[[Node], Node]]] = {
    "sin": _call("cos"),
    "cos": lambda x: Unary("-", Call("sin", (x,))),
    "tan": lambda x: _square(Call("sec", (x,))),
    "cot": lambda x: Unary("-", _square(Call("csc", (x,)))),
    "sec": lambda x: Binary("*", Call("sec", (x,)), Call("tan", (x,))),
    "csc": lambda x: Unary("-", Binary("*", Call("csc", (x,)), Call("cot", (x,)))),
    "arcsin": lambda x: _over(_root(Binary("-", ONE, _square(x)))),
    "arccos": lambda x: Unary("-", _over(_root(Binary("-", ONE, _square(x))))),
    "arctan": lambda x: _over(Binary("+", ONE, _square(x))),
    "arccot": lambda x: Unary("-", _over(Binary("+", ONE, _square(x)))),
    "sinh": _call("cosh"),
    "cosh": _call("sinh"),
    "tanh": lambda x: _square(Call("sech", (x,))),
    "coth": lambda x: Unary("-", _square(Call("csch", (x,)))),
    "sech": lambda x: Unary("-", Binary("*", Call("sech", (x,)), Call("tanh", (x,)))),
    "csch": lambda x: Unary("-", Binary("*", Call("csch", (x,)), Call("coth", (x,)))),
    "arsinh": lambda x: _over(_root(Binary("+", _square(x), ONE))),
    "arcosh": lambda x: _over(_root(Binary("-", _square(x), ONE))),
    "artanh": lambda x: _over(Binary("-", ONE, _square(x))),
    "exp": _call("exp"),
    "ln": _over,
    "log": lambda x: _over(Binary("*", x, Call("ln", (Number(Fraction(10)),)))),
    "sqrt": lambda x: _over(Binary("*", TWO, Call("sqrt", (x,)))),
    "abs": lambda x: Call("sign", (x,)),
}

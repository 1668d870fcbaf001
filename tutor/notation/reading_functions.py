"""Functions as typed: `sin(x)`, `sin 2x`, `sin^2 x`, `log_2 8`, `log2(8)`, `\\sqrt x`, `det [1 2; 3 4]`."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from tutor.notation.brackets import closes, separated
from tutor.notation.cursor import OPERANDS, Cursor
from tutor.notation.exponents import exponent_here
from tutor.notation.function_names import ALIASES, ARITY, INVERSES, SCHOOL, WHITELIST, unknown_function
from tutor.notation.latex_reader import subscript
from tutor.notation.lexer import Token
from tutor.notation.precedence import POWER, SIGN
from tutor.notation.tree import Binary, Call, Name, Node, Number, Span, Unary, Vector

ROOTS: Final = frozenset({"sqrt", "cbrt"})
OF_A_VECTOR: Final = frozenset({"norm"})


def applied(cursor: Cursor, token: Token) -> Node:
    """The function whose name was just taken, with its arguments."""
    first = cursor.at - 1
    name = ALIASES.get(token.text, token.text)
    if name not in WHITELIST:
        what, remedy = unknown_function(name)
        cursor.fail(token, what, remedy)
    base = _base(cursor, name)
    exponent = exponent_here(cursor)
    name, args = _applied_to(cursor, name)
    args = args + ((base,) if base is not None else ())
    if _is_minus_one(exponent) and name in INVERSES:
        name, exponent = INVERSES[name], None
    call = _call(cursor, token, name, args, first)
    return call if exponent is None else Binary("^", call, exponent, span=cursor.span_from(first))


def _call(cursor: Cursor, token: Token, name: str, args: tuple[Node, ...], first: int) -> Node:
    span = cursor.span_from(first)
    if name in OF_A_VECTOR and len(args) > 1:
        args = (Vector(args, span=span),)
    if name == "root" and len(args) == 1:
        name = "sqrt"  # "root of 2"
    least, most = ARITY.get(name, (1, 1))
    if len(args) < least or (most is not None and len(args) > most):
        needed = f"{least}" if least == most else f"at least {least}" if most is None else f"{least} or {most}"
        cursor.fail(token, f"{name} takes {needed} argument{'' if needed == '1' else 's'}, here are {len(args)}",
                    f"write {name} with {needed} in brackets, separated by commas")  # fmt: skip
    if name == "binomial":
        return binomial(args[0], args[1], span)
    if name == "factorial":
        return Unary("!", args[0], span)
    if name == "ln" and len(args) == 2:
        name = "log"
    if name == "cbrt":
        return Call("root", (args[0], Number(Fraction(3))), span)
    return Call(name, args, span)


def binomial(n: Node, k: Node, span: Span) -> Node:
    """n over k, by factorials."""
    below = Binary("*", Unary("!", k), Unary("!", Binary("-", n, k)))
    return Binary("/", Unary("!", n, span), below, span=span)


def _base(cursor: Cursor, name: str) -> Node | None:
    """The 2 of `log_2 8`."""
    token = cursor.token
    index = subscript(cursor)
    if not index:
        return None
    if name != "log":
        cursor.fail(token, f"{name} has no index", "leave the index out")
    return Number(Fraction(int(index)), index) if index.isdecimal() and len(index) < 100 else Name(index)


def _is_minus_one(node: Node | None) -> bool:
    return isinstance(node, Unary) and node.op == "-" and isinstance(node.arg, Number) and node.arg.value == 1


def _arguments(cursor: Cursor, name: str) -> tuple[Node, ...]:
    token = cursor.token
    if token.kind == "open" and token.text in "({":
        cursor.take()
        return separated(cursor, cursor.partners[cursor.at - 1])
    if name in ROOTS:
        return (cursor.parse(cursor, POWER),)
    return (_run(cursor),)


def _run(cursor: Cursor) -> Node:
    """The factors after a function without brackets: `sin 2x` takes 2x; a further function or a spaced bracket ends it."""
    first = cursor.at
    node = cursor.parse(cursor, SIGN)
    while _runs_on(cursor):
        right = cursor.parse(cursor, POWER)
        node = Binary("*", node, right, True, cursor.span_from(first))
    return node


def _applied_to(cursor: Cursor, name: str) -> tuple[str, tuple[Node, ...]]:
    """The arguments. `root3(8)`, `root(3)(8)`: the degree first; `log2(8)`: the base first, as in every programming language;
    `arctan2(y, x)`; `factorial(n)`."""
    digit = cursor.token
    if (
        name in ("root", "arctan", "log")
        and digit.kind == "number"
        and digit.text.isdecimal()
        and cursor.follower().text == "("
    ):
        if name == "arctan" and digit.text == "2" and not digit.gap:
            cursor.take()
            return "arctan2", _arguments(cursor, name)
        if name == "log" and not digit.gap and len(digit.text) < 4 and int(digit.text) > 1:
            cursor.take()
            return name, (*_arguments(cursor, name), Number(Fraction(int(digit.text)), digit.text))
        if name == "root" and len(digit.text) < 4:
            cursor.take()
            return name, (*_arguments(cursor, name), Number(Fraction(int(digit.text)), digit.text))
    args = _arguments(cursor, name)
    if name == "root" and len(args) == 1 and cursor.token.kind == "open" and cursor.token.text == "(":
        return name, (*_arguments(cursor, name), *args)
    return name, args


def _runs_on(cursor: Cursor) -> bool:
    token = cursor.token
    if token.kind not in OPERANDS or (token.gap and (cursor.spaced or cursor.lines)):
        return False
    if token.kind in ("word", "letters") and token.text in SCHOOL | {"and", "or"}:
        return False
    if token.kind == "bar":
        return not closes(cursor) and not token.gap
    return token.kind not in ("open", "number", "vulgar") or (token.kind == "open" and not token.gap)

"""Typed mathematics to a tree: one Pratt parser (V. Pratt 1973) for ASCII, Unicode and LaTeX alike.

Linear in the length of the text and bounded by `tutor.notation.limits`; any text gives a tree or a NotationError that points
at a place and says what is expected there. A decimal comma is read where a number stands alone (`1,5`): such a Number keeps
the comma in its literal, so that who expects a vector can take it for two entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final

from tutor.errors import NotationError
from tutor.notation.brackets import barred, bracketed, closes, from_rows, pointed, read_rows
from tutor.notation.cursor import OPERANDS, Cursor, partners
from tutor.notation.exponents import exponent_here, raised_to
from tutor.notation.function_names import ALIASES, SCHOOL, TRANSCENDENTAL, WHITELIST
from tutor.notation.latex_reader import command, environment, subscript
from tutor.notation.lexer import Token, tokens, words
from tutor.notation.limits import MOST_NODES, check_length, check_tree, too_large
from tutor.notation.numerals import numeral, with_decimal_comma
from tutor.notation.precedence import BINARY, NOT, POWER, PRODUCT, RELATION, RELATIONS, SUM
from tutor.notation.reading_functions import applied
from tutor.notation.tree import Binary, Name, Node, Number, Relation, SetOf, Span, Text, Truth, Unary, Vector

LEAVES: Final = frozenset({"number", "vulgar", "name", "word", "letters"})
_DEGREE: Final = Binary("/", Name("pi"), Number(Fraction(180)))
OPERAND: Final = "a number, a letter or a bracket"


def read(text: str, *, names: frozenset[str] | None = None, expression_language: bool = False) -> Node:
    """The tree of a typed text.

    `names`: the letters that the question allows; a run of letters that isn't one of them, a function, a constant or a Greek
    name is a product of single letters. None: every run of letters, digits and underscores is one name.
    `expression_language`: also `== and or not`, 'text', true, false and all functions of curricula.
    Raises NotationError: "unreadable" with the place and what is expected there, or "limit-exceeded".
    """
    check_length(text)
    named = names is None
    found = with_decimal_comma(tokens(text, named=named))
    if names is not None:
        found = list(_words(found, names))
    if sum(token.kind in LEAVES for token in found) >= MOST_NODES:
        raise too_large("this has too many parts", "type something shorter", Span(0, len(text)))
    if len(found) == 1:
        raise NotationError("unreadable", "nothing is typed yet", remedy=f"{OPERAND} is expected here")
    cursor = Cursor(found, names, expression_language, _expression, partners(found))
    node = _whole(cursor)
    check_tree(node)
    return node


def _words(found: Iterable[Token], names: frozenset[str]) -> Iterator[Token]:
    """The tokens with runs of letters split into names and functions; an index (`x_ij`) stays whole."""
    below = False
    for token in _with_times(list(found), names):
        if token.kind == "letters" and not below:
            yield from words(token, names)
        else:
            yield token
        below = token.kind == "op" and token.text == "_"


def _with_times(found: list[Token], names: frozenset[str]) -> list[Token]:
    """The x of `3.67x10^2` is a sign of multiplication, unless it's a letter of the question."""
    for at in range(1, len(found) - 2):
        before, token, after = found[at - 1 : at + 2]
        if token.text in ("x", "X") and token.kind == "letters" and token.text not in names:
            ten = after.kind == "number" and after.text == "10" and found[at + 2].text in ("^",)
            if before.kind == "number" and ten:
                found[at] = token._replace(kind="op", text="*")
    return found


def _whole(cursor: Cursor) -> Node:
    """All tokens: one expression, or entries without brackets around them."""
    signs, lines = _separators(cursor)
    if lines or (";" in signs and "," not in signs):
        return _bare_rows(cursor, spaced="," not in signs)
    items = [_expression(cursor, 0)]
    while cursor.is_op(","):
        cursor.take()
        items.append(_expression(cursor, 0))
    if cursor.is_op(";"):
        cursor.fail(cursor.token, "commas and semicolons are mixed here",
                    "put square brackets around a matrix, [1, 2; 3, 4], or use one of the two")  # fmt: skip
    if cursor.token.kind != "stop":
        cursor.unexpected(cursor.token, "an operator")
    return items[0] if len(items) == 1 else Vector(tuple(items), "bare", cursor.span_from(0))


def _separators(cursor: Cursor) -> tuple[set[str], bool]:
    """The separators outside of all brackets, and whether a line break begins a row there."""
    signs: set[str] = set()
    lines, at, before = False, 0, None
    while cursor.tokens[at].kind != "stop":
        token = cursor.tokens[at]
        if token.kind == "op" and token.text in (",", ";"):
            signs.add(token.text)
        if token.gap == 2 and before is not None and before.kind != "op" and _begins_entry(token):
            lines = True
        at = cursor.partners.get(at, at)
        before = cursor.tokens[at]
        at += 1
    return signs, lines


def _bare_rows(cursor: Cursor, *, spaced: bool) -> Node:
    cursor.spaced, cursor.lines = spaced, True
    rows = read_rows(cursor, len(cursor.tokens) - 1)
    one_each = all(len(row) == 1 for row in rows)
    if len(rows) == 1 and one_each:
        return rows[0][0].node
    return from_rows(cursor, rows, 0, "bare")


def _begins_entry(token: Token) -> bool:
    return token.kind in OPERANDS or (token.kind == "op" and token.text in ("-", "+"))


def _expression(cursor: Cursor, least: int) -> Node:
    """An expression of operators that bind at least as tightly as `least`."""
    cursor.deeper()
    first = cursor.at
    left = _operand(cursor)
    while True:
        token = cursor.token
        if token.gap and (cursor.spaced or cursor.lines) and _separates(cursor, token):
            break
        longer = _continued(cursor, token, left, least, first)
        if longer is None:
            break
        left = longer
    cursor.depth -= 1
    return left


def _separates(cursor: Cursor, token: Token) -> bool:
    """The space or line break before a token separates entries: `[3 -1]`, `[2 x]`."""
    if token.gap == 2 and cursor.lines:
        return _begins_entry(token)
    if not cursor.spaced:
        return False
    if token.kind == "op":
        return token.text in ("-", "+") and not cursor.follower().gap
    return token.kind in OPERANDS and not (cursor.language and token.text in ("and", "or"))


def _continued(cursor: Cursor, token: Token, left: Node, least: int, first: int) -> Node | None:
    """`left` with the operator at hand and what follows it, or None where the expression ends."""
    if token.kind == "raised" or (token.kind == "op" and token.text == "^" and least <= POWER):
        exponent = exponent_here(cursor)
        return None if exponent is None else raised_to(cursor, left, exponent, first)
    if token.kind == "op":
        return _operator(cursor, token.text, left, least, first)
    if token.kind not in OPERANDS:
        return None
    if token.kind == "bar" and closes(cursor):
        return None
    if token.kind == "letters" and cursor.language and token.text in ("and", "or"):
        return _two_place(cursor, token.text, left, least, first)
    if least > PRODUCT:
        return None
    _check_juxtaposed(cursor, token)
    right = _expression(cursor, PRODUCT + 1)
    return Binary("*", left, right, True, cursor.span_from(first))


def _operator(cursor: Cursor, op: str, left: Node, least: int, first: int) -> Node | None:
    if op in RELATIONS:
        angle = op == ">" and cursor.closers and cursor.closers[-1] == ">"
        return None if least > RELATION or angle else _relation(cursor, left, first)
    if op in BINARY:
        return _two_place(cursor, op, left, least, first)
    if op == "°":
        cursor.take()
        return Binary("*", left, _DEGREE, True, cursor.span_from(first))
    if op in ("!", "%"):
        cursor.take()
        return Unary(op, left, cursor.span_from(first))
    return None


def _two_place(cursor: Cursor, op: str, left: Node, least: int, first: int) -> Node | None:
    power = BINARY[op]
    if power < least:
        return None
    cursor.take()
    right = _expression(cursor, power + 1)
    return Binary(op, left, right, False, cursor.span_from(first))


def _relation(cursor: Cursor, left: Node, first: int) -> Node:
    """A chain of comparisons. Outside of curricula `==` is `=`."""
    terms, ops = [left], []
    while cursor.token.kind == "op" and cursor.token.text in RELATIONS:
        if cursor.token.text == ">" and cursor.closers and cursor.closers[-1] == ">":
            break
        op = cursor.take().text
        ops.append("=" if op == "==" and not cursor.language else op)
        terms.append(_expression(cursor, SUM))
    return Relation(tuple(terms), tuple(ops), cursor.span_from(first))


def _check_juxtaposed(cursor: Cursor, token: Token) -> None:
    """A number may follow a bracket (`(x+1)2`), but `x2` and `2 3` mean too many things."""
    before = cursor.tokens[cursor.at - 1]
    if token.kind not in ("number", "vulgar") or before.kind in ("close", "bar", "end"):
        return
    if before.kind in ("number", "vulgar"):
        cursor.fail(token, "two numbers stand next to each other",
                    "put a sign between them, or a comma if they are entries of a vector")  # fmt: skip
    if token.gap == 1 and cursor.names is not None:
        return  # `x 3` is a product
    what = f"{before.text}{token.text} can be read in several ways"
    cursor.fail(
        token, what, f"type {token.text}{before.text}, {before.text}^{token.text} or {before.text}_{token.text}"
    )


def _operand(cursor: Cursor) -> Node:
    """A number, name, function, bracket or sign with its operand."""
    token = cursor.take()
    match token.kind:
        case "number" | "vulgar":
            return numeral(cursor, token)
        case "name" | "word" | "letters":
            return _name(cursor, token)
        case "open":
            return bracketed(cursor, token)
        case "op":
            return _prefix(cursor, token)
        case "bar":
            return barred(cursor, token)
        case "command":
            return command(cursor, token)
        case "begin":
            return environment(cursor, token)
        case "quote" if cursor.language:
            return Text(token.text[1:-1], Span(token.start, token.end))
        case "quote":
            return cursor.fail(token, "words in quotes can't be read here", f"{OPERAND} is expected here")
        case _:
            return cursor.unexpected(token, OPERAND)


def _prefix(cursor: Cursor, token: Token) -> Node:
    first = cursor.at - 1
    if token.text in ("-", "+", "+-"):
        return Unary(token.text, _expression(cursor, POWER), cursor.span_from(first))
    if token.text == "<":
        return pointed(cursor, token)
    if token.text == "oo":
        return Name("infinity", Span(token.start, token.end))
    if token.text == "∅":
        return SetOf((), Span(token.start, token.end))
    return cursor.unexpected(token, OPERAND)


def _name(cursor: Cursor, token: Token) -> Node:
    """A name with its index, a function with its arguments, or a word of the expression language."""
    first = cursor.at - 1
    text = token.text
    if token.kind == "letters" and cursor.language:
        if text == "not":
            return Unary("not", _expression(cursor, NOT), cursor.span_from(first))
        if text in ("true", "false"):
            return Truth(text == "true", Span(token.start, token.end))
    if token.kind != "name" and _is_function(cursor, text):
        return applied(cursor, token)
    if text in SCHOOL and token.kind == "word":
        cursor.unexpected(cursor.token, f"what {text} is taken of, as in {text}(x),")
    index = subscript(cursor) or _digits(cursor, token)
    name = text if not index else f"{text}_{index}"
    if index and cursor.names is not None and name not in cursor.names and text + index in cursor.names:
        name = text + index
    return Name(name, cursor.span_from(first))


def _digits(cursor: Cursor, token: Token) -> str:
    """The 1 of `v1`, where `v1` or `v_1` is a letter of the question."""
    digits = cursor.token
    if not cursor.names or digits.kind != "number" or digits.gap:
        return ""
    if f"{token.text}{digits.text}" in cursor.names or f"{token.text}_{digits.text}" in cursor.names:
        return cursor.take().text
    return ""


def _is_function(cursor: Cursor, text: str) -> bool:
    """The word is a function here: it stands before brackets, or before what a school function can be taken of."""
    text = ALIASES.get(text, text)
    token = cursor.token
    before_bracket = token.kind == "open" and token.text == "(" and not (token.gap and cursor.spaced)
    if cursor.language:
        if before_bracket and (text in WHITELIST or (len(text) > 1 and not token.gap)):
            return True
    elif before_bracket and text in SCHOOL:
        return True
    if text not in SCHOOL:
        return False
    if token.kind in ("raised", "lowered") or (token.kind == "op" and token.text in ("^", "_")):
        return text in TRANSCENDENTAL
    if token.kind == "op":
        return token.text == "-" and token.gap == 1 and not cursor.follower().gap
    if token.kind == "bar" and closes(cursor):
        return False
    return token.kind in OPERANDS

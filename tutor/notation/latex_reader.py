"""LaTeX that has arguments: fractions, roots, accents and alphabets, matrix environments."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from tutor.notation.brackets import from_rows, read_rows, separated
from tutor.notation.characters import LOWERED
from tutor.notation.cursor import Cursor
from tutor.notation.function_names import ALIASES, SCHOOL
from tutor.notation.lexer import WRAPPERS, Token
from tutor.notation.precedence import POWER
from tutor.notation.tree import Binary, Call, Matrix, Node, Number, Vector

MATRICES: Final = frozenset({"matrix", "pmatrix", "bmatrix", "Bmatrix", "smallmatrix", "array", "vmatrix", "Vmatrix"})
GROUP: Final = "a group in braces"


def command(cursor: Cursor, token: Token) -> Node:
    """What the command just taken makes with its arguments."""
    first = cursor.at - 1
    if token.text == "frac":
        above, below = group(cursor, single_digit=True), group(cursor, single_digit=True)
        return Binary("/", above, below, span=cursor.span_from(first))
    if token.text == "binom":
        from tutor.notation.reading_functions import binomial

        n, k = group(cursor, single_digit=True), group(cursor, single_digit=True)
        return binomial(n, k, cursor.span_from(first))
    if token.text in ("sqrt", "cbrt"):
        return _root(cursor, token, first)
    if token.text in WRAPPERS:
        return _named_function(cursor) or group(cursor)
    return cursor.fail(token, "words can't be read here", "leave the words out and type the mathematics alone")


def _named_function(cursor: Cursor) -> Node | None:
    """The function of `\\operatorname{csc}(x)`, with what it's taken of."""
    from tutor.notation.reading_functions import applied  # which reads LaTeX's indices with this module

    opening, word, closing = (cursor.tokens[min(cursor.at + i, len(cursor.tokens) - 1)] for i in range(3))
    name = ALIASES.get(word.text, word.text)
    if (opening.text, closing.text) != ("{", "}") or word.kind not in ("word", "letters") or name not in SCHOOL:
        return None
    cursor.at += 3
    cursor.tokens[cursor.at - 1] = word._replace(text=name)
    return applied(cursor, word._replace(text=name))


def group(cursor: Cursor, *, single_digit: bool = False) -> Node:
    """A group in braces, or the one sign that stands for it. `\\frac12` has the arguments 1 and 2."""
    token = cursor.token
    if token.kind == "open" and token.text == "{":
        cursor.take()
        items = separated(cursor, cursor.partners[cursor.at - 1])
        if len(items) > 1:
            cursor.fail(token, "one expression is expected in these braces", "take the comma out")
        return items[0]
    if token.kind == "number" and single_digit and token.text.isdecimal() and len(token.text) > 1:
        number = Number(Fraction(int(token.text[0])), token.text[0])
        cursor.tokens[cursor.at] = token._replace(text=token.text[1:], start=token.start + 1, gap=0)
        return number
    if token.kind in ("number", "vulgar", "name", "word", "letters", "command"):
        return cursor.parse(cursor, POWER + 1)
    return cursor.unexpected(token, GROUP)


def _root(cursor: Cursor, token: Token, first: int) -> Node:
    """`\\sqrt{x}`, `\\sqrt[3]{x}`, `√x`, `√(x+1)`, `∛x`: without brackets it takes one factor with its exponent."""
    degree: Node | None = Number(Fraction(3), "3") if token.text == "cbrt" else None
    if cursor.token.text == "[" and cursor.partners.get(cursor.at, cursor.at) < len(cursor.tokens) - 2:
        opening = cursor.take()
        items = separated(cursor, cursor.partners[cursor.at - 1])
        if len(items) != 1:
            cursor.fail(opening, "a root has one degree", "write \\sqrt[3]{x}")
        degree = items[0]
    argument = _argument(cursor)
    span = cursor.span_from(first)
    return Call("sqrt", (argument,), span) if degree is None else Call("root", (argument, degree), span)


def _argument(cursor: Cursor) -> Node:
    token = cursor.token
    if token.kind == "open" and token.text in "({":
        cursor.take()
        items = separated(cursor, cursor.partners[cursor.at - 1])
        if len(items) != 1:
            cursor.fail(token, "a root is taken of one number", "take the comma out")
        return items[0]
    return cursor.parse(cursor, POWER)


def environment(cursor: Cursor, token: Token) -> Node:
    """A matrix environment, its `\\begin` just taken: one column is a column vector, bars make a determinant or a norm."""
    first = cursor.at - 1
    end = cursor.partners[first]
    if token.text not in MATRICES:
        cursor.fail(token, f"\\begin{{{token.text}}} can't be read here", "use pmatrix for vectors and matrices")
    if cursor.at == end:
        cursor.unexpected(cursor.token, "a number, a letter or a bracket")
    rows = []

    def read() -> Node:
        rows.extend(read_rows(cursor, end))
        return rows[0][0].node

    cursor.within(read)
    cursor.take()
    whole = from_rows(cursor, rows, first, "[]")
    if isinstance(whole, Vector) and (len(rows) == 1 or token.text == "vmatrix"):
        nodes = [tuple(entry.node for entry in row) for row in rows]
        whole = Matrix(tuple(nodes), whole.span) if len(rows[0]) > 1 or token.text == "vmatrix" else whole
    if token.text == "vmatrix":
        return Call("det", (whole,), whole.span)
    return Call("norm", (whole,), whole.span) if token.text == "Vmatrix" else whole


def subscript(cursor: Cursor) -> str:
    """What stands under a name after `_` or as lowered characters: letters and digits, or nothing."""
    token = cursor.token
    if token.kind == "lowered" and not token.gap:
        cursor.take()
        return "".join(LOWERED[character] for character in token.text)
    if token.kind != "op" or token.text != "_":
        return ""
    cursor.take()
    if cursor.token.text not in ("{", "("):
        return _index(cursor, cursor.take())
    end = cursor.partners[cursor.at]
    cursor.take()
    found = "".join(_index(cursor, cursor.take()) for _ in range(end - cursor.at))
    cursor.take()
    return found or cursor.unexpected(token, "an index")


def _index(cursor: Cursor, token: Token) -> str:
    if token.kind in ("number", "letters", "name", "word") and token.text.isalnum():
        return token.text
    return cursor.unexpected(token, "an index of letters and digits")

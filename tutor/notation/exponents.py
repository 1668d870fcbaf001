"""Exponents as typed: `x^2`, `x**-1`, `x²`, `x⁻¹`, `x^{n+1}`, and the transpose `A^T`."""

from __future__ import annotations

from fractions import Fraction

from tutor.notation.characters import RAISED
from tutor.notation.cursor import Cursor
from tutor.notation.latex_reader import group
from tutor.notation.precedence import POWER
from tutor.notation.tree import Binary, Name, Node, Number, Unary


def exponent_here(cursor: Cursor) -> Node | None:
    """The exponent that begins at hand, or None."""
    token = cursor.token
    if token.kind == "raised":
        cursor.take()
        return _raised(cursor, "".join(RAISED[character] for character in token.text), cursor.at - 1)
    if not cursor.is_op("^"):
        return None
    cursor.take()
    first = cursor.at
    if cursor.is_op("-", "+"):
        op = cursor.take().text
        return Unary(op, cursor.parse(cursor, POWER), cursor.span_from(first))
    if cursor.token.kind == "open" and cursor.token.text == "{":
        return group(cursor)
    return cursor.parse(cursor, POWER)


def _raised(cursor: Cursor, text: str, first: int) -> Node:
    """What stands in raised characters: digits with a sign, or one letter."""
    span = cursor.span_from(first)
    sign, rest = (text[0], text[1:]) if text[0] in "+-" else ("", text)
    if rest.isdecimal() and len(rest) <= 9:
        node: Node = Number(Fraction(int(rest)), rest, span)
    elif len(rest) == 1 and rest.isalpha():
        node = Name(rest, span)
    else:
        cursor.fail(cursor.tokens[first], "this raised sign can't be read", "type the exponent after ^, as in x^(n+1)")
    return Unary(sign, node, span) if sign else node


def raised_to(cursor: Cursor, left: Node, exponent: Node, first: int) -> Node:
    """A power; or a transpose for `A^T`, unless T is a letter of the question."""
    span = cursor.span_from(first)
    if isinstance(exponent, Name) and exponent.name == "T" and "T" not in (cursor.names or ()):
        return Unary("T", left, span)
    return Binary("^", left, exponent, False, span)

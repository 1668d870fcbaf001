"""Numbers as typed: decimals, decimal commas, groups of three digits, mixed numbers, `½`."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Final

from tutor.errors import NotationError
from tutor.notation.characters import VULGAR
from tutor.notation.cursor import Cursor
from tutor.notation.lexer import Token
from tutor.notation.limits import LARGEST_EXPONENT, LONGEST_LITERAL, too_large
from tutor.notation.tree import Number, Span

BEFORE_A_LONE_NUMBER: Final = frozenset({"=", "-", "+", "<", "<=", ">", ">=", "!="})


def numeral(cursor: Cursor, token: Token) -> Number:
    """The number that begins with a token just taken: `12`, `1.5e-3`, `1 000 000`, `1 1/2`, `2½`, `½`."""
    first = cursor.at - 1
    if token.kind == "vulgar":
        return Number(VULGAR[token.text], token.text, Span(token.start, token.end))
    text = token.text
    if not cursor.spaced and text.isdecimal() and len(text) <= 3:
        text = _grouped(cursor, text)
    number = Number(_value(text, token), text, cursor.span_from(first))
    if number.value.denominator == 1 and text.isdecimal():
        return _mixed(cursor, number, first)
    return number


def _value(text: str, token: Token) -> Fraction:
    if len(text) > LONGEST_LITERAL:
        raise too_large(f"a number may have at most {LONGEST_LITERAL} digits", "type a shorter number",
                        Span(token.start, token.end))  # fmt: skip
    if text.isdecimal():
        return Fraction(int(text))
    plain = text.replace(",", ".").replace(" ", "")
    _, _, exponent = plain.lower().partition("e")
    if exponent and abs(int(exponent)) > LARGEST_EXPONENT // 4:
        raise too_large("this power of ten is too large", "use a smaller exponent", Span(token.start, token.end))
    return Fraction(plain)


def _grouped(cursor: Cursor, text: str) -> str:
    """`1 000 000` is one number: groups of exactly three digits after single spaces."""
    while True:
        token = cursor.token
        digits, point, _ = token.text.partition(".")
        if token.kind != "number" or token.gap != 1 or len(digits) != 3 or not digits.isdecimal():
            return text
        cursor.take()
        text += token.text
        if point:
            return text


def _mixed(cursor: Cursor, whole: Number, first: int) -> Number:
    """`1 1/2` and `1½` are one and a half."""
    token = cursor.token
    if token.kind == "vulgar" and not (cursor.spaced and token.gap):
        cursor.take()
        return _sum(whole, VULGAR[token.text], token.text, cursor.span_from(first))
    if token.kind == "command" and token.text == "frac" and not token.gap:
        return _latex_mixed(cursor, whole, first)
    if token.kind != "number" or token.gap != 1 or cursor.spaced or not token.text.isdecimal():
        return whole
    slash, below = cursor.follower(), cursor.tokens[min(cursor.at + 2, len(cursor.tokens) - 1)]
    if slash.text != "/" or slash.gap or below.kind != "number" or below.gap or not below.text.isdecimal():
        return whole
    part = Fraction(int(token.text[:LONGEST_LITERAL]), max(1, int(below.text[:LONGEST_LITERAL])))
    if not 0 < part < 1 or len(below.text) > LONGEST_LITERAL:
        return whole
    cursor.at += 3
    return _sum(whole, part, f"{token.text}/{below.text}", cursor.span_from(first))


def _latex_mixed(cursor: Cursor, whole: Number, first: int) -> Number:
    """`2\\frac{1}{2}` is two and a half, if the fraction is a proper one of plain numbers."""
    tokens = cursor.tokens[cursor.at + 1 : cursor.at + 7]
    if [token.text for token in tokens[0::3]] != ["{", "{"] or [token.text for token in tokens[2::3]] != ["}", "}"]:
        return whole
    above, below = (token.text for token in tokens[1::3])
    if not (above + below).isdecimal() or len(above + below) > 2 * LONGEST_LITERAL or not 0 < int(above) < int(below):
        return whole
    cursor.at += 7
    return _sum(whole, Fraction(int(above), int(below)), f"{above}/{below}", cursor.span_from(first))


def _sum(whole: Number, part: Fraction, literal: str, span: Span) -> Number:
    return replace(whole, value=whole.value + part, literal=f"{whole.literal} {literal}", span=span)


def with_decimal_comma(tokens: list[Token]) -> list[Token]:
    """The tokens with `1,5` read as one number, if that is all that stands there (a sign or `x =` may go before).

    Raises NotationError("unreadable") for `1,000`, which half of the world reads as one and half as a thousand.
    """
    commas = [i for i, token in enumerate(tokens) if token.kind == "op" and token.text == ","]
    if not commas:
        return tokens
    if len(commas) > 1:
        return _without_thousands_commas(tokens, commas)
    at = commas[0]
    if at != len(tokens) - 3 or not _lone(tokens, at) or not _joined(tokens, at):
        return tokens
    left, right = tokens[at - 1], tokens[at + 1]
    if len(right.text) == 3 and len(left.text) <= 3 and left.text[0] != "0":
        raise NotationError(
            "unreadable", f"{left.text},{right.text} can be read in two ways",
            remedy=f"type {left.text}{right.text} or {left.text}.{right.text}", start=left.start, end=right.end,
        )  # fmt: skip
    return [*tokens[: at - 1], left._replace(text=f"{left.text},{right.text}", end=right.end), tokens[-1]]


def _without_thousands_commas(tokens: list[Token], commas: list[int]) -> list[Token]:
    """`1,000,000` alone is a million; `100,200,300` stays a list."""
    first, last = commas[0], commas[-1]
    groups = [tokens[i + 1] for i in commas]
    if last != len(tokens) - 3 or not _lone(tokens, first) or not all(_joined(tokens, at) for at in commas):
        return tokens
    head = tokens[first - 1]
    if len(head.text) > 3 or head.text[0] == "0" or any(len(group.text) != 3 for group in groups):
        return tokens
    if not any(group.text[0] == "0" for group in groups):
        return tokens
    text = "".join(group.text for group in (head, *groups))
    return [*tokens[: first - 1], head._replace(text=text, end=groups[-1].end), tokens[-1]]


def _joined(tokens: list[Token], at: int) -> bool:
    left, comma, right = tokens[at - 1], tokens[at], tokens[at + 1]
    return (
        left.kind == right.kind == "number" and left.text.isdecimal() and right.text.isdecimal()
        and not comma.gap and not right.gap
    )  # fmt: skip


def _lone(tokens: list[Token], comma: int) -> bool:
    """Before the number stands nothing, or a sign, or the sign of a relation (`x = 1,5`)."""
    if comma == 1:
        return True
    before = tokens[comma - 2] if comma >= 2 else None
    if before is None or before.kind != "op" or before.text not in BEFORE_A_LONE_NUMBER:
        return False
    if before.text in "+-" and comma >= 3:
        before = tokens[comma - 3]
        return before.kind == "op" and before.text in BEFORE_A_LONE_NUMBER - {"+", "-"}
    return True

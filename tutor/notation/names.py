"""The names that notation knows: functions and constants; and how a run of letters splits into them."""

from __future__ import annotations

from typing import Final

from tutor.notation.lexer import GREEK_NAMES

ELEMENTARY: Final = frozenset(
    {"sin", "cos", "tan", "cot", "sec", "csc", "asin", "acos", "atan", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh",
     "exp", "ln", "log", "lg", "sqrt", "abs", "det", "norm"}
)  # fmt: skip
CURRICULUM: Final = frozenset(
    {"min", "max", "gcd", "lcm", "mod", "floor", "ceil", "round", "sign", "sum", "len", "at", "row", "column", "rows", "columns",
     "identity", "transpose", "inverse", "trace", "rank", "rref", "dot", "cross", "if", "is_integer", "numerator",
     "denominator", "hcat", "root"}
)  # fmt: skip
CONSTANTS: Final = frozenset({"pi", "oo"})
SYNONYMS: Final = {"arcsin": "asin", "arccos": "acos", "arctan": "atan", "lg": "log"}


def split(word: str, known: frozenset[str]) -> list[tuple[str, int]]:
    """A run of letters as names with their offsets: the longest known name first, else single letters.

    Digits stay with the letter before them when that makes a known name, else they are numbers of their own.
    """
    out: list[tuple[str, int]] = []
    at = 0
    while at < len(word):
        for end in range(len(word), at, -1):
            piece = word[at:end]
            if piece in known or piece in ELEMENTARY or piece in GREEK_NAMES or piece in CONSTANTS or piece in ("or", "and"):
                break
        else:
            end = at + 1
            if word[at].isdigit():
                while end < len(word) and word[end].isdigit():
                    end += 1
        out.append((word[at:end], at))
        at = end
    return out

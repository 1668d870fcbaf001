"""LaTeX source to tokens with positions; spaces separate and are dropped, hostile characters are refused."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from tutor.errors import NotationError

MAX_LENGTH: Final = 4_000
"""Characters of a formula."""

# A command by name, a backslash with one character, or one visible character: a match never has to go back.
_TOKEN: Final = re.compile(r"\\[A-Za-z]+|\\(?:.|\n)|\\|[^\s\\]")
_REFUSED: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Token:
    """A command (`\\name`, with its backslash) or one character; `start` and `end` are offsets into the
    source.
    """

    text: str
    start: int
    end: int


def unreadable(what: str, start: int, end: int) -> NotationError:
    """The error for a formula that can't be laid out; its source is shown instead."""
    return NotationError("unreadable", what, remedy="write it in simpler LaTeX, or as text", start=start, end=end)


def tokens(source: str) -> list[Token]:
    """The tokens of a formula.

    Raises:
        NotationError: `limit-exceeded` over 4,000 characters; `unreadable` for a control, invisible or
        unassigned character.
    """
    if len(source) > MAX_LENGTH:
        what = f"the formula has {len(source):,} characters; {MAX_LENGTH:,} are the most"
        raise NotationError("limit-exceeded", what, remedy="split it", start=MAX_LENGTH, end=len(source))
    found = [Token(match[0], match.start(), match.end()) for match in _TOKEN.finditer(source)]
    for token in found:
        _check(token)
    return found


def _check(token: Token) -> None:
    char = token.text[-1]
    if char.isalnum() and char.isascii():
        return
    if token.text == "\\":
        raise unreadable("a backslash at the end stands for nothing", token.start, token.end)
    if unicodedata.category(char) in _REFUSED and not char.isspace():
        raise unreadable(f"the character U+{ord(char):04X} can't be shown", token.start, token.end)

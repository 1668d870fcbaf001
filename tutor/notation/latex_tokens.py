"""LaTeX source to tokens with positions; spaces separate and are dropped, hostile characters are refused."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final

from tutor.errors import NotationError

MAX_LENGTH: Final = 4_000
"""Characters of a formula."""

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
    found: list[Token] = []
    at, end = 0, len(source)
    while at < end:
        char = source[at]
        if char == "\\":
            stop = _command_end(source, at)
            found.append(Token(source[at:stop], at, stop))
            at = stop
            continue
        if char.isspace():
            at += 1
            continue
        if (char >= "\x7f" and unicodedata.category(char) in _REFUSED) or char < " ":
            raise unreadable(f"the character U+{ord(char):04X} can't be shown", at, at + 1)
        found.append(Token(char, at, at + 1))
        at += 1
    return found


def _command_end(source: str, at: int) -> int:
    stop = at + 1
    if stop >= len(source):
        raise unreadable("a backslash at the end stands for nothing", at, stop)
    if not (source[stop].isascii() and source[stop].isalpha()):
        if unicodedata.category(source[stop]) in _REFUSED and not source[stop].isspace():
            raise unreadable("a backslash stands before a character that can't be shown", at, stop + 1)
        return stop + 1
    while stop < len(source) and source[stop].isascii() and source[stop].isalpha():
        stop += 1
    return stop

"""Reading several options at once: `1 3`, `1,3`, `a and c`, `ac`, `2 > 1 > 3`, or their texts with commas
between.
"""

from __future__ import annotations

from collections.abc import Sequence

from tutor.grading.options import LETTERS, LONGEST, picked, plain
from tutor.grading.reading import RefusalError

SEPARATORS = (" and ", " then ", "->", "→", "⟶", "&", ",", ";", ">", "\n", "|", "/", "+")


def places(text: str, options: Sequence[str], *, repeated: bool = False) -> tuple[int, ...]:
    """The indices of the options in the order they were typed. Raises RefusalError for anything that isn't
    a list of options, and for more of them than there are unless they may be `repeated`.
    """
    if len(text) > LONGEST:
        raise RefusalError("This is longer than all of the options.", (LONGEST, len(text)))
    if not text.strip():
        raise RefusalError("Nothing is chosen yet.", (0, 0))
    words = _own_words(text, options)
    if words is not None:
        return words
    short = _short_form(text, len(options))
    if short is not None:
        return short
    pieces = _pieces(text, SEPARATORS)
    if not repeated and len(pieces) > len(options):
        raise RefusalError(f"At most {len(options)} options can be listed.", (0, len(text)))
    return tuple(picked(piece, options) for piece in pieces)


def _own_words(text: str, options: Sequence[str]) -> tuple[int, ...] | None:
    """Options of a word each, by their words: `O and B`, `B O`. Numbers stand for places."""
    shown = {plain(option): index for index, option in enumerate(options)}
    if len(shown) != len(options) or any(" " in word or word[:1].isdigit() for word in shown):
        return None
    found = [shown.get(plain(piece)) for piece in _pieces(text, (*SEPARATORS, " "))]
    return None if None in found or not found else tuple(index for index in found if index is not None)


def _short_form(text: str, count: int) -> tuple[int, ...] | None:
    """Numbers or letters only, with or without separators. Numbers run together (`213`) where there are at
    most nine.
    """
    tokens = _pieces(text.casefold(), (*SEPARATORS, " "))
    tokens = [token.strip("().:") for token in tokens]
    if len(tokens) == 1 and (count <= 9 or tokens[0].isalpha()):
        tokens = list(tokens[0])
    found = [_index(token, count) for token in tokens]
    return None if None in found or not found else tuple(index for index in found if index is not None)


def _index(token: str, count: int) -> int | None:
    if token.isascii() and token.isdigit() and len(token) <= 2:
        return int(token) - 1 if 1 <= int(token) <= count else None
    return LETTERS.index(token) if len(token) == 1 and token in LETTERS[:count] else None


def _pieces(text: str, separators: tuple[str, ...]) -> list[str]:
    for separator in separators:
        text = text.replace(separator, "\0")
    return [piece.strip() for piece in text.split("\0") if piece.strip()]

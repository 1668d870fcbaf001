"""What is too much to read or to compute, in one place. Everything beyond is NotationError("limit-exceeded")."""

from __future__ import annotations

from typing import Final

from tutor.errors import NotationError

LENGTH: Final = 2_000  # characters
DEPTH: Final = 60  # brackets within brackets
NODES: Final = 1_000
DIGITS: Final = 100  # in one literal
EXPONENT: Final = 10_000
RESULT_BITS: Final = 34_000  # about 10,000 digits
SIDE: Final = 12  # rows or columns of a matrix


def too_much(what: str, start: int = 0, end: int = 0) -> NotationError:
    """The error for something beyond a limit."""
    return NotationError("limit-exceeded", what, remedy="type something shorter", start=start, end=end)

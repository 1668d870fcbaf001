"""How large a piece of notation may be: bounds that keep hostile input harmless and are far above honest use."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from tutor.errors import NotationError
from tutor.notation.tree import Node, Span, children

LONGEST: Final = 2_000  # characters read
DEEPEST: Final = 60  # brackets, fractions, exponents and signs inside one another
TALLEST: Final = 200  # levels of a tree; a sum of n terms has n levels
MOST_NODES: Final = 1_000
LONGEST_LITERAL: Final = 100  # digits typed in one number
LARGEST_EXPONENT: Final = 10_000
LARGEST_BITS: Final = 13_000  # of a computed numerator or denominator: below the 4,300 digits that Python prints
LARGEST_FACTORIAL: Final = 1_400
LARGEST_MATRIX: Final = 12  # rows, and columns


def too_large(what: str, remedy: str, span: Span | None = None) -> NotationError:
    """The error for something beyond a limit."""
    place = span or Span(0, 0)
    return NotationError("limit-exceeded", what, remedy=remedy, start=place.start, end=place.end)


def check_length(text: str) -> None:
    """Raises NotationError("limit-exceeded") for text that is too long to read."""
    if len(text) > LONGEST:
        raise too_large(
            f"this is longer than {LONGEST:,} characters", "type something shorter", Span(LONGEST, len(text))
        )


def check_tree(node: Node) -> None:
    """Raises NotationError("limit-exceeded") for a tree of too many nodes or levels."""
    count, pending = 0, [(node, 1)]
    while pending:
        top, level = pending.pop()
        count += 1
        if level > TALLEST or count > MOST_NODES:
            raise too_large("this has too many parts", "type something shorter", node.span)
        level += 1
        pending.extend((part, level) for part in children(top))


def check_size(value: Fraction, span: Span | None = None) -> Fraction:
    """The value itself. Raises NotationError("limit-exceeded") when it has too many digits."""
    if value.numerator.bit_length() > LARGEST_BITS or value.denominator.bit_length() > LARGEST_BITS:
        raise too_large("this number has too many digits", "use smaller numbers", span)
    return value


def check_matrix(rows: int, columns: int, span: Span | None = None) -> None:
    """Raises NotationError("limit-exceeded") for a matrix larger than 12 by 12."""
    if rows > LARGEST_MATRIX or columns > LARGEST_MATRIX:
        raise too_large(f"a matrix may have at most {LARGEST_MATRIX} rows and columns", "use a smaller matrix", span)

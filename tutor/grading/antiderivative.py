"""Antiderivatives: right up to a constant, which has to be there."""

from __future__ import annotations

from typing import Final

from tutor.errors import NotationError
from tutor.grading.equivalence import equal
from tutor.notation.calculus import ONE, derivative
from tutor.notation.tree import Binary, Name, Node, Unary, free_names

CONSTANT_MISSING: Final = (
    "It has the right derivative. All functions with this derivative are asked for: what may still be added?"
)
CONSTANT_ELSEWHERE: Final = "It has the right derivative. The constant is asked for as one letter that is added."


def same_derivative(typed: Node, key: Node, letter: str) -> bool | None:
    """Whether the two differ by a constant at most; None: undecided, or without a derivative."""
    try:
        return equal(derivative(typed, letter), derivative(key, letter))
    except NotationError:
        return None


def constant_complaint(typed: Node, key: Node, letter: str) -> str | None:
    """What is amiss with the constant of an antiderivative, if anything: it's one letter of its own, added as it is."""
    constants = free_names(typed) - free_names(derivative(key, letter)) - {letter, "pi", "e"}
    if not constants:
        return CONSTANT_MISSING
    letter = next(iter(constants))
    change = derivative(typed, letter)  # of c or -c; or of ln(k ...), which can be any number too
    added = (ONE, Unary("-", ONE), Binary("/", ONE, Name(letter)))
    return None if len(constants) == 1 and any(equal(change, one) for one in added) else CONSTANT_ELSEWHERE

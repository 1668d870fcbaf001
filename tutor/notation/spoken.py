"""A tree in words, for a screen reader."""

from __future__ import annotations

from tutor.notation.latex_words import spoken
from tutor.notation.printing import to_latex
from tutor.notation.tree import Node


def speak(node: Node) -> str:
    """In words: "3 over 4", "the vector 3, minus 1"."""
    return spoken(to_latex(node))

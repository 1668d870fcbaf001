"""Trees in writing: one line of plain notation, LaTeX, and values put into an author's LaTeX."""

from __future__ import annotations

from tutor.notation.inserting import insert_latex
from tutor.notation.latex_printing import to_latex
from tutor.notation.plain_text import to_text

__all__ = ["insert_latex", "to_latex", "to_text"]

"""Sets in writing: LaTeX for the screen and one line of plain notation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tutor.notation.printing import to_latex, to_text
from tutor.notation.sets_tree import Everywhere, Interval, Joined, Listed, Outside, SetTree, Where
from tutor.notation.tree import Node

_LATEX: Final = {
    "or": r" \cup ", "and": r" \cap ", "minus": r" \setminus ", "any": r"\text{ or }", "all": r"\text{ and }",
    "R": r"\mathbb{R}", "none": r"\emptyset", "infinity": r"\infty", "open": r"\{", "close": r"\}",
}  # fmt: skip
_TEXT: Final = {
    "or": " U ", "and": " ∩ ", "minus": " \\ ", "any": " or ", "all": " and ", "R": "R", "none": "{}", "infinity": "oo",
    "open": "{", "close": "}",
}  # fmt: skip


def set_latex(tree: SetTree) -> str:
    """LaTeX for display."""
    return _written(tree, to_latex, _LATEX)


def set_text(tree: SetTree) -> str:
    """One line, as it can be typed."""
    return _written(tree, to_text, _TEXT)


def _written(tree: SetTree, write: Callable[[Node], str], words: dict[str, str]) -> str:
    match tree:
        case Everywhere(value=truth):
            return words["R" if truth else "none"]
        case Listed(items=items):
            return words["open"] + ", ".join(map(write, items)) + words["close"]
        case Where(relation=relation):
            return write(relation)
        case Interval(low=low, high=high, has_low=has_low, has_high=has_high):
            left = f"-{words['infinity']}" if low is None else write(low)
            right = words["infinity"] if high is None else write(high)
            return f"{'[' if has_low else '('}{left}, {right}{']' if has_high else ')'}"
        case Outside(of=inner):
            return _written(Joined("minus", (Everywhere(True), inner)), write, words)
        case Joined(op=op, parts=parts):
            conditions = any(_is_condition(part) for part in parts)
            sign = words[{"or": "any", "and": "all"}[op]] if conditions and op != "minus" else words[op]
            return sign.join(_bracketed(part, op, write, words) for part in parts)


def _is_condition(tree: SetTree) -> bool:
    return isinstance(tree, Where) or (isinstance(tree, Joined) and any(map(_is_condition, tree.parts)))


def _bracketed(tree: SetTree, op: str, write: Callable[[Node], str], words: dict[str, str]) -> str:
    written = _written(tree, write, words)
    loose = isinstance(tree, Outside) or (isinstance(tree, Joined) and (op != "or" or tree.op != "and"))
    return f"({written})" if loose else written

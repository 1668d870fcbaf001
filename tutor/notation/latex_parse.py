"""LaTeX source to the tree that is shown."""

from __future__ import annotations

from typing import Final

from tutor.errors import NotationError
from tutor.notation.latex_commands import COMMANDS
from tutor.notation.latex_environments import lines_of
from tutor.notation.latex_parser import Parser
from tutor.notation.latex_tree import Node, Row, parts

_MAX_LEVELS: Final = 120
"""Levels of the tree: twice those of the source and some for brackets that were paired."""


def parse(source: str) -> Row:
    """The tree of a formula, written without its dollars.

    Raises:
        NotationError: `unreadable` with the place, or `limit-exceeded` (4,000 characters, 40 levels).
    """
    row = lines_of(Parser(source, COMMANDS))
    _check_depth(row, len(source))
    return row


def _check_depth(row: Row, end: int) -> None:
    level: list[Node] = [row]
    for _ in range(_MAX_LEVELS):
        level = [part for node in level for part in parts(node)]
        if not level:
            return
    what = "the formula is nested too deeply"
    raise NotationError("limit-exceeded", what, remedy="write it flatter", start=0, end=end)

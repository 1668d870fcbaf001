"""Words inside a formula: `\\text{...}`, with mathematics between dollars in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tutor.notation.latex_tokens import unreadable
from tutor.notation.latex_tree import Node, Row, Words

if TYPE_CHECKING:
    from tutor.notation.latex_parser import Parser

_ESCAPES: Final = {
    r"\,": " ",
    r"\;": " ",
    r"\:": " ",
    r"\ ": " ",
    r"\%": "%",
    r"\$": "$",
    r"\&": "&",
    r"\#": "#",
    r"\_": "_",
    r"\{": "{",
    r"\}": "}",
    "~": " ",
    "``": "“",
    "''": "”",
    "`": "‘",
    "'": "’",
    "---": "—",
    "--": "–",
}


def text_of(parser: Parser) -> Node:
    """The words in the group that comes next; formulas between dollars in them are read as formulas."""
    raw, start = parser.raw_group()
    pieces = _at_dollars(raw)
    if len(pieces) % 2 == 0:
        raise unreadable("a dollar in the text has no partner", start, start + len(raw))
    nodes: list[Node] = []
    at = start
    for number, piece in enumerate(pieces):
        if number % 2:
            nodes.append(parser.inside(piece, at))
        elif piece:
            nodes.append(Words(_plain(piece, at, at + len(piece))))
        at += len(piece) + 1
    return nodes[0] if len(nodes) == 1 else Row(tuple(nodes))


def _at_dollars(raw: str) -> list[str]:
    """The text cut at its dollars, except those behind a backslash."""
    pieces = [""]
    escaped = False
    for char in raw:
        if char == "$" and not escaped:
            pieces.append("")
        else:
            pieces[-1] += char
        escaped = char == "\\" and not escaped
    return pieces


def _plain(text: str, start: int, end: int) -> str:
    """Words without LaTeX's ways of writing characters; a command in them is an error."""
    shown: list[str] = []
    at = 0
    while at < len(text):
        for length in (3, 2, 1):
            known = _ESCAPES.get(text[at : at + length])
            if known is not None:
                shown.append(known)
                at += length
                break
        else:
            if text[at] == "\\":
                raise unreadable("a command stands in the text of a formula", start, end)
            shown.append("" if text[at] in "{}" else " " if text[at].isspace() else text[at])
            at += 1
    return "".join(shown)

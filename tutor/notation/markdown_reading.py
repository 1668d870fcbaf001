"""Markdown source to tokens: CommonMark with tables, and mathematics between dollars, `\\( \\)`, `\\[ \\]`
and in environments.

HTML is never interpreted: it stays the text it is. A dollar before a number is a price when the dollar that
would close it is followed by another number (`$5-$6`), or has a space on its inner side (`$5 and $6`).
"""

from __future__ import annotations

from functools import cache
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.dollarmath.index import math_inline_dollar

from tutor.notation.latex_tokens import MAX_LENGTH

MAX_NESTING: Final = 40
"""Levels of quotes, lists and emphasis that are read; deeper sources are shown as they are."""

_dollar = math_inline_dollar(allow_space=False, allow_digits=True, allow_double=True)


def read(source: str) -> list[Token] | None:
    """The block tokens of a source; None when it is nested too deeply to be read without losing something."""
    tokens = _reader().parse(source)
    deepest = max((token.level for token in tokens), default=0)
    inner = max((child.level for token in tokens for child in token.children or ()), default=0)
    return None if max(deepest, inner) >= MAX_NESTING - 2 else tokens


@cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING}).enable("table")
    dollarmath_plugin(reader, allow_space=False, allow_labels=True, allow_blank_lines=False)
    amsmath_plugin(reader)
    reader.inline.ruler.at("math_inline", _dollar_math)
    reader.inline.ruler.before("escape", "math_bracket", _bracket_math)
    ends = ["paragraph", "blockquote", "list"]
    reader.block.ruler.before("fence", "math_bracket_block", _bracket_block, {"alt": ends})
    return reader


def _dollar_math(state: StateInline, silent: bool) -> bool:
    return not _is_price(state.src, state.pos) and _dollar(state, silent)


def _is_price(text: str, at: int) -> bool:
    """Whether a dollar before a digit would be closed by one that has a digit behind it."""
    if text[at] != "$" or not text[at + 1 : at + 2].isdigit():
        return False
    end = text.find("$", at + 1, at + MAX_LENGTH)
    return end > 0 and text[end + 1 : end + 2].isdigit()


def _bracket_math(state: StateInline, silent: bool) -> bool:
    opening = state.src[state.pos : state.pos + 2]
    closing = {"\\(": "\\)", "\\[": "\\]"}.get(opening)
    if closing is None:
        return False
    end = state.src.find(closing, state.pos + 2, state.pos + MAX_LENGTH)
    if end < 0 or not state.src[state.pos + 2 : end].strip():
        return False
    if not silent:
        double = opening == "\\["
        token = state.push("math_inline_double" if double else "math_inline", "math", 0)
        token.content = state.src[state.pos + 2 : end]
        token.markup = opening
    state.pos = end + 2
    return True


def _bracket_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """`\\[` at the start of a line up to a line that ends with `\\]`."""
    if state.is_code_block(start_line) or not _line(state, start_line).startswith("\\["):
        return False
    for number in range(start_line, end_line):
        text = _line(state, number)
        if not text:
            return False
        if text.rstrip().endswith("\\]") and (number > start_line or len(text.rstrip()) > 3):
            if silent:
                return True
            lines = [_line(state, each) for each in range(start_line, number + 1)]
            token = state.push("math_block", "math", 0)
            token.content = "\n".join(lines).strip()[2:-2]
            token.markup = "\\["
            token.map = [start_line, number + 1]
            state.line = number + 1
            return True
    return False


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]

"""Markdown as HTML for cards: mathematics between `\\(` and `\\)`, HTML of the source as the text it is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tutor.notation.markdown_reading import read


def html_of(source: str) -> str:
    """The text as HTML; one nested too deeply to be read stands as it is."""
    tokens = read(source)
    if tokens is None:
        return f"<pre>{escape(source)}</pre>"
    writer = _writer()
    return str(writer.renderer.render(tokens, writer.options, {})).strip()


@cache
def _writer() -> MarkdownIt:
    writer = MarkdownIt("commonmark", {"html": False})
    writer.add_render_rule("math_inline", _inline)
    for kind in ("math_inline_double", "math_block", "math_block_label", "amsmath"):
        writer.add_render_rule(kind, _display)
    return writer


def _inline(_writer: Any, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:
    return f"\\({escape(tokens[at].content.strip(), quote=False)}\\)"


def _display(_writer: Any, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:
    return f"\\[{escape(tokens[at].content.strip(), quote=False)}\\]"

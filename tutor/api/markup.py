"""Markdown by authors as HTML, in words, or as plain text with LaTeX or laid-out mathematics. Nothing in a text becomes markup that
its author wrote: HTML stays text, links go to the web or nowhere, pictures are their captions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from html import escape
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from tutor.errors import NotationError
from tutor.notation.latex_words import spoken
from tutor.notation.markdown import plain
from tutor.notation.markdown_reading import read
from tutor.notation.untrusted import clean

SCHEMES: Final = ("http://", "https://", "mailto:")
WIDE: Final = 10_000  # columns: a client breaks lines where it likes


def html(source: str) -> str:
    """As HTML. A formula is an element of class `math`: its LaTeX between `\\( \\)` or `\\[ \\]` is the text, its words the label."""
    cleaned = clean(source)
    tokens = read(cleaned)
    if tokens is None:  # nested too deeply to be read
        return f"<pre>{escape(cleaned)}</pre>\n"
    writer, options = _writer()
    return str(writer.render(_safe(tokens), options, {}))


def in_words(source: str) -> str:
    """As text with mathematics in words."""
    return plain(source, width=WIDE, mathematics="spoken")


def with_latex(source: str) -> str:
    """As text with mathematics as LaTeX between dollars."""
    return plain(source, width=WIDE, mathematics="source")


def as_text(source: str) -> str:
    """As text with mathematics laid out over one or several lines."""
    return plain(source, width=WIDE)


FORMATS: Final[Mapping[str, Callable[[str], str]]] = {
    "html": html, "latex": with_latex, "spoken": in_words, "plain": as_text,
}  # fmt: skip


class _Writer(RendererHTML):
    """Markdown's own elements, and those of mathematics."""

    def math_inline(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """A formula in a sentence."""
        return _formula("span", "inline", tokens[idx].content, r"\(", r"\)")

    def math_inline_double(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """A displayed one within a paragraph."""
        return _formula("span", "display", tokens[idx].content, r"\[", r"\]")

    def math_block(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """A displayed one."""
        return _formula("div", "display", tokens[idx].content, r"\[", r"\]") + "\n"

    math_block_label = math_block
    amsmath = math_block

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """A picture would be fetched from wherever a text says: its caption stands for it."""
        return escape(tokens[idx].content)


def _formula(tag: str, kind: str, latex: str, left: str, right: str) -> str:
    latex = latex.strip()
    try:
        label = f' role="math" aria-label="{escape(spoken(latex), quote=True)}"'
    except NotationError:
        label = ""
    return f'<{tag} class="math {kind}"{label}>{left}{escape(latex)}{right}</{tag}>'


def _safe(tokens: list[Token]) -> list[Token]:
    for token in tokens:
        for child in token.children or ():
            if child.type == "link_open":
                address = str(child.attrs.get("href", ""))
                child.attrs = {"href": address, "rel": "noopener noreferrer nofollow"} if _leads_out(address) else {}
    return tokens


def _leads_out(address: str) -> bool:
    return address.lower().startswith(SCHEMES)


@cache
def _writer() -> tuple[RendererHTML, Any]:
    return _Writer(), MarkdownIt("commonmark", {"html": False}).options

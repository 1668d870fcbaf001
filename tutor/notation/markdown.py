"""Markdown with mathematics to styled lines, the same for the study screen and for a plain terminal.

Formulas are laid out; one that can't be is shown as its source between its dollars. Text comes from learners,
curricula and documents and isn't trusted: everything is cleaned of characters that act on a terminal, and
HTML is only text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from markdown_it.token import Token

from tutor.errors import NotationError
from tutor.notation import latex_layout
from tutor.notation.box import text_box, text_width
from tutor.notation.flow import (
    PLAIN,
    Item,
    Line,
    Run,
    Style,
    Styles,
    Words,
    merged,
    paragraph,
)
from tutor.notation.latex_words import spoken
from tutor.notation.markdown_reading import read
from tutor.notation.markdown_table import Align, Table, table_lines
from tutor.notation.untrusted import clean

Mathematics = Literal["unicode", "ascii", "spoken", "source"]

__all__ = ["Line", "Mathematics", "Run", "Style", "plain", "render"]

_NARROWEST: Final = 8
"""Cells that the innermost text always gets, however deeply it is nested."""
_UNBROKEN: Final = 24
"""Cells up to which a formula in running text stays on one line."""
_INDENT: Final = 2


def render(source: str, *, width: int, mathematics: Mathematics = "unicode", tall: bool = True) -> tuple[Line, ...]:
    """The source as lines of at most `width` terminal cells (boxes that can't be broken may be wider).

    `mathematics` chooses how formulas are shown: laid out in Unicode or ASCII (frames and bullets are ASCII
    then, too), in words, or as their source. `tall` lets matrices and nested fractions in running text take
    several rows.
    """
    cleaned = clean(source)
    tokens = read(cleaned)
    setter = _Setter(max(width, _NARROWEST), mathematics, tall)
    if tokens is None:
        return tuple(setter.verbatim(cleaned))
    return tuple(setter.blocks(tokens))


def plain(source: str, *, width: int, mathematics: Mathematics = "unicode", tall: bool = True) -> str:
    """The same lines as text, without styles."""
    lines = render(source, width=width, mathematics=mathematics, tall=tall)
    return "\n".join("".join(run.text for run in line) for line in lines)


@dataclass(frozen=True, slots=True)
class _Setter:
    """How blocks are set: the width left for them, and how mathematics is shown."""

    width: int
    mathematics: Mathematics
    tall: bool
    depth: int = 0

    @property
    def ascii(self) -> bool:
        return self.mathematics == "ascii"

    def narrower(self, cells: int) -> _Setter:
        return replace(self, width=max(self.width - cells, _NARROWEST), depth=self.depth + 1)

    # -- blocks

    def blocks(self, tokens: Sequence[Token], *, tight: bool = False) -> list[Line]:
        """Block after block, with an empty line between them unless they are a tight list's."""
        lines: list[Line] = []
        at = 0
        while at < len(tokens):
            end = _end(tokens, at)
            block = self._block(tokens[at], tokens[at + 1 : end])
            if block and lines and not tight:
                lines.append(())
            lines.extend(block)
            at = end + 1
        return lines

    def _block(self, token: Token, inner: Sequence[Token]) -> list[Line]:
        match token.type:
            case "paragraph_open":
                return paragraph(self.words(inner[0]), self.width)
            case "heading_open":
                return paragraph(self.words(inner[0], frozenset({"heading"})), self.width)
            case "bullet_list_open" | "ordered_list_open":
                return self._list(token, inner)
            case "blockquote_open":
                return self._quote(inner)
            case "table_open":
                return self._table(inner)
            case "fence" | "code_block":
                return self.verbatim(clean(token.content))
            case "hr":
                return [(Run(("-" if self.ascii else "─") * self.width, frozenset({"rule"})),)]
            case "math_block" | "math_block_label" | "amsmath":
                return self._display(token)
            case "inline":
                return paragraph(self.words(token), self.width)
            case _:
                # Nothing that a reader could miss is left out: an unknown block is shown as its text.
                return self.verbatim(clean(token.content)) if token.content else self.blocks(inner)

    def verbatim(self, text: str) -> list[Line]:
        """Lines as they are."""
        return [merged([Run(line, frozenset({"code"}))]) for line in text.rstrip("\n").split("\n")]

    def _list(self, token: Token, inner: Sequence[Token]) -> list[Line]:
        items = _children(inner)
        start = int(token.attrGet("start") or 1)
        bullet = "*" if self.ascii else "•◦▪"[min(self.depth // 2, 2)]
        ordered = token.type == "ordered_list_open"
        marks = [f"{start + number}." if ordered else bullet for number in range(len(items))]
        indent = max(map(len, marks)) + 1
        tight = _is_tight(inner)
        lines: list[Line] = []
        for mark, item in zip(marks, items, strict=True):
            body = self.narrower(indent).blocks(item, tight=tight) or [()]
            if lines and not tight:
                lines.append(())
            lines.extend(_hung(f"{mark:>{indent - 1}} ", body))
        return lines

    def _quote(self, inner: Sequence[Token]) -> list[Line]:
        bar = Run("| " if self.ascii else "│ ", frozenset({"quote", "rule"}))
        if self.mathematics == "spoken":
            bar = Run("> ", bar.style)
        body = self.narrower(2).blocks(inner)
        return [merged([bar, *(Run(run.text, run.style | {"quote"}) for run in line)]) for line in body]

    def _table(self, inner: Sequence[Token]) -> list[Line]:
        rows: list[list[tuple[Item, ...]]] = []
        aligns: list[Align] = []
        for number, token in enumerate(inner):
            if token.type == "tr_open":
                rows.append([])
            elif token.type in ("th_open", "td_open"):
                head = token.type == "th_open"
                rows[-1].append(tuple(self.words(inner[number + 1], frozenset({"strong"}) if head else PLAIN)))
                if head:
                    aligns.append(_align(token))
        table = Table(tuple(map(tuple, rows)), tuple(aligns))
        return table_lines(table, self.width, plain=self.ascii, records=self.mathematics == "spoken")

    # -- formulas

    def _display(self, token: Token) -> list[Line]:
        """A formula of its own: indented, broken where it is too wide."""
        label = f"({clean(token.info)})" if token.type == "math_block_label" else ""
        if self.mathematics == "source":
            lines = _source_lines(token, label)
        else:
            try:
                lines = self._display_lines(token.content.strip(), label)
            except NotationError:
                lines = _source_lines(token, label)
        return [merged([Run(" " * _INDENT), *line]) if line else () for line in lines]

    def _display_lines(self, source: str, label: str) -> list[Line]:
        style: Styles = frozenset({"math"})
        room = self.width - _INDENT - (len(label) + 4 if label else 0)
        if self.mathematics == "spoken":
            words = Words()
            words.text(f"{spoken(source)} {label}", style)
            return paragraph(words.all(), self.width - _INDENT)
        box = latex_layout.layout_within(source, room, ascii=self.ascii)
        if box is None:
            words = Words()
            self._fragments(words, source, style)
            words.text(f" {label}" if label else "")
            return paragraph(words.all(), self.width - _INDENT)
        return [
            merged([Run(row, style), Run(f"    {label}" if label and number == box.baseline else "")])
            for number, row in enumerate(box.rows)
        ]

    def _formula(self, words: Words, token: Token, style: Styles) -> None:
        """A formula in running text; the style of the text around it is kept."""
        style = style | {"math"}
        display = token.type == "math_inline_double"
        try:
            if self.mathematics == "source":
                words.text(_source(token), style)
            elif self.mathematics == "spoken":
                words.text(spoken(token.content), style)
            else:
                self._set_formula(words, token.content, style, display)
        except NotationError:
            words.text(_source(token), style)

    def _set_formula(self, words: Words, latex: str, style: Styles, display: bool) -> None:
        if display or (self.tall and latex_layout.is_tall(latex)):
            box = latex_layout.layout(latex, ascii=self.ascii)
            if box.width + (_INDENT if display else 0) <= self.width:
                if display:
                    words.line()
                    words.box(text_box(" " * _INDENT))
                words.box(box, style)
                if display:
                    words.line()
                return
        line = latex_layout.inline(latex, ascii=self.ascii)
        if text_width(line) <= min(_UNBROKEN, self.width):
            words.box(text_box(line), style)
        else:
            self._fragments(words, latex, style)

    def _fragments(self, words: Words, latex: str, style: Styles) -> None:
        for number, fragment in enumerate(latex_layout.fragments(latex, ascii=self.ascii)):
            if number:
                words.space()
            if text_width(fragment) > self.width - _INDENT:
                words.text(fragment, style)
            else:
                words.box(text_box(fragment), style)

    # -- running text

    def words(self, token: Token, style: Styles = PLAIN) -> list[Item]:
        """The words of an inline token."""
        words = Words()
        styles = [style]
        links: list[tuple[str, int]] = []
        said: list[str] = []
        for child in token.children or ():
            here = styles[-1]
            match child.type:
                case "text":
                    said.append(child.content)
                    words.text(clean(child.content, newlines=False), here)
                case "softbreak":
                    words.space()
                case "hardbreak":
                    words.line()
                case "code_inline":
                    said.append(child.content)
                    words.text(clean(child.content, newlines=False), here | {"code"})
                case "math_inline" | "math_inline_double":
                    self._formula(words, child, here)
                case "strong_open" | "em_open" | "link_open":
                    styles.append(here | {_INLINE[child.type]})
                    if child.type == "link_open":
                        links.append((clean(str(child.attrGet("href") or ""), newlines=False), len(said)))
                case "strong_close" | "em_close":
                    styles.pop()
                case "link_close":
                    styles.pop()
                    address, start = links.pop()
                    _show_address(words, address, "".join(said[start:]))
                case "image":
                    words.text(clean(child.content, newlines=False) or "image", here | {"link"})
                case _:
                    words.text(clean(child.content, newlines=False), here)
        return words.all()


_INLINE: Final[dict[str, Style]] = {"strong_open": "strong", "em_open": "emphasis", "link_open": "link"}


def _show_address(words: Words, address: str, text: str) -> None:
    """The address behind a link, unless it is the link's text."""
    if address and address not in (text, f"mailto:{text}"):
        words.text(f" ({address})", frozenset({"dim"}))


def _source(token: Token) -> str:
    """A formula with what stood around it; an environment had nothing."""
    closing = {"\\(": "\\)", "\\[": "\\]"}.get(token.markup, token.markup)
    return f"{token.markup}{token.content}{closing}"


def _source_lines(token: Token, label: str) -> list[Line]:
    whole = f"{_source(token)} {label}".strip()
    return [merged([Run(line, frozenset({"math"}))]) for line in whole.split("\n")]


def _end(tokens: Sequence[Token], at: int) -> int:
    """The index of the token that closes the one at `at`; the same for one that stands alone."""
    level = 0
    for index in range(at, len(tokens)):
        level += tokens[index].nesting
        if not level:
            return index
    return len(tokens) - 1


def _children(tokens: Sequence[Token]) -> list[Sequence[Token]]:
    """What stands inside each of the elements that follow one another."""
    found: list[Sequence[Token]] = []
    at = 0
    while at < len(tokens):
        end = _end(tokens, at)
        found.append(tokens[at + 1 : end])
        at = end + 1
    return found


def _is_tight(inner: Iterable[Token]) -> bool:
    """Whether a list's own paragraphs are hidden, which is how markdown-it says that no empty lines part its
    items.
    """
    tokens = list(inner)
    own = min((token.level for token in tokens), default=0) + 1
    return all(token.hidden for token in tokens if token.type == "paragraph_open" and token.level == own)


def _align(token: Token) -> Align:
    style = str(token.attrGet("style") or "")
    return "right" if style.endswith("right") else "center" if style.endswith("center") else "left"


def _hung(mark: str, body: Sequence[Line]) -> list[Line]:
    """The lines with a mark before the first and as much space before the others."""
    first, *others = body
    return [merged([Run(mark), *first]), *(merged([Run(" " * len(mark)), *line]) for line in others)]

"""Untrusted text on the screen: Markdown with mathematics, cleaned, set for the widget's width, markup off.

Text from curricula, learners and documents reaches the terminal through these two widgets only. They build `Text` from plain
runs, so nothing in a text can be read as markup, and `tutor.notation.markdown` removes what could act on a terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from rich.text import Text
from textual.widget import Widget

from tutor.notation.untrusted import clean

if TYPE_CHECKING:
    from textual.geometry import Size

Mathematics = Literal["unicode", "ascii", "spoken", "source"]
_STYLES: Final = {
    "strong": "bold", "emphasis": "italic", "heading": "bold underline", "code": "bold", "quote": "italic",
    "link": "underline", "dim": "dim",
}  # fmt: skip


class Prose(Widget):
    """A Markdown text. Empty text takes no room."""

    DEFAULT_CSS = """
    Prose { height: auto; width: 1fr; }
    Prose.empty { display: none; }
    """
    mathematics: Mathematics = "unicode"
    tall: bool = True

    def __init__(self, source: str = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._source = source
        self._set: tuple[int, Text] | None = None
        self.set_class(not source, "empty")

    def show(self, source: str) -> None:
        """Show another text."""
        if source == self._source:
            return
        self._source, self._set = source, None
        self.set_class(not source, "empty")
        self.refresh(layout=True)

    def set_at(self, width: int) -> Text:
        """The text, set for that many columns."""
        if self._set is None or self._set[0] != width:
            self._set = (width, typeset(self._source, width, self.mathematics, tall=self.tall))
        return self._set[1]

    def in_a_line(self, most: int) -> str:
        """Its beginning, in at most so many characters."""
        line = " ".join(typeset(self._source, 10 * most, self.mathematics, tall=False).plain.split())
        return line if len(line) <= most else line[: most - 1].rstrip() + "…"

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many rows as the text has at that width."""
        return self.set_at(width).plain.count("\n") + 1 if self._source else 0

    def render(self) -> Text:
        """The text for the present width."""
        return self.set_at(max(1, self.content_size.width))


def typeset(source: str, width: int, mathematics: Mathematics, *, tall: bool) -> Text:
    """Markdown as styled text without markup."""
    from tutor.notation.markdown import render

    text = Text(no_wrap=True, end="")
    for number, line in enumerate(render(source, width=max(10, width), mathematics=mathematics, tall=tall)):
        if number:
            text.append("\n")
        for run in line:
            text.append(run.text, " ".join(_STYLES[style] for style in sorted(run.style) if style in _STYLES))
    return text


def plain_text(text: str, style: str = "") -> Text:
    """One line of untrusted text."""
    return Text(clean(text, newlines=False), style=style, no_wrap=True, end="")

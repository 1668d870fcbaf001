"""HTML of a card or a quiz as plain text, by the standard library's parser: no tree, no script, no link followed, nothing loaded."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

LONGEST: Final = 200_000
_SKIPPED: Final = frozenset(
    {"script", "style", "template", "noscript", "svg", "object", "iframe", "audio", "video", "canvas", "head"}
)
_BREAKING: Final = frozenset(
    {
        "p",
        "div",
        "br",
        "li",
        "ul",
        "ol",
        "tr",
        "table",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "dd",
        "dt",
    }
)
_MATHEMATICS: Final = "anki-mathjax"


def from_html(source: str) -> str:
    """The text, a line for each block. Mathematics of Anki's editor stands between `\\(` and `\\)`."""
    reader = _Text()
    reader.feed(source[:LONGEST])
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.words).split("\n")]
    return "\n".join(line for line in lines if line)


class _Text(HTMLParser):
    """What comes by, tag after tag."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._skipping: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """See HTMLParser."""
        if self._skipping:
            if tag == self._skipping[-1]:
                self._skipping.append(tag)
        elif tag in _SKIPPED:
            self._skipping.append(tag)
        elif tag == _MATHEMATICS:
            self.words.append("\\(")
        elif tag in _BREAKING:
            self.words.append("\n")
        elif tag in ("td", "th"):
            self.words.append(" ")
        elif tag in ("sup", "sub"):
            self.words.append("^" if tag == "sup" else "_")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """See HTMLParser."""
        if tag in _BREAKING and not self._skipping:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """See HTMLParser."""
        if self._skipping:
            if tag == self._skipping[-1]:
                self._skipping.pop()
        elif tag == _MATHEMATICS:
            self.words.append("\\)")
        elif tag in _BREAKING:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        """See HTMLParser."""
        if not self._skipping:
            self.words.append(data.replace("\n", " "))

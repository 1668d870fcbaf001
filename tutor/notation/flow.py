"""The paragraph breaker: words, and boxes among them, to lines no wider than asked.

A word is what a line never breaks inside: styled text and boxes in one piece. A line with a tall box in it
takes as many rows as the box; the text stands on its baseline, as in print.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from tutor.notation.box import Box, char_width, text_box, text_width

Style = Literal["strong", "emphasis", "code", "heading", "quote", "math", "link", "rule", "dim"]
Styles = frozenset[Style]
PLAIN: Final[Styles] = frozenset()


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one style."""

    text: str
    style: Styles = PLAIN


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A box in one style; text is a box of one row."""

    box: Box
    style: Styles = PLAIN


@dataclass(frozen=True, slots=True)
class Word:
    """Parts that stay together. `spaced` says whether a space comes before; without one, no line breaks there
    either.
    """

    parts: tuple[Part, ...]
    spaced: bool = True

    @property
    def width(self) -> int:
        """Cells that the word takes."""
        return sum(part.box.width for part in self.parts)


@dataclass(frozen=True, slots=True)
class Break:
    """The line ends here."""


Item = Word | Break


class Words:
    """Collects text and boxes into words; spaces in the text part them."""

    def __init__(self) -> None:
        self._done: list[Item] = []
        self._parts: list[Part] = []
        self._spaced = False

    def text(self, text: str, style: Styles = PLAIN) -> None:
        """Adds text; each run of white space in it is one space between words."""
        pieces = text.split()
        if not pieces or text[0].isspace():
            self.space()
        for number, piece in enumerate(pieces):
            if number:
                self.space()
            self._parts.append(Part(text_box(piece), style))
        if pieces and text[-1].isspace():
            self.space()

    def box(self, box: Box, style: Styles = PLAIN) -> None:
        """Adds a box to the word at hand."""
        self._parts.append(Part(box, style))

    def space(self) -> None:
        """Ends the word at hand; the next one is spaced."""
        self._end()
        self._spaced = True

    def line(self) -> None:
        """Ends the line."""
        self._end()
        self._done.append(Break())
        self._spaced = False

    def all(self) -> list[Item]:
        """Everything collected."""
        self._end()
        return list(self._done)

    def _end(self) -> None:
        if self._parts:
            self._done.append(Word(tuple(self._parts), self._spaced))
            self._parts = []
            self._spaced = False


def paragraph(items: Sequence[Item], width: int) -> list[Line]:
    """Lines of at most `width` cells; a word wider than that is cut where it must be."""
    lines: list[Line] = []
    for words in _broken(items, max(width, 1)):
        lines.extend(_rows(words))
    return lines


def natural_width(items: Iterable[Item]) -> int:
    """Cells that the items take when no line is broken."""
    widest = width = 0
    for item in items:
        if isinstance(item, Break):
            width = 0
            continue
        width += item.width + (1 if item.spaced and width else 0)
        widest = max(widest, width)
    return widest


def _broken(items: Sequence[Item], width: int) -> Iterator[list[Word]]:
    line: list[Word] = []
    used = 0
    for item in items:
        if isinstance(item, Break):
            yield line
            line, used = [], 0
            continue
        space = 1 if item.spaced and line else 0
        if used + space + item.width > width and line:
            yield line
            line, used, space = [], 0, 0
        for piece in _cut(item, width):
            if line and not space and used + piece.width > width:
                yield line
                line, used = [], 0
            line.append(piece)
            used += space + piece.width
            space = 0
    if line:
        yield line


def _cut(word: Word, width: int) -> Iterator[Word]:
    """The word, or pieces of it that fit; a tall box is never cut."""
    if word.width <= width:
        yield word
        return
    spaced = word.spaced
    for part in word.parts:
        if part.box.height > 1 or part.box.width <= width:
            yield Word((part,), spaced)
            spaced = False
            continue
        for piece in _chopped(part.box.rows[0], width):
            yield Word((Part(text_box(piece), part.style),), spaced)
            spaced = False


def _chopped(text: str, width: int) -> Iterator[str]:
    start = used = 0
    for at, char in enumerate(text):
        cells = char_width(char)
        if used + cells > width and at > start:
            yield text[start:at]
            start, used = at, 0
        used += cells
    yield text[start:]


def _rows(words: list[Word]) -> Iterator[Line]:
    """The rows of one line."""
    parts = _with_spaces(words)
    above = max((part.box.above for part in parts), default=0)
    below = max((part.box.below for part in parts), default=0)
    for level in range(-above, below + 1):
        yield merged(Run(_row(part.box, level), part.style) for part in parts)


def _with_spaces(words: list[Word]) -> list[Part]:
    parts: list[Part] = []
    for word in words:
        if word.spaced and parts:
            parts.append(Part(text_box(" "), parts[-1].style & word.parts[0].style))
        parts.extend(word.parts)
    return parts


def _row(box: Box, level: int) -> str:
    number = box.baseline + level
    return box.rows[number] if 0 <= number < box.height else " " * box.width


def merged(runs: Iterable[Run]) -> Line:
    """The runs with neighbours of one style joined and the spaces at the end of the line left out."""
    joined: list[Run] = []
    for run in runs:
        if joined and (joined[-1].style == run.style):
            joined[-1] = Run(joined[-1].text + run.text, run.style)
        elif run.text:
            joined.append(run)
    while joined:
        text = joined[-1].text.rstrip(" ")
        if text:
            joined[-1] = Run(text, joined[-1].style)
            break
        joined.pop()
    return tuple(joined)


def line_width(line: Line) -> int:
    """Cells of a line."""
    return sum(text_width(run.text) for run in line)


def padded(line: Line, width: int, align: Literal["left", "center", "right"] = "left") -> Line:
    """The line with spaces around it, exactly `width` cells when it isn't wider."""
    spare = width - line_width(line)
    if spare <= 0:
        return line
    left = {"left": 0, "center": spare // 2, "right": spare}[align]
    return (*((Run(" " * left),) if left else ()), *line, *((Run(" " * (spare - left)),) if spare > left else ()))

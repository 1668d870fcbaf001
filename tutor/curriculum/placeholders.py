"""Texts with placeholders `{=expr}`: where they stand, and the text with values in their places.

In mathematics (`$...$`, `$$...$$`, `\\(...\\)`, `\\[...\\]`) a value enters as LaTeX, elsewhere as plain text. What is
mathematics is decided as `tutor.notation.markdown` does: not in code, not after a backslash; `$5 and $6` are prices.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tutor.errors import NotationError
from tutor.notation.tree import Node, Text

OPENING: Final = "{="
_CODE: Final = re.compile("`+")
_CLOSERS: Final = {"\\(": "\\)", "\\[": "\\]"}


@dataclass(frozen=True, slots=True)
class Placeholder:
    """An expression at [start, end) of a segment's source."""

    start: int
    end: int
    expression: Node


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text, all mathematics (with its dollars) or none."""

    source: str
    mathematics: bool
    placeholders: tuple[Placeholder, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """A text taken apart. `plain`: it has no placeholders and is its own filling."""

    source: str
    segments: tuple[Segment, ...]
    plain: bool

    def fill(self, value: Callable[[Node], Node]) -> str:
        """The text with each expression's value in its place. Raises what `value` raises."""
        if self.plain:
            return self.source
        return "".join(_filled(segment, value) for segment in self.segments)

    @property
    def expressions(self) -> tuple[Node, ...]:
        """All expressions, in order."""
        return tuple(one.expression for segment in self.segments for one in segment.placeholders)


def template(source: str, *, verbatim: bool = False) -> Template:
    """Take a text apart; `verbatim`: values enter as plain text everywhere, as in tests.

    Raises NotationError with offsets into `source` for a placeholder that can't be read.
    """
    if OPENING not in source:
        return Template(source, (), True)
    spans = [(0, len(source), False)] if verbatim else list(segments(source))
    parts = tuple(Segment(source[a:b], inside, tuple(_placeholders(source, a, b))) for a, b, inside in spans)
    return Template(source, parts, False)


def as_text(value: Node) -> str:
    """A value in plain text: words without quotes, else as one would type it."""
    from tutor.notation.printing import to_text

    return value.value if isinstance(value, Text) else to_text(value)


def _filled(segment: Segment, value: Callable[[Node], Node]) -> str:
    if not segment.placeholders:
        return segment.source
    fills = [(one.start, one.end, value(one.expression)) for one in segment.placeholders]
    if segment.mathematics:
        from tutor.notation.printing import insert_latex

        return insert_latex(segment.source, fills)
    out, done = [], 0
    for start, end, node in fills:
        out += [segment.source[done:start], as_text(node)]
        done = end
    return "".join([*out, segment.source[done:]])


def _placeholders(source: str, start: int, end: int) -> Iterator[Placeholder]:
    at = source.find(OPENING, start, end)
    while at >= 0:
        close = _closing(source, at, end)
        yield Placeholder(at - start, close + 1 - start, _expression(source, at + len(OPENING), close))
        at = source.find(OPENING, close, end)


def _expression(source: str, start: int, end: int) -> Node:
    try:
        return expression(source[start:end])
    except NotationError as error:
        raise NotationError(
            error.code, error.what, remedy=error.remedy, start=start + error.start, end=start + error.end
        ) from None


@lru_cache(maxsize=4096)
def expression(text: str) -> Node:
    """The tree of an expression as authors write it. Raises NotationError."""
    from tutor.notation.reader import read

    return read(text, expression_language=True)


def _closing(source: str, at: int, end: int) -> int:
    """Where the placeholder that opens at `at` closes: braces within it count, text in quotes doesn't."""
    depth, quoted = 0, False
    for i in range(at, end):
        char = source[i]
        if char == "'":
            quoted = not quoted
        elif not quoted and char == "{":
            depth += 1
        elif not quoted and char == "}":
            depth -= 1
            if depth == 0:
                return i
    raise NotationError("unreadable", "a placeholder `{=` isn't closed", remedy="add `}`", start=at, end=at + 2)


def segments(source: str) -> Iterator[tuple[int, int, bool]]:
    """The text as spans [start, end), mathematics told from the rest; empty ones left out."""
    done = at = 0
    while at < len(source):
        if source[at] not in "\\`$":
            at += 1
            continue
        close = _end_of_mathematics(source, at)
        if close is None:
            at = _past(source, at)
            continue
        if done < at:
            yield done, at, False
        yield at, close, True
        done = at = close
    if done < len(source):
        yield done, len(source), False


def _past(source: str, at: int) -> int:
    """The next place to look at after an escape, a code span, or a dollar that opens nothing."""
    if source[at] == "\\":
        return at + 2
    if source[at] == "`":
        fence = _CODE.match(source, at)
        assert fence is not None
        for other in _CODE.finditer(source, fence.end()):
            if len(other.group()) == len(fence.group()):
                return other.end()
        return fence.end()
    return at + (2 if source.startswith("$$", at) else 1)


def _end_of_mathematics(source: str, at: int) -> int | None:
    """Where mathematics that opens here ends, delimiters included; None when nothing opens here."""
    opener = source[at : at + 2]
    if opener in _CLOSERS:
        close = source.find(_CLOSERS[opener], at + 2)
        return close + 2 if close >= 0 else None
    if source[at] != "$":
        return None
    if opener == "$$":
        close = _dollar(source, at + 2, "$$")
        return close + 2 if close >= 0 else None
    if source[at + 1 : at + 2].isspace():
        return None
    close = _dollar(source, at + 1, "$")
    price = source[at + 1 : at + 2].isdigit() and source[close + 1 : close + 2].isdigit()
    if close <= at + 1 or price or source[close - 1].isspace() or "\n\n" in source[at:close]:
        return None
    return close + 1


def _dollar(source: str, start: int, closer: str) -> int:
    """The next unescaped dollar (or two)."""
    at = source.find(closer, start)
    while at > 0 and source[at - 1] == "\\":
        at = source.find(closer, at + 1)
    return at

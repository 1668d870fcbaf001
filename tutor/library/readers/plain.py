"""Plain text: paragraphs, hard-wrapped lines joined, the few headings that can be told from text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from tutor.library.document import Block, Document
from tutor.library.facts import facts_of, front_matter, pair
from tutor.library.limits import Limits
from tutor.library.readers import transcript
from tutor.library.readers.lines import Headings, Stretch, bounded, heading_words, joined, stretches, title_of

_ITEM: Final = re.compile(r"(?:[-*•‣◦–]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+\S")
_UNDERLINE: Final = re.compile(r"={3,}|-{3,}|~{3,}")
_CHAPTER: Final = re.compile(
    r"(?:chapter|part|section|lecture|appendix|unit)\s+[\divxlcIVXLC]{1,6}\b.{0,80}", re.IGNORECASE
)
_COLUMNS: Final = re.compile(r"\S {3,}\S|\S\t+\S")
_WIDEST_WRAP: Final = 130
"""Characters of a line above which a line is a paragraph, not a part of a wrapped one."""
_FULL: Final = 0.6
"""The share of the width from which on a line was ended by the wrap and not by its author."""


def read(name: str, text: str, limits: Limits) -> Document:
    """The document of a plain text. One that has the shape of a transcript is read as that."""
    facts, begin = front_matter(text)
    if transcript.recognised(text, begin):
        return transcript.read(name, text, limits)
    lines = list(stretches(text, begin))
    first = 0
    pairs = []
    while first < len(lines) and (not lines[first].text or (found := pair(lines[first].text))):
        if lines[first].text and found:
            pairs.append(found)
        first += 1
    facts = facts_of(pairs) | facts
    blocks = bounded(_blocks(lines[first:]), name, limits)
    return Document(title_of(name, facts, blocks), "text", text, blocks, facts)


def _blocks(lines: Sequence[Stretch]) -> Iterator[Block]:
    width = _width(lines)
    headings = Headings()
    for filled, group in groupby(lines, key=lambda line: bool(line.text)):
        if filled:
            yield from _paragraphs(list(group), width, headings)


def _width(lines: Sequence[Stretch]) -> int:
    """Characters at which most lines are wrapped; 0 when they aren't."""
    lengths = sorted(len(line.text) for line in lines if line.text)
    wide = lengths[len(lengths) * 19 // 20] if lengths else 0
    return wide if wide <= _WIDEST_WRAP else 0


def _paragraphs(group: list[Stretch], width: int, headings: Headings) -> Iterator[Block]:
    if len(group) >= 2 and _UNDERLINE.fullmatch(group[1].text) and len(group[0].text) <= 120:
        yield _heading(group[0], 1 if group[1].text[0] == "=" else 2, headings)
        group = group[2:]
    elif len(group) == 1 and _is_heading(group[0].text):
        yield _heading(group[0], 1 if _CHAPTER.fullmatch(group[0].text) else 2, headings)
        return
    if len(group) > 1 and sum(bool(_COLUMNS.search(line.text)) for line in group) * 2 > len(group):
        yield joined("table", [line._replace(glue="\n") for line in group], headings.path)
        return
    paragraph: list[Stretch] = []
    for line in group:
        item = bool(_ITEM.match(line.text))
        if paragraph and (item or len(paragraph[-1].text) < _FULL * width or not width):
            yield _prose(paragraph, headings)
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield _prose(paragraph, headings)


def _prose(lines: Sequence[Stretch], headings: Headings) -> Block:
    return joined("list" if _ITEM.match(lines[0].text) else "paragraph", lines, headings.path)


def _is_heading(line: str) -> bool:
    if len(line) > 80 or line[-1] in ".,;:!?":
        return False
    return bool(_CHAPTER.fullmatch(line)) or (line.isupper() and sum(map(str.isalpha, line)) > 3)


def _heading(line: Stretch, level: int, headings: Headings) -> Block:
    return joined("heading", [line], headings.under(level, heading_words(line.text)))

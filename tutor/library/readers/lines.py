"""Texts line by line, with their offsets; and lines put together to blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from tutor.errors import LibraryError, Where
from tutor.library.document import Block, BlockKind, Line
from tutor.library.limits import Limits

LONGEST_HEADING: Final = 200
"""Characters of a heading in a path."""
_EMPHASIS: Final = re.compile(r"(?<![\\\w])(\*{1,3}|_{1,3}|`+|~~)(?=\S)(.{1,200}?)(?<=\S)\1(?!\w)")
_LINK: Final = re.compile(r"!?\[([^\]\[]{1,200})\]\([^()\s]{0,500}(?:\s+\"[^\"]{0,200}\")?\)")
_GAP: Final = re.compile(r"\s{3,}")
_UNWANTED_END: Final = re.compile(r"\s+#+\s*$|\s*\{#[\w-]{1,80}\}\s*$")


class Stretch(NamedTuple):
    """A line, or a part of one, without the white space around it. `start`: its offset in the document; `glue`: what stands between
    it and the stretch before when they're joined."""

    text: str
    start: int
    time: float | None = None
    glue: str = " "


def stretches(text: str, begin: int = 0) -> Iterator[Stretch]:
    """The lines of a text from an offset on; a blank one is empty."""
    while begin < len(text):
        end = text.find("\n", begin)
        end = len(text) if end < 0 else end
        line = text[begin:end].rstrip()
        stripped = line.lstrip()
        yield Stretch(stripped, begin + len(line) - len(stripped))
        begin = end + 1


def joined(
    kind: BlockKind,
    lines: Sequence[Stretch],
    headings: tuple[str, ...] = (),
    *,
    start: int | None = None,
    time: float | None = None,
    speaker: str | None = None,
) -> Block:
    """One block of those lines, in one line. `start`: where the block begins when that is before its text (a list's mark, a time
    stamp). `time`: when it begins, where its first line doesn't say."""
    places, texts, at = [], [], 0
    lines = [part for line in lines for part in _close(line)]
    for number, line in enumerate(lines):
        glue = line.glue if number else ""
        at += len(glue)
        places.append(Line(at, line.start, line.time))
        texts += [glue, line.text]
        at += len(line.text)
    first, last = lines[0], lines[-1]
    begin = first.start if start is None else start
    end = last.start + len(last.text)
    plain = len(lines) == 1 and begin == first.start and first.time is None
    said = first.time if first.time is not None else time
    return Block(kind, "".join(texts), begin, end, headings, None, said, speaker, () if plain else tuple(places))


def _close(line: Stretch) -> Iterator[Stretch]:
    """The stretch in several, without the wide gaps in it; lines that are kept as lines keep their gaps."""
    if line.glue == "\n" or not _GAP.search(line.text):
        yield line
        return
    begin = 0
    for gap in [*_GAP.finditer(line.text), None]:
        end = gap.start() if gap else len(line.text)
        if end > begin:
            yield Stretch(line.text[begin:end], line.start + begin, line.time, " " if begin else line.glue)
        begin = gap.end() if gap else end


def heading_words(text: str) -> str:
    """A heading as it stands in a path: without the marks of Markdown, of 200 characters at most."""
    words = _LINK.sub(r"\1", _EMPHASIS.sub(r"\2", _UNWANTED_END.sub("", text[: 4 * LONGEST_HEADING])))
    return " ".join(words.split())[:LONGEST_HEADING]


class Headings:
    """The path of headings at a place, as they come by."""

    def __init__(self) -> None:
        self._path: list[tuple[int, str]] = []

    def under(self, level: int, words: str) -> tuple[str, ...]:
        """The path with that heading, from 1 for the outermost level on."""
        while self._path and self._path[-1][0] >= level:
            self._path.pop()
        self._path.append((level, words))
        return self.path

    @property
    def path(self) -> tuple[str, ...]:
        """The headings a text stands under now."""
        return tuple(words for _, words in self._path if words)


def bounded(blocks: Iterable[Block], name: str, limits: Limits) -> tuple[Block, ...]:
    """Those blocks, or LibraryError("document-too-large")."""
    found = []
    for block in blocks:
        found.append(block)
        if len(found) > limits.blocks:
            raise LibraryError(
                "document-too-large",
                f"this document falls into more than {limits.blocks:,} pieces",
                remedy="cut it into several files",
                where=Where(name),
            )
    return tuple(found)


def title_of(name: str, facts: dict[str, str], blocks: Sequence[Block]) -> str:
    """What a document is called: as it says itself, by its first heading, or as its file is called."""
    said = facts.get("title") or next((block.headings[0] for block in blocks[:50] if block.headings), "")
    return said or PurePosixPath(name.replace("\\", "/")).stem.replace("_", " ").strip() or name

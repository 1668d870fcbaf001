"""Where the sentences of a Markdown text begin and end; never inside mathematics or code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_UNBROKEN: Final = re.compile(
    r"\$\$.+?\$\$|\$[^\s$](?:[^$\n]|\n(?!\n))*\$|\\\(.+?\\\)|\\\[.+?\\\]|(`+).+?\1", re.DOTALL
)
_END: Final = re.compile(r"[.!?…][\"'”’)\]*_]*(?=\s)|\n[ \t]*\n|\n(?=[-*+>|#] |\d{1,3}\. )")
_SHORT: Final = re.compile(
    r"(?:^|[\s(\"“‘])(?:[A-Za-z]|Dr|Mr|Mrs|Ms|Prof|St|vs|cf|etc|e\.g|i\.e|approx|Fig|No|p|pp|Eq|ca)\.$"
)
_OPENS: Final = re.compile(r"\s*[\"'“‘(\[*_]*[^\W_a-z]|\s*[$`\\\d\-*|>#]")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Spans [start, end) without white space at their ends, in order; items of a list and paragraphs part sentences, too."""
    start = 0
    closed = [match.span() for match in _UNBROKEN.finditer(text)]
    at = 0
    for match in _END.finditer(text):
        while at < len(closed) and closed[at][1] <= match.start():
            at += 1
        if at < len(closed) and closed[at][0] < match.start():
            continue
        if text[match.start()] == "." and not _ends(text, match.start(), match.end()):
            continue
        yield from _stripped(text, start, match.end())
        start = match.end()
    yield from _stripped(text, start, len(text))


def _ends(text: str, dot: int, end: int) -> bool:
    """Whether a full stop ends a sentence: not after an initial or an abbreviation, and what follows begins like one."""
    return not _SHORT.search(text[max(0, dot - 8) : dot + 1]) and bool(_OPENS.match(text, end))


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = text[start:end]
    if part.strip():
        yield start + len(part) - len(part.lstrip()), start + len(part.rstrip())

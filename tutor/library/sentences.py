"""Where sentences end, and where a text without sentences may be cut."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

Span = tuple[int, int]

_END: Final = re.compile(
    r"(?<![.!?…])(?P<stop>[.!?…]++)[\"'”’»)\]*_]*+(?:\[\^?\w{1,12}\])*+\s++"
    r"(?=[\"'“‘«(\[*_¿¡$]*+(?:(?![a-zß-öø-ÿ])[^\W_]|[\\`]))"
    r"|(?P<wide>[。！？]++[」』”）]*+)\s*+(?=\S)"
)
"""Possessive throughout: a hostile run of stops or spaces is passed once."""
_BEFORE: Final = re.compile(r"[\w.’'-]*\Z")
_ABBREVIATIONS: Final = frozenset(
    [
        *(
            "dr",
            "mr",
            "mrs",
            "ms",
            "mx",
            "prof",
            "st",
            "gen",
            "sgt",
            "hon",
            "vs",
            "cf",
            "ca",
            "approx",
            "e.g",
            "i.e",
            "eg",
            "ie",
        ),
        *(
            "viz",
            "resp",
            "a.k.a",
            "w.r.t",
            "al",
            "u.s",
            "u.k",
            "inc",
            "ltd",
            "dept",
            "univ",
            "jan",
            "feb",
            "mar",
            "apr",
            "jun",
        ),
        *("jul", "aug", "sep", "sept", "oct", "nov", "dec", "bzw", "vgl", "z.b", "d.h", "u.a"),
    ]
)
_NUMBERED: Final = frozenset(
    [
        *(
            "no",
            "nos",
            "nr",
            "p",
            "pp",
            "vol",
            "vols",
            "ch",
            "chs",
            "chap",
            "sec",
            "secs",
            "fig",
            "figs",
            "abb",
            "tab",
            "eq",
            "eqs",
        ),
        *("eqn", "eqns", "thm", "lem", "cor", "prop", "def", "ex", "exs", "ref", "refs", "ed", "eds"),
    ]
)
"""Abbreviations only before a number: "no. 5" goes on, "She said no." ends."""
_KEPT: Final = re.compile(
    r"(?<![\\$])(\$\$?)(?=\S)[^$\n]{1,1000}?(?<=\S)\1(?!\d)|(?<!`)(`++)[^`\n]{1,1000}?\2(?!`)|\\\([^\n]{1,300}?\\\)"
)
_CLAUSE: Final = re.compile(r"[;:,—–…]+[\"'”’)\]]*\s+|—")
_SPACE: Final = re.compile(r"\s+")


def sentences(text: str) -> list[Span]:
    """The spans of the sentences of a paragraph, in order, side by side: white space behind a sentence belongs to it.

    An abbreviation, an initial, a decimal point, a formula or code between dollars or backticks ends none.
    """
    kept: list[Span] | None = None
    spans, begin = [], 0
    for found in _END.finditer(text):
        at = found.end()
        if found["stop"] == "." and _abbreviated(text, found.start()):
            continue
        if kept is None:
            kept = (
                [match.span() for match in _KEPT.finditer(text)] if "$" in text or "`" in text or "\\(" in text else []
            )
        if kept and _inside(kept, found.start()):
            continue
        spans.append((begin, at))
        begin = at
    if begin < len(text):
        spans.append((begin, len(text)))
    return spans


def parts(text: str, span: Span, longest: int, lines: Sequence[int] = ()) -> list[Span]:
    """The span of a text in parts of at most `longest` characters, side by side: cut at the given line starts, else behind a comma
    or the like, else at white space, else anywhere; never within a formula or code between dollars or backticks that is shorter."""
    begin, end = span
    cuts = []
    kept = [match.span() for match in _KEPT.finditer(text, begin, end)] if end - begin > longest else []
    while end - begin > longest:
        cut = _cut(text, begin, begin + longest, lines, kept)
        cuts.append((begin, cut))
        begin = cut
    if begin < end:
        cuts.append((begin, end))
    return cuts


def _cut(text: str, begin: int, limit: int, lines: Sequence[int], kept: Sequence[Span]) -> int:
    if lines:
        at = lines[bisect_right(lines, limit) - 1]
        if at > begin:
            return at
    least = begin + (limit - begin) // 3
    for pattern in (_CLAUSE, _SPACE):
        ends = [found.end() for found in pattern.finditer(text, begin, limit) if found.end() > least]
        ends = [at for at in ends if at < limit and not _inside(kept, at - 1)]
        if ends:
            return ends[-1]
    index = bisect_right(kept, (limit, 0)) - 1
    return kept[index][0] if index >= 0 and begin < kept[index][0] < limit < kept[index][1] else limit


def _inside(kept: Sequence[Span], at: int) -> bool:
    index = bisect_right(kept, (at, 1 << 62)) - 1
    return index >= 0 and kept[index][0] <= at < kept[index][1]


def _abbreviated(text: str, stop: int) -> bool:
    """Whether the full stop there belongs to the word before it."""
    found = _BEFORE.search(text, max(0, stop - 12), stop)
    word = found[0].lower() if found else ""
    if word in _ABBREVIATIONS:
        return True
    if word in _NUMBERED:
        return text[stop + 1 : stop + 9].lstrip()[:1].isdigit()
    # an initial; but "… than I. Then" and "is x. Then" end sentences
    return len(word) == 1 and text[stop - 1].isupper() and word != "i"

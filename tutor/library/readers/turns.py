"""Who speaks in a transcript: names that lines begin with again and again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

_WORD: Final = r"[A-ZÀ-ÞŁŚŽČ][\w.'’-]{0,30}"
_LABEL: Final = re.compile(
    rf"(?:[-*>]\s+)?\*{{0,2}}(?P<name>{_WORD}(?:\s(?:{_WORD}|de|da|van|von|der|la|le|bin|al|\d{{1,2}}))"
    + r"{0,3})\*{0,2}"
    r"\s{0,3}(?P<time>[\[(]?(?:\d{1,2}:)?\d{1,2}:\d{2}[\])]?)?\s{0,3}:\**(?:\s+|$)"
)
_BARE: Final = re.compile(rf"(?P<two>{_WORD}\s{_WORD})(?P<three>\s{_WORD})?(?=\s|$)")
_NO_NAMES: Final = frozenset(
    [
        *("theorem", "proof", "note", "notes", "example", "examples", "definition", "remark", "lemma", "corollary"),
        *("proposition", "question", "answer", "exercise", "solution", "hint", "step", "figure", "table", "input"),
        *("output", "warning", "tip", "summary", "source", "date", "url", "title", "abstract", "introduction"),
        *("conclusion", "problem", "given", "find", "claim", "case", "result", "results", "method", "methods"),
        *("todo", "important"),
    ]
)
_LEAST: Final = 3  # times that a name must come
_SHARE: Final = 0.3  # of the lines that must begin with a name
_MOST: Final = 12  # names


class Turn(NamedTuple):
    """A line that somebody begins to speak with: who, the time if it's said, and where the words begin."""

    speaker: str
    time: str | None
    begin: int


def speakers(lines: Sequence[str], known: str = "") -> frozenset[str]:
    """The names that lines begin with, `Name: text` or `First Last text`; empty when these aren't turns of a talk. `known`: those
    whom the front matter names, any of which is believed when it labels a line."""
    labelled = Counter(turn.speaker for line in lines if (turn := labelled_turn(line)) is not None)
    names = {name for name, count in labelled.items() if count >= _LEAST or (name in known and len(name) > 2)}
    total = sum(labelled[name] for name in names)
    if names and total >= 4 and total >= _SHARE * len(lines) and (len(names) > 1 or names & set(known.split(", "))):
        return frozenset(names)
    names = _bare(lines)
    return frozenset(names)


def _bare(lines: Sequence[str]) -> set[str]:
    twos: Counter[str] = Counter()
    threes: Counter[str] = Counter()
    for line in lines:
        found = _BARE.match(line)
        if found:
            twos[found["two"]] += 1
            if found["three"]:
                threes[found["two"] + found["three"]] += 1
    names = set()
    for name, count in twos.items():
        if count >= _LEAST:
            longer = next(
                (each for each, of in threes.items() if each.startswith(f"{name} ") and of >= 0.8 * count), name
            )
            names.add(longer)
    total = sum(twos[" ".join(name.split()[:2])] for name in names)
    return names if 2 <= len(names) <= _MOST and total >= _SHARE * len(lines) and total >= 2 * _LEAST else set()


def labelled_turn(line: str) -> Turn | None:
    """`Name: …`, `**Name:** …`, `Name (01:15): …`."""
    found = _LABEL.match(line)
    if found is None or len(found["name"]) < 2 or found["name"].split()[0].lower() in _NO_NAMES:
        return None
    return Turn(found["name"], found["time"], found.end())


def turn(line: str, names: Collection[str]) -> Turn | None:
    """The turn that begins with that line, by one of those names."""
    labelled = labelled_turn(line)
    if labelled is not None and labelled.speaker in names:
        return labelled
    found = _BARE.match(line)
    for name in (found["two"] + (found["three"] or ""), found["two"]) if found else ():
        if name in names:
            begin = len(name)
            return Turn(name, None, begin + len(line[begin:]) - len(line[begin:].lstrip()))
    return None

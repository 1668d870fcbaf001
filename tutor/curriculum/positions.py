"""Places in a YAML file: what every complaint points at, and how they are looked up by path.

A path leads through mappings by key and through lists by index: `("concepts", 3, "questions", 0, "ask")`. `Marks`
mirror the data. They're read only when a complaint needs them: 100,000 questions
would keep 400 MB that nobody asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import yaml

from tutor.errors import Where

Path = tuple[str | int, ...]
COLUMN_BITS: Final = 12
SHOWN: Final = 200  # characters of a line that are shown


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a file: 1-based line and column, and the line's text. All empty or 0 when there's no file."""

    file: str = ""
    line: int = 0
    column: int = 0
    text: str = ""

    def where(self) -> Where:
        """The same for an error."""
        return Where(self.file or None, self.line or None, self.column or None, self.text or None)


NOWHERE: Final = Position()


@dataclass(slots=True)
class Marks:
    """Packed positions of a value and, for mappings and lists, of what it holds.

    `keys`: by key, the key's own position; `parts`: by key or index, the value's marks.
    """

    at: int
    keys: dict[str, int] | None
    parts: dict[str | int, Marks | int]


def packed(line: int, column: int) -> int:
    """One small number for a 0-based line and column; columns beyond 4,095 are all the last one."""
    return line << COLUMN_BITS | min(column, (1 << COLUMN_BITS) - 1)


def place(event: yaml.Event) -> int:
    """Where an event of the parser begins."""
    mark = event.start_mark
    return packed(mark.line, mark.column) if mark is not None else 0


def mark_node(next_event: Callable[[], yaml.Event], event: yaml.Event, anchors: dict[str, Marks | int]) -> Marks | int:
    """The marks of the node that starts with `event`: well-formed and of bounded depth (`tutor.curriculum.reader`).

    A copy (`*name`) has the marks of what it stands for: there it must be mended.
    """
    anchor = getattr(event, "anchor", None)
    if isinstance(event, yaml.AliasEvent):
        return anchors[str(anchor)]
    marks: Marks | int = place(event)
    if isinstance(event, yaml.MappingStartEvent):
        marks = _mark_mapping(next_event, Marks(place(event), {}, {}), anchors)
    elif isinstance(event, yaml.SequenceStartEvent):
        marks = Marks(place(event), None, {})
        while not isinstance(event := next_event(), yaml.SequenceEndEvent):
            marks.parts[len(marks.parts)] = mark_node(next_event, event, anchors)
    if anchor is not None:
        anchors[anchor] = marks
    return marks


def _mark_mapping(next_event: Callable[[], yaml.Event], marks: Marks, anchors: dict[str, Marks | int]) -> Marks:
    assert marks.keys is not None
    while not isinstance(event := next_event(), yaml.MappingEndEvent):
        key = event.value if isinstance(event, yaml.ScalarEvent) else ""  # an alias as a key isn't looked up
        marks.keys[key] = place(event)
        marks.parts[key] = mark_node(next_event, next_event(), anchors)
    return marks


def find(marks: Marks | int, path: Sequence[str | int], *, key: bool = False) -> int:
    """The position of the value at the path, or of its key; of the nearest enclosing value if it leads nowhere."""
    found, last = marks, marks.at if isinstance(marks, Marks) else marks
    for depth, part in enumerate(path):
        if not isinstance(found, Marks) or part not in found.parts:
            return last
        inner = found.parts[part]
        last = inner.at if isinstance(inner, Marks) else inner
        wants_key = key and depth == len(path) - 1
        if found.keys is not None and isinstance(part, str) and (wants_key or isinstance(inner, Marks)):
            last = found.keys[part]
        found = inner
    return last


def position(file: str, lines: Sequence[str], at: int) -> Position:
    """The packed position with its file and the text of its line."""
    line, column = at >> COLUMN_BITS, at & ((1 << COLUMN_BITS) - 1)
    text = lines[line] if line < len(lines) else ""
    return Position(file, line + 1, column + 1, text[:SHOWN].rstrip())

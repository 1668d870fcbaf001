"""YAML text to plain data with positions, hiding the parser behind one function.

What comes out are mappings, lists, text and None: `no`, `12:30` and `1e3` stay text, for the model knows which kind it
wants. Built on libyaml's events, which come one at a time: nesting is refused at the fortieth bracket, long before the
parser's own recursion or its quadratic look-ahead could matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import yaml

from tutor.curriculum.positions import Marks, Path, Position, find, mark_node, packed, place, position
from tutor.errors import CurriculumError

Data = Any  # dict[str, Data] | list[Data] | str | None

BYTES: Final = 2_000_000
DEPTH: Final = 40
NODES: Final = 500_000  # keys and values of a file
ALIASES: Final = 200
EXPANDED: Final = 20_000  # values that aliases stand for, all together
NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})

_LOADER: Final = getattr(yaml, "CLoader", yaml.Loader)
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_SPOILT: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_BROKEN_FORMULA: Final = re.compile(r"\$[^$\n]*\n[^$\n]*\$")
_INDENTING_TAB: Final = re.compile(r"^ *\t", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: its data, and where everything stands."""

    file: str
    data: Data
    text: str

    def at(self, path: Path, *, key: bool = False) -> Position:
        """The place of the value at that path (a mapping's or list's key, if it has one), or of its key."""
        return position(self.file, _lines(self.text), find(_marks(self.text), path, key=key))


def read_yaml(raw: bytes, file: str) -> Document:
    """Read one YAML document.

    Raises CurriculumError: `curriculum-too-large` beyond the caps above, else `curriculum-syntax`, always with a place.
    """
    text = _decoded(raw, file)
    try:
        data = _Builder(file, text).document()
    except yaml.MarkedYAMLError as error:
        raise _syntax(error, file, text) from None
    except yaml.YAMLError as error:
        raise _refused("curriculum-syntax", f"not readable as YAML: {error}", file, text, 0, _QUOTES) from None
    return Document(file, data, text)


@lru_cache(maxsize=1)
def _lines(text: str) -> list[str]:
    return re.split("\r\n|[\r\n\x85\u2028\u2029]", text)  # the line breaks that YAML counts


@lru_cache(maxsize=1)
def _marks(text: str) -> Marks | int:
    """Where everything stands: read a second time, for a text that is known to be well-formed."""
    parser = _LOADER(text)
    parser.get_event()
    parser.get_event()
    return mark_node(parser.get_event, parser.get_event(), {})


_QUOTES: Final = "check indentation, and put text that holds `: `, `#` or a leading `[ { * & ! % @` in quotes"


def _decoded(raw: bytes, file: str) -> str:
    if len(raw) > BYTES:
        size = f"{len(raw) / 1e6:.1f} MB"
        raise _refused(
            "curriculum-too-large", f"the file has {size}; {BYTES // 1_000_000} MB are allowed", file, "", 0, _SPLIT
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        at = _end(before)
        raise _refused(
            "curriculum-syntax", "this byte isn't UTF-8", file, before, at, "save the file as UTF-8"
        ) from None
    match = _CONTROL.search(text)
    if match:
        at = _end(text[: match.start()])
        what = f"an invisible control character (U+{ord(match.group()):04X})"
        raise _refused("curriculum-syntax", what, file, text, at, "delete the character")
    return text


_BACKSLASH: Final = "LaTeX needs single quotes, or no quotes: a backslash in double quotes is an escape"
_SPLIT: Final = "split it into several unit files"


def _end(text: str) -> int:
    lines = text.split("\n")
    return packed(len(lines) - 1, len(lines[-1]))


def _refused(code: str, what: str, file: str, text: str, at: int, remedy: str) -> CurriculumError:
    return CurriculumError(code, what, remedy=remedy, where=position(file, _lines(text), at).where())


def _syntax(error: yaml.MarkedYAMLError, file: str, text: str) -> CurriculumError:
    mark = error.problem_mark or error.context_mark
    at = packed(mark.line, mark.column) if mark else 0
    problem = str(error.problem or error.context or "unreadable")
    if "escape" in problem:
        return _refused(
            "curriculum-syntax", "an escape that YAML doesn't know, in double quotes", file, text, at, _BACKSLASH
        )
    what = f"not readable as YAML: {problem}" + (f" {error.context}" if error.context and error.problem else "")
    tab = _INDENTING_TAB.search(text)
    if tab and ("\\t" in problem or "token" in problem or text.count("\n", 0, tab.start()) == at >> 12):
        at = packed(text.count("\n", 0, tab.start()), tab.end() - 1 - tab.start())
        return _refused("curriculum-syntax", "a tab in the indentation", file, text, at, "indent with spaces")
    return _refused("curriculum-syntax", what, file, text, at, _QUOTES)


def _escaped(event: yaml.ScalarEvent) -> bool:
    """Whether escapes in double quotes spoilt LaTeX: `\\times` begins with a tab, `\\ne` with a line break."""
    one_line = event.start_mark is None or event.end_mark is None or event.start_mark.line == event.end_mark.line
    return bool(_SPOILT.search(event.value) or (one_line and _BROKEN_FORMULA.search(event.value)))


class _Builder:
    """Puts a document together from the parser's events, without recursion or positions, which cost as much."""

    def __init__(self, file: str, text: str) -> None:
        self._file, self._text = file, text
        self._parser = _LOADER(text)
        self._anchors: dict[str, tuple[Data, int] | None] = {}  # what it stands for, how many values; None: still open
        self._nodes = self._aliases = self._expanded = 0

    def document(self) -> Data:
        next_event = self._parser.get_event
        next_event()  # the stream's start
        start = next_event()
        if isinstance(start, yaml.StreamEndEvent):
            raise self._error("the file is empty", start, "write a curriculum, or delete the file")
        data = self._node()
        next_event()  # the document's end
        after = next_event()
        if not isinstance(after, yaml.StreamEndEvent):
            raise self._error("a second document (`---`) in one file", after, "keep one document a file")
        return data

    def _node(self) -> Data:
        """The next node. Lists and mappings that are still open wait on a stack."""
        next_event, stack = self._parser.get_event, list[_Open]()
        shared = dict[
            str, str
        ]().setdefault  # equal texts are kept once: half of them are keys, kinds and small numbers
        while True:
            event = next_event()
            kind = type(event)
            if kind is yaml.ScalarEvent:
                text: str = shared(event.value, event.value)
                special = event.style == '"' or text in NULLS or event.anchor or event.tag
                value: Data = self._scalar(event) if special else text
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                stack.append(self._opened(event, len(stack)))
                continue
            elif kind is yaml.AliasEvent:
                value = self._alias(event)
            else:
                done = stack.pop()
                value, event = self._closed(done), done.start
            self._nodes += 1
            if not stack:
                return value
            top = stack[-1]
            if type(top.data) is list:
                top.data.append(value)
            elif top.key is None:
                top.key = self._key(value, top.data, event)
            else:
                top.data[top.key] = value
                top.key = None

    def _scalar(self, event: yaml.ScalarEvent) -> Data:
        """A scalar that may be empty, hold escapes, or be marked with an anchor or tag."""
        if event.tag is not None:
            self._refuse_tag(event)
        if event.style == '"' and _escaped(event):
            raise self._error("an escape that makes a line break or control character of LaTeX", event, _BACKSLASH)
        value = None if event.implicit[0] and not event.style and event.value in NULLS else event.value
        if event.anchor is not None:
            self._anchors[event.anchor] = (value, 1)
        return value

    def _opened(self, event: yaml.CollectionStartEvent, depth: int) -> _Open:
        if event.tag is not None:
            self._refuse_tag(event)
        if depth >= DEPTH:
            raise self._error(f"nested deeper than {DEPTH} levels", event, "flatten it", code="curriculum-too-large")
        if self._nodes > NODES:
            raise self._error(f"more than {NODES:,} values in one file", event, _SPLIT, code="curriculum-too-large")
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        return _Open({} if type(event) is yaml.MappingStartEvent else [], event, self._nodes + self._expanded)

    def _closed(self, top: _Open) -> Data:
        if top.start.anchor is not None:
            self._anchors[top.start.anchor] = (top.data, self._nodes + self._expanded - top.before + 1)
        return top.data

    def _key(self, value: Data, data: dict[str, Data], event: yaml.Event) -> str:
        if not isinstance(value, str):
            raise self._error("a key must be a word", event, "put the key in quotes")
        if value in data:
            raise self._error(f"`{value[:80]}` stands here twice", event, "keep one of them")
        return value

    def _alias(self, event: yaml.AliasEvent) -> Data:
        name = str(event.anchor)
        if name not in self._anchors:
            raise self._error(
                f"`*{name}` refers to nothing", event, f"mark what is meant with `&{name}`, or put the text in quotes"
            )
        known = self._anchors[name]
        if known is None:
            raise self._error(f"`*{name}` contains itself", event, "write it out")
        self._aliases += 1
        self._expanded += known[1]
        if self._aliases > ALIASES or self._expanded > EXPANDED:
            raise self._error("too many aliases (`*name`)", event, "write them out", code="curriculum-too-large")
        return known[0]

    def _refuse_tag(self, event: yaml.NodeEvent) -> None:
        tag = str(getattr(event, "tag", ""))[:80]
        raise self._error(f"a tag (`{tag}`)", event, "leave out the tag; values that begin with `!` need quotes")

    def _error(self, what: str, event: yaml.Event, remedy: str, *, code: str = "curriculum-syntax") -> CurriculumError:
        return _refused(code, what, self._file, self._text, place(event), remedy)


@dataclass(slots=True)
class _Open:
    """A mapping or list that isn't complete yet. `before`: how many values had been read when it began."""

    data: Data
    start: yaml.CollectionStartEvent
    before: int
    key: str | None = None

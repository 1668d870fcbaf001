"""Which brackets of a text are partners, and which words and signs join sets.

Square brackets may be turned around (`]1, 2[`), so that whether one opens or closes depends on whether something is
expected where it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NoReturn

from tutor.errors import NotationError
from tutor.notation.sets_text import CLOSE, OPEN

DEEPEST: Final = 40
MOST_SIGNS: Final = 80
_WORDS: Final = {
    "or": "or", "union": "or", "and": "and", "intersection": "and", "intersect": "and", "without": "minus",
    "except": "minus", "excluding": "minus",
}  # fmt: skip
_SIGNS: Final = {
    ";": "semicolon", "\n": "semicolon", ",": "comma", "∪": "or", "∨": "or", "∩": "meet", "∧": "meet", "&": "meet",
    "∖": "minus", "\\": "minus",
}  # fmt: skip
_LETTERS: Final = re.compile(r"[^\W\d_]+(?:_\w+)?")
_COMMAND: Final = re.compile(r"\\(?:[A-Za-z]+|\\)")
OPENING: Final = "([{" + OPEN
CLOSING: Final = ")]}" + CLOSE


@dataclass(frozen=True, slots=True)
class Sign:
    """A word or sign between sets: `or`, `and` (the word), `meet` (its sign), `minus`, `comma`, `semicolon`."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    """`partners`: from the place of an opening bracket to that of its closing one. `signs`: in order."""

    text: str
    partners: dict[int, int]
    signs: tuple[Sign, ...]

    def outer(self, start: int, end: int) -> list[Sign]:
        """The signs between two places that stand in no bracket there."""
        found, at = [], start
        ends = {sign.start: sign for sign in self.signs if start <= sign.start < end}
        while at < end:
            if at in self.partners and self.partners[at] < end:
                at = self.partners[at] + 1
            elif at in ends:
                found.append(ends[at])
                at = ends[at].end
            else:
                at += 1
        return found


def layout(text: str) -> Layout:
    """The brackets and signs of a text. Raises NotationError for a bracket without a partner."""
    return _Scan(text).layout()


def unreadable(what: str, remedy: str, start: int, end: int) -> NoReturn:
    """Raises NotationError."""
    raise NotationError("unreadable", what, remedy=remedy, start=start, end=end)


class _Scan:
    def __init__(self, text: str) -> None:
        self._text = text
        self._open: list[int] = []
        self._partners: dict[int, int] = {}
        self._separated: set[int] = set()  # brackets with a comma or semicolon in them
        self._signs: list[Sign] = []
        self._expecting = True
        self._environments = 0  # LaTeX's: what stands in a matrix separates its entries

    def layout(self) -> Layout:
        at = 0
        while at < len(self._text):
            at = self._step(at)
        if self._open:
            place = self._open[-1]
            unreadable("this bracket isn't closed", "add its partner", place, place + 1)
        if len(self._signs) > MOST_SIGNS:
            unreadable("this has too many parts", "type something shorter", 0, len(self._text))
        return Layout(self._text, self._partners, tuple(self._signs))

    def _step(self, at: int) -> int:
        sign = self._text[at]
        if sign in _SIGNS and not _COMMAND.match(self._text, at):
            self._sign(_SIGNS[sign], at, at + 1)
            return at + 1
        if sign.isspace():
            return at + 1
        command = _COMMAND.match(self._text, at)
        if command:
            self._environments += {"\\begin": 1, "\\end": -1}.get(command.group(), 0)
            if command.group() == "\\\\":
                self._sign("semicolon", at, at + 2)
            self._expecting = False
            return command.end()
        letters = _LETTERS.match(self._text, at)
        if letters:
            return self._word(at, letters.end())
        if sign in OPENING + CLOSING:
            self._bracket(sign, at)
        else:
            self._expecting = sign in "+-*/^=<>≤≥≠∈∉:±"
        return at + 1

    def _word(self, at: int, end: int) -> int:
        word = self._text[at:end].casefold()
        kind = _WORDS.get(word) or ("or" if word == "u" and self._between_sets(at, end) else None)
        if kind:
            self._sign(kind, at, end)
        else:
            self._expecting = False
        return end

    def _between_sets(self, start: int, end: int) -> bool:
        before, after = self._text[:start].rstrip()[-1:], self._text[end:].lstrip()[:1]
        return before != "" and before in CLOSING + "[Rℝ∅" and after != "" and after in OPENING + "]Rℝ∅"

    def _sign(self, kind: str, start: int, end: int) -> None:
        self._expecting = True
        if self._environments > 0:
            return
        if kind in ("comma", "semicolon") and self._open:
            self._separated.add(self._open[-1])
        if kind == "semicolon" and self._text[start:end] == "\n" and not self._text[:start].strip():
            return
        self._signs.append(Sign(kind, start, end))

    def _bracket(self, sign: str, at: int) -> None:
        if sign in "({" + OPEN or (sign in "[]" and self._opens(sign)):
            self._open.append(at)
            if len(self._open) > DEEPEST:
                unreadable("there are too many brackets within brackets", "write it with fewer", at, at + 1)
            self._expecting = True
            return
        if not self._open:
            unreadable("this bracket has no partner", "add one before it, or take it away", at, at + 1)
        start = self._open.pop()
        if (self._text[start] == "{") != (sign == "}") or (self._text[start] == OPEN) != (sign == CLOSE):
            unreadable("this bracket closes one of another kind", "use the same kind on both sides", at, at + 1)
        self._partners[start] = at
        self._expecting = False

    def _opens(self, sign: str) -> bool:
        if self._expecting:  # `[1, ]` lacks an end; anywhere else a bracket opens where something is expected
            return not (sign == "]" and self._open and self._text[self._open[-1]] in "[]")
        if sign == "]":
            return False
        return not (self._open and self._text[self._open[-1]] in "([]" and self._open[-1] in self._separated)

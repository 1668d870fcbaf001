"""Propositional logic as people type it: `not A and B`, `~A & B`, `¬A ∧ B`, `P -> Q`, LaTeX.

The same tree as everywhere, with the operators `not`, `and`, `xor`, `or`, `implies`, `iff`, from the tightest to the loosest;
`=` and `==` between statements are `iff`. Statements are single letters, with an index if need be (`P_1`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tutor.errors import NotationError
from tutor.notation.characters import normal
from tutor.notation.limits import check_length
from tutor.notation.tree import Binary, Name, Node, Span, Truth, Unary

DEEPEST: Final = 60  # brackets and signs of negation within one another
_SPELLINGS: Final[dict[str, tuple[str, ...]]] = {
    "not": ("not", "¬", "~", "!", "\\lnot", "\\neg", "∼"),
    "and": ("and", "∧", "&&", "&", "\\land", "\\wedge", "⋅", "·", "*", "/\\"),
    "xor": ("xor", "⊕", "^", "⊻", "\\oplus", "\\veebar"),
    "or": ("or", "∨", "||", "|", "\\lor", "\\vee", "\\/"),
    "implies": ("implies", "→", "⇒", "->", "=>", "\\to", "\\implies", "\\rightarrow", "\\Rightarrow", "⊃"),
    "iff": (
        "iff", "↔", "⇔", "<->", "<=>", "==", "=", "≡", "\\iff", "\\leftrightarrow", "\\Leftrightarrow", "\\equiv", "xnor",
    ),
    "true": ("true", "⊤", "1", "\\top"),
    "false": ("false", "⊥", "0", "\\bot"),
}  # fmt: skip
_MEANING: Final = {spelling: word for word, spellings in _SPELLINGS.items() for spelling in spellings}
_SIGNS: Final = "|".join(re.escape(one) for one in sorted(_MEANING, key=len, reverse=True) if not one[-1].isalpha())
_TOKEN: Final = re.compile(
    rf"(?P<space>\s+)|(?P<command>\\[A-Za-z]+)|(?P<sign>{_SIGNS})|(?P<word>[A-Za-z](?:[A-Za-z]*(?:_?[0-9]+)?))"
    r"|(?P<open>[(\[{])|(?P<close>[)\]}])",
)
BINDING: Final = {"iff": 1, "implies": 2, "or": 3, "xor": 4, "and": 5}
_STATEMENT: Final = "a statement (a letter), not, or a bracket is expected here"


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # letter, open, close, stop, or a word of _SPELLINGS
    text: str
    start: int
    end: int


def read_logic(text: str) -> Node:
    """The tree of a formula of propositional logic. Raises NotationError with the place and what is expected there."""
    check_length(text)
    return _Reader(_tokens(normal(text))).whole()


def _tokens(text: str) -> list[_Token]:
    found, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _unreadable("this sign isn't one of logic", "use and, or, not, implies, iff and letters", at, at + 1)
        start, at = at, match.end()
        kind, lexeme = str(match.lastgroup), match.group()
        if kind == "space":
            continue
        meaning = _MEANING.get(lexeme if kind in ("sign", "command") else lexeme.casefold())
        if kind in ("open", "close"):
            found.append(_Token(kind, lexeme, start, at))
        elif meaning is not None and not (kind == "word" and len(lexeme) == 1):
            found.append(_Token(meaning, lexeme, start, at))
        elif kind == "word" and (len(lexeme) == 1 or not lexeme.isalpha()):
            found.append(_Token("letter", lexeme, start, at))
        else:
            raise _unreadable(
                "this word isn't one of logic", "statements are single letters, as P, Q or P_1", start, at
            )
    return [*found, _Token("stop", "", len(text), len(text))]


def _unreadable(what: str, remedy: str, start: int, end: int) -> NotationError:
    return NotationError("unreadable", what, remedy=remedy, start=start, end=end)


class _Reader:
    """One pass over the tokens (V. Pratt 1973)."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens, self._at, self._depth = tokens, 0, 0

    def whole(self) -> Node:
        """All tokens."""
        tree = self._formula(0)
        if self._token.kind != "stop":
            raise _unreadable("a sign is missing before this", "write and, or, implies or iff", *self._place())
        return tree

    @property
    def _token(self) -> _Token:
        return self._tokens[self._at]

    def _place(self) -> tuple[int, int]:
        return self._token.start, self._token.end

    def _take(self) -> _Token:
        token = self._token
        self._at += 1
        return token

    def _formula(self, least: int) -> Node:
        start = self._token.start
        left = self._operand()
        while (binding := BINDING.get(self._token.kind, 0)) > least:
            op = self._take()
            right = self._formula(binding - 1 if op.kind == "implies" else binding)
            left = Binary(op.kind, left, right, span=Span(start, self._tokens[self._at - 1].end))
        return left

    def _operand(self) -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            raise _unreadable("there are too many brackets within brackets", "write it with fewer", *self._place())
        try:
            return self._one()
        finally:
            self._depth -= 1

    def _one(self) -> Node:
        token = self._token
        if token.kind == "not":
            self._take()
            arg = self._operand()
            return Unary("not", arg, Span(token.start, self._tokens[self._at - 1].end))
        if token.kind == "open":
            self._take()
            inner = self._formula(0)
            if self._token.kind != "close":
                raise _unreadable("a bracket isn't closed", "add ) here", *self._place())
            self._take()
            return inner
        if token.kind == "letter":
            self._take()
            return Name(token.text, Span(token.start, token.end))
        if token.kind in ("true", "false"):
            self._take()
            return Truth(token.kind == "true", Span(token.start, token.end))
        what = "something is missing at the end" if token.kind == "stop" else "this stands where a statement belongs"
        raise _unreadable(what, _STATEMENT, token.start, token.end)

"""A place in the tokens, and what the place allows: shared by the parts of the reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, NoReturn

from tutor.errors import NotationError
from tutor.notation.lexer import Token
from tutor.notation.limits import DEEPEST, too_large
from tutor.notation.tree import Node, Span

PARTNER: Final = {"(": ")", "[": "]", "{": "}", "\\{": "\\}", "⟨": "⟩"}
SHOWN: Final = {"\\\\": "\\\\", "oo": "∞", "+-": "±", "": "the end"}
OPERANDS: Final = frozenset(["number", "vulgar", "letters", "name", "word", "open", "bar", "command", "begin", "quote"])


@dataclass(slots=True)
class Cursor:
    """`partners`: index of the closing bracket for each opening one. `closers`: bars and `>` that are open here.

    `spaced`: a space between operands separates entries. `lines`: so does a line break rows. `names`: the letters of the
    question, or None in curricula. `language`: the expression language.
    """

    tokens: list[Token]
    names: frozenset[str] | None
    language: bool
    parse: Callable[[Cursor, int], Node]
    partners: dict[int, int] = field(default_factory=dict)
    at: int = 0
    depth: int = 0
    spaced: bool = False
    lines: bool = False
    closers: list[str] = field(default_factory=list)

    @property
    def token(self) -> Token:
        """The token at hand."""
        return self.tokens[self.at]

    def take(self) -> Token:
        """The token at hand, left behind; the last one (`stop`) stays."""
        token = self.tokens[self.at]
        if token.kind != "stop":
            self.at += 1
        return token

    def follower(self) -> Token:
        """The token after the one at hand."""
        return self.tokens[min(self.at + 1, len(self.tokens) - 1)]

    def is_op(self, *texts: str) -> bool:
        """The token at hand is one of these operators."""
        token = self.tokens[self.at]
        return token.kind == "op" and token.text in texts

    def span_from(self, index: int) -> Span:
        """From the token at `index` to the last one taken."""
        return Span(self.tokens[index].start, self.tokens[max(index, self.at - 1)].end)

    def deeper(self) -> None:
        """One level down. Raises NotationError("limit-exceeded") when that is too deep."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise too_large("this is nested too deeply", "use fewer brackets inside one another",
                            Span(self.token.start, self.token.end))  # fmt: skip

    def within(self, read: Callable[[], Node], *, spaced: bool = False, lines: bool = False) -> Node:
        """What `read` gives inside a pair of brackets, where bars opened outside can't be closed."""
        kept = self.spaced, self.lines, self.closers
        self.spaced, self.lines, self.closers = spaced, lines, []
        try:
            return read()
        finally:
            self.spaced, self.lines, self.closers = kept

    def until(self, closer: str, read: Callable[[], Node]) -> Node:
        """What `read` gives up to a closing bar or `>`; spaces no longer separate."""
        kept = self.spaced, self.lines
        self.spaced = self.lines = False
        self.closers.append(closer)
        try:
            return read()
        finally:
            self.closers.pop()
            self.spaced, self.lines = kept

    def fail(self, token: Token, what: str, remedy: str) -> NoReturn:
        """Raises NotationError("unreadable") at a token."""
        raise NotationError("unreadable", what, remedy=remedy, start=token.start, end=token.end)

    def unexpected(self, token: Token, expected: str) -> NoReturn:
        """Raises NotationError("unreadable") that says what should stand where the token stands."""
        found = SHOWN.get(token.text, token.text[:20])
        what = "something is missing at the end" if token.kind == "stop" else f"{found} can't stand here"
        self.fail(token, what, f"{expected} is expected here")


def partners(tokens: list[Token]) -> dict[int, int]:
    """Which bracket (or `\\begin`) closes which, by index. Raises NotationError("unreadable") at one without partner."""
    found: dict[int, int] = {}
    pending: list[tuple[int, str]] = []
    for index, token in enumerate(tokens):
        if token.kind == "open":
            pending.append((index, PARTNER[token.text]))
        elif token.kind == "begin":
            pending.append((index, token.text))
        elif token.kind in ("close", "end"):
            if not pending or pending[-1][1] != token.text:
                raise _no_partner(token, tokens[pending[-1][0]] if pending else None)
            found[pending.pop()[0]] = index
    if pending:
        raise _no_partner(tokens[pending[-1][0]], None)
    return found


def _no_partner(token: Token, other: Token | None) -> NotationError:
    sign = f"\\{token.kind}{{{token.text}}}" if token.kind in ("begin", "end") else token.text
    remedy = "give every bracket its partner" if other is None else f"close {other.text} with its own partner first"
    return NotationError(
        "unreadable", f"the bracket {sign} has no partner", remedy=remedy, start=token.start, end=token.end
    )

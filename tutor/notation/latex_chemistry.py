"""`\\ce{...}`: chemical formulas and equations in the notation of mhchem, its everyday part.

Digits after an element or bracket are subscripts, digits before a formula are amounts, `^2+` and a sign at
the end of a formula are charges, `->`, `<-`, `<=>` are arrows (with `[over][under]`), `*` or `.` before a
formula is a centred dot.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tutor.notation.latex_symbols import CHARACTERS, SYMBOLS
from tutor.notation.latex_tokens import unreadable
from tutor.notation.latex_tree import Arrow, Node, Row, Scripts, Space, Symbol, Words

if TYPE_CHECKING:
    from tutor.notation.latex_parser import Parser

_ARROWS: Final = (
    ("<=>>", "⇌"),
    ("<<=>", "⇌"),
    ("<=>", "⇌"),
    ("<-->", "⇄"),
    ("<->", "↔"),
    ("->", "→"),
    ("<-", "←"),
    ("→", "→"),
    ("⇌", "⇌"),
)
_PLUS: Final = Symbol("+", "+", "plus", "bin")
_ESCAPES: Final = Symbol("↑", "^", "as a gas", "close")
_SETTLES: Final = Symbol("↓", "v", "as a solid", "close")
_BONDS: Final = {"-": ("−", "-", "single bond"), "=": ("=", "=", "double bond"), "#": ("≡", "#", "triple bond")}
_SIGNS: Final = {"+": Symbol("+", "+", "plus"), "-": Symbol("−", "-", "minus"), "−": Symbol("−", "-", "minus")}


def chemistry(parser: Parser) -> Node:
    """The chemistry in the group that comes next."""
    raw, start = parser.raw_group()
    return _Reader(raw, parser, start).row()


class _Reader:
    """Where the reading of one `\\ce{...}` stands."""

    def __init__(self, text: str, parser: Parser, start: int) -> None:
        self.text = text
        self.parser = parser
        self.start = start
        self.at = 0
        self.items: list[Node] = []

    def row(self) -> Row:
        while self.at < len(self.text):
            self._next()
        return Row(tuple(self.items))

    def _next(self) -> None:
        char = self.text[self.at]
        if char.isspace():
            self.at += 1
        elif self._arrow() or self._gas():
            return
        elif char in "0123456789":
            self._digits()
        elif char in "^_":
            self._scripts()
        elif char in "+-−":
            self._sign()
        elif char == "\\" or char == "$":
            self._mathematics()
        elif char in "*.·":
            self.at += 1
            self.items.append(SYMBOLS["cdot"] if not self._starts_formula() else Symbol("·", "*", "with"))
        elif char in "=#":
            self.at += 1
            self.items.append(Symbol(*_BONDS[char]))
        elif char in "{}":
            self.at += 1
        else:
            self._letters()

    # -- where we are

    def _before(self) -> str:
        return self.text[self.at - 1] if self.at else " "

    def _after(self, offset: int = 1) -> str:
        return self.text[self.at + offset : self.at + offset + 1] or " "

    def _starts_formula(self) -> bool:
        """Whether what comes is written against something, so that the dot belongs between two formulas."""
        return self.at < len(self.text) and not self.text[self.at].isspace()

    def _error(self, what: str) -> Exception:
        return unreadable(what, self.start + self.at, self.start + len(self.text))

    # -- pieces

    def _letters(self) -> None:
        """An element's sign (a capital and the small letters after it), a letter, or a bracket."""
        stop = self.at + 1
        if self.text[self.at].isupper():
            while stop < len(self.text) and self.text[stop].islower():
                stop += 1
        piece = self.text[self.at : stop]
        self.at = stop
        if len(piece) == 1 and not piece.isalpha():
            self.items.append(CHARACTERS.get(piece) or Symbol(piece, piece, piece))
        else:
            self.items.append(Words(piece))

    def _digits(self) -> None:
        """An amount at the start of a formula, else a subscript."""
        stop = self.at
        amount = not (self._before().isalnum() or self._before() in ")]}")
        inside = "0123456789./," if amount else "0123456789"
        while stop < len(self.text) and self.text[stop] in inside:
            stop += 1
        while not self.text[stop - 1].isdigit():
            stop -= 1
        digits = self.text[self.at : stop]
        self.at = stop
        number = Symbol(digits, digits, digits)
        if amount:
            self.items.append(number)
            rest = self.text[self.at :].lstrip()
            if rest and (rest[0].isalnum() or rest[0] in "([{^_\\$"):
                self.items.append(Space(1))
        else:
            self._attach(below=Row((number,)))

    def _attach(self, *, below: Row | None = None, above: Row | None = None) -> None:
        base: Node = Row(())
        if self.items and not isinstance(self.items[-1], Space) and not self._before().isspace():
            base = self.items.pop()
        scripts = base if isinstance(base, Scripts) else Scripts(base, None, None)
        if (below and scripts.below) or (above and scripts.above):
            scripts = Scripts(scripts, None, None)
        self.items.append(Scripts(scripts.base, below or scripts.below, above or scripts.above))

    def _scripts(self) -> None:
        """All of `^...` and `_...` that follow one another; before an element they stand on nothing."""
        found: dict[str, Row] = {}
        first = self.at
        if first and self._before().isspace():
            self.items.append(Space(0))
        while self.at < len(self.text) and self.text[self.at] in "^_" and self.text[self.at] not in found:
            mark = self.text[self.at]
            self.at += 1
            found[mark] = self._script_text(mark)
        end, self.at = self.at, first
        self._attach(below=found.get("_"), above=found.get("^"))
        self.at = end

    def _script_text(self, mark: str) -> Row:
        if self.at < len(self.text) and self.text[self.at] == "{":
            stop = self.text.find("}", self.at)
            if stop < 0:
                raise self._error("a brace in the formula isn't closed")
            piece = self.text[self.at + 1 : stop]
            self.at = stop + 1
        else:
            stop = self.at
            while stop < len(self.text) and (self.text[stop].isdigit() or (mark == "^" and self.text[stop] in "+-−.")):
                stop += 1
            stop = max(stop, self.at + 1)
            piece = self.text[self.at : stop]
            self.at = stop
        if not piece:
            raise self._error("nothing stands in the superscript or subscript")
        if "\\" in piece or "^" in piece:
            return self.parser.inside(piece, self.start + self.at - len(piece) - 1)
        return Row(tuple(_script_symbols(piece)))

    def _sign(self) -> None:
        """A charge when it ends a formula, "plus" between formulas, a bond between atoms."""
        char = self.text[self.at]
        attached = not self._before().isspace()
        ends = self._after().isspace() or self._after() in ")]},+"
        if attached and ends and self.items:
            self._attach(above=Row((_SIGNS[char],)))
        elif char == "+":
            self.items.append(_PLUS)
        else:
            self.items.append(Symbol(*_BONDS["-"]))
        self.at += 1

    def _arrow(self) -> bool:
        for typed, glyph in _ARROWS:
            if self.text.startswith(typed, self.at):
                self.at += len(typed)
                over = self._bracketed()
                under = self._bracketed()
                plain = typed if typed.isascii() else {"→": "->"}.get(typed, "<=>")
                words = {"→": "gives", "⇌": "in equilibrium with", "←": "from"}.get(glyph, "to and from")
                bare = over is None and under is None
                self.items.append(Symbol(glyph, plain, words, "rel") if bare else Arrow(glyph, over or Row(()), under))
                return True
        return False

    def _bracketed(self) -> Row | None:
        if self.at >= len(self.text) or self.text[self.at] != "[":
            return None
        stop = self.text.find("]", self.at)
        if stop < 0:
            raise self._error("a bracket on the arrow isn't closed")
        piece = self.text[self.at + 1 : stop]
        self.at = stop + 1
        if "\\" in piece or "$" in piece:
            return self.parser.inside(piece.replace("$", " "), self.start + stop - len(piece))
        return _Reader(piece, self.parser, self.start + stop - len(piece)).row()

    def _gas(self) -> bool:
        """`^` and `v` standing alone: a gas that escapes, a solid that settles."""
        alone = self._before().isspace() and self._after().isspace()
        if alone and self.text[self.at] in "^v":
            self.items += [Space(1), _ESCAPES if self.text[self.at] == "^" else _SETTLES]
            self.at += 1
            return True
        return False

    def _mathematics(self) -> None:
        """A command, or a formula between dollars."""
        if self.text[self.at] == "$":
            stop = self.text.find("$", self.at + 1)
            if stop < 0:
                raise self._error("a dollar has no partner")
            self.items.append(self.parser.inside(self.text[self.at + 1 : stop], self.start + self.at + 1))
            self.at = stop + 1
            return
        stop = self.at + 1
        while stop < len(self.text) and self.text[stop].isalpha():
            stop += 1
        stop = max(stop, self.at + 2)
        self.items.append(self.parser.inside(self.text[self.at : stop], self.start + self.at))
        self.at = stop


def _script_symbols(piece: str) -> Iterator[Symbol]:
    """Numbers whole, signs and letters one by one."""
    number = ""
    for char in f"{piece} ":
        if char.isdigit():
            number += char
            continue
        if number:
            yield Symbol(number, number, number)
            number = ""
        if not char.isspace():
            yield _SIGNS.get(char) or Symbol(char, char, char)

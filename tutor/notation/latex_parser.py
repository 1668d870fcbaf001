"""The reader of LaTeX: a recursive descent over tokens that builds the tree which is shown.

Commands with arguments, environments, text and chemistry are in modules of their own; the reader is given the
table of them. What isn't understood is an error that says where, never a guess: the caller then shows the
source.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from typing import Final

from tutor.errors import NotationError
from tutor.notation.latex_brackets import paired
from tutor.notation.latex_scripts import ALPHABETS, lettered
from tutor.notation.latex_symbols import CHARACTERS, DELIMITERS, SYMBOLS
from tutor.notation.latex_tokens import Token, tokens, unreadable
from tutor.notation.latex_tree import (
    Accent,
    Fence,
    Fraction,
    Kind,
    Node,
    Row,
    Scripts,
    Space,
    Symbol,
)

MAX_DEPTH: Final = 40
"""Levels of nesting of a formula."""

_SPACES: Final = {
    ",": 1,
    ":": 1,
    ";": 1,
    " ": 1,
    "!": 0,
    "quad": 2,
    "qquad": 4,
    "thinspace": 1,
    "enspace": 1,
    "medspace": 1,
    "thickspace": 1,
    "negthinspace": 0,
    "/": 0,
    ">": 1,
    "\n": 1,
    "space": 1,
    "nobreakspace": 1,
}
_IGNORED: Final = frozenset(
    {
        "displaystyle",
        "textstyle",
        "scriptstyle",
        "scriptscriptstyle",
        "nonumber",
        "notag",
        "allowbreak",
        "nobreak",
        "mathstrut",
        "strut",
        "null",
        "normalsize",
        "small",
        "large",
        "centering",
        "relax",
    }
)
_ACCENTS: Final = frozenset(
    {
        "vec",
        "hat",
        "widehat",
        "bar",
        "overline",
        "underline",
        "dot",
        "ddot",
        "dddot",
        "tilde",
        "widetilde",
        "check",
        "acute",
        "grave",
        "breve",
        "mathring",
        "overrightarrow",
        "overleftarrow",
        "overleftrightarrow",
        "overbrace",
        "underbrace",
        "overbracket",
        "underbracket",
    }
)
_PRIMES: Final = {1: "′", 2: "″", 3: "‴"}
ROW_ENDS: Final = frozenset({"}", "&", r"\\", r"\end", r"\right", r"\cr"})


Builder = Callable[["Parser"], Node | None]


class Parser:
    """Where the reading of one formula stands."""

    def __init__(self, source: str, commands: Mapping[str, Builder], *, depth: int = 0) -> None:
        self.source = source
        self.commands = commands
        self.tokens = tokens(source)
        self.at = 0
        self.depth = depth
        self.alphabet = "plain"

    # -- tokens

    def peek(self) -> str:
        """The text of the next token; empty at the end."""
        return self.tokens[self.at].text if self.at < len(self.tokens) else ""

    def take(self) -> Token:
        """The next token; an error at the end."""
        if self.at >= len(self.tokens):
            raise unreadable("the formula ends too early", len(self.source), len(self.source))
        self.at += 1
        return self.tokens[self.at - 1]

    def last(self) -> Token:
        """The token that was taken last."""
        return self.tokens[self.at - 1]

    def expect(self, text: str) -> Token:
        """The next token, which must be this one."""
        token = self.take()
        if token.text != text:
            raise unreadable(f"`{text}` is expected here, not `{token.text}`", token.start, token.end)
        return token

    def raw_group(self) -> tuple[str, int]:
        """The source between the next braces, as it was written, and its offset."""
        opening = self.expect("{")
        level = 1
        while level:
            token = self.take()
            level += {"{": 1, "}": -1}.get(token.text, 0)
        return self.source[opening.end : token.start], opening.end

    def deeper(self) -> None:
        """One level down; an error when that is too deep."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            place = self.tokens[min(self.at, len(self.tokens) - 1)]
            what = f"the formula is nested more than {MAX_DEPTH} levels deep"
            raise NotationError("limit-exceeded", what, remedy="write it flatter", start=place.start, end=place.end)

    def inside(self, source: str, start: int) -> Row:
        """The tree of a formula within this one, which begins at an offset of it; errors are placed in this one."""
        parser = Parser(source, self.commands, depth=self.depth + 1)
        try:
            row = parser.row()
            if parser.peek():
                token = parser.take()
                raise unreadable(f"`{token.text}` can't stand here", token.start, token.end)
        except NotationError as error:
            first, last = start + error.start, start + error.end
            raise NotationError(error.code, error.what, remedy=error.remedy, start=first, end=last) from error
        return row

    # -- rows

    def row(self, ends: frozenset[str] = ROW_ENDS) -> Row:
        """Items up to one of the ends, which isn't taken."""
        self.deeper()
        alphabet = self.alphabet
        items: list[Node] = []
        while (text := self.peek()) and text not in ends:
            if text in (r"\over", r"\choose", r"\atop"):
                items = [self._infix(items, ends)]
                break
            self._item(items)
        self.alphabet = alphabet
        self.depth -= 1
        return Row(paired(items))

    def _infix(self, before: list[Node], ends: frozenset[str]) -> Node:
        name = self.take().text
        fraction = Fraction(Row(paired(before)), self.row(ends), bar=name == r"\over")
        return Fence("(", ")", Row((fraction,))) if name == r"\choose" else fraction

    def _item(self, items: list[Node]) -> None:
        token = self.tokens[self.at]
        text = token.text
        if text in ("^", "_", "'", "’"):
            self._script(items)
        elif text in (r"\limits", r"\nolimits"):
            self.at += 1
            self._set_limits(items, text == r"\limits")
        elif text[0] == "\\" and text[1:] in ALPHABETS and text[1:] in ("bf", "rm", "it"):
            self.at += 1
            self.alphabet = ALPHABETS[text[1:]]
        elif text[0].isdigit():
            items.append(self._number())
        else:
            node = self.atom()
            if node is not None:
                items.append(node)

    def _number(self) -> Node:
        """A run of digits, with a point or a comma between groups of three inside, as one symbol."""
        first = last = self.take()
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if token.start != last.end:
                break
            if not token.text[0].isdigit():
                if token.text not in ".," or not self._digits_follow(3 if token.text == "," else 1):
                    break
                self.at += 1
            last = self.take()
        text = self.source[first.start : last.end]
        shown = "".join(lettered(char, self.alphabet) for char in text)
        return Symbol(shown, plain_digits(text), text)

    def _digits_follow(self, count: int) -> bool:
        """Whether exactly three (or, for one, any) digits follow the token at hand without a space."""
        start = self.tokens[self.at].end
        run = 0
        while start + run < len(self.source) and self.source[start + run].isdigit():
            run += 1
        return run == 3 if count == 3 else run >= 1

    # -- atoms

    def argument(self) -> Row:
        """What a command applies to: a group in braces or the next atom."""
        if self.peek() == "{":
            self.at += 1
            row = self.row()
            self.expect("}")
            return row
        self.deeper()
        node = self.atom()
        while node is None:
            node = self.atom()
        self.depth -= 1
        return Row((node,))

    def optional(self) -> Row | None:
        """What stands in square brackets next, if anything does."""
        if self.peek() != "[":
            return None
        self.at += 1
        row = self.row(ROW_ENDS | {"]"})
        self.expect("]")
        return row

    def atom(self) -> Node | None:
        """The next atom; None when it shows nothing (`\\displaystyle`)."""
        token = self.take()
        text = token.text
        if text[0] == "\\":
            return self._command(token)
        if text == "{":
            row = self.row()
            self.expect("}")
            return row
        if text in ROW_ENDS or text in "^_":
            raise unreadable(f"`{text}` has nothing to belong to here", token.start, token.end)
        if text == "~":
            return Space(1)
        if text == "$":
            raise unreadable("a dollar can't stand inside a formula", token.start, token.end)
        return self._character(text)

    def _character(self, char: str) -> Node:
        symbol = CHARACTERS.get(char)
        if symbol is not None:
            if char == ":" and self.peek() == "=" and self.tokens[self.at].start == self.tokens[self.at - 1].end:
                self.at += 1
                return SYMBOLS["coloneqq"]
            return symbol
        if unicodedata.combining(char):
            place = self.tokens[self.at - 1]
            raise unreadable("a combining mark has nothing to stand on", place.start, place.end)
        return Symbol(lettered(char, self.alphabet), plain_digits(char), char)

    def _command(self, token: Token) -> Node | None:
        name = token.text[1:]
        if name in SYMBOLS:
            symbol = SYMBOLS[name]
            if self.alphabet == "bold" and len(symbol.glyph) == 1 and symbol.kind == "ord":
                return Symbol(lettered(symbol.glyph, "bold"), symbol.plain, symbol.words)
            return symbol
        if name in _SPACES:
            return Space(_SPACES[name])
        if name in _IGNORED:
            return None
        if name in DELIMITERS:
            return self._delimiter_symbol(name)
        if name in ALPHABETS:
            return self._in_alphabet(ALPHABETS[name])
        if name in _ACCENTS:
            return Accent(name, self.argument())
        build = self.commands.get(name)
        if build is None:
            raise unreadable(f"`\\{name}` isn't known here", token.start, token.end)
        return build(self)

    def _delimiter_symbol(self, name: str) -> Symbol:
        glyph, plain, words = DELIMITERS[name]
        sides: Mapping[str, Kind] = {"lvert": "open", "lVert": "open", "rvert": "close", "rVert": "close"}
        symbol = CHARACTERS.get(glyph)
        kind = sides.get(name) or (symbol.kind if symbol else "ord")
        return Symbol(glyph, plain, words, kind)

    def _in_alphabet(self, alphabet: str) -> Row:
        outer, self.alphabet = self.alphabet, alphabet
        row = self.argument()
        self.alphabet = outer
        return row

    def _set_limits(self, items: list[Node], limits: bool) -> None:
        """`\\limits` after an operator says where its scripts go."""
        if not items or not isinstance(items[-1], Symbol):
            place = self.last()
            raise unreadable("`\\limits` belongs after an operator", place.start, place.end)
        last = items[-1]
        items[-1] = Symbol(last.glyph, last.plain, last.words, "op", "limits" if limits else "")

    # -- scripts

    def _script(self, items: list[Node]) -> None:
        """Attaches all scripts that follow to the last item."""
        base: Node = Row(())
        if items and not isinstance(items[-1], Space):
            base = items.pop()
        below: Row | None = None
        above: list[Node] = []
        raised = False
        while (text := self.peek()) in ("^", "_", "'", "’") and text:
            token = self.take()
            if text in "'’":
                above.insert(len(above) if not raised else 0, self._primes())
            elif text == "^":
                if raised:
                    raise unreadable("two superscripts stand on one base", token.start, token.end)
                raised = True
                above.extend(self.argument().items)
            elif below is not None:
                raise unreadable("two subscripts stand under one base", token.start, token.end)
            else:
                below = self.argument()
        limits = isinstance(base, Symbol) and base.big == "limits"
        limits = limits or (isinstance(base, Accent) and base.name.endswith(("brace", "bracket")))
        items.append(Scripts(base, below, Row(tuple(above)) if above or raised else None, limits))

    def _primes(self) -> Symbol:
        count = 1
        while self.peek() in ("'", "’") and self.peek():
            self.at += 1
            count += 1
        glyphs = _PRIMES.get(count, "′" * count)
        return Symbol(glyphs, "'" * count, " ".join(["prime"] * count))


def plain_digits(text: str) -> str:
    """Digits of any script as ASCII digits."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.digit(char)) if char.isdigit() else char for char in text)

"""The characters of typed chemistry: LaTeX commands become single signs, wrappers as `\\ce{}` vanish, and places stay true."""

from __future__ import annotations

import re
from typing import Final

from tutor.errors import NotationError
from tutor.notation.characters import LOWERED, MARK, RAISED, VULGAR, normal
from tutor.notation.limits import check_length

RAISED_DIGITS: Final = {sign: plain for sign, plain in RAISED.items() if plain.isdigit()}
LOWERED_DIGITS: Final = {sign: plain for sign, plain in LOWERED.items() if plain.isdigit()}
SIGNS: Final = {"+": 1, "-": -1, "⁺": 1, "⁻": -1}
BAR: Final = "‾"  # before ν: its antiparticle
LONGEST_NUMBER: Final = 6  # digits of a subscript, a charge, a mass number; amounts may have 9

_WRAPPERS: Final = frozenset(
    "ce mathrm text mathsf textrm mathbf mathit rm bf operatorname left right displaystyle textstyle ! hspace".split()  # noqa: SIM905
)
_FRACTIONS: Final = frozenset({"frac", "tfrac", "dfrac"})
_COMMANDS: Final = {
    **dict.fromkeys([",", ";", ":", " ", "quad", "qquad", ">"], " "),
    **dict.fromkeys(["rightarrow", "to", "longrightarrow", "Rightarrow", "Longrightarrow", "implies"], "→"),
    **dict.fromkeys(["leftarrow", "gets", "longleftarrow"], "←"),
    **dict.fromkeys(["rightleftharpoons", "leftrightharpoons", "leftrightarrow", "rightleftarrows"], "⇌"),
    **dict.fromkeys(["cdot", "bullet", "times", "ast"], "*"),
    "Delta": "Δ", "degree": "°", "circ": "°", "uparrow": "↑", "downarrow": "↓", "equiv": "≡", "{": "{", "}": "}",
    "alpha": "α", "beta": "β", "gamma": "γ", "nu": "ν", "overline": BAR, "bar": BAR,
    "alphaparticle": "α", "betaparticle": "β", "gammaray": "γ", "neutrino": "ν", "antineutrino": BAR + "ν",
    "electron": "e⁻", "positron": "e⁺", "neutron": "n", "proton": "p",
}  # fmt: skip
_COMMAND: Final = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL)
_SHORT_FRACTION: Final = re.compile(r"\s*([0-9])\s*([0-9])")
AMOUNT: Final = re.compile(
    r"\(\s*(?P<over>[0-9]{1,9})\s*/\s*(?P<under>[0-9]{1,9})\s*\)"
    r"|(?:(?P<whole>[0-9]{1,9})\s+)?(?P<top>[0-9]{1,9})\s*/\s*(?P<bottom>[0-9]{1,9})"
    r"|(?P<decimal>[0-9]{1,9}[.,][0-9]{1,9})"
    rf"|(?P<before>[0-9]{{0,9}})\s*(?P<vulgar>[{''.join(VULGAR)}])"
    r"|(?P<integer>[0-9]{1,9})"
)


def unreadable(what: str, remedy: str, start: int, end: int) -> NotationError:
    """A place that can't be read, and what is expected there."""
    return NotationError("unreadable", what, remedy=remedy, start=start, end=end)


class Scan:
    """The cleaned characters, each with its place in what was typed, and how far they are read.

    Raises NotationError for text that is too long, an unknown command, or a brace without its partner.
    """

    def __init__(self, typed: str) -> None:
        check_length(typed)
        self.is_mhchem = "\\ce" in typed
        pieces = _Cleaner(typed)
        while pieces.characters and (pieces.characters[-1].isspace() or pieces.characters[-1] in ".;,"):
            pieces.characters.pop()
            pieces.places.pop()
        self.text = "".join(pieces.characters)
        self._places = [*pieces.places, pieces.places[-1] + 1 if pieces.places else 0]
        self.at = 0

    def place(self, at: int) -> int:
        """Where a cleaned character stands in what was typed."""
        return self._places[min(at, len(self._places) - 1)]

    def error(self, what: str, remedy: str, start: int | None = None, end: int | None = None) -> NotationError:
        """An error at the cleaned characters from `start` (here) to `end` (the next)."""
        first = self.at if start is None else start
        last = self.place(max(first, (first + 1 if end is None else end) - 1)) + (first < len(self.text))
        return unreadable(what, remedy, self.place(first), last)

    @property
    def char(self) -> str:
        """The next character, or an empty text at the end."""
        return self.text[self.at : self.at + 1]

    @property
    def ended(self) -> bool:
        """Whether all is read."""
        return self.at >= len(self.text)

    def skip_spaces(self) -> None:
        """On to what isn't a space."""
        while self.char.isspace():
            self.at += 1

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """What fits here, and on to its end."""
        found = pattern.match(self.text, self.at)
        if found:
            self.at = found.end()
        return found

    def digits(self, which: dict[str, str] | None = None) -> str:
        """The digits here, plain ones or those of a script. Raises NotationError for a number that is too long."""
        start, found = self.at, ""
        while self.char and (self.char in which if which else self.char in "0123456789"):
            found += which[self.char] if which else self.char
            self.at += 1
        if len(found) > LONGEST_NUMBER:
            raise self.error("this number is too long", f"write one of at most {LONGEST_NUMBER} digits", start, self.at)
        return found

    def script(self) -> str:
        """What stands in `{...}` after `^` or `_`, without spaces; the braces must be there."""
        start = self.at
        stop = self.text.find("}", start)
        if stop < 0:
            raise self.error("a brace isn't closed", "add }", start)
        self.at = stop + 1
        return self.text[start + 1 : stop].replace(" ", "")


class _Cleaner:
    """One pass over the typed text."""

    def __init__(self, typed: str) -> None:
        self.characters: list[str] = []
        self.places: list[int] = []
        self._typed, self._text, self._at = typed, normal(typed), 0
        self._braces: list[str] = []  # of each open brace: keep, drop, or the numerator of a fraction
        self._next = "keep"  # what the next brace is
        while self._at < len(self._text):
            self._one()

    def _emit(self, what: str) -> None:
        for character in what:
            self.characters.append(character)
            self.places.append(self._at)

    def _one(self) -> None:
        char = self._text[self._at]
        if char == "\\":
            self._command()
            return
        if char == "{":
            self._braces.append(self._next)
            if self._next == "keep":
                self._emit(char)
            self._next = "keep"
        elif char == "}":
            self._close()
        elif char == MARK:
            if self._typed[self._at] in "\u0304\u0305" and self.characters and self.characters[-1] == "ν":
                self.characters.insert(-1, BAR)
                self.places.insert(-1, self._at - 1)
        elif char == "~":
            self._emit(" ")
        elif char != "$":
            if not char.isspace():
                self._next = "keep"
            self._emit(char)
        self._at += 1

    def _close(self) -> None:
        kind = self._braces.pop() if self._braces else "keep"
        if kind == "numerator":
            self._emit("/")
            self._next = "drop"
        elif kind == "keep":
            self._emit("}")

    def _command(self) -> None:
        found = _COMMAND.match(self._text, self._at)
        if found is None:
            raise unreadable("a lone backslash", "write the formula without it", self._at, self._at + 1)
        name, end = found.group(1), found.end()
        if name in _FRACTIONS:
            short = _SHORT_FRACTION.match(self._text, end)
            if short:
                self._emit(f"{short.group(1)}/{short.group(2)}")
                self._at = short.end()
                return
            self._next = "numerator"
        elif name in ("xrightarrow", "xrightleftharpoons"):
            self._emit("→" if name == "xrightarrow" else "⇌")
            end = self._after_label(end)
        elif name in _WRAPPERS:
            self._next = "drop"
        elif name in _COMMANDS:
            self._emit(_COMMANDS[name])
            self._next = "drop" if name in ("bar", "overline") else "keep"
        else:
            raise unreadable("this command isn't one of chemistry", "write the formula as H2O, SO4^2-", self._at, end)
        self._at = end

    def _after_label(self, at: int) -> int:
        """Behind the texts over and under an arrow."""
        for opening, closing in (("[", "]"), ("{", "}")):
            if self._text[at : at + 1] == opening:
                stop = self._text.find(closing, at)
                if stop < 0:
                    raise unreadable("the text on the arrow isn't closed", f"add {closing}", at, len(self._text))
                at = stop + 1
        return at

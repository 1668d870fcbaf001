"""Quantities as people type them, in tokens: numbers, words, signs; LaTeX and Unicode alike. One pass, no backtracking."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final, NamedTuple, Protocol

from tutor.errors import NotationError
from tutor.notation.characters import MARK, RAISED, VULGAR, normal
from tutor.notation.limits import LONGEST_LITERAL, check_length

Pieces = tuple[tuple[str, int], ...]  # units by symbol, each with its exponent

MOST_TOKENS: Final = 200
LARGEST_POWER_OF_TEN: Final = 400
_LETTER: Final = "[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u03ff\u0400-\u04ff]"
_FONT: Final = r"\\(?:mathrm|text|textrm|mbox|rm)"
_TOKEN: Final = re.compile(
    rf"""
(?P<space>[\s{MARK}$~]+|\\[,;:!\ ]|{_FONT}(?![A-Za-z])
  |\\(?:quad|qquad|left|right|displaystyle|mathit|operatorname|unit)(?![A-Za-z]))
|(?P<degree>(?:\^\s*(?:\{{\s*\\circ\s*\}}|\\circ)|\\degree|\\circ|°)\s*(?:{_FONT}\s*\{{\s*[CFR]\s*\}}|[CFR](?!{_LETTER}))?
  |[℃℉]|[dD]eg(?:rees?)?\.?\ +[CFR](?!{_LETTER}))
|(?P<number>
  [0-9]{{1,3}}(?:,[0-9]{{3}})+(?![0-9,])(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?
  |[0-9]{{1,3}}(?:[\ \u00a0][0-9]{{3}})+(?![0-9])(?:\.[0-9]*)?
  |(?:[0-9]+(?:(?:\.|,(?=[0-9])|\{{,\}})[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
|(?P<vulgar>[{"".join(VULGAR)}])
|(?P<raised>[{"".join(RAISED)}]+)
|(?P<times>[xX](?=\s*10\s*(?:\^|\*\*|[{"".join(RAISED)}])))
|(?P<micro>\\mu\s*(?:{_FONT}\s*\{{\s*[A-Za-z]+\s*\}}|[A-Za-z]+))
|(?P<ohm>[kMGTmμnp]?\\Omega(?![A-Za-z]))
|(?P<word>[%‰]|\\%|'|"|{_LETTER}+)
|(?P<command>\\(?:[dt]?frac|sqrt|cdot|times|ast|div|pi)(?![A-Za-z]))
|(?P<root>√)
|(?P<op>\*\*|[-+*/^])
|(?P<open>[(\[{{])
|(?P<close>[)\]}}])
|(?P<point>\.)
""",
    re.VERBOSE,
)
_NAMES: Final = re.compile(rf"{_LETTER}+(?:[ _-]{_LETTER}+){{1,3}}")
_AMBIGUOUS: Final = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_SIGNS: Final = {"**": "^", "\\cdot": "*", "\\times": "*", "\\ast": "*", "\\div": "/"}
_TEMPERATURES: Final = {"℃": "°C", "℉": "°F"}


class Token(NamedTuple):
    """One token. `pieces`: the units that a word stands for. `gap`: white space goes before it."""

    kind: str  # number vulgar word name op open close raised frac sqrt stop
    text: str
    start: int
    end: int
    gap: bool
    pieces: Pieces = ()


class Units(Protocol):
    """Which units a word stands for."""

    def __call__(self, word: str, /, *, whole: bool = False) -> Pieces | None:
        """The units, or None for a word that names none. `whole`: only as one name, not as several run together."""
        ...


def quantity_tokens(text: str, units: Units, letters: frozenset[str]) -> list[Token]:
    """The tokens, with a stop at the end. `letters`: names that stand for themselves, not for units.

    Raises NotationError for a sign or word that has no place in a quantity, and for what is too long.
    """
    check_length(text)
    text = normal(text.replace("º", "°").replace("˚", "°").replace("′", "'").replace("″", '"'))
    found: list[Token] = []
    at, gap = 0, False
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise unreadable("this sign has no place in a quantity", "a number and its unit are expected", at, at + 1)
        kind, lexeme, start = str(match.lastgroup), match.group(), at
        at = match.end()
        if kind == "space":
            gap = True
            continue
        if kind == "point":
            if text[at : at + 1].isalpha() and found and found[-1].kind == "word":
                found.append(Token("op", "*", start, at, gap))
            elif not found or found[-1].kind != "word":
                raise unreadable("a number is missing at this point", "digits are expected", start, at)
            gap = True
            continue
        if lexeme == "-" and _is_hyphen(found, gap, text[at : at + 1]):
            found.append(Token("op", "*", start, at, False))
            continue
        if kind == "word":
            token = _word(text, start, units, letters, found)
            at = token.end
        else:
            token = _token(kind, lexeme, start, at, units)
        found.append(token._replace(gap=gap))
        gap = False
        if len(found) > MOST_TOKENS:
            raise unreadable("this has too many parts", "a number and its unit are expected", start, at)
    return [*found, Token("stop", "", len(text), len(text), gap)]


def _is_hyphen(found: list[Token], gap: bool, following: str) -> bool:
    """The N-m of a newton metre: the sign stands between two words."""
    return not gap and following.isalpha() and bool(found) and bool(found[-1].pieces)


def unreadable(what: str, remedy: str, start: int, end: int) -> NotationError:
    """What can't be read, with its place and what is expected there."""
    return NotationError("unreadable", what, remedy=remedy, start=start, end=end)


def number_of(token: Token) -> Fraction:
    """The exact value of a number's token. Raises NotationError for too many digits and `1,234`, which has two readings."""
    if token.kind == "vulgar":
        return VULGAR[token.text]
    text = token.text.replace("{,}", ",")
    if len(text) > LONGEST_LITERAL:
        raise unreadable("this number has too many digits", "type a shorter number", token.start, token.end)
    if _AMBIGUOUS.fullmatch(text):
        joined, pointed = text.replace(",", ""), text.replace(",", ".")
        raise unreadable(f"{text} can be read in two ways", f"type {joined} or {pointed}", token.start, token.end)
    plain = plain_literal(text)
    _, _, exponent = plain.lower().partition("e")
    if exponent and abs(int(exponent)) > LARGEST_POWER_OF_TEN:
        raise unreadable("this power of ten is too large", "use a smaller exponent", token.start, token.end)
    return Fraction(plain)


def plain_literal(text: str) -> str:
    """A number as typed, with a decimal point and without marks between groups of digits."""
    text = text.replace("{,}", ",").replace(" ", "").replace("\u00a0", "")
    return text.replace(",", ".") if text.count(",") == 1 and "." not in text else text.replace(",", "")


def _word(text: str, start: int, units: Units, letters: frozenset[str], found: list[Token]) -> Token:
    """The longest run of words that names one unit (`nautical miles`, `light-year`), or one word."""
    phrase = _NAMES.match(text, start)
    end = phrase.end() if phrase else start
    while end > start:
        name = text[start:end]
        if not name.isalpha():
            pieces = units(name, whole=True) or units(name.replace("-", " ").replace("_", " "), whole=True)
            if pieces:
                return Token("word", name, start, end, False, pieces)
        end = max(start, *(text.rfind(separator, start, end) for separator in " -_"))
    match = _TOKEN.match(text, start)
    assert match is not None
    word, end = match.group(), match.end()
    if word in letters or word in ("e", "pi", "π"):
        return Token("name", "pi" if word == "π" else word, start, end, False)
    word = {"'": "ft", '"': "in", "\\%": "%"}.get(word, word)
    if word in ("ft", "in") and text[start] in "'\"" and any(one.pieces == (("°", 1),) for one in found):
        word = "arcmin" if word == "ft" else "arcsec"
    return Token("word", word, start, end, False, units(word) or ())


def _token(kind: str, lexeme: str, start: int, end: int, units: Units) -> Token:
    match kind:
        case "degree":
            scale = lexeme.rstrip(" }")[-1:]
            name = _TEMPERATURES.get(lexeme) or (f"°{scale}" if scale in "CFR" and scale else "°")
            return Token("word", name, start, end, False, ((name, 1),))
        case "micro" | "ohm":
            name = re.sub(rf"{_FONT}|[\s{{}}]", "", lexeme).replace("\\mu", "μ").replace("\\Omega", "Ω")
            return Token("word", name, start, end, False, units(name) or ())
        case "times":
            return Token("op", "*", start, end, False)
        case "root":
            return Token("sqrt", lexeme, start, end, False)
        case "command" if lexeme.endswith("frac"):
            return Token("frac", lexeme, start, end, False)
        case "command" if lexeme == "\\sqrt":
            return Token("sqrt", lexeme, start, end, False)
        case "command" if lexeme == "\\pi":
            return Token("name", "pi", start, end, False)
        case "command" | "op":
            return Token("op", _SIGNS.get(lexeme, lexeme), start, end, False)
        case _:
            return Token(kind, lexeme, start, end, False)

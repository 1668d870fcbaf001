"""Characters that Unicode has above and below the line, and its mathematical alphabets."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Final

# Only characters that the usual terminal fonts have: no superscript q, no capital C, F, Q, S, X, Y, Z.
SUPERSCRIPTS: Final[Mapping[str, str]] = {
    **dict(zip("0123456789+−-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾", strict=True)),
    **dict(zip("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True)),
    **dict(zip("ABDEGHIJKLMNOPRTUVW", "ᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ", strict=True)),
    **dict(zip("βγδθφχ", "ᵝᵞᵟᶿᵠᵡ", strict=True)),
    # These stand high by themselves.
    "′": "′",
    "″": "″",
    "‴": "‴",
    "∗": "*",
    "*": "*",
    "†": "†",
    "‡": "‡",
    "∘": "°",
    "°": "°",
    "⊤": "ᵀ",
}
SUBSCRIPTS: Final[Mapping[str, str]] = {
    **dict(zip("0123456789+−-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True)),
    **dict(zip("aehijklmnoprstuvx", "ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True)),
    **dict(zip("βγρφχ", "ᵦᵧᵨᵩᵪ", strict=True)),
}


def shifted(text: str, table: Mapping[str, str]) -> str | None:
    """The text in superscripts or subscripts; None when a character has none."""
    glyphs = [table.get(char, "") for char in text]
    return "".join(glyphs) if glyphs and all(glyphs) else None


# Command -> alphabet. Alphabets that look like the terminal's own upright letters are "plain".
ALPHABETS: Final[Mapping[str, str]] = {
    "mathbf": "bold",
    "boldsymbol": "bold",
    "bm": "bold",
    "bf": "bold",
    "mathbfit": "bold",
    "mathbb": "double-struck",
    "Bbb": "double-struck",
    "mathcal": "script",
    "mathscr": "script",
    "mathfrak": "fraktur",
    "mathit": "plain",
    "mathrm": "plain",
    "mathsf": "plain",
    "mathtt": "plain",
    "mathnormal": "plain",
    "rm": "plain",
    "it": "plain",
}
_STARTS: Final[Mapping[str, tuple[int, int, int]]] = {
    # First capital, first small letter, first digit (0: none) of each alphabet in Unicode.
    "bold": (0x1D400, 0x1D41A, 0x1D7CE),
    "double-struck": (0x1D538, 0x1D552, 0x1D7D8),
    "script": (0x1D49C, 0x1D4B6, 0),
    "fraktur": (0x1D504, 0x1D51E, 0),
}
# Letters that Unicode had before it had the alphabets.
_EARLIER: Final[Mapping[str, Mapping[str, str]]] = {
    "double-struck": dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True)),
    "script": dict(zip("BEFHILMRego", "ℬℰℱℋℐℒℳℛℯℊℴ", strict=True)),
    "fraktur": dict(zip("CHIRZ", "ℭℌℑℜℨ", strict=True)),
}


def lettered(char: str, alphabet: str) -> str:
    """The letter or digit in a mathematical alphabet; characters that the alphabet lacks stay as they are."""
    if alphabet not in _STARTS or not (char.isascii() and char.isalnum()):
        return _bold_greek(char) if alphabet == "bold" else char
    if char in _EARLIER.get(alphabet, {}):
        return _EARLIER[alphabet][char]
    capital, small, digit = _STARTS[alphabet]
    if char.isdigit():
        return chr(digit + int(char)) if digit else char
    return chr(small + ord(char) - ord("a")) if char.islower() else chr(capital + ord(char) - ord("A"))


def _bold_greek(char: str) -> str:
    name = unicodedata.name(char, "")
    if not name.startswith("GREEK ") or "LETTER" not in name:
        return char
    try:
        return unicodedata.lookup(name.replace("GREEK ", "MATHEMATICAL BOLD ").replace(" LETTER", ""))
    except KeyError:
        return char


COMBINING: Final[Mapping[str, str]] = {
    "vec": "\u20d7",
    "overrightarrow": "\u20d7",
    "overleftarrow": "\u20d6",
    "hat": "\u0302",
    "widehat": "\u0302",
    "bar": "\u0304",
    "overline": "\u0305",
    "underline": "\u0332",
    "dot": "\u0307",
    "ddot": "\u0308",
    "dddot": "\u20db",
    "tilde": "\u0303",
    "widetilde": "\u0303",
    "check": "\u030c",
    "acute": "\u0301",
    "grave": "\u0300",
    "breve": "\u0306",
    "mathring": "\u030a",
    "overleftrightarrow": "\u20e1",
}


def accented(char: str, name: str) -> str:
    """One character with an accent on it."""
    return unicodedata.normalize("NFC", char + COMBINING[name])

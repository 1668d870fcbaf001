"""Characters as people type and paste them, turned one for one into those the lexer knows, so that offsets stay true."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

GREEK: Final = [
    "alpha",
    "beta",
    "gamma",
    "delta",
    "epsilon",
    "zeta",
    "eta",
    "theta",
    "iota",
    "kappa",
    "lambda",
    "mu",
    "nu",
    "xi",
    "omicron",
    "pi",
    "rho",
    "sigma",
    "tau",
    "upsilon",
    "phi",
    "chi",
    "psi",
    "omega",
]
GREEK_LETTERS: Final[dict[str, str]] = {
    **{chr(0x3B1 + i + (i > 16)): name for i, name in enumerate(GREEK)},
    **{chr(0x391 + i + (i > 16)): name.capitalize() for i, name in enumerate(GREEK)},
    "ς": "sigma",
    "ϕ": "phi",
    "ϵ": "epsilon",
    "ϑ": "theta",
}
GREEK_NAMES: Final = frozenset(GREEK_LETTERS.values())

VULGAR: Final[dict[str, Fraction]] = {
    "½": Fraction(1, 2), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3), "¼": Fraction(1, 4), "¾": Fraction(3, 4),
    "⅕": Fraction(1, 5), "⅖": Fraction(2, 5), "⅗": Fraction(3, 5), "⅘": Fraction(4, 5), "⅙": Fraction(1, 6),
    "⅚": Fraction(5, 6), "⅐": Fraction(1, 7), "⅛": Fraction(1, 8), "⅜": Fraction(3, 8), "⅝": Fraction(5, 8),
    "⅞": Fraction(7, 8), "⅑": Fraction(1, 9), "⅒": Fraction(1, 10),
}  # fmt: skip

RAISED: Final = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱˣᵀᵏᵐ", "0123456789+-nixTkm", strict=True))
LOWERED: Final = dict(zip("₀₁₂₃₄₅₆₇₈₉ₐₑₒₓₙₘₖᵢⱼₚₛₜ", "0123456789aeoxnmkijpst", strict=True))

MARK: Final = "\ufeff"  # stands for what is written on a letter (an arrow) or nowhere (a zero-width space): ignored
SAME: Final[dict[str, str]] = {
    **dict.fromkeys("\u2212\u2010\u2011\u2012\u2013\ufe63\uff0d\u2796", "-"),
    **dict.fromkeys("·⋅∙•∗×✕✖⨯\u2062⁎", "*"),
    **dict.fromkeys("÷∕⁄", "/"),
    **dict.fromkeys("‘’‚‛′＇", "'"),
    **dict.fromkeys("“”„‟″＂", '"'),
    **dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\v\f", " "),
    **dict.fromkeys("\u2028\u2029\u0085\r", "\n"),
    **dict.fromkeys("\u20d7\u20d1\u20d6\u0304\u0305\u0302\u200b\u200c\u200d\u2060\u2061\ufeff", MARK),
    **dict.fromkeys("⟨〈〈", "⟨"),
    **dict.fromkeys("⟩〉〉", "⟩"),
    **dict.fromkeys("∥║", "‖"),
    **dict.fromkeys("∣❘", "|"),
    "µ": "μ", "ℯ": "e", "≦": "≤", "≧": "≥", "⩽": "≤", "⩾": "≥", "∅": "∅", "、": ",", "，": ",", "；": ";",
}  # fmt: skip
KEPT: Final = frozenset("½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒") | RAISED.keys() | LOWERED.keys() | GREEK_LETTERS.keys() | SAME.keys()


class _Normal(dict[int, str]):
    """A translation table that also knows full-width, mathematical and foreign digits and letters.

    What it works out isn't kept: the table must not grow with hostile input.
    """

    def __missing__(self, code: int) -> str:
        import unicodedata

        character = chr(code)
        if code < 128 or character in KEPT:
            return character
        digit = unicodedata.decimal(character, None)
        if digit is not None:
            return str(digit)
        plain = unicodedata.normalize("NFKC", character)
        return self.get(ord(plain), plain) if len(plain) == 1 else character


_TABLE: Final = _Normal({ord(character): plain for character, plain in SAME.items()})


def normal(text: str) -> str:
    """The text with each character in its plain spelling; as long as before."""
    if text.isascii() and "\t" not in text and "\r" not in text:
        return text
    return text.translate(_TABLE)

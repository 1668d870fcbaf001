"""Characters to tokens, with positions: ASCII, Unicode and LaTeX spellings become the same tokens."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from tutor.errors import NotationError
from tutor.notation.limits import DIGITS, LENGTH, too_much

Kind = Literal["number", "name", "op", "open", "close", "super", "text", "command", "separator", "end"]


@dataclass(frozen=True, slots=True)
class Token:
    """`text` is the canonical spelling; `spaced`: white space stands before it; `value`: of a number."""

    kind: Kind
    text: str
    start: int
    end: int
    spaced: bool = False
    value: Fraction | None = None


_OPS: Final = {
    "+": "+", "-": "-", "−": "-", "–": "-", "‐": "-", "‑": "-", "*": "*", "·": "*", "⋅": "*", "∙": "*", "×": "*", "•": "*", "∗": "*",
    "/": "/", "÷": "/", "∕": "/", "⁄": "/", "^": "^", "=": "=", "<": "<", ">": ">", "≤": "<=", "≥": ">=", "≠": "!=", "!": "!",
    "%": "%", "±": "+-", "√": "sqrt", "_": "_", "'": "'", "′": "'", "⩽": "<=", "⩾": ">=",
}  # fmt: skip
_DOUBLE: Final = {"**": "^", "==": "==", "<=": "<=", ">=": ">=", "!=": "!=", "=<": "<=", "=>": ">="}
_OPEN: Final = {"(": "(", "[": "[", "{": "{", "⟨": "<", "⎡": "["}
_CLOSE: Final = {")": ")", "]": "]", "}": "}", "⟩": ">", "⎦": "]"}
_BARS: Final = {"|": "|", "‖": "||", "∣": "|", "∥": "||"}
_FRACTIONS: Final = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5), "⅘": (4, 5),
    "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8), "⅐": (1, 7), "⅑": (1, 9), "⅒": (1, 10),
}  # fmt: skip
_SUPER: Final = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿˣᵀ", "0123456789+-()nxT", strict=True))
_SUB: Final = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋ₓₙᵢⱼ", "0123456789+-xnij", strict=True))
_GREEK: Final = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "θ": "theta", "λ": "lambda", "μ": "mu", "ν": "nu",
    "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "φ": "phi", "ψ": "psi", "ω": "omega", "Δ": "Delta", "Σ": "Sigma",
    "Ω": "Omega", "Φ": "Phi", "Ψ": "Psi", "Λ": "Lambda", "Γ": "Gamma", "Θ": "Theta", "η": "eta", "ζ": "zeta", "κ": "kappa",
    "χ": "chi", "ξ": "xi", "ϕ": "phi", "ϵ": "epsilon", "∞": "oo",
}  # fmt: skip
GREEK_NAMES: Final = frozenset(_GREEK.values())
_COMMAND_OPS: Final = {
    "cdot": "*", "times": "*", "ast": "*", "div": "/", "pm": "+-", "le": "<=", "leq": "<=", "ge": ">=", "geq": ">=", "ne": "!=",
    "neq": "!=", "lt": "<", "gt": ">", "leqslant": "<=", "geqslant": ">=",
}  # fmt: skip
_COMMAND_IGNORED: Final = frozenset(
    {"left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "displaystyle", "textstyle", "quad", "qquad", "limits", "mathrm", "mathbf", "boldsymbol", "mathit", "vec", "overrightarrow", "hat", "bm"}
)  # fmt: skip
_COMMAND_OPEN: Final = {"langle": "<", "lbrace": "{", "lbrack": "["}
_COMMAND_CLOSE: Final = {"rangle": ">", "rbrace": "}", "rbrack": "]"}
_DROPPED: Final = frozenset("\u20d7\u200b\u2061\u2062\u2063\ufeff\u200d\u200c")
_QUOTES: Final = frozenset("'‘’")


def tokens(text: str, *, words: bool) -> list[Token]:
    """All tokens of the text, ending with one of kind `end`. `words`: text in quotes is allowed (curricula only)."""
    if len(text) > LENGTH:
        raise too_much(f"this is longer than {LENGTH} characters")
    return _Lexer(text, words=words).run()


class _Lexer:
    def __init__(self, text: str, *, words: bool) -> None:
        self.text, self.words = text, words
        self.at, self.spaced = 0, False
        self.out: list[Token] = []

    def run(self) -> list[Token]:
        text = self.text
        while self.at < len(text):
            c = text[self.at]
            if c.isspace() or c == "~":
                self.spaced = True
                if c == "\n" and self.out:
                    self.add("separator", "\n", 1)
                else:
                    self.at += 1
            elif c in _DROPPED or c == "$":
                self.at += 1
            else:
                self.one(c)
        self.out.append(Token("end", "", len(text), len(text), self.spaced))
        return self.out

    def add(self, kind: Kind, canonical: str, length: int, value: Fraction | None = None) -> None:
        self.out.append(Token(kind, canonical, self.at, self.at + length, self.spaced, value))
        self.at += length
        self.spaced = False

    def one(self, c: str) -> None:
        text, at = self.text, self.at
        if c.isdecimal() or (c == "." and text[at + 1 : at + 2].isdecimal()):
            self.number()
        elif c in _FRACTIONS:
            self.add("number", c, 1, Fraction(*_FRACTIONS[c]))
        elif c in _GREEK:
            self.add("name", _GREEK[c], 1)
        elif c in _SUPER:
            self.run_of(_SUPER, "super")
        elif c in _SUB:
            self.run_of(_SUB, "super", prefix="_")
        elif c.isalpha():
            self.letters()
        elif c == "\\":
            self.command()
        elif self.words and c in _QUOTES:
            self.quoted(c)
        elif text[at : at + 2] == "||":
            self.add("open", "||", 2)
        elif text[at : at + 2] in _DOUBLE:
            self.add("op", _DOUBLE[text[at : at + 2]], 2)
        elif c in _OPS:
            self.add("op", _OPS[c], 1)
        elif c in _OPEN:
            self.add("open", _OPEN[c], 1)
        elif c in _CLOSE:
            self.add("close", _CLOSE[c], 1)
        elif c in _BARS:
            self.add("open", _BARS[c], 1)
        elif c in ",;&":
            self.add("separator", c, 1)
        else:
            raise unreadable(f"{_shown(c)} isn't part of an answer here", at, at + 1)

    def number(self) -> None:
        text, end = self.text, self.at
        while end < len(text) and text[end].isdecimal():
            end += 1
        if text[end : end + 1] == "." and (text[end + 1 : end + 2].isdecimal() or end > self.at):
            end += 1
            while end < len(text) and text[end].isdecimal():
                end += 1
        mantissa = end
        if text[end : end + 1] in ("e", "E"):
            power = end + 1 + (text[end + 1 : end + 2] in ("+", "-", "−"))
            if power < len(text) and text[power].isdecimal():
                end = power
                while end < len(text) and text[end].isdecimal():
                    end += 1
        literal = _ascii_digits(text[self.at : end])
        if len(literal) > DIGITS:
            raise too_much(f"a number has more than {DIGITS} digits", self.at, end)
        exponent = literal[mantissa - self.at + 1 :]
        if exponent and abs(int(exponent)) > 400:
            raise too_much("the exponent of a number is too large", mantissa, end)
        self.add("number", literal, end - self.at, Fraction(literal.rstrip(".") if literal.endswith(".") else literal))

    def run_of(self, table: dict[str, str], kind: Kind, prefix: str = "") -> None:
        end = self.at
        while end < len(self.text) and self.text[end] in table:
            end += 1
        self.add(kind, prefix + "".join(table[c] for c in self.text[self.at : end]), end - self.at)

    def letters(self) -> None:
        end = self.at
        while end < len(self.text) and (
            (self.text[end].isalpha() and self.text[end] not in _GREEK and self.text[end] not in _SUPER and self.text[end] not in _SUB)
            or (end > self.at and (self.text[end].isdecimal() or (self.words and self.text[end] == "_")))
        ):
            end += 1
        word = self.text[self.at : end]
        folded = "".join(c if c.isascii() else _folded(c) for c in word)
        self.add("name", folded, end - self.at)

    def command(self) -> None:
        text, end = self.text, self.at + 1
        while end < len(text) and text[end].isalpha() and text[end].isascii():
            end += 1
        name = text[self.at + 1 : end]
        if not name:
            self.symbol(text[self.at + 1 : self.at + 2])
        elif name in _COMMAND_IGNORED:
            self.at = end
        elif name in _COMMAND_OPS:
            self.add("op", _COMMAND_OPS[name], end - self.at)
        elif name in _COMMAND_OPEN:
            self.add("open", _COMMAND_OPEN[name], end - self.at)
        elif name in _COMMAND_CLOSE:
            self.add("close", _COMMAND_CLOSE[name], end - self.at)
        elif name in ("vert", "mid", "lvert", "rvert"):
            self.add("open", "|", end - self.at)
        elif name in ("Vert", "lVert", "rVert"):
            self.add("open", "||", end - self.at)
        elif name in ("frac", "dfrac", "tfrac", "sqrt", "begin", "end", "text", "operatorname"):
            self.add("command", name.removeprefix("d").removeprefix("t") if name.endswith("frac") else name, end - self.at)
        else:
            self.add("name", {"infty": "oo", "varphi": "phi", "varepsilon": "epsilon"}.get(name, name), end - self.at)

    def symbol(self, c: str) -> None:
        if c == "\\":
            self.add("separator", ";", 2)
        elif c in ("{", "}"):
            self.add("open" if c == "{" else "close", c + "set", 2)
        elif c in (",", ";", ":", "!", " ", "(", ")", "[", "]"):
            self.at += 2
            self.spaced = True
        elif c == "|":
            self.add("open", "||", 2)
        else:
            raise unreadable("a backslash stands before nothing that could be read", self.at, self.at + 1)

    def quoted(self, quote: str) -> None:
        end = self.text.find("'" if quote == "'" else "’", self.at + 1)
        if end < 0:
            raise unreadable("a quotation mark isn't closed", self.at, self.at + 1)
        self.out.append(Token("text", self.text[self.at + 1 : end], self.at, end + 1, self.spaced))
        self.at, self.spaced = end + 1, False


def unreadable(what: str, start: int, end: int, remedy: str = "change it there") -> NotationError:
    """Could not be read at that place."""
    return NotationError("unreadable", what, remedy=remedy, start=start, end=end)


def _ascii_digits(text: str) -> str:
    return "".join(str(int(c)) if c.isdecimal() else "-" if c == "−" else c for c in text)


def _folded(c: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFKC", c)


def _shown(c: str) -> str:
    return f"“{c}”" if c.isprintable() else f"the character U+{ord(c):04X}"

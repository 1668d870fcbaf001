"""LaTeX and words of sets as single signs, character for character, so that places in the text stay."""

from __future__ import annotations

import re
from typing import Final

from tutor.notation.characters import normal

OPEN, CLOSE = "⦃", "⦄"  # the braces of LaTeX's \\{ \\}, apart from those that only group
_SIGNS: Final[dict[str, str]] = {
    **dict.fromkeys(("cup", "bigcup"), "∪"), **dict.fromkeys(("cap", "bigcap"), "∩"),
    **dict.fromkeys(("setminus", "backslash", "smallsetminus"), "∖"), "infty": "∞",
    **dict.fromkeys(("in", "isin"), "∈"), "notin": "∉", **dict.fromkeys(("mid", "vert", "lvert", "rvert"), "|"),
    "colon": ":", **dict.fromkeys(("emptyset", "varnothing"), "∅"), **dict.fromkeys(("lor", "vee"), "∨"),
    **dict.fromkeys(("land", "wedge"), "∧"), "pm": "±", "{": OPEN, "}": CLOSE, "lbrace": OPEN, "rbrace": CLOSE,
    "lbrack": "[", "rbrack": "]", **dict.fromkeys(("R", "Reals", "reals"), "ℝ"), "lparen": "(", "rparen": ")",
    **dict.fromkeys(
        ("left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "quad", "qquad", ",", ";", ":", "!", " ", "$",
         "displaystyle"), ""),
    **dict.fromkeys(("lt",), "<"), **dict.fromkeys(("gt",), ">"), **dict.fromkeys(("le", "leq", "leqslant"), "≤"),
    **dict.fromkeys(("ge", "geq", "geqslant"), "≥"), **dict.fromkeys(("ne", "neq"), "≠"),
}  # fmt: skip
_PATTERN: Final = re.compile(
    r"\\\\|\\(?:begin|end) ?\{(?:cases|aligned|gathered)\}|"
    r"\\ (?=[\[({R])|\\(?:mathbb|mathbf|mathrm|Bbb) ?\{? ?R ?\}?|\\(?:text|textrm|textbf|mathrm|mbox) ?\{([^{}\\$]{0,40})\}"
    r"|\\([A-Za-z]+|[{},;:! $])|\$+"
    r"|(?<![A-Za-z_])(?:infinity|infty|inf|oo)(?![A-Za-z_(])"
)


def plain(text: str) -> str:
    """The text with one sign for each sign of sets, each padded with blanks to its length."""
    text = normal(text)
    if text.count("\\{") > text.count("\\}"):  # `R\{0}`: a difference, not a brace of LaTeX
        text = text.replace("\\{", "∖{")
    return _PATTERN.sub(_padded, text)


def _padded(match: re.Match[str]) -> str:
    whole, words, name = match.group(), match.group(1), match.group(2)
    if whole == "\\\\":  # between the rows of a matrix
        return whole
    if whole.startswith(("\\begin", "\\end")) and whole.endswith("}"):
        return " " * len(whole)
    if words is not None:
        sign = f" {words} "
    elif name is not None:
        if name not in _SIGNS:
            return whole
        sign = _SIGNS[name]
    elif whole.startswith("\\"):
        sign = "∖" if whole == "\\ " else "ℝ"
    else:
        sign = "" if whole.startswith("$") else "∞"
    return sign.ljust(len(whole))[: max(len(whole), len(sign))]

"""Values put into LaTeX that an author wrote: signs merge, a coefficient 1 goes, brackets come where precedence asks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto
from typing import Final

from tutor.notation.characters import GREEK_NAMES
from tutor.notation.latex_printing import bracketed, level_of, positive, to_latex
from tutor.notation.precedence import ATOM, PRODUCT, SUM
from tutor.notation.tree import Node, Number

Fill = tuple[int, int, Node]


class Before(Enum):
    """What stands to the left of a place."""

    START = auto()  # nothing that acts on the value
    PLUS = auto()
    MINUS = auto()
    FACTOR = auto()  # an operand, or a sign of multiplication or division, or ±
    SCRIPT = auto()  # `^` or `_`
    ARGUMENT = auto()  # `\frac` and its like, which take what follows


class After(Enum):
    """What stands to the right of a place."""

    END = auto()
    OPERAND = auto()  # a letter, a bracket or a command that is multiplied
    DIGIT = auto()
    BRACKET = auto()  # one that begins with another value: a coefficient 1 stays, as in 1(-3)
    SIGN = auto()  # of multiplication or division
    POWER = auto()


_SPACE_BEFORE: Final = re.compile(r"(?:\\[,;:! ]|[ \t\n])$")
_WORD_BEFORE: Final = re.compile(r"\\([A-Za-z]{1,30})\*?$")
_AFTER: Final = re.compile(r"[ \t\n]{0,50}(?:\\([A-Za-z]{1,30})|(\\.)|(.))", re.DOTALL)
MULTIPLY: Final = frozenset(["cdot", "times", "ast", "div", "cdotp"])
TAKERS: Final = frozenset(["frac", "dfrac", "tfrac", "cfrac", "sqrt", "vec", "overline", "bar", "hat", "binom"])
TWO_TAKERS: Final = frozenset(["frac", "dfrac", "tfrac", "cfrac", "binom"])
NOT_OPERANDS: Final = frozenset(["begin", "end", "text", "textrm", "mbox"])
OPERAND_COMMANDS: Final = GREEK_NAMES | frozenset(
    [
        "vec",
        "sqrt",
        "frac",
        "dfrac",
        "tfrac",
        "left",
        "mathbf",
        "boldsymbol",
        "bm",
        "overrightarrow",
        "hat",
        "bar",
        "sin",
        "cos",
        "tan",
        "ln",
        "log",
        "exp",
        "det",
        "ell",
        "infty",
        "begin",
        "varepsilon",
        "varphi",
        "vartheta",
        "mathit",
    ]
)
WINDOW: Final = 400  # characters looked at to the left


def insert_latex(source: str, fills: Sequence[Fill]) -> str:
    """The source with the placeholder at each span (start, end) replaced by its value.

    `+ {=b}` with -3 gives `- 3`; `{=a}x` with 1 gives `x` and with -1 `-x`; after a minus sign, a dot or a factor a negative
    value or a sum stands in brackets, and so does a value below an exponent that isn't one sign. Spans must not overlap.
    """
    pieces: list[str] = []
    at = 0
    ordered = sorted(fills, key=lambda fill: fill[0])
    for i, (start, end, node) in enumerate(ordered):
        pieces.append(source[at:start])
        follower = ordered[i + 1] if i + 1 < len(ordered) else None
        joined = follower[2] if follower is not None and not source[end : follower[0]].strip() else None
        before = _before(source[:start])
        after = _after(source, end) if joined is None else _after_value(joined)
        _place(pieces, node, before, after)
        at = end
    pieces.append(source[at:])
    return "".join(pieces)


def _place(pieces: list[str], node: Node, before: Before, after: After) -> None:
    """Adds a value to what is written already; a plus sign before a negative value becomes a minus sign."""
    if before is Before.SCRIPT or before is Before.ARGUMENT:
        pieces.append(f"{{{to_latex(node)}}}")
        return
    opposite = positive(node) if before is Before.PLUS and after is not After.POWER else None
    if opposite is not None and _turned_minus(pieces):
        node, before = opposite, Before.START
        if level_of(node) == SUM:
            before = Before.MINUS
    coefficient = _without_one(node, before, after)
    if coefficient is not None:
        pieces.append(coefficient)
        return
    latex = to_latex(node)
    if _needs_brackets(node, latex, before, after):
        latex = bracketed(latex)
    elif before is Before.FACTOR and latex[0].isdecimal() and _ends_in_digit(pieces):
        latex = f" \\cdot {latex}"
    if after is After.DIGIT:
        latex += " \\cdot "
    pieces.append(latex)


def _turned_minus(pieces: list[str]) -> bool:
    """Turns the plus sign that was written last into a minus sign."""
    last = pieces[-1].rstrip()
    if not last.endswith("+"):
        return False
    pieces[-1] = f"{last[:-1]}-{pieces[-1][len(last) :]}"
    return True


def _without_one(node: Node, before: Before, after: After) -> str | None:
    """What is left of a coefficient 1 or -1 before an operand."""
    if after is not After.OPERAND or not isinstance(node, Number) or node.literal:
        return None
    if node.value == 1:
        return ""
    return "-" if node.value == -1 and before in (Before.START, Before.PLUS) else None


def _needs_brackets(node: Node, latex: str, before: Before, after: After) -> bool:
    level = level_of(node)
    if after is After.POWER:
        return level < ATOM
    signed = latex[0] in "-+" or latex.startswith("\\pm")
    if before in (Before.MINUS, Before.FACTOR) and (signed or level <= SUM):
        return True
    if before is Before.PLUS and signed:
        return True
    return after is not After.END and level < PRODUCT


def _ends_in_digit(pieces: list[str]) -> bool:
    written = next((piece.rstrip() for piece in reversed(pieces) if piece.strip()), "")
    return written[-1:].isdecimal()


def _before(text: str) -> Before:
    text = _without_space(text[-WINDOW:])
    word = _WORD_BEFORE.search(text[-32:])
    if word is not None:
        name = word.group(1)
        if name in TAKERS:
            return Before.ARGUMENT
        return Before.FACTOR if name in MULTIPLY or name in GREEK_NAMES or name == "pm" else Before.START
    last = text[-1:]
    if last == "}" and text[-2:] != "\\}":
        return _after_group(text)
    if last in ("^", "_"):
        return Before.SCRIPT
    if last == "+":
        return Before.PLUS
    if last in ("-", "−"):
        return Before.MINUS
    if last == ".":
        return Before.START
    return Before.FACTOR if last and (last.isalnum() or last in ")]!'*/·×") else Before.START


def _without_space(text: str) -> str:
    while True:
        space = _SPACE_BEFORE.search(text)
        if space is None:
            return text
        text = text[: space.start()]


def _after_group(text: str) -> Before:
    """To the left a `}` closes a group: an argument of a fraction, an environment's name, an index, or an operand."""
    depth, at = 0, len(text)
    while at:
        at -= 1
        if text[at] == "}":
            depth += 1
        elif text[at] == "{":
            depth -= 1
            if not depth:
                break
    if depth:
        return Before.START
    word = _WORD_BEFORE.search(text[:at].rstrip()[-32:])
    if word is None:
        return Before.FACTOR
    name = word.group(1)
    if name in TWO_TAKERS:
        return Before.ARGUMENT
    return Before.START if name in NOT_OPERANDS else Before.FACTOR


def _after(source: str, end: int) -> After:
    match = _AFTER.match(source, end)
    if match is None:
        return After.END
    word, escaped, character = match.groups()
    if word is not None:
        return After.SIGN if word in MULTIPLY else After.OPERAND if word in OPERAND_COMMANDS else After.END
    if escaped is not None:
        return After.END
    if character == "^":
        return After.POWER
    if character in "*/·×":
        return After.SIGN
    if character.isdecimal():
        return After.DIGIT
    if character == "(" and source.startswith("{=", match.end()):
        return After.BRACKET
    return After.OPERAND if character.isalpha() or character == "(" else After.END


def _after_value(node: Node) -> After:
    """What a value that follows directly is: digits are kept apart by it, not by the value before."""
    latex = to_latex(node)
    if latex[0].isdecimal() or latex[0] == "-" or latex.startswith("\\text"):
        return After.END
    return After.OPERAND

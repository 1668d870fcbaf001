"""Answers of other formats as ours: read by our own reader, and kept only where the tree says the same when it's written out."""

from __future__ import annotations

import re
from string import ascii_letters
from typing import Any, Final

from tutor.errors import NotationError
from tutor.interchange.proposals import Unfit
from tutor.notation.evaluation import evaluate
from tutor.notation.printing import to_text
from tutor.notation.reader import read
from tutor.notation.tree import (
    Binary,
    Call,
    Matrix,
    Node,
    Number,
    Relation,
    SetOf,
    Text,
    Truth,
    Unary,
    Vector,
    free_names,
    walk,
)
from tutor.notation.untrusted import clean

Answer = dict[str, Any]

LONGEST: Final = 400  # characters of an expression; curricula allow 500
LONGEST_WORDS: Final = 80  # characters of an answer in words
MOST_WORDS: Final = 6
_LETTERS: Final = frozenset(ascii_letters)
_CONSTANTS: Final = frozenset({"e", "pi", "oo", "infinity"})
_THOUSANDS: Final = re.compile(r"(?<![\d.,])\d{1,3}(?:(?:,|\{,\}|\\,)\d{3})+(?![\d,])")
_CURRENCY: Final = re.compile(r"^\s*\\?\$\s*(?=[\d.])")
_DECIMAL: Final = re.compile(r"[-+−]?(?:\d{1,30}(?:\.\d{1,30})?|\.\d{1,30})")
_APPLIED: Final = re.compile(
    r"(?<![A-Za-z\\])[A-Za-z]\s*(?:\^\{?-1\}?)?\s*(?:\\left\s*)?\(\s*[A-Za-z]\s*(?:\\right\s*)?\)\s*="
)
_INTERVAL: Final = re.compile(r"^\s*(?:\\left\s*)?([(\[])[^,()\[\]]+,[^,()\[\]]+?(?:\\right\s*)?([)\]])\s*$")
_UNION: Final = re.compile(r"\\cup\b|∪|\\infty\b|∞")
_POINT: Final = re.compile(
    r"\b(?:point|points|pair|pairs|coordinates?|vertex|vertices|focus|foci|intercepts?|center|centre|vector|solution)\b",
    re.I,
)
_RANGE: Final = re.compile(r"\b(?:interval|domain|range|increasing|decreasing)\b", re.I)


def decimal(text: str) -> str | None:
    """The number that the text is, in plain digits; None when it's anything else."""
    bare = _THOUSANDS.sub(lambda found: re.sub(r"[^\d]", "", found.group()), clean(text, newlines=False).strip())
    return bare.replace("−", "-").lstrip("+") if _DECIMAL.fullmatch(bare) else None


def value_of_calculation(source: str) -> Node:
    """The exact value of arithmetic as it's written. Raises Unfit."""
    tree = _tree(source, frozenset())
    try:
        value = evaluate(tree)
    except NotationError as error:
        raise Unfit("unreadable", f"{source}: {error.what}") from None
    if not isinstance(value, Number):
        raise Unfit("unreadable", f"{source} isn't a number")
    return value


def mathematics(source: str, asked: str, parameters: frozenset[str] = frozenset()) -> Answer:
    """The answer that a formula is: a number, an expression, an equation, a vector, a set … `asked`: the question's words, which
    tell a point from an interval. `parameters`: names in it that stand for drawn numbers. Raises Unfit.
    """
    if len(source) > LONGEST:
        raise Unfit("answer-too-long", source)
    written = _CURRENCY.sub("", source.strip())
    if _UNION.search(written) or _is_half_open(written):
        return {"kind": "set", "value": _bounded(written)}
    if _APPLIED.search(written):
        raise Unfit("function-notation", source)
    tree = _tree(written, parameters)
    if any(isinstance(part, Unary | Binary) and part.op == "+-" for part in walk(tree)):
        raise Unfit("ambiguous", source)
    text = _written_out(tree, parameters)
    names = sorted(free_names(tree) - _CONSTANTS - parameters)
    if isinstance(tree, Relation):
        return _relation(tree, text, names, parameters)
    if isinstance(tree, Vector):
        return _vector(tree, text, names, asked)
    if isinstance(tree, Matrix):
        return {"kind": "matrix", "value": text, **({"letters": names} if names else {})}
    if isinstance(tree, SetOf):
        return {"kind": "set", "value": text}
    if isinstance(tree, Text | Truth) or any(isinstance(part, Call) and part.function == "if" for part in walk(tree)):
        raise Unfit("unreadable", source)
    return {"kind": "expression", "value": text, "names": names} if names else {"kind": "number", "value": text}


def words(source: str) -> Answer:
    """The answer that a word or a short phrase is; a plain number is one. Raises Unfit."""
    number = decimal(source)
    if number is not None:
        return {"kind": "number", "value": number}
    said = " ".join(clean(source, newlines=False).split())
    if not is_short(said):
        raise Unfit("answer-too-long", said)
    if not any(character.isalnum() for character in said) or "{=" in said:
        raise Unfit("unreadable", said)
    return {"kind": "text", "value": said}


def is_short(said: str) -> bool:
    """Whether people would type it."""
    return 0 < len(said) <= LONGEST_WORDS and len(said.split()) <= MOST_WORDS


def _is_half_open(written: str) -> bool:
    found = _INTERVAL.match(written)
    return found is not None and (found[1], found[2]) in (("(", "]"), ("[", ")"))


def _bounded(written: str) -> str:
    said = " ".join(clean(written, newlines=False).split())
    if len(said) > 200 or "{=" in said:
        raise Unfit("answer-too-long", said)
    return said


def _tree(written: str, parameters: frozenset[str]) -> Node:
    if len(written) > LONGEST:
        raise Unfit("answer-too-long", written)
    digits = _THOUSANDS.sub(lambda found: re.sub(r"[^\d]", "", found.group()), written)
    try:
        return read(digits, names=_LETTERS | parameters)
    except NotationError as error:
        raise Unfit("unreadable", f"{written}: {error.what}") from None


def _written_out(tree: Node, parameters: frozenset[str]) -> str:
    """The tree in the language of expressions. Raises Unfit where that would say something else."""
    text = to_text(tree)
    if len(text) > LONGEST:
        raise Unfit("answer-too-long", text)
    try:
        again = read(text, expression_language=True)
        same = to_text(evaluate(again)) == to_text(evaluate(tree))
    except NotationError as error:
        raise Unfit("unreadable", f"{text}: {error.what}") from None
    if not same or not free_names(again) <= _LETTERS | parameters | _CONSTANTS:
        raise Unfit("unreadable", text)
    return text


def _relation(tree: Relation, text: str, names: list[str], parameters: frozenset[str]) -> Answer:
    if not names:
        raise Unfit("unreadable", text)
    if tree.ops == ("=",):
        return {"kind": "equation", "value": text, "names": names}
    if set(tree.ops) <= {"<", "<=", ">", ">="} and not parameters & free_names(tree):
        return {"kind": "inequality", "value": text, "names": names}
    raise Unfit("unreadable", text)


def _vector(tree: Vector, text: str, names: list[str], asked: str) -> Answer:
    if tree.brackets == "bare":
        raise Unfit("ambiguous", f"{text}: a list, in this order or in any")
    if len(tree.items) == 2 and tree.brackets == "()" and not names:
        point, interval = bool(_POINT.search(asked)), bool(_RANGE.search(asked))
        if interval and not point:
            return {"kind": "set", "value": text}
        if point == interval:
            raise Unfit("ambiguous", f"{text}: a point or an interval")
    return {"kind": "vector", "value": text, **({"letters": names} if names else {})}

"""Sets, intervals, solutions, systems, inequalities, spans, and reasoning line by line."""

from __future__ import annotations

import re
from typing import Final

from tests.benchmarks.rows.case import Case, Checked, Mapper, Row, Skipped
from tutor.grading.reading import RefusalError
from tutor.grading.reasoning import follows
from tutor.grading.verdict import Verdict

SAME: Final = frozenset({Verdict.RIGHT, Verdict.FORM})  # equivalent, whatever the form asked for
NOT_PORTABLE: Final = Skipped("needs STACK's own functions")
WORD: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
MATHEMATICS: Final = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$|\\\[(.+?)\\\]|\\\((.+?)\\\)", re.DOTALL)
PROSE: Final = re.compile(r"(?<!\\)\b(?!and\b|or\b)[A-Za-z]{3,}")
MAXIMA: Final = (
    ("nounor", "or"), ("nounand", "and"), ("#pm#", "±"), ("#", "≠"), ("log(", "ln("), ("lg(", "log("), ("%", ""),
    ("minf", "-oo"), ("inf", "oo"),
)  # fmt: skip
CALCULUS: Final = re.compile(
    r"nounint|nounlimit|noundiff\(|\bsum\(|\+c\]"
)  # "+c]": lines that integrate the one before


def names(*texts: str) -> tuple[str, ...]:
    """Words of more than one letter must be declared, unless they are joined words or functions."""
    known = {"or", "and", "not", "sqrt", "abs", "log", "ln", "sin", "cos", "tan", "exp", "span", "inf", "oo", "pi", "all", "true",
             "false", "none", "no", "solution", "infinity", "in", "lg"}  # fmt: skip
    found = dict.fromkeys(word for text in texts for word in WORD.findall(text) if len(word) > 1)
    return tuple(word for word in found if word.casefold() not in known)


def maxima(text: str) -> str:
    """STACK's plain syntax in the notation that learners type."""
    for old, new in MAXIMA:
        text = text.replace(old, new)
    return text


def solution(row: Row) -> Case:
    """A set or solution against another."""
    return Case("set", row["teacher"], row["student"], row["expected"], (), {}, SAME)


def stack_set(row: Row) -> Case | Skipped:
    """Sets and systems."""
    if row.get("portable") is False:
        return NOT_PORTABLE
    return Case("set", maxima(row["teacher_norm"]), maxima(row["student_norm"]), row["expected"], (), {}, SAME)


def spans(row: Row) -> Case:
    """Lines, planes and spans."""
    return Case("span", row["teacher"], row["student"], row["expected"])


def is_span(row: Row) -> bool:
    """A span, or a point plus multiples of vectors."""
    return "span" in str(row["teacher"]) or bool(re.search(r"\)\s*\+\s*[a-z]\s*\(", str(row["teacher"])))


def lines_of(text: str) -> list[str]:
    """The lines of `[..., ...]`."""
    text = text.strip()
    if text.startswith("[") and text.endswith("]"):
        text = text[1:-1]
    found, depth, start = [], 0, 0
    for i, character in enumerate(text):
        depth += (character in "([{") - (character in ")]}")
        if character == "," and depth == 0:
            found.append(text[start:i])
            start = i + 1
    return [line.strip() for line in (*found, text[start:]) if line.strip()]


def reasoned(text: str, *, positive: bool) -> bool | None:
    """Each line follows from the one before."""
    made = [re.sub(r"^stackeq\((.*)\)$", r"=\1", maxima(line)) for line in lines_of(text)]
    try:
        return follows(made, positive=positive)
    except RefusalError:
        return None


def reasoning(row: Row) -> Checked | Skipped:
    """Line by line."""
    if CALCULUS.search(row["student"]):
        return Skipped("sums, differentiates or integrates between the lines")
    return Checked(reasoned(row["student"], positive=False), row["expected"])


def equivalent_lines(row: Row) -> Checked | Skipped:
    """STACK's Equiv and EquivFirst; the latter also compares the first lines."""
    if row.get("portable") is False:
        return NOT_PORTABLE
    positive = "assumepos" in str(row.get("option"))
    found = reasoned(row["student_norm"], positive=positive)
    if found and row["kind"] == "EquivFirst":
        found = reasoned(f"[{lines_of(row['student_norm'])[0]}, {lines_of(row['teacher_norm'])[0]}]", positive=positive)
    return Checked(found, row["expected"])


def answer_of(text: str) -> str:
    """What a text of sentences gives as its answer: all of it if it's mathematics, else what is boxed, else the last piece."""
    text = re.sub(r"\\n(?![a-z])", " ", text.replace("\n", " "))
    text = re.sub(r"\\\\(?=[A-Za-z])", r"\\", text).strip()
    if not PROSE.search(re.sub(r"\\[A-Za-z]+", " ", text)):
        pieces = re.sub(r"\$\$?|\\[\[\]()]", " ", text)
        return _exact(_unboxed(pieces))
    boxed = _boxed(text)
    if boxed:
        return _exact(", ".join(boxed))
    found = [next(group for group in match.groups() if group) for match in MATHEMATICS.finditer(text)]
    return _exact(found[-1] if found else text)


def _exact(text: str) -> str:
    """`x = 1/3 \\approx 0.33` gives 1/3; `x \\approx 11` gives 11."""
    head, about, tail = text.partition("\\approx")
    return text if not about else head if "=" in head else f"{head}={tail}"


def _boxed(text: str) -> list[str]:
    found, at = [], text.find("\\boxed{")
    while at >= 0:
        end = _closing(text, at + 7)
        found.append(text[at + 7 : end])
        at = text.find("\\boxed{", end)
    return found


def _unboxed(text: str) -> str:
    at = text.find("\\boxed{")
    while at >= 0:
        end = _closing(text, at + 7)
        text = text[:at] + text[at + 7 : end] + text[end + 1 :]
        at = text.find("\\boxed{")
    return text


def _closing(text: str, at: int) -> int:
    depth = 1
    for i in range(at, len(text)):
        depth += (text[i] == "{") - (text[i] == "}")
        if depth == 0:
            return i
    return len(text)


SET_SIGNS: Final = re.compile(
    r"\\cup|\\cap|\\in\b|\\\{|\\pm|\bor\b|\band\b|\\leq?\b|\\geq?\b|\\lt\b|\\gt\b|[<>;]|\\infty|^\s*[\[(][^,]*,[^,]*\]\s*$"
)


def is_set_like(row: Row) -> bool:
    """A row of Math-Verify whose key is a set, an interval, an inequality, or several values."""
    if row["source"] != "Math-Verify tests":
        return False
    kind, key = str(row["kind"]), answer_of(str(row["teacher"]))
    if kind in ("relations_math", "set_rel_assymetry"):
        return True
    if "matrix" in key or "\\text{e}" in key or kind in ("number_extraction", "percent_notation"):
        return False
    if SET_SIGNS.search(key):
        return True
    depth, commas = 0, 0
    for character in key:
        depth += (character in "([{") - (character in ")]}")
        commas += character == "," and depth == 0
    return commas > 0 and not re.fullmatch(r"\s*[0-9., ]+\s*", key)


def extracted(row: Row) -> Case:
    """The set that a text of sentences gives."""
    key, answer = answer_of(row["teacher"]), answer_of(row["student"])
    return Case("set", key, answer, row["expected"], names(re.sub(r"\\[A-Za-z]+", " ", key)), {}, SAME)


def inequality(row: Row) -> Case:
    """Letters stand for physical quantities: positive."""
    return Case(
        "inequality", row["teacher"], row["student"], row["expected"], names(row["teacher"]), {"domain": "positive"}
    )


def is_inequality(row: Row) -> bool:
    """A comparison of expressions."""
    return bool(re.search(r"[<>≤≥]", str(row["teacher"])))


def claimed(row: Row) -> Mapper | None:
    """The mapping of a row that belongs here by what it asks for, whatever its kind is called."""
    source = row["source"]
    if source in ("Isaac real student answers", "Isaac derived negatives") and is_inequality(row):
        return inequality if row["kind"] != "logic" else None
    if source == "own table" and row["kind"] == "linalg" and is_span(row):
        return spans
    return extracted if is_set_like(row) else None


MAPPINGS: Final[dict[tuple[str, str], Mapper]] = {
    ("own table", "solution"): solution,
    ("WeBWorK PG tests", "interval"): solution,
    ("STACK answertestfixtures", "Sets"): stack_set,
    ("STACK answertestfixtures", "SysEquiv"): stack_set,
    ("STACK answertestfixtures", "Equiv"): equivalent_lines,
    ("STACK answertestfixtures", "EquivFirst"): equivalent_lines,
    ("STACK equivfixtures", "line_by_line_reasoning"): reasoning,
}

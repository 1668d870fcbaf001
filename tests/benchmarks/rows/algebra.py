"""Expressions, numbers and equations: Isaac's real answers, and what other systems test their own comparison with."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from tests.benchmarks.rows.case import Case, Checked, Mapper, Row, Skipped
from tests.benchmarks.rows.solutions import stack_set
from tutor.errors import NotationError
from tutor.grading.listing import places
from tutor.grading.reading import RefusalError
from tutor.grading.verdict import Verdict
from tutor.notation.comparison import compare
from tutor.notation.evaluation import evaluate
from tutor.notation.logic import read_logic
from tutor.notation.reader import read
from tutor.notation.sets import read_set
from tutor.notation.tree import Matrix, Name, Relation, SetOf, Vector, free_names, walk

NUMBERED: Final = re.compile(r"(?<![A-Za-z0-9_])[A-Za-z][0-9]{1,2}(?![A-Za-z0-9])")
ACCEPTED: Final = frozenset({Verdict.RIGHT, Verdict.RESTATED})


def names(*texts: str, declared: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The letters of a question: those on either side, and longer names that are declared."""
    found: dict[str, None] = dict.fromkeys(declared)
    for text in texts:
        found |= dict.fromkeys(NUMBERED.findall(text))
        try:
            found |= dict.fromkeys(sorted(free_names(read(text, names=frozenset(declared))) - {"pi", "e"}))
        except NotationError:
            continue
    return tuple(found)


def imaginary(text: str) -> bool:
    """A lone i stands in the text."""
    return bool(re.search(r"(?<![A-Za-z\\])i(?![A-Za-z])", text))


@lru_cache(maxsize=4096)
def kind_of(key: str, letters: tuple[str, ...] = ()) -> str:
    """The kind of question that a key is the answer to."""
    try:
        tree = read(key, names=frozenset(letters))
        if isinstance(tree, Vector) and tree.brackets == "[]" and len(tree.items) == 2 and "begin" not in key:
            return "set"
        if any(isinstance(part, Matrix | Vector) for part in walk(tree)):
            tree = evaluate(tree, {})
        elif imaginary(key) or re.search(r"sqrt\W{0,2}-\d", key):
            return "expression"
    except NotationError:
        return "set" if re.search(r"\bu(nion)?\b|cup|infty|\bor\b|[\[(].*,.*[\])]", key) else "expression"
    if letters and not isinstance(tree, Relation | SetOf | Matrix | Vector):
        return "expression"
    match tree:
        case Relation(terms=terms, ops=ops):
            return (
                "equation" if len(terms) == 2 and ops[0] in ("=", "==") else "inequality" if len(terms) == 2 else "set"
            )
        case SetOf():
            return "set"
        case Matrix():
            return "matrix"
        case Vector():
            return "vector"
        case Name(name=name):
            return "number" if name in ("pi", "e") else "expression"
    return "expression" if free_names(tree) - {"pi", "e"} else "number"


def physics(row: Row) -> Case:
    """Letters stand for physical quantities: positive."""
    letters = names(row["teacher"], row["student"])
    kind = kind_of(row["teacher"], letters)
    domain = {} if kind in ("number", "set", "vector", "matrix") else {"domain": "positive"}
    return Case(kind, row["teacher"], row["student"], row["expected"], letters, domain)


def general(
    row: Row,
    *,
    key: str | None = None,
    answer: str | None = None,
    domain: str | None = None,
    declared: tuple[str, ...] = (),
    shared: bool = True,
) -> Case:
    """By the kind of its key. An expression or equation may hold the letters of both sides, if they are `shared`."""
    key = row["teacher"] if key is None else key
    answer = row["student"] if answer is None else answer
    letters = names(key, declared=declared)
    kind = kind_of(key, letters)
    if shared and kind in ("expression", "equation", "number", "inequality"):
        letters = names(key, answer, declared=declared)
        kind = kind_of(key, letters)
    options: dict[str, Any] = {}
    if domain is None and re.search(r"sqrt\W{0,2}-\d", key + answer):
        domain = "complex"
    if domain and kind in ("expression", "equation"):
        options["domain"] = domain
    return Case(kind, key, answer, row["expected"], letters, options, ACCEPTED)


def portable(mapping: Callable[[Row], Case | Skipped | Checked]) -> Mapper:
    """The mapping, for rows that don't need the other system's own functions."""

    def checked(row: Row) -> Case | Skipped | Checked:
        return Skipped("needs the system's own functions") if row.get("portable") is False else mapping(row)

    return checked


def with_i(row: Row) -> Case:
    """General, over the complex numbers where an i occurs."""
    both = f"{row['student']} {row['teacher']}"
    return general(row, domain="complex" if imaginary(both) else None)


def evaluates(row: Row) -> Case:
    """The value of a text, which the other side has as a decimal of up to ten digits."""
    return general(row)


def lambda_symbolic(row: Row) -> Case | Skipped:
    """Aliases and assumptions are in the option."""
    option = row.get("option") or {}
    option = json.loads(option) if isinstance(option, str) else option
    symbols = tuple(name for name in option.get("symbols", {}) if name.isidentifier() and len(name) > 1)
    both = f"{row['student']} {row['teacher']}"
    domain = (
        "positive"
        if "positive" in str(option.get("symbol_assumptions", ""))
        else "complex"
        if imaginary(both)
        else None
    )
    return general(row, domain=domain, declared=symbols)


def closed(row: Row) -> Case:
    """A number, in which no letters are."""
    return Case(kind_of(row["teacher"]), row["teacher"], row["student"], row["expected"])


def maxima(text: str) -> str:
    """Maxima's spellings in ours."""
    text = re.sub(r"%(e|i|pi)\b", r"\1", text)
    text = re.sub(r"%?\blog\(", "ln(", text)
    text = re.sub(r"\bminf\b", "(-oo)", re.sub(r"(?<![a-z])inf\b", "oo", text))
    text = text.replace("#pm#", " ± ").replace("#", "!=")
    text = re.sub(r"\bnounor\b", "or", re.sub(r"\bnounand\b", "and", text))
    text = re.sub(r"\b([A-Za-z]+)\[(\w+)\]", r"\1_\2", text)
    for name, opening, closing in (("oo", "(", ")"), ("co", "[", ")"), ("oc", "(", "]"), ("cc", "[", "]")):
        text = re.sub(rf"\b{name}\(([^()]*|\(-oo\)[^()]*),([^()]*)\)", rf"{opening}\1,\2{closing}", text)
    text = re.sub(
        r"%union\((.*)\)$",
        lambda match: match[1].replace("),(", ") ∪ (").replace("),[", ") ∪ [").replace("],(", "] ∪ ("),
        text,
    )
    return re.sub(r"\bmatrix\((.*)\)$", r"[\1]", text) if text.startswith("matrix") else text


SET_LIKE: Final = re.compile(r"[<>{]|\bor\b|nounor|nounand|union|\b(oo|oc|co|cc)\(|#pm#.*=|=.*#pm#|\ball\b|\bnone\b")


def stack(row: Row) -> Case | Skipped:
    """STACK's algebraic equivalence."""
    answer, key = maxima(row["student"]), maxima(row["teacher"])
    logic = re.compile(
        r"^(?=.*\b(and|or|not|xor|true|false)\b)[A-Z()\s]*((and|or|not|xor|true|false|implies)[A-Z()\s]*)*$"
    )
    if logic.match(answer) and logic.match(key):
        return Case("logic", key, answer, row["expected"], ("A", "B", "C"))
    domain = "complex" if re.search(r"%i", f"{row['student']} {row['teacher']}") else None
    if domain is None and SET_LIKE.search(f"{row['student']} {row['teacher']}"):
        return stack_set(row)
    if key.startswith("[") and answer.startswith("["):
        return Case("matrix" if "[[" in key else "vector", key, answer, row["expected"], names(key), {}, ACCEPTED)
    return general(row, key=key, answer=answer, domain=domain)


def antiderivative(strict: bool) -> Mapper:
    """STACK's tests of integrals: with a constant (strict), or with or without."""

    def mapped(row: Row) -> Case | Skipped:
        letter = re.search(r"\b([a-zA-Z])\b", str(row.get("option") or "").replace("NONSTRICT", ""))
        key, answer = maxima(row["teacher"]), maxima(row["student"])
        passes = frozenset({Verdict.RIGHT, Verdict.RESTATED}) | (frozenset() if strict else {Verdict.FORM})
        options = {"antiderivative_in": letter[1] if letter else "x"}
        return Case("expression", key, answer, row["expected"], names(key, answer), options, passes)

    return mapped


def with_constant(row: Row) -> Case | Skipped:
    """STACK's AddConst: strict unless it says otherwise."""
    return antiderivative("NONSTRICT" not in str(row.get("option")))(row)  # type: ignore[return-value]


def near(relative: bool) -> Mapper:
    """Numbers within a tolerance, 5% where nothing is said; lists entry by entry."""

    def mapped(row: Row) -> Case | Skipped:
        key, answer = maxima(row["teacher"]), maxima(row["student"])
        option = str(row.get("option") or "0.05")
        tolerance = f"{option}*abs({key})" if relative else option
        kind = kind_of(key)
        options = {"tolerance": tolerance} if kind == "number" else {}
        return Case(kind, key, answer, row["expected"], (), options)

    return mapped


def boxed(text: str) -> str:
    """The answer in a text: what is boxed, else the last mathematics, else all of it."""
    found = [_group(text, match.end()) for match in re.finditer(r"\\+boxed\{", text)]
    if not found:
        segments = re.findall(r"\$\$(.+?)\$\$|\$(.+?)\$|\\\((.+?)\\\)|\\\[(.+?)\\\]", text, flags=re.DOTALL)
        found = ["".join(segments[-1])] if segments else [text]
    answer = ", ".join(part.strip() for part in found)
    answer = re.sub(r"\\text(bf)?\{\s*(and|or)\s*\}|\s+and\s+", r", ", answer)
    percent = re.search(r"%|\b(percent(age)?|pct)\b", text[text.rfind(found[-1]) + len(found[-1]) :] if found else "")
    answer = re.sub(r"\s*(percentage|percent|pct)\b", r"\\%", answer)
    return answer + ("\\%" if percent and "%" not in answer else "")


def _group(text: str, start: int) -> str:
    depth = 1
    for i in range(start, len(text)):
        depth += (text[i] == "{") - (text[i] == "}")
        if depth == 0:
            return text[start:i]
    return text[start:]


def final_answer(row: Row) -> Case:
    """A worked solution on either side: its final answers are compared."""
    return general(row, key=boxed(row["teacher"]), answer=boxed(row["student"]), shared=False)


def compared(row: Row) -> Checked:
    """STACK's GT and GTE: one number against another."""
    try:
        a, b = (evaluate(read(maxima(row[side]))) for side in ("student", "teacher"))
        order = compare(a, b)
    except NotationError:
        return Checked(found=False, wanted=row["expected"])
    return Checked(order > 0 or (order == 0 and row["kind"] == "GTE"), row["expected"])


def valid_input(row: Row) -> Checked:
    """Whether a text can be read as an answer at all."""
    return Checked(_readable(maxima(row["student"])), bool(row["valid"]))


def _readable(text: str) -> bool:
    readers: tuple[Callable[[str], object], ...] = (
        lambda typed: read(typed, names=frozenset(NUMBERED.findall(typed))), read_logic, read_set,
    )  # fmt: skip
    for one in readers:
        try:
            one(text)
        except (NotationError, RefusalError):
            continue
        return True
    return False


def figures(row: Row) -> Case:
    """WeBWorK's tolerance in digits: significant figures beyond the first."""
    return Case("number", row["teacher"], row["student"], row["expected"], (), {"form": ("significant-figures 4",)})


def chosen(row: Row) -> Checked:
    """Options named by their letters."""
    shown = ["one", "two", "three", "four"]
    return Checked(_places(row["student"], shown) == _places(row["teacher"], shown), row["expected"])


def _places(text: str, shown: list[str]) -> tuple[int, ...]:
    return places(text, shown)


def words(row: Row) -> Case:
    """A phrase."""
    return Case("text", row["teacher"], row["student"], row["expected"])


def oatutor_own(row: Row) -> Case:
    """The system's own answer, typed back."""
    return with_i(row)


MAPPINGS: Final[dict[tuple[str, str], Mapper]] = {
    ("Isaac real student answers", "physics_algebra"): physics,
    ("Isaac derived negatives", "slip:"): physics,
    ("Isaac equality-checker tests", "algebra"): general,
    ("Khan KAS tests", "algebra"): general,
    ("Khan KAS tests", "evaluates_to"): evaluates,
    ("IMathAS parser tests", "evaluates_to"): portable(evaluates),
    ("lambda-feedback compareExpressions tests", "symbolic"): portable(lambda_symbolic),
    ("STACK answertestfixtures", "AlgEquiv"): portable(stack),
    ("STACK answertestfixtures", "GT"): portable(compared),
    ("STACK answertestfixtures", "String"): portable(words),
    ("STACK inputfixtures", "input_validity"): valid_input,
    ("WeBWorK PG tests", "algebra"): general,
    ("WeBWorK PG tests", "tolerance_digits"): figures,
    ("own table", "choice"): chosen,
    ("own table", "order"): chosen,
    ("own table", "text"): words,
    ("STACK answertestfixtures", "Int"): portable(antiderivative(strict=True)),
    ("STACK answertestfixtures", "Antidiff"): portable(antiderivative(strict=False)),
    ("STACK answertestfixtures", "AddConst"): portable(with_constant),
    ("STACK answertestfixtures", "Diff"): portable(stack),
    ("STACK answertestfixtures", "NumAbsolute"): portable(near(relative=False)),
    ("STACK answertestfixtures", "NumRelative"): portable(near(relative=True)),
    ("OATutor-Content", "self:arithmetic"): portable(oatutor_own),
    ("OATutor-Content", "mc_distractor"): portable(oatutor_own),
    ("own table", "algebra"): with_i,
    ("own table", "number"): closed,
    ("own table", "linalg"): general,
    ("hendrycks/math is_equiv tests", "latex"): general,
    ("Math-Verify tests", ""): final_answer,
}

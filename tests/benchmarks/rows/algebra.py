"""Expressions, numbers and equations: Isaac's real answers, and what other systems test their own comparison with."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from tests.benchmarks.rows.case import Case, Mapper, Row, Skipped
from tutor.errors import NotationError
from tutor.grading.verdict import Verdict
from tutor.notation.evaluation import evaluate
from tutor.notation.reader import read
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
        case Name():
            return "expression"
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
) -> Case:
    """By the kind of its key. An expression or equation may hold the letters of both sides."""
    key = row["teacher"] if key is None else key
    answer = row["student"] if answer is None else answer
    letters = names(key, declared=declared)
    kind = kind_of(key, letters)
    if kind in ("expression", "equation", "number", "inequality"):
        letters = names(key, answer, declared=declared)
        kind = kind_of(key, letters)
    options: dict[str, Any] = {}
    if domain is None and re.search(r"sqrt\W{0,2}-\d", key + answer):
        domain = "complex"
    if domain and kind in ("expression", "equation"):
        options["domain"] = domain
    return Case(kind, key, answer, row["expected"], letters, options, ACCEPTED)


def portable(mapping: Callable[[Row], Case | Skipped]) -> Mapper:
    """The mapping, for rows that don't need the other system's own functions."""

    def checked(row: Row) -> Case | Skipped:
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


def stack(row: Row) -> Case | Skipped:
    """STACK's algebraic equivalence."""
    answer, key = maxima(row["student"]), maxima(row["teacher"])
    logic = re.compile(
        r"^(?=.*\b(and|or|not|xor|true|false)\b)[A-Z()\s]*((and|or|not|xor|true|false|implies)[A-Z()\s]*)*$"
    )
    if logic.match(answer) and logic.match(key):
        return Case("logic", key, answer, row["expected"], ("A", "B", "C"))
    domain = "complex" if re.search(r"%i", f"{row['student']} {row['teacher']}") else None
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
    ("Math-Verify tests", ""): general,
}

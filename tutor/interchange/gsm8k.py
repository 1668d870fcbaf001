"""GSM8K in its Socratic form: each line a word problem, its sub-questions the steps, their values worked out again.

One concept for each number of calculations: a problem of three rests on those of two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tutor.errors import NotationError
from tutor.interchange.intake import dict_of, parse_json, read_text, text_of, unreadable
from tutor.interchange.proposals import Body, Proposal, Proposed, ProposedConcept, Unfit
from tutor.interchange.prose import markdown, paragraphs
from tutor.interchange.proving import shown_too_long
from tutor.interchange.report import Log
from tutor.interchange.values import decimal, value_of_calculation
from tutor.notation.evaluation import evaluate
from tutor.notation.printing import to_text
from tutor.notation.reader import read
from tutor.notation.tree import Node, Number

LICENCE: Final = "MIT"
AUTHORS: Final = ("GSM8K (Cobbe and others, 2021), OpenAI",)
LONGEST_LINE: Final = 20_000
MOST_LINES: Final = 64
_CALCULATION: Final = re.compile(r"<<([^<>]{1,400})>>")
_RESULT: Final = re.compile(r"^####\s*(.+)$")
_PRONOUNS: Final = frozenset({"he", "she", "it", "they", "his", "her", "its", "their"})
_IN_WORDS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a solution. `asks`: its sub-question, or empty; `value`: of its last calculation, as it's written."""

    asks: str
    says: str
    calculation: str | None


def propose(path: Path, limit: int | None, log: Log) -> Proposal:
    """The problems of a file of JSON lines. Raises InputError for a file that has none."""
    grouped: dict[int, list[Proposed]] = {}
    count = 0
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if not line.strip() or (limit is not None and count >= limit):
            continue
        count += 1
        where = f"{path.name}:{number}"
        try:
            problem, calculations = _problem(line, where, log)
        except Unfit as unfit:
            log.leave(unfit.reason, where, unfit.what)
            continue
        grouped.setdefault(calculations, []).append(problem)
    if not count:
        raise unreadable("there's no line in it", path, remedy="GSM8K is one JSON object a line")
    concepts, before = [], None
    for calculations in sorted(grouped):
        key = str(calculations)
        many = _IN_WORDS[calculations] if calculations < len(_IN_WORDS) else key
        title = f"Word problems in {many} {'step' if calculations == 1 else 'steps'}"
        concepts.append(ProposedConcept(key, title, grouped[calculations], (before,) if before else ()))
        before = key
    return Proposal(tuple(concepts), LICENCE, AUTHORS)


def _problem(line: str, where: str, log: Log) -> tuple[Proposed, int]:
    if len(line) > LONGEST_LINE:
        raise Unfit("too-large", line)
    try:
        data = dict_of(parse_json(line))
    except (ValueError, RecursionError) as error:
        raise Unfit("malformed", str(error)) from None
    asked, answer = markdown(text_of(data.get("question"))), text_of(data.get("answer"))
    lines = [one.strip() for one in answer.split("\n") if one.strip()]
    result = _RESULT.match(lines[-1]) if lines else None
    if not asked or result is None or len(lines) > MOST_LINES:
        raise Unfit("malformed", line)
    solved = [_line(one) for one in lines[:-1]]
    value = _agreed(solved, result[1])
    steps = list(_steps(asked, solved, where, log))
    calculations = sum(one.calculation is not None for one in solved)
    solution = paragraphs(*(markdown(one.says) for one in solved))
    body: Body = {
        "ask": asked, "answer": {"kind": "number", "value": value},
        "difficulty": min(2.0, round(0.3 * (calculations - 2), 1)), "solution": solution,
    }  # fmt: skip
    problem = Proposed(where, body, tuple(steps), AUTHORS[0], LICENCE)
    if shown_too_long(problem):
        raise Unfit("too-large", asked)
    return problem, calculations


def _line(text: str) -> _Line:
    asks, mark, says = text.partition("**")
    if not mark:
        asks, says = "", text
    found = _CALCULATION.findall(says)
    return _Line(asks.strip(), _CALCULATION.sub("", says).strip(), found[-1] if found else None)


def _agreed(lines: list[_Line], stated: str) -> str:
    """The result, where the last calculation gives it. Raises Unfit."""
    wanted = decimal(stated)
    if wanted is None:
        raise Unfit("malformed", stated)
    if not lines or lines[-1].calculation is None:
        raise Unfit("no-calculation", stated)
    value = _value(lines[-1].calculation)
    if to_text(evaluate(read(wanted))) != to_text(value):
        raise Unfit("mismatch", f"{lines[-1].calculation}, but the result is {stated}")
    return to_text(value)


def _value(calculation: str) -> Number:
    """The value of `expression=value`, where the two agree. Raises Unfit."""
    expression, sign, stated = calculation.rpartition("=")
    if not sign:
        raise Unfit("no-calculation", calculation)
    value, wanted = value_of_calculation(expression), decimal(stated)
    if wanted is None:
        raise Unfit("unreadable", calculation)
    if not _same(value, wanted):
        raise Unfit("mismatch", calculation)
    assert isinstance(value, Number)
    return value


def _same(value: Node, stated: str) -> bool:
    try:
        return to_text(value) == to_text(evaluate(read(stated)))
    except NotationError:
        return False


def _same_question(one: str, other: str) -> bool:
    """Whether two sub-questions differ at most in a pronoun where the other has a name or a pronoun, too."""
    left, right = one.split(), other.split()
    if len(left) != len(right):
        return False
    pairs = [(a, b) for a, b in zip(left, right, strict=True) if a != b]
    return all(
        any(word.lower() in _PRONOUNS for word in pair)
        and all(word.lower() in _PRONOUNS or word[:1].isupper() for word in pair)
        for pair in pairs
    )


def _steps(context: str, lines: list[_Line], where: str, log: Log) -> list[Proposed]:
    steps = []
    for number, one in enumerate(lines):
        place = f"{where}, line {number + 1}"
        if not one.asks:
            log.leave("no-question", place, one.says)
            continue
        if any(_same_question(one.asks, later.asks) for later in lines[number + 1 :]):
            log.leave("contradiction", place, one.asks)
            continue
        try:
            if one.calculation is None:
                raise Unfit("no-calculation", one.says)
            value = to_text(_value(one.calculation))
        except Unfit as unfit:
            log.leave(unfit.reason, place, unfit.what)
            continue
        body: Body = {
            "ask": paragraphs(context, markdown(one.asks)), "answer": {"kind": "number", "value": value},
            "difficulty": -1.0, "solution": markdown(one.says),
        }  # fmt: skip
        steps.append(Proposed(place, body, (), AUTHORS[0], LICENCE))
    return steps

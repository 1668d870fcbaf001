"""What `tutor check` catches by grading: each fault is found, with its place, and sound questions pass."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent, indent

import pytest

from tutor.curriculum.curricula import Curricula
from tutor.curriculum.load import load
from tutor.grading.proof import CODES, REMEDIES, last_step_is_whole, prove

HEAD = """\
format: 1
id: small
title: Small
concepts:
  - id: adding
    title: Adding
    kind: skill
    questions:
"""

SUM = """\
- id: sum
  ask: What is ${=a} + {=b}$?
  parameters:
    a: {kind: integer, from: 30, to: 60}
    b: {kind: integer, from: 2, to: 9}
  answer: {kind: number, value: "a + b"}
"""


def curriculum(folder: Path, question: str) -> Curricula:
    path = folder / "small.yaml"
    path.write_text(HEAD + indent(dedent(question), " " * 6), encoding="utf-8")
    return load(path, [folder])


def codes(folder: Path, question: str, ref: str = "small/adding/sum") -> list[str]:
    return [finding.code for finding in prove(curriculum(folder, question), ref)]


def test_a_sound_question_has_no_findings(tmp_path: Path) -> None:
    sound = SUM + (
        "  mistakes:\n"
        '    - {value: "a - b", ask: Is it more or less than before?}\n'
        '    - {value: "-(a + b)", ask: On which side of zero?}\n'
        '  hints: ["Start from ${=a}$ and count on."]\n'
        '  tests: [{answer: "{=a} + {=b} - 1", verdict: wrong}]\n'
    )
    assert codes(tmp_path, sound) == []


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ('mistakes: [{value: "b + a", ask: Sure?}]', "C103"),
        ('mistakes: [{value: "a - b", ask: Sure?}, {value: "a + b - 2*b", ask: Sure?}]', "C104"),
        ('mistakes: [{value: "[a, b]", ask: Sure?}]', "C105"),
        ('tests: [{answer: "{=a}", verdict: right}]', "C107"),
        ('hints: ["It is ${=a + b}$."]', "C108"),
        ('hints: ["Do you get {=a + b} squares?"]', "C108"),
        ('hints: ["So $x = {=a + b}$, is it?"]', "C108"),
        ('mistakes: [{value: "a - b", ask: "Why not ${=a + b}$?"}]', "C109"),
        ("steps: [{id: part, ask: 'Why is it ${=a + b}$?', answer: {kind: number, value: a}}]", "C110"),
    ],
)
def test_a_fault_is_found(tmp_path: Path, more: str, code: str) -> None:
    assert codes(tmp_path, SUM + f"  {more}\n") == [code]


def test_a_coincidence_in_few_variants_is_found(tmp_path: Path) -> None:
    """2b is a + b only where a = b."""
    rare = SUM.replace("from: 30, to: 60", "from: 1, to: 60") + '  mistakes: [{value: "2*b", ask: Sure?}]\n'
    assert codes(tmp_path, rare) == ["C103"]


def test_the_numbers_of_the_question_may_be_mentioned(tmp_path: Path) -> None:
    given = SUM.replace("What is ${=a} + {=b}$?", "Is ${=a} + {=b} = {=a + b}$? What is the sum?")
    assert codes(tmp_path, given + '  hints: ["Look at ${=a + b}$."]\n') == []


def test_a_small_whole_number_is_looked_for_in_hints_only(tmp_path: Path) -> None:
    small = SUM.replace("from: 30, to: 60", "from: 1, to: 9")
    assert codes(tmp_path, small + '  mistakes: [{value: "a - b", ask: "Not ${=a + b}$?"}]\n') == []
    assert codes(tmp_path, small + '  hints: ["It is ${=a + b}$."]\n') == ["C108"]


def test_options_that_coincide_are_found(tmp_path: Path) -> None:
    choice = """\
    - id: sum
      ask: Which one?
      parameters: {a: {kind: integer, from: 1, to: 30}}
      answer: {kind: choice, options: {one: "${=a}$", two: "${=2*a - 3}$"}, value: one}
    """
    assert codes(tmp_path, choice) == ["C106"]


def test_a_hint_may_not_name_the_right_option_alone(tmp_path: Path) -> None:
    choice = """\
    - id: sum
      ask: What happens?
      answer: {kind: choice, options: {a: It grows without end, b: It stays the same}, value: a}
      hints: ["HINT"]
    """
    assert codes(tmp_path, choice.replace("HINT", "See why it grows without end.")) == ["C108"]
    both = choice.replace("HINT", "Does it grow? Or is it that it grows without end, or it stays the same?")
    assert codes(tmp_path, both) == []


@pytest.mark.parametrize(
    "answer",
    [
        '{kind: vector, value: "[a, -b]", names: [p, q]}',
        '{kind: matrix, value: "[[a, b], [1, a/b]]"}',
        '{kind: expression, value: "a*x - b", names: [x]}',
        '{kind: equation, value: "y = a*x - b", names: [x, y]}',
        '{kind: number, value: "sqrt(a)/b"}',
        "{kind: choices, options: {p: One, q: Two, r: Three}, value: [p, r]}",
        "{kind: order, options: {p: One, q: Two, r: Three}, value: [r, p, q]}",
        "{kind: text, value: span, accept: [linear hull]}",
        '{kind: flaw, lines: ["So $a = b$.", "Divide.", "So $2 = 1$."], value: 2}',
    ],
)
def test_the_key_of_every_kind_is_accepted_in_all_its_spellings(tmp_path: Path, answer: str) -> None:
    question = SUM.replace('{kind: number, value: "a + b"}', answer).replace("What is ${=a} + {=b}$?", "Which?")
    assert codes(tmp_path, question) == []


def test_a_finding_names_file_and_line(tmp_path: Path) -> None:
    question = SUM + '  hints:\n    - Think.\n    - "It is ${=a + b}$."\n'
    (finding,) = prove(curriculum(tmp_path, question), "small/adding/sum")
    assert finding.line == len((HEAD + question).splitlines())
    assert finding.file.endswith("small.yaml")
    assert finding.severity == "error"


def test_every_code_has_a_remedy() -> None:
    assert set(CODES) == set(REMEDIES)


def test_the_last_step_is_whole_when_it_asks_for_the_same(tmp_path: Path) -> None:
    steps = "  steps:\n    - {{id: all, ask: What is it together?, answer: {{kind: number, value: '{0}'}}}}\n"
    same = curriculum(tmp_path, SUM + steps.format("b + a"))
    assert last_step_is_whole(same, "small/adding/sum")
    assert not last_step_is_whole(same, "small/adding/sum/all")
    assert not last_step_is_whole(curriculum(tmp_path, SUM + steps.format("a")), "small/adding/sum")

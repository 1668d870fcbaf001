"""Formulas of logic: read as people write them, right when they say the same in every case."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.curriculum.single import single_variant
from tutor.grading.grade import grade
from tutor.grading.logic import table
from tutor.grading.verdict import Verdict
from tutor.notation.logic import read_logic
from tutor.notation.printing import to_text
from tutor.notation.tree import Binary, Name, Node, Truth, Unary

LETTERS = ("P", "Q", "R")
FORMULAS: Any = st.recursive(
    st.one_of(st.sampled_from(LETTERS).map(Name), st.booleans().map(Truth)),
    lambda inner: st.one_of(
        inner.map(lambda one: Unary("not", one)),
        st.builds(Binary, st.sampled_from(["and", "or", "xor", "implies", "iff"]), inner, inner),
    ),
    max_leaves=10,
)


def value(node: Node, case: dict[str, bool]) -> bool:
    match node:
        case Name(name=name):
            return case[name]
        case Truth(value=known):
            return known
        case Unary(arg=arg):
            return not value(arg, case)
        case Binary(op=op, left=left, right=right):
            a, b = value(left, case), value(right, case)
            return {"and": a and b, "or": a or b, "xor": a != b, "implies": b or not a, "iff": a == b}[op]
    raise TypeError


@given(FORMULAS)
def test_a_truth_table_has_the_value_of_every_case(formula: Node) -> None:
    rows = table(formula, list(LETTERS))
    for case in product((False, True), repeat=len(LETTERS)):
        row = sum(true << i for i, true in enumerate(case))
        assert bool(rows >> row & 1) == value(formula, dict(zip(LETTERS, case, strict=True)))


@given(FORMULAS)
def test_what_is_printed_is_read_back(formula: Node) -> None:
    assert read_logic(to_text(formula)) == formula


@given(FORMULAS, FORMULAS)
def test_right_exactly_where_every_case_agrees(key: Node, answer: Node) -> None:
    variant = single_variant("logic", to_text(key), names=LETTERS)
    verdict = grade(variant, to_text(answer)).verdict
    same = table(key, list(LETTERS)) == table(answer, list(LETTERS))
    assert verdict is (Verdict.RIGHT if same else Verdict.WRONG)


@pytest.mark.parametrize(
    "spelling",
    ["~P | Q", "¬P ∨ Q", "P -> Q", "P => Q", "not P or Q", r"\lnot P \lor Q", r"P \to Q", "!P || Q", "!(P && !Q)"],
)
def test_every_usual_spelling_is_read(spelling: str) -> None:
    assert grade(single_variant("logic", "P implies Q"), spelling).verdict is Verdict.RIGHT


@pytest.mark.parametrize(
    ("text", "start"), [("P and", 5), ("P Q", 2), ("(P or Q", 7), ("P + Q", 2), ("raining", 0), ("", 0)]
)
def test_what_is_no_formula_is_refused_at_its_place(text: str, start: int) -> None:
    judgement = grade(single_variant("logic", "P or Q"), text)
    assert judgement.verdict is Verdict.UNREADABLE
    assert judgement.error_span is not None
    assert judgement.error_span[0] == start


def test_a_wrong_formula_is_met_with_a_case_in_which_it_differs() -> None:
    judgement = grade(single_variant("logic", "P and Q"), "P or Q")
    assert judgement.counterexample == "Look at the case P true, Q false."

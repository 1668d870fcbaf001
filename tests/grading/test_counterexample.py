"""A wrong formula is met with numbers at which it shows itself, and the key isn't said."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from grading_trees import polynomials
from hypothesis import assume, given

from tutor.curriculum.single import single_variant
from tutor.grading.counterexample import counterexample
from tutor.grading.equivalence import equal
from tutor.grading.grade import grade
from tutor.notation.evaluation import evaluate
from tutor.notation.reader import read
from tutor.notation.tree import Node, Number, free_names

PLACE = re.compile(r"\$([a-z]) = (\d+)\$")


@given(polynomials, polynomials)
def test_the_two_differ_at_the_numbers_given_and_the_answers_own_value_is_shown(answer: Node, key: Node) -> None:
    assume(equal(answer, key) is False)
    said = counterexample(answer, key)
    if said is None:
        return
    point = {letter: Number(Fraction(value)) for letter, value in PLACE.findall(said)}
    assert point.keys() == free_names(answer) | free_names(key)
    assert evaluate(answer, point) != evaluate(key, point)
    shown = re.search(r"it gives \$([^$]+)\$", said)
    assert shown
    if "." not in shown[1]:  # a value of many digits is rounded
        assert evaluate(read(shown[1])) == evaluate(answer, point)


@pytest.mark.parametrize(("key", "answer"), [("3", "a + 1"), ("pi", "3"), ("a + 1", "1 + a")])
def test_none_where_the_key_is_a_constant_or_the_answer_right(key: str, answer: str) -> None:
    judgement = grade(single_variant("expression", key, names=("a",)), answer)
    assert judgement.counterexample is None


def test_a_wrong_formula_without_a_named_slip_gets_one() -> None:
    judgement = grade(single_variant("expression", "a^2 + b^2"), "(a + b)^2")
    assert judgement.slip is None
    assert judgement.counterexample == "Try it with $a = 2$, $b = 3$: there it gives $25$. Is that what it should be?"

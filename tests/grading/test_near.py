"""What can't be read is offered as something near that can; it never counts by itself."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.curriculum.single import single_variant
from tutor.grading.grade import grade
from tutor.grading.near import near_reading, with_brackets
from tutor.grading.verdict import Verdict
from tutor.notation.number_words import fraction_words, read_words, whole_words
from tutor.notation.reader import read
from tutor.notation.tree import Number


@pytest.mark.parametrize(
    ("kind", "key", "typed", "offered"),
    [
        ("number", "7", "minus one floor", "-1"),
        ("number", "7", "three quarters", "3/4"),
        ("number", "7", "two and a half", "2 1/2"),
        ("number", "7", "twenty-three", "23"),
        ("number", "7", "one point five", "1.5"),
        ("number", "7", "3//4", "3/4"),
        ("number", "7", "(3 + 4", "(3 + 4)"),
        ("number", "7", "3 + 4)", "3 + 4"),
        ("number", "7", "the answer is 12", "12"),
        ("number", "7", "12 apples", "12"),
        ("expression", "x^2", "x2", "x^2"),
        ("expression", "x^2", "((2x+3)", "((2x+3))"),
        ("expression", "sqrt(x)", "sqroot(x)", "sqrt(x)"),
        ("expression", "sin(x)", "cosin(x)", "cos(x)"),
        ("expression", "x^2", "x^^2", "x^2"),
        ("vector", "(3, -1)", "(3, -1", "(3, -1)"),
        ("vector", "(3, -1)", "(3|-1)", "(3, -1)"),
        ("vector", "(3, -1)", "3 and -1", "3, -1"),
        ("number", "7", "== 7", "7"),
        ("expression", "2x+3", "2x plus 3", "2x + 3"),
        ("expression", "x^2", "x squared", "x^2"),
        ("vector", "(3, -1)", "[3, -1)", "[3, -1]"),
        ("matrix", "[1 2; 3 4]", "[1 2; 3 4", "[1 2; 3 4]"),
    ],
)
def test_offers(kind: str, key: str, typed: str, offered: str) -> None:
    variant = single_variant(kind, key)
    assert grade(variant, typed).verdict is Verdict.UNREADABLE
    assert near_reading(variant, typed) == offered


@pytest.mark.parametrize(
    ("kind", "key", "typed"), [("number", "7", "7"), ("number", "7", "no idea at all"), ("text", "yes", "")]
)
def test_nothing_is_offered_for_what_can_be_read_or_is_far_from_it(kind: str, key: str, typed: str) -> None:
    assert near_reading(single_variant(kind, key), typed) is None


@given(
    st.text(alphabet="0123456789()[]{}+-*/^x, aonehlf", max_size=25),
    st.sampled_from(["number", "expression", "vector"]),
)
@settings(max_examples=200, deadline=None)
def test_what_is_offered_can_be_read(typed: str, kind: str) -> None:
    variant = single_variant(kind, "(1, 2)" if kind == "vector" else "7 x" if kind == "expression" else "7")
    offered = near_reading(variant, typed)
    if offered is not None:
        assert grade(variant, typed).verdict is Verdict.UNREADABLE
        assert grade(variant, offered).verdict is not Verdict.UNREADABLE


@given(st.text(alphabet="()[]{}x", max_size=30))
def test_brackets_get_their_partners(text: str) -> None:
    closed = with_brackets(text)
    assert with_brackets(closed) == closed
    while any(pair in closed for pair in ("()", "[]", "{}", "x")):
        closed = closed.replace("()", "").replace("[]", "").replace("{}", "").replace("x", "")
    assert closed == ""


@given(st.integers(min_value=-999_999, max_value=999_999))
def test_whole_numbers_in_words_are_read_back(n: int) -> None:
    assert read_words(whole_words(n)) == str(n)


@given(st.fractions(min_value=-20, max_value=20, max_denominator=20))
def test_fractions_in_words_are_read_back(value: object) -> None:
    said = read_words(fraction_words(value))  # type: ignore[arg-type]
    assert said is not None
    tree = read(said)
    found = -tree.arg.value if not isinstance(tree, Number) and hasattr(tree, "arg") else None  # type: ignore[union-attr]
    assert value in (found, getattr(tree, "value", None)) or "/" in said


@pytest.mark.parametrize(
    ("ask", "typed", "verdict"),
    [
        ("By how many degrees has it become warmer?", "11 degrees", Verdict.RIGHT),
        ("At which floor does it stop?", "11 floors", Verdict.RIGHT),
        ("How many boxes are there?", "11 box", Verdict.RIGHT),
        ("A car drives 3 km. How many metres is that?", "11 km", Verdict.UNREADABLE),
        ("How many metres is that?", "11 cm", Verdict.UNREADABLE),
        ("How many metres is that?", "12 metres", Verdict.WRONG),
    ],
)
def test_a_noun_of_the_question_may_follow_a_number(ask: str, typed: str, verdict: Verdict) -> None:
    from dataclasses import replace

    assert grade(replace(single_variant("number", "11"), ask=ask), typed).verdict is verdict

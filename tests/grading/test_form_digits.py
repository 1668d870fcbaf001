"""Figures and decimal places: counted as they were typed, rounded as in school."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.curriculum.single import single_variant
from tutor.grading.form_digits import decimal, leading, rounds_to, same_digits
from tutor.grading.form_spelling import plain, scientific
from tutor.grading.grade import grade
from tutor.grading.reading import typed_tree
from tutor.grading.verdict import Judgement, Verdict
from tutor.notation.tree import Number

RIGHT, FORM, WRONG, UNDECIDED = Verdict.RIGHT, Verdict.FORM, Verdict.WRONG, Verdict.UNDECIDED
KEYS = st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=10**5).filter(bool)


def graded(key: str, asked: str, answer: str, **options: Any) -> Judgement:
    return grade(single_variant("number", key, options={"form": (asked,), **options}), answer)


@pytest.mark.parametrize(
    ("text", "figures", "places"),
    [
        ("7", (1, 1), 0), ("0", (1, 1), 0), ("0.0", (1, 1), 1), ("0.000", (3, 3), 3), ("300", (1, 3), 0), ("300.", (3, 3), 0),
        ("3.00e2", (3, 3), 0), ("0.0070", (2, 2), 4), ("40.0", (3, 3), 1), ("4005", (4, 4), 0), ("-(1.50)", (3, 3), 2),
        ("+.5", (1, 1), 1), ("1.5e-3", (2, 2), 4), ("1.5*10^-3", (2, 2), 4), ("20*10^3", (1, 2), 0), ("1,25", (3, 3), 2),
        ("1 000 000", (1, 7), 0), ("12.5%", (3, 3), 3),
    ],
)  # fmt: skip
def test_figures_and_places_are_counted_as_typed(text: str, figures: tuple[int, int], places: int) -> None:
    found = decimal(typed_tree(text, keep_point=True))
    assert found is not None
    assert ((found.least, found.most), found.places) == (figures, places)


@pytest.mark.parametrize("text", ["1/2", "pi", "2*3", "1 1/2", "½", "sqrt(2)", "2^3", "1.5*10^x"])
def test_what_is_no_decimal_has_no_figures(text: str) -> None:
    assert decimal(typed_tree(text, frozenset({"x"}))) is None


def test_a_quantity_has_the_figures_of_its_number() -> None:
    found = leading(typed_tree("1.20*m/s^2", frozenset({"m", "s"})))
    assert found is not None
    assert found.least == found.most == 3


@given(st.integers(1, 10**9), st.integers(0, 9), st.integers(-20, 20))
def test_zeros_before_the_first_digit_never_count_and_those_behind_a_point_do(
    digits: int, zeros: int, power: int
) -> None:
    text = f"0.{'0' * zeros}{digits}e{power}"
    found = decimal(typed_tree(text))
    assert found is not None
    assert found.least == found.most == len(str(digits))
    assert found.value == Fraction(text)


@given(KEYS, st.integers(2, 8))
def test_the_key_rounded_to_the_figures_asked_for_is_right_and_its_neighbours_are_wrong(key: Fraction, n: int) -> None:
    asked, text = f"significant-figures {n}", scientific(key, n)
    assert graded(str(key), asked, text).verdict is RIGHT
    unit = Fraction(10) ** (int(text.partition("e")[2]) - n + 1)
    for off in (-1, 1):
        near = Fraction(text) + off * unit
        if not rounds_to(decimal(typed_tree(text)), Number(key), n) or abs(near - key) > unit / 2:  # type: ignore[arg-type]
            assert graded(str(key), asked, scientific(near, n)).verdict is WRONG


@given(KEYS, st.integers(2, 8))
def test_one_figure_more_is_another_form(key: Fraction, n: int) -> None:
    assert graded(str(key), f"significant-figures {n}", scientific(key, n + 1)).verdict is FORM
    assert graded(str(key), f"significant-figures {n}..{n + 1}", scientific(key, n + 1)).verdict is RIGHT


@given(KEYS.filter(lambda key: abs(key) > 1), st.integers(1, 6))
def test_the_key_rounded_to_the_places_asked_for_is_right(key: Fraction, n: int) -> None:
    assert graded(str(key), f"decimal-places {n}", plain(key, n)).verdict is RIGHT
    assert graded(str(key), f"decimal-places {n}", plain(key, n + 1)).verdict is FORM
    off = Fraction(plain(key, n)) + Fraction(2, 10**n)
    assert graded(str(key), f"decimal-places {n}", plain(off, n)).verdict is WRONG


@pytest.mark.parametrize(
    ("key", "asked", "answer", "verdict"),
    [
        ("pi", "significant-figures 3", "3.14", RIGHT),
        ("pi", "significant-figures 3", "3,14", RIGHT),
        ("pi", "significant-figures 3", "3.142", FORM),
        ("pi", "significant-figures 3", "3.1", FORM),
        ("pi", "significant-figures 3", "pi", FORM),
        ("pi", "significant-figures 3", "3", WRONG),
        ("pi", "significant-figures 3", "3.15", WRONG),
        ("pi", "significant-figures 3", "3.141", WRONG),  # cut, not rounded
        ("1500", "significant-figures 2", "1500", RIGHT),
        ("1500", "significant-figures 3", "1500", UNDECIDED),
        ("1500", "significant-figures 3", "1.50e3", RIGHT),
        ("1500", "significant-figures 4", "1500.", RIGHT),
        ("1500", "significant-figures 2..4", "1500", RIGHT),
        ("0.25", "significant-figures 1", "0.3", RIGHT),
        ("0.25", "significant-figures 1", "0.2", RIGHT),  # to the even digit
        ("0.35", "significant-figures 1", "0.3", WRONG),
        ("9.996", "significant-figures 3", "10.0", RIGHT),
        ("0", "significant-figures 2", "0.00", RIGHT),
        ("200/3", "significant-figures 3", "66.7", RIGHT),
        ("2/3", "significant-figures 3", "66.7%", RIGHT),
        ("2/3", "decimal-places 2", "0.67", RIGHT),
        ("2/3", "decimal-places 2", "2/3", FORM),
        ("2/3", "decimal-places 2", "0.7", WRONG),
        ("3", "decimal-places 0", "3", RIGHT),
        ("3", "decimal-places 2", "3", FORM),
    ],
)
def test_a_rounded_answer(key: str, asked: str, answer: str, verdict: Verdict) -> None:
    assert graded(key, asked, answer).verdict is verdict


def test_with_a_tolerance_the_last_figure_may_be_off() -> None:
    assert graded("9.81", "significant-figures 3", "9.79", tolerance="0.05").verdict is RIGHT
    assert graded("9.81", "significant-figures 3", "9.8", tolerance="0.05").verdict is FORM
    assert graded("9.81", "significant-figures 3", "9.70", tolerance="0.05").verdict is WRONG


def test_a_misplaced_point_is_named() -> None:
    judgement = graded("0.01234", "significant-figures 3", "0.123")
    assert (judgement.verdict, judgement.slip) == (WRONG, "point")
    assert graded("0.01234", "significant-figures 3", "0.124").slip is None


@given(KEYS, st.integers(-5, 5), st.integers(1, 12))
def test_a_power_of_ten_changes_no_digit(key: Fraction, power: int, n: int) -> None:
    assert same_digits(key, key * Fraction(10) ** power, n)


def test_the_remark_says_how_many_figures_and_nothing_of_the_value() -> None:
    judgement = graded("pi", "significant-figures 3", "3.1416")
    assert judgement.message == "The answer is asked for with 3 significant figures."

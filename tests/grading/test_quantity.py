"""Quantities: read as people write them, converted exactly, and right but for the unit where just the unit is off."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.curriculum.single import single_variant
from tutor.curriculum.variants import BoundMistake
from tutor.errors import NotationError
from tutor.grading.grade import grade, preview
from tutor.grading.quantity_value import value_of
from tutor.grading.units import pieces
from tutor.grading.verdict import Judgement, Verdict
from tutor.notation.quantities import read_quantity
from tutor.notation.tree import Number

LENGTHS = ("m", "km", "cm", "mm", "µm", "nm", "ft", "in", "yd", "mi")
TIMES = ("s", "ms", "min", "h", "day")
MASSES = ("kg", "g", "mg", "t", "lb", "oz")


def judged(key: str, answer: str, **options: Any) -> Judgement:
    return grade(single_variant("quantity", key, options=options), answer)


def verdict(key: str, answer: str, **options: Any) -> Verdict:
    return judged(key, answer, **options).verdict


def in_si(text: str) -> Fraction:
    (value,) = value_of(read_quantity(text, pieces).tree).values()
    assert isinstance(value, Number)
    return value.value


def decimal(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"


units = st.tuples(st.sampled_from(MASSES), st.sampled_from(LENGTHS), st.sampled_from(TIMES))
numbers = st.fractions(min_value=Fraction(1, 100), max_value=1000, max_denominator=100)


@given(numbers, units, units)
def test_a_quantity_is_right_in_every_unit_of_its_dimension(
    number: Fraction, one: tuple[str, str, str], other: tuple[str, str, str]
) -> None:
    here, there = ("{} {}/{}^2".format(*names) for names in (one, other))
    converted = number * in_si(f"1 {here}") / in_si(f"1 {there}")
    assert verdict(f"({decimal(number)}) {here}", f"({decimal(converted)}) {there}") is Verdict.RIGHT
    assert verdict(f"({decimal(number)}) {here}", f"({decimal(converted * 7 / 5)}) {there}") is Verdict.WRONG


@given(numbers, units)
def test_the_spellings_of_one_unit_are_one(number: Fraction, names: tuple[str, str, str]) -> None:
    mass, length, time_ = names
    key = f"({decimal(number)}) {mass}*{length}/{time_}^2"
    for spelling in (
        f"{mass} {length} {time_}^-2", f"{mass}·{length}/{time_}²", f"{mass} {length}/{time_}/{time_}",
        f"{mass} {length} {time_}⁻²", f"({mass} {length})/({time_} {time_})", f"{mass}*{length}*{time_}**-2",
        rf"\frac{{\mathrm{{{mass}}}\,\text{{{length}}}}}{{\text{{{time_}}}^{{2}}}}",
    ):  # fmt: skip
        assert verdict(key, f"({decimal(number)}) {spelling}") is Verdict.RIGHT


@given(numbers, units, st.sampled_from(("", "A", "K", "mol")))
def test_a_number_with_another_dimension_is_right_but_for_the_unit(
    number: Fraction, names: tuple[str, str, str], extra: str
) -> None:
    judgement = judged(f"({decimal(number)}) {names[0]} {names[1]}", f"({decimal(number)}) {extra}")
    assert judgement.verdict is Verdict.UNIT
    assert judgement.slip == ("wrong-unit" if extra else "missing-unit")


@given(st.text(max_size=60) | st.text("0123456789.,eE+-*/^()[]{}\\°'\" mskgAKNJx²⁻½·%", max_size=80))
def test_any_text_gets_a_verdict_and_a_preview(text: str) -> None:
    assert isinstance(judged("2.5 m/s^2", text), Judgement)
    preview("quantity", (), (), text)


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("2.5 m/s^2", "a = 2.5 m/s²."), ("2.5 m/s^2", "2,5 m s-2"), ("2.5 m/s^2", "2.5 metres per second squared"),
        ("2.5 m/s^2", "250 cm/s2"), ("2.5 m/s^2", r"$2.5\ \frac{\text{m}}{\text{s}^2}$"), ("2500 N m", "2.5·10^3 N·m"),
        ("2500 N m", "2.5x10^3 N-m"), ("2500 N m", "2 500 J"), ("74 in", "6 ft 2 in"), ("74 in", "6'2\""),
        ("74 in", "6ft2in"), ("-74 in", "-6 ft 2 in"), ("5400 s", "1 h and 30 min"), ("1/2 mi", "½ mile"), ("1.5 mi", "1 1/2 miles"),
        ("25 °C", "298.15 K"), ("25 °C", "77 degF"), ("25 °C", "25 degrees Celsius"), ("25 °C", r"25^\circ\mathrm{C}"),
        ("-40 °C", "-40 °F"), ("4.2 J/(g K)", "4.2 J/g °C"), ("4.2 J/(g K)", "4.2 kJ/kg K"), ("4.2 J/(g K)", "4.2 J/g*K"),
        ("10 uF", r"10\,\mu\mathrm{F}"), ("5 kohm", r"5\,k\Omega"), ("3 %", "0.03"), ("180°", "pi rad"), ("1 kWh", "3.6 MJ"),
        ("60 rpm", "2 pi rad/s"), ("2 m", "sqrt(4 m^2)"), ("8 s^-1", "8 1/s"), ("5 km/h", "5 kmph"), ("5 m^2", "5 square metres"),
        ("1 ly", "1 light-year"), ("5 m/s", "10 m/2 s"), ("12 V", "12 volts"), ("1234.5 m", "1,234.5 m"), ("2 m", "5 m-3 m"),
    ],
)  # fmt: skip
def test_every_usual_spelling_is_read(key: str, answer: str) -> None:
    assert verdict(key, answer) is Verdict.RIGHT


@pytest.mark.parametrize(
    ("key", "answer", "expected"),
    [
        ("96485 C/mol", "9.65e4 C/mol", Verdict.RIGHT),  # three figures
        ("96485 C/mol", "9.6e4 C/mol", Verdict.UNDECIDED),  # two
        ("96485 C/mol", "9.64e4 C/mol", Verdict.WRONG),
        ("2.5 m", "2.6 m", Verdict.WRONG),
        ("2.5 m", "2.51 m", Verdict.WRONG),  # the key is exact
        ("1/3 m", "0.333 m", Verdict.RIGHT),
        ("1/3 m", "333 mm", Verdict.RIGHT),
        ("1/3 m", "0.334 m", Verdict.WRONG),
        ("9.8 m", "10 m", Verdict.WRONG),
        ("1 kg", "2.205 lb", Verdict.RIGHT),
        ("2.5 kg", "5.5 lb", Verdict.RIGHT),  # as many figures as the key
        ("2.375 m", "2.38 m", Verdict.RIGHT),  # in the middle both rules hold
        ("2.385 m", "2.38 m", Verdict.RIGHT),
        ("2.375 m", "2.37 m", Verdict.WRONG),
        ("0 m", "0.000 m", Verdict.RIGHT),
        ("1 rad", "57.3°", Verdict.RIGHT),
    ],
)
def test_a_rounded_decimal_stands_for_a_value_from_three_figures_on(key: str, answer: str, expected: Verdict) -> None:
    assert verdict(key, answer) is expected


@pytest.mark.parametrize(
    ("key", "answer", "options", "expected"),
    [
        ("10 m/s", "36 km/h", {"units": "km/h"}, Verdict.RIGHT),
        ("10 m/s", "36 kilometres per hour", {"units": "km/h"}, Verdict.RIGHT),
        ("10 m/s", "10 m/s", {"units": "km/h"}, Verdict.UNIT),
        ("10 m/s", "11 m/s", {"units": "km/h"}, Verdict.WRONG),
        ("5 m", "5.05 m", {"tolerance": "0.05"}, Verdict.RIGHT),
        ("5 m", "5.06 m", {"tolerance": "0.05"}, Verdict.WRONG),
        ("5 m", "505 cm", {"tolerance": "0.05"}, Verdict.RIGHT),
        ("5 m", "505 cm", {"tolerance": "5 cm"}, Verdict.RIGHT),
        ("5 m", "506 cm", {"tolerance": "5 cm"}, Verdict.WRONG),
        ("5 m", "5.1 m", {"tolerance": "2%"}, Verdict.RIGHT),
        ("5 m", "5.11 m", {"tolerance": "2%"}, Verdict.WRONG),
        ("1/3 m", "0.333 m", {"tolerance": "0.0001"}, Verdict.WRONG),  # with a tolerance, nothing else
        ("25 °C", "25.5 °C", {"tolerance": "0.5"}, Verdict.RIGHT),
        ("25 °C", "298.7 K", {"tolerance": "0.5"}, Verdict.WRONG),
        ("19.6 m", "19.6 m", {"figures": 3}, Verdict.RIGHT),
        ("19.62 m", "19.6 m", {"figures": 3}, Verdict.RIGHT),
        ("19.62 m", "19.62 m", {"figures": 3}, Verdict.FORM),
        ("19.62 m", "19.7 m", {"figures": 3}, Verdict.WRONG),
        ("2500 m", "2.5e3 m", {"figures": 2}, Verdict.RIGHT),
        ("2500 m", "2500 m", {"figures": 2}, Verdict.RIGHT),  # its noughts may be counted or not
        ("20 K", "20 °C", {"difference": True}, Verdict.RIGHT),
        ("20 K", "36 °F", {"difference": True}, Verdict.RIGHT),
        ("1 gal", "4.54609 L", {"customary": "imperial"}, Verdict.RIGHT),
        ("1 gal", "4.54609 L", {}, Verdict.WRONG),
    ],
)
def test_options_say_what_counts(key: str, answer: str, options: dict[str, Any], expected: Verdict) -> None:
    assert verdict(key, answer, **options) is expected


@pytest.mark.parametrize(
    ("key", "answer", "slip"),
    [
        ("2.5 km", "2.5 mm", "unit-slip"), ("36 km/h", "36 m/s", "unit-slip"), ("10 m/s", "2.78 m/s", "unit-slip"),
        ("2 h", "120 s", "unit-slip"), ("25 °C", "25 K", "unit-slip"), ("2.5 m", "-2.5 m", "sign"), ("2.5 m", "5 m", "half"),
        ("2.5 m", "3.3 m", None), ("2.5 m", "7.7 s", None),
    ],
)  # fmt: skip
def test_a_slip_is_named_where_one_fits(key: str, answer: str, slip: str | None) -> None:
    judgement = judged(key, answer)
    assert (judgement.verdict, judgement.slip) == (Verdict.WRONG, slip)


@pytest.mark.parametrize(("key", "answer"), [("180°", "180"), ("3 %", "3"), ("96.5 J", "96.5 W")])
def test_just_the_unit_is_off(key: str, answer: str) -> None:
    assert verdict(key, answer) is Verdict.UNIT


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("2.5 foo/s^2", 4), ("2.5 m/", 6), ("m 2.5", 2), ("2.5 (m/s", 8), ("2.5 $$ ; m", 7), ("1,234 m", 0), ("", 0),
        ("5 m + 3 s", 0), ("v = 5 parsnips", 6), ("2.5 m^s", 6), ("m/s^2", 0), ("2^9^9^9 m", 0), ("5 m/0", 0),
    ],
)  # fmt: skip
def test_what_is_no_quantity_is_refused_at_its_place(text: str, start: int) -> None:
    judgement = judged("2.5 m/s^2", text)
    assert judgement.verdict is Verdict.UNREADABLE
    assert judgement.error_span is not None
    assert judgement.error_span[0] == start
    assert "2.5" not in str(judgement.message).replace(text, "")


@pytest.mark.parametrize(
    "text",
    [
        "9^9^9^9 m", "(" * 900, "1e999999999 m", "m^99999999", "ms" * 24, "'" * 900, "\\frac" * 200, "1/m" * 300, "-" * 900,
        "square " * 140, "*".join(f"(1 {one}+1 s)" for one in LENGTHS) * 3, "5 \x00m", "\u202e5 m", "a b-" * 240, "5 " * 480 + "m",
    ],
)  # fmt: skip
def test_hostile_text_is_refused(text: str) -> None:
    assert judged("2.5 m/s^2", text).verdict is Verdict.UNREADABLE


@pytest.mark.parametrize(
    ("key", "answer", "expected"),
    [("25 °C", "77 F", Verdict.RIGHT), ("25 °C", "25 C", Verdict.RIGHT), ("25 °C", "298.15 K", Verdict.RIGHT),
     ("25 °C", "25 F", Verdict.WRONG), ("3 F", "3 F", Verdict.RIGHT), ("3 C", "3 A s", Verdict.RIGHT)],
)  # fmt: skip
def test_degrees_need_no_sign_where_a_temperature_is_asked_for(key: str, answer: str, expected: Verdict) -> None:
    assert verdict(key, answer) is expected


def test_a_bare_unit_answers_where_a_unit_is_asked_for() -> None:
    assert verdict("kg m/s^2", "N") is Verdict.RIGHT
    assert verdict("kg m/s^2", "J") is Verdict.UNIT
    assert verdict("A", "mA") is Verdict.WRONG


def test_units_that_cancel_leave_a_number() -> None:
    assert verdict("15", "5 m/m*3") is Verdict.RIGHT
    assert verdict("5 m/m*3", "15") is Verdict.RIGHT
    assert verdict("5 m/m*3", "15 kg") is Verdict.UNIT
    assert verdict("1/50", "2 cm/m") is Verdict.RIGHT


def test_letters_of_the_question_are_no_units() -> None:
    variant = single_variant("quantity", "3 m N", names=("m",))
    assert grade(variant, "m·3 N").verdict is Verdict.RIGHT
    assert grade(variant, "3000 m mN").verdict is Verdict.RIGHT
    assert grade(variant, "3 N").verdict is Verdict.WRONG


def test_an_authored_mistake_goes_before_slips() -> None:
    variant = replace(single_variant("quantity", "36 km/h"), mistakes=(BoundMistake("36 m/s", "?", None, None),))
    assert grade(variant, "36 m/s").mistake == 0


@given(numbers, st.sampled_from(LENGTHS), st.sampled_from(TIMES))
def test_a_preview_says_what_was_read(number: Fraction, length: str, time_: str) -> None:
    shown = preview("quantity", (), (), f"({decimal(number)}) {length}/{time_}^2")
    assert shown.read_text is not None
    assert in_si(shown.read_text) == in_si(f"({decimal(number)}) {length}/{time_}^2")


@pytest.mark.parametrize("text", ["5 m +", "5 kg)", "^2 m"])
def test_the_reader_names_a_place(text: str) -> None:
    with pytest.raises(NotationError) as refusal:
        read_quantity(text, pieces)
    assert 0 <= refusal.value.start <= refusal.value.end <= len(text)


@pytest.mark.parametrize(
    "options", [{"tolerance": "small"}, {"tolerance": "5 s"}, {"units": "s"}, {"units": "parsnips"}]
)
def test_an_option_that_cannot_fit_the_key_is_the_authors_error(options: dict[str, Any]) -> None:
    with pytest.raises(NotationError):
        judged("5 m", "5 m", **options)

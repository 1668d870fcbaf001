"""A number that is asked for in a unit may be typed with it; another unit is refused, and costs nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.curriculum.single import single_variant
from tutor.grading.grade import grade, preview
from tutor.grading.verdict import Judgement, Verdict


def judged(ask: str, typed: str, key: str = "54") -> Judgement:
    return grade(replace(single_variant("number", key), ask=ask), typed)


@pytest.mark.parametrize(
    ("ask", "typed"),
    [
        ("How many newtons pull?", "54 N"), ("Find the force in newtons.", "54 newtons"), ("In N?", "54N"),
        ("How fast, in $\\text{m/s}$?", "54 m/s"), ("In metres per second?", "54 m s^-1"), ("In m²?", "54 m^2"),
        ("How many kilojoules per mole?", "54 kJ/mol"), ("How many J?", "5.4·10^1 J"), ("How many litres?", "54,0 L"),
        ("At what angle, in degrees?", "54°"), ("How many degrees Celsius?", "54 °C"), ("How many euros?", "54 €"),
        ("How many metres?", "= 54 m."), ("How many hours?", "108/2 h"),
    ],
)  # fmt: skip
def test_the_unit_that_the_question_names_may_stand_after_the_number(ask: str, typed: str) -> None:
    assert judged(ask, typed).verdict is Verdict.RIGHT


@pytest.mark.parametrize(
    ("ask", "typed"),
    [
        ("How many newtons?", "54 kN"),
        ("How many newtons?", "54 kg"),
        ("How many metres?", "54 m^2"),
        ("How many?", "54 m"),
    ],
)
def test_another_unit_is_no_attempt_and_the_place_is_shown(ask: str, typed: str) -> None:
    judgement = judged(ask, typed)
    assert judgement.verdict is Verdict.UNREADABLE
    assert judgement.message == "The question doesn't ask in this unit. Type the number that it asks for, alone."
    assert judgement.error_span is not None
    assert typed[slice(*judgement.error_span)] == typed.removeprefix("54 ")


@pytest.mark.parametrize("typed", ["53 N", "5.4 N", "-54 N"])
def test_a_wrong_number_stays_wrong_with_its_unit(typed: str) -> None:
    assert judged("How many newtons?", typed).verdict is Verdict.WRONG


def test_a_degree_sign_stays_an_angle_where_degrees_are_not_asked_for() -> None:
    assert judged("How long is the arc?", "180°", key="pi").verdict is Verdict.RIGHT


def test_the_preview_shows_the_number() -> None:
    assert preview("number", (), (), "54 kJ/mol").read_text == "54"


@given(st.text("0123456789.,/ +-−*×·^()eNmskgJ°%C€molper", max_size=30))
def test_a_unit_never_makes_right_what_the_number_alone_is_not(typed: str) -> None:
    with_unit = judged("How many newtons (N) or degrees?", typed)
    if with_unit.verdict is Verdict.RIGHT:
        alone = typed.rstrip(" .").removesuffix("N").removesuffix("°").rstrip(" .")
        assert (
            judged("How many?", alone).verdict is Verdict.RIGHT or judged("How many?", typed).verdict is Verdict.RIGHT
        )

"""What `tutor check` says about answers that are placed by eye or put into slots."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.grading.test_proof import codes, curriculum
from tutor.curriculum.variants import draw
from tutor.errors import CurriculumError


@pytest.mark.parametrize(
    "answer",
    [
        '{kind: number, value: "3/4", place: {from: -2, to: 2, parts: 4}}',
        '{kind: vector, value: "[2, -3]", place: {from: -8, to: 8}}',
        '{kind: reaction, value: "N2 + 3 H2 -> 2 NH3", slots: "H2 + N2 -> NH3", counted: true}',
        '{kind: reaction, value: "2 H2(g) + O2(g) -> 2 H2O(l)", slots: "H2(g) + O2(g) -> H2O(l)"}',
    ],
)
def test_an_answer_that_can_be_given_with_its_widget_is_sound(tmp_path: Path, answer: str) -> None:
    assert codes(tmp_path, f"- {{id: sum, ask: Where is it?, answer: {answer}}}") == []


@pytest.mark.parametrize(
    "answer",
    [
        '{kind: number, value: "3/4", place: {from: -2, to: 2, parts: 2}}',
        "{kind: number, value: 5, place: {from: -2, to: 2}}",
        "{kind: number, value: 5, place: {from: 5, to: 5}}",
        "{kind: number, value: 5, place: {from: 0, to: 41}}",
        "{kind: number, value: sqrt(2), place: {from: 0, to: 4}}",
        '{kind: vector, value: "[2, -3, 1]", place: {from: -4, to: 4}}',
        '{kind: vector, value: "[2, -3]", place: {from: -9, to: 9}}',
        '{kind: reaction, value: "N2 + 3 H2 -> 2 NH3", slots: "N2 + 3 H2 -> 2 NH3"}',
        '{kind: reaction, value: "N2 + 3 H2 -> 2 NH3", slots: "N2 + H2 -> N2H4"}',
        '{kind: reaction, value: "N2 + 3 H2 -> 2 NH3", slots: "N2 + H2"}',
        '{kind: reaction, value: "N2 + 3 H2 -> 2 NH3", slots: "what you like"}',
        '{kind: reaction, value: "2 H2(g) + O2(g) -> 2 H2O(l)", slots: "H2 + O2 -> H2O"}',
    ],
)
def test_an_answer_that_cannot_be_given_with_its_widget_is_refused(tmp_path: Path, answer: str) -> None:
    assert codes(tmp_path, f"- {{id: sum, ask: Where is it?, answer: {answer}}}") == ["C112"]


def test_slots_may_hold_placeholders(tmp_path: Path) -> None:
    question = """\
    - id: sum
      ask: How many of each?
      parameters:
        x: {kind: integer, from: 2, to: 25}
      answer: {kind: reaction, value: "C{=x}H4 + {=x + 1} O2 -> {=x} CO2 + 2 H2O", slots: "C{=x}H4 + O2 -> CO2 + H2O"}
    """
    assert codes(tmp_path, question) == []
    variant = draw(curriculum(tmp_path, question), "small/adding/sum", 0)
    assert getattr(variant.answer, "slots", "").startswith(f"C{variant.values['x'].value}H4 +")  # type: ignore[attr-defined]


def test_a_place_without_an_end_is_no_place(tmp_path: Path) -> None:
    with pytest.raises(CurriculumError):
        curriculum(tmp_path, "- {id: sum, ask: Where?, answer: {kind: number, value: 1, place: {from: 0}}}")

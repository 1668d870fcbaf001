"""GSM8K: problems with their sub-questions, all values worked out again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.interchange.sources import Imported, imported, problem, written

PLUMS = problem(
    "Mia has 16 plums. She eats three and bakes with four. She sells the rest for $2 each. How much does she earn?",
    "How many plums does Mia sell? ** Mia sells 16 - 3 - 4 = <<16-3-4=9>>9 plums.",
    "How much does Mia earn? ** She earns 9 * 2 = $<<9*2=18>>18.",
    result="18",
)
HOUSE = problem(
    "A house cost $80,000. Its value rose by 150%. By how much?",
    "By how much did it rise? ** It rose by 80,000*1.5=<<80000*1.5=120000>>120,000",
    result="120,000",
)


def read(folder: Path, *lines: str) -> Imported:
    return imported("gsm8k", written(folder / "train.jsonl", "\n".join(lines) + "\n"), folder / "out")


def test_a_problem_is_a_leap_over_its_sub_questions(tmp_path: Path) -> None:
    question = read(tmp_path, PLUMS).questions[0]
    assert question.answer.value == "18"
    assert [step.answer.value for step in question.steps] == ["9", "18"]
    assert question.steps[0].ask.endswith("How many plums does Mia sell?")
    assert question.steps[0].ask.startswith("Mia has 16 plums."), "a step can be read without the question above it"
    assert "<<" not in str(question.solution)


def test_problems_of_more_calculations_rest_on_those_of_fewer(tmp_path: Path) -> None:
    model = read(tmp_path, PLUMS, HOUSE).curricula.models[0]
    assert [(one.title, one.requires) for one in model.concepts] == [
        ("Word problems in one step", ()),
        ("Word problems in two steps", ("word-problems-in-one-step",)),
    ]


def test_licence_and_place_of_every_question_are_kept(tmp_path: Path) -> None:
    made = read(tmp_path, PLUMS, "", HOUSE)
    assert made.report.licence == "MIT"
    assert [(one.where, one.licence) for one in made.report.carried] == [
        ("train.jsonl:3", "MIT"),
        ("train.jsonl:1", "MIT"),
    ]


@pytest.mark.parametrize(
    ("lines", "result", "reason"),
    [
        (["How many? ** <<2+2=5>>5"], "5", "mismatch"),
        (["How many? ** <<2+2=4>>4"], "5", "mismatch"),
        (["How many? ** We think of a number."], "5", "no-calculation"),
        (["How many? ** <<2+>>4"], "4", "no-calculation"),
        (["How many? ** <<1/0=0>>0"], "0", "unreadable"),
        (["How many? ** <<9**9**9**9=1>>1"], "1", "unreadable"),
        (["How many? ** <<__import__('os')=1>>1"], "1", "unreadable"),
        (["How many? ** <<2+2=4>>4"], "four", "malformed"),
    ],
)
def test_a_problem_whose_numbers_do_not_hold_is_left_behind(
    lines: list[str], result: str, reason: str, tmp_path: Path
) -> None:
    made = read(tmp_path, HOUSE, problem("Mia counts. How many?", *lines, result=result))
    assert len(made.questions) == 1
    assert [(one.reason, one.where) for one in made.report.left] == [(reason, "train.jsonl:2")]


def test_a_sub_question_that_comes_twice_with_two_values_counts_once_the_last_time(tmp_path: Path) -> None:
    line = problem(
        "Ida has 4 hens and twice as many ducks. How many?",
        "How many? ** <<2*4=8>>8",
        "How many? ** <<4+8=12>>12",
        result="12",
    )
    made = read(tmp_path, line)
    assert [step.answer.value for step in made.questions[0].steps] == ["12"]
    assert made.reasons == ["contradiction"]


def test_a_sub_question_that_comes_again_with_a_pronoun_for_a_name_is_the_same(tmp_path: Path) -> None:
    lines = [
        "How many does Ida need? ** <<3*20=60>>60",
        "How many does she need? ** <<60-40=20>>20",
        "How many does Tom buy? ** <<20+5=25>>25",
    ]
    made = read(tmp_path, problem("Ida feeds her hens, Tom his.", *lines, result="25"))
    assert [step.answer.value for step in made.questions[0].steps] == ["20", "25"]


def test_prices_stay_prices(tmp_path: Path) -> None:
    asked = read(tmp_path, problem("Tea is $5, milk $6. Both?", "Both? ** <<5+6=11>>11", result="11")).questions[0].ask
    assert asked == "Tea is \\$5, milk \\$6. Both?"


def test_a_file_of_something_else_is_said_to_be_so(tmp_path: Path) -> None:
    made = read(tmp_path, HOUSE, "{not json", '["a list"]', '{"question": "?", "answer": ""}')
    assert made.reasons == ["malformed"] * 3

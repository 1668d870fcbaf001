"""`tutor simulate --questions`: it names what contradicts itself, and says nothing that its dice can't know."""

from __future__ import annotations

import json
from typing import Any

import click
import pytest

from tests.bench.test_bench_commands import tutored
from tests.curriculum.samples import concept, curricula, number
from tutor.bench.skeleton import GOAL, skeleton
from tutor.curriculum.curricula import Curricula
from tutor.session.desk import graph_of
from tutor.simulation.derivations import hardest, predicted, steps
from tutor.simulation.examination import FINDINGS, Examined, examine
from tutor.simulation.interviews import interview

DRAWN = {"a": {"kind": "integer", "from": 3, "to": 40}, "b": {"kind": "integer", "from": 50, "to": 99}}
SUM = {"ask": "{=a} and {=b}?", "parameters": DRAWN, "answer": {"kind": "number", "value": "a + b"}}
TWO = {"kind": "choice", "options": {"a": "A", "b": "B"}, "value": "a"}


def examined(made: Curricula, name: str, people: int = 6) -> dict[str, Examined]:
    found = examine(made, graph_of(made), f"c/{name}", people, 1)
    return {one.node.ref.rpartition("/")[2]: one for one in found}


def rules(one: Examined) -> set[str]:
    return {rule for rule, _ in one.findings}


def tree(*below: dict[str, Any], **more: Any) -> Curricula:
    return curricula(concept("one", {**number("whole"), **SUM, "steps": list(below), **more}))


# -- a question and people --------------------------------------------------------------------------------------------


def test_who_knows_is_right_more_often_than_who_is_only_ready() -> None:
    made = curricula(concept("one", {**number("n"), **SUM}))
    found = interview(made, "c/one/n", 8, 1)
    assert found.experts is not None
    assert found.novices is not None
    assert 0 < found.novices < found.experts < 1
    assert found.discrimination == found.experts - found.novices


def test_the_same_seed_gives_the_same_answers() -> None:
    made = curricula(concept("one", {**number("n"), **SUM, "mistakes": [{"value": "b - a", "ask": "Why?"}]}))
    assert interview(made, "c/one/n", 9, 5) == interview(made, "c/one/n", 9, 5)


def test_mistakes_that_people_make_are_counted_where_they_belong() -> None:
    wrong = [{"value": "b - a", "ask": "Why?"}, {"value": "a*b", "ask": "Why?"}]
    made = curricula(concept("one", {**number("n"), **SUM, "difficulty": 3, "mistakes": wrong}))
    found = interview(made, "c/one/n", 100, 1)
    assert all(found.hits)
    assert found.unmet > 0  # a number of the text alone, say


def test_juggling_the_numbers_is_reckoned_by_its_ways() -> None:
    made = curricula(concept("one", {**number("n"), **SUM}))
    assert interview(made, "c/one/n", 1, 1).blind == pytest.approx(1 / 8, abs=0.02)  # a, b, +, two -, *, two /
    assert interview(curricula(concept("one", number("n", answer=TWO))), "c/one/n", 1, 1).blind == 0.5


def test_a_key_that_stands_in_the_text_is_seen() -> None:
    shown = {**SUM, "answer": {"kind": "number", "value": "a"}}
    assert interview(curricula(concept("one", {**number("n"), **shown})), "c/one/n", 1, 1).given
    assert not interview(curricula(concept("one", {**number("n"), **SUM})), "c/one/n", 1, 1).given


def test_what_is_not_graded_has_no_figures() -> None:
    words = {"kind": "own-words", "rubric": [{"point": "P"}]}
    found = interview(curricula(concept("one", number("n", answer=words))), "c/one/n", 3, 1)
    assert (found.experts, found.novices, found.blind, found.discrimination) == (None, None, None, None)


# -- a derivation -----------------------------------------------------------------------------------------------------


def test_the_whole_is_at_least_as_hard_as_its_hardest_step() -> None:
    made = tree(number("s", difficulty=0.5), number("t", difficulty=-1))
    whole = predicted(made, "c/one/whole")
    assert whole is not None
    assert whole > 0.5
    assert hardest(made, "c/one/whole") == 0.5
    assert predicted(made, "c/one/whole/s") is hardest(made, "c/one/whole/s") is None


def test_a_step_is_needed_when_later_ones_compute_with_it() -> None:
    made = tree(number("first", difficulty=-4), number("then", value="first + 1"))
    assert [step.needed for step in steps(made, "c/one/whole")] == ["computed-with", None]


def test_a_step_is_needed_when_it_alone_exercises_something() -> None:
    made = curricula(
        concept("below"),
        concept("one", number("w", steps=[number("s", uses=["below"]), number("t")]), requires=["below"]),
    )
    assert [step.needed for step in steps(made, "c/one/w")] == ["used", None]


def test_a_step_is_needed_when_a_mistake_leads_to_it_or_it_shows_a_misconception() -> None:
    wrong = [{"value": "7", "goto": "s"}]
    shows = [{"value": "8", "ask": "Why?", "misconception": "m"}]
    made = curricula(
        concept(
            "one", number("w", mistakes=wrong, steps=[number("s"), number("t", mistakes=shows), number("u")]),
            misconceptions=[{"id": "m", "title": "M"}],
        )
    )  # fmt: skip
    assert [step.needed for step in steps(made, "c/one/w")] == ["led-to", "evidence", None]


def test_a_prediction_is_not_judged_by_its_answer() -> None:
    guess = {"kind": "predict", "options": {"a": "A", "b": "B"}, "reveal": "e"}
    made = curricula(
        concept("one", number("w", steps=[number("s", answer=guess)])),
        exhibits=[{"id": "e", "title": "E", "provenance": "computed", "body": "E"}],
    )
    assert [step.needed for step in steps(made, "c/one/w")] == ["prediction"]


def test_the_harder_a_step_the_more_is_lost_without_it() -> None:
    losses = [steps(tree(number("s", difficulty=hard)), "c/one/whole")[0].loss for hard in (-4, -1, 0, 2)]
    assert losses == sorted(losses)
    assert losses[0] < 0.02


# -- findings ---------------------------------------------------------------------------------------------------------


def test_an_idle_step_is_named_and_one_that_matters_is_not() -> None:
    found = examined(tree(number("idle", difficulty=-4), number("turn", difficulty=0.5), difficulty=1), "one")
    assert "idle-step" in rules(found["idle"])
    assert "idle-step" not in rules(found["turn"])


def test_difficulties_that_contradict_each_other_are_named() -> None:
    found = examined(tree(number("s", difficulty=2), difficulty=0), "one")
    assert "easier-than-a-step" in rules(found["whole"])
    found = examined(tree(number("s", difficulty=-1), difficulty=3), "one")
    assert "harder-than-its-steps" in rules(found["whole"])


def test_a_question_that_tells_nothing_apart_is_named() -> None:
    made = curricula(concept("one", number("n", answer=TWO, difficulty=-3), {**number("m"), **SUM, "difficulty": 1}))
    found = examined(made, "one")
    assert {"tells-nothing-apart", "guessed"} <= rules(found["n"])
    assert not rules(found["m"])


def test_sessions_leave_a_trace_at_the_questions_of_the_tree() -> None:
    found = examined(tree(number("s"), number("t"), difficulty=2), "one", people=12)
    whole = found["whole"].trace
    assert whole.asked > 0
    assert whole.opened > 0
    assert found["s"].trace.asked > 0
    assert all(one.trace.stuck <= one.trace.opened for one in found.values())
    assert 0 <= whole.foreseen <= whole.asked


def test_every_finding_says_what_and_what_to_do() -> None:
    assert all(what and remedy for what, remedy in FINDINGS.values())


# -- the command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def mine(tmp_path: Any) -> Any:
    place = tmp_path / "mine"
    place.mkdir()
    for name, text in skeleton("mine", "Mine").items():
        (place / name).write_text(text, "utf-8")
    return tmp_path


def test_every_question_gets_a_line_of_json(mine: Any) -> None:
    output = tutored(
        "--curricula", mine, "simulate", "mine", "--questions", "--learners", "3", "--to", GOAL, "--json"
    ).output
    lines = [json.loads(line) for line in output.splitlines()]
    assert len(lines) == 14
    assert {name for line in lines for name in line["findings"]} <= set(FINDINGS)
    leap = next(line for line in lines if line["ref"] == f"mine/{GOAL}/longer-side")
    assert leap["predicted"] > 0
    assert [one["misconception"] for one in leap["mistakes"]] == ["half-means-double", None]


def test_the_text_says_what_simulated_learners_cannot_tell(mine: Any) -> None:
    output = tutored("--curricula", mine, "simulate", "mine", "--questions", "--learners", "2", "--to", "shape").output
    assert "2 questions of 1 concept, each" in output
    assert "not how hard a question is for people" in output


@pytest.mark.parametrize("more", [("--as", "guesser"), ("--known", "0.5"), ("--pace", "climb")])
def test_what_has_no_meaning_for_single_questions_is_refused(more: tuple[str, str], mine: Any) -> None:
    with pytest.raises(click.UsageError):
        tutored("--curricula", mine, "simulate", "mine", "--questions", *more)

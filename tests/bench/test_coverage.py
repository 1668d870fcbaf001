"""`tutor stats`: its counts are those of the curriculum, and what it calls weak is weak."""

from __future__ import annotations

from typing import Any

import pytest

from tests.curriculum.samples import concept, curricula, number
from tutor.bench.coverage import Coverage, coverage
from tutor.bench.weak_spots import RULES, weak_spots
from tutor.curriculum.load import load, shipped

CHOICE = {"kind": "choice", "options": {"a": "A", "b": "B"}, "value": "a"}
WORDS = {"kind": "own-words", "rubric": [{"point": "P"}]}


def covered(*concepts: dict[str, Any], **more: Any) -> tuple[Coverage, ...]:
    return coverage(curricula(*concepts, **more), "c")


def rules(*concepts: dict[str, Any], of: str) -> set[str]:
    return {spot.rule for spot in weak_spots(covered(*concepts)) if spot.ref.startswith(f"c/{of}")}


def test_steps_count_as_questions_and_shared_ones_where_they_stand() -> None:
    (first, second) = covered(
        concept("first", number("f", steps=[number("g", steps=[number("h")])])),
        concept("second", number("s", steps=[{"use": "first/f"}, number("t")]), requires=["first"]),
    )
    assert (first.questions, first.depth, first.steps) == (3, 3, 2)
    assert (second.questions, second.depth) == (2, 4)
    assert second.steps == 4  # a learner who walks them meets the shared ones, too


def test_kinds_roles_hints_and_words_are_counted() -> None:
    (one,) = covered(
        concept(
            "one", number("n", ask="What is one and one?", hints=["Count."], solution="Two."),
            number("m", role="transfer", answer=CHOICE, ask="Which one?"), number("w", role="own-words", answer=WORDS),
            kind="result",
        ),
    )  # fmt: skip
    assert one.answers == {"number": 1, "choice": 1, "own-words": 1}
    assert (one.not_computed, one.hints, one.missing) == (2, 1, ("limits",))
    assert one.roles == {"leap": 1, "transfer": 1, "own-words": 1}
    assert one.unsolved == 1  # the transfer; an own-words statement isn't graded


def test_a_misconception_counts_the_questions_that_show_it() -> None:
    wrong = [{"value": "7", "ask": "Why?", "misconception": "m"}, {"value": "8", "ask": "Why?", "misconception": "m"}]
    (one,) = covered(concept("one", number("n", mistakes=wrong), misconceptions=[{"id": "m", "title": "M"}]))
    assert [(shown.misconception, shown.questions) for shown in one.misconceptions] == [("c/one#m", 1)]


def test_the_variants_of_the_narrowest_question_are_given() -> None:
    wide = number("w", ask="{=a}", parameters={"a": {"kind": "integer", "from": 1, "to": 10_000}})
    narrow = number("x", ask="{=b}", parameters={"b": {"kind": "integer", "from": 1, "to": 5}})
    (one,) = covered(concept("one", wide, narrow))
    assert one.variants == 5
    assert one.parametric == 2
    assert covered(concept("two"))[0].variants is None


@pytest.mark.parametrize(
    ("rule", "questions", "kind"),
    [
        ("only-choices", [number("n", answer=CHOICE), number("m", answer=CHOICE)], "definition"),
        ("asked-once", [number("n"), number("w", answer=WORDS)], "definition"),
        ("no-limits", [number("n")], "result"),
        ("short-derivation", [number("n", steps=[number("s")])], "result"),
        ("no-mistakes", [number("n")], "definition"),
        ("all-computed", [number(f"n{i}") for i in range(4)], "definition"),
        ("unsolved", [number("n")], "definition"),
        ("no-hints", [number("n")], "definition"),
        ("no-sources", [number("n")], "experiment"),
    ],
)
def test_a_weak_spot_is_named(rule: str, questions: list[dict[str, Any]], kind: str) -> None:
    assert rule in rules(concept("one", *questions, kind=kind), of="one")


def test_a_sound_concept_has_no_weak_spot() -> None:
    sound = {"hints": ["Count."], "solution": "Two.", "mistakes": [{"value": "77", "ask": "Why?"}]}
    assert rules(concept("one", number("n", **sound), number("m", **sound, role="further")), of="one") == set()


def test_every_rule_says_what_is_weak_and_what_to_do() -> None:
    assert all(what and remedy for what, remedy in RULES.values())


def test_the_counts_of_a_shipped_curriculum_add_up() -> None:
    made = load("leverage", [shipped("curricula")])
    found = coverage(made, "leverage")
    own = [ref for ref in made.questions if ref.startswith("leverage/")]
    assert sum(one.questions for one in found) == len(own)
    assert sum(one.parametric for one in found) == sum(made.question(ref).parametric for ref in own)
    assert sum(sum(one.answers.values()) for one in found) == len(own)
    assert all(one.minutes > 0 for one in found)

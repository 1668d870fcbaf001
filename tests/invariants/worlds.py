"""Random curricula whose keys, solutions and mistakes are 12-digit canaries, and random learners who do anything."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tutor.curriculum.curricula import Curricula
from tutor.curriculum.model import Curriculum

CONCEPT_KINDS = ["definition", "result", "skill", "axiom"]


def canary(draw: st.DrawFn) -> str:
    """An expression in `a` that gives a 12-digit number, different for every question that draws one."""
    return f"a*{draw(st.integers(10**8 + 1, 9 * 10**8))} + {draw(st.integers(10**11, 9 * 10**11))}"


def _question(draw: st.DrawFn, counter: list[int], depth: int, parametric: bool, nested: bool) -> dict[str, Any]:
    counter[0] += 1
    name = f"q{counter[0]}"
    kind = draw(
        st.sampled_from(
            ["number", "number", "choice", "order", "predict", "own-words"] if nested else ["number", "choice"]
        )
    )
    question: dict[str, Any] = {
        "id": name,
        "ask": f"Question {name} with {{=a}}?" if parametric else f"Question {name}?",
        "hints": [f"hint {i} of {name}" for i in range(draw(st.integers(0, 2)))],
        "difficulty": draw(st.floats(-2, 2)),
    }
    if parametric and not nested:
        question["parameters"] = {"a": {"kind": "integer", "from": 1, "to": 999}}
    value = canary(draw) if parametric else canary(draw).replace("a*", "7*")
    if kind == "number":
        question["answer"] = {"kind": "number", "value": value}
        question["solution"] = f"It is {{={value}}}."
        if draw(st.booleans()):
            wrong = f"{value} + {draw(st.integers(1, 99))}"
            question["mistakes"] = [{"value": wrong, "ask": f"Are you sure about {name}?"}]
    elif kind == "choice":
        question["answer"] = {"kind": "choice", "options": {o: f"option {o} of {name}" for o in "abc"}, "value": "b"}
        question["solution"] = f"See {{={value}}}."
    elif kind == "order":
        question["answer"] = {
            "kind": "order",
            "options": {o: f"part {o} of {name}" for o in "abc"},
            "value": ["b", "c", "a"],
        }
    elif kind == "predict":
        question["answer"] = {"kind": "predict", "options": {"up": "up", "down": "down"}, "reveal": "measured"}
    else:
        question["answer"] = {"kind": "own-words", "rubric": [{"point": f"a point of {name}"}]}
        question["solution"] = f"A statement about {name}."
    if depth > 0:
        steps = [
            _question(draw, counter, depth - draw(st.integers(1, 2)), parametric, True)
            for _ in range(draw(st.integers(0, 3)))
        ]
        if steps:
            question["steps"] = steps
    return question


def _goto(draw: st.DrawFn, questions: list[dict[str, Any]]) -> None:
    """Let some mistakes go to another question of the concept instead of a nudge."""
    names = [question["id"] for question in _all(questions)]
    for question in _all(questions):
        if draw(st.booleans()):
            for mistake in question.get("mistakes", []):
                mistake["goto"] = draw(st.sampled_from(names))
                mistake.pop("ask")


def _all(questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for question in questions for one in [question, *_all(question.get("steps", []))]]


@st.composite
def curricula(draw: st.DrawFn) -> Curricula:
    """Two to six concepts in a random graph, each with one to three questions, steps up to two deep."""
    concepts: list[dict[str, Any]] = []
    for i in range(draw(st.integers(2, 6))):
        counter = [0]
        earlier = [concept["id"] for concept in concepts]
        requires = sorted(draw(st.sets(st.sampled_from(earlier), max_size=2))) if earlier else []
        questions = []
        for k in range(draw(st.integers(1, 3))):
            parametric = draw(st.booleans()) if k else draw(st.sampled_from([True, True, False]))
            questions.append(_question(draw, counter, 2, parametric, False))
        if len(questions) > 1 and draw(st.booleans()):
            questions[0]["again"] = [questions[1]["id"]]
        _goto(draw, questions)
        kind = draw(st.sampled_from(CONCEPT_KINDS if requires else ["definition", "axiom", "result"]))
        concepts.append(
            {"id": f"c{i}", "title": f"Concept {i}", "before": f"thing {i}", "kind": kind, "requires": requires,
             "claim": f"claim {i}", "questions": questions}
        )  # fmt: skip
    exhibit = {"id": "measured", "title": "A measurement", "provenance": "computed", "body": "1 2 3"}
    return Curricula(
        [Curriculum.model_validate(
            {"id": "world", "title": "World", "licence": "-", "exhibits": [exhibit], "concepts": concepts,
             "goals": [concepts[-1]["id"]]}
        )]
    )  # fmt: skip


MOVES = [
    "right", "right", "wrong", "wrong", "mistake", "unreadable", "fast", "repeat", "dont-know", "dont-know", "show-me",
    "i-see-it", "why", "hint", "ask", "back", "not-met-yet", "skip-placement", "sources", "pause", "resume",
    "dispute", "dispute", "not-yet",
]  # fmt: skip
moves = st.lists(st.sampled_from(MOVES), min_size=1, max_size=80)

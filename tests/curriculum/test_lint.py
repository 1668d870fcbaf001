"""`tutor check` refuses what would let a learner down, at its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.curriculum.samples import HEADER, UNIT, concept, curricula, folder, number
from tutor.curriculum.lint import lint, lint_path
from tutor.curriculum.shipping import shipped
from tutor.errors import NotationError

SEEDS = [shipped("seeds")]
DRAWN = {"a": {"kind": "integer", "from": 1, "to": 99}}


def layout(latex: str) -> object:
    if "\\unknown" in latex:
        raise NotationError("unreadable", "an unknown command", remedy="write it otherwise")
    return latex


def codes(*concepts: dict[str, Any], **more: Any) -> list[str]:
    return [one.code for one in lint(curricula(*concepts, tolerant=True, **more), ["c"], SEEDS, layout)]


def question(answer: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return {"id": "q", "ask": "What?", "answer": answer or {"kind": "number", "value": "1"}, **more}


def result(*, leap: dict[str, Any] | None = None, **more: Any) -> list[dict[str, Any]]:
    """A sound result on a definition; `leap` changes its question."""
    body = question(**{"parameters": DRAWN, "steps": [number("s")], "uses": ["ground"], **(leap or {})})
    return [concept("ground"), concept("top", body, **{"kind": "result", "requires": ["ground"], **more})]


def test_sound_curricula_have_no_findings(tmp_path: Path) -> None:
    found, made, own = lint_path(folder(tmp_path), [])
    assert [str(one) for one in found] == []
    assert made is not None
    assert own == (
        "sums/adding/put-together", "sums/twice/double", "sums/twice/double/how-many", "sums/twice/double/which",
    )  # fmt: skip
    assert codes(*result()) == []


CHOICE = {"kind": "choice", "options": {"x": "1", "y": "2"}, "value": "x"}
MEASURED = {"id": "e", "title": "E", "provenance": "measured", "body": "B"}

RULES: list[tuple[str, list[dict[str, Any]]]] = [
    ("C010", [concept("a", requires=["b"])]),
    ("C011", [concept("a", requires=["b"]), concept("b", requires=["a"])]),
    ("C012", [concept("a", question(uses=["b"]))]),
    ("C013", [concept("a", question(uses=["b"])), concept("b")]),
    ("C013", [concept("a", question(steps=[{"use": "b/q"}])), concept("b")]),
    ("C013", [concept("a", question(mistakes=[{"value": "2", "goto": "b/q"}])), concept("b")]),
    ("C014", result(leap={"uses": []})),
    ("C015", result(leap={"parameters": {}})),
    ("C016", result(leap={"steps": []})),
    ("C017", [concept("top", question(parameters=DRAWN, steps=[number("s")]), kind="result")]),
    ("C018", [concept("a", misconceptions=[{"id": "m", "title": "M"}])]),
    ("C019", [concept("a", question(mistakes=[{"value": "2", "ask": "?", "misconception": "m"}]))]),
    ("C020", [concept("a", question(mistakes=[{"value": "2"}]))]),
    ("C021", [concept("a", question(again=["b"]))]),
    ("C022", [concept("a", question(exhibits=["b"]))]),
    ("C023", [concept("a", sources=["linear-algebra/nothing.md"])]),
    ("C023", [concept("a", sources=["linear-algebra/vectors.md#nothing"])]),
    ("C023", [concept("a", sources=["../README.md"])]),
    ("C030", [concept("a", question(parameters={**DRAWN, "where": ["a > 99"]}))]),
    ("C031", [concept("a", question(parameters={**DRAWN, "where": ["a > 90"]}))]),
    ("C032", [concept("a", question(parameters={"x y": {"value": "1"}}))]),
    ("C032", [concept("a", question(parameters={"pi": {"value": "1"}}))]),
    ("C032", [concept("a", question(parameters=DRAWN, steps=[number("s", parameters=DRAWN)]))]),
    (
        "C032",
        [
            concept(
                "a",
                question(
                    parameters=DRAWN,
                    steps=[{**question({"kind": "expression", "names": ["a"], "value": "a^2"}), "id": "s"}],
                ),
            )
        ],
    ),
    ("C033", [concept("a", question(ask="{=1 +}"))]),
    ("C033", [concept("a", question({"kind": "number", "value": "(1"}))]),
    ("C033", [concept("a", claim="{=a}")]),
    ("C033", [concept("a", question({"kind": "number", "value": "1/0"}))]),
    ("C034", [concept("a", question(ask="{=b}"))]),
    ("C034", [concept("a", question({"kind": "number", "value": "b"}))]),
    ("C034", [concept("a", question(parameters={**DRAWN, "where": ["b > 1"]}))]),
    ("C034", [concept("a", question(parameters={"a": {"value": "b"}, "b": {"value": "1"}}))]),
    ("C034", [concept("a", question({"kind": "expression", "value": "x + z", "names": ["x"]}))]),
    ("C034", [concept("a", question({**CHOICE, "value": "z"}))]),
    ("C040", [concept("a", question({**CHOICE, "kind": "choices", "value": ["z"]}))]),
    ("C040", [concept("a", question({**CHOICE, "kind": "choices", "value": {"z": "true"}}))]),
    ("C040", [concept("a", question({**CHOICE, "value": "if(1 == 1, 'z', 'x')"}))]),
    ("C041", [concept("a", question({**CHOICE, "kind": "order", "value": ["x"]}))]),
    ("C042", [concept("a", question({"kind": "flaw", "lines": ["1", "2"], "value": "3"}))]),
    ("C042", [concept("a", question(mistakes=[{"value": ["a", "b"], "ask": "?"}]))]),
    ("C043", [concept("a", question({"kind": "own-words", "rubric": [{"point": "p"}]}))]),
    ("C050", [concept("a", question(ask="$\\unknown$"))]),
    ("C050", [concept("a", question(solution="$$\n\\unknown\n$$"))]),
    ("C050", [concept("a", claim="$\\unknown$")]),
    ("C063", [concept("a", kind="experiment")]),
]


@pytest.mark.parametrize(("code", "concepts"), RULES)
def test_each_rule_refuses_what_breaks_it_and_nothing_else_does(code: str, concepts: list[dict[str, Any]]) -> None:
    assert codes(*concepts) == [code]


def test_models_and_claims_say_where_they_end() -> None:
    limits = number("l", role="limits", exhibits=["e"])
    shown = {"id": "e", "title": "E", "provenance": "computed", "body": "B"}
    assert codes(concept("a", kind="model")) == ["C060", "C060"]
    assert codes(concept("a", number("q"), limits, kind="model"), exhibits=[shown]) == []
    assert codes(concept("a", kind="claim")) == ["C061", "C061"]
    sources = ["linear-algebra/vectors.md#arrows"]
    assert codes(concept("a", number("q"), limits, kind="claim", sources=sources), exhibits=[shown]) == []


def test_measured_exhibits_say_where_they_come_from() -> None:
    assert codes(concept("a"), exhibits=[MEASURED]) == ["C062"]
    grounded = concept("a", number("q", exhibits=["e"]), kind="experiment")
    assert codes(grounded, exhibits=[{**MEASURED, "source": "S", "units": "g"}]) == []


def test_what_a_step_may_use_is_known() -> None:
    steps = [number("first-one", "a"), number("then", "first_one + a", ask="{=first_one}")]
    assert codes(concept("a", question(parameters=DRAWN, steps=steps))) == []
    assert codes(concept("a", question(parameters=DRAWN, steps=steps[::-1]))) == ["C034"]


def test_an_answer_may_hold_its_letters_and_a_choice_its_drawn_option() -> None:
    expression = question({"kind": "expression", "value": "a*x", "names": ["x"]}, parameters=DRAWN, ask="${=a*x}$")
    assert codes(concept("a", expression)) == []
    drawn = {"p": {"kind": "one-of", "of": ["'x'", "'y'"]}, **DRAWN}
    assert codes(concept("a", question({**CHOICE, "value": "p"}, parameters=drawn))) == []


def test_the_place_is_that_of_what_is_wrong(tmp_path: Path) -> None:
    unit = UNIT.replace("value: 2*n}", "value: 2*m}").replace('"a != b"', '"a != c"')
    found, _, _ = lint_path(folder(tmp_path, **{"01-adding": unit}), [])
    assert [(one.code, one.text.strip()) for one in found] == [
        ("C034", 'where: ["a != c"]'), ("C034", "answer: {kind: number, value: 2*m}"),
    ]  # fmt: skip
    assert [one.column for one in found] == [19, 39]


def test_a_broken_file_is_told_without_a_flood(tmp_path: Path) -> None:
    found, made, own = lint_path(folder(tmp_path, **{"01-adding": UNIT.replace("title:", "titel:", 1)}), [])
    assert [one.code for one in found] == ["C003", "C002"]
    assert made is None
    assert own == ()


def test_needed_curricula_are_looked_for_beside_and_in_the_roots(tmp_path: Path) -> None:
    folder(tmp_path / "roots")
    header = HEADER.replace("id: sums", "id: mine").replace("goals: [twice]", "needs: [sums]")
    other = folder(tmp_path / "mine", "mine", header, a="unit: A\nconcepts: []\n")
    assert [one.code for one in lint_path(other, [])[0]] == ["C006"]
    assert lint_path(other, [tmp_path / "roots"])[0] == []
    folder(tmp_path / "mine")
    assert lint_path(other, [tmp_path / "roots"])[0] == []

"""Hostile answers cost nothing: always a verdict, never an exception. How quickly: tests/benchmarks/speed.py."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from hostile_strings import HOSTILE
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1] / "grading"))
from grading_variants import (
    choice,
    choices,
    equation,
    expression,
    flaw,
    match,
    matrix,
    number,
    order,
    own_words,
    predict,
    text,
    vector,
)

from tutor.curriculum.single import single_variant
from tutor.grading.grade import grade, preview
from tutor.grading.verdict import Judgement, Verdict

OPTIONS = {"a": "It grows, as $x^2$", "b": "$\\frac{1}{2}$", "c": "No"}
VARIANTS: dict[str, Any] = {
    "number": number("3/4", ask="What is $1 - 1/4$?", tolerance="0.001", mistakes=["1/4"]),
    "expression": expression("a*x^2 + sqrt(x)", ["a", "x"], mistakes=["a*x"]),
    "equation": equation("y = 2x + 1", ["x", "y"], mistakes=["y = 2x"]),
    "vector": vector("[3, -1]", ["a", "b"], mistakes=["[-1, 3]"]),
    "matrix": matrix("[1 2; 3 4]", mistakes=["[1 3; 2 4]"]),
    "choice": choice(OPTIONS, "a"),
    "choices": choices(OPTIONS, ["a", "c"]),
    "order": order(OPTIONS, ["b", "a", "c"]),
    "match": match(OPTIONS, OPTIONS, ["b", "a", "c"]),
    "predict": predict(OPTIONS),
    "text": text("span", "linear hull"),
    "flaw": flaw(["So $a = b$.", "Divide.", "So $2 = 1$."], 2),
    "own-words": own_words(),
    "logic": single_variant("logic", "not P or Q"),
    "quantity": single_variant("quantity", "2.5 m/s^2", options={"tolerance": "1%"}),
    "formula": single_variant("formula", "SO4^2-"),
    "reaction": single_variant("reaction", "2 H2(g) + O2(g) -> 2 H2O(l)"),
    "configuration": single_variant("configuration", "[Ar] 3d10 4s1"),
    "nuclear": single_variant("nuclear", "^14_6C -> ^14_7N + e-"),
    "set": single_variant("set", "x < -3 or 2 <= x < 5", names=("x",)),
    "inequality": single_variant("inequality", "x^2 + y <= 4", names=("x", "y")),
    "span": single_variant("span", "(1, 2, 0) + t(1, 0, 1)"),
    "complex": single_variant("expression", "e^(i x)", names=("x",), options={"domain": "complex"}),
    "antiderivative": single_variant("expression", "x^3/3", names=("x",), options={"antiderivative_in": "x"}),
    "factored": single_variant("expression", "(x-1)(x+1)^2", names=("x",), options={"form": ("factored",)}),
    "simplified": single_variant("expression", "(a+1)/a", names=("a",), options={"form": ("simplified",)}),
    "figures": single_variant("number", "9.81", options={"form": ("significant-figures 3",)}),
    "system": single_variant("set", "x = 2, y = 3", names=("x", "y")),
}
TREES = (
    "number", "expression", "equation", "vector", "matrix", "quantity", "set", "inequality", "span", "complex", "antiderivative",
    "factored", "simplified", "figures", "system",
)  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_answer_gets_a_verdict(name: str) -> None:
    for variant in VARIANTS.values():
        judgement = grade(variant, HOSTILE[name])
        assert judgement.verdict in Verdict
        assert "\x1b" not in (judgement.message or "") + (judgement.read_latex or "")


@pytest.mark.parametrize("name", HOSTILE)
def test_the_preview_of_a_hostile_text_never_fails(name: str) -> None:
    for variant in VARIANTS.values():
        shown = preview(variant.kind, ("x", "y"), tuple(option.text for option in variant.options), HOSTILE[name])
        assert shown.read_text is None or "\x1b" not in shown.read_text
        assert shown.message is None or "\x1b" not in shown.message


@given(st.text(max_size=60), st.sampled_from(sorted(VARIANTS)))
@settings(max_examples=400, deadline=None)
def test_any_text_gets_a_verdict(typed: str, kind: str) -> None:
    judgement = grade(VARIANTS[kind], typed)
    assert isinstance(judgement, Judgement)
    _has_a_place_within(judgement, typed)


@given(
    st.text(alphabet="0123456789.,;()[]{}+-*/^=<>|! xyaesqrtinlogπ√²½%\\_&\n'\"", max_size=40),
    st.sampled_from(TREES),
)
@settings(max_examples=600, deadline=None)
def test_any_mathematical_text_gets_a_verdict(typed: str, kind: str) -> None:
    _has_a_place_within(grade(VARIANTS[kind], typed), typed)


def _has_a_place_within(judgement: Judgement, typed: str) -> None:
    if judgement.verdict is Verdict.UNREADABLE:
        assert judgement.message
        if judgement.error_span is not None:
            start, end = judgement.error_span
            assert 0 <= start <= end <= len(typed) + 2

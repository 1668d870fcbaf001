"""Values stand in texts as a reader expects them, in mathematics and outside."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.curriculum.placeholders import expression, segments, template
from tutor.errors import NotationError
from tutor.notation.evaluation import evaluate
from tutor.notation.tree import Node, Text

VALUES: dict[str, Node] = {
    name: evaluate(expression(text))
    for name, text in {"a": "3", "b": "-3", "one": "1", "half": "-1/2", "v": "[3, -1]", "M": "[1 2; 3 4]"}.items()
} | {"who": Text("Ada")}


def filled(source: str, *, verbatim: bool = False) -> str:
    return template(source, verbatim=verbatim).fill(lambda node: evaluate(node, VALUES))


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("no placeholders, {plain} {braces}", "no placeholders, {plain} {braces}"),
        ("{=who} has {=a} apples", "Ada has 3 apples"),
        ("{=v} and {=M} and {=half}", "(3, -1) and [1 2; 3 4] and -1/2"),
        ("{=a + b*2}", "-3"),
        ("{=if(a > 0, 'more', 'less')} {=if(b > 0, '}', '{')}", "more {"),
        ("$x + {=a}$", "$x + 3$"),
        ("$x + {=b}$", "$x - 3$"),
        ("${=one}x$", "$x$"),
        ("${=b} \\cdot {=b}$", "$-3 \\cdot (-3)$"),
        ("$\\vec v = {=v}$", "$\\vec v = \\begin{pmatrix}3\\\\-1\\end{pmatrix}$"),
        ("$$\n{=half}\n$$", "$$\n-\\frac{1}{2}\n$$"),
        ("\\({=v}\\) {=v}", "\\(\\begin{pmatrix}3\\\\-1\\end{pmatrix}\\) (3, -1)"),
        ("`${=v}$`", "`$(3, -1)$`"),
        ("costs \\${=a} or $5 and {=v}, $6", "costs \\$3 or $5 and (3, -1), $6"),
    ],
)
def test_values_are_shown_as_in_print(source: str, shown: str) -> None:
    assert filled(source).replace(" ", "") == shown.replace(" ", "")


def test_in_tests_values_are_as_typed() -> None:
    assert filled("${=v}$", verbatim=True) == "$(3, -1)$"


@pytest.mark.parametrize("source", ["{=a", "{=}", "{=a +}", "$x {=(}$", "{=if(a, '}"])
def test_a_placeholder_that_cannot_be_read_is_an_error_at_its_place(source: str) -> None:
    with pytest.raises(NotationError) as caught:
        template(f"Text before. {source}")
    assert 13 <= caught.value.start <= caught.value.end <= 13 + len(source)


@given(st.text(st.sampled_from("a $\\`{=}()[]\n5"), max_size=30))
def test_segments_cover_a_text_without_gaps(source: str) -> None:
    spans = list(segments(source))
    assert "".join(source[start:end] for start, end, _ in spans) == source
    assert all(start < end for start, end, _ in spans)


@given(st.text(st.sampled_from("ab {=}$'(+1"), max_size=30))
def test_any_text_is_taken_apart_or_refused(source: str) -> None:
    try:
        assert template(source).plain == ("{=" not in source)
    except NotationError as error:
        assert error.remedy

"""Sets and solutions are read as people write them, and refusals point at the place."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.errors import NotationError
from tutor.grading.solving_line import same_line
from tutor.notation.sets import read_set
from tutor.notation.sets_printing import set_latex, set_text
from tutor.notation.sets_tree import Everywhere, Interval, Joined, Listed, Outside, SetTree
from tutor.notation.spans import read_span
from tutor.notation.tree import Number

SAID = [
    ("{1, 2}", "{1, 2}"),
    ("1; 2; 3", "{1, 2, 3}"),
    ("1, 2, and 3", "{1, 2, 3}"),
    (r"\{1 \pm \sqrt{5}, -2\}", "{1 + sqrt(5), 1 - sqrt(5), -2}"),
    ("[1, 2)", "[1, 2)"),
    ("]1, 2[", "(1, 2)"),
    ("[0, 1[ ∪ ]1, 2]", "[0, 1) U (1, 2]"),
    ("]1; 2,5]", "(1, 2.5]"),
    ("(-oo, 3]", "(-oo, 3]"),
    ("(-infinity, 3) u {5}", "(-oo, 3) U {5}"),
    (r"\left(-\infty, -3\right] \cup [2, \infty)", "(-oo, -3] U [2, oo)"),
    (r"\mathbb{R} \setminus \{0\}", "R \\ {0}"),
    ("R\\{0}", "R \\ {0}"),
    ("R - [-1, 1]", "R \\ [-1, 1]"),
    ("ℝ without {0}", "R \\ {0}"),
    ("(0, 6] - (0, 2]", "(0, 6] \\ (0, 2]"),
    ("[1, 4] ∩ (2, 6)", "[1, 4] ∩ (2, 6)"),
    ("∅", "{}"),
    ("{}", "{}"),
    ("no solution", "{}"),
    ("All real numbers", "R"),
    ("x ∈ [1, 2]", "[1, 2]"),
    ("x in {3}", "{3}"),
    ("{x | |x| < 2}", "abs(x) < 2"),
    ("{x in R : x^2 = 2}", "x^2 = 2"),
    ("x = 2 or x = -3", "x = 2 or x = -3"),
    ("x = 2 or -3", "x = 2 or x = -3"),
    ("x = 2, x = -3", "x = 2 or x = -3"),
    ("x = 2 and x = -3", "x = 2 or x = -3"),
    ("x = ±3", "x = 3 or x = -3"),
    ("x = 2, y = 3", "x = 2 and y = 3"),
    ("{x = 2, y = 3}", "x = 2 and y = 3"),
    (r"\begin{cases} x = 2 \\ y = 3 \end{cases}", "x = 2 and y = 3"),
    ("x1 = 2, x2 = -3", "x = 2 or x = -3"),
    ("all real numbers except 0", "R \\ {0}"),
    ("x = 1, y = 2; x = 2, y = 1", "x = 1 and y = 2 or x = 2 and y = 1"),
    ("(x, y) = (1, 2) or (2, 1)", "x = 1 and y = 2 or x = 2 and y = 1"),
    ("x < 2 or x >= 5", "x < 2 or x >= 5"),
    (r"x < 2 \text{ or } x \geq 5", "x < 2 or x >= 5"),
    ("2 < x <= 5", "2 < x <= 5"),
    ("-oo < x < 5", "x < 5"),
    ("x < oo", "R"),
    ("x > 1, x < 3", "x > 1 and x < 3"),
    ("x ∉ {1}", "R \\ {1}"),
]


@pytest.mark.parametrize(("typed", "meant"), SAID)
def test_a_set_or_solution_is_read_as_it_is_meant(typed: str, meant: str) -> None:
    assert set_text(read_set(typed)).replace("|x|", "abs(x)") == meant


REFUSED = [
    ("", 0), ("x =", 3), ("[1, 2", 0), ("1, 2]", 4), ("{1, , 2}", 4), ("x = 2 or", 6), ("{1, 2)", 5), ("[1, ]", 3), ("(3]", 0),
    ("(oo, 1)", 1), ("x = 1 y = 2", 6), ("R*", 2), ("x < 2 or or x > 3", 6), ("[" * 60, 40), ("1" + " or 1" * 90, 0),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "place"), REFUSED)
def test_a_refusal_points_at_the_place(typed: str, place: int) -> None:
    with pytest.raises(NotationError) as refused:
        read_set(typed)
    assert refused.value.start == place
    assert refused.value.remedy


def test_both_of_two_solutions_are_meant_unless_read_strictly() -> None:
    assert isinstance(read_set("x = 1 and x = 2", strict=True), Joined)
    assert set_text(read_set("x = 1 and x = 2", strict=True)) == "x = 1 and x = 2"


ENDS: Any = st.one_of(st.none(), st.fractions(-20, 20, max_denominator=6).map(Number))
INTERVALS: Any = st.builds(
    lambda low, high, a, b: Interval(low, high, a and low is not None, b and high is not None),
    ENDS,
    ENDS,
    st.booleans(),
    st.booleans(),
)
NUMBERS: Any = st.lists(st.integers(-9, 9).map(lambda n: Number(Fraction(n))), min_size=1, max_size=4)
SETS: Any = st.recursive(
    st.one_of(INTERVALS, NUMBERS.map(lambda items: Listed(tuple(items))), st.booleans().map(Everywhere)),
    lambda inner: st.one_of(
        st.builds(lambda op, a, b: Joined(op, (a, b)), st.sampled_from(["or", "and", "minus"]), inner, inner),
        inner.map(Outside),
    ),
    max_leaves=6,
)


@given(SETS)
def test_what_is_shown_can_be_typed_and_is_shown_the_same_again(tree: SetTree) -> None:
    for written in (set_text(tree), set_latex(tree)):
        again = read_set(written)
        assert same_line(tree, again) is True
        assert set_text(read_set(set_text(again))) == set_text(again)


SPANS = [
    ("span{(1, 2), (0, 1)}", 2), ("span((1, 2), (0, 1))", 2), ("Span{[1; 2]}", 1), (r"\operatorname{span}\{(1, 2)\}", 1),
    (r"\mathrm{span}\left\{\begin{pmatrix} 1 \\ 2 \end{pmatrix}, \begin{pmatrix} 0 \\ 1 \end{pmatrix}\right\}", 2),
    ("span{}", 0), ("V = span{(1, 2)}", 1),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "count"), SPANS)
def test_the_vectors_of_a_span_are_read_in_all_brackets(typed: str, count: int) -> None:
    found = read_span(typed)
    assert found.expression is None
    assert len(found.vectors) == count


@pytest.mark.parametrize(
    "typed",
    ["(1, 2) + t(3, 4)", "{t(1, 2) : t in R}", "{(t, 2t) | t ∈ ℝ}", "(1 + t, 2t), t in R", "(x, y) = (1, 2) + t(3, 4)"],
)
def test_a_parametric_form_is_one_expression(typed: str) -> None:
    assert read_span(typed).expression is not None

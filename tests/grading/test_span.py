"""Spans, lines and planes are compared as the sets of points that they are."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tutor.curriculum.single import single_variant
from tutor.grading.grade import grade, preview
from tutor.grading.verdict import Judgement, Verdict

RIGHT, WRONG, UNREADABLE = Verdict.RIGHT, Verdict.WRONG, Verdict.UNREADABLE
PLANE, LINE = "span{(1, 0), (0, 1)}", "(2, 1, 0) + t(1, 1, 1)"


def judged(key: str, answer: str) -> Judgement:
    return grade(single_variant("span", key), answer)


CASES = [
    (PLANE, "span{(1, 1), (1, -1)}", RIGHT, None), (PLANE, "span((1, 2), (2, 4), (0, 3))", RIGHT, None),
    (PLANE, "{t(1, 0) + s(0, 1) : s, t in R}", RIGHT, None), (PLANE, "(s, t)", RIGHT, None),
    (PLANE, "span{(1, 0)}", WRONG, "missing-element"), ("span{(1, 0)}", PLANE, WRONG, "extra-element"),
    (PLANE, "span{(1, 0, 0)}", UNREADABLE, None), (PLANE, "span{1, x}", UNREADABLE, None), (PLANE, "x = 2", UNREADABLE, None),
    ("span{(1, 2)}", "{t(1, 2) : t in R}", RIGHT, None), ("span{(1, 2)}", "span{(2, 4)}", RIGHT, None), ("span{(1, 2)}", "span{(2, 1)}", WRONG, None),
    ("span{(1, sqrt(2))}", "span{(sqrt(2), 2)}", RIGHT, None), ("span{(1, sqrt(2))}", "span{(1, 1.41)}", WRONG, None),
    ("span{(1, 2)}", r"\operatorname{span}\left\{\begin{pmatrix} 1 \\ 2 \end{pmatrix}\right\}", RIGHT, None),
    (LINE, "(3, 2, 1) + s(-1, -1, -1)", RIGHT, None), (LINE, "(x, y, z) = (2 + t, 1 + t, t)", RIGHT, None),
    (LINE, "t(1, 1, 1)", WRONG, "parallel"), (LINE, "(2, 1, 0) + t(1, 1, 0)", WRONG, None), (LINE, "(2, 1) + t(1, 1)", UNREADABLE, None),
    (LINE, "(2 + t^2, 1, 0)", UNREADABLE, None), (LINE, "", UNREADABLE, None), (LINE, "(1/0, 1, 1) + t(1, 1, 1)", UNREADABLE, None),
    ("span{}", "span{}", RIGHT, None),
]  # fmt: skip


@pytest.mark.parametrize(("key", "answer", "verdict", "slip"), CASES)
def test_a_span_is_judged_by_its_points(key: str, answer: str, verdict: Verdict, slip: str | None) -> None:
    found = judged(key, answer)
    assert (found.verdict, found.slip) == (verdict, slip)


ROWS = st.lists(st.lists(st.integers(-4, 4), min_size=3, max_size=3), min_size=2, max_size=2)


def _written(point: list[int], rows: list[list[int]]) -> str:
    def vector(row: list[int]) -> str:
        return "(" + ", ".join(map(str, row)) + ")"

    return " + ".join([vector(point), *(f"{name}*{vector(row)}" for name, row in zip("st", rows, strict=True))])


@given(ROWS, st.lists(st.integers(-3, 3), min_size=4, max_size=4), st.lists(st.integers(-5, 5), min_size=3, max_size=3))
@settings(max_examples=80)
def test_other_directions_of_the_same_plane_and_another_point_of_it_change_nothing(
    rows: list[list[int]], mix: list[int], point: list[int]
) -> None:
    a, b, c, d = mix
    assume(a * d != b * c)
    turned = [[a * x + b * y for x, y in zip(*rows, strict=True)], [c * x + d * y for x, y in zip(*rows, strict=True)]]
    moved = [p + x - 2 * y for p, x, y in zip(point, *rows, strict=True)]
    assert judged(_written(point, rows), _written(moved, turned)).verdict is RIGHT


@given(ROWS)
@settings(max_examples=60)
def test_a_step_out_of_the_plane_leaves_it(rows: list[list[int]]) -> None:
    (a, b, c), (d, e, f) = rows
    normal = [b * f - c * e, c * d - a * f, a * e - b * d]
    assume(any(normal))
    assert judged(_written([0, 0, 0], rows), _written(normal, rows)).slip == "parallel"
    assert judged(_written([0, 0, 0], rows), _written([0, 0, 0], [rows[0], normal])).verdict is WRONG


def test_the_preview_shows_how_a_span_is_read() -> None:
    assert (
        preview("span", (), (), "span{(1, 2)}").read_latex == r"\operatorname{span}\{\begin{pmatrix}1\\2\end{pmatrix}\}"
    )
    assert preview("span", (), (), "span{(1, 2)").message is not None
    assert preview("span", (), (), "x^2").message is not None


def test_a_key_that_cannot_be_read_is_no_attempt() -> None:
    assert judged("span{(1, 2)", "span{(1, 2)}").verdict is Verdict.UNDECIDED

"""Reasoning is followed line by line, by what each line says over the real numbers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.grading.reading import RefusalError
from tutor.grading.reasoning import follows, steps

SOUND = [
    ["x^2 - x = 30", "(x - 6)(x + 5) = 0", "x = 6 or x = -5"], ["2x = 4", "x = 2"], ["|x| < 2", "-2 < x and x < 2"],
    ["(x - 3)^2 = 0", "x = 3"], ["x + 1 = x", "0 = 1", "no solution"], ["x y = 0", "x = 0 or y = 0"],
    ["x + y = 3 and x - y = 1", "2x = 4 and x - y = 1", "x = 2 and y = 1"], ["(x - 1)(x + 4)", "= x^2 + 3x - 4"], ["2^2", "= 4"],
    ["(A or B) and (not A or B)", "B"], ["log(x) + log(x - 3) = 1", "x(x - 3) = 10 and x > 3", "x = 5"], ["x = x", "true"], [],
]  # fmt: skip
UNSOUND = [
    ["x^2 = 4", "x = 2"], ["x^2 = x", "x = 1"], ["a = b", "sqrt(a) = sqrt(b)"], ["x = 1 or x = 2", "x = 1 or 2"], ["x > 1", "-x > -1"],
    ["(x^2 - 4)/(x - 2) = 0", "x = 2 or x = -2"], ["(x - 1)^2", "= x^2 - 2x + 2"], ["x = 1 and y = 2", "x = 1 or y = 2"],
    ["(x - 2)^2 = (x - 1)^2", "= x^2 - 2x + 1"], ["a = b", "a^2 = a b", "2a = a", "2 = 1"], ["x = 1", "x"],
]  # fmt: skip


@pytest.mark.parametrize("lines", SOUND)
def test_lines_that_say_the_same_follow(lines: list[str]) -> None:
    assert follows(lines) is True


@pytest.mark.parametrize("lines", UNSOUND)
def test_a_line_that_says_something_else_does_not_follow(lines: list[str]) -> None:
    assert follows(lines) is False


def test_the_step_that_fails_is_known() -> None:
    assert steps(["x^2 = 4", "(x - 2)(x + 2) = 0", "x = 2", "2x = 4"]) == (True, False, True)


def test_what_cannot_be_decided_is_not_called_false() -> None:
    assert follows(["sin x = 0", "sin(2x)/2 = 0"]) is None


def test_roots_may_be_taken_of_positive_numbers() -> None:
    assert follows(["x^2 = 4", "x = 2"], positive=True) is True
    assert follows(["a = b", "sqrt(a) = sqrt(b)"], positive=True) is True


def test_a_line_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(RefusalError):
        follows(["x = 1", "x ="])


@given(st.integers(-6, 6), st.integers(-6, 6), st.integers(1, 5))
@settings(max_examples=60)
def test_expanding_factoring_and_scaling_always_follow(a: int, b: int, k: int) -> None:
    expanded = f"x^2 + ({-(a + b)})x + ({a * b})"
    lines = [f"({k})*({expanded}) = 0", f"{expanded} = 0", f"(x - ({a}))(x - ({b})) = 0", f"x = {a} or x = {b}"]
    assert follows(lines) is True
    assert follows([*lines[:3], f"x = {a} or x = {b + 1}"]) is (a == b + 1 and a == b)

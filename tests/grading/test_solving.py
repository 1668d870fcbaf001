"""Sets of real numbers are compared by what belongs to them."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.grading.solving_comparison import same_solutions
from tutor.grading.solving_line import holds, line, same_line
from tutor.grading.solving_space import reduced, solutions
from tutor.grading.solving_values import UndefinedHereError, value
from tutor.notation.reader import read
from tutor.notation.sets import read_set
from tutor.notation.sets_tree import Interval, Joined, Listed, Outside, SetTree
from tutor.notation.tree import Number

SAME = [
    ("x^2 < 4", "-2 < x < 2"), ("x^2 = 2", "x = ±sqrt(2)"), ("x^2 + 1 = 0", "{}"), ("x^2 >= -5", "R"), ("|2x - 1| < 3", "(-1, 2)"),
    ("|x| = x", "x >= 0"), ("sqrt(x^2) = x", "[0, oo)"), ("sqrt(x) = 2", "{4}"), ("sqrt(x) = -2", "no solution"),
    ("sqrt(3x + 4) = 2 + sqrt(x + 2)", "x = 7"), ("1/x >= 1", "(0, 1]"), ("(x^2 - 4)/(x - 2) = 0", "x = -2"),
    ("x^4 = 2", "x = ±2^(1/4)"), ("(x - sqrt(2))(x + sqrt(2)) = 0", "x = ±sqrt(2)"), ("x^3 = -8", "{-2}"),
    ("x^2 - x - 1 = 0", "{(1 + sqrt(5))/2, (1 - sqrt(5))/2}"), ("sqrt(3 + 2sqrt(2)) = x", "{1 + sqrt(2)}"),
    ("x < pi", "(-oo, pi)"), ("x^2 = pi", "x = ±sqrt(pi)"), ("e^x = 3", "{ln(3)}"), ("2^x > 8", "x > 3"), ("ln(x) < 2", "(0, e^2)"),
    ("log(x) + log(x - 3) = 1", "{5}"), ("ln(x) + ln(x + 1) = ln(6)", "{2}"), ("|x - 1| = pi", "{1 + pi, 1 - pi}"),
    ("x != 2", "R \\ {2}"), ("R - [-1, 1]", "(-oo, -1) U (1, oo)"), ("[0, 2] ∩ [1, 3]", "[1, 2]"), ("x/0 = 1", "{}"),
    ("[0, 6] - ]1, 2[", "[0, 1] U [2, 6]"), ("(0, 1) U {0, 1}", "[0, 1]"), ("[1, 1]", "{1}"), ("x < 1 and x > 1", "∅"),
]  # fmt: skip
DIFFERENT = [
    ("x^2 < 4", "x < 2"), ("x^2 = 4", "x = 2"), ("[0, 1]", "(0, 1]"), ("x >= 2", "x <= 2"), ("sqrt(x^2) = x", "R"), ("x/x = 1", "R"),
    ("(0, 1) U (1, 2)", "(0, 2)"), ("x^2 = 2", "x = ±1.41421356"), ("{1, 2}", "[1, 2]"), ("x < 1 or x > 1", "R"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_sets_with_the_same_elements_are_the_same(one: str, other: str) -> None:
    assert same_line(read_set(one), read_set(other)) is True


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_sets_with_other_elements_differ(one: str, other: str) -> None:
    assert same_line(read_set(one), read_set(other)) is False


@pytest.mark.parametrize("beyond", ["sin x = 0", "x^x = 27", "x = e^x", "x^40 + x = 1"])
def test_what_is_beyond_these_means_is_undecided_not_wrong(beyond: str) -> None:
    assert same_line(read_set(beyond), read_set("{0}")) is None


def _interval(low: Fraction, width: Fraction, has_low: bool, has_high: bool) -> Interval:
    return Interval(Number(low), Number(low + width), has_low, has_high)


ENDS: Any = st.fractions(-6, 6, max_denominator=3)
LEAVES: Any = st.one_of(
    st.builds(_interval, ENDS, st.fractions(Fraction(1, 3), 5, max_denominator=3), st.booleans(), st.booleans()),
    ENDS.map(lambda end: Listed((Number(end),))),
)
SETS: Any = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(lambda op, a, b: Joined(op, (a, b)), st.sampled_from(["or", "and", "minus"]), inner, inner),
        inner.map(Outside),
    ),
    max_leaves=6,
)


def _belongs(tree: SetTree, x: Fraction) -> bool:
    match tree:
        case Interval(low=Number(value=low), high=Number(value=high), has_low=a, has_high=b):
            return low < x < high or (x == low and a) or (x == high and b)
        case Listed(items=items):
            return any(isinstance(item, Number) and item.value == x for item in items)
        case Outside(of=inner):
            return not _belongs(inner, x)
        case Joined(op="or", parts=parts):
            return any(_belongs(part, x) for part in parts)
        case Joined(op="and", parts=parts):
            return all(_belongs(part, x) for part in parts)
        case Joined(op="minus", parts=(first, second)):
            return _belongs(first, x) and not _belongs(second, x)
        case _:
            raise AssertionError(tree)


@given(SETS, SETS)
@settings(max_examples=100)
def test_two_sets_are_the_same_just_when_every_number_belongs_to_both_or_neither(a: SetTree, b: SetTree) -> None:
    numbers = [Fraction(n, 6) for n in range(-80, 81)]
    assert same_line(a, b) is all(_belongs(a, x) == _belongs(b, x) for x in numbers)
    assert same_line(Outside(Joined("or", (a, b))), Joined("and", (Outside(a), Outside(b)))) is True


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=5), st.sampled_from([-3, -1, 1, 2]))
@settings(max_examples=60)
def test_a_polynomial_is_solved_by_its_roots_and_has_its_sign_between_them(roots: list[int], lead: int) -> None:
    product = "*".join([f"({lead})", *(f"(x - ({root}))" for root in roots)])
    assert same_line(read_set(f"{product} = 0"), read_set("{" + ", ".join(map(str, roots)) + "}")) is True
    cut = line((read_set(f"{product} > 0"),))
    for at, truth in zip(cut.at, cut.truths[0], strict=True):
        x = float(at.mid())
        assert truth == (lead * prod(x - root for root in roots) > 0)


@given(SETS)
@settings(max_examples=60)
def test_a_set_holds_at_its_own_stretches(tree: SetTree) -> None:
    cut = line((tree,))
    assert all(holds(tree, {"x": at}) == truth for at, truth in zip(cut.at, cut.truths[0], strict=True))


def test_the_ends_of_a_domain_are_met_exactly() -> None:
    assert value(read("sqrt(3 + 2*sqrt(2)) - 1 - sqrt(2)"), {}) == 0
    with pytest.raises(UndefinedHereError):
        value(read("1/(sqrt(2)^2 - 2)"), {})
    with pytest.raises(UndefinedHereError):
        value(read("sqrt(-1)"), {})


SYSTEMS = [
    ("x + y = 3, x - y = 1", "x = 2, y = 1", True), ("x^2 + y^2 = 4, y = x", "y = x, y^2 = 2", True),
    ("x^2 = 4", "x^2 = 4, y = 9", False), ("x = 1, y = 2", "(1, 2)", True), ("x y = 0", "x = 0 or y = 0", True),
    ("x^2 = y^2", "x = y", False), ("x^2 = y^2", "x = y or x = -y", True), ("x/y = 0", "x = 0", False),
    ("x + y + z = 3, x - y = 1", "2x + z = 4, x - y = 1", True), ("x + y + z = 3, x - y = 1", "2x + z = 4, x - y = 2", False),
    ("x + y = 1, x + y = 2", "no solution", True), ("x^2 + y^2 = 5, x y = 2", "(1, 2), (2, 1), (-1, -2), (-2, -1)", True),
    ("x^2 + y^2 = 5, x y = 2", "(1, 2), (2, 1)", False), ("2x + y <= 4", "4 >= y + 2x", True), ("2x + y <= 4", "y + 2x < 4", False),
    ("y < 2x", "2x > y", True), ("1/x > 0", "x > 0, y = y", True), ("x = a + sqrt(b) or x = a - sqrt(b)", "(x - a)^2 = b", True),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "same"), SYSTEMS)
def test_systems_and_conditions_on_several_letters_are_compared_by_their_solutions(
    one: str, other: str, same: bool
) -> None:
    assert same_solutions(read_set(one), read_set(other)) is same
    assert same_solutions(read_set(other), read_set(one)) is same


def test_thin_sets_that_only_agree_in_slices_are_undecided() -> None:
    assert same_solutions(read_set("x y = z, x = y"), read_set("x^2 = z, x = y")) is None


@given(
    st.lists(st.lists(st.fractions(-4, 4, max_denominator=2), min_size=4, max_size=4), min_size=1, max_size=3),
    st.integers(0, 2), st.integers(0, 2), st.fractions(-3, 3, max_denominator=2),
)  # fmt: skip
@settings(max_examples=40)
def test_row_operations_keep_a_system(rows: list[list[Fraction]], i: int, j: int, factor: Fraction) -> None:
    i, j = i % len(rows), j % len(rows)
    changed = [list(row) for row in rows]
    if i != j:
        changed[i] = [a + factor * b for a, b in zip(rows[i], rows[j], strict=True)]
    assert reduced(changed[::-1]) == reduced(rows)


def test_finitely_many_solutions_are_all_found() -> None:
    found = solutions(read_set("x^2 + y^2 = 25, x + y = 7"), ("x", "y"))
    assert found is not None
    assert sorted((round(float(p["x"].mid())), round(float(p["y"].mid()))) for p in found) == [(3, 4), (4, 3)]
    assert solutions(read_set("x + y = 7"), ("x", "y")) is None

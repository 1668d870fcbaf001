"""What equivalence promises: symmetry, no dependence on spelling, and "different" only when it is so."""

from __future__ import annotations

from fractions import Fraction

import pytest
from grading_trees import constants, letters, number, polynomials, rewritten
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tutor.grading.equivalence import equal, same_equation
from tutor.grading.exact import exact
from tutor.grading.prime_field import PRIME
from tutor.notation.tree import Binary, Call, Matrix, Name, Node, Number, Relation, SetOf, Unary, Vector, free_names

x, y = Name("x"), Name("y")


def plus(a: Node, b: Node) -> Node:
    return Binary("+", a, b)


def times(a: Node, b: Node) -> Node:
    return Binary("*", a, b)


def over(a: Node, b: Node) -> Node:
    return Binary("/", a, b)


def to_the(a: Node, b: Node) -> Node:
    return Binary("^", a, b)


def sqrt(a: Node) -> Node:
    return Call("sqrt", (a,))


@given(polynomials, polynomials)
def test_equality_is_symmetric(a: Node, b: Node) -> None:
    assert equal(a, b) == equal(b, a)


@given(polynomials, st.data())
def test_another_spelling_of_the_same_expression_is_equal(tree: Node, data: st.DataObject) -> None:
    assert equal(tree, rewritten(tree, data)) is True


@given(polynomials, constants, letters)
def test_a_perturbed_expression_is_refused(tree: Node, by: Number, letter: Name) -> None:
    assume(by.value != 0)
    assert equal(tree, plus(tree, by)) is False
    assert equal(tree, plus(tree, times(by, letter))) is False


@given(polynomials, st.data())
@settings(max_examples=40)
def test_roots_and_trigonometry_keep_equality_of_what_is_in_them(tree: Node, data: st.DataObject) -> None:
    other = rewritten(tree, data)
    # The sine of a number of fifty digits is beyond the precision: undecided then, but never "different".
    assert equal(Call("sin", (tree,)), Call("sin", (other,))) is not False
    squared = to_the(tree, number(2))
    assert equal(sqrt(plus(squared, number(1))), sqrt(plus(to_the(other, number(2)), number(1)))) is True


@given(polynomials, constants)
@settings(max_examples=40)
def test_perturbation_inside_a_function_is_noticed(tree: Node, by: Number) -> None:
    assume(by.value != 0)
    assert equal(Call("arctan", (tree,)), Call("arctan", (plus(tree, by),))) is not True
    assert equal(
        Call("exp", (Unary("-", over(tree, number(50))),)), Call("exp", (over(tree, number(50)),))
    ) is not True or (equal(tree, number(0)) is True)


@pytest.mark.parametrize(
    ("a", "b", "outcome"),
    [
        (over(plus(to_the(x, number(2)), number(-1)), plus(x, number(-1))), plus(x, number(1)), True),
        (over(number(1), over(number(1), x)), x, True),
        (sqrt(number(12)), times(number(2), sqrt(number(3))), True),
        (sqrt(number(2)), number(Fraction(1414, 1000)), False),
        (sqrt(to_the(x, number(2))), Call("abs", (x,)), True),
        (sqrt(to_the(x, number(2))), x, False),
        (to_the(number(-8), number(Fraction(1, 3))), number(-2), True),
        (plus(to_the(Call("sin", (x,)), number(2)), to_the(Call("cos", (x,)), number(2))), number(1), True),
        (Call("sin", (times(number(2), x),)), times(number(2), times(Call("sin", (x,)), Call("cos", (x,)))), True),
        (Call("ln", (to_the(x, number(2)),)), times(number(2), Call("ln", (x,))), True),
        (Name("pi"), number(Fraction(22, 7)), False),
        (to_the(Name("e"), x), Call("exp", (x,)), True),
        (to_the(number(2), plus(x, number(1))), times(number(2), to_the(number(2), x)), True),
        (Unary("%", number(75)), number(Fraction(3, 4)), True),
        (Unary("!", number(5)), number(120), True),
        (Vector((x, y)), Vector((y, x)), False),
        (Vector((x, plus(y, y))), Vector((x, times(number(2), y))), True),
        (Vector((x,)), Vector((x, y)), False),
        (Matrix(((x, y),)), Matrix(((x,), (y,))), False),
        (Vector((x, y)), x, False),
        (SetOf((x, y)), SetOf((y, x, x)), True),
        (SetOf((x, y)), SetOf((x,)), False),
        (number(10**60), number(10**60 + PRIME), False),
    ],
)  # fmt: skip
def test_known_pairs(a: Node, b: Node, outcome: bool) -> None:
    assert equal(a, b) is outcome
    assert equal(b, a) is outcome


@pytest.mark.parametrize(
    "nowhere",
    [
        over(number(1), number(0)),
        over(x, Binary("-", x, x)),
        Call("ln", (number(0),)),
        to_the(number(0), number(0)),
    ],
)
def test_what_is_defined_nowhere_is_undecided(nowhere: Node) -> None:
    assert equal(nowhere, nowhere) is None
    assert equal(nowhere, number(1)) is None


def test_what_cannot_be_computed_is_undecided_and_never_takes_long() -> None:
    nine = number(9)
    tower = to_the(nine, to_the(nine, to_the(nine, nine)))
    assert equal(tower, plus(tower, number(1))) is None
    assert exact(tower) is None
    assert equal(Call("unheard-of", (x,)), Call("unheard-of", (x,))) is True
    assert equal(Call("unheard-of", (x,)), Call("unheard-of", (y,))) is None


def equation(left: Node, right: Node) -> Relation:
    return Relation((left, right), ("=",))


LINE = equation(y, plus(times(number(2), x), number(1)))


@pytest.mark.parametrize(
    ("other", "outcome"),
    [
        (equation(plus(Binary("-", times(number(2), x), y), number(1)), number(0)), True),
        (equation(times(number(2), y), plus(times(number(4), x), number(2))), True),
        (equation(over(Binary("-", y, number(1)), x), number(2)), True),
        (equation(y, Binary("-", times(number(2), x), number(1))), False),
        (equation(number(0), number(0)), False),
        (equation(number(1), number(2)), False),
        (equation(to_the(Binary("-", y, plus(times(number(2), x), number(1))), number(2)), number(0)), False),
    ],
)
def test_equations_are_equal_up_to_a_constant_factor(other: Relation, outcome: bool) -> None:
    assert same_equation(LINE, other) is outcome
    assert same_equation(other, LINE) is outcome


@given(polynomials, polynomials, st.fractions(min_value=-5, max_value=5, max_denominator=4), st.data())
def test_equations_keep_their_solutions_when_scaled_and_turned_round(
    left: Node, right: Node, factor: Fraction, data: st.DataObject
) -> None:
    assume(factor != 0)
    assume(free_names(left) | free_names(right))
    scaled = equation(times(number(factor), rewritten(right, data)), times(number(factor), rewritten(left, data)))
    assert same_equation(equation(left, right), scaled) is True


def test_equations_with_roots_are_compared_too() -> None:
    circle = equation(sqrt(plus(to_the(x, number(2)), to_the(y, number(2)))), number(5))
    doubled = equation(number(10), times(number(2), sqrt(plus(to_the(y, number(2)), to_the(x, number(2))))))
    assert same_equation(circle, doubled) is True
    assert same_equation(circle, equation(sqrt(plus(to_the(x, number(2)), y)), number(5))) is False


NEVER_REAL = sqrt(Binary("-", number(-1), to_the(x, number(2))))
NEGATIVE = Binary("-", number(-1), to_the(x, number(2)))


@pytest.mark.parametrize(
    ("a", "b", "outcome"),
    [
        (NEVER_REAL, NEVER_REAL, True),
        (NEVER_REAL, x, False),
        (Call("ln", (NEGATIVE,)), Call("ln", (Binary("*", number(1), NEGATIVE),)), True),
        (Call("ln", (NEGATIVE,)), Unary("-", Call("ln", (over(number(1), NEGATIVE),))), True),  # a whole turn apart
        (Call("ln", (NEGATIVE,)), Call("ln", (Binary("*", number(2), NEGATIVE),)), False),
    ],
)
def test_what_is_real_nowhere_is_compared_as_complex_functions(a: Node, b: Node, outcome: bool) -> None:
    assert equal(a, b) is outcome


def test_angles_are_acute_where_letters_are_positive() -> None:
    root = sqrt(Binary("-", number(1), to_the(Call("sin", (x,)), number(2))))
    assert equal(Call("cos", (x,)), root, positive=True) is True
    assert equal(Call("cos", (x,)), root) is False


@pytest.mark.parametrize(
    ("a", "b", "outcome"),
    [
        (equation(plus(x, y), plus(y, x)), equation(times(x, y), times(y, x)), False),
        (equation(plus(x, y), plus(y, x)), equation(plus(y, x), plus(x, y)), True),
        (equation(sqrt(number(9)), number(3)), equation(to_the(number(3), number(2)), number(9)), False),
        (equation(plus(number(1), number(1)), number(2)), equation(number(2), plus(number(1), number(1))), True),
    ],
)
def test_identities_are_compared_by_what_their_sides_say(a: Relation, b: Relation, outcome: bool) -> None:
    assert same_equation(a, b) is outcome


def test_exponents_of_negative_numbers_are_whole() -> None:
    n = Name("n")
    power = to_the(number(-3), n)
    assert equal(times(number(-3), power), to_the(number(-3), plus(n, number(1)))) is True
    assert equal(power, to_the(number(3), n)) is False


def test_plus_or_minus_stands_for_both() -> None:
    both = Binary("+-", x, y)
    assert equal(both, both) is True
    assert equal(both, Binary("+-", x, Unary("-", y))) is True
    assert equal(both, plus(x, y)) is False


def test_factorials_of_letters_are_compared() -> None:
    n = Name("n")
    assert equal(over(Unary("!", plus(n, number(1))), Unary("!", n)), plus(n, number(1))) is True
    assert equal(Unary("!", plus(n, number(1))), Unary("!", n)) is False


@pytest.mark.parametrize(("a", "b"), [(10**60, 10**60 + 1), (10**50, 10**70)])
def test_values_too_uncertain_to_compare_are_never_equal(a: int, b: int) -> None:
    assert equal(Call("sin", (number(a),)), Call("sin", (number(b),))) is None

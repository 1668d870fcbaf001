"""What authors of parameters, conditions and keys may rely on: exact values, and errors that say what to do."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.notation.notation_trees import FRACTIONS, RATIONALS, arithmetic, matrices
from tutor.errors import NotationError
from tutor.notation.evaluation import evaluate, truth
from tutor.notation.printing import to_text
from tutor.notation.reader import read
from tutor.notation.tree import Binary, Call, Matrix, Name, Node, Number, Relation, Text, Truth, Unary, Vector, walk

BINDINGS = {
    name: evaluate(read(text))
    for name, text in {
        "a": "2",
        "b": "-3",
        "k": "1/2",
        "v": "[1, 2]",
        "w": "(3, -1)",
        "M": "[1 2; 3 4]",
        "N": "[0 1; 1 0]",
    }.items()
}


def value(text: str) -> Node:
    return evaluate(read(text, expression_language=True), BINDINGS)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("a*v + b*w", "(-7, 7)"), ("v - w", "(-2, 3)"), ("-3*v", "(-3, -6)"), ("v/2", "(1/2, 1)"), ("M*v", "(5, 11)"),
        ("M*N", "[2 1; 4 3]"), ("M + N", "[1 3; 4 4]"), ("2M", "[2 4; 6 8]"), ("M^2", "[7 10; 15 22]"), ("M^0", "[1 0; 0 1]"),
        ("M^-1", "[-2 1; 3/2 -1/2]"), ("inverse(M)", "[-2 1; 3/2 -1/2]"), ("transpose(M)", "[1 3; 2 4]"), ("M^T", "[1 3; 2 4]"),
        ("det(M)", "-2"), ("det([v, w])", "-7"), ("rank([v, w])", "2"), ("rank([1 2; 2 4])", "1"), ("rank([0 0; 0 0])", "0"),
        ("rref([2 4; 1 3])", "[1 0; 0 1]"), ("rref([1 2; 2 4])", "[1 2; 0 0]"), ("trace(M)", "5"), ("identity(2)", "[1 0; 0 1]"),
        ("rows(v, w)", "[1 2; 3 -1]"), ("columns(v, w)", "[1 3; 2 -1]"), ("hcat(M, v)", "[1 2 1; 3 4 2]"), ("hcat(M, N)", "[1 2 0 1; 3 4 1 0]"),
        ("row(M, 2)", "(3, 4)"), ("column(M, 2)", "(2, 4)"), ("at(v, 2)", "2"), ("at(M, 2, 1)", "3"), ("len(v)", "2"), ("sum(v)", "3"),
        ("dot(v, w)", "1"), ("cross([1, 0, 0], [0, 1, 0])", "(0, 0, 1)"), ("norm(w)", "sqrt(10)"), ("norm([3, 4])", "5"), ("abs(w)", "sqrt(10)"),
        ("abs(b)", "3"), ("sign(b)", "-1"), ("min(3, 1, 2)", "1"), ("max(v)", "2"), ("gcd(12, 18)", "6"), ("lcm(4, 6)", "12"),
        ("mod(-7, 3)", "2"), ("floor(-7/2)", "-4"), ("ceil(7/2)", "4"), ("round(5/2)", "3"), ("round(-5/2)", "-3"), ("floor(-sqrt(2))", "-2"),
        ("numerator(6/4)", "3"), ("denominator(6/4)", "2"), ("is_integer(a/b)", "false"), ("is_integer(6/b)", "true"), ("5!", "120"), ("50%", "1/2"),
        ("sqrt(12)", "2sqrt(3)"), ("sqrt(1/2)", "sqrt(2)/2"), ("sqrt(9/4)", "3/2"), ("sqrt(2)*sqrt(8)", "4"), ("1/(1 + sqrt(2))", "sqrt(2) - 1"),
        ("(1 + sqrt(2))^2", "3 + 2sqrt(2)"), ("sqrt(2) - sqrt(2)", "0"), ("root(27, 3)", "3"), ("(-8)^(1/3)", "-2"), ("8^(-2/3)", "1/4"),
        ("2^(1/2)", "sqrt(2)"), ("sin(pi/6)", "1/2"), ("cos(3pi/4)", "-sqrt(2)/2"), ("tan(pi/3)", "sqrt(3)"), ("sin(-pi/2)", "-1"),
        ("arctan(1)", "pi/4"), ("arccos(-1/2)", "2pi/3"), ("exp(0)", "1"), ("ln(e^3)", "3"), ("log(1000)", "3"), ("log(1/8, 2)", "-3"),
        ("sin(1)", "sin(1)"), ("x*2", "2x"), ("2*3*x", "6x"), ("x/2*4", "2x"), ("3/4*x", "3x/4"), ("0*x", "0"), ("1*x", "x"), ("x + 0", "x"), ("x^1", "x"),
        ("x + 3 - 3", "x"), ("x - (-3)", "x + 3"), ("x + (-2)*y", "x - 2y"), ("a*x + b", "2x - 3"), ("a*(x + 1)", "2(x + 1)"), ("-(-x)", "x"),
        ("[[1 + k*x, -k], [x, 1]]", "[1 + x/2, -1/2; x, 1]"), ("det([[x, 1], [2, 3]])", "3x - 2"), ("y = a*x", "y = 2x"),
        ("if(det(M) == 0, 'no', 'yes')", "'yes'"), ("if(a > 0, a, 1/0)", "2"),
    ],
)  # fmt: skip
def test_every_function_has_its_exact_value(text: str, result: str) -> None:
    assert to_text(value(text)) == result


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("a < 0 or b < 0", True), ("a != b and a != -b", True), ("not (a == 2)", False), ("1 < a < 3", True), ("1 < a < 2", False),
        ("v == [1, 2]", True), ("v != w", True), ("M*N == N*M", False), ("M == v", False), ("'x' == 'x'", True), ("'x' == a", False),
        ("sqrt(2)*sqrt(3) == sqrt(6)", True), ("sqrt(2) + sqrt(3) > 3", True), ("sqrt(2) + sqrt(3) < sqrt(10)", True),
        ("sqrt(8)/2 == sqrt(2)", True), ("3.14 < pi < 22/7", True), ("exp(1) == e", True), ("sin(1) < 1", True), ("x == x", True), ("true", True),
        ("b != 0 and a/b < 1", True), ("a == 2 or 1/0 == 1", True),
    ],
)  # fmt: skip
def test_conditions_are_decided_exactly(condition: str, holds: bool) -> None:
    assert truth(read(condition, expression_language=True), BINDINGS) is holds


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("1/0", "divided by zero"), ("0^0", "zero"), ("det([1 2 3; 4 5 6])", "2 by 3"), ("inverse([1 2; 2 4])", "no inverse"),
        ("v + [1, 2, 3]", "can't be added"), ("v + M", "can't be added"), ("v + 1", "can't be added"), ("v*w", "no plain product"), ("v*M", "left of a matrix"),
        ("M*[1, 2, 3]", "2 by 2"), ("M*[1 2 3]", "2 by 2|by"), ("at(v, 3)", "no entry 3"), ("row(M, 0)", "no row 0"), ("sqrt(-1)", "negative"),
        ("tan(pi/2)", "tangent"), ("ln(0)", "positive"), ("(1/2)!", "whole"), ("(-1)!", "negative"), ("gcd(1/2, 2)", "whole"), ("mod(1, 0)", "zero"),
        ("M^(1/2)", "whole"), ("arcsin(2)", "-1 to 1"), ("not 3", "neither true nor false"), ("if(a, 1, 2)", "neither"), ("norm(3)", "vector"),
    ],
)  # fmt: skip
def test_what_has_no_value_is_said_with_a_remedy_and_a_place(text: str, what: str) -> None:
    with pytest.raises(NotationError, match=what) as caught:
        value(text)
    assert caught.value.code == "undefined"
    assert caught.value.remedy
    assert 0 <= caught.value.start < caught.value.end <= len(text)


@pytest.mark.parametrize(
    "text", ["9^9^9^9", "2^10001", "1401!", "identity(13)", "[1 2; 3 4]^10000", "(2^9000)*(2^9000)"]
)
def test_results_beyond_the_limits_are_refused(text: str) -> None:
    with pytest.raises(NotationError) as caught:
        value(text)
    assert caught.value.code == "limit-exceeded"


@pytest.mark.parametrize(("text", "remedy"), [("a = b", "=="), ("x < 3", "letter"), ("a", "comparison")])
def test_a_condition_that_is_none_is_an_error(text: str, remedy: str) -> None:
    with pytest.raises(NotationError) as caught:
        truth(read(text, expression_language=True), BINDINGS)
    assert remedy in caught.value.remedy


def test_an_unknown_function_names_the_nearest() -> None:
    with pytest.raises(NotationError, match="did you mean trace"):
        evaluate(Call("trase", (Number(Fraction(1)),)))


def test_what_cannot_be_decided_is_an_error_and_not_a_guess() -> None:
    with pytest.raises(NotationError, match="decided"):
        value("sin(1)^2 + cos(1)^2 == 1")


def test_ball_precision_of_the_process_is_left_as_it_was() -> None:
    import flint

    before = flint.ctx.prec
    assert truth(read("pi > 3"))
    assert flint.ctx.prec == before


def _fraction(tree: Node) -> Fraction:
    match tree:
        case Number(value=number):
            return number
        case Unary(arg=arg):
            return -_fraction(arg)
        case Binary(op=op, left=left, right=right):
            a, b = _fraction(left), _fraction(right)
            if op == "^":
                return a ** int(b)
            return {"+": a.__add__, "-": a.__sub__, "*": a.__mul__}[op](b) if op != "/" else a / b
    raise AssertionError(tree)


@given(arithmetic(RATIONALS))
def test_arithmetic_agrees_with_fractions(tree: Node) -> None:
    try:
        found: Node | str = evaluate(tree)
    except NotationError as error:
        found = error.code
    if found == "limit-exceeded":
        return
    try:
        expected = _fraction(tree)
    except ZeroDivisionError:
        assert found == "undefined"
        return
    zero_to_zero = found == "undefined"
    assert zero_to_zero or found == Number(expected)
    if zero_to_zero:
        assert any(_is_zero_power(part) for part in walk(tree))


def _is_zero_power(tree: Node) -> bool:
    return isinstance(tree, Binary) and tree.op == "^" and _fraction(tree.right) == 0


SURDS = st.one_of(RATIONALS, st.integers(0, 60).map(lambda n: Call("sqrt", (Number(Fraction(n)),))))


def _approximate(tree: Node) -> float:
    match tree:
        case Number(value=number):
            return float(number)
        case Call(args=(arg,)):
            return math.sqrt(_approximate(arg))
        case Unary(arg=arg):
            return -_approximate(arg)
        case Binary(op=op, left=left, right=right):
            a, b = _approximate(left), _approximate(right)
            return {"+": a + b, "-": a - b, "*": a * b}[op] if op in "+-*" else a / b if op == "/" else a**b
    raise AssertionError(tree)


@given(arithmetic(SURDS))
def test_sums_of_roots_keep_their_value_and_have_one_form(tree: Node) -> None:
    try:
        found = evaluate(tree)
        expected = _approximate(tree)
    except (NotationError, ZeroDivisionError, OverflowError):
        return
    assume(abs(expected) < 1e9)
    assert math.isclose(_approximate(found), expected, rel_tol=1e-4, abs_tol=1e-3)
    assert evaluate(found) == found
    assert truth(Relation((found, tree), ("==",)))


LETTERS = st.one_of(RATIONALS, st.sampled_from("xy").map(Name))


@given(arithmetic(LETTERS), FRACTIONS, FRACTIONS)
def test_letters_may_be_given_values_before_or_after(tree: Node, x: Fraction, y: Fraction) -> None:
    point = {"x": Number(x), "y": Number(y)}
    try:
        at_once, later = evaluate(tree, point), evaluate(evaluate(tree), point)
    except NotationError:
        return
    assert at_once == later


@given(st.integers(1, 4).flatmap(lambda n: st.tuples(matrices(n, n), matrices(n, n))))
def test_the_determinant_of_a_product_is_the_product_of_determinants(pair: tuple[Matrix, Matrix]) -> None:
    a, b = pair
    det = {"A": a, "B": b}
    assert truth(read("det(A*B) == det(A)*det(B)", expression_language=True), det)
    assert truth(read("det(transpose(A)) == det(A)", expression_language=True), det)


@given(st.integers(1, 4).flatmap(lambda n: matrices(n, n)))
def test_a_matrix_times_its_inverse_is_the_identity(matrix: Matrix) -> None:
    bindings: dict[str, Node] = {"A": matrix, "n": Number(Fraction(len(matrix.rows)))}
    regular = truth(read("rank(A) == n", expression_language=True), bindings)
    assert regular == truth(read("det(A) != 0", expression_language=True), bindings)
    if regular:
        assert truth(read("A*inverse(A) == identity(n) and A^-1*A == identity(n)", expression_language=True), bindings)
    else:
        with pytest.raises(NotationError, match="no inverse"):
            evaluate(read("inverse(A)"), bindings)


@given(
    st.tuples(st.integers(1, 4), st.integers(1, 4), st.integers(1, 4)).flatmap(
        lambda s: st.tuples(matrices(s[0], s[1]), matrices(s[1], s[2]))
    )
)
def test_rank_and_row_echelon_form_keep_their_laws(pair: tuple[Matrix, Matrix]) -> None:
    a, b = pair
    bindings: dict[str, Node] = {"A": a, "B": b}
    for law in (
        "rank(A) == rank(transpose(A))", "rank(A*B) <= min(rank(A), rank(B))", "rref(rref(A)) == rref(A)", "rank(rref(A)) == rank(A)",
        "transpose(A*B) == transpose(B)*transpose(A)",
    ):  # fmt: skip
        assert truth(read(law, expression_language=True), bindings), law


@given(matrices(3, 3))
def test_symbolic_and_rational_determinants_agree(matrix: Matrix) -> None:
    symbolic = Matrix(tuple(tuple(Binary("*", Name("x"), entry) for entry in row) for row in matrix.rows))
    found = evaluate(evaluate(Call("det", (symbolic,))), {"x": Number(Fraction(1))})
    assert found == evaluate(Call("det", (matrix,)))


def test_values_bound_to_letters_may_be_text_truth_vectors_or_trees() -> None:
    assert evaluate(Name("who"), {"who": Text("Ada")}) == Text("Ada")
    assert evaluate(Name("p"), {"p": Truth(True)}) == Truth(True)
    assert evaluate(read("2*u"), {"u": read("(x, 1/2)")}) == Vector((evaluate(read("2x")), Number(Fraction(1))))
    assert evaluate(read("e"), {"e": Number(Fraction(7))}) == Number(Fraction(7))

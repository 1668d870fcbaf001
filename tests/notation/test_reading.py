"""What learners and authors may rely on when they type mathematics."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.errors import NotationError
from tutor.notation.evaluation import evaluate
from tutor.notation.reader import read
from tutor.notation.tree import Binary, Call, Matrix, Name, Node, Number, Relation, SetOf, Text, Unary, Vector, walk

XY = frozenset({"x", "y"})


def n(value: int | Fraction) -> Number:
    return Number(Fraction(value))


X, Y = Name("x"), Name("y")


def product(left: Node, right: Node) -> Binary:
    return Binary("*", left, right)


def minus(arg: Node) -> Unary:
    return Unary("-", arg)


def power(left: Node, right: Node) -> Binary:
    return Binary("^", left, right)


HALF = Binary("/", n(1), n(2))
MATRIX = Matrix(((n(1), n(2)), (n(3), n(4))))


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("2x", product(n(2), X)), ("2 x", product(n(2), X)), ("2·x", product(n(2), X)), ("2 ⋅ x", product(n(2), X)),
        ("2∙x", product(n(2), X)), ("2×x", product(n(2), X)), ("2 \\cdot x", product(n(2), X)), ("2\\times x", product(n(2), X)),
        ("$2x$", product(n(2), X)), ("$$2x$$", product(n(2), X)), ("\\(2x\\)", product(n(2), X)), ("２ｘ", product(n(2), X)),
        ("2\u00a0x", product(n(2), X)), ("xy", product(X, Y)), ("x y", product(X, Y)),
        ("2(x+1)", product(n(2), Binary("+", X, n(1)))), ("(x+1)2", product(Binary("+", X, n(1)), n(2))),
        ("x^2", power(X, n(2))), ("x**2", power(X, n(2))), ("x²", power(X, n(2))), ("x^{2}", power(X, n(2))),
        ("x^-1", power(X, minus(n(1)))), ("x⁻¹", power(X, minus(n(1)))), ("x^{-1}", power(X, minus(n(1)))),
        ("x^{12}", power(X, n(12))), ("2^3^2", power(n(2), power(n(3), n(2)))), ("-x^2", minus(power(X, n(2)))),
        ("2x^2", product(n(2), power(X, n(2)))), ("x^2y", product(power(X, n(2)), Y)),
        ("-x", minus(X)), ("−x", minus(X)), ("–x", minus(X)), ("x - -y", Binary("-", X, minus(Y))),
        ("x÷y", Binary("/", X, Y)), ("x \\div y", Binary("/", X, Y)), ("1/2", HALF), ("\\frac{1}{2}", HALF), ("\\frac12", HALF),
        ("\\dfrac 1 2", HALF), ("1⁄2", HALF), ("1/2x", product(HALF, X)), ("x/y/2", Binary("/", Binary("/", X, Y), n(2))),
        ("√2", Call("sqrt", (n(2),))), ("sqrt 2", Call("sqrt", (n(2),))), ("\\sqrt2", Call("sqrt", (n(2),))),
        ("√(x)", Call("sqrt", (X,))), ("√2x", product(Call("sqrt", (n(2),)), X)), ("\\sqrt[3]{x}", Call("root", (X, n(3)))),
        ("∛x", Call("root", (X, n(3)))), ("sqrt(2)/2", Binary("/", Call("sqrt", (n(2),)), n(2))),
        ("|x|", Call("abs", (X,))), ("\\left|x\\right|", Call("abs", (X,))), ("2|x|", product(n(2), Call("abs", (X,)))),
        ("||x|-1|", None), ("| |x| - 1|", Call("abs", (Binary("-", Call("abs", (X,)), n(1)),))),
        ("‖x‖", Call("norm", (X,))), ("||x||", Call("norm", (X,))), ("\\lVert x \\rVert", Call("norm", (X,))),
        ("sin 2x", Call("sin", (product(n(2), X),))), ("sin(2)x", product(Call("sin", (n(2),)), X)),
        ("sin x cos y", product(Call("sin", (X,)), Call("cos", (Y,)))), ("2sinx", product(n(2), Call("sin", (X,)))),
        ("sin^2 x", power(Call("sin", (X,)), n(2))), ("sin²x", power(Call("sin", (X,)), n(2))),
        ("sin^{-1} x", Call("arcsin", (X,))), ("sin⁻¹x", Call("arcsin", (X,))), ("\\sin x", Call("sin", (X,))),
        ("asin(x)", Call("arcsin", (X,))), ("log_2 8", Call("log", (n(8), n(2)))), ("log₂(8)", Call("log", (n(8), n(2)))),
        ("ln x", Call("ln", (X,))), ("5!", Unary("!", n(5))), ("50%", Unary("%", n(50))), ("x±2", Binary("+-", X, n(2))),
        ("x \\pm 2", Binary("+-", X, n(2))), ("x + -2", Binary("+", X, minus(n(2)))), ("x+-2", Binary("+", X, minus(n(2)))),
        ("A^T", Unary("T", Name("A"))), ("Aᵀ", Unary("T", Name("A"))), ("A^{\\top}", Unary("T", Name("A"))),
        ("[x+1]", Binary("+", X, n(1))), ("\\vec v", Name("v")), ("v⃗", Name("v")), ("\\mathbf{v}", Name("v")),
        ("π", Name("pi")), ("pi", Name("pi")), ("\\pi x", product(Name("pi"), X)), ("λ", Name("lambda")), ("α x", product(Name("alpha"), X)),
        ("v_1", Name("v_1")), ("v₁", Name("v_1")), ("v_{12}", Name("v_12")), ("∞", Name("infinity")),
    ],
)  # fmt: skip
def test_one_meaning_has_many_spellings(typed: str, tree: Node | None) -> None:
    if tree is None:
        with pytest.raises(NotationError):
            read(typed, names=XY)
    else:
        assert read(typed, names=XY) == tree


@pytest.mark.parametrize(
    "typed",
    ["(3, -1)", "(3,-1)", "[3, -1]", "[3 -1]", "[3 −1]", "<3, -1>", "⟨3, −1⟩", "\\langle 3, -1\\rangle", "3, -1", "3; -1", "(3; -1)",
     "[3; -1]", "[3\n-1]", "3\n-1", "\\begin{pmatrix}3\\\\-1\\end{pmatrix}", "\\begin{bmatrix} 3 \\\\ -1 \\\\ \\end{bmatrix}",
     "\\left(3, -1\\right)", "\\left[\\begin{array}{c}3\\\\-1\\end{array}\\right]", "$(3,-1)$", " ( 3 , -1 ) "],
)  # fmt: skip
def test_a_vector_is_read_however_it_is_written(typed: str) -> None:
    assert read(typed, names=frozenset()) == Vector((n(3), minus(n(1))))


@pytest.mark.parametrize(
    ("typed", "brackets"),
    [("(3,-1)", "()"), ("[3,-1]", "[]"), ("<3,-1>", "<>"), ("3, -1", "bare"), ("[3;-1]", "column"),
     ("\\begin{pmatrix}3\\\\-1\\end{pmatrix}", "column")],
)  # fmt: skip
def test_the_tree_remembers_how_a_vector_was_written(typed: str, brackets: str) -> None:
    vector = read(typed, names=frozenset())
    assert isinstance(vector, Vector)
    assert vector.brackets == brackets


@pytest.mark.parametrize(
    "typed",
    ["[1 2; 3 4]", "[1, 2; 3, 4]", "[[1,2],[3,4]]", "[[1 2] [3 4]]", "[[1, 2]; [3, 4]]", "[1 2\n3 4]", "1 2\n3 4", "[1 2]\n[3 4]",
     "1, 2\n3, 4", "1 2; 3 4", "\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}", "\\begin{bmatrix}1&2\\\\3&4\\\\\\end{bmatrix}",
     "\\left(\\begin{array}{cc}1&2\\\\[2pt]3&4\\end{array}\\right)"],
)  # fmt: skip
def test_a_matrix_is_read_however_it_is_written(typed: str) -> None:
    assert read(typed, names=frozenset()) == MATRIX


def test_space_and_minus_in_square_brackets() -> None:
    assert read("[3 -1]") == Vector((n(3), minus(n(1))))
    assert read("[3 - 1]") == Binary("-", n(3), n(1))
    assert read("[3 -1, 2]") == Vector((Binary("-", n(3), n(1)), n(2)))
    assert read("[2 x]", names=XY) == Vector((n(2), X))


def test_one_row_or_column_is_a_matrix_only_when_written_as_one() -> None:
    assert read("[[1, 2]]") == Matrix(((n(1), n(2)),))
    assert read("[[1], [2]]") == Matrix(((n(1),), (n(2),)))
    assert read("\\begin{pmatrix}1&2\\end{pmatrix}") == Matrix(((n(1), n(2)),))


def test_bars_around_a_grid_are_a_determinant() -> None:
    assert read("\\begin{vmatrix}1&2\\\\3&4\\end{vmatrix}") == Call("det", (MATRIX,))


def test_sets_and_relations() -> None:
    assert read("{1, 2}") == SetOf((n(1), n(2)))
    assert read("\\{1, 2\\}") == SetOf((n(1), n(2)))
    assert read("{}") == read("\\{\\}") == read("∅") == SetOf(())
    assert read("1 < x ≤ 3", names=XY) == Relation((n(1), X, n(3)), ("<", "<="))
    assert read("x \\ne 3", names=XY) == Relation((X, n(3)), ("!=",))
    assert read("x == 3", names=XY) == read("x = 3", names=XY) == Relation((X, n(3)), ("=",))
    assert read("x=1, y=2", names=XY) == Vector((Relation((X, n(1)), ("=",)), Relation((Y, n(2)), ("=",))))


@pytest.mark.parametrize(
    ("typed", "value"),
    [("0.50", Fraction(1, 2)), (".5", Fraction(1, 2)), ("5.", Fraction(5)), ("1.5e-3", Fraction(3, 2000)), ("½", Fraction(1, 2)),
     ("2½", Fraction(5, 2)), ("1 1/2", Fraction(3, 2)), ("1,5", Fraction(3, 2)), ("0,125", Fraction(1, 8)),
     ("1 000 000", Fraction(10**6)), ("1\u202f000,5", None), ("1,000,000", Fraction(10**6)), ("12 345.5", Fraction(24691, 2)), ("٣", Fraction(3))],
)  # fmt: skip
def test_a_number_keeps_its_value_and_spelling(typed: str, value: Fraction | None) -> None:
    if value is None:
        assert isinstance(read(typed, names=XY), Vector)
        return
    number = read(typed, names=XY)
    assert isinstance(number, Number)
    assert number.value == value
    assert number.literal


def test_a_decimal_comma_may_follow_a_label_or_a_sign() -> None:
    assert read("x = 1,5", names=XY) == Relation((X, n(Fraction(3, 2))), ("=",))
    assert read("-1,5") == minus(n(Fraction(3, 2)))
    lone = read("3,1")
    assert isinstance(lone, Number)
    assert lone.literal == "3,1"
    assert read("100,200,300") == Vector((n(100), n(200), n(300)))


def test_a_comma_before_three_digits_is_asked_back_with_both_readings() -> None:
    with pytest.raises(NotationError) as caught:
        read("1,000")
    assert "1000" in caught.value.remedy
    assert "1.000" in caught.value.remedy


def test_letters_of_the_question_are_single_names() -> None:
    assert read("ab", names=frozenset({"ab"})) == Name("ab")
    assert read("ab", names=frozenset({"a", "b"})) == product(Name("a"), Name("b"))
    assert read("pi", names=frozenset({"p", "i"})) == product(Name("p"), Name("i"))
    assert read("v1", names=frozenset({"v_1"})) == Name("v_1")
    assert read("w2 + first_coordinate") == Binary("+", Name("w2"), Name("first_coordinate"))


def test_the_expression_language_has_conditions_text_and_functions() -> None:
    def language(text: str) -> Node:
        return read(text, expression_language=True)

    tree = language("if(det(M) == 0 and not (a < b), 'no', \"it's\")")
    assert isinstance(tree, Call)
    assert tree.args[1:] == (Text("no"), Text("it's"))
    assert language("p(x + 1)") == product(Name("p"), Binary("+", X, n(1)))
    assert language("[[a, b], [c, d]]") == Matrix(((Name("a"), Name("b")), (Name("c"), Name("d"))))
    assert language("row") == Name("row")
    assert language("atan(x)") == Call("arctan", (X,))
    with pytest.raises(NotationError, match="did you mean len") as caught:
        language("1 + lenn(v)")
    assert (caught.value.start, caught.value.end) == (4, 8)


def test_text_and_conditions_stay_out_of_answers() -> None:
    with pytest.raises(NotationError):
        read("'x'", names=XY)
    with pytest.raises(NotationError):
        read("\\text{five}", names=XY)


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [("2 + ", 3, 3), ("(1, 2", 0, 1), ("1, 2)", 4, 5), ("[1, 2)", 5, 6), ("x = = 3", 4, 5), ("3 $ 4", 2, 3), ("2 3", 2, 3),
     ("x2", 1, 2), ("[1 2; 3]", 0, 8), ("1 + \\foo", 4, 8), ("6:3", 1, 2), ("()", 1, 2), ("(1,2;3)", 0, 7), ("sin + 1", None, None)],
)  # fmt: skip
def test_what_cannot_be_read_is_pointed_at(typed: str, start: int | None, end: int | None) -> None:
    with pytest.raises(NotationError) as caught:
        read(typed, names=XY)
    error = caught.value
    assert error.code == "unreadable"
    assert error.what
    assert error.remedy
    if start is not None:
        assert (error.start, error.end) == (start, end)


def test_positions_are_offsets_into_what_was_typed() -> None:
    typed = "$ 2x + \\frac{1}{2} = ½ y $"
    for node in walk(read(typed, names=XY)):
        assert 0 <= node.span.start < node.span.end <= len(typed)
        if isinstance(node, Name):
            assert typed[node.span.start : node.span.end] == node.name


HOSTILE = [
    "9**9**9**9", "(" * 5000, "x" * 100_000, "\0" * 2000, "9" * 2000, "1e99999", "!" * 1999, "5" + "!" * 500, "2^10000*2^10000",
    "(" * 60 + "1" + ")" * 60, "[" * 1000 + "]" * 1000, "|" * 2000, "‖" * 2000, "-" * 2000, "2^" * 900 + "2", "{" * 999 + "}" * 999,
    "\\frac" * 400, "\\begin{pmatrix}" * 100, "<" * 2000, "1," * 999 + "1", "1;" * 999 + "1", "1 " * 999, "1\n" * 999,
    "1400!*1400!*1400!", "9999999999!", "3!!!!!!", "identity(10^9)", "[1 2;3 4]^10000", "[99999999999 2;3 4]^9999", "0.1^9999",
    "mod(2^9000, 3)", "(sqrt(2)+sqrt(3)+sqrt(5)+sqrt(7)+sqrt(11)+sqrt(13))^64", "x*" * 190 + "x", "x+" * 190 + "x", "½" * 1000,
    "x" + "²" * 1000, "\ud800", "1" + " 000" * 400, "\\" * 1999, "'" * 1999, "a_" * 900, "sin " * 400 + "x", "sin" * 600,
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_a_typed_error_or_a_value(typed: str) -> None:
    """How quickly: tests/benchmarks/speed.py."""
    for language in (False, True):
        try:
            evaluate(read(typed, names=None if language else XY, expression_language=language))
        except NotationError as error:
            assert error.code in {"unreadable", "undefined", "limit-exceeded"}


ALPHABET = st.sampled_from([*"xyabveT0123456789+-*/^=<>!%,;&|()[]{}_.' \n$√½²₁·−≤∅π‖⟨⟩\\", "\\frac", "\\sqrt", "\\begin{pmatrix}",
                            "\\end{pmatrix}", "\\vec", "sin", "det", "and", "not", "if(", "at(", "\\left", "\\\\", "e5"])  # fmt: skip


@given(st.one_of(st.text(max_size=60), st.lists(ALPHABET, max_size=25).map("".join)), st.booleans())
@settings(max_examples=300, deadline=None)
def test_any_text_gives_a_tree_or_a_notation_error(text: str, language: bool) -> None:
    try:
        tree = read(text, names=None if language else XY, expression_language=language)
    except NotationError as error:
        assert 0 <= error.start <= error.end <= len(text) + 1
        return
    try:
        evaluate(tree)
    except NotationError:
        pass


def test_reading_loads_nothing_heavy() -> None:
    import subprocess
    import sys

    code = (
        "import sys, tutor.notation.reader, tutor.notation.evaluation, tutor.notation.printing, tutor.notation.spoken\n"
    )
    code += "print([m for m in ('flint', 'numpy', 'sympy', 'pydantic', 'unicodedata', 'difflib') if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"

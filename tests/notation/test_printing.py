"""What whoever shows mathematics may rely on: it reads back, it needs no spare brackets, placeholders look authored."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.notation.notation_trees import FRACTIONS, RATIONALS, READABLE, arithmetic, matrices
from tutor.errors import NotationError
from tutor.notation.evaluation import evaluate
from tutor.notation.printing import insert_latex, to_latex, to_text
from tutor.notation.reader import read
from tutor.notation.spoken import speak
from tutor.notation.tree import Matrix, Name, Node, Number, Text, Unary, Vector, free_names
from tutor.notation.untrusted import clean


@given(READABLE)
@settings(max_examples=300)
@example(Unary("-", Unary("-", Name("x"))))
def test_plain_text_reads_back_to_the_same_tree(tree: Node) -> None:
    text = to_text(tree)
    try:
        assert read(text, expression_language=True) == tree
    except NotationError as error:
        assert error.code == "limit-exceeded"


VALUES = st.one_of(
    arithmetic(st.one_of(RATIONALS, st.sampled_from("xy").map(Name))),
    matrices(2, 2), matrices(1, 3), matrices(3, 1), st.lists(FRACTIONS.map(Number), min_size=2, max_size=4).map(lambda v: Vector(tuple(v))),
)  # fmt: skip


@given(VALUES)
def test_a_value_printed_and_read_is_the_same_value(tree: Node) -> None:
    try:
        found = evaluate(tree)
    except NotationError:
        return
    spellings = [read(to_text(found))]
    if not isinstance(found, Matrix) or len(found.rows[0]) > 1:  # a column of LaTeX reads as a vector
        spellings.append(read(to_latex(found), names=frozenset("xy")))
    for spelling in spellings:
        if not free_names(found):
            assert evaluate(spelling) == found
        else:
            assert _at_a_point(spelling) == _at_a_point(found)


def _at_a_point(tree: Node) -> Node | str:
    try:
        return evaluate(tree, {"x": evaluate(read("17/5")), "y": evaluate(read("-3/7"))})
    except NotationError as error:
        return error.code


@given(READABLE)
def test_everything_can_be_shown_and_spoken_with_balanced_braces(tree: Node) -> None:
    latex = to_latex(tree)
    assert latex
    bare = re.sub(r"\\[{}]", "", latex)
    assert bare.count("{") == bare.count("}")
    assert latex.count("\\left") == latex.count("\\right")
    assert speak(tree)


@pytest.mark.parametrize(
    ("typed", "plain", "latex"),
    [
        ("2x+1", "2x + 1", "2x + 1"), ("3/4", "3/4", "\\frac{3}{4}"), ("(3,-1)", "(3, -1)", "\\begin{pmatrix}3\\\\-1\\end{pmatrix}"),
        ("[1 2;3 4]", "[1 2; 3 4]", "\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}"), ("sqrt(13)", "sqrt(13)", "\\sqrt{13}"),
        ("a-(b-c)", "a - (b - c)", "a - (b - c)"), ("a + -3", "a + (-3)", "a - 3"), ("2*(-3)", "2*(-3)", "2 \\cdot (-3)"),
        ("(x+1)^2", "(x + 1)^2", "(x + 1)^{2}"), ("(1/2)^2", "(1/2)^2", "\\left(\\frac{1}{2}\\right)^{2}"), ("(-2)^2", "(-2)^2", "(-2)^{2}"),
        ("x^-1", "x^-1", "x^{-1}"), ("(x+1)/(x-1)", "(x + 1)/(x - 1)", "\\frac{x + 1}{x - 1}"), ("-x/2", "-x/2", "-\\frac{x}{2}"),
        ("1/2x", "1/2*x", "\\frac{1}{2}x"), ("sin^2 x", "sin(x)^2", "\\sin^{2}(x)"), ("|x+1|", "abs(x + 1)", "\\left|x + 1\\right|"),
        ("x<=3", "x <= 3", "x \\le 3"), ("v_1", "v_1", "v_{1}"), ("pi x", "pi*x", "\\pi x"), ("1.5e-3", "1.5e-3", "1.5 \\cdot 10^{-3}"),
        ("0.50", "0.50", "0.50"), ("1,5", "1.5", "1.5"), ("[[1,2]]", "[[1, 2]]", "\\begin{pmatrix}1&2\\end{pmatrix}"),
        ("root(8,3)", "root(8, 3)", "\\sqrt[3]{8}"), ("log(8,2)", "log(8, 2)", "\\log_{2}(8)"), ("A^T v", "A^T*v", "A^{T}v"),
        ("det([1 2;3 4])", "det([1 2; 3 4])", "\\begin{vmatrix}1&2\\\\3&4\\end{vmatrix}"), ("{}", "{}", "\\emptyset"), ("50%", "50%", "50\\%"),
    ],
)  # fmt: skip
def test_one_form_for_each_way_of_showing(typed: str, plain: str, latex: str) -> None:
    tree = read(typed)
    assert to_text(tree) == plain
    assert to_latex(tree) == latex


def test_a_coefficient_of_one_is_not_shown() -> None:
    one, minus_one = evaluate(read("1")), evaluate(read("-1"))
    from tutor.notation.tree import Binary

    assert to_latex(Binary("*", one, Name("x"))) == "x"
    assert to_latex(Binary("*", minus_one, Name("x"))) == "-x"
    assert to_latex(Binary("+", Name("a"), evaluate(read("-3")))) == "a - 3"


def test_words_of_a_curriculum_cannot_be_commands() -> None:
    assert to_latex(Text("50% of $x_1$ \\evil{}")) == "\\text{50\\% of \\$x\\_1\\$ \\backslash evil\\{\\}}"


def filled(source: str, **values: str) -> str:
    bindings = {name: evaluate(read(value)) for name, value in values.items()}
    fills = [
        (match.start(), match.end(), evaluate(read(match.group(1)), bindings))
        for match in re.finditer(r"\{=([^}]*)\}", source)
    ]
    return insert_latex(source, fills)


@pytest.mark.parametrize(
    ("source", "values", "shown"),
    [
        ("{=a}x + {=b}", {"a": "2", "b": "-3"}, "2x - 3"), ("{=a}x + {=b}", {"a": "1", "b": "3"}, "x + 3"),
        ("{=a}x + {=b}y = 1", {"a": "-1", "b": "1"}, "-x + y = 1"), ("{=a}x + {=b}y", {"a": "-1", "b": "-1"}, "-x - y"),
        ("x - {=b}", {"b": "-3"}, "x - (-3)"), ("x - {=b}y", {"b": "-1"}, "x - (-1)y"), ("x - {=b}", {"b": "z + 1"}, "x - (z + 1)"),
        ("3 \\cdot {=b}", {"b": "-2"}, "3 \\cdot (-2)"), ("3 \\cdot {=b}", {"b": "1/2"}, "3 \\cdot \\frac{1}{2}"),
        ("3 \\cdot {=b}", {"b": "-1/2"}, "3 \\cdot \\left(-\\frac{1}{2}\\right)"), ("{=b} \\cdot 3", {"b": "-2"}, "-2 \\cdot 3"),
        ("{=b}^2", {"b": "-3"}, "(-3)^2"), ("{=b}^2", {"b": "3"}, "3^2"), ("{=b}^2", {"b": "1/2"}, "\\left(\\frac{1}{2}\\right)^2"),
        ("x^{=b}", {"b": "10"}, "x^{10}"), ("x^{=b}", {"b": "-1"}, "x^{-1}"), ("x_{=b}", {"b": "2"}, "x_{2}"),
        ("\\frac{=a}{=b}", {"a": "2", "b": "-3"}, "\\frac{2}{-3}"), ("\\frac{{=a}}{{=b}}", {"a": "2", "b": "3"}, "\\frac{2}{3}"),
        ("\\sqrt{=a}", {"a": "20"}, "\\sqrt{20}"), ("{=a}\\vec v + {=b}\\vec w", {"a": "1", "b": "-2"}, "\\vec v - 2\\vec w"),
        ("({=a}, {=b})", {"a": "1", "b": "-2"}, "(1, -2)"), ("{=a}({=b})", {"a": "1", "b": "-2"}, "1(-2)"),
        ("{=a}(x + 1)", {"a": "-1"}, "-(x + 1)"), ("-{=a}(x + 1)", {"a": "-1"}, "-(-1)(x + 1)"), ("{=a}{=b}", {"a": "2", "b": "3"}, "2 \\cdot 3"),
        ("{=a}{=v}", {"a": "1", "v": "(1, 2)"}, "\\begin{pmatrix}1\\\\2\\end{pmatrix}"), ("{=a}\\text{ m}", {"a": "1"}, "1\\text{ m}"),
        ("f({=a}) \\to {=b}", {"a": "-1", "b": "-2"}, "f(-1) \\to -2"), ("= {=a}x", {"a": "1"}, "= x"), ("{=a}/{=b}", {"a": "1", "b": "-2"}, "1/(-2)"),
        ("\\begin{pmatrix}{=a} & {=b}\\\\{=b}&{=a}\\end{pmatrix}", {"a": "-1", "b": "2"}, "\\begin{pmatrix}-1 & 2\\\\2&-1\\end{pmatrix}"),
        ("{=s}x", {"s": "z + 1"}, "(z + 1)x"), ("2 + {=s}", {"s": "z + 1"}, "2 + z + 1"), ("2 \\pm {=b}", {"b": "-1"}, "2 \\pm (-1)"),
        ("{=M}^2", {"M": "[1 2; 3 4]"}, "\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}^2"), ("{=a} + {=b} = {=a + b}", {"a": "2", "b": "-5"}, "2 - 5 = -3"),
        ("no places", {}, "no places"),
    ],
)  # fmt: skip
def test_placeholders_look_as_if_an_author_had_written_them(source: str, values: dict[str, str], shown: str) -> None:
    assert filled(source, **values) == shown


TEMPLATES = ["{=a}x + {=b}", "x - {=a}", "3 \\cdot {=a} + {=b}x", "{=a}^2 - {=b}", "{=a} \\cdot {=b} - {=a}", "{=a}(x - {=b})",
             "-{=a}x - {=b}", "\\frac{{=a}}{2} + {=b}", "{=a}/7 - {=b}/2", "2 + {=a}^2 \\cdot {=b}"]  # fmt: skip


@given(st.sampled_from(TEMPLATES), FRACTIONS, FRACTIONS)
def test_a_filled_formula_means_the_formula_of_the_values(source: str, a: object, b: object) -> None:
    shown = filled(source, a=str(a), b=str(b))
    meant = source.replace("{=a}", f"({a})").replace("{=b}", f"({b})")
    point = {"x": evaluate(read("17/5"))}
    assert evaluate(read(shown, names=frozenset("x")), point) == evaluate(read(meant, names=frozenset("x")), point)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("3/4", "three fourths"), ("1/2", "one half"), ("(3, -1)", "vector three, minus one"), ("x^2", "x squared"), ("2x + 1", "two x plus one"),
        ("(x+1)/(x-1)", "the fraction x plus one over x minus one end fraction"), ("sqrt(x+1)", "the square root of x plus one, end root"),
        ("x_1 <= 3", "x sub 1 is at most three"), ("1.50", "one point five zero"), ("2(x+1)", "two open bracket x plus one close bracket"),
        ("[1 2; 3 4]", "matrix, row one: one, two; row two: three, four"), ("root(8, 3)", "the cube root of eight"), ("pi/2", "pi over two"),
        ("123456", "one hundred twenty-three thousand four hundred fifty-six"), ("1/21", "one twenty-first"), ("x^-1", "x to the power of minus one"),
    ],
)  # fmt: skip
def test_a_screen_reader_says_it_in_words(typed: str, words: str) -> None:
    assert speak(read(typed)) == words


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain – naïve → √2 ² 日本", "plain – naïve → √2 ² 日本"), ("a\x00b\x07c\x7f\x9c", "abc"), ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]52;c;aGk=\x07x", "x"), ("\x1b]8;;http://evil\x1b\\link\x1b]8;;\x1b\\", "link"), ("\x9b31mred", "red"), ("\x1bcx", "x"),
        ("a\u202eb\u2066c\u200bd\u200d\ufeffe", "abcde"), ("tag\U000e0041\U000e007f", "tag"), ("x\ud800y\ue000z", "xyz"), ("a\tb", "a    b"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"), ("v⃗ e\u0301", "v⃗ e\u0301"), ("[@click=x]y[/]", "[@click=x]y[/]"), ("\x1b[31", ""),
    ],
)  # fmt: skip
def test_untrusted_text_is_made_safe_and_otherwise_kept(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_line_ends_can_be_made_spaces() -> None:
    assert clean("a\r\nb\nc", newlines=False) == "a b c"


@given(st.text(st.characters(codec=None, exclude_categories=[])), st.booleans())
def test_nothing_invisible_gets_through(text: str, newlines: bool) -> None:
    shown = clean(text, newlines=newlines)
    assert clean(shown, newlines=newlines) == shown
    allowed = {"\n"} if newlines else set()
    assert all(c in allowed or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} for c in shown)

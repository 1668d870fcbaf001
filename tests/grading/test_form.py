"""The form of an answer: a right value in another form is told so, a wrong one is wrong whatever its form."""

from __future__ import annotations

import re
from fractions import Fraction
from math import gcd, prod
from operator import add, mul, sub, truediv
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.docs.doc_tables import DOCS
from tutor.curriculum.forms import ALIKE, OF_EXPRESSIONS, OF_NUMBERS, form
from tutor.curriculum.single import single_variant
from tutor.errors import InputError
from tutor.grading.form import shortfall
from tutor.grading.form_polynomial import LARGEST_DEGREE
from tutor.grading.form_shape import GROUPS, Alike, shape
from tutor.grading.grade import grade
from tutor.grading.spellings import spellings
from tutor.grading.verdict import Judgement, Verdict
from tutor.notation.printing import to_text
from tutor.notation.reader import read
from tutor.notation.tree import Binary, Name, Node, Number, Unary

RIGHT, FORM, WRONG, UNDECIDED = Verdict.RIGHT, Verdict.FORM, Verdict.WRONG, Verdict.UNDECIDED


def graded(kind: str, key: str, asked: str | tuple[str, ...], answer: str, **options: Any) -> Judgement:
    forms = (asked,) if isinstance(asked, str) else asked
    return grade(single_variant(kind, key, names=("a", "b", "x", "y"), options={"form": forms, **options}), answer)


@pytest.mark.parametrize(
    ("key", "asked", "answers", "verdict"),
    [
        ("x^2-1", "factored", ["(x-1)(x+1)", "-(1-x)(1+x)", "(x+1)*(x-1)", "(1+x)(x-1)"], RIGHT),
        ("x^2-1", "factored", ["x^2-1", "x(x-1/x)", "-(1-x^2)", "(x^2-1)/1"], FORM),
        ("2x^2-2", "factored", ["2(x-1)(x+1)", "-2(1-x)(x+1)", "4(x/2-1/2)(x+1)"], RIGHT),
        ("2x^2-2", "factored", ["2(x^2-1)", "(2x-2)(x+1)", "2x^2-2"], FORM),
        ("x^2+x*y", "factored", ["x(x+y)", "(y+x)x"], RIGHT),
        ("a^2*x-b^2*x", "factored", ["x(a^2-b^2)", "a^2 x - b^2 x"], FORM),
        ("x^2-2", "factored", ["x^2-2", "(x-sqrt(2))(x+sqrt(2))"], RIGHT),
        ("x^2-2x+1", "factored", ["(x-1)^2", "(x-1)(x-1)", "(1-x)^2"], RIGHT),
        ("(x^2-1)/(x+2)", "factored", ["(x-1)(x+1)/(x+2)"], RIGHT),
        ("(x+1)^2", "expanded", ["x^2+2x+1", "1+x+x+x^2", "x*x+2x+1"], RIGHT),
        ("(x+1)^2", "expanded", ["(x+1)^2", "x(x+2)+1", "x^2-(-2x-1)", "-(-x^2-2x-1)", "(2x^2+4x+2)/2"], FORM),
        ("4x^2", "expanded", ["(2x)^2", "(-2x)^2"], FORM),
        ("2x/4", "lowest-terms", ["x/2", "1/2 x", "x*0.5", "2x/4"], RIGHT),
        ("x/2", "lowest-terms", ["2/4 x", "(3/6)x", "x^1*(2/4)"], FORM),
        ("x/2", "simplified", ["x/2", "1/2 x", "0.5x"], RIGHT),
        ("x/2", "simplified", ["2x/4", "x/2+0", "x-x/2", "x^2/(2x)", "1x/2", "x^1/2", "x/(1+1)"], FORM),
        ("x^3", "simplified", ["x*x^2", "(x^3)^1", "x*x*x", "--x^3"], FORM),
        ("x+1", "simplified", ["(x^2-1)/(x-1)", "2x+1-x", "x+3-2", "(2x+2)/2", "1/(1/(x+1))"], FORM),
        ("x+1", "simplified", ["x+1", "1+x"], RIGHT),
        ("(2a+1)/2", "single-fraction", ["(2a+1)/2", "-(-2a-1)/2", "(1+2a)/2"], RIGHT),
        ("(2a+1)/2", "single-fraction", ["a+1/2", "a+½", "(a+1/2)/1", "1/2(2a+1)", "(2a+1)*2^-1"], FORM),
        ("x/(x-1)", "single-fraction", ["1/(1-1/x)", "1+1/(x-1)"], FORM),
        ("2/(x^2-1)", "partial-fractions", ["1/(x-1)-1/(x+1)", "-1/(x+1)+1/(x-1)", "2/(2x-2)-1/(x+1)"], RIGHT),
        ("2/(x^2-1)", "partial-fractions", ["2/((x-1)(x+1))", "2/(x^2-1)", "2/(x-1)-1/(x-1)-1/(x+1)"], FORM),
        ("x^2/(x-1)", "partial-fractions", ["x+1+1/(x-1)"], RIGHT),
        ("x^2/(x-1)", "partial-fractions", ["x^2/(x-1)", "x+x/(x-1)"], FORM),
        ("1/(x*(x^2+1))", "partial-fractions x", ["1/x-x/(x^2+1)"], RIGHT),
        ("x^2+2x+3", "completed-square", ["(x+1)^2+2", "2+(-x-1)^2", "(2x+2)^2/4+2"], RIGHT),
        ("x^2+2x+3", "completed-square", ["x^2+2x+3", "(x+1)(x+1)+2", "x(x+2)+3", "(x+2)^2-2x-1"], FORM),
        ("x^2+2x+b", "completed-square", ["x^2+2x+b"], FORM),
        ("x^2+2a*x", "completed-square x", ["(x+a)^2-a^2"], RIGHT),
        ("(6x+1)(x-1)", "as-written", ["(x-1)(1+6x)", "(-1+x)*(6x+1)"], RIGHT),
        ("(6x+1)(x-1)", "as-written", ["(1-x)(-1-6x)", "6x^2-5x-1"], FORM),
        ("(6x+1)(x-1)", "as-written signs", ["(1-x)(-1-6x)", "-(1-x)(6x+1)"], RIGHT),
        ("x+x", "as-written", ["2x"], FORM),
        ("x/2", "as-written", ["0.5x", "1/2*x"], FORM),
        ("a+(b+x)", "verbatim", ["a+(b+x)"], RIGHT),
        ("a+(b+x)", "verbatim", ["(a+b)+x", "a+(x+b)"], FORM),
    ],
)  # fmt: skip
def test_forms_of_expressions(key: str, asked: str, answers: list[str], verdict: Verdict) -> None:
    for answer in answers:
        judgement = graded("expression", key, asked, answer)
        assert judgement.verdict is verdict, (answer, judgement)
        assert bool(judgement.message) == (verdict is FORM)


@pytest.mark.parametrize(
    ("key", "asked", "answers", "verdict"),
    [
        ("3/4", "lowest-terms", ["3/4", "-(-3/4)", "0.75", "¾"], RIGHT),
        ("3/4", "lowest-terms", ["6/8", "0.75/1", "(3/2)/2"], FORM),
        ("1/3", "lowest-terms", ["0.333"], FORM),
        ("3/2", "mixed", ["1 1/2", "1½"], RIGHT),
        ("3/2", "mixed", ["3/2", "1.5", "1+1/2"], FORM),
        ("3/2", "improper", ["3/2", "6/4"], RIGHT),
        ("3/2", "improper", ["1 1/2", "1.5"], FORM),
        ("-3/2", "fraction", ["-3/2", "(-3)/2", "-1 1/2"], RIGHT),
        ("-3/2", "fraction", ["3/-2", "-1.5"], FORM),
        ("3/4", "decimal", ["0.75", ".75", "0,75"], RIGHT),
        ("3/4", "decimal", ["3/4", "75%", "1-0.25"], FORM),
        ("6", "integer", ["6", "+6"], RIGHT),
        ("6", "integer", ["6.0", "12/2", "2*3"], FORM),
        ("1500", "scientific", ["1.5e3", "1.5*10^3", "1.50 × 10³"], RIGHT),
        ("1500", "scientific", ["1500", "15*10^2", "0.15e4"], FORM),
        ("-0.02", "scientific", ["-2e-2", "-2*10^-2"], RIGHT),
        ("sqrt(12)", "simplified", ["2sqrt(3)", "2√3"], RIGHT),
        ("sqrt(12)", "simplified", ["sqrt(12)", "sqrt(3)+sqrt(3)", "sqrt(2)sqrt(6)", "3.464"], FORM),
        ("sqrt(2)/2", "rationalised", ["sqrt(2)/2", "1/2*sqrt(2)"], RIGHT),
        ("sqrt(2)/2", "rationalised", ["1/sqrt(2)", "sqrt(1/2)", "2^(-1/2)", "(1/2)^(1/2)"], FORM),
        ("2^2*3", "as-written", ["3*2^2", "2²·3"], RIGHT),
        ("2^2*3", "as-written", ["12", "2*2*3"], FORM),
        ("2^2*3", "as-written in-order", ["3*2^2"], FORM),
    ],
)  # fmt: skip
def test_forms_of_numbers(key: str, asked: str, answers: list[str], verdict: Verdict) -> None:
    for answer in answers:
        assert graded("number", key, asked, answer).verdict is verdict, answer


def test_each_side_of_an_equation_has_the_form() -> None:
    assert graded("equation", "(x-1)(x+2)=0", "factored", "0=(x+2)(x-1)").verdict is RIGHT
    assert graded("equation", "(x-1)(x+2)=0", "factored", "x^2+x-2=0").verdict is FORM
    assert graded("equation", "y=2x-5", "as-written", "2x-5=y").verdict is RIGHT
    assert graded("equation", "y=2x-5", "as-written", "2x-y=5").verdict is FORM


def test_each_entry_of_a_vector_has_the_form() -> None:
    assert graded("expression", "(x/2, y)", "simplified", "(x/2, y)").verdict is RIGHT
    assert graded("expression", "(x/2, y)", "simplified", "(2x/4, y)").verdict is FORM


def test_a_letter_typed_large_keeps_the_form_as_typed() -> None:
    variant = single_variant("expression", "x/2", options={"form": ("simplified",)})
    assert grade(variant, "X/2").verdict is RIGHT
    assert grade(variant, "2X/4").verdict is FORM


def test_several_forms_must_all_be_met() -> None:
    asked = ("fraction", "lowest-terms")
    assert graded("number", "3/4", asked, "3/4").verdict is RIGHT
    assert graded("number", "3/4", asked, "6/8").verdict is FORM
    assert graded("number", "3/4", asked, "0.75").verdict is FORM


@pytest.mark.parametrize("asked", sorted(OF_EXPRESSIONS))
@pytest.mark.parametrize("answer", ["x^2-2", "(x-2)(x+1)", "x^2+1/2", "2/(x-1)"])
def test_a_wrong_value_is_wrong_whatever_its_form(asked: str, answer: str) -> None:
    assert graded("expression", "x^2-1", asked, answer).verdict is WRONG


@pytest.mark.parametrize("answer", ["(x+1)^17-1", "(a+b+x+y+1)^16+1", "(x^9+1)(x^9-1)"])
def test_beyond_the_bounds_the_form_is_undecided_and_never_wrong(answer: str) -> None:
    judgement = graded("expression", answer, "simplified" if "^9" not in answer else "factored", f"{answer}+x-x")
    assert judgement.verdict in (UNDECIDED, FORM)
    assert graded("expression", answer, "factored", f"{answer}+x").verdict is WRONG


def test_a_question_typed_back_is_no_try_at_another_form() -> None:
    from tests.grading.grading_variants import MadeVariant
    from tutor.curriculum.answers import ExpressionAnswer

    answer = ExpressionAnswer(kind="expression", value="(x-1)*(x+1)", names=("x",), form=("factored",))
    made: Any = MadeVariant("expression", answer, read("(x-1)*(x+1)"), ask="Factor $x^2-1$.")
    assert grade(made, "x^2-1").verdict is Verdict.RESTATED
    assert grade(made, "x*x-1").verdict is FORM
    assert grade(made, "(x+1)(x-1)").verdict is RIGHT


def test_a_key_with_drawn_numbers_is_as_written_also_where_a_factor_one_is_left_out() -> None:
    from tests.grading.grading_variants import MadeVariant
    from tutor.curriculum.answers import ExpressionAnswer
    from tutor.notation.evaluation import evaluate

    answer = ExpressionAnswer(kind="expression", value="a*(x + b)", names=("x",), form=("as-written",))
    for a, b, texts in ((3, -2, ["3(x-2)", "(x-2)*3"]), (1, 4, ["x+4", "1(x+4)"])):
        values: dict[str, Node] = {"a": Number(Fraction(a)), "b": Number(Fraction(b))}
        made: Any = MadeVariant("expression", answer, evaluate(read("a*(x + b)"), values), values=values)
        for text in texts:
            assert grade(made, text).verdict is RIGHT, text
        assert grade(made, f"{a}x+{a * b}-0").verdict is FORM


# --- Properties -------------------------------------------------------------------------------------------------------

ROOTS = st.lists(st.integers(-9, 9), min_size=2, max_size=4, unique=True)


def multiplied_out(roots: list[int]) -> str:
    coefficients = [1]
    for root in roots:
        coefficients = [
            (coefficients[i - 1] if i else 0) - root * (coefficients[i] if i < len(coefficients) else 0)
            for i in range(len(coefficients) + 1)
        ]
    return "+".join(f"({c})*x^{i}" if i else str(c) for i, c in enumerate(coefficients) if c or not i)


@given(ROOTS.filter(all))
def test_what_is_factored_isnt_expanded_and_the_other_way(roots: list[int]) -> None:
    product, total = "*".join(f"(x-({root}))" for root in roots), multiplied_out(roots)
    for asked, met, unmet in (("factored", product, total), ("expanded", total, product)):
        assert graded("expression", product, asked, met).verdict is RIGHT
        assert graded("expression", product, asked, unmet).verdict is FORM


@given(ROOTS, st.lists(st.integers(1, 9), min_size=4, max_size=4))
def test_partial_fractions_are_the_parts_and_not_their_sum(roots: list[int], tops: list[int]) -> None:
    parts = [f"{top}/(x-({root}))" for top, root in zip(tops, roots, strict=False)]
    whole = "+".join(
        f"{top}*" + "*".join(f"(x-({other}))" for other in roots if other != root)
        for top, root in zip(tops, roots, strict=False)
    )
    below = "*".join(f"(x-({root}))" for root in roots)
    assert graded("expression", "+".join(parts), "partial-fractions", "+".join(reversed(parts))).verdict is RIGHT
    assert graded("expression", "+".join(parts), "partial-fractions", f"({whole})/({below})").verdict is FORM


@given(st.integers(-99, 99).filter(bool), st.integers(1, 99))
def test_a_fraction_is_in_lowest_terms_when_nothing_divides_both(above: int, below: int) -> None:
    verdict = graded("number", f"{above}/{below}", "lowest-terms", f"{above}/{below}").verdict
    assert verdict is (RIGHT if gcd(above, below) == 1 else FORM)


@given(st.integers(2, 500))
def test_a_root_is_simplified_when_no_square_divides_it(number: int) -> None:
    squarefree = all(number % (k * k) for k in range(2, 23))
    verdict = graded("number", f"sqrt({number})", "simplified", f"sqrt({number})").verdict
    assert verdict is (RIGHT if squarefree else FORM)


@given(st.integers(-9, 9).filter(bool), st.integers(-9, 9).filter(bool), st.integers(-9, 9))
def test_a_completed_square_and_the_same_multiplied_out(a: int, b: int, c: int) -> None:
    square, plain = f"{a}(x-({b}))^2+({c})", f"{a}x^2+({-2 * a * b})x+({a * b * b + c})"
    assert graded("expression", plain, "completed-square", square).verdict is RIGHT
    assert graded("expression", square, "completed-square", plain).verdict is FORM


TREES: Any = st.recursive(
    st.one_of(st.sampled_from("abxy").map(Name), st.integers(2, 9).map(lambda n: Number(Fraction(n)))),
    lambda inner: st.builds(Binary, st.sampled_from(["+", "-", "*", "/"]), inner, inner),
    max_leaves=8,
)


@given(TREES, st.data())
def test_as_written_is_free_in_the_order_and_brackets_of_sums_and_products(tree: Node, data: st.DataObject) -> None:
    def turned(node: Node) -> Node:
        if not isinstance(node, Binary):
            return node
        left, right = turned(node.left), turned(node.right)
        if node.op in "+*" and data.draw(st.booleans()):
            left, right = right, left
        if node.op in "+*" and isinstance(left, Binary) and left.op == node.op and data.draw(st.booleans()):
            return Binary(node.op, left.left, Binary(node.op, left.right, right))
        return Binary(node.op, left, right)

    assert shortfall(form("as-written"), turned(tree), [tree]) is None


@given(TREES, st.sampled_from(["1*({})", "({})+0", "({})^1", "({})/1"]))
def test_identities_may_stand_only_where_they_are_passed_over(tree: Node, idle: str) -> None:
    dressed = read(idle.format(to_text(tree)))
    written = read(to_text(tree))
    assert shortfall(form("as-written identities"), dressed, [written]) is None
    assert shortfall(form("as-written"), dressed, [written]) is not None


IDLE: Any = st.recursive(
    st.one_of(st.sampled_from("ab").map(Name), st.integers(0, 4).map(lambda n: Number(Fraction(n)))),
    lambda inner: st.one_of(
        st.builds(Binary, st.sampled_from(["+", "-", "*", "/"]), inner, inner),
        st.builds(lambda base, n: Binary("^", base, Number(Fraction(n))), inner, st.integers(0, 3)),
        inner.map(lambda one: Unary("-", one)),
    ),
    max_leaves=8,
)
POINT = {"a": Fraction(17, 3), "b": Fraction(-29, 7)}


def value(node: Node) -> Fraction:
    match node:
        case Number(value=known):
            return known
        case Name(name=name):
            return POINT[name]
        case Unary(arg=arg):
            return -value(arg)
        case Binary(op=op, left=left, right=right):
            a, b = value(left), value(right)
            if op == "^" and not a and not b:
                raise ZeroDivisionError
            return {"+": add, "-": sub, "*": mul, "/": truediv, "^": pow}[op](a, b)
    raise TypeError


def shape_value(of: Any) -> Fraction:
    match of:
        case ("-",):
            return Fraction(-1)
        case (number,):
            return Fraction(number)
        case ("name", name):
            return POINT[name]
        case ("sum", *terms):
            return sum(map(shape_value, terms), Fraction(0))
        case ("product", *factors):
            return prod(map(shape_value, factors), start=Fraction(1))
        case ("below", inner):
            return 1 / shape_value(inner)
        case ("power", base, exponent):
            return shape_value(base) ** shape_value(exponent)
    raise TypeError(of)


@given(IDLE, st.sets(st.sampled_from(sorted(Alike))))
def test_whatever_is_passed_over_the_value_stays(tree: Node, rules: set[Alike]) -> None:
    try:
        wanted = value(tree)
    except ZeroDivisionError:
        assume(False)
    assert shape_value(shape(tree, frozenset(rules))) == wanted


TYPED = st.text("xy0123456789.+-*/^() √½eE", max_size=25)


@given(TYPED, st.sampled_from(sorted(OF_EXPRESSIONS)))
@example("((x^16+1)^16", "factored")
@example("1/(x-x)", "simplified")
@example("0^0", "simplified")
@example("x/0", "partial-fractions")
def test_every_text_gets_a_verdict(text: str, asked: str) -> None:
    from tutor.errors import NotationError

    judgement = graded("expression", "x", asked, text)
    assert isinstance(judgement.verdict, Verdict)
    try:
        tree = read(text, names=frozenset("xy"))
    except NotationError:
        return
    found = shortfall(form(asked), tree, [tree])  # whatever the value is
    assert found is None or not re.search(r"[0-9]", found.message)


def test_polynomials_at_the_bounds_are_factored() -> None:
    texts = [f"x^{LARGEST_DEGREE}-y^{LARGEST_DEGREE}", "(a+b+x+y)^4+(a-b+x-y)^4", "x^16+y^16+x^8*y^8+3x^3*y^2+7"]
    for text in texts:
        assert graded("expression", text, "factored", text).verdict is not WRONG


# --- What authors write -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "asked", "said"),
    [
        ("expression", "factorised", "did you mean `factored`?"),
        ("number", "factored", "a number has no form `factored`"),
        ("expression", "decimal-places 2", "an expression has no form"),
        ("number", "significant-figures", "write how many"),
        ("number", "significant-figures 0", "write how many"),
        ("number", "decimal-places 4..2", "write how many"),
        ("expression", "as-written sings", "did you mean `signs`?"),
        ("expression", "factored x", "nothing can follow"),
        ("expression", "", "there is no such form"),
    ],
)
def test_an_unknown_form_is_refused_with_the_nearest(kind: str, asked: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        single_variant(kind, "3", options={"form": (asked,)})
    assert said in caught.value.what


def test_every_form_is_in_the_authors_table() -> None:
    table = (DOCS / "authoring.md").read_text("utf-8").partition("<!-- forms -->")[2].partition("\n\n")[0]
    listed = {
        words.split()[0] for row in table.splitlines()[2:] for words in re.findall(r"`([^`]+)`", row.split("|")[1])
    }
    assert listed == OF_NUMBERS | OF_EXPRESSIONS
    assert set(ALIKE) == set(GROUPS)
    assert all(f"`{word}`" in table for word in ALIKE)


@pytest.mark.parametrize(
    ("kind", "key", "asked"),
    [
        ("number", "sqrt(2)", "significant-figures 3"),
        ("number", "1500", "significant-figures 3"),
        ("number", "-2/3", "decimal-places 2"),
        ("number", "1500", "scientific"),
        ("number", "-7/2", "mixed"),
        ("number", "7/2", "improper"),
        ("number", "3/4", "decimal"),
        ("number", "2^3*5", "as-written"),
        ("expression", "(x-1)*(x+1)", "factored"),
        ("expression", "x^2-1", "expanded"),
    ],
)
def test_the_key_can_be_spelled_in_the_form_asked_for(kind: str, key: str, asked: str) -> None:
    variant = single_variant(kind, key, options={"form": (asked,)})
    for text in spellings(variant, variant.key):
        assert grade(variant, text).verdict is RIGHT, text


def test_a_key_that_was_written_in_another_form_fails_its_own_question() -> None:
    variant = single_variant("expression", "x^2-1", options={"form": ("factored",)})
    assert {grade(variant, text).verdict for text in spellings(variant, variant.key)} == {FORM}

"""What a learner can rely on when typing an answer, kind by kind."""

from __future__ import annotations

from typing import Any

import pytest
from grading_variants import (
    choice,
    choices,
    equation,
    expression,
    flaw,
    match,
    matrix,
    number,
    order,
    own_words,
    predict,
    text,
    vector,
)

from tutor.curriculum.single import single_variant
from tutor.errors import FaultError
from tutor.grading.grade import grade, preview
from tutor.grading.kinds import KINDS
from tutor.grading.listing import places
from tutor.grading.verdict import Verdict

RIGHT, WRONG, UNREADABLE = Verdict.RIGHT, Verdict.WRONG, Verdict.UNREADABLE
UNDECIDED, RESTATED, ACCEPTED, STATED = Verdict.UNDECIDED, Verdict.RESTATED, Verdict.ACCEPTED, Verdict.STATED


def verdicts(variant: Any, cases: dict[str, Verdict]) -> None:
    got = {typed: grade(variant, typed).verdict for typed in cases}
    assert got == cases


def test_a_number_is_read_as_people_write_it() -> None:
    verdicts(
        number("3/4"),
        {
            "3/4": RIGHT, "0.75": RIGHT, "6/8": RIGHT, "75%": RIGHT, " 3 / 4 ": RIGHT, "x = 3/4": RIGHT,
            "3/4 = x": RIGHT,
            "0.75.": RIGHT, "1 - 1/4": RIGHT, "-(-3/4)": RIGHT, "\\frac{3}{4}": RIGHT, "$\\frac{3}{4}$": RIGHT,
            "1/4 + 1/2 = 3/4": RIGHT, "-0.75": WRONG, "4/3": WRONG, "0.7499": WRONG, "1/4+1/4 = 3/4": UNREADABLE,
            "": UNREADABLE, "   ": UNREADABLE, "3//4": UNREADABLE, "three quarters": UNREADABLE, "0.75.1": UNREADABLE,
            "x": UNREADABLE, "3/0": UNREADABLE, "(3, 4)": UNREADABLE, "x > 3/4": UNREADABLE,
        },
    )  # fmt: skip


def test_a_number_with_roots_may_be_written_in_any_closed_form() -> None:
    verdicts(
        number("sqrt(12)"),
        {"2 sqrt(3)": RIGHT, "√12": RIGHT, "12^(1/2)": RIGHT, "3.464": RIGHT, "12": WRONG, "3.465": WRONG},
    )
    assert grade(number("sqrt(12)"), "12").slip == "dropsqrt"


@pytest.mark.parametrize(
    ("key", "typed", "verdict"),
    [
        ("1/3", "0.333", RIGHT),
        ("1/3", "0.3333", RIGHT),
        ("-2/3", "-0.667", RIGHT),
        ("-2/3", "-0.666", WRONG),
        ("1/3", "0.334", WRONG),
        ("1/3", "0", WRONG),
        ("100/3", "33.3", RIGHT),
        ("100/3", "33", WRONG),
        ("1/8", "0.125", RIGHT),
        ("1/16", "0.063", WRONG),  # it has a finite decimal of its own
        ("pi", "3.14", Verdict.FORM),
        ("1/3", "0.33", Verdict.FORM),
        ("sqrt(13)", "4", WRONG),
        ("pi", "3.14159", RIGHT),
        ("pi", "22/7", WRONG),
    ],
)
def test_a_rounded_decimal_counts_where_there_is_no_finite_one(key: str, typed: str, verdict: Verdict) -> None:
    assert grade(number(key), typed).verdict is verdict


def test_a_decimal_rounded_too_far_costs_nothing_and_is_told_so() -> None:
    assert "digits" in (grade(number("pi"), "3.14").message or "")
    assert grade(number("pi"), "3.15").message is None


@pytest.mark.parametrize("spelled", ["arctan(2)", "atan(2)", "arctan 2", "\\arctan 2", "pi/2 - arctan(1/2)"])
def test_an_arc_may_be_named_either_way(spelled: str) -> None:
    assert grade(number("pi/2 - atan(1/2)"), spelled).verdict is RIGHT


def test_tolerance_is_absolute_and_inclusive() -> None:
    verdicts(
        number("10", tolerance="0.5"),
        {"10.5": RIGHT, "9.5": RIGHT, "10.51": WRONG, "sqrt(101)": RIGHT, "sqrt(120)": WRONG},
    )


def test_percent_is_taken_as_asked() -> None:
    verdicts(number("40", ask="What percent of them?"), {"40%": RIGHT, "40": RIGHT, "0.4": WRONG})
    verdicts(number("40"), {"40%": WRONG})


def test_typing_the_question_back_is_no_attempt() -> None:
    asked = number("5", ask="What is $2 + 3$?")
    verdicts(asked, {"2+3": RESTATED, "3 + 2": RESTATED, "5": RIGHT, "6 - 1": RIGHT, "x = 2+3": RESTATED})
    verdicts(number("2/3", ask="The slope is $2/3$. What is it?"), {"2/3": RIGHT})
    verdicts(number("sqrt(13)", ask="Is it $\\sqrt{13}$?"), {"sqrt(13)": RIGHT})


def test_mistakes_are_matched_in_order_before_slips() -> None:
    judgement = grade(number("6", mistakes=["-6", "12"]), "12")
    assert (judgement.verdict, judgement.mistake, judgement.misconception, judgement.slip) == (
        WRONG,
        1,
        "c/k#m1",
        None,
    )
    assert grade(number("6", mistakes=["6"]), "6").verdict is RIGHT


@pytest.mark.parametrize(
    ("key", "typed", "slip"),
    [
        ("6", "-6", "sign"),
        ("6", "12", "half"),
        ("6", "3", "factor2"),
        ("6", "1/6", "invert"),
        ("6", "7", None),
        ("1/2", "2", "invert"),
    ],
)
def test_a_generic_slip_of_a_number_is_named_when_one_fits(key: str, typed: str, slip: str | None) -> None:
    assert grade(number(key), typed).slip == slip


def test_a_vector_is_read_in_any_spelling() -> None:
    spelled = ["(3, -1)", "3, -1", "3 -1", "[3; -1]", "[3 -1]", "<3,-1>", "⟨3, −1⟩", "[3, -1]", "3;-1",
               "\\begin{pmatrix}3\\\\-1\\end{pmatrix}", "v = (3, -1)", "(6/2, 1 - 2)", "3i - j",
               "2*(1, 0) + (1, -1)"]  # fmt: skip
    verdicts(vector("[3, -1]"), dict.fromkeys(spelled, RIGHT))
    verdicts(
        vector("[3, -1]"),
        {
            "(-1, 3)": WRONG,
            "(3, -1, 0)": UNREADABLE,
            "3": UNREADABLE,
            "3 - 1": UNREADABLE,
            "(x, 1)": UNREADABLE,
        },
    )


def test_named_entries_may_come_in_any_order() -> None:
    named = vector("[3, -1]", ["a", "b"])
    verdicts(
        named,
        {
            "a = 3, b = -1": RIGHT,
            "b=-1, a=3": RIGHT,
            "a=3 and b=-1": RIGHT,
            "a = -1; b = 3": WRONG,
            "3, -1": RIGHT,
        },
    )
    assert grade(named, "a = 3, b = ").error_span == (11, 11) or grade(named, "a = 3, b = ").verdict is UNREADABLE


def test_a_vector_says_which_entries_are_right() -> None:
    assert grade(vector("[3, -1, 2]"), "(3, 1, 2)").parts == (True, False, True)
    assert grade(vector("[1/3, 2]"), "(0.333, 2)").verdict is RIGHT


@pytest.mark.parametrize(
    ("typed", "slip"),
    [
        ("(-3, 1)", "sign"),
        ("(3, 1)", "partial-sign"),
        ("(-1, 3)", "order"),
        ("(6, -2)", "half"),
        ("(4, 4)", None),
    ],
)
def test_slips_of_a_vector(typed: str, slip: str | None) -> None:
    assert grade(vector("[3, -1]"), typed).slip == slip


def test_no_slip_is_named_when_two_fit() -> None:
    assert grade(vector("[3, -3]"), "(-3, 3)").slip is None


def test_a_mistake_with_another_number_of_entries_is_still_a_mistake() -> None:
    judgement = grade(vector("[3, -1]", mistakes=["[3, -1, 0]"]), "(3, -1, 0)")
    assert (judgement.verdict, judgement.mistake) == (WRONG, 0)


def test_a_matrix_is_read_in_any_spelling() -> None:
    spelled = ["[1 2; 3 4]", "[[1,2],[3,4]]", "[1, 2; 3, 4]", "1 2; 3 4", "1 2\n3 4",
        "\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}",
               "((1,2),(3,4))", "A = [1 2; 3 4]", "(1,2),(3,4)"]  # fmt: skip
    verdicts(matrix("[1 2; 3 4]"), dict.fromkeys(spelled, RIGHT))
    verdicts(
        matrix("[1 2; 3 4]"),
        {"[1 2; 3 5]": WRONG, "[1 2 0; 3 4 0]": WRONG, "5": UNREADABLE, "[1 2; 3]": UNREADABLE},
    )
    verdicts(matrix("[[1],[2]]"), {"(1, 2)": RIGHT, "1, 2": RIGHT, "[1; 2]": RIGHT})
    verdicts(matrix("[[1, 2]]"), {"(1, 2)": RIGHT, "[1 2]": RIGHT})


@pytest.mark.parametrize(
    ("typed", "slip"),
    [
        ("[1 3; 2 4]", "transpose"),
        ("[-1 -2; -3 -4]", "sign"),
        ("[1 -2; 3 4]", "partial-sign"),
        ("[3 4; 1 2]", "order"),
        ("[-2 1; 3/2 -1/2]", "invert"),
        ("[1 2 3; 4 5 6]", "shape"),
        ("[9 9; 9 9]", None),
    ],
)
def test_slips_of_a_matrix(typed: str, slip: str | None) -> None:
    assert grade(matrix("[1 2; 3 4]"), typed).slip == slip
    assert grade(matrix("[1 2 3; 4 5 6]"), "[1 4; 2 5; 3 6]").slip == "transpose"


def test_letters_that_stand_for_positive_numbers_only_may_leave_a_root() -> None:
    for typed in ("sqrt(a^2*b)/a", "sqrt(b)", "b/sqrt(b)"):
        assert grade(expression("sqrt(b)", ["a", "b"], domain="positive"), typed).verdict is Verdict.RIGHT
    assert grade(expression("sqrt(b)", ["a", "b"]), "sqrt(a^2*b)/a").verdict is Verdict.WRONG
    assert grade(expression("sqrt(b)", ["a", "b"], domain="positive"), "-sqrt(a^2*b)/a").verdict is Verdict.WRONG
    law = equation("T = a*sqrt(b)", ["T", "a", "b"], domain="positive")
    assert grade(law, "T = sqrt(a^2*b)").verdict is Verdict.RIGHT
    assert grade(law, "T = -sqrt(a^2*b)").verdict is Verdict.WRONG
    assert grade(equation("T = a*sqrt(b)", ["T", "a", "b"]), "T = sqrt(a^2*b)").verdict is Verdict.WRONG


def test_an_expression_is_judged_by_value() -> None:
    line = expression("2*x + 3", ["x"])
    verdicts(
        line,
        {
            "2x+3": RIGHT, "3 + 2x": RIGHT, "2(x+1.5)": RIGHT, "y = 2x + 3": RIGHT, "x + x + 3": RIGHT,
            "2X + 3": RIGHT,
            "2x-3": WRONG, "2x": WRONG, "2x = 3": UNREADABLE, "2t + 3": UNREADABLE, "2x+": UNREADABLE,
            "((2x+3)": UNREADABLE,
            "(x, 3)": UNREADABLE,
        },
    )  # fmt: skip
    unknown = grade(line, "2x + q")
    assert unknown.error_span == (5, 6)
    assert "q" in (unknown.message or "")


@pytest.mark.parametrize(
    ("key", "typed", "slip"),
    [
        ("a*x + b", "a*x - b", "sign"),
        ("a*x + b", "-a*x - b", "sign"),
        ("a*x^2", "a*x", "power"),
        ("sqrt(a^2 + b^2)", "a^2 + b^2", "dropsqrt"),
        ("a/b", "b/a", "invert"),
        ("a*cos(x)", "a sin x", "trig"),
        ("a*b/2", "ab", "half"),
        ("a*b", "ab/2", "factor2"),
        ("a + b", "a + 3b^2", None),
    ],
)
def test_slips_of_an_expression(key: str, typed: str, slip: str | None) -> None:
    assert grade(expression(key, ["a", "b", "x"]), typed).slip == slip


def test_an_equation_is_judged_by_its_solutions() -> None:
    verdicts(
        equation("y = 2x + 1", ["x", "y"], mistakes=["y = 2x - 1"]),
        {
            "y=2x+1": RIGHT, "2x - y + 1 = 0": RIGHT, "2y = 4x + 2": RIGHT, "(y-1)/2 = x": RIGHT, "y = 2x - 1": WRONG,
            "y = 2x": WRONG, "2x + 1": UNREADABLE, "y > 2x + 1": UNREADABLE, "z = 2x + 1": UNREADABLE,
            "y = ": UNREADABLE,
        },
    )  # fmt: skip


FALLS = {"more": "More, by far", "less": "Less", "same": "The same: $2 + 2$"}


def test_an_option_is_picked_by_place_letter_or_its_words() -> None:
    picks = ["2", "2)", "(2)", "b", "B", "b)", "(B)", "less", "LESS.", "option 2", "Les"]
    verdicts(choice(FALLS, "less"), dict.fromkeys(picks, RIGHT))
    verdicts(
        choice(FALLS, "less"),
        {
            "1": WRONG,
            "more": WRONG,
            "the same: 2+2": WRONG,
            "4": UNREADABLE,
            "": UNREADABLE,
            "maybe": UNREADABLE,
        },
    )
    yes_no = choice({"y": "Yes, always", "n": "No: not if it is zero"}, "n")
    verdicts(yes_no, {"no": RIGHT, "n": RIGHT, "yes": WRONG, "y": WRONG})


def test_an_option_that_is_mathematics_may_be_typed_otherwise() -> None:
    halves = {"a": "$\\frac{1}{2}$", "b": "$\\frac{1}{3}$", "c": "$(3, -1)$"}
    verdicts(choice(halves, "a"), {"1/2": RIGHT, "0.5": RIGHT, "1/3": WRONG, "[3; -1]": WRONG, "1/7": UNREADABLE})


def test_a_number_that_is_both_an_option_and_a_place_is_asked_for_again() -> None:
    numbers = choice({"two": "2", "one": "1"}, "two")
    verdicts(numbers, {"2": UNREADABLE, "1)": RIGHT, "a": RIGHT, "2)": WRONG})
    verdicts(choice({"one": "1", "two": "2"}, "two"), {"2": RIGHT})


def test_a_chosen_mistake_carries_its_misconception() -> None:
    judgement = grade(choice(FALLS, "less", mistakes={"same": "c/k#pushes-equally"}), "3")
    assert (judgement.verdict, judgement.mistake, judgement.misconception) == (WRONG, 0, "c/k#pushes-equally")


LAWS = {"comm": "commutes", "assoc": "associates", "dist": "distributes"}


def test_several_options_are_read_in_any_order() -> None:
    both = choices(LAWS, ["assoc", "dist"], mistakes=[["comm"]])
    verdicts(
        both,
        {
            "2 3": RIGHT, "2,3": RIGHT, "3, 2": RIGHT, "bc": RIGHT, "b c": RIGHT, "b and c": RIGHT,
            "B, C": RIGHT, "23": RIGHT,
            "associates, distributes": RIGHT, "2": WRONG, "all": WRONG, "none": WRONG, "1": WRONG,
            "7": UNREADABLE, "": UNREADABLE,
        },
    )  # fmt: skip
    assert grade(both, "1").mistake == 0
    assert grade(both, "1 2").parts == (False, True, False)
    verdicts(choices(LAWS, []), {"none": RIGHT, "1": WRONG})


def test_an_order_lists_each_option_once() -> None:
    steps = order({"m": "measure", "c": "cut", "g": "glue"}, ["c", "m", "g"], mistakes=[["g", "m", "c"]])
    verdicts(
        steps,
        {
            "2 1 3": RIGHT, "b a c": RIGHT, "bac": RIGHT, "213": RIGHT, "2>1>3": RIGHT, "2, 1, 3": RIGHT,
            "2 -> 1 -> 3": RIGHT,
            "cut, measure, glue": RIGHT, "1 2 3": WRONG, "3 1 2": WRONG, "2 1": UNREADABLE,
            "2 2 1": UNREADABLE, "2 1 4": UNREADABLE,
        },
    )  # fmt: skip
    assert grade(steps, "3 1 2").mistake == 0


def test_every_prediction_is_accepted() -> None:
    judgement = grade(predict(FALLS), "1")
    assert judgement.verdict is ACCEPTED
    assert judgement.read_latex == "\\text{More, by far}"
    assert grade(predict(FALLS), "9").verdict is UNREADABLE


def test_a_phrase_is_compared_without_case_articles_and_spacing() -> None:
    verdicts(
        text("span", "linear hull", mistakes=["basis"]),
        {
            "span": RIGHT,
            "The Span": RIGHT,
            "  span. ": RIGHT,
            "linear-hull": RIGHT,
            "basis": WRONG,
            "spam": WRONG,
            "": UNREADABLE,
            "?!": UNREADABLE,
        },
    )
    assert grade(text("span", mistakes=["basis"]), "a basis").mistake == 0


def test_a_flaw_is_the_number_of_a_line() -> None:
    proof = flaw(["So $a = b$.", "Divide by $a - b$.", "So $2 = 1$."], 2, mistakes=[3])
    verdicts(
        proof,
        {
            "2": RIGHT,
            "line 2": RIGHT,
            "Line 2.": RIGHT,
            "the second line": RIGHT,
            "(2)": RIGHT,
            "1": WRONG,
            "4": UNREADABLE,
            "": UNREADABLE,
        },
    )
    assert grade(proof, "3").mistake == 0


def test_what_goes_with_what_is_told_by_letters_or_pairs() -> None:
    pairing = match(
        {"x": "6", "y": "8", "z": "2"}, {"p": "1", "q": "3", "r": "4"}, ("q", "r", "p"), mistakes=[("q", "q", "q")]
    )
    verdicts(
        pairing,
        {
            "b c a": RIGHT, "B, C, A": RIGHT, "bca": RIGHT, "2 3 1": RIGHT, "1b 2c 3a": RIGHT, "3-a, 1-b, 2-c": RIGHT,
            "1 -> b; 2 -> c; 3 -> a": RIGHT, "a b c": WRONG, "b b b": WRONG, "b c": UNREADABLE, "b c a a": UNREADABLE,
            "1b 1c 3a": UNREADABLE, "b _ a": UNREADABLE, "": UNREADABLE, "1b 2c 4a": UNREADABLE, "b" * 500: UNREADABLE,
        },
    )  # fmt: skip
    assert grade(pairing, "b b b").mistake == 0
    assert grade(pairing, "b a c").parts == (True, False, False)


def test_a_statement_in_own_words_is_kept_not_graded() -> None:
    verdicts(
        own_words(),
        {"it stays the same": STATED, "no idea": UNREADABLE, "": UNREADABLE, "- - - -": UNREADABLE},
    )


def test_every_kind_of_answer_a_curriculum_can_ask_for_is_graded() -> None:
    from typing import get_args

    from tutor.curriculum.answers import Answer
    from tutor.curriculum.validation import fields_of

    union = get_args(Answer)[0]
    kinds = {get_args(fields_of(model)["kind"].annotation)[0] for model in get_args(union)}
    assert set(KINDS) == kinds


def test_an_unknown_kind_is_a_fault_of_the_program() -> None:
    with pytest.raises(FaultError):
        preview("haiku", (), (), "5")


@pytest.mark.parametrize(
    ("kind", "names", "options", "typed", "read"),
    [
        ("number", (), (), "1/2", "1/2"),
        ("expression", ("x",), (), "2x+1", "2x + 1"),
        ("vector", ("a", "b"), (), "3 -1", "(3, -1)"),
        ("choice", (), ("Yes", "No"), "2", "No"),
        ("choices", (), ("red", "green", "blue"), "1 3", "red; blue"),
        ("order", (), ("red", "green"), "2", "green"),
        ("flaw", (), ("So it is.", "Not so."), "2", "Not so."),
        ("text", (), (), " span ", "span"),
    ],
)
def test_the_preview_shows_how_a_text_is_read(
    kind: str, names: tuple[str, ...], options: tuple[str, ...], typed: str, read: str
) -> None:
    assert preview(kind, names, options, typed).read_text == read


def test_the_preview_points_at_what_cannot_be_read() -> None:
    shown = preview("number", (), (), "2 + * 3")
    assert shown.read_latex is None
    assert shown.error_span is not None
    assert shown.message


@pytest.mark.parametrize(
    ("kind", "key", "typed", "verdict", "message"),
    [
        ("vector", "(3, -1, 2)", "(3, 5, 7)", Verdict.PARTIAL, "1 of the 3 parts is right."),
        ("vector", "(3, -1, 2)", "(3, 5, 2)", Verdict.PARTIAL, "2 of the 3 parts are right."),
        ("vector", "(3, -1, 2)", "(7, 5, 8)", WRONG, None),
        ("vector", "(3, -1, 2)", "(3, -1, 2)", RIGHT, None),
        ("matrix", "[1 2; 3 4]", "[1 2; 3 5]", Verdict.PARTIAL, "3 of the 4 parts are right."),
        ("matrix", "[1 2; 3 4]", "[1 2 0; 3 5 0]", WRONG, None),
        ("set", "{2, 3, 5}", "{2, 3, 4}", Verdict.PARTIAL, "2 of the 3 parts are right."),
        ("set", "{2, 3, 5}", "{2, 3}", WRONG, None),
    ],
)
def test_how_much_is_right_is_said_only_where_the_question_allows_it(
    kind: str, key: str, typed: str, verdict: Verdict, message: str | None
) -> None:
    judgement = grade(single_variant(kind, key, options={"partial": True}), typed)
    assert (judgement.verdict, judgement.message) == (verdict, message)
    silent = grade(single_variant(kind, key), typed)
    assert silent.verdict in (RIGHT, WRONG)
    assert silent.message is None


@pytest.mark.parametrize("typed", ["2x + 3", "y = 2x + 3", "f(x) = 2x + 3", "2x + 3 = y"])
def test_a_label_before_an_expression_is_no_part_of_it(typed: str) -> None:
    assert grade(single_variant("expression", "2x + 3"), typed).verdict is RIGHT


@pytest.mark.parametrize(
    ("kind", "key", "typed"),
    [("number", "7", "= 7"), ("number", "7", "  =7"), ("expression", "2*a", "= 2a"), ("quantity", "3 m", "= 300 cm"),
     ("vector", "[1, 2]", "= (1, 2)"), ("matrix", "[1, 2; 3, 4]", "= (1, 2; 3, 4)")],
)  # fmt: skip
def test_going_on_where_the_question_stops_is_an_answer(kind: str, key: str, typed: str) -> None:
    assert grade(single_variant(kind, key), typed).verdict is Verdict.RIGHT


@pytest.mark.parametrize("typed", ["=", "==7", "=> 7", "= = 7", "7 ="])
def test_other_equals_signs_are_not_read_over(typed: str) -> None:
    judgement = grade(single_variant("number", "7"), typed)
    assert judgement.verdict is Verdict.UNREADABLE


def test_a_refusal_after_an_equals_sign_points_at_its_place() -> None:
    judgement = grade(single_variant("number", "7"), "= 7 +")
    assert judgement.error_span is not None
    assert judgement.error_span[0] >= 4


@pytest.mark.parametrize("typed", ["log2(8)", "log_2(8)", "log_2 8", "log₂ 8", "ln(8)/ln(2)", "log10(1000)"])
def test_a_logarithm_is_read_with_its_base_however_it_is_typed(typed: str) -> None:
    assert grade(single_variant("number", "3"), typed).verdict is Verdict.RIGHT


@pytest.mark.parametrize(
    ("kind", "key", "typed"),
    [("expression", "h^2/(8*m*L^2)", "h^2/8mL^2"), ("expression", "exp(-E/(k*T))", "e^(-E/kT)"), ("expression", "x/2", "1/2x"),
     ("expression", "1/(2*x)", "1/2x"), ("equation", "y = a/(b*c)", "y = a/bc"), ("vector", "[1/(2*a), b]", "(1/2a, b)")],
)  # fmt: skip
def test_what_stands_after_a_solidus_may_be_meant_below_it(kind: str, key: str, typed: str) -> None:
    assert grade(single_variant(kind, key), typed).verdict is Verdict.RIGHT


@pytest.mark.parametrize("typed", ["h^2/8*m*L^2", "h^2/8 * mL^2", "h^2/(8m)L^2", "h^2/8m"])
def test_a_sign_after_a_solidus_is_read_as_it_stands(typed: str) -> None:
    assert grade(single_variant("expression", "h^2/(8*m*L^2)"), typed).verdict is Verdict.WRONG


@pytest.mark.parametrize("typed", ["O and B", "B O", "b, o", "O,B", "3 7"])
def test_options_of_a_word_each_are_listed_by_their_words(typed: str) -> None:
    options = ("Ne", "Be", "O", "F", "C", "N", "B")
    assert places(typed, options) in ((2, 6), (6, 2))


def test_letters_stand_for_places_where_no_option_is_called_so() -> None:
    assert places("a c", ("Up", "Down", "Left")) == (0, 2)
    assert places("2 1", ("2", "1", "3")) == (1, 0)  # numbers are places

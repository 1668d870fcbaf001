"""Sets, solutions and inequalities: right by meaning, with what is wrong named, and refusals that give nothing away."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.curriculum.single import single_variant
from tutor.grading.grade import grade, preview
from tutor.grading.verdict import Judgement, Verdict

RIGHT, WRONG, FORM = Verdict.RIGHT, Verdict.WRONG, Verdict.FORM
UNREADABLE, UNDECIDED = Verdict.UNREADABLE, Verdict.UNDECIDED


def judged(kind: str, key: str, answer: str, **options: object) -> Judgement:
    return grade(single_variant(kind, key, options=options), answer)


SETS = [
    ("x = 2 or x = -3", "2 and -3", RIGHT, None), ("x = 2 or x = -3", "{-3, 2, 2}", RIGHT, None),
    ("x = 2 or x = -3", "x = 2", WRONG, "missing-element"), ("x = 2 or x = -3", "-3, 2, 5", WRONG, "extra-element"),
    ("x = 2 or x = -3", "x = -2 or x = 3", WRONG, "sign"), ("x = 2 or x = -3", "x^2 + x = 6", FORM, None),
    ("x = 2 or x = -3", "y = 2 or y = -3", UNREADABLE, None), ("x = 2 or x = -3", "1/0", UNREADABLE, None),
    ("{-2, 2}", "x = ±2", RIGHT, None), ("(1, 5]", "1 < x <= 5", RIGHT, None), ("(1, 5]", "1 < x and x <= 5", RIGHT, None),
    ("(1, 5]", "[1, 5]", WRONG, "endpoint"), ("(1, 5]", "1 < x or x <= 5", WRONG, "union-for-intersection"),
    ("(1, 5]", "x <= 1 or x > 5", WRONG, "direction"), ("(1, 5]", "(5, 1]", UNREADABLE, None), ("(1, 5]", "cat", UNREADABLE, None),
    ("x < 3", "(-oo, 3)", RIGHT, None), ("x < 3", "2x < 6", FORM, None), ("x < 3", "x > 3", WRONG, "direction"),
    ("x < 3", "x <= 3", WRONG, "endpoint"), ("x^2 < 9", "|x| < 3", RIGHT, None), ("{}", "no solution", RIGHT, None),
    ("{}", "R", WRONG, None), ("R", "all real numbers", RIGHT, None), ("x = 2, y = 3", "(2, 3)", RIGHT, None),
    ("x = 2, y = 3", "2, 3", RIGHT, None), ("x = 2, y = 3", "y = 3 and x = 2", RIGHT, None), ("x = 2, y = 3", "(3, 2)", WRONG, None),
    ("x = 2, y = 3", "x + y = 5, x - y = -1", FORM, None), ("x = 2, y = 3", "5", UNREADABLE, None),
    ("{(1, 2), (2, 1)}", "(1, 2), (2, 1)", RIGHT, None), ("{(1, 2), (2, 1)}", "x = 1, y = 2 or x = 2, y = 1", RIGHT, None),
    ("{(1, 2), (2, 1)}", "(1, 2)", WRONG, "missing-element"), ("{(1, 2), (2, 1)}", "3", UNREADABLE, None),
    ("{a, 2a}", "x = a or x = 2a", RIGHT, None), ("{a, 2a}", "{a, 3a}", WRONG, None),
    ("{1/3, sqrt(2)}", "0.333, 1.41", RIGHT, None), ("(3/5, 8/3]", "(0.6, 2.67]", RIGHT, None), ("(3/5, 8/3]", "(0.6, 2.6]", WRONG, None),
    ("{0}", "sin x = 0", UNDECIDED, None),
]  # fmt: skip


@pytest.mark.parametrize(("key", "answer", "verdict", "slip"), SETS)
def test_a_set_is_judged_by_its_elements(key: str, answer: str, verdict: Verdict, slip: str | None) -> None:
    found = judged("set", key, answer)
    assert (found.verdict, found.slip) == (verdict, slip)


INEQUALITIES = [
    ("2x + y <= 4", "4 >= y + 2x", RIGHT, None), ("2x + y <= 4", "y <= 4 - 2x", RIGHT, None), ("2x + y <= 4", "2x + y < 4", WRONG, "endpoint"),
    ("2x + y <= 4", "2x + y >= 4", WRONG, "direction"), ("2x + y <= 4", "2x - y <= 4", WRONG, "sign"),
    ("2x + y <= 4", "2x + z <= 4", UNREADABLE, None), ("2x + y <= 4", "x/2", UNREADABLE, None), ("x^2 < 4", "-2 < x < 2", RIGHT, None),
    ("R <= sqrt(L)/2", "sqrt(L) >= 2R", RIGHT, None), ("R <= sqrt(L)/2", "R <= L/4", WRONG, "dropsqrt"), ("x*y > 1", "x > 1/y", WRONG, None),
]  # fmt: skip


@pytest.mark.parametrize(("key", "answer", "verdict", "slip"), INEQUALITIES)
def test_an_inequality_is_judged_by_what_it_holds_for(
    key: str, answer: str, verdict: Verdict, slip: str | None
) -> None:
    found = judged("inequality", key, answer)
    assert (found.verdict, found.slip) == (verdict, slip)


def test_positive_letters_make_inequalities_the_same_that_otherwise_differ() -> None:
    assert judged("inequality", "x*y > 1", "x > 1/y", domain="positive").verdict is RIGHT
    assert judged("set", "x > 0", "R", domain="positive").verdict is RIGHT


def test_the_right_elements_of_a_set_are_marked_in_the_order_typed() -> None:
    assert judged("set", "{1, 2, 3}", "{3, 5, 1}").parts == (True, False, True)


def test_a_mistake_that_an_author_foresaw_may_be_written_as_any_set() -> None:
    assert judged("set", "x > 2", "x >= 2").slip == "endpoint"


def test_a_refusal_says_what_is_expected_and_not_what_is_right() -> None:
    found = judged("set", "x = 17 or x = 23", "x = 5 or")
    assert found.verdict is UNREADABLE
    assert found.message is not None
    assert "17" not in found.message
    assert "23" not in found.message
    assert found.error_span == (6, 8)


def test_the_preview_shows_how_a_set_is_read() -> None:
    assert preview("set", (), (), "]1; 2] u {3}").read_latex == r"(1, 2] \cup \{3\}"
    assert preview("set", (), (), "{1,").message is not None
    assert preview("inequality", ("x",), (), "x<2").read_text == "x < 2"
    assert preview("inequality", (), (), "7").message is not None


def test_a_key_that_cannot_be_read_is_no_attempt() -> None:
    assert judged("set", "[1, 2", "{1}").verdict is UNDECIDED
    assert judged("inequality", "x <", "x < 1").verdict is UNDECIDED


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=5, unique=True), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_elements_count_in_any_order_and_any_form(elements: list[int], rng: object) -> None:
    shuffled = list(elements)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    key = "{" + ", ".join(map(str, elements)) + "}"
    for answer in (" or ".join(f"x = {n}" for n in shuffled), "; ".join(f"{2 * n}/2" for n in shuffled)):
        assert judged("set", key, answer).verdict is RIGHT
    assert judged("set", key, " or ".join(f"x = {n}" for n in (*shuffled, 77))).slip == "extra-element"


@given(st.integers(-5, 5), st.integers(-5, 5), st.integers(-9, 9), st.integers(1, 6))
@settings(max_examples=60)
def test_a_positive_factor_changes_nothing_and_a_negative_one_the_direction(a: int, b: int, c: int, k: int) -> None:
    if not a and not b:
        return
    key = f"({a})x + ({b})y < {c}"
    same, other = (f"({k * s * a})x + ({k * s * b})y < {k * s * c}" for s in (1, -1))
    assert judged("inequality", key, same).verdict is RIGHT
    assert judged("inequality", key, other).slip == "direction"


PIECES = [
    "x", "y", "1", "-2", "0.5", "(", "[", ")", "]", "{", "}", ",", ";", " or ", " and ", " U ", "∪", "\\", "=", "<", ">=", "±", "sqrt(", "^",
    "^9", "/", "*", "-", "|", "oo", "R", "∅", "\\{", "\\}", "\\frac{1}{2}", "∈", " in ", "span", "x^2", "abs(", "ln(", "e", "pi", "!", "%", "\n",
    "no solution", "$", "9^9^9", "\x00", "\u202e", "é", ":", "]1,2[", "(1,0)+t(2,1)", "99999999999",
]  # fmt: skip
QUESTIONS = [
    ("set", "x = 2 or x = -3"),
    ("set", "(1, 5]"),
    ("set", "x = 2, y = 3"),
    ("inequality", "2x + y <= 4"),
    ("span", "span{(1, 2)}"),
]


@given(st.sampled_from(QUESTIONS), st.lists(st.sampled_from(PIECES), max_size=14))
@settings(max_examples=300, deadline=None)
def test_any_text_gets_a_verdict(question: tuple[str, str], pieces: list[str]) -> None:
    variant = single_variant(*question)
    found = grade(variant, "".join(pieces))
    assert found.verdict in {RIGHT, WRONG, FORM, UNREADABLE, UNDECIDED}


HOSTILE = [
    "(" * 500, "[" * 900, "{" * 60 + "}" * 60, "x = 9^9^9^9", "x^999999999 = 1", " or ".join(["x = 1"] * 120), "x" * 900, "|" * 900,
    "sqrt(" * 30 + "x" + ")" * 30 + " = 2", "x = " + "9" * 900, "(x - 1)^12*(x + 2)^12*(x^2 - 3)^12 = 0", "{1" + ", 1" * 300 + "}",
    "x < 1 and " * 60 + "x > 2", "(x<1 or x>2) and " * 20 + "x < 5", "\u200b\u202e" * 200, "a" * 100_000, "1,2" * 300, "]" * 300,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("question", QUESTIONS)
def test_hostile_text_is_never_right(question: tuple[str, str], text: str) -> None:
    variant = single_variant(*question)
    assert grade(variant, text).verdict is not RIGHT


@pytest.mark.parametrize(
    ("key", "typed", "expected"),
    [
        ("x = 1 + 2i or x = 1 - 2i", "{1 - 2i, 1 + 2i}", RIGHT),
        ("x = 1 + 2i or x = 1 - 2i", "1 ± 2i", RIGHT),
        ("{i, -i}", "{e^(i pi/2), -i}", RIGHT),
        ("{i, -i}", "{1, -1}", WRONG),
        ("{1, i}", "{1}", WRONG),
        ("{i, -i}", "[-1, 1]", UNDECIDED),
    ],
)
def test_finite_sets_may_hold_complex_numbers(key: str, typed: str, expected: Verdict) -> None:
    assert grade(single_variant("set", key, names=("x",), options={"domain": "complex"}), typed).verdict is expected

"""GIFT: every kind of item in Moodle's description of the format, and what can't be carried over."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.interchange.sources import Imported, imported, written
from tutor.curriculum.model import Question


def read(text: str, folder: Path) -> Imported:
    return imported("gift", written(folder / "quiz.gift", text), folder / "out")


def only(text: str, folder: Path) -> Question:
    return read(text, folder).questions[0]


def test_a_multiple_choice_question_keeps_its_choices_its_key_and_feedback_that_tells_nothing(tmp_path: Path) -> None:
    made = read(
        "::Q2:: What's between orange and green in the spectrum?\n"
        "{ =yellow #right; good! ~red #Is its wave shorter than that of orange? ~blue #wrong, it's yellow }\n",
        tmp_path,
    )
    question = made.questions[0]
    assert list(question.answer.options.values()) == ["yellow", "red", "blue"]
    assert question.answer.value == "a"
    assert [(one.value, one.ask) for one in question.mistakes] == [("b", "Is its wave shorter than that of orange?")]
    assert question.solution == "right; good!"
    assert made.reasons == ["feedback"]


@pytest.mark.parametrize(("mark", "key"), [("T", "yes"), ("TRUE", "yes"), ("F", "no"), ("FALSE", "no")])
def test_true_and_false(mark: str, key: str, tmp_path: Path) -> None:
    question = only(f"The sun rises in the east. {{{mark}}}\n", tmp_path)
    assert question.answer.value == key
    assert not question.answer.shuffle


def test_feedback_to_a_choice_of_two_is_left_behind_for_it_tells_the_answer(tmp_path: Path) -> None:
    made = read("1 + 1 is 2. {T#Count your fingers.#Yes.}\n", tmp_path)
    assert made.questions[0].mistakes == ()
    assert made.questions[0].solution == "Yes."
    assert made.reasons == ["feedback"]


def test_short_answers_are_all_accepted(tmp_path: Path) -> None:
    question = only("Two plus {=two =2} equals four.\n", tmp_path)
    assert (question.answer.kind, question.answer.value, question.answer.accept) == ("text", "two", ("2",))
    assert question.ask.replace("\\", "") == "Two plus _____ equals four."


@pytest.mark.parametrize(
    ("inside", "value", "tolerance"),
    [
        ("#3:2", "3", "2"),
        ("#1..5", "3", "2"),
        ("#3", "3", None),
        ("#=1822:0 =%50%1822:2", "1822", None),
        ("#-1.5..-1", "-5/4", "1/4"),
    ],
)
def test_numbers_with_tolerance_or_a_range(inside: str, value: str, tolerance: str | None, tmp_path: Path) -> None:
    answer = only(f"Which number? {{{inside}}}\n", tmp_path).answer
    assert (answer.kind, answer.value, answer.tolerance) == ("number", value, tolerance)


def test_several_right_answers_with_weights_are_all_wanted(tmp_path: Path) -> None:
    answer = only("Who? {~%-50%No one ~%50%Grant ~%50%His wife ~%-50%His father}\n", tmp_path).answer
    assert (answer.kind, answer.value) == ("choices", ("b", "c"))


def test_matching_becomes_a_question_for_each_pair(tmp_path: Path) -> None:
    made = read("Who eats what? {=cat -> fish =cow -> grass}\n", tmp_path)
    assert [question.answer.options[str(question.answer.value)] for question in made.questions] == ["fish", "grass"]
    assert [one.reason for one in made.report.changed] == ["split"]


@pytest.mark.parametrize(
    ("last", "shuffled"), [("none of the above", False), ("A and B", False), ("none of the three", True)]
)
def test_choices_that_speak_of_their_order_keep_it(last: str, shuffled: bool, tmp_path: Path) -> None:
    answer = only(f"Which is even? {{~seven ~nine =two hundred ~{last}}}\n", tmp_path).answer
    assert answer.shuffle is shuffled


def test_an_arrow_in_a_choice_is_no_match(tmp_path: Path) -> None:
    answer = only("Which one is it? {=A -> B ~B -> A ~neither of the two}\n", tmp_path).answer
    assert list(answer.options.values()) == ["A -> B", "B -> A", "neither of the two"]


def test_an_essay_with_a_model_answer_becomes_a_statement_in_own_words(tmp_path: Path) -> None:
    made = read("Why has zero no inverse? {####Nothing times zero gives one.}\n\nWrite about Grant. {}\n", tmp_path)
    assert made.questions[0].answer.kind == "own-words"
    assert made.questions[0].solution == "Nothing times zero gives one."
    assert made.reasons == ["answer-missing"]


def test_a_text_without_a_question_is_left_behind(tmp_path: Path) -> None:
    assert read("Take paper and pencil.\n\n2 + 2? {#4}\n", tmp_path).reasons == ["no-question"]


def test_comments_and_categories(tmp_path: Path) -> None:
    made = read("// a comment {\n$CATEGORY: $course$/top/Sets/In//out\n\n2 + 2? {#4}\n// another }\n", tmp_path)
    model = made.curricula.models[0]
    assert [(concept.id, concept.title) for concept in model.concepts] == [("in-out", "In/out")]


def test_signs_behind_a_backslash_mean_nothing(tmp_path: Path) -> None:
    question = only(r"Is \{1, 2\} a set\: yes \= no \# 5 \~ 6? {=it is \{one\} ~it isn't ~it \= none}" + "\n", tmp_path)
    assert question.ask == "Is {1, 2} a set: yes = no # 5 ~ 6?"
    assert list(question.answer.options.values()) == ["it is {one}", "it isn't", "it = none"]


def test_html_becomes_text_and_mathematics_stays_mathematics(tmp_path: Path) -> None:
    asked = [
        one.ask
        for one in read(
            "[html]What is <b>2<sup>3</sup></b> &amp; more?<script>alert(1)</script> {#8}\n\n"
            "What is $$x^2$$ at \\\\(x\\=3\\\\)? {#9}\n\n[markdown]*Which* is $$y$$ here? {#7}\n",
            tmp_path,
        ).questions
    ]
    assert asked == ["What is 2^3 & more?", "What is $x^2$ at $x=3$?", "*Which* is $y$ here?"]


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ("broken { =a ~b", "malformed"),
        ("two {=a} {=b}", "malformed"),
        ("words {before =a ~b}", "malformed"),
        ("upside down {#5..1}", "malformed"),
        ("no number {#about three}", "unreadable"),
        ("any of them {=a =b ~c}", "several-right"),
        ("a star {=any*}", "unsupported"),
        ("half {=%50%a}", "partial-credit"),
        ("one choice {=a ~a}", "contradiction"),
        ("long {=" + "word " * 30 + "}", "answer-too-long"),
    ],
)  # fmt: skip
def test_what_cannot_be_carried_over_is_left_with_its_reason_and_line(item: str, reason: str, tmp_path: Path) -> None:
    made = read(f"2 + 2? {{#4}}\n\n{item}\n", tmp_path)
    assert len(made.questions) == 1
    assert (reason, "quiz.gift:3") in [(one.reason, one.where) for one in made.report.left]


def test_the_same_question_comes_once_and_with_another_answer_not_at_all(tmp_path: Path) -> None:
    made = read("2 + 2? {#4}\n\n2 + 2? {#4}\n\n2 + 2? {#5}\n", tmp_path)
    assert len(made.questions) == 1
    assert made.reasons == ["duplicate", "contradiction"]

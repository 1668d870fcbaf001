"""What a learner can rely on where an answer is written: by keys, by mouse, by pasting, and by typing it all the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Input

from tests.tui.answering import Answers, answering
from tests.tui.studying import settle
from tutor.session.events import AnswerGraded
from tutor.session.view import Placing
from tutor.settings import MathsSettings, Settings
from tutor.tui.answers.grid import Grid
from tutor.tui.answers.lines import NumberedLine
from tutor.tui.answers.registry import WIDGETS

DRAFTS = {
    "choice": "2", "choices": "1 3", "predict": "3", "flaw": "2", "order": "2 3 1", "match": "c _", "matrix": "[1, 2; 3, ]",
    "letters": "[(a + 1), 2; , 4]", "vector": "(3, -1)", "named": "(, 7)", "plane": "(2, -3)", "number-line": "-3/2",
    "slots": "2 N2 + 3 H2 -> NH3", "counted": "N2 + 3 H2 -> NH3",
}  # fmt: skip


async def verdicts(answers: Answers) -> list[str]:
    return [
        str(event.body.judgement.verdict)
        for event in await answers.study.events()
        if isinstance(event.body, AnswerGraded)
    ]


@pytest.mark.parametrize("question", DRAFTS)
async def test_a_draft_stands_in_the_widget_again_through_every_size_and_through_the_line(
    tmp_path: Path, question: str
) -> None:
    async with answering(tmp_path, question, draft=DRAFTS[question]) as answers:
        assert not answers.area.typing
        assert answers.area.widget is not None
        assert answers.area.widget.text == answers.text == DRAFTS[question]
        for size in ((42, 16), (140, 40), (80, 24)):
            await answers.pilot.resize_terminal(*size)
            await settle(answers.pilot)
            assert answers.area.widget.text == answers.text == DRAFTS[question]
            assert answers.pilot.app.focused is answers.area.widget
        await answers.press("ctrl+t")
        line = answers.pilot.app.screen.query_one("#line", Input)
        assert answers.pilot.app.focused is line
        assert (line.region.height, line.value) == (3, DRAFTS[question])
        await answers.press("ctrl+t")
        assert answers.pilot.app.focused is answers.area.widget
        assert answers.area.widget.text == DRAFTS[question]


SHOWN = {
    "choice": "     1  Red|  ▸  2  Green, [@click=app.bell]as grass[/]|     3  1/2 blue",
    "choices": "▸[x]  1 Red| [ ]  2 Green, [@click=app.bell]as grass[/]| [x]  3 1/2 blue",
    "flaw": "     1  a = b|  ▸  2  a² = ab|     3  1 = 2",
    "match": " [c]  1 First item|▸[_]  2 Second item||   · a) ",
    "matrix": "⎡ 1    2   ⎤|⎣ 3        ⎦",
    "vector": "⎡ 3   ⎤|⎣ -1  ⎦",
    "named": "p =|q = 7",
    "number-line": "   ┼────┴────┼────●────┼────┴────┼────┴────┼────┴────┼────┴────┼|  -3        -2        -1         0",
    "slots": "2  N₂ + 3 H₂ → __ NH₃",
    "counted": " _ N₂ + 3 H₂ → __ NH₃|N 2 ≠ 1    H 6 ≠ 3",
}


@pytest.mark.parametrize("question", SHOWN)
async def test_what_is_written_stands_on_the_screen_in_signs(tmp_path: Path, question: str) -> None:
    async with answering(tmp_path, question, draft=DRAFTS[question]) as answers:
        rows = [line[2:] for line in answers.shown.splitlines()]
        wanted = SHOWN[question].split("|")
        starts = [place for place, row in enumerate(rows) if row.startswith(wanted[0])]
        assert starts, answers.shown
        for row, expected in zip(rows[starts[0] :], wanted, strict=False):
            assert row.startswith(expected), answers.shown


async def test_hostile_labels_options_and_formulas_send_nothing_to_the_terminal(tmp_path: Path) -> None:
    hostile = "\x1b[2Jx\u202e\u200by\x9b5m\x07"
    async with answering(tmp_path, "line") as answers:
        asked = answers.area.question
        assert asked is not None
        for number, widget in enumerate(("choice", "choices", "order", "match", "flaw", "vector", "plane", "slots")):
            question = replace(
                asked, id=str(number), widget=widget, names=(hostile[:20], "q"), options=(hostile, "b"), items=(hostile, "d"),
                place=Placing(-2, 2), slots=f"{hostile} -> B",
            )  # fmt: skip
            answers.area.take(question, question.options, hostile, "")
            await settle(answers.pilot)
            await answers.press("up", "1", "right")
            bad = [character for character in answers.shown if not (character.isprintable() or character == "\n")]
            assert not bad, (widget, bad)


@pytest.mark.parametrize("question", ["choice", "order", "matrix", "named", "plane", "slots"])
async def test_i_dont_know_can_be_typed_whatever_the_widget(tmp_path: Path, question: str) -> None:
    async with answering(tmp_path, question) as answers:
        await answers.type("/dont")
        assert answers.text == "/dont"
        await answers.press("enter")
        assert any(event.type == "answer.unknown" for event in await answers.study.events())


@pytest.mark.parametrize("question", ["choices", "flaw", "order", "number-line", "slots"])
async def test_words_fall_to_the_line_and_no_letter_is_lost(tmp_path: Path, question: str) -> None:
    async with answering(tmp_path, question) as answers:
        await answers.pilot.press("w", "h", "a", "t", "space", "i", "s", "space", "x", "question_mark")
        await settle(answers.pilot)
        assert answers.text == "what is x?"


async def test_numbers_arrows_and_mouse_choose_and_a_sign_says_so(tmp_path: Path) -> None:
    async with answering(tmp_path, "choice") as answers:
        assert "▸" not in answers.shown
        assert "[@click=app.bell]as grass[/]" in answers.shown
        await answers.press("3")
        assert answers.text == "3"
        await answers.press("up")
        assert "▸  2" in answers.shown
        await answers.pilot.click(answers.area.screen.query(NumberedLine).first())
        await settle(answers.pilot)
        assert answers.text == "1"
        assert await answers.sent() == []
        await answers.press("down")
        await answers.send()
        assert await answers.sent() == ["2"]
        assert await verdicts(answers) == ["right"]


async def test_several_options_are_taken_and_left(tmp_path: Path) -> None:
    async with answering(tmp_path, "choices") as answers:
        await answers.press("1", "2", "down", "space", "2")
        assert answers.text == "1 3"
        assert answers.shown.count("[x]") == 2
        await answers.press("0")
        assert answers.text == "none"
        await answers.pilot.click(answers.area.screen.query(NumberedLine).first())
        await answers.press("3")
        await answers.send()
        assert await verdicts(answers) == ["right"]


async def test_a_prediction_is_a_commitment_in_its_own_words(tmp_path: Path) -> None:
    async with answering(tmp_path, "predict") as answers:
        assert "any is accepted" in answers.shown
        await answers.press("2")
        await answers.send()
        assert await verdicts(answers) == ["accepted"]


async def test_the_step_that_fails_is_pointed_at(tmp_path: Path) -> None:
    async with answering(tmp_path, "flaw") as answers:
        await answers.press("down", "down", "down")
        await answers.send()
        assert await verdicts(answers) == ["right"]


async def test_lines_are_put_in_order_by_carrying_them(tmp_path: Path) -> None:
    async with answering(tmp_path, "order", draft="3 1 2") as answers:
        await answers.press("home", "up", "up", "shift+down")
        assert answers.text == "1 3 2"
        await answers.press("space", "down", "space", "up")
        assert answers.text == "1 2 3"
        await answers.press("alt+down")
        assert answers.text == "1 3 2"


async def test_typing_numbers_puts_lines_in_order_one_after_the_other(tmp_path: Path) -> None:
    async with answering(tmp_path, "order") as answers:
        names = answers.area.widget.question.options  # type: ignore[union-attr]
        for name in ("First", "Second"):
            await answers.press(str(names.index(name) + 1))
        assert answers.shown.index("First") < answers.shown.index("Second") < answers.shown.index("Third")
        await answers.press("backspace")
        assert answers.text == str(names.index("First") + 1)
        await answers.press(str(names.index("Second") + 1))
        await answers.send()
        assert await verdicts(answers) == ["right"]


async def test_items_are_matched_by_letters_arrows_and_mouse(tmp_path: Path) -> None:
    async with answering(tmp_path, "match") as answers:
        question = answers.area.question
        assert question is not None
        letter = {text: "abc"[place] for place, text in enumerate(question.options)}
        assert "[b]Blue[/b]" in answers.shown
        await answers.press(letter["Tall"])
        assert answers.text == f"{letter['Tall']} _"
        await answers.press("up", letter["Small"], letter["Tall"], "backspace")
        assert answers.text == f"{letter['Small']} _"
        line = list(answers.area.screen.query(NumberedLine))[2 + "abc".index(letter["Tall"])]
        await answers.pilot.click(line)
        await settle(answers.pilot)
        assert answers.text == f"{letter['Small']} {letter['Tall']}"
        await answers.send()
        assert await verdicts(answers) == ["right"]


async def test_what_the_line_takes_a_grid_takes_too(tmp_path: Path) -> None:
    async with answering(tmp_path, "matrix") as answers:
        await answers.type("1 2; 3 4")
        assert answers.text == "[1, 2; 3, 4]"
        assert "⎡ 1" in answers.shown
        await answers.send()
        assert await verdicts(answers) == ["right"]


async def test_enter_goes_through_the_empty_cells_and_then_sends(tmp_path: Path) -> None:
    async with answering(tmp_path, "matrix") as answers:
        for cell in "1234":
            assert await answers.sent() == []
            await answers.press(cell, "enter")
        await settle(answers.pilot)
        assert await answers.sent() == ["[1, 2; 3, 4]"]


async def test_arrows_leave_a_cell_only_at_its_edges(tmp_path: Path) -> None:
    async with answering(tmp_path, "matrix") as answers:
        grid = answers.pilot.app.screen.query_one(Grid)
        await answers.press("1", "2", "left", "left")
        assert (grid.column, grid.caret) == (0, 0)
        await answers.press("right", "5", "right")
        assert (grid.column, grid.caret, answers.text) == (0, 3, "[[152]]")
        await answers.press("right", "7", "left", "left")
        assert (grid.column, grid.caret) == (0, 3)
        await answers.press("tab", "backspace", "backspace", "down", "9")
        assert answers.text == "[152; 9]"


async def test_a_grid_grows_and_shrinks_and_empty_edges_are_left_out(tmp_path: Path) -> None:
    async with answering(tmp_path, "matrix") as answers:
        await answers.press("alt+right", "alt+down")
        assert "3×3" in answers.shown
        await answers.type("1 2; 3 4")
        assert answers.text == "[1, 2; 3, 4]"
        await answers.press("alt+left", "alt+up")
        assert "2×2" in answers.shown
        await answers.press("comma", "5")
        assert answers.text == "[1, 2, ; 3, 4, 5]"


@pytest.mark.parametrize(
    "pasted", ["1 2; 3 4", "1\t2\n3\t4\n", r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", "[[1,2],[3,4]]"]
)
@pytest.mark.parametrize("in_line", [False, True])
async def test_a_matrix_is_pasted_into_the_grid_or_the_line(tmp_path: Path, pasted: str, in_line: bool) -> None:
    async with answering(tmp_path, "matrix") as answers:
        if in_line:
            await answers.press("ctrl+t")
        await answers.paste(pasted)
        await answers.send()
        assert await verdicts(answers) == ["right"]


async def test_a_pasted_number_goes_into_one_cell_and_hostile_text_is_cleaned(tmp_path: Path) -> None:
    async with answering(tmp_path, "matrix") as answers:
        await answers.paste("12")
        assert answers.text == "[[12]]"
        await answers.press("tab")
        await answers.paste("\x1b]0;owned\x07\u202e3\x9b2J")
        assert answers.text == "[[12, 3]]"
        assert "\x1b" not in answers.shown
        await answers.paste("9" * 5000)
        assert answers.area.line.value.isprintable()


async def test_cells_with_letters_keep_their_spaces_and_say_how_they_are_read(tmp_path: Path) -> None:
    async with answering(tmp_path, "letters") as answers:
        await answers.type("a,2;3,a + 1/")
        assert "^" in answers.shown
        await answers.press("backspace", "backspace", "1")
        assert "reads as  a + 1" in answers.shown
        assert answers.text == "[a, 2; 3, (a + 1)]"
        await answers.send()
        assert await verdicts(answers) == ["right"]


@pytest.mark.parametrize("typed", ["3 -1", "3, -1", "(3, -1)", "3;-1"])
async def test_a_vector_is_a_column_that_takes_what_the_line_takes(tmp_path: Path, typed: str) -> None:
    async with answering(tmp_path, "vector") as answers:
        await answers.type(typed)
        assert answers.text == "(3, -1)"
        await answers.send()
        assert await verdicts(answers) == ["right"]


async def test_entries_with_names_are_labelled_and_as_many(tmp_path: Path) -> None:
    async with answering(tmp_path, "named") as answers:
        assert "p =" in answers.shown
        await answers.press("3", "enter")
        await answers.type("-1")
        assert answers.text == "(3, -1)"
        await answers.type(",4")
        assert answers.text == "(3, -1,4)"  # one too many is there to be seen


async def test_a_point_is_placed_by_keys_and_by_mouse_and_typing_moves_it(tmp_path: Path) -> None:
    async with answering(tmp_path, "plane") as answers:
        assert "not placed yet" in answers.shown
        await answers.press("right", "right", "up")
        assert answers.text == "(1, 1)"
        assert "●" in answers.shown
        await answers.pilot.click("Plane", offset=(3, 0))
        await settle(answers.pilot)
        assert answers.text == "(-5, 5)"
        await answers.press("up", "left")
        assert answers.text == "(-5, 5)"
        before = answers.shown
        await answers.type("(3, -1)")
        assert answers.text == "(3, -1)"
        assert answers.shown != before
        await answers.send()
        assert await verdicts(answers) == ["right"]


async def test_a_plane_stands_beside_its_question_alone_and_its_point_stays_in_view(tmp_path: Path) -> None:
    async with answering(tmp_path, "plane", size=(60, 14)) as answers:
        study = answers.pilot.app.screen
        question = answers.area.question
        assert question is not None
        answers.area.take(replace(question, id="other", widget="line", place=None), (), "", "")
        await settle(answers.pilot)
        assert not study.query_one("#beside").display
        answers.area.take(question, (), "", "")
        await settle(answers.pilot)
        await answers.press("up", *["down"] * 5)
        assert "●" in answers.shown
        await answers.press(*["up"] * 10)
        assert answers.text == "(0, 5)"
        assert "●" in answers.shown


async def test_a_number_is_placed_on_the_line_of_numbers(tmp_path: Path) -> None:
    async with answering(tmp_path, "number-line") as answers:
        await answers.press("right", "right", "right", "right")
        assert answers.text == "3/2"
        await answers.pilot.click("NumberLine", offset=(3, 0))
        await settle(answers.pilot)
        assert answers.text == "-3"
        await answers.press("7", "slash")
        assert answers.text == "7/"
        assert answers.area.typing


async def test_amounts_are_put_between_the_formulas(tmp_path: Path) -> None:
    async with answering(tmp_path, "slots") as answers:
        assert "≠" not in answers.shown
        await answers.press("right", "3", "tab", "up", "up", "down")
        assert answers.text == "N2 + 3 H2 -> 2 NH3"
        await answers.press("backspace", "backspace", "backspace")
        assert answers.text == ""
        await answers.press("3", "right", "2")
        await answers.send()
        assert await verdicts(answers) == ["right"]


async def test_atoms_are_counted_only_where_the_question_allows_it(tmp_path: Path) -> None:
    async with answering(tmp_path, "counted") as answers:
        assert "H 2 ≠ 3" in answers.shown
        await answers.press("right", "3", "right", "2")
        assert "H 6 = 6" in answers.shown


async def test_points_of_a_rubric_are_ticked(tmp_path: Path) -> None:
    async with answering(tmp_path, "own-words") as answers:
        await answers.type("it is so because it is")
        await answers.send()
        assert "Which of these does yours say?" in answers.shown
        await answers.press("2", "enter")
        ticked = [event.body for event in await answers.study.events() if event.type == "rubric.ticked"]
        assert [one.lines for one in ticked] == [(2,)]  # type: ignore[attr-defined]


async def test_a_question_back_leaves_the_widget_as_it_was(tmp_path: Path) -> None:
    async with answering(tmp_path, "matrix") as answers:
        await answers.type("1 2;3")
        await answers.press("f8")
        assert isinstance(answers.pilot.app.focused, Input)
        await answers.type("why me")
        await answers.press("escape")
        assert answers.text == "[1, 2; 3, ]"
        assert isinstance(answers.pilot.app.focused, Grid)


async def test_who_chose_the_line_keeps_it_and_pictures_are_plain_in_ascii(tmp_path: Path) -> None:
    async with answering(tmp_path, "plane", settings=Settings(maths=MathsSettings(mode="ascii"))) as answers:
        await answers.press("up")
        plane = answers.shown.split("0 ---")[1]
        assert "+" in plane or "O" in plane
        assert "●" not in answers.shown


@pytest.mark.parametrize("question", ["choice", "vector", "plane"])
async def test_the_keys_in_a_widget_can_be_changed(tmp_path: Path, question: str) -> None:
    async with answering(
        tmp_path, question, settings=Settings(keys={"send": "ctrl+y"}), draft=DRAFTS[question]
    ) as answers:
        await answers.press("enter")
        assert await answers.sent() == []
        await answers.press("ctrl+y")
        assert len(await answers.sent()) == 1


def test_every_widget_is_found_and_has_its_keys() -> None:
    from tutor.tui.keys import MOVES, moves_in

    assert set(WIDGETS) == {widget for move in MOVES for widget in move.widgets}
    assert all(moves_in(widget, {})["enter"] == "send" for widget in WIDGETS)

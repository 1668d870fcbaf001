"""What a learner can rely on in the study program."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from tests.mastering import DAY, master
from tests.tui.studying import Study, patient, screen, settle, type_line
from tutor.curriculum.load import load
from tutor.curriculum.shipping import shipped
from tutor.curriculum.variants import draw
from tutor.errors import InputError
from tutor.grading.verdict import Verdict
from tutor.session import events as happened
from tutor.settings import Settings
from tutor.tui.keys import ACTIONS, with_settings
from tutor.tui.summary import SummaryScreen
from tutor.tui.texts import _beginning


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return Study(tmp_path)


async def test_enter_is_enough_to_begin(study: Study) -> None:
    async with study.running() as pilot:
        assert "twice and twice again" in screen(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert "Mina adds" in screen(pilot) or "twice the double" in screen(pilot)


async def test_a_chain_is_answered_to_its_end_and_summed_up(study: Study) -> None:
    async with study.running() as pilot:
        await pilot.press("enter")
        await settle(pilot)
        for _ in range(20):
            if isinstance(pilot.app.screen, SummaryScreen):
                break
            patient(pilot)
            await type_line(pilot, await study.key())
        shown = screen(pilot)
        assert "You have derived" in shown
        assert "right unaided" in shown
        await pilot.press("enter")
        await settle(pilot)
        assert "First principles" in screen(pilot)


async def test_what_cannot_be_read_costs_nothing_and_is_pointed_at(study: Study) -> None:
    async with study.running() as pilot:
        await pilot.press("enter")
        await settle(pilot)
        patient(pilot)
        await type_line(pilot, "(3")
        assert "doesn't count" in screen(pilot)
        missed = [event for event in await study.events() if event.type == "answer.missed"]
        assert not missed
        assert pilot.app.screen.query_one("#line", Input).value == "(3"


async def test_the_answer_is_shown_as_it_is_read_while_it_is_typed(study: Study) -> None:
    async with study.running() as pilot:
        await pilot.press("enter")
        await settle(pilot)
        pilot.app.screen.query_one("#line", Input).value = "1/2"
        await settle(pilot)
        assert "reads as" in screen(pilot)
        assert "─" in screen(pilot)


async def test_a_key_that_does_not_apply_says_why(study: Study) -> None:
    async with study.running() as pilot:
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("f5")
        await settle(pilot)
        assert any("side branch" in note.message for note in pilot.app._notifications)


async def test_i_dont_know_and_commands_can_be_typed(study: Study) -> None:
    async with study.running() as pilot:
        await pilot.press("enter")
        await settle(pilot)
        await type_line(pilot, "?")
        await type_line(pilot, "/dont")
        unknown = [event for event in await study.events() if isinstance(event.body, happened.AnswerUnknown)]
        assert len(unknown) == 2


async def test_a_belief_can_be_disputed_by_typing_and_the_question_comes_back(study: Study) -> None:
    async with study.running() as pilot:
        await pilot.press("enter")
        await settle(pilot)
        await type_line(pilot, "/skip")
        waits = pilot.app.screen.view.question  # type: ignore[attr-defined]
        await type_line(pilot, "/know nothing of the kind")
        assert pilot.app.screen.view.question == waits  # type: ignore[attr-defined]
        await type_line(pilot, "/notyet doubling/fourfold")
        assert pilot.app.screen.view.question == waits  # type: ignore[attr-defined]
        assert any(event.type == "dispute.settled" for event in await study.events())


async def test_why_leads_away_and_back_to_the_answer_as_far_as_it_was_typed(study: Study) -> None:
    async with study.running() as pilot:
        await pilot.press("enter")
        await settle(pilot)
        await type_line(pilot, "/skip")
        while pilot.app.screen.view.allowed["why"]:  # type: ignore[attr-defined]
            await type_line(pilot, await study.key())
        line, waits = pilot.app.screen.query_one("#line", Input), pilot.app.screen.view.question  # type: ignore[attr-defined]
        line.value = "half an ans"
        await pilot.press("f4")
        await settle(pilot)
        assert pilot.app.screen.view.question != waits  # type: ignore[attr-defined]
        assert line.value == ""
        await pilot.press("f5")
        await settle(pilot)
        assert pilot.app.screen.view.question == waits  # type: ignore[attr-defined]
        assert line.value == "half an ans"


async def test_pressing_enter_twice_submits_once(study: Study) -> None:
    async with study.running() as pilot:
        await pilot.press("enter")
        await settle(pilot)
        patient(pilot)
        pilot.app.screen.query_one("#line", Input).value = "7"
        await pilot.press("enter", "enter")
        await settle(pilot)
        submitted = [event for event in await study.events() if isinstance(event.body, happened.AnswerSubmitted)]
        assert len(submitted) == 1


async def test_leaving_and_coming_back_keeps_the_question_and_the_draft(study: Study) -> None:
    async with study.running() as pilot:
        await pilot.press("enter")
        await settle(pilot)
        before = pilot.app.screen.view.question  # type: ignore[attr-defined]
        pilot.app.screen.query_one("#line", Input).value = "12 +"
        await pilot.press("escape")
        await settle(pilot)
        assert "Go on where you were" in screen(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert pilot.app.screen.view.question == before  # type: ignore[attr-defined]
        assert pilot.app.screen.query_one("#line", Input).value == "12 +"


async def test_asking_back_is_never_an_answer_and_keeps_the_draft(study: Study) -> None:
    async with study.running() as pilot:
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("f12")
        await settle(pilot)
        pilot.app.screen.query_one("#line", Input).value = "41"
        await pilot.press("f8")
        await settle(pilot)
        await type_line(pilot, "what does fourfold mean?")
        assert pilot.app.screen.query_one("#line", Input).value == "41"
        types = [event.type for event in await study.events()]
        assert "aside.asked" in types
        assert "answer.submitted" not in types


async def test_text_of_a_curriculum_is_never_markup(study: Study) -> None:
    async with study.running() as pilot:
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("f12")
        await settle(pilot)
        assert "[@click=app.bell]adding[/]" in screen(pilot)


async def test_mathematics_is_set_in_two_dimensions(study: Study) -> None:
    async with study.running() as pilot:
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("f12")
        await settle(pilot)
        assert "⎛1  2⎞" in screen(pilot)


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (140, 40)])
async def test_the_answer_line_is_in_view_at_every_size(study: Study, size: tuple[int, int]) -> None:
    async with study.running(size=size) as pilot:
        await pilot.press("enter")
        await settle(pilot)
        line = pilot.app.screen.query_one("#line", Input)
        assert 0 < line.region.y < size[1] - 2
        assert ("You have shown" in screen(pilot)) == (size[0] >= 110)


async def test_help_lists_every_action_with_its_key(study: Study) -> None:
    async with study.running(size=(100, 50)) as pilot:
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("f1")
        await settle(pilot)
        for action in ACTIONS[:8]:
            assert f"/{action.command}" in screen(pilot)


async def test_a_key_can_be_changed_in_the_settings(study: Study) -> None:
    async with study.running(settings=Settings(keys={"dont_know": "ctrl+d"})) as pilot:
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("ctrl+d")
        await settle(pilot)
        assert any(isinstance(event.body, happened.AnswerUnknown) for event in await study.events())


def test_a_key_for_two_actions_or_for_none_is_refused() -> None:
    with pytest.raises(InputError, match="same key"):
        with_settings({"hint": "f1"})
    with pytest.raises(InputError, match="no action"):
        with_settings({"hnt": "f2"})


async def test_after_a_miss_typing_begins_a_new_answer(study: Study) -> None:
    async with study.running() as pilot:
        await pilot.press("enter")
        await settle(pilot)
        patient(pilot)
        await type_line(pilot, "(3")
        await pilot.press("7", "5")
        assert pilot.app.screen.query_one("#line", Input).value == "75"


async def test_i_dont_know_in_words_leaves_an_empty_line(study: Study) -> None:
    async with study.running() as pilot:
        await pilot.press("enter")
        await settle(pilot)
        for _ in range(4):
            await type_line(pilot, "I don't know")
            assert pilot.app.screen.query_one("#line", Input).value == ""
        assert any(isinstance(event.body, happened.AnswerUnknown) for event in await study.events())
        assert not any(isinstance(event.body, happened.AnswerGraded) for event in await study.events())


async def test_the_end_of_the_question_is_in_view_or_said_to_be_a_page_away(study: Study) -> None:
    async with study.running(size=(40, 16)) as pilot:
        await pilot.press("enter")
        await settle(pilot)
        for _ in range(6):
            view = pilot.app.screen.view  # type: ignore[attr-defined]
            if view.question is None or view.rubric:
                break
            words = view.question.ask.split("$")[-1].split()[-1]
            for _ in range(12):
                if "more below" not in screen(pilot):
                    break
                await pilot.press("pagedown")
                await settle(pilot)
            assert words in " ".join(screen(pilot).split())
            await type_line(pilot, "idk")


async def test_what_could_not_be_read_is_offered_anew_and_counts_only_when_sent(study: Study) -> None:
    async with study.running() as pilot:
        await pilot.press("enter")
        await settle(pilot)
        patient(pilot)
        await type_line(pilot, "(12 + 2")
        assert "Tab takes it as (12 + 2)" in " ".join(screen(pilot).split())
        await pilot.press("tab")
        await settle(pilot)
        assert pilot.app.screen.query_one("#line", Input).value == "(12 + 2)"
        graded = [event.body for event in await study.events() if isinstance(event.body, happened.AnswerGraded)]
        assert [one.judgement.verdict for one in graded] == [Verdict.UNREADABLE]
        patient(pilot)
        await pilot.press("enter")
        await settle(pilot)
        graded = [event.body for event in await study.events() if isinstance(event.body, happened.AnswerGraded)]
        assert len(graded) == 2
        assert graded[1].judgement.verdict is not Verdict.UNREADABLE


async def test_a_solution_stays_in_view_and_what_lies_below_is_announced(study: Study) -> None:
    async with study.running((44, 14)) as pilot:
        await pilot.press("enter")
        await settle(pilot)
        await type_line(pilot, "/skip")
        await type_line(pilot, "/show")
        assert "a fresh one comes" in " ".join(screen(pilot).split())
        assert "more below: PgDn" in screen(pilot)
        for _ in range(6):
            await pilot.press("pagedown")
            await settle(pilot)
        assert "more below" not in screen(pilot)


async def test_home_says_how_much_is_due_for_a_look_and_asks_for_it(study: Study) -> None:
    await master(study.journal, "me", study.curricula, study.curricula.concepts, at=1_767_225_600_000_000 - 60 * DAY)
    async with study.running() as pilot:
        assert "2 due for a look" in screen(pilot)
        await pilot.press("up")
        await pilot.press("enter")
        await settle(pilot)
        assert "due for a look" in screen(pilot)
        for _ in range(6):
            if isinstance(pilot.app.screen, SummaryScreen):
                break
            patient(pilot)
            await type_line(pilot, await study.key())
        await pilot.press("enter")
        await settle(pilot)
        assert "First principles" in screen(pilot)
        assert "due for a look" not in screen(pilot)


async def test_what_is_typed_while_a_session_opens_is_for_its_question(study: Study) -> None:
    async with study.running() as pilot:
        for key in ("enter", "7", "5"):
            pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await settle(pilot)
        await settle(pilot)
        assert pilot.app.screen.query_one("#line", Input).value == "75"


async def test_home_marks_its_line_with_a_sign(study: Study) -> None:
    await master(study.journal, "me", study.curricula, study.curricula.concepts, at=1_767_225_600_000_000 - 60 * DAY)
    async with study.running() as pilot:
        assert next(line for line in screen(pilot).splitlines() if "▸" in line).split("▸")[1].startswith(" twice and")
        await pilot.press("up")
        assert next(line for line in screen(pilot).splitlines() if "▸" in line).split("▸")[1].startswith(" 2 due")
        assert screen(pilot).count("▸") == 1


async def test_the_palette_offers_what_applies_now(study: Study) -> None:
    async with study.running() as pilot:
        await pilot.press("enter")
        await settle(pilot)
        titles = {command.title for command in pilot.app.get_system_commands(pilot.app.screen)}
        assert {"I don't know", "Enough"} <= titles
        assert "Type it" not in titles


async def test_what_was_said_is_said_again_over_the_answer_when_it_is_out_of_sight(study: Study) -> None:
    async with study.running((60, 12)) as pilot:
        await pilot.press("enter")
        await settle(pilot)
        await type_line(pilot, "/skip")
        await type_line(pilot, "/dont")
        said = screen(pilot).splitlines()
        await pilot.press("pagedown", "pagedown")
        await settle(pilot)
        assert any(line.lstrip().startswith("↑ ·") or "↑ →" in line for line in screen(pilot).splitlines()), said


@pytest.mark.parametrize("name", ["linear-algebra", "leverage"])
def test_the_question_above_is_never_cut_in_mid_sentence(name: str) -> None:
    curricula = load(name, [shipped("curricula")])
    for ref in curricula.questions:
        node = curricula.question(ref)
        if node.steps and ref.partition("/")[0] == name:
            shown = _beginning(draw(curricula, ref, 0).ask).rstrip("*_)\"'”’ ")
            assert shown.endswith((".", "?", "!", "$$", "|")) or shown == draw(curricula, ref, 0).ask.strip(), (
                ref,
                shown,
            )

"""The drawer of the study program: beside the question, never over it, and the draft stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tests.shelf import Shelf
from tests.tui.studying import Study, patient, screen, settle, type_line
from tutor.session import events as happened

LISTED = "Esc closes"
BOOK = r"""# Numbers

## Pairs

A pair is twice a number, or two of the same, said the [@click=app.bell]bell[/]. Adding a number to itself doubles it: $\frac{1}{2}$ becomes 1.
The last words of this section stand here.

## Cats

Cats sleep. What does it matter to them, once, twice, or any number of times?
"""


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return Study(tmp_path, Shelf({"book.md": BOOK}, "On \x1b[31mnumbers"))


async def begin(pilot: Pilot[int]) -> None:
    await pilot.press("enter")
    await settle(pilot)
    await type_line(pilot, "/skip")


def line(pilot: Pilot[int]) -> Input:
    return pilot.app.screen.query_one("#line", Input)


async def press(pilot: Pilot[int], *keys: str) -> None:
    await pilot.press(*keys)
    await settle(pilot)


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (140, 40)])
async def test_the_drawer_opens_beside_or_below_the_question_and_closes_with_esc(
    study: Study, size: tuple[int, int]
) -> None:
    async with study.running(size) as pilot:
        await begin(pilot)
        await press(pilot, "f9")
        drawer, card = pilot.app.screen.query_one("#drawer"), pilot.app.screen.query_one("#card")
        assert LISTED in screen(pilot)
        assert "On numbers › Pairs" in screen(pilot)
        if size[0] >= 110:
            assert drawer.region.x >= card.region.right
        else:
            assert drawer.region.y >= card.region.bottom
        assert not drawer.region.overlaps(card.region)
        assert card.region.height >= 3
        assert 0 < line(pilot).region.y < size[1] - 2
        await press(pilot, "escape")
        assert LISTED not in screen(pilot)
        assert type(pilot.app.screen).__name__ == "StudyScreen"
        assert ("You have shown" in screen(pilot)) == (size[0] >= 110)


async def test_enter_opens_the_marked_passage_whole_and_the_list_again(study: Study) -> None:
    async with study.running((140, 40)) as pilot:
        await begin(pilot)
        await press(pilot, "f9")
        assert "▸ 1" in screen(pilot)
        await press(pilot, "down")
        assert "▸ 2" in screen(pilot)
        await press(pilot, "up", "enter")
        assert "The last words" in " ".join(screen(pilot).split())
        assert "[@click=app.bell]bell[/]" in screen(pilot)
        assert "Cats" not in screen(pilot)
        await press(pilot, "escape")
        assert "▸ 1" in screen(pilot)
        await type_line(pilot, "/open 2")
        assert "Cats sleep." in screen(pilot)
        assert "Pairs" not in screen(pilot)
        assert not [event for event in await study.events() if event.type == "answer.submitted"]


async def test_a_question_back_stands_beside_and_the_draft_is_kept_on_the_line_and_on_disk(study: Study) -> None:
    async with study.running((140, 40)) as pilot:
        await begin(pilot)
        waits = pilot.app.screen.view.question  # type: ignore[attr-defined]
        line(pilot).value = "12 + "
        await settle(pilot)
        await pilot.pause(0.4)
        await press(pilot, "f8")
        await type_line(pilot, "what do cats do?")
        shown = " ".join(screen(pilot).split())
        assert "You asked: what do cats do?" in shown
        assert "Cats sleep." in shown
        assert pilot.app.screen.view.question == waits  # type: ignore[attr-defined]
        assert line(pilot).value == "12 + "
        session = pilot.app.screen.view.session  # type: ignore[attr-defined]
        await settle(pilot)
        assert await study.drafts.load(session) == "12 + "


async def test_sources_looked_up_once_open_and_close_without_another_look(study: Study) -> None:
    async with study.running((140, 40)) as pilot:
        await begin(pilot)
        for _ in range(3):
            await press(pilot, "f9")
        assert LISTED in screen(pilot)
        opened = [event for event in await study.events() if isinstance(event.body, happened.SourcesOpened)]
        assert len(opened) == 1


async def test_the_next_question_closes_the_drawer(study: Study) -> None:
    async with study.running((140, 40)) as pilot:
        await begin(pilot)
        await press(pilot, "f9")
        patient(pilot)
        await type_line(pilot, await study.key())
        assert LISTED not in screen(pilot)
        assert "You have shown" in screen(pilot)


async def test_a_session_that_goes_on_finds_what_was_looked_up(study: Study) -> None:
    async with study.running((140, 40)) as pilot:
        await begin(pilot)
        await press(pilot, "f9")
        await press(pilot, "escape")
        await press(pilot, "escape")
        await press(pilot, "enter")
        await press(pilot, "ctrl+o")
        assert "On numbers › Pairs" in screen(pilot)


async def test_nothing_found_is_said_plainly(study: Study) -> None:
    async with study.running() as pilot:
        await begin(pilot)
        await press(pilot, "f8")
        await type_line(pilot, "xylophones?")
        assert "Nothing fits those words" in " ".join(screen(pilot).split())
        await press(pilot, "escape")
        await press(pilot, "ctrl+o")
        assert any("F9 looks" in note.message for note in pilot.app._notifications)

"""The map on the screen: read by keys, nothing by colour alone, and the way to study what is marked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.studying import Study, patient, screen, settle, type_line
from tutor.tui.map import MapScreen, growth
from tutor.tui.summary import SummaryScreen


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return Study(tmp_path)


async def test_home_leads_to_the_map_and_back(study: Study) -> None:
    async with study.running() as pilot:
        await pilot.press("m")
        await settle(pilot)
        shown = screen(pilot)
        assert "○ two of the same" in shown
        assert "· twice and twice again" in shown
        assert "1 ready" in shown
        assert "Twice a number" not in shown  # its title would give it away
        await pilot.press("escape")
        await settle(pilot)
        assert "First principles" in screen(pilot)


async def test_the_marked_idea_says_why_it_stands_so_and_what_is_around_it(study: Study) -> None:
    async with study.running((120, 30)) as pilot:
        await pilot.press("m")
        await settle(pilot)
        assert "Ready: all it rests on is there." in screen(pilot)
        assert "It opens:" in screen(pilot)
        await pilot.press("down")
        await settle(pilot)
        assert "First: two of the same." in screen(pilot)
        assert "%" not in screen(pilot)
        await pilot.press("p")
        await settle(pilot)
        assert "Known with a chance of" in screen(pilot)


async def test_layers_keep_the_mark_and_show_what_hangs_together(study: Study) -> None:
    async with study.running() as pilot:
        await pilot.press("m")
        await settle(pilot)
        await pilot.press("g")
        await settle(pilot)
        shown = screen(pilot).splitlines()
        top = next(line for line in shown if "twice and twice" in line)
        ground = next(line for line in shown if "[○ two of the same]" in line)
        assert shown.index(top) < shown.index(ground)
        assert "▴" in top
        await pilot.press("up")
        await settle(pilot)
        assert "[· twice and twice again]" in screen(pilot)
        assert "▾ ○ two of the same" in screen(pilot)
        await pilot.press("g")
        await settle(pilot)
        assert isinstance(pilot.app.screen, MapScreen)
        assert "First: two of the same." in screen(pilot)


@pytest.mark.parametrize("layers", [False, True])
async def test_enter_studies_the_marked_idea(study: Study, *, layers: bool) -> None:
    async with study.running() as pilot:
        await pilot.press("m")
        await settle(pilot)
        if layers:
            await pilot.press("g")
            await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert "Mina adds" in screen(pilot)
        (record,) = await study.desk.sessions("me")
        assert record.goal == "doubling/twice"


async def test_what_was_found_stands_on_the_map_by_its_name(study: Study) -> None:
    async with study.running() as pilot:
        await pilot.press("enter")
        await settle(pilot)
        while not isinstance(pilot.app.screen, SummaryScreen):
            patient(pilot)
            await type_line(pilot, await study.key())
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("m")
        await settle(pilot)
        assert "Four times a number" in screen(pilot)
        assert "◐" in screen(pilot) or "●" in screen(pilot)


async def test_a_session_that_no_goal_names_goes_by_its_neutral_title(study: Study) -> None:
    await study.desk.start("me", "doubling", "twice")
    async with study.running() as pilot:
        assert "two of the same" in screen(pilot)
        assert "doubling/twice" not in screen(pilot)


async def test_the_way_to_the_goal_is_shown_beside_the_session_and_the_draft_waits(study: Study) -> None:
    async with study.running((120, 30)) as pilot:
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("1", "7", "ctrl+g")
        await settle(pilot)
        assert "two of the same" in screen(pilot)
        assert "Enter  study" not in screen(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert "17" in screen(pilot)


async def test_one_key_keeps_the_notebook_during_a_session_and_after_it(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    async with study.running((120, 30)) as pilot:
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        (first,) = (tmp_path / "here").iterdir()
        assert "# twice and twice again" in first.read_text()
        while not isinstance(pilot.app.screen, SummaryScreen):
            patient(pilot)
            await type_line(pilot, await study.key())
        await pilot.press("s")
        await settle(pilot)
        (second,) = set((tmp_path / "here").iterdir()) - {first}
        assert "# Four times a number" in second.read_text()


def test_growth_is_drawn_to_its_own_height() -> None:
    assert growth([]) == ""
    assert growth([0, 8]) == "▁█"
    assert growth([1, 2, 3, 4, 5, 6, 7, 8])[-1] == "█"

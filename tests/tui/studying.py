"""A study program over a small curriculum, with everything real but the terminal and the disk."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from tutor.curriculum.load import load
from tutor.session.desk import Desk
from tutor.session.events import Event
from tutor.session.ports import Passages
from tutor.settings import Settings
from tutor.store.memory import MemoryDrafts, MemoryJournal, MemoryPins
from tutor.tui.app import Goal, Opened, ShelfEntry, StudyApp

CURRICULUM = r"""
format: 1
id: doubling
title: Doubling
goals: [fourfold]
concepts:
  - id: twice
    title: Twice a number
    before: two of the same
    kind: definition
    wonder: What does [@click=app.bell]adding[/] to itself come to?
    questions:
      - id: add
        ask: "Mina adds ${=a}$ to itself, and $\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}$ stands by. What does she get?"
        parameters: {a: {kind: integer, from: 13, to: 60}}
        answer: {kind: number, value: "2*a"}
        difficulty: -1
        hints: ["Say it with your fingers first."]
        mistakes: [{value: "a", ask: "Did anything get added?"}]
        solution: "Two of them: ${=2*a}$."
  - id: fourfold
    title: Four times a number
    before: twice and twice again
    kind: result
    requires: [twice]
    claim: Twice twice a number is four times the number.
    questions:
      - id: leap
        ask: "What is twice the double of ${=b}$?"
        uses: [twice]
        parameters: {b: {kind: integer, from: 13, to: 60}}
        answer: {kind: number, value: "4*b"}
        difficulty: 1
        steps:
          - {id: once, ask: "What is the double of ${=b}$?", uses: [twice], answer: {kind: number, value: "2*b"}}
          - {id: pick, ask: "And then?", answer: {kind: choice, options: {again: Double it again, stop: Stop}, value: again}}
"""


def curriculum(folder: Path, name: str = "doubling", source: str = CURRICULUM) -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(source)
    return folder


class Clock:
    def __init__(self) -> None:
        self.at = 1_767_225_600_000_000

    def now(self) -> int:
        self.at += 1_000_000
        return self.at


class Study:
    """The program, and what's behind it, for a test to look at."""

    def __init__(
        self,
        folder: Path,
        passages: Passages | None = None,
        *,
        source: str = CURRICULUM,
        goal: str = "doubling/fourfold",
    ) -> None:
        self.journal, self.pins, self.drafts = MemoryJournal(), MemoryPins(), MemoryDrafts()
        self.name, self.goal = goal.partition("/")[0], goal
        self.curricula = load(self.name, [curriculum(folder, self.name, source)])
        self.desk = Desk(
            self.journal, self.pins, Clock(), lambda name: self.curricula, random.Random(3), passages=passages
        )

    async def events(self) -> list[Event]:
        return [event async for event in self.journal.read("me")]

    async def key(self) -> str:
        """The right answer to the open question."""
        from tutor.curriculum.variants import draw
        from tutor.simulation.writing import right_text

        session = (await self.desk.sessions("me"))[0].session
        asked = (await self.desk.state("me", session)).chain.question
        assert asked is not None
        return right_text(draw(self.curricula, asked.ref, asked.n), random.Random(1))

    async def _open(self) -> Opened:
        async def shelf() -> Sequence[ShelfEntry]:
            goals = (Goal(self.goal, "twice and twice again", 5.0),)
            return [ShelfEntry(self.name, "Doubling", goals, due=len(await self.desk.due("me")))]

        async def close() -> None:
            return None

        return Opened(self.desk, "me", self.drafts, shelf, close)

    def app(self, settings: Settings | None = None) -> StudyApp:
        """The program, not yet running."""
        return StudyApp(self._open, settings or Settings())

    @asynccontextmanager
    async def running(
        self, size: tuple[int, int] = (80, 24), settings: Settings | None = None
    ) -> AsyncIterator[Pilot[int]]:
        app = self.app(settings)
        async with app.run_test(size=size) as pilot:
            await settle(pilot)
            yield pilot


async def settle(pilot: Pilot[int]) -> None:
    """Until nothing is under way."""
    for _ in range(3):
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def screen(pilot: Pilot[int]) -> str:
    """What stands on the screen, as text."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


async def type_line(pilot: Pilot[int], text: str) -> None:
    """Type a line and press Enter."""
    from textual.widgets import Input

    pilot.app.screen.query_one("#line", Input).value = text
    await pilot.press("enter")
    await settle(pilot)


def patient(pilot: Pilot[int]) -> None:
    """Let the question have stood there long enough to be read."""
    pilot.app.screen._seen_at -= 60  # type: ignore[attr-defined]

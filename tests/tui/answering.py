"""The study program with one question open, so that a test can answer it with the widget that fits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from textwrap import indent

from textual import events
from textual.pilot import Pilot

from tests.tui.studying import Study, patient, screen, settle
from tutor.session.events import AnswerSubmitted
from tutor.settings import Settings
from tutor.tui.answering import Answering

CURRICULUM = """
format: 1
id: one
title: One question
goals: [only]
exhibits:
  - {id: seen, title: What was seen, provenance: thought-experiment, body: "It fell."}
concepts:
  - id: only
    title: The only one
    before: the one
    kind: definition
    questions:
      - id: asked
"""
OPTIONS = "options: {red: Red, green: 'Green, [@click=app.bell]as grass[/]', blue: '$\\frac{{1}}{{2}}$ blue'}"
QUESTIONS = {
    "choice": f"""
ask: Which one?
answer: {{kind: choice, {OPTIONS}, value: green, shuffle: false}}
""",
    "choices": f"""
ask: Which of them?
answer: {{kind: choices, {OPTIONS}, value: [red, blue], shuffle: false}}
""",
    "predict": f"""
ask: What will you see?
answer: {{kind: predict, {OPTIONS}, reveal: seen}}
""",
    "flaw": """
ask: Which step fails?
answer: {kind: flaw, lines: ["$a = b$", "$a^2 = ab$", "$1 = 2$"], value: 3}
""",
    "order": """
ask: Which comes first?
answer: {kind: order, options: {one: First, two: Second, three: Third}, value: [one, two, three]}
""",
    "match": """
ask: Which goes with which?
answer:
  kind: match
  items: {one: First item, two: Second item}
  options: {tall: Tall, small: Small, blue: '[b]Blue[/b]'}
  value: {one: small, two: tall}
""",
    "matrix": """
ask: Which matrix?
answer: {kind: matrix, value: "[1, 2; 3, 4]"}
""",
    "letters": """
ask: Which matrix in $a$?
answer: {kind: matrix, value: "[a, 2; 3, a + 1]", letters: [a]}
""",
    "vector": """
ask: Which vector?
answer: {kind: vector, value: "[3, -1]"}
""",
    "named": """
ask: Which two numbers?
answer: {kind: vector, value: "[3, -1]", names: [p, q]}
""",
    "plane": """
ask: Where does it end?
answer: {kind: vector, value: "[3, -1]", place: {from: -5, to: 5}}
""",
    "number-line": """
ask: Which number?
answer: {kind: number, value: "3/2", place: {from: -3, to: 3, parts: 2}}
""",
    "slots": """
ask: How many of each?
answer: {kind: reaction, value: "N2 + 3 H2 -> 2 NH3", slots: "N2 + H2 -> NH3"}
""",
    "counted": """
ask: How many of each?
answer: {kind: reaction, value: "N2 + 3 H2 -> 2 NH3", slots: "N2 + H2 -> NH3", counted: true}
""",
    "own-words": """
ask: Say it.
answer: {kind: own-words, rubric: [{point: Names it}, {point: Says why}]}
solution: It is so because it is.
""",
    "line": """
ask: How many?
answer: {kind: number, value: 12}
""",
}


class Answers:
    """A running program with that question open."""

    def __init__(self, study: Study, pilot: Pilot[int]) -> None:
        self.study, self.pilot = study, pilot

    @property
    def area(self) -> Answering:
        return self.pilot.app.screen.query_one(Answering)

    @property
    def text(self) -> str:
        return self.area.text

    @property
    def shown(self) -> str:
        return screen(self.pilot)

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await settle(self.pilot)

    async def type(self, text: str) -> None:
        names = {
            " ": "space",
            "/": "slash",
            ",": "comma",
            ";": "semicolon",
            "-": "minus",
            "(": "left_parenthesis",
            ")": "right_parenthesis",
        }
        await self.press(*(names.get(character, character) for character in text))

    async def paste(self, text: str) -> None:
        focused = self.pilot.app.focused
        assert focused is not None
        focused.post_message(events.Paste(text))
        await settle(self.pilot)

    async def send(self) -> None:
        patient(self.pilot)
        await self.press("enter")

    async def sent(self) -> list[str]:
        return [event.body.text for event in await self.study.events() if isinstance(event.body, AnswerSubmitted)]


def curriculum_with(question: str) -> str:
    return CURRICULUM + indent(QUESTIONS[question].strip("\n"), " " * 8) + "\n"


@asynccontextmanager
async def answering(
    folder: Path, question: str, *, size: tuple[int, int] = (80, 24), settings: Settings | None = None, draft: str = ""
) -> AsyncIterator[Answers]:
    """The program, with that question of `QUESTIONS` open and a draft for it, if one is given."""
    study = Study(folder, source=curriculum_with(question), goal="one/only")
    if draft:
        view = await study.desk.start("me", "one", "only", seed=1)
        await study.drafts.save(view.session, draft)
    async with study.running(size, settings) as pilot:
        await pilot.press("enter")
        await settle(pilot)
        yield Answers(study, pilot)

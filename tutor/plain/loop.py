"""Reads a line, does what it says, prints what is seen then, until the session is over or the input ends."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tutor.errors import InputError, TutorError
from tutor.plain.words import Writer, lines, reasons_lines, summary_lines
from tutor.session import actions
from tutor.session.actions import Action
from tutor.session.codec import to_plain
from tutor.session.desk import Desk
from tutor.session.view import View

COMMANDS: Final = {
    "dont": "I don't know (also ?)",
    "hint": "a hint",
    "why": "why is that so? down to what it rests on",
    "back": "back from there",
    "see": "I see it: leave the steps for the question itself",
    "show": "show me the solution",
    "ask": "/ask WORDS: a question back, never graded",
    "sources": "the documents behind the question",
    "new": "I haven't met this (in a probe)",
    "skip": "no more placement questions",
    "reason": "why this question?",
    "again": "print the question again",
    "map": "what has been shown so far",
    "quit": "stop; the session resumes where it was",
    "end": "enough for today: end the session",
    "help": "this list",
}
_ACTIONS: Final[dict[str, type[Action]]] = {
    "dont": actions.DontKnow,
    "hint": actions.Hint,
    "why": actions.Why,
    "back": actions.Back,
    "see": actions.ISeeIt,
    "show": actions.ShowMe,
    "sources": actions.OpenSources,
    "new": actions.NotMetYet,
    "skip": actions.SkipPlacement,
    "end": actions.End,
}


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where lines come from and go to. `read` gives None at the end of input; `timed`: a person answers, so the seconds
    between question and answer mean something; `now` is in seconds."""

    read: Callable[[str], str | None]
    write: Callable[[str], None]
    now: Callable[[], float]
    timed: bool


class Plain:
    """One session in a plain terminal."""

    def __init__(self, desk: Desk, learner: str, session: str, terminal: Terminal, writer: Writer, *, as_json: bool) -> None:
        self._desk, self._learner, self._session = desk, learner, session
        self._terminal, self._writer, self._json = terminal, writer, as_json
        self._asked_at = terminal.now()

    async def run(self, view: View) -> None:
        """From a first view to the end of the session or of the input."""
        self._show(view, None, "")
        while view.ended is None:
            typed = await asyncio.to_thread(self._terminal.read, "" if self._json else "> ")
            if typed is None:
                await self._pause()
                return
            after = await self._line(view, typed.strip())
            if after is None:
                await self._pause()
                return
            view = after
        if not self._json:
            summary = await self._desk.summary(self._learner, self._session)
            self._print(summary_lines(summary, self._writer))

    async def _pause(self) -> None:
        await self._desk.do(self._learner, self._session, actions.Pause())
        if not self._json:
            self._terminal.write("\nStopped here. The same command goes on where you were.")

    async def _line(self, view: View, typed: str) -> View | None:
        """The view after a line; None to stop."""
        command, _, rest = typed.lstrip("/:").partition(" ") if typed[:1] in ("/", ":") else ("", "", "")
        if typed == "?":
            command = "dont"
        if typed and not command:
            return await self._do(view, self._answer(view, typed), typed)
        if not typed or command in ("help", "again", "map", "reason"):
            await self._look(view, command)
            return view
        if command == "quit":
            return None
        if command == "ask":
            return await self._do(view, actions.Ask(rest.strip()), typed)
        kind = _ACTIONS.get(command)
        if kind is None:
            self._say(InputError("bad-argument", f"there's no /{command[:20]}", remedy="/help lists what there is"))
            return view
        return await self._do(view, kind(), typed)

    def _answer(self, view: View, typed: str) -> Action:
        if view.rubric:
            return actions.TickRubric(tuple(int(word) for word in typed.replace(",", " ").split() if word.isdecimal()))
        seconds = self._terminal.now() - self._asked_at if self._terminal.timed else None
        return actions.Answer(typed, seconds)

    async def _do(self, view: View, action: Action, typed: str) -> View:
        try:
            after = await self._desk.do(self._learner, self._session, action)
        except TutorError as error:
            self._say(error)
            return view
        if after.question != view.question:
            self._asked_at = self._terminal.now()
        self._show(after, view, typed)
        return after

    async def _look(self, view: View, command: str) -> None:
        if command == "help":
            self._print(f"  /{name:<8} {about}" for name, about in COMMANDS.items())
        elif command == "map":
            self._print(self._writer.markdown(f"- **{line.title}**: {line.shows}") for line in view.established)
        elif command == "reason":
            self._print(reasons_lines(await self._desk.why_this_question(self._learner, self._session)))
        else:
            self._show(view, None, "")

    def _show(self, view: View, before: View | None, typed: str) -> None:
        if self._json:
            self._terminal.write(json.dumps({"seq": view.seq, "view": to_plain(view)}, ensure_ascii=False))
        else:
            self._print(lines(view, self._writer, before, typed))

    def _print(self, texts: object) -> None:
        for text in texts:  # type: ignore[attr-defined]
            self._terminal.write(text)

    def _say(self, error: TutorError) -> None:
        if self._json:
            self._terminal.write(json.dumps({"code": error.code, "what": error.what, "remedy": error.remedy}))
        else:
            self._terminal.write(f"\n{error.what} ({error.remedy})")

"""Reads a line, does what it says, prints what is seen then, until the session is over or the input ends."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from tutor.disk.new_file import write_at
from tutor.errors import InputError, TutorError
from tutor.notation.untrusted import clean
from tutor.plain.beside import listed, passage_lines
from tutor.plain.words import Writer, lines, map_lines, reasons_lines, summary_lines
from tutor.session import actions
from tutor.session.actions import Action
from tutor.session.codec import to_plain
from tutor.session.desk import Desk
from tutor.session.notebook_text import file_name, markdown
from tutor.session.view import View

LONGEST: Final = 10_000  # characters of a line
COMMANDS: Final = {
    "dont": "I don't know (also ?)",
    "hint": "a hint",
    "why": "why is that so? down to what it rests on",
    "back": "back from there",
    "see": "I see it: leave the steps for the question itself",
    "show": "show me the solution",
    "ask": "/ask WORDS: a question back, never graded",
    "sources": "the documents behind the question",
    "open": "/open NUMBER: one of the passages found, whole",
    "new": "I haven't met this (in a probe)",
    "skip": "no more placement questions",
    "know": "/know CONCEPT: I know this; two questions settle it",
    "notyet": "/notyet CONCEPT: I don't know this yet",
    "reason": "why this question?",
    "again": "print the question again (also an empty line)",
    "map": "what has been shown so far",
    "notebook": "all of it as Markdown, with your own answers; /notebook FILE keeps it",
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
_DISPUTES: Final = {"know": True, "notyet": False}
_LOOKS: Final = frozenset({"", "help", "again", "map", "reason"})


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where lines come from and go to. `read` gives None at the end of input and raises KeyboardInterrupt for Ctrl-C;
    `refuse` says what couldn't be done; `timed`: a person answers, so the seconds between question and answer mean
    something; `now` is in seconds."""

    read: Callable[[str], str | None]
    write: Callable[[str], None]
    refuse: Callable[[TutorError], None]
    now: Callable[[], float]
    timed: bool


class Plain:
    """One session in a plain terminal. `resumes`: it goes on another time when it's left before its end; else it ends there."""

    def __init__(
        self, desk: Desk, learner: str, session: str, terminal: Terminal, writer: Writer, *, as_json: bool,
        resumes: bool = True,
    ) -> None:  # fmt: skip
        self._desk, self._learner, self._session = desk, learner, session
        self._terminal, self._writer, self._json, self._resumes = terminal, writer, as_json, resumes
        self._asked_at = terminal.now()

    async def run(self, view: View) -> None:
        """From a first view to the end of session or input. Ctrl-C pauses, and is raised again as KeyboardInterrupt."""
        await self._show(view, None, "")
        while view.ended is None:
            try:
                # nothing else runs meanwhile, so waiting in the loop's own thread keeps Ctrl-C simple
                line = self._terminal.read("" if self._json else "> ")
            except KeyboardInterrupt:
                await self._leave()
                raise
            after = None if line is None else await self._line(view, line)
            if after is None:
                await self._leave()
                return
            view = after

    async def _leave(self) -> None:
        await self._desk.do(self._learner, self._session, actions.Pause() if self._resumes else actions.End())
        after = "The same command goes on where you were." if self._resumes else "What is left stays due for a look."
        if not self._json:
            self._terminal.write(f"\nStopped here. {after}")

    async def _line(self, view: View, line: str) -> View | None:
        """The view after a line; None to stop."""
        typed = clean(line.strip(), newlines=False)
        try:
            if len(typed) > LONGEST:
                raise InputError(
                    "too-long", f"that line is longer than {LONGEST} characters", remedy="a shorter one will do"
                )
            typed = _offered(view, typed)
            command, rest = _split(typed)
            if command == "notebook":
                await self._notebook(view, rest)
                return view
            if command == "open":
                self._open(view, rest)
                return view
            if command in _LOOKS:
                await self._look(view, command or "")
                return view
            if command == "quit":
                return None
            return await self._do(view, self._action(view, command, rest, typed), typed)
        except TutorError as error:
            self._terminal.refuse(error)
            return view

    def _action(self, view: View, command: str | None, rest: str, typed: str) -> Action:
        if command is None and view.rubric:
            return actions.TickRubric(_ticked(typed, len(view.rubric)))
        if command is None:
            seconds = self._terminal.now() - self._asked_at if self._terminal.timed else None
            return actions.Answer(typed, seconds)
        if command == "ask":
            if not rest:
                raise InputError("bad-argument", "/ask what?", remedy="like /ask what does span mean?")
            return actions.Ask(rest)
        if command in _DISPUTES:
            if not rest:
                raise InputError("bad-argument", f"/{command} what?", remedy="name a concept, as it stands in /map")
            return actions.Dispute(rest, _DISPUTES[command])
        kind = _ACTIONS.get(command)
        if kind is None:
            raise InputError("bad-argument", f"there's no /{command[:20]}", remedy="/help lists what there is")
        return kind()

    async def _do(self, view: View, action: Action, typed: str) -> View:
        after = await self._desk.do(self._learner, self._session, action)
        if after.question != view.question:
            self._asked_at = self._terminal.now()
        await self._show(after, view, typed)
        return after

    async def _look(self, view: View, command: str) -> None:
        if command == "reason":
            why = await self._desk.why_this_question(self._learner, self._session)
            self._print(reasons_lines(why), {"seq": view.seq, "reasons": to_plain(why)})
        elif command == "help":
            helped = {name: _note(view, name) for name in COMMANDS}
            self._print((f"  /{name:<8} {about}" for name, about in helped.items()), {"seq": view.seq, "help": helped})
        elif command == "map" and not self._json:
            self._print(map_lines(view, self._writer), {})
        else:
            await self._show(replace(view, feedback=()), None, "")

    async def _notebook(self, view: View, name: str) -> None:
        found = await self._desk.notebook(self._learner, self._session)
        text = markdown(found)
        if name:
            path = write_at(name, file_name(found), text)
            self._print([f"Kept in {clean(str(path), newlines=False)}."], {"seq": view.seq, "file": str(path)})
        else:
            self._print(["", text], {"seq": view.seq, "notebook": text})

    def _open(self, view: View, number: str) -> None:
        there = listed(view)
        if not there:
            raise InputError("bad-argument", "there's no passage to open", remedy="/sources or /ask WORDS finds some")
        if number not in {str(i) for i in range(1, len(there) + 1)}:
            most = f"from 1 to {len(there)}" if len(there) > 1 else "1"
            raise InputError("bad-argument", "/open which one?", remedy=f"a number: {most}")
        source = there[int(number) - 1]
        self._print(passage_lines(int(number), source, self._writer), {"seq": view.seq, "passage": to_plain(source)})

    async def _show(self, view: View, before: View | None, typed: str) -> None:
        texts = lines(view, self._writer, before, typed)
        if view.ended is None:
            self._print(texts, {"seq": view.seq, "view": to_plain(view)})
            return
        summary = await self._desk.summary(self._learner, self._session)
        found = {"seq": view.seq, "view": to_plain(view), "summary": to_plain(summary)}
        self._print([*texts, *summary_lines(summary, self._writer)], found)

    def _print(self, texts: Iterable[str], as_json: dict[str, Any]) -> None:
        if self._json:
            self._terminal.write(json.dumps(as_json, ensure_ascii=False, allow_nan=False))
            return
        for text in texts:
            self._terminal.write(text)


def _offered(view: View, typed: str) -> str:
    """`=` takes what the last answer may have meant."""
    offered = [entry.offered for entry in view.feedback if entry.offered]
    return offered[-1] if typed == "=" and offered else typed


def _split(typed: str) -> tuple[str | None, str]:
    """The command of a line and what follows it; None for an answer. `?` alone is "I don't know"."""
    if typed == "?":
        return "dont", ""
    if typed and typed[0] not in "/:":
        return None, ""
    command, _, rest = typed[1:].partition(" ")
    return ("help" if typed and not command else command.lower()), rest.strip()


def _note(view: View, name: str) -> str:
    """What a command does, and why not now if it can't."""
    kind = actions.Ask if name == "ask" else actions.Dispute if name in _DISPUTES else _ACTIONS.get(name)
    reason = view.allowed.get(kind.NAME) if kind else None
    return f"{COMMANDS[name]} (not now: {reason})" if reason else COMMANDS[name]


def _ticked(typed: str, points: int) -> tuple[int, ...]:
    """The points of a rubric that were ticked. Raises InputError for anything but their numbers, or 0."""
    words = typed.replace(",", " ").split()
    known = {str(number): number for number in range(points + 1)}
    if not words or any(word not in known for word in words):
        raise InputError(
            "bad-argument",
            "that could not be read; it doesn't count",
            remedy=f"numbers from 1 to {points}, like 1 2, or 0 for none",
        )
    return tuple(number for number in map(known.__getitem__, words) if number)

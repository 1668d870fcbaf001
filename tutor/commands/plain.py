"""`tutor plain`: a session line by line."""

from __future__ import annotations

import asyncio
import io
import shutil
import signal
import sys
import time
from typing import TYPE_CHECKING, Final, cast

import click

from tutor.commands.options import Said, everywhere
from tutor.errors import TutorError
from tutor.notation.untrusted import clean
from tutor.settings import PACES

if TYPE_CHECKING:
    from tutor.chain.pace import Pace
    from tutor.commands.wiring import Surroundings
    from tutor.plain.loop import Terminal
    from tutor.plain.words import Mathematics, Writer

WIDEST: Final = 100  # columns; longer lines are hard to read


@click.command("plain")
@click.argument("curriculum")
@click.option("--to", "goal", metavar="CONCEPT", help="The goal; without it, the one that the curriculum suggests.")
@everywhere
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), help="The same seed asks with the same numbers.")
@click.option("--pace", type=click.Choice(PACES), help="How hard (default: the setting learner.pace).")
@click.option("--spoken", is_flag=True, help="Mathematics in words.")
@click.pass_obj
def command(
    said: Said, curriculum: str, goal: str | None, seed: int | None, pace: Pace | None, *, spoken: bool
) -> None:
    """Study CURRICULUM line by line.

    /help in the session lists what you can do. The end of input and Ctrl-C leave a session that goes on next time.
    """
    asyncio.run(_study(said, curriculum, goal, seed, pace, spoken=spoken))


async def _study(
    said: Said, curriculum: str, goal: str | None, seed: int | None, pace: Pace | None, *, spoken: bool
) -> None:
    from tutor.commands.wiring import opened, surroundings
    from tutor.plain.loop import Plain
    from tutor.session.actions import Resume

    around = surroundings(said.options)
    async with opened(around) as (desk, learner):
        earlier = await desk.unfinished(learner, curriculum, goal)
        if earlier is None:
            view = await desk.start(learner, curriculum, goal, seed=seed, pace=pace or around.settings.learner.pace)
        else:
            view = await desk.do(learner, earlier, Resume())
            if not said.as_json:
                _write("Going on where you were. (/end ends this session, if you'd rather begin anew.)")
        if view.reviews_due and not said.as_json:
            _write(f"{view.reviews_due} due for a look. (tutor review asks for that alone.)")
        lines, words = terminal(as_json=said.as_json), writer(around, spoken=spoken)
        await Plain(desk, learner, view.session, lines, words, as_json=said.as_json).run(view)


def terminal(*, as_json: bool) -> Terminal:
    """Standard input and output as a session needs them; Ctrl-C ends the waiting for a line from now on."""
    from tutor.commands.reporting import report
    from tutor.plain.loop import Terminal

    def refuse(error: TutorError) -> None:
        if as_json:
            report(error, as_json=True)
        else:
            _write(clean(f"\n{error.what} ({error.remedy})"))

    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # what can't be read or shown mustn't end a session
    interrupts = Interrupts()
    signal.signal(signal.SIGINT, interrupts)
    echoed = not as_json and not sys.stdin.isatty()
    return Terminal(
        lambda prompt: _read(prompt, interrupts, echoed=echoed), _write, refuse, time.monotonic, sys.stdin.isatty()
    )


def writer(around: Surroundings, *, spoken: bool) -> Writer:
    """How texts are set here: the terminal's width, and mathematics as the settings and its letters allow."""
    from tutor.plain.words import Writer

    maths = around.settings.maths
    mode = "spoken" if spoken else maths.mode
    if mode == "unicode" and "utf" not in (sys.stdout.encoding or "").lower():
        mode = "ascii"  # the terminal has no other letters
    width = min(WIDEST, shutil.get_terminal_size((80, 24)).columns)
    return Writer(width, cast("Mathematics", mode), maths.tall)


class Interrupts:
    """Ctrl-C ends the waiting for a line at once; while an answer is being stored it waits until it is."""

    def __init__(self) -> None:
        self.waiting = self.came = False

    def __call__(self, number: int, frame: object) -> None:
        """The handler of SIGINT."""
        if self.waiting or self.came:
            raise KeyboardInterrupt
        self.came = True


def _read(prompt: str, interrupts: Interrupts, *, echoed: bool) -> str | None:
    interrupts.waiting = True
    try:
        if interrupts.came:
            raise KeyboardInterrupt
        if prompt:
            sys.stdout.write(prompt)
            sys.stdout.flush()
        line = sys.stdin.readline()
    finally:
        interrupts.waiting = False
    if echoed and line:
        _write(clean(line.rstrip("\n"), newlines=False))  # so that a log reads like the session on a terminal
    return line or None


def _write(text: str) -> None:
    print(text, flush=True)

"""`tutor plain`: a session line by line."""

from __future__ import annotations

import asyncio
import shutil
import sys
import time

import click

from tutor.commands.options import merged, shared


@click.command("plain")
@click.argument("curriculum")
@click.option("--to", "goal", metavar="CONCEPT", help="The goal; without it, the one that the curriculum suggests.")
@shared
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), help="The same seed asks with the same numbers.")
@click.option("--spoken", is_flag=True, help="Mathematics in words.")
@click.pass_obj
def command(
    obj: dict[str, str | None], curriculum: str, goal: str | None, seed: int | None, learner: str | None,
    curricula: str | None, *, spoken: bool, as_json: bool,
) -> None:
    """Study CURRICULUM line by line. /help in the session lists what you can do; the end of input leaves a session that resumes."""
    asyncio.run(_study(merged(obj, learner, curricula), curriculum, goal, seed, spoken=spoken, as_json=as_json))


async def _study(
    options: dict[str, str | None], curriculum: str, goal: str | None, seed: int | None, *, spoken: bool, as_json: bool
) -> None:
    from tutor.commands.wiring import opened, surroundings
    from tutor.plain.loop import Plain, Terminal
    from tutor.plain.words import Writer
    from tutor.session.actions import Resume

    around = surroundings(options)
    terminal = Terminal(_read, _write, time.monotonic, sys.stdin.isatty())
    mode = "spoken" if spoken else around.settings.maths.mode
    width = min(100, shutil.get_terminal_size((80, 24)).columns)
    writer = Writer(width, mode, around.settings.maths.tall)  # type: ignore[arg-type]
    async with opened(around) as (desk, learner):
        earlier = await desk.unfinished(learner, curriculum, goal)
        if earlier is None:
            view = await desk.start(learner, curriculum, goal, seed=seed)
        else:
            view = await desk.do(learner, earlier, Resume())
            if not as_json:
                _write("Going on where you were.")
        await Plain(desk, learner, view.session, terminal, writer, as_json=as_json).run(view)


def _read(prompt: str) -> str | None:
    if prompt:
        sys.stdout.write(prompt)
        sys.stdout.flush()
    line = sys.stdin.readline()
    return line if line else None


def _write(text: str) -> None:
    print(text, flush=True)

"""`tutor review`: only what is due for a look, over all curricula, line by line."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import click

from tutor.commands.options import Said, everywhere

if TYPE_CHECKING:
    from tutor.session.desk import Desk


@click.command("review")
@everywhere
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), help="The same seed asks with the same numbers.")
@click.option("--spoken", is_flag=True, help="Mathematics in words.")
@click.pass_obj
def command(said: Said, seed: int | None, *, spoken: bool) -> None:
    """Look again at what you've mastered and what has faded since, the most faded first.

    One question each, whatever curriculum it's from; what isn't there any more is gone through once more. It ends when nothing
    is due, or when you leave; what is left stays due.
    """
    asyncio.run(_review(said, seed, spoken=spoken))


async def _review(said: Said, seed: int | None, *, spoken: bool) -> None:
    from tutor.commands.plain import terminal, writer
    from tutor.commands.wiring import looked_up, opened, surroundings
    from tutor.plain.loop import Plain

    around = surroundings(said.options)
    async with looked_up(around) as found:
        if found is None or not await found[1].due(found[2]):
            click.echo("Nothing is due for a look." + (await _next(*found[1:]) if found else ""), err=True)
            return
    async with opened(around) as (desk, learner):
        view = await desk.start_reviews(learner, seed=seed)
        if view is None:
            click.echo("What is due belongs to curricula that aren't here any more.", err=True)
            return
        lines, words = terminal(as_json=said.as_json), writer(around, spoken=spoken)
        await Plain(desk, learner, view.session, lines, words, as_json=said.as_json, resumes=False).run(view)


async def _next(desk: Desk, learner: str) -> str:
    """When the next concept will be, if one was mastered."""
    from datetime import UTC, datetime

    comes = [card.due for card in (await desk.estimate(learner)).memory.values()]
    return f" The next one will be on {datetime.fromtimestamp(min(comes) / 1e6, UTC):%Y-%m-%d}." if comes else ""

"""`tutor notebook`: what was derived in a session, as Markdown, with the learner's own answers and citations."""

from __future__ import annotations

import asyncio

import click

from tutor.commands.options import Said, everywhere, print_json
from tutor.errors import InputError


@click.command("notebook")
@everywhere
@click.argument("session", required=False)
@click.option("--out", metavar="PLACE", help="Write it into this file, or into this folder under a name of its own.")
@click.pass_obj
def command(said: Said, session: str | None, out: str | None) -> None:
    """Print the derivation notebook of a session: the latest, or SESSION (the beginning of its id is enough).

    Each idea with the questions that led to it, what you answered, the evidence, and what you read. What is still open gives nothing
    away. A file that is there already is left alone.
    """
    asyncio.run(_notebook(said, session, out))


async def _notebook(said: Said, session: str | None, out: str | None) -> None:
    from tutor.commands.wiring import surroundings, whoever_studied
    from tutor.disk.new_file import write_at
    from tutor.session.notebook_text import file_name, markdown

    around = surroundings(said.options)
    async with whoever_studied(around) as (store, desk, _):
        learner = await store.named(around.learner)
        assert learner is not None
        records = await desk.sessions(learner.id)
        chosen = _chosen([record.session for record in records], session)
        found = await desk.notebook(learner.id, chosen)
    text = markdown(found)
    path = write_at(out, file_name(found), text) if out is not None else None
    if said.as_json:
        file = str(path) if path is not None else None
        print_json({"session": chosen, "goal": found.goal, "reached": found.reached, "file": file, "markdown": text})
    elif path is not None:
        click.echo(f"{path}", err=False)
    else:
        click.echo(text, nl=False)


def _chosen(sessions: list[str], wanted: str | None) -> str:
    fitting = [one for one in sessions if one.startswith(wanted or "")]
    if not sessions:
        raise InputError("unknown-session", "there's no session yet", remedy="study first: `tutor`")
    if wanted is None:
        return sessions[0]
    if len(fitting) == 1:
        return fitting[0]
    several = (
        f"{len(fitting)} sessions begin with {wanted[:40]!r}" if fitting else f"there's no session {wanted[:40]!r}"
    )
    raise InputError(
        "unknown-session", several, remedy="`tutor learner export` lists them; without an id it's the latest"
    )

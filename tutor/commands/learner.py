"""`tutor learner`: who studies here, what the tutor believes of them, and what they may do about it."""

from __future__ import annotations

import asyncio

import click

from tutor.commands.options import Said, everywhere, print_json


@click.group("learner")
def command() -> None:
    """Who studies here, what the tutor believes of them, and their rights over it."""


@command.command("list")
@everywhere
@click.pass_obj
def list_learners(said: Said) -> None:
    """All learners on this machine."""
    asyncio.run(_list(said))


@command.command("show")
@click.argument("curriculum", required=False)
@click.option("--evidence", metavar="CONCEPT", help="The answers behind what is believed of one concept.")
@everywhere
@click.pass_obj
def show(said: Said, curriculum: str | None, evidence: str | None) -> None:
    """What is believed about you in CURRICULUM (without it: in all that you studied), concept by concept.

    A concept goes by its neutral title until you have established it.
    """
    from tutor.commands.learner_show import show

    asyncio.run(show(said, curriculum, evidence))


@command.command("dispute")
@click.argument("concept")
@click.option("--in", "curriculum", metavar="CURRICULUM", help="Where CONCEPT is, if several have one of that name.")
@click.option("--not-yet", is_flag=True, help="You don't know it yet: that is taken at your word.")
@everywhere
@click.option("--spoken", is_flag=True, help="Mathematics in words.")
@click.pass_obj
def dispute(said: Said, concept: str, curriculum: str | None, *, not_yet: bool, spoken: bool) -> None:
    """The tutor has CONCEPT wrong: you know it. Two questions without any help settle it.

    CONCEPT is an id, a reference (curriculum/concept), or a title as `tutor learner show` has it.
    """
    from tutor.commands.learner_dispute import dispute

    asyncio.run(dispute(said, concept, curriculum, known=not not_yet, spoken=spoken))


@command.command("export")
@click.option("--output", metavar="FILE", type=click.Path(dir_okay=False), help="Write there instead of printing.")
@everywhere
@click.pass_obj
def export(said: Said, output: str | None) -> None:
    """Everything that is stored about you, as one JSON object. Questions that are still open stay closed in it."""
    from tutor.commands.learner_export import export

    asyncio.run(export(said, output))


@command.command("forget")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Don't ask for the name again.")
@everywhere
@click.pass_obj
def forget(said: Said, name: str, *, yes: bool) -> None:
    """Take away everything that is stored about the learner NAME. This can't be undone."""
    from tutor.commands.learner_forget import forget

    asyncio.run(forget(said, name, yes=yes))


async def _list(said: Said) -> None:
    from tutor.commands.moments import rfc3339
    from tutor.commands.wiring import surroundings
    from tutor.notation.untrusted import clean
    from tutor.store.sqlite import SqliteStore

    around = surroundings(said.options)
    if not around.home.journal.exists():
        if not said.as_json:
            click.echo("Nobody has studied here yet.", err=True)
        return
    async with SqliteStore(around.home.journal) as store:
        for one in await store.all():
            if said.as_json:
                print_json({"id": one.id, "name": one.name, "created": rfc3339(one.created)})
            else:
                click.echo(clean(one.name, newlines=False))

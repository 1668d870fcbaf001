"""`tutor learner`: who studies here, and what the tutor believes of them."""

from __future__ import annotations

import asyncio

import click

from tutor.commands.options import merged, print_json, shared


@click.group("learner")
def command() -> None:
    """Who studies here, and what the tutor believes of them."""


@command.command("list")
@shared
@click.pass_obj
def list_learners(obj: dict[str, str | None], learner: str | None, curricula: str | None, *, as_json: bool) -> None:
    """All learners on this machine."""
    asyncio.run(_list(merged(obj, learner, curricula), as_json=as_json))


@command.command("show")
@click.argument("curriculum")
@shared
@click.pass_obj
def show(
    obj: dict[str, str | None], curriculum: str, learner: str | None, curricula: str | None, *, as_json: bool
) -> None:
    """What is believed about you in CURRICULUM, concept by concept."""
    asyncio.run(_show(merged(obj, learner, curricula), curriculum, as_json=as_json))


async def _list(options: dict[str, str | None], *, as_json: bool) -> None:
    from tutor.commands.wiring import surroundings
    from tutor.store.sqlite import SqliteStore

    around = surroundings(options)
    if not around.home.journal.exists():
        return
    async with SqliteStore(around.home.journal) as store:
        for one in await store.all():
            if as_json:
                print_json({"id": one.id, "name": one.name, "created": one.created})
            else:
                click.echo(one.name)


async def _show(options: dict[str, str | None], curriculum: str, *, as_json: bool) -> None:
    from tutor.commands.wiring import opened, surroundings
    from tutor.curriculum.load import load
    from tutor.learner.estimate import known, mastered, tally, uncertainty
    from tutor.session.desk import graph_of

    around = surroundings(options)
    curricula = load(curriculum, around.roots)
    graph = graph_of(curricula)
    async with opened(around) as (desk, learner):
        estimate = await desk.estimate(learner)
    for ref in curricula.concepts:
        counts = tally(estimate, ref)
        if as_json:
            print_json(
                {
                    "concept": ref,
                    "p_known": round(known(estimate, ref, graph), 4),
                    "sd": round(uncertainty(estimate, ref), 4),
                    "unaided": counts.unaided,
                    "assisted": counts.assisted,
                    "mastered": mastered(estimate, ref),
                    "unlocks": list(curricula.dependents(ref)),
                }
            )
        elif counts.unaided or counts.assisted or counts.wrong:
            state = "mastered" if mastered(estimate, ref) else f"known with {known(estimate, ref, graph):.0%}"
            title = curricula.concept(ref).concept.title
            click.echo(f"{title:<44} {state:<18} {counts.unaided} unaided, {counts.assisted} with help, {counts.wrong} missed")

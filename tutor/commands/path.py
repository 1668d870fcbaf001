"""`tutor path`: minimum viable knowledge for a goal, for this learner."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import click

from tutor.commands.options import Said, everywhere, print_json

if TYPE_CHECKING:
    from tutor.chain.outlook import Outlook
    from tutor.chain.path import Need


@click.command("path")
@click.argument("curriculum")
@click.option("--to", "goal", metavar="CONCEPT", help="The goal; without it, the one that the curriculum suggests.")
@everywhere
@click.pass_obj
def command(said: Said, curriculum: str, goal: str | None) -> None:
    """The smallest set of concepts that you still need for a goal of CURRICULUM, in order, with minutes and reasons."""
    asyncio.run(_path(said, curriculum, goal))


async def _path(said: Said, curriculum: str, goal: str | None) -> None:
    from tutor.chain.outlook import Outlook
    from tutor.chain.path import explain, needed, taken_as_known
    from tutor.commands.wiring import believed, surroundings
    from tutor.curriculum.load import load
    from tutor.learner.way import towards
    from tutor.session.desk import graph_of
    from tutor.session.records import path_record

    around = surroundings(said.options)
    curricula = load(curriculum, around.roots)
    target = curricula.find_concept(curriculum, goal) if goal else curricula.goals(curriculum)[0]
    estimate = await believed(around)
    way = towards(graph_of(curricula), (target,), estimate.concepts)
    outlook = Outlook(curricula, way, estimate, around.settings.learner.pace)
    needs = explain(outlook, needed(outlook, target, taken_as_known(outlook, target)))
    if said.as_json:
        print_json(path_record(outlook, target, needs))
    else:
        _print(outlook, target, needs)


def _print(outlook: Outlook, goal: str, needs: tuple[Need, ...]) -> None:
    from tutor.session.records import path_title

    minutes = sum(need.minutes for need in needs)
    click.echo(
        f"{path_title(outlook, goal)}: {len(needs)} concept{'s' * (len(needs) != 1)}, about {minutes:.0f} minutes\n"
    )
    place = {need.concept: i for i, need in enumerate(needs, 1)}
    for need in needs:
        reason = "the goal" if need.concept == goal else "for " + ", ".join(str(place[c]) for c in need.needed_by)
        click.echo(
            f"{place[need.concept]:>3}. {path_title(outlook, need.concept):<52} {need.minutes:>4.0f} min   {reason}"
        )

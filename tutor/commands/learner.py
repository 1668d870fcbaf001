"""`tutor learner`: who studies here, and what the tutor believes of them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import click

from tutor.commands.options import Said, everywhere, print_json
from tutor.errors import InputError

if TYPE_CHECKING:
    from tutor.curriculum.curricula import Curricula
    from tutor.learner.estimate import Estimate
    from tutor.learner.graph import KnowledgeGraph
    from tutor.session.ports import Journal


@click.group("learner")
def command() -> None:
    """Who studies here, and what the tutor believes of them."""


@command.command("list")
@everywhere
@click.pass_obj
def list_learners(said: Said) -> None:
    """All learners on this machine."""
    asyncio.run(_list(said))


@command.command("show")
@click.argument("curriculum")
@everywhere
@click.pass_obj
def show(said: Said, curriculum: str) -> None:
    """What is believed about you in CURRICULUM, concept by concept."""
    asyncio.run(_show(said, curriculum))


async def _list(said: Said) -> None:
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
                print_json({"id": one.id, "name": one.name, "created": _rfc3339(one.created)})
            else:
                click.echo(clean(one.name, newlines=False))


async def _show(said: Said, curriculum: str) -> None:
    from tutor.commands.wiring import looked_up, surroundings
    from tutor.curriculum.load import load
    from tutor.session.desk import graph_of

    around = surroundings(said.options)
    curricula = load(curriculum, around.roots)
    graph = graph_of(curricula)
    async with looked_up(around) as found:
        if found is None:
            raise InputError(
                "unknown-learner",
                f"nothing was studied here by {around.learner!r}",
                remedy="tutor learner list shows who did",
            )
        store, desk, learner = found
        estimate = await desk.estimate(learner)
        evidence = await _evidence(store, learner)
    for ref in curricula.concepts:
        if said.as_json:
            print_json(_json(curricula, graph, estimate, ref, evidence.get(ref, [])))
        else:
            _line(curricula, graph, estimate, ref)


async def _evidence(store: Journal, learner: str) -> dict[str, list[int]]:
    """The sequence numbers of the events that speak of each concept."""
    from tutor.session.events import EvidenceTaken

    found: dict[str, list[int]] = {}
    async for event in store.read(learner):
        if isinstance(event.body, EvidenceTaken):
            item = event.body.evidence.item
            for ref in dict.fromkeys((item.concept, *item.uses)):
                found.setdefault(ref, []).append(event.seq)
    return found


def _json(
    curricula: Curricula, graph: KnowledgeGraph, estimate: Estimate, ref: str, evidence: list[int]
) -> dict[str, object]:
    from tutor.learner.estimate import known, mastered, retrievability, tally, uncertainty

    counts, card = tally(estimate, ref), estimate.memory.get(ref)
    return {
        "concept": ref,
        "p_known": round(known(estimate, ref, graph), 4),
        "sd": round(uncertainty(estimate, ref), 4),
        "retrievability": round(retrievability(estimate, ref), 4) if card else None,
        "due": _rfc3339(card.due) if card else None,
        "unaided": counts.unaided,
        "assisted": counts.assisted,
        "told": counts.told,
        "missed": counts.wrong,
        "mastered": mastered(estimate, ref),
        "evidence": evidence,
        "unlocks": list(curricula.dependents(ref)),
    }


def _line(curricula: Curricula, graph: KnowledgeGraph, estimate: Estimate, ref: str) -> None:
    """One line for a concept that was met; its neutral title until something was shown of it."""
    from tutor.learner.estimate import known, mastered, tally
    from tutor.notation.untrusted import clean

    counts = tally(estimate, ref)
    if not (counts.unaided or counts.assisted or counts.wrong or counts.told):
        return
    state = "mastered" if mastered(estimate, ref) else f"known with {known(estimate, ref, graph):.0%}"
    concept = curricula.concept(ref).concept
    title = concept.title if counts.unaided or counts.assisted or counts.told else concept.before or concept.title
    told = f", {counts.told} shown" if counts.told else ""
    card = estimate.memory.get(ref)
    if card and card.due <= (estimate.now or 0):
        told += "; due for a look"
    click.echo(
        f"{clean(title, newlines=False):<44} {state:<16} "
        f"{counts.unaided} unaided, {counts.assisted} with help, {counts.wrong} missed{told}"
    )


def _rfc3339(microseconds: int) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(microseconds / 1e6, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

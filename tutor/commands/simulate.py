"""`tutor simulate`: what a curriculum and the policy do to people who aren't there yet."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from typing import TYPE_CHECKING

import click

from tutor.commands.options import merged, print_json, shared

if TYPE_CHECKING:
    from tutor.simulation.run import Outcome

KINDS = ("novice", "expert", "always-wrong", "never-knows", "guesser", "copier")


@click.command("simulate")
@click.argument("curriculum")
@click.option("--to", "goal", metavar="CONCEPT", help="The goal; without it, the one that the curriculum suggests.")
@click.option("--learners", default=50, show_default=True, type=click.IntRange(1, 100_000), help="How many.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0, 2**32 - 1), help="Same seed, same figures.")
@click.option("--known", type=click.FloatRange(0, 1), help="Each knows that share of what the goal rests on.")
@click.option("--as", "kind", type=click.Choice(KINDS), default="novice", show_default=True, help="The kind of learner.")
@shared
@click.pass_obj
def command(
    obj: dict[str, str | None], curriculum: str, goal: str | None, learners: int, seed: int, known: float | None,
    kind: str, learner: str | None, curricula: str | None, *, as_json: bool,
) -> None:  # fmt: skip
    """Run simulated learners through real sessions of CURRICULUM and print what became of them."""
    from tutor.commands.wiring import surroundings
    from tutor.simulation.run import figures

    roots = [str(root) for root in surroundings(merged(obj, learner, curricula)).roots]
    outcomes = list(run_all(roots, curriculum, goal, range(learners), seed, known, kind))
    found = figures(outcomes)
    if as_json:
        print_json(found)
        return
    for name, value in found.items():
        click.echo(f"{name.replace('_', ' '):<24} {value}")


def run_all(
    roots: Sequence[str], curriculum: str, goal: str | None, numbers: Sequence[int], seed: int, known: float | None, kind: str
) -> Iterator[Outcome]:
    """Every learner's outcome, in order, over all cores."""
    cores = min(os.cpu_count() or 1, len(numbers))
    context = multiprocessing.get_context("spawn")
    first = (tuple(roots), curriculum, goal)
    if cores == 1:
        _prepare(*first)
        yield from map(_one, numbers, repeat(seed), repeat(known), repeat(kind))
        return
    with ProcessPoolExecutor(cores, mp_context=context, initializer=_prepare, initargs=first) as pool:
        yield from pool.map(_one, numbers, repeat(seed), repeat(known), repeat(kind), chunksize=4)


_PREPARED: dict[str, object] = {}


def _prepare(roots: tuple[str, ...], curriculum: str, goal: str | None) -> None:
    from pathlib import Path

    from tutor.curriculum.load import load
    from tutor.session.desk import graph_of

    curricula = load(curriculum, tuple(Path(root) for root in roots))
    target = curricula.find_concept(curriculum, goal) if goal else curricula.goals(curriculum)[0]
    _PREPARED.update(curricula=curricula, graph=graph_of(curricula), curriculum=curriculum, goal=target)


def _one(number: int, seed: int, known: float | None, kind: str) -> Outcome:
    from tutor.simulation.learners import make
    from tutor.simulation.run import simulate_one

    mixed = seed * 1_000_003 + number
    curricula, goal = _PREPARED["curricula"], _PREPARED["goal"]
    learner = make(kind, curricula, goal, known, mixed)  # type: ignore[arg-type]
    return simulate_one(learner, curricula, _PREPARED["graph"], _PREPARED["curriculum"], goal, mixed)  # type: ignore[arg-type]

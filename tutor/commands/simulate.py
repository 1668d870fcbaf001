"""`tutor simulate`: what a curriculum and the policy do to people who aren't there yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Final

import click
from click.core import ParameterSource

from tutor.commands.options import Said, everywhere, print_json
from tutor.commands.workers import cores, workers
from tutor.settings import PACES

if TYPE_CHECKING:
    from tutor.simulation.run import Outcome

KINDS: Final = ("novice", "expert", "always-wrong", "never-knows", "guesser", "copier")
CHUNK: Final = 4  # learners that a process takes at a time


@click.command("simulate")
@click.argument("curriculum")
@click.option("--to", "goal", metavar="CONCEPT", help="The goal; without it, the one that the curriculum suggests.")
@click.option("--learners", default=50, show_default=True, type=click.IntRange(1, 100_000), help="How many.")
@click.option(
    "--seed", default=1, show_default=True, type=click.IntRange(0, 2**32 - 1), help="Same seed, same figures."
)
@click.option("--known", type=click.FloatRange(0, 1), help="Each knows that share of what the goal rests on.")
@click.option(
    "--as", "kind", type=click.Choice(KINDS), default="novice", show_default=True, help="The kind of learner."
)
@click.option("--pace", type=click.Choice(PACES), default="steady", show_default=True, help="How hard they want it.")
@click.option(
    "--questions", is_flag=True, help="Examine each question: difficulty, mistakes, steps nobody needs (20 learners)."
)
@everywhere
@click.pass_context
def command(
    ctx: click.Context, curriculum: str, goal: str | None, learners: int, seed: int, known: float | None, kind: str,
    pace: str, *, questions: bool,
) -> None:  # fmt: skip
    """Run simulated learners through real sessions of CURRICULUM and print what became of them."""
    said: Said = ctx.obj
    from tutor.commands.wiring import surroundings
    from tutor.simulation.run import figures

    roots = [str(root) for root in surroundings(said.options).roots]
    if questions:
        from tutor.commands.simulate_questions import PEOPLE, simulate_questions

        unsaid = {name for name in ctx.params if ctx.get_parameter_source(name) is ParameterSource.DEFAULT}
        if not {"known", "kind", "pace"} <= unsaid:
            raise click.UsageError("--known, --as and --pace have no meaning with --questions", ctx)
        people = PEOPLE if "learners" in unsaid else learners
        simulate_questions(roots, curriculum, goal, people, seed, as_json=said.as_json)
        return
    outcomes = list(run_all(roots, curriculum, goal, range(learners), seed, known, kind, pace))
    found = figures(outcomes)
    if said.as_json:
        print_json(found)
        return
    for name, value in found.items():
        click.echo(f"{name.replace('_', ' '):<24} {value}")


def run_all(
    roots: Sequence[str],
    curriculum: str,
    goal: str | None,
    numbers: Sequence[int],
    seed: int,
    known: float | None,
    kind: str,
    pace: str = "steady",
) -> Iterator[Outcome]:
    """Every learner's outcome, in order, over all cores. Raises TutorError for a curriculum that can't be had."""
    first = (tuple(roots), curriculum, goal, pace)
    _prepare(*first)
    count = cores(len(numbers))
    if count == 1:
        yield from map(_one, numbers, repeat(seed), repeat(known), repeat(kind))
        return
    with workers(count, _prepare, first) as pool:
        yield from pool.map(_one, numbers, repeat(seed), repeat(known), repeat(kind), chunksize=CHUNK)


_PREPARED: dict[str, object] = {}


def _prepare(roots: tuple[str, ...], curriculum: str, goal: str | None, pace: str) -> None:
    from pathlib import Path

    from tutor.curriculum.load import load
    from tutor.session.desk import graph_of

    curricula = load(curriculum, tuple(Path(root) for root in roots))
    target = curricula.find_concept(curriculum, goal) if goal else curricula.goals(curriculum)[0]
    _PREPARED.update(curricula=curricula, graph=graph_of(curricula), curriculum=curriculum, goal=target, pace=pace)


def _one(number: int, seed: int, known: float | None, kind: str) -> Outcome:
    from tutor.simulation.learners import make
    from tutor.simulation.run import simulate_one

    mixed = seed * 1_000_003 + number
    curricula, goal = _PREPARED["curricula"], _PREPARED["goal"]
    learner = make(kind, curricula, goal, known, mixed)  # type: ignore[arg-type]
    given = (learner, curricula, _PREPARED["graph"], _PREPARED["curriculum"], goal, mixed, _PREPARED["pace"])
    return simulate_one(*given)  # type: ignore[arg-type]

"""`tutor simulate --questions`: what each question of a curriculum is worth, by simulated learners."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Final

import click

from tutor.commands.options import print_json
from tutor.commands.workers import cores, workers

if TYPE_CHECKING:
    from tutor.simulation.examination import Examined

PEOPLE: Final = 20  # of either kind a question, where nothing else is said
NAMED: Final = 5
CAVEAT: Final = """\
Simulated learners answer by the difficulties that you gave, and make the mistakes that you foresaw: they show where your
figures contradict each other and what nobody would miss, not how hard a question is for people (tutor calibrate learns that)."""


def simulate_questions(
    roots: Sequence[str], curriculum: str, goal: str | None, people: int, seed: int, *, as_json: bool
) -> None:
    """Examine all questions of the curriculum, or of the goal and what it rests on there, and print what was found."""
    concepts = _concepts(roots, curriculum, goal)
    found: list[Examined] = []
    for examined in _all(roots, curriculum, concepts, people, seed):
        found.extend(examined)
        if as_json:
            for one in examined:
                print_json(_json(one))
    if not as_json:
        _print(found, len(concepts), people)


def _concepts(roots: Sequence[str], curriculum: str, goal: str | None) -> list[str]:
    from pathlib import Path

    from tutor.curriculum.load import load

    curricula = load(curriculum, tuple(Path(root) for root in roots))
    own = [ref for ref in curricula.concepts if curricula.concept(ref).curriculum == curriculum]
    if goal is None:
        return own
    target = curricula.find_concept(curriculum, goal)
    return [ref for ref in own if ref == target or ref in curricula.ancestors(target)]


def _all(
    roots: Sequence[str], curriculum: str, concepts: Sequence[str], people: int, seed: int
) -> Iterator[tuple[Examined, ...]]:
    """Concept by concept, in order, over all cores."""
    first = (tuple(roots), curriculum)
    count = cores(len(concepts) // 2)
    if count == 1:
        _prepare(*first)
        yield from map(_one, concepts, repeat(people), repeat(seed))
        return
    with workers(count, _prepare, first) as pool:
        yield from pool.map(_one, concepts, repeat(people), repeat(seed))


_PREPARED: dict[str, object] = {}


def _prepare(roots: tuple[str, ...], curriculum: str) -> None:
    from pathlib import Path

    from tutor.curriculum.load import load
    from tutor.session.desk import graph_of

    curricula = load(curriculum, tuple(Path(root) for root in roots))
    _PREPARED.update(curricula=curricula, graph=graph_of(curricula))


def _one(concept: str, people: int, seed: int) -> tuple[Examined, ...]:
    from tutor.simulation.examination import examine

    return examine(_PREPARED["curricula"], _PREPARED["graph"], concept, people, seed)  # type: ignore[arg-type]


def _json(one: Examined) -> dict[str, object]:
    asked, trace, question = one.interviewed, one.trace, one.node.question
    return {
        "ref": one.node.ref,
        "role": one.node.role,
        "difficulty": question.difficulty,
        "predicted": _rounded(one.predicted),
        "experts": _rounded(asked.experts),
        "novices": _rounded(asked.novices),
        "discrimination": _rounded(asked.discrimination),
        "blind": _rounded(asked.blind),
        "mistakes": [
            {"value": _value(mistake.value), "misconception": mistake.misconception, "hits": hits}
            for mistake, hits in zip(question.mistakes, asked.hits, strict=True)
        ],
        "unmet": asked.unmet,
        "asked": trace.asked,
        "foreseen": _rounded(trace.foreseen / trace.asked) if trace.asked else None,
        "unaided": trace.unaided,
        "assisted": trace.assisted,
        "told": trace.told,
        "opened": trace.opened,
        "stuck": trace.stuck,
        "needed": one.step.needed if one.step else None,
        "loss": one.step.loss if one.step else None,
        "findings": [rule for rule, _ in one.findings],
    }


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"


def _value(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _print(found: Sequence[Examined], concepts: int, people: int) -> None:
    from tutor.simulation.examination import FINDINGS

    counted = f"{_many(len(found), 'question')} of {_many(concepts, 'concept')}"
    click.echo(f"{counted}, each put to {_many(people, 'expert')} and {_many(people, 'novice')};")
    click.echo(f"{_many(people, 'novice')} sent through sessions to each concept\n")
    click.echo(CAVEAT)
    none = True
    for rule, (what, remedy) in FINDINGS.items():
        places = [
            f"{one.node.ref.partition('/')[2]}" + (f" ({exactly})" if exactly else "")
            for one in found
            for name, exactly in one.findings
            if name == rule
        ]
        if places:
            none = False
            click.echo(f"\n{len(places):>4}  {what}\n      → {remedy}")
            for place in places[:NAMED]:
                click.echo(f"      {place}")
            if len(places) > NAMED:
                click.echo(f"      and {len(places) - NAMED} more (--json has all)")
    if none:
        click.echo("\nNothing stands out.")

"""`tutor learner show`: what is believed of a learner, and why."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import click

from tutor.commands.moments import day
from tutor.commands.options import Said, print_json
from tutor.errors import InputError, TutorError
from tutor.notation.box import text_width
from tutor.notation.untrusted import clean
from tutor.session.records import attempt_record, concept_record

if TYPE_CHECKING:
    from tutor.commands.wiring import Surroundings
    from tutor.curriculum.curricula import Curricula
    from tutor.learner.estimate import Estimate
    from tutor.session.events import Event
    from tutor.session.portrait import Attempt, Believed

TITLE: Final = 38  # columns
STATES: Final = {
    "mastered": "mastered", "established": "found", "told": "shown", "met": "met", "assumed": "assumed",
    "not-yet": "not yet", "open": "open",
}  # fmt: skip
LEGEND: Final = """
known: how likely you know it now. memory: how likely you'd recall it. answers:
right alone, right with help, missed, shown. found: answered right; assumed:
inferred, never asked; due: mastered, and due for a look (tutor review).
Behind a line: tutor learner show --evidence CONCEPT
Not so? tutor learner dispute CONCEPT (--not-yet if you don't know it yet)"""


@dataclass(frozen=True, slots=True)
class Record:
    """What is stored and believed of one learner."""

    around: Surroundings
    events: tuple[Event, ...]
    estimate: Estimate


async def show(said: Said, curriculum: str | None, evidence: str | None) -> None:
    """Print it."""
    async with recorded(said) as record:
        names = (curriculum,) if curriculum else studied(record.events)
        loaded = list(_loaded(record, names, asked_for=curriculum is not None))
        if not loaded:
            raise InputError(
                "unknown-learner", f"nothing was studied here yet by {record.around.learner!r}",
                remedy="begin with `tutor`, or `tutor plain CURRICULUM`",
            )  # fmt: skip
        if evidence is not None:
            _show_evidence(said, record, loaded, evidence)
        else:
            _show_all(said, record, loaded)


@asynccontextmanager
async def recorded(said: Said) -> AsyncIterator[Record]:
    """The learner's record. Raises InputError("unknown-learner") where nothing was studied under that name."""
    from tutor.commands.wiring import surroundings, whoever_studied

    around = surroundings(said.options)
    async with whoever_studied(around) as (_, desk, learner):
        yield Record(around, await desk.events(learner), await desk.estimate(learner))


def studied(events: Iterable[Event]) -> tuple[str, ...]:
    """The curricula that sessions were begun with, in the order of their first sessions."""
    from tutor.session.events import SessionStarted

    return tuple(dict.fromkeys(event.body.curriculum for event in events if isinstance(event.body, SessionStarted)))


def _loaded(record: Record, names: Sequence[str], *, asked_for: bool) -> Iterable[tuple[str, Curricula]]:
    from tutor.curriculum.load import load

    for name in names:
        try:
            yield name, load(name, record.around.roots)
        except TutorError as error:
            if asked_for:
                raise
            click.echo(clean(f"{name}: {error.what}"), err=True)  # the others can still be shown


def _show_all(said: Said, record: Record, loaded: Sequence[tuple[str, Curricula]]) -> None:
    seen: set[str] = set()
    for name, curricula in loaded:
        rows = [one for one in believed(record, curricula) if one.concept not in seen]
        seen.update(one.concept for one in rows)
        if said.as_json:
            for one in rows:
                print_json(concept_record(one))
        elif rows:
            _table(name, rows, record.estimate.now)
    if not said.as_json:
        click.echo(LEGEND)


def believed(record: Record, curricula: Curricula) -> tuple[Believed, ...]:
    """Concept by concept."""
    from tutor.session.desk import graph_of
    from tutor.session.portrait import portrait

    return portrait(curricula, graph_of(curricula), record.estimate, record.events)


def _table(name: str, rows: Sequence[Believed], now: int | None) -> None:
    """A line for each concept that was met or is assumed."""
    click.echo(f"\n{clean(name, newlines=False):<{TITLE}} state     known memory  answers")
    for one in rows:
        if one.state != "open":
            click.echo(_line(one, now))
    ahead = sum(1 for one in rows if one.state == "open")
    if ahead:
        click.echo(f"{ahead} more {'lies' if ahead == 1 else 'lie'} ahead")


def _line(one: Believed, now: int | None) -> str:
    row = concept_record(one)
    due = one.state == "mastered" and one.due is not None and one.due <= (now or 0)
    memory = "–" if row["retrievability"] is None else f"{row['retrievability']:.0%}"
    counts = f"{row['unaided']} {row['assisted']} {row['missed']} {row['told']}"
    state = "due" if due else STATES[one.state]
    return f"{_fitted(one.title, TITLE)} {state:<9} {one.p_known:>5.0%} {memory:>6}  {counts}".rstrip()


def _fitted(text: str, width: int) -> str:
    """Exactly so many columns; what is longer ends with an ellipsis."""
    text = clean(text, newlines=False)
    while text_width(text) > width:
        text = text[:-2].rstrip() + "…"
    return text + " " * (width - text_width(text))


def _show_evidence(said: Said, record: Record, loaded: Sequence[tuple[str, Curricula]], wanted: str) -> None:
    from tutor.session.portrait import attempts, established_in, titled

    curricula, concept = named(loaded, wanted)
    (one,) = (row for row in believed(record, curricula) if row.concept == concept)
    behind = attempts(curricula, record.events, concept)
    if said.as_json:
        for attempt in behind:
            print_json(attempt_record(concept, attempt))
        return
    click.echo(f"{clean(one.title, newlines=False)}: {STATES[one.state]}, known with {one.p_known:.0%}")
    if one.disputed:
        click.echo(f"disputed; it ended: {DISPUTES[one.disputed]}")
    if one.unlocks:
        known_by = established_in(record.events)
        names = ", ".join(clean(titled(curricula, ref, known_by), newlines=False) for ref in one.unlocks)
        click.echo(click.wrap_text(f"It unlocks: {names}.", 79, subsequent_indent="  "))
    if not behind:
        click.echo("No answer speaks of it directly: what is believed is inferred from others.")
    for attempt in behind:
        click.echo(_attempt_line(attempt))


DISPUTES: Final[Mapping[str, str]] = {
    "known": "you know it", "not-yet": "not known yet", "open": "one right answer of two", "left": "left unsettled",
}  # fmt: skip


def named(loaded: Sequence[tuple[str, Curricula]], wanted: str) -> tuple[Curricula, str]:
    """The concept that somebody means, by id, reference or title; titles of what isn't established count too.

    Raises InputError("unknown-concept"), or "bad-argument" where several curricula have one of that name.
    """
    from tutor.session.naming import concept_named

    found: dict[str, Curricula] = {}
    refusal: InputError | None = None
    for name, curricula in loaded:
        try:
            found.setdefault(concept_named(curricula, name, wanted), curricula)
        except InputError as error:
            refusal = error
    if not found and refusal is not None:
        raise refusal
    if len(found) > 1:
        raise InputError(
            "bad-argument",
            f"several concepts are called {wanted[:80]!r}",
            remedy=f"name one: {', '.join(sorted(found))}",
        )
    ((concept, curricula),) = found.items()
    return curricula, concept


def _attempt_line(attempt: Attempt) -> str:
    outcome = attempt.outcome
    result = "–" if outcome is None else "right" if outcome >= 1.0 else "missed" if outcome <= 0.0 else f"{outcome:.0%}"
    taken = f"{attempt.taken_for}{', retest' if attempt.retest else ''}"
    return f"{day(attempt.at)}  {_fitted(attempt.question, 30)} {taken:<18} {attempt.weight:>4.2f}  {result}"

"""`tutor learner dispute`: the learner says that the tutor has a concept wrong; two questions, or their word, settle it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from tutor.commands.learner_show import STATES, Record, believed, named, studied
from tutor.commands.options import Said, print_json
from tutor.commands.plain import terminal, writer
from tutor.commands.wiring import Surroundings, opened, surroundings
from tutor.errors import TutorError
from tutor.notation.untrusted import clean
from tutor.session.records import concept_record

if TYPE_CHECKING:
    from tutor.curriculum.curricula import Curricula
    from tutor.session.desk import Desk
    from tutor.session.view import View


async def dispute(said: Said, concept: str, curriculum: str | None, *, known: bool, spoken: bool) -> None:
    """Settle it in a session of its own, line by line; then say what is believed."""
    from tutor.plain.loop import Plain

    around = surroundings(said.options)
    async with opened(around) as (desk, learner):
        before = await _record(around, desk, learner)
        where = (curriculum,) if curriculum else studied(before.events)
        curricula, ref = named(_loaded(around, where), concept)
        view = await desk.dispute(learner, ref.partition("/")[0], ref, known=known)
        words = writer(around, spoken=spoken)
        if view.ended is None:
            lines = terminal(as_json=said.as_json)
            await Plain(desk, learner, view.session, lines, words, as_json=said.as_json).run(view)
        elif not said.as_json:
            _say(view, spoken=spoken, around=around)
        (row,) = (one for one in believed(await _record(around, desk, learner), curricula) if one.concept == ref)
    if said.as_json:
        print_json(concept_record(row))
    else:
        click.echo(f"\n{clean(row.title, newlines=False)}: {STATES[row.state]}, known with {row.p_known:.0%}")


def _say(view: View, *, spoken: bool, around: Surroundings) -> None:
    from tutor.plain.words import lines

    for line in lines(view, writer(around, spoken=spoken)):
        click.echo(line)


async def _record(around: Surroundings, desk: Desk, learner: str) -> Record:
    return Record(around, await desk.events(learner), await desk.estimate(learner))


def _loaded(around: Surroundings, given: Sequence[str]) -> list[tuple[str, Curricula]]:
    """The curricula to look in: those given, or all that there are for somebody who hasn't studied any."""
    from tutor.curriculum.load import load, names

    found, refusal = [], None
    for name in given or names(around.roots):
        try:
            found.append((name, load(name, around.roots)))
        except TutorError as error:
            refusal = error  # the others can still be looked in
    if not found and refusal is not None:
        raise refusal
    return found

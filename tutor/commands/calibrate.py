"""`tutor calibrate`: learn from what was answered here how hard each question is, and how much each answer says."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import click

from tutor.commands.options import Said, everywhere, print_json

if TYPE_CHECKING:
    from tutor.home import Home
    from tutor.learner.evidence import Evidence
    from tutor.learner.fitting import Fit, Shift
    from tutor.store.calibrations import CalibrationFiles

LEAST: Final = 100  # unaided answers; fewer say too little to change anything
LISTED: Final = 5
NOTABLE: Final = 0.3  # logits


@click.command("calibrate")
@click.option("--shipped", is_flag=True, help="Go back to the calibration that came with the program.")
@everywhere
@click.pass_obj
def command(said: Said, shipped: bool) -> None:
    """Learn from everybody's answers on this machine how hard each question is and how much each answer says.

    What was learnt is used from then on, if it foresees answers better than what was used before. Nobody's answers leave this
    machine, and the weights name no learner.
    """
    from tutor.commands.wiring import surroundings
    from tutor.store.calibrations import CalibrationFiles

    home = surroundings(said.options).home
    files = CalibrationFiles(home.calibration)
    if shipped:
        removed = files.remove()
        if said.as_json:
            print_json({"removed": removed})
        else:
            click.echo("The shipped calibration is in use." if not removed else "Back to the shipped calibration.")
        return
    found, kept = _calibrated(home, files)
    if said.as_json:
        print_json(_json(found, kept=kept))
    else:
        _say(found, kept=kept)


def _calibrated(home: Home, files: CalibrationFiles) -> tuple[Fit, bool]:
    from tutor.learner.fitting import fit
    from tutor.learner.mastery_calibration import SHIPPED
    from tutor.store.files import SystemClock

    found = fit(SHIPPED, asyncio.run(_histories(home)))
    kept = found.answers >= LEAST and found.better
    if kept:
        about = {
            "learners": found.learners, "answers": found.answers, "log_loss_before": found.before,
            "log_loss_after": found.after,
        }  # fmt: skip
        files.keep(found.calibration, SystemClock().now(), about)
    return found, kept


async def _histories(home: Home) -> list[list[Evidence]]:
    """Everybody's evidence, in order."""
    from tutor.session.events import EvidenceTaken
    from tutor.store.sqlite import SqliteStore

    if not home.journal.exists():
        return []
    histories = []
    async with SqliteStore(home.journal) as store:
        for learner in await store.all():
            events = [event.body async for event in store.read(learner.id)]
            histories.append([body.evidence for body in events if isinstance(body, EvidenceTaken)])
    return histories


def _json(found: Fit, *, kept: bool) -> dict[str, object]:
    return {
        "id": found.calibration.id if kept else None,
        "learners": found.learners,
        "answers": found.answers,
        "log_loss_before": _rounded(found.before),
        "log_loss_after": _rounded(found.after),
        "shifts": [
            {"question": shift.item, "easier": shift.easier, "answers": shift.answers} for shift in found.shifts
        ],
    }


def _say(found: Fit, *, kept: bool) -> None:
    people = "1 learner" if found.learners == 1 else f"{found.learners} learners"
    click.echo(f"{found.answers} unaided answers of {people}.")
    if found.answers < LEAST:
        click.echo(f"That is too little to learn from (at least {LEAST} are needed): nothing was changed.")
        return
    click.echo(f"Surprise by an answer (mean log-loss): {found.before:.3f} before, {found.after:.3f} now.")
    if not kept:
        click.echo("The shipped calibration foresees them as well: nothing was changed.")
        return
    notable = [shift for shift in found.shifts if abs(shift.easier) >= NOTABLE]
    _list("Harder than their authors thought:", [shift for shift in notable if shift.easier < 0])
    _list("Easier than their authors thought:", [shift for shift in notable if shift.easier > 0])
    click.echo(f"In use from now on: calibration {found.calibration.id}. Back with tutor calibrate --shipped.")


def _list(title: str, shifts: list[Shift]) -> None:
    from tutor.notation.untrusted import clean

    if shifts:
        click.echo(title)
    for shift in shifts[:LISTED]:
        answers = "1 answer" if shift.answers == 1 else f"{shift.answers} answers"
        click.echo(f"  {clean(shift.item, newlines=False)} ({shift.easier:+.1f} logits, {answers})")


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)

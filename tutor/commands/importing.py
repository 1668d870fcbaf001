"""`tutor import`: other people's questions as a curriculum, with what couldn't be carried over listed by reason."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from tutor.commands.options import Said, everywhere, print_json

if TYPE_CHECKING:
    from tutor.interchange.report import Noted, Report

EXAMPLES: Final = 2  # items of a reason that are shown as text


def _options(function: click.decorators.FC) -> click.decorators.FC:
    for option in (
        click.option("--limit", type=click.IntRange(min=1), help="At most so many items of the source."),
        click.option(
            "--folder", metavar="DIR", type=click.Path(path_type=Path), help="Put it below DIR, not among your own."
        ),
        click.option("--title", help="Its title (default: the source's name)."),
        click.option("--id", "name", help="Its id (default: from the source's name)."),
    ):
        function = option(function)
    return function


@click.group("import")
def command() -> None:
    """Bring in other people's questions as a curriculum of your own.

    Whatever `tutor check` would refuse is left behind, and said with its reason; all of it is listed in import-report.json beside the
    curriculum, with the licence and the source of every question. Nothing is overwritten. Exit code 1 when nothing can be used.
    """


@command.command("oatutor")
@click.argument("source", metavar="DIR", type=click.Path(path_type=Path))
@_options
@everywhere
@click.pass_context
def oatutor(
    ctx: click.Context, source: Path, name: str | None, title: str | None, folder: Path | None, limit: int | None
) -> None:
    """A content pool of OATutor: the folder that holds `content-pool`."""
    _import(ctx, "oatutor", source, name, title, folder, limit)


@command.command("gsm8k")
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path))
@_options
@everywhere
@click.pass_context
def gsm8k(
    ctx: click.Context, source: Path, name: str | None, title: str | None, folder: Path | None, limit: int | None
) -> None:
    """GSM8K with its sub-questions (train_socratic.jsonl, test_socratic.jsonl)."""
    _import(ctx, "gsm8k", source, name, title, folder, limit)


@command.command("gift")
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path))
@_options
@everywhere
@click.pass_context
def gift(
    ctx: click.Context, source: Path, name: str | None, title: str | None, folder: Path | None, limit: int | None
) -> None:
    """A question bank of Moodle in GIFT format."""
    _import(ctx, "gift", source, name, title, folder, limit)


@command.command("anki")
@click.argument("source", metavar="FILE.apkg", type=click.Path(path_type=Path))
@_options
@everywhere
@click.pass_context
def anki(
    ctx: click.Context, source: Path, name: str | None, title: str | None, folder: Path | None, limit: int | None
) -> None:
    """A deck of Anki, exported as .apkg. Media aren't unpacked; --limit counts notes."""
    _import(ctx, "anki", source, name, title, folder, limit)


def _import(
    ctx: click.Context,
    kind: str,
    source: Path,
    name: str | None,
    title: str | None,
    folder: Path | None,
    limit: int | None,
) -> None:
    from tutor.commands.wiring import surroundings
    from tutor.home import locate
    from tutor.interchange.importing import Wanted, bring_in

    said: Said = ctx.obj
    own = locate(os.environ).curricula
    made, report = bring_in(kind, Wanted(source, name, title, limit), folder or own, surroundings(said.options).roots)
    if said.as_json:
        print_json(report.to_json(None if made is None else str(made)))
    else:
        _print(report, made, among_own=folder is None)
    ctx.exit(0 if made is not None else 1)


def _print(report: Report, made: Path | None, *, among_own: bool) -> None:
    if made is None:
        click.echo("Nothing of it can be carried over.", err=True)
    else:
        counts = {"concept": report.concepts, "question": report.questions, "step": report.steps, "hint": report.hints}
        told = ", ".join(f"{count} {what if count == 1 else what + 's'}" for what, count in counts.items())
        click.echo(f"{made}: {told}")
        click.echo(f"Licence: {report.licence}")
    _listed("Not carried over", report.left)
    _listed("Carried over in another form", report.changed)
    if made is not None:
        click.echo(f"All of it, with sources and licences: {made / 'import-report.json'}")
        where = "" if among_own else f"--curricula {made.parent} "
        click.echo(f"Study it with: tutor {where}plain {report.curriculum}")


def _listed(heading: str, noted: Sequence[Noted]) -> None:
    from tutor.interchange.report import by_reason

    if not noted:
        return
    click.echo(f"{heading}:")
    for reason in by_reason(noted):
        click.echo(f"  {reason['count']:>6}  {reason['meaning']} ({reason['reason']})")
        for item in reason["items"][:EXAMPLES]:
            click.echo(f"          {item['where']}: {item['what']}" if item["what"] else f"          {item['where']}")

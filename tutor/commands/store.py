"""`tutor store`: copies of what is stored, and whether it can be read."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import click

from tutor.commands.options import Said, everywhere, print_json


@click.group("store")
def command() -> None:
    """Back up, restore and verify what is stored."""


@command.command("backup")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@everywhere
@click.pass_obj
def backup(said: Said, file: Path | None) -> None:
    """Copy the journal into FILE; without it, into the folder `backups` of your data, where the last 7 stay."""
    from tutor.commands.moments import stamp
    from tutor.home import locate
    from tutor.store import backup
    from tutor.store.files import SystemClock

    home = locate(os.environ)
    target = file or home.backups / f"journal-{stamp(SystemClock().now())}.sqlite3"
    made = backup.backup(home.journal, target)
    gone = backup.rotate(home.backups) if file is None else ()
    if said.as_json:
        print_json({"file": str(made.file), "learners": made.learners, "events": made.events, "rotated": len(gone)})
        return
    click.echo(f"{made.file}: {_counted(made.learners)}, {made.events} events")
    click.echo("It holds everything of them: keep it as private as the journal.")


@command.command("restore")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@everywhere
@click.pass_obj
def restore(said: Said, file: Path) -> None:
    """Put the copy FILE in the journal's place. The journal before is kept; whoever was forgotten stays forgotten."""
    from tutor.commands.moments import stamp
    from tutor.home import locate
    from tutor.store import backup
    from tutor.store.files import SystemClock

    home = locate(os.environ)
    aside = home.backups / f"before-restore-{stamp(SystemClock().now())}.sqlite3"
    done = backup.restore(home.journal, file, aside)
    asyncio.run(_tidy())
    if said.as_json:
        print_json(
            {
                "learners": done.learners, "events": done.events, "forgotten": done.forgotten,
                "aside": None if done.aside is None else str(done.aside),
            }
        )  # fmt: skip
        return
    click.echo(f"Restored: {_counted(done.learners)}, {done.events} events.")
    if done.forgotten:
        click.echo(f"{done.forgotten} who {'was' if done.forgotten == 1 else 'were'} forgotten since stayed forgotten.")
    if done.aside is not None:
        click.echo(f"The journal before is kept as {done.aside}")


async def _tidy() -> None:
    from tutor.commands.learner_forget import drop_documents, drop_frames
    from tutor.home import locate
    from tutor.store.sqlite import SqliteStore

    home = locate(os.environ)
    async with SqliteStore(home.journal) as store:
        await drop_frames(home, store)
        await drop_documents(home, await store.forgotten())


@command.command("verify")
@everywhere
@click.pass_context
def verify(ctx: click.Context) -> None:
    """Read everything that is stored, and say what is wrong with it."""
    from tutor.errors import InputError
    from tutor.home import locate
    from tutor.store.sqlite import SqliteStore
    from tutor.store.verify import verify

    said: Said = ctx.obj
    home = locate(os.environ)
    if not home.journal.exists():
        raise InputError("bad-argument", "nothing has been studied here yet", remedy="there's nothing to verify")

    async def brought_up_to_date() -> None:
        async with SqliteStore(home.journal) as store:
            await store.all()

    asyncio.run(brought_up_to_date())
    found = verify(home.journal)
    if said.as_json:
        print_json({"learners": found.learners, "events": found.events, "findings": list(found.findings)})
    else:
        for finding in found.findings:
            click.echo(finding)
        click.echo(
            f"{_counted(found.learners)}, {found.events} events: {'all is well' if not found.findings else 'see above'}"
        )
    ctx.exit(1 if found.findings else 0)


def _counted(learners: int) -> str:
    return "1 learner" if learners == 1 else f"{learners} learners"

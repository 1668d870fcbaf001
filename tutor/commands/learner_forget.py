"""`tutor learner forget`: everything that is stored about a learner goes, in one operation that can't be undone."""

from __future__ import annotations

import os
from collections.abc import Collection
from typing import TYPE_CHECKING

import click

from tutor.commands.options import Said, print_json
from tutor.errors import InputError
from tutor.notation.untrusted import clean

if TYPE_CHECKING:
    from tutor.commands.wiring import Surroundings
    from tutor.home import Home
    from tutor.session.ports import Forgotten
    from tutor.store.sqlite import SqliteStore


async def forget(said: Said, name: str, *, yes: bool) -> None:
    """Ask, take away, and say what is left elsewhere. What was interrupted earlier is finished first."""
    from tutor.commands.wiring import surroundings
    from tutor.store.sqlite import SqliteStore

    around = surroundings({**said.options, "learner": name})
    if not around.home.journal.exists():
        raise _nobody(name)
    async with SqliteStore(around.home.journal) as store:
        finished = await store.finish_forgetting()
        learner = await store.named(name)
        if learner is None:
            gone = await drop_frames(around.home, store) + await drop_documents(around.home, await store.forgotten())
            if not finished and not gone:
                raise _nobody(name)
            click.echo("What was begun earlier is finished now.", err=True)
            return
        if not yes:
            _confirm(name)
        taken, documents = await take_away(around.home, store, learner.id)
    _say(said, around, name, taken, documents)


async def take_away(home: Home, store: SqliteStore, learner: str) -> tuple[Forgotten, int]:
    """Everything of a learner goes, wherever it lies; what that was, and how many documents."""
    documents = await drop_documents(home, {learner})  # first: while they're known, it can be done again
    taken = await store.forget(learner)
    await drop_frames(home, store)
    await drop_documents(home, await store.forgotten())
    return taken, documents


async def drop_frames(home: Home, store: SqliteStore) -> int:
    """Take away the frames of whoever isn't a learner here any more; how many those were."""
    from tutor.tui.last_frame import drop, others

    left = others(home.cache, [one.name for one in await store.all()])
    for path in left:
        drop(path)
    return len(left)


async def drop_documents(home: Home, learners: Collection[str]) -> int:
    """Take away all documents of these learners, and what indexes hold of them; how many those were."""
    import asyncio

    from tutor.library.forgetting import forget
    from tutor.library.vectors import forget_everywhere

    def take_away() -> int:
        if home.chroma.is_dir():
            for learner in sorted(learners):
                forget_everywhere(home.chroma, learner)
        return forget(home.library, learners)

    return await asyncio.to_thread(take_away)


def _confirm(name: str) -> None:
    click.echo(
        f"This takes away everything that is stored about {clean(name, newlines=False)}. It can't be undone.\n"
        "(tutor learner export keeps a copy.)", err=True,
    )  # fmt: skip
    typed = click.prompt("Type the name again to go on", default="", show_default=False, err=True)
    if typed.strip() != name:
        raise InputError(
            "not-allowed",
            "that wasn't the name: nothing was taken away",
            remedy="type it as `tutor learner list` has it",
        )


def _say(said: Said, around: Surroundings, name: str, taken: Forgotten, documents: int) -> None:
    copies = sorted(around.home.backups.glob("*")) if around.home.backups.is_dir() else []
    if said.as_json:
        print_json(
            {
                "learner": taken.learner,
                "events": taken.events,
                "sessions": len(taken.sessions),
                "documents": documents,
                "backups": len(copies),
            }
        )
        return
    click.echo(
        f"Forgotten: {taken.events} events of {len(taken.sessions)} sessions, {documents} documents."
        " Nothing of them is left in the store."
    )
    if copies:
        count = "1 older copy" if len(copies) == 1 else f"{len(copies)} older copies"
        hold = "holds" if len(copies) == 1 else "hold"
        click.echo(
            f"{count} in {around.home.backups} still {hold} it; delete what you don't need. Restoring one forgets again."
        )
    else:
        click.echo("Backups that you made elsewhere still hold them. Restoring one forgets again.")
    origin = _named_in_settings(around, name)
    if origin:
        click.echo(f"The name still stands in {origin}.")


def _named_in_settings(around: Surroundings, name: str) -> str | None:
    from tutor.settings import load

    _, shown = load(around.home.settings, os.environ)
    said = [one for one in shown if one.name == "learner.name" and one.value == name and one.origin != "default"]
    return str(said[0].origin) if said else None


def _nobody(name: str) -> InputError:
    return InputError(
        "unknown-learner", f"nothing is stored here about {name!r}", remedy="tutor learner list shows who studies here"
    )

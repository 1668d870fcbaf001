"""`tutor doctor`: is all well here, and what to do if not."""

from __future__ import annotations

import asyncio
import os
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from tutor.commands.options import Said, everywhere, print_json
from tutor.errors import TutorError

if TYPE_CHECKING:
    from tutor.doctor import Check
    from tutor.home import Home

_MARKS = {"ok": "ok  ", "warn": "warn", "bad": "BAD "}


@click.command("doctor")
@click.option("--paths", is_flag=True, help="Only the folders where your data is.")
@everywhere
@click.pass_context
def command(ctx: click.Context, paths: bool) -> None:
    """Check this installation: Python, storage, paths, settings, terminal, embeddings, curricula."""
    from tutor.home import locate

    said: Said = ctx.obj
    home = locate(os.environ)
    if paths:
        _paths(home, as_json=said.as_json)
        return
    checks = _all(home, said)
    for check in checks:
        if said.as_json:
            print_json(asdict(check))
        else:
            click.echo(f"{_MARKS[check.state]}  {check.check:<10} {check.found}")
            if check.remedy:
                click.echo(f"      → {check.remedy}")
    ctx.exit(1 if any(check.state == "bad" for check in checks) else 0)


def _paths(home: Home, *, as_json: bool) -> None:
    found = {"config": home.config, "data": home.data, "cache": home.cache}
    if as_json:
        print_json({name: str(path) for name, path in found.items()})
        return
    for name, path in found.items():
        click.echo(f"{name:<8}{path}{'' if path.exists() else '  (not made yet)'}")


def _all(home: Home, said: Said) -> list[Check]:
    from tutor.doctor import Check, run
    from tutor.library.embeddings import AUTO
    from tutor.settings import load

    checks = list(run(home, os.environ))
    embeddings = AUTO
    try:
        embeddings = load(home.settings, os.environ)[0].library.embeddings
        checks.append(Check("settings", "ok", str(home.settings) if home.settings.exists() else "all defaults"))
    except TutorError as error:
        checks.append(Check("settings", "bad", f"{error.where or home.settings}: {error.what}", error.remedy))
    checks.append(_journal(home))
    checks.append(_library(home))
    checks.append(_embeddings(home, embeddings))
    checks.append(_curricula(home, said.curricula))
    return checks


def _journal(home: Home) -> Check:
    from tutor.doctor import Check

    if not home.journal.exists():
        return Check("journal", "ok", "nothing studied yet")

    async def look() -> tuple[str, int]:
        from tutor.commands.learner_forget import drop_frames
        from tutor.store.sqlite import SqliteStore

        async with SqliteStore(home.journal) as store:
            found = await store.check()
            if found != "ok":
                return found, 0
            return found, await store.finish_forgetting() + await drop_frames(home, store)

    try:
        found, finished = asyncio.run(look())
    except TutorError as error:
        return Check("journal", "bad", error.what, error.remedy)
    if found == "ok":
        also = "; a forgetting that was interrupted is finished now" if finished else ""
        return Check("journal", "ok", f"{home.journal}{also}")
    return Check("journal", "bad", found, f"keep {home.journal}, and restore a copy if you have one")


def _library(home: Home) -> Check:
    from tutor.doctor import Check

    if not home.library.exists():
        return Check("library", "ok", "no documents yet")

    async def look() -> tuple[int, int]:
        from tutor.commands.learner_forget import drop_documents
        from tutor.library.catalogue import Catalogue
        from tutor.store.sqlite import SqliteStore

        finished = 0
        if home.journal.exists():
            async with SqliteStore(home.journal) as store:
                finished = await drop_documents(home, await store.forgotten())
        with Catalogue(home.library) as catalogue:
            return len(catalogue.documents(catalogue.owners())), finished

    try:
        count, finished = asyncio.run(look())
    except TutorError as error:
        return Check("library", "bad", error.what, error.remedy)
    also = "; a forgetting that was interrupted is finished now" if finished else ""
    return Check("library", "ok", f"{count} {'document' if count == 1 else 'documents'}{also}")


def _embeddings(home: Home, name: str) -> Check:
    """Nothing is lost without a model, so that the worst is a warning."""
    from tutor.doctor import Check
    from tutor.library.embeddings import check

    try:
        return Check("embeddings", "ok", check(name, home.models))
    except TutorError as error:
        return Check("embeddings", "warn", f"{error.what}; search goes by words alone", error.remedy)


def _curricula(home: Home, given: str | None) -> Check:
    from tutor.commands.wiring import roots
    from tutor.curriculum.load import load, names
    from tutor.doctor import Check

    try:
        where = roots(home, given)
        found = names(where)
        for name in found:
            load(name, where)
    except TutorError as error:
        return Check("curricula", "bad", str(error), "run `tutor check`")
    return Check("curricula", "ok", ", ".join(found))

"""`tutor learner export`: everything that is stored about a learner, in one JSON object that people can read."""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from tutor.commands.moments import rfc3339
from tutor.commands.options import Said
from tutor.errors import InputError

if TYPE_CHECKING:
    from tutor.commands.wiring import Surroundings
    from tutor.session.desk import Desk
    from tutor.session.ports import Learner

FORMAT: Final = 1


async def export(said: Said, output: str | None) -> None:
    """Print it, or write it into a file that only its owner can read."""
    from tutor.commands.wiring import surroundings, whoever_studied

    around = surroundings(said.options)
    async with whoever_studied(around) as (store, desk, _):
        learner = await store.named(around.learner)
        assert learner is not None
        found = await everything(around, desk, learner)
    text = json.dumps(found, ensure_ascii=False, allow_nan=False, indent=None if said.as_json else 1)
    if output is None:
        click.echo(text)
        return
    _write(Path(output), text + "\n")
    click.echo(f"{output}: {len(found['events'])} events", err=True)


async def everything(around: Surroundings, desk: Desk, learner: Learner) -> dict[str, Any]:
    """All of it, without what would identify an open answer."""
    from tutor.store.files import FileDrafts, SystemClock

    events = await desk.exported(learner.id)
    for event in events:
        event["at"] = rfc3339(event["at"])
    drafts = FileDrafts(around.home.drafts)
    sessions = list(dict.fromkeys(event["session"] for event in events))
    kept = {session: text for session in sessions if (text := await drafts.load(session)) is not None}
    return {
        "format": FORMAT,
        "exported": rfc3339(SystemClock().now()),
        "learner": {"id": learner.id, "name": learner.name, "created": rfc3339(learner.created)},
        "settings": _settings(around, learner.name),
        "estimate": _without_variants((await desk.estimate(learner.id)).to_json()),
        "drafts": kept,
        "frame": _frame(around, learner.name),
        "events": events,
        "documents": await asyncio.to_thread(_documents, around, learner.id),
    }


def _documents(around: Surroundings, learner: str) -> list[dict[str, Any]]:
    """The learner's own documents, with their texts."""
    from tutor.library.catalogue import Catalogue

    if not around.home.library.exists():
        return []
    with Catalogue(around.home.library) as catalogue:
        return [
            {
                "document": one.id, "source": one.source, "title": one.title, "added": rfc3339(one.added),
                "facts": dict(one.facts), "text": catalogue.document_text([learner], one.id),
            }
            for one in catalogue.documents([learner])
        ]  # fmt: skip


def _settings(around: Surroundings, name: str) -> dict[str, Any]:
    """The settings that name the learner, with where that stands."""
    from tutor.settings import load

    _, shown = load(around.home.settings, os.environ)
    return {
        one.name: {"value": one.value, "origin": one.origin}
        for one in shown
        if one.value == name and one.origin != "default"
    }


def _frame(around: Surroundings, name: str) -> list[str] | None:
    """The last frame of Home, as text."""
    from tutor.tui.last_frame import place, words

    return words(place(around.home.cache, name))


def _without_variants(estimate: Any) -> Any:
    """The questions that were answered, without the numbers of their variants: some may be open elsewhere."""
    for trace in estimate["concepts"].values():
        items = trace["tally"]["items"]
        trace["tally"]["items"] = [ref for ref, _ in items]
    return estimate


def _write(path: Path, text: str) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise InputError(
            "bad-argument", f"{path} can't be written: {error.strerror}", remedy="name another file"
        ) from error

"""`tutor library add|remove|rebuild`: what changes the library, with a progress bar on a terminal."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from tutor.commands.options import Said, print_json
from tutor.notation.untrusted import clean

if TYPE_CHECKING:
    from tutor.library.room import Library
    from tutor.library.shelving import Refused, Report

LONGEST_LIST: Final = 20  # of files that were passed over


async def add(said: Said, paths: Sequence[Path], *, shared: bool) -> int:
    """Add, and say what became of each file. The exit code."""
    async with library_of(said, enter=not shared) as library:
        with _bar("adding") as progress:
            report = await library.add(paths, progress, shared=shared)
        await bring_in_line(library)
    if said.as_json:
        print_json(_plain(report))
    else:
        _say(report)
    advise(said)
    return 1 if report.refused else 0


async def remove(said: Said, named: str) -> None:
    """Take one out."""
    async with library_of(said) as library:
        gone = await library.remove(named)
    if said.as_json:
        print_json({"document": gone.id, "source": clean(gone.source, newlines=False), "passages": gone.passages})
        return
    click.echo(clean(f"Removed: {gone.title} ({gone.source}), {many(gone.passages, 'passage')}.", newlines=False))


async def rebuild(said: Said) -> int:
    """Make it anew. The exit code."""
    async with library_of(said) as library:
        with _bar("rebuilding") as progress:
            done = await library.rebuild(progress)
        await bring_in_line(library)
    if said.as_json:
        print_json(
            {
                "documents": done.documents, "again": done.again,
                "lost": [clean(name, newlines=False) for name in done.lost],
                "aside": None if done.aside is None else str(done.aside),
            }
        )  # fmt: skip
        return 1 if done.lost else 0
    click.echo(f"Rebuilt: {many(done.documents, 'document')}, {done.again} of them read again.")
    for name in done.lost:
        click.echo(clean(f"lost: {name}; add it again if you have it", newlines=False), err=True)
    if done.aside is not None:
        click.echo(f"The damaged file is kept as {done.aside}")
        click.echo("Documents that it no longer knew of can't be named: add your folders again to be sure.")
    return 1 if done.lost else 0


@asynccontextmanager
async def library_of(said: Said, *, enter: bool = False) -> AsyncIterator[Library]:
    """The library of whoever the command line names; a learner who is new is entered only where that's needed."""
    from tutor.commands.wiring import learner_id, surroundings
    from tutor.library.room import open_library

    around = surroundings(said.options)
    async with open_library(around.home, around.settings, await learner_id(around, enter=enter)) as library:
        yield library


async def bring_in_line(library: Library, *, at_most: int | None = None) -> None:
    """Embed what the index of meanings lacks, if there's a model; say why search goes by words where it does."""
    with _bar("embedding") as progress:
        await library.bring_in_line(progress, at_most=at_most)
    if library.notice:
        click.echo(clean(library.notice, newlines=False), err=True)


def advise(said: Said) -> None:
    """How to have search by meaning, the first time somebody could want it."""
    from tutor.commands.wiring import surroundings
    from tutor.library.embeddings import advise_once

    around = surroundings(said.options)
    text = advise_once(around.settings.library.embeddings, around.home.models)
    if text and not said.as_json:
        click.echo(text, err=True)


@contextmanager
def _bar(label: str) -> Iterator[Callable[[int, int, str], None]]:
    """A progress bar on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    with click.progressbar(
        length=0, label=label, file=sys.stderr, item_show_func=lambda name: name, show_pos=True
    ) as bar:

        def progress(done: int, total: int, name: str) -> None:
            bar.length = total
            bar.update(done - bar.pos, clean(name, newlines=False)[-40:])

        yield progress


def _plain(report: Report) -> dict[str, object]:
    return {
        "added": report.added, "replaced": report.replaced, "kept": report.kept, "removed": report.removed,
        "refused": [_refused(one) for one in report.refused],
        "skipped": [{"source": clean(one.source, newlines=False), "what": one.what} for one in report.skipped],
        "notes": list(report.notes),
    }  # fmt: skip


def _refused(one: Refused) -> dict[str, str | None]:
    return {
        "source": clean(one.source, newlines=False), "code": one.code or None,
        "what": clean(one.what, newlines=False), "remedy": clean(one.remedy, newlines=False),
    }  # fmt: skip


def _say(report: Report) -> None:
    click.echo(
        f"{report.added} added, {report.replaced} replaced, {report.kept} unchanged, {report.removed} removed"
        + (f", {len(report.refused)} refused" if report.refused else "")
        + (f", {len(report.skipped)} passed over" if report.skipped else "")
    )
    for one in report.refused:
        click.echo(clean(f"refused: {one.source}: {one.what}", newlines=False), err=True)
        if one.remedy:
            click.echo(clean(f"  → {one.remedy}", newlines=False), err=True)
    for one in report.skipped[:LONGEST_LIST]:
        click.echo(clean(f"passed over: {one.source}: {one.what}", newlines=False), err=True)
    if len(report.skipped) > LONGEST_LIST:
        click.echo(f"passed over: {len(report.skipped) - LONGEST_LIST} more (--json names all)", err=True)
    for note in report.notes:
        click.echo(clean(note, newlines=False), err=True)


def many(count: int, one: str) -> str:
    """So many of them, in words."""
    return f"{count} {one if count == 1 else one + 's'}"

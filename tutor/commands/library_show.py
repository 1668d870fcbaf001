"""`tutor library list|show|search|check`: what only looks."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import click

from tutor.commands.library_add import advise, bring_in_line, library_of, many
from tutor.commands.moments import rfc3339
from tutor.commands.options import Said, print_json
from tutor.notation.untrusted import clean
from tutor.session.records import hit_record

if TYPE_CHECKING:
    from tutor.library.holdings import Entry
    from tutor.library.room import Shown
    from tutor.session.ports import Passage

AROUND: Final = 3  # lines shown before and after a passage
WIDTH: Final = 80
SOON: Final = 100  # passages that a search waits for, while they're embedded


async def list_documents(said: Said) -> None:
    """One line a document."""
    async with library_of(said) as library:
        entries = await library.documents()
    for one in entries:
        if said.as_json:
            print_json(_listed(one))
        else:
            whose = "" if one.owner != "shared" else ", shared"
            click.echo(
                _line(f"{one.id}  {one.source}  {one.title}  ({one.form}, {many(one.passages, 'passage')}{whose})")
            )
    if not entries and not said.as_json:
        click.echo("No documents yet: tutor library add FOLDER", err=True)


async def show(said: Said, named: str) -> None:
    """A document's lines, or those around a passage."""
    async with library_of(said) as library:
        shown = await library.show(named)
    if said.as_json:
        print_json(_shown(shown))
        return
    entry, passage = shown.entry, shown.passage
    click.echo(_line(entry.title))
    click.echo(_line(f"{entry.source}  {entry.id}"))
    for name, value in entry.facts.items():
        click.echo(_line(f"{name}: {value}"))
    if passage is not None:
        click.echo(_line(_place(passage)))
    click.echo()
    for number, text, cited in _lines(shown):
        click.echo(f"{number:>6} {'▌' if cited else ' '} {clean(text, newlines=False)}")


async def search(said: Said, text: str, count: int) -> None:
    """The best passages."""
    from tutor.session.ports import Query

    async with library_of(said) as library:
        await bring_in_line(library, at_most=SOON)
        hits = await library.search(library.owner, Query(text), count)
    for i, hit in enumerate(hits, 1):
        if said.as_json:
            print_json(hit_record(hit))
            continue
        click.echo(_line(f"{i}. {hit.passage.title}: {_place(hit.passage)}"))
        for line in textwrap.wrap(clean(hit.passage.text, newlines=False), WIDTH - 3):
            click.echo(f"   {line}")
        click.echo(_line(f"   [{hit.passage.id}] {hit.why}"))
        click.echo()
    if not hits and not said.as_json:
        click.echo("Nothing fits. Other words may; tutor library list shows what there is.", err=True)
    advise(said)


async def check(said: Said) -> int:
    """All that is wrong. The exit code."""
    async with library_of(said) as library:
        findings = await library.check()
        entries = await library.documents() if not findings else ()
    if said.as_json:
        print_json({"documents": len(entries), "findings": [clean(one, newlines=False) for one in findings]})
        return 1 if findings else 0
    for one in findings:
        click.echo(_line(one))
    if findings:
        click.echo("→ tutor library rebuild saves what can be saved, and reads the rest from your files", err=True)
        return 1
    click.echo(f"{many(len(entries), 'document')}: all is well")
    return 0


def _listed(one: Entry) -> dict[str, Any]:
    return {
        "document": one.id, "source": _line(one.source), "title": _line(one.title), "form": one.form,
        "shared": one.owner == "shared", "passages": one.passages, "characters": one.characters,
        "added": rfc3339(one.added), "facts": _facts(one.facts),
    }  # fmt: skip


def _shown(shown: Shown) -> dict[str, Any]:
    passage = shown.passage
    return {
        **_listed(shown.entry),
        "passage": None if passage is None else passage.id,
        "line": None if passage is None else passage.line,
        "start": None if passage is None else passage.start,
        "end": None if passage is None else passage.end,
        "lines": [{"line": n, "text": clean(text, newlines=False), "cited": cited} for n, text, cited in _lines(shown)],
    }


def _lines(shown: Shown) -> list[tuple[int, str, bool]]:
    """Number, text, and whether the passage reaches into it: the lines around the passage, or all."""
    passage = shown.passage
    lines = shown.text.split("\n")
    if passage is None:
        return [(i, line, False) for i, line in enumerate(lines, 1)]
    last = passage.line + shown.text.count("\n", passage.start, max(passage.start, passage.end - 1))
    first, end = max(1, passage.line - AROUND), min(len(lines), last + AROUND)
    return [(i, lines[i - 1], passage.line <= i <= last) for i in range(first, end + 1)]


def _place(passage: Passage) -> str:
    """Where it stands, for people."""
    parts = [f"{passage.source}:{passage.line}", *passage.headings[-2:]]
    if passage.page is not None:
        parts.append(f"page {passage.page}")
    if passage.time is not None:
        minutes, seconds = divmod(int(passage.time), 60)
        parts.append(f"at {minutes}:{seconds:02}")
    if passage.speaker:
        parts.append(passage.speaker)
    return ", ".join(parts)


def _facts(facts: Mapping[str, str]) -> dict[str, str]:
    return {_line(name): _line(value) for name, value in facts.items()}


def _line(text: str) -> str:
    return clean(text, newlines=False)

"""`tutor export`: a curriculum for Anki, for Moodle, or as a document to read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from tutor.commands.options import Said, everywhere, print_json
from tutor.errors import InputError

if TYPE_CHECKING:
    from tutor.curriculum.curricula import Curricula
    from tutor.interchange.outgoing import Left

KEYS: Final = "It holds the answers."
_variants = click.option(
    "--variants", default=3, show_default=True, type=click.IntRange(1, 50), help="Of a question with parameters."
)


@click.group("export")
def command() -> None:
    """Take a curriculum out, for Anki, for Moodle (GIFT), or as Markdown to read. The answers are in what comes out."""


@command.command("anki")
@click.argument("curriculum")
@click.option(
    "--out", required=True, metavar="FILE.apkg", type=click.Path(path_type=Path, dir_okay=False), help="A new file."
)
@_variants
@everywhere
@click.pass_obj
def anki(said: Said, curriculum: str, out: Path, variants: int) -> None:
    """A package for Anki: a deck for each concept; the solution, the hints and the steps are on the back."""
    from tutor.interchange.anki_export import write_package
    from tutor.interchange.outgoing import Left
    from tutor.store.files import SystemClock

    curricula, left = _loaded(said, curriculum), Left()
    at = SystemClock().now() // 1_000_000
    try:
        notes = write_package(curricula, curriculum, _new(out), variants=variants, at=at, left=left)
    except OSError as error:
        raise _unwritable(out, error) from error
    _tell(said, out, notes, "notes", left)


@command.command("gift")
@click.argument("curriculum")
@click.option(
    "--out", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help="A new file (default: print it)."
)
@_variants
@everywhere
@click.pass_obj
def gift(said: Said, curriculum: str, out: Path | None, variants: int) -> None:
    """Questions for Moodle, in GIFT. Formulas, sets and chemistry are left out: Moodle would compare them letter by letter."""
    from tutor.interchange.gift_export import gift
    from tutor.interchange.outgoing import Left

    curricula, left = _loaded(said, curriculum), Left()
    blocks = list(gift(curricula, curriculum, variants=variants, left=left))
    text = "".join(blocks)
    if out is None and not said.as_json:
        click.echo(text, nl=False)
    elif out is not None:
        _write(out, text)
    _tell(said, out, sum(block.startswith("::") for block in blocks), "questions", left)


@command.command("markdown")
@click.argument("curriculum")
@click.option(
    "--out", required=True, metavar="DIR|FILE.md", type=click.Path(path_type=Path), help="A new folder, or a new file."
)
@everywhere
@click.pass_obj
def markdown(said: Said, curriculum: str, out: Path) -> None:
    """A document to read: concepts in order, exhibits with their sources; hints, steps and answers fold away."""
    from tutor.interchange.markdown_export import document, documents
    from tutor.interchange.outgoing import Left

    curricula = _loaded(said, curriculum)
    if out.suffix.lower() == ".md":
        _write(out, document(curricula, curriculum))
        count = 1
    else:
        parts = list(documents(curricula, curriculum))
        try:
            _new(out).mkdir(parents=True)
        except OSError as error:
            raise _unwritable(out, error) from error
        for name, text in parts:
            _write(out / f"{name}.md", text)
        count = len(parts)
    _tell(said, out, count, "files", Left())


def _loaded(said: Said, name: str) -> Curricula:
    from tutor.commands.wiring import surroundings
    from tutor.curriculum.load import load

    return load(name, surroundings(said.options).roots)


def _new(path: Path) -> Path:
    if path.exists():
        raise InputError(
            "bad-argument", f"{path} is there already", remedy="name another with --out; nothing is overwritten"
        )
    return path


def _write(path: Path, text: str) -> None:
    try:
        with _new(path).open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> InputError:
    return InputError(
        "bad-argument", f"{path} can't be written: {error.strerror}", remedy="name another place with --out"
    )


def _tell(said: Said, out: Path | None, count: int, what: str, left: Left) -> None:
    if said.as_json:
        print_json({"out": None if out is None else str(out), what: count, "left": left.counts})
        return
    place = f"{out}: " if out is not None else ""
    click.echo(f"{place}{count} {what if count != 1 else what[:-1]}. {KEYS}", err=True)
    for reason, number in left.counts.items():
        click.echo(f"Left out: {number} ({reason})", err=True)

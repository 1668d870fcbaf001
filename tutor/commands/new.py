"""`tutor new`: a curriculum that works as it stands, to be changed piece by piece."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from tutor.commands.options import Said, everywhere, print_json
from tutor.errors import InputError

if TYPE_CHECKING:
    from tutor.commands.wiring import Surroundings

SLUG: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
LONGEST_TITLE: Final = 200


@click.command("new")
@click.argument("curriculum")
@click.option("--folder", metavar="DIR", type=click.Path(path_type=Path), help="Make it in there.")
@click.option("--title", metavar="TEXT", help="As learners see it; without it, made from the id.")
@everywhere
@click.pass_obj
def command(said: Said, curriculum: str, folder: Path | None, title: str | None) -> None:
    """Begin a curriculum: a folder CURRICULUM (its id) with a definition, an experiment and a result derived from them.

    It's made among your own curricula, where every command finds it, or in the folder DIR. It passes `tutor check` as it stands, and
    comments say what to change. Nothing is ever overwritten.
    """
    from tutor.bench.skeleton import GOAL, skeleton, titled
    from tutor.commands.wiring import surroundings
    from tutor.home import private

    _refuse_name(curriculum)
    wanted = _titled(title) if title is not None else titled(curriculum)
    around = surroundings(said.options)
    _refuse_taken(curriculum, around, folder)
    place = (folder if folder is not None else private(around.home.curricula)) / curriculum
    files = _write(place, skeleton(curriculum, wanted))
    seen = place.parent.resolve() in {root.resolve() for root in (*around.roots, around.home.curricula)}
    among = "" if seen else f"--curricula {_quoted(place.parent)} "
    after = [
        f"tutor check {_quoted(place)}",
        f"tutor {among}preview {curriculum}/{GOAL}",
        f"tutor {among}stats {curriculum}",
        f"tutor {among}plain {curriculum}",
    ]
    if said.as_json:
        print_json(
            {"curriculum": curriculum, "title": wanted, "folder": str(place), "files": [str(file) for file in files],
             "next": after}
        )  # fmt: skip
        return
    _print(place, files, after)


def _refuse_name(name: str) -> None:
    if SLUG.fullmatch(name):
        return
    near = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:64]
    remedy = f"such as {near}" if near else "such as heat-engines"
    raise InputError(
        "bad-argument", "a curriculum's id has small letters, digits and hyphens only, 64 at most", remedy=remedy
    )


def _titled(title: str) -> str:
    """The title as it's written down. Raises InputError for one that nobody could read."""
    from tutor.notation.untrusted import clean

    wanted = clean(title, newlines=False).strip()
    if not wanted or len(wanted) > LONGEST_TITLE:
        raise InputError("bad-argument", "that can't be a title", remedy=f"1 to {LONGEST_TITLE} characters")
    return wanted


def _refuse_taken(name: str, around: Surroundings, folder: Path | None) -> None:
    """Two curricula of one name would both be out of reach."""
    from tutor.curriculum.load import search

    taken = search([*around.roots, *([folder] if folder is not None else [])]).get(name)
    if taken is not None:
        raise InputError(
            "already-there", f"there's a curriculum `{name}` already: {taken}",
            remedy="choose another id; nothing is overwritten",
        )  # fmt: skip


def _write(place: Path, texts: Mapping[str, str]) -> Sequence[Path]:
    """Make the folder and its files, all or none."""
    files = [place / name for name in texts]
    made: list[Path] = []
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.mkdir()
        made.append(place)
        for file, text in zip(files, texts.values(), strict=True):
            with file.open("x", encoding="utf-8") as stream:
                made.append(file)
                stream.write(text)
    except OSError as error:
        for one in reversed(made):
            one.rmdir() if one == place else one.unlink()
        if isinstance(error, FileExistsError) and not made:
            raise InputError(
                "already-there", f"{error.filename or place} is there already",
                remedy="choose another id or --folder; nothing is overwritten",
            ) from error  # fmt: skip
        raise InputError(
            "bad-argument", f"{place} can't be made: {error.strerror}", remedy="name a folder that can be written to"
        ) from error
    return files


def _quoted(path: Path) -> str:
    """The path for a shell, as short as it can be said from here."""
    import shlex

    here = Path.cwd()
    whole = path.absolute()
    return shlex.quote(str(whole.relative_to(here)) if whole.is_relative_to(here) else str(whole))


def _print(place: Path, files: Sequence[Path], after: Sequence[str]) -> None:
    from tutor.notation.untrusted import clean

    click.echo(clean(str(place), newlines=False))
    about = ("its name and goals", "a definition and an experiment", "a result, derived")
    for file, what in zip(files, about, strict=True):
        click.echo(f"  {file.name:<17} {what}")
    click.echo("\nIt works as it stands; comments in it say what to change. Then:\n")
    for line in after:
        click.echo(f"  {clean(line, newlines=False)}")

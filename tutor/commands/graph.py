"""`tutor graph`: what rests on what in a curriculum, down to what rests on nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from tutor.commands.options import Said, everywhere, print_json
from tutor.errors import InputError

if TYPE_CHECKING:
    from tutor.bench.foundations import Foundations

FORMATS: Final = ("text", "mermaid", "dot", "svg")
SUFFIXES: Final = {".mmd": "mermaid", ".mermaid": "mermaid", ".dot": "dot", ".gv": "dot", ".svg": "svg"}


@click.command("graph")
@click.argument("curriculum")
@click.option("--to", "goal", metavar="CONCEPT", help="Only this concept and what it rests on.")
@click.option("--format", "wanted", type=click.Choice(FORMATS), help="Without it: as FILE ends, else text.")
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help="Write it there.")
@everywhere
@click.pass_obj
def command(said: Said, curriculum: str, goal: str | None, wanted: str | None, out: Path | None) -> None:
    """What rests on what in CURRICULUM, down to axioms, definitions and experiments, also of other curricula.

    Titles are shown, which a learner would only see later. A requirement that another one already rests on isn't drawn;
    --json lists all.
    """
    from tutor.bench.foundations import foundations
    from tutor.commands.wiring import surroundings
    from tutor.curriculum.load import load

    curricula = load(curriculum, surroundings(said.options).roots)
    target = curricula.find_concept(curriculum, goal) if goal else None
    made = foundations(curricula, curriculum, target)
    if said.as_json and out is None:
        print_json(_json(made))
        return
    text = _text(made, wanted or SUFFIXES.get(out.suffix.lower() if out else "", "text"))
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        out.write_text(text, "utf-8")
    except OSError as error:
        raise InputError(
            "bad-argument", f"{out} can't be written: {error.strerror}", remedy="name a file in a folder that is there"
        ) from error
    if said.as_json:
        print_json(_json(made))


def _text(made: Foundations, wanted: str) -> str:
    from tutor.bench.diagram_sources import dot, mermaid
    from tutor.bench.outline_text import levels, tree

    if wanted == "svg":
        from tutor.bench.picture import svg

        return svg(made)
    writers = {"mermaid": mermaid, "dot": dot, "text": tree if made.goal else levels}
    return "".join(f"{line}\n" for line in writers[wanted](made))


def _json(made: Foundations) -> dict[str, object]:
    return {
        "curriculum": made.curriculum,
        "goal": made.goal,
        "concepts": [
            {
                "ref": one.ref,
                "title": one.title,
                "kind": one.kind,
                "level": one.level,
                "requires": list(one.requires),
                "implied": sorted(one.implied),
            }
            for one in made.concepts.values()
        ],
    }

"""`tutor schema`: the JSON Schema of curricula, for editors."""

from __future__ import annotations

import json
from pathlib import Path

import click

from tutor.commands.options import everywhere
from tutor.errors import InputError


@click.command("schema")
@click.option("--write", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help="Write it there.")
@everywhere
def command(write: Path | None) -> None:
    """Print the JSON Schema of curricula, or write it to a file."""
    from tutor.curriculum.schema import json_schema

    text = json.dumps(json_schema(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    if write is None:
        click.echo(text, nl=False)
    else:
        try:
            write.write_text(text, "utf-8")
        except OSError as error:
            raise InputError(
                "bad-argument",
                f"{write} can't be written: {error.strerror}",
                remedy="name a file in a folder that is there",
            ) from error

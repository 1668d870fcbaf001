"""`tutor schema`: the JSON Schema of curricula, for editors."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command("schema")
@click.option("--write", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help="Write it there.")
@click.option("--json", "as_json", is_flag=True, help="(It always is JSON.)")
def command(write: Path | None, *, as_json: bool) -> None:  # noqa: ARG001 -- every command that prints data takes --json
    """Print the JSON Schema of curricula, or write it to a file."""
    from tutor.curriculum.schema import json_schema

    text = json.dumps(json_schema(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    if write is None:
        click.echo(text, nl=False)
    else:
        write.write_text(text, "utf-8")

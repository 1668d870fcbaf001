"""`tutor config get`: the settings in force, and where each comes from."""

from __future__ import annotations

import os

import click

from tutor.commands.options import Said, everywhere, print_json
from tutor.errors import InputError


@click.group("config")
def command() -> None:
    """The settings in force, and where each comes from."""


@command.command("get")
@click.argument("name", required=False)
@everywhere
@click.pass_obj
def get(said: Said, name: str | None) -> None:
    """All settings, or the one called NAME (like maths.mode)."""
    from tutor.home import locate
    from tutor.settings import load

    home = locate(os.environ)
    _, shown = load(home.settings, os.environ)
    chosen = [one for one in shown if name in (None, one.name)]
    if not chosen:
        known = ", ".join(one.name for one in shown)
        raise InputError("bad-setting", f"there's no setting {name!r}", remedy=f"known: {known}")
    if not said.as_json and name is None:
        click.echo(f"# {home.settings}{'' if home.settings.exists() else ' (not there: all defaults)'}")
    for one in chosen:
        if said.as_json:
            print_json({"name": one.name, "value": one.value, "origin": one.origin, "about": one.about})
        else:
            click.echo(f"{one.name} = {one.value!r}   # {one.about} [{one.origin}]")

"""Options that every command takes, before its name or after it: said once, whichever the place."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import click

from tutor import __version__

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Said:
    """What the command line says to every command. None: not said, so environment and settings decide."""

    learner: str | None = None
    curricula: str | None = None
    as_json: bool = False

    @property
    def options(self) -> dict[str, str | None]:
        """What `surroundings` takes."""
        return {"learner": self.learner, "curricula": self.curricula}


def everywhere(function: F) -> F:
    """`--learner --curricula --json --no-color --version`; a command reads them from its context's `Said`."""
    for option in (
        click.version_option(__version__, prog_name="tutor"),
        _option("--no-color", is_flag=True, callback=_no_color, help="No colours (also NO_COLOR)."),
        _option("--json", "as_json", is_flag=True, callback=_note, help="Print JSON; errors too."),
        _option("--curricula", metavar="DIR", callback=_note, help="A folder of curricula to look in first."),
        _option("--learner", metavar="NAME", callback=_note, help="Who studies (default: the setting learner.name)."),
    ):
        function = option(function)
    return function


def _option(*names: str, **keywords: Any) -> Callable[[F], F]:
    return click.option(*names, expose_value=False, is_eager=False, **keywords)


def _note(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    if value is not None and value is not False:  # what was said after the command's name wins over what came before it
        ctx.obj = replace(ctx.obj or Said(), **{str(param.name): value})


def _no_color(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        os.environ["NO_COLOR"] = "1"


def print_json(value: Any) -> None:
    """One object on one line."""
    import json

    click.echo(json.dumps(value, ensure_ascii=False, allow_nan=False))

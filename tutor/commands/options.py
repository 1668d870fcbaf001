"""Options that many commands share."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def shared(function: F) -> F:
    """`--learner`, `--curricula` and `--json`, also after the command's name."""
    for option in (
        click.option("--learner", metavar="NAME", help="Who studies."),
        click.option("--curricula", metavar="DIR", help="A folder of curricula to look in first."),
        click.option("--json", "as_json", is_flag=True, help="Print JSON."),
    ):
        function = option(function)
    return function


def merged(obj: dict[str, str | None], learner: str | None, curricula: str | None) -> dict[str, str | None]:
    """What was said after the command's name wins over what was said before it."""
    return {"learner": learner or obj.get("learner"), "curricula": curricula or obj.get("curricula")}


def print_json(value: Any) -> None:
    """One object on one line."""
    click.echo(json.dumps(value, ensure_ascii=False, allow_nan=False))

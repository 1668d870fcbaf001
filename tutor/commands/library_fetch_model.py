"""`tutor library fetch-model`: the model with which search finds what is said in other words."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from tutor.commands.options import Said, print_json

if TYPE_CHECKING:
    from tutor.library.model.download import Progress


def fetch_model(said: Said, source: str | None) -> None:
    """Fetch it into this user's home, with a bar where somebody looks."""
    from tutor.home import locate
    from tutor.library.model.download import Limits
    from tutor.library.model.fetching import fetch
    from tutor.library.model.sources import ARCHIVE_NAME, MOST, Places
    from tutor.notation.untrusted import clean

    with _bar(shown=not said.as_json and sys.stderr.isatty()) as progress:
        done = fetch(locate(os.environ).models, source, Places(), Limits(MOST[ARCHIVE_NAME]), progress)
    if said.as_json:
        print_json({"folder": str(done.folder), "source": done.source, "before": done.before})
    elif done.before:
        click.echo(clean(f"The model is there and whole: {done.folder} (from {done.source})"))
    else:
        click.echo(clean(f"Fetched from {done.source}, and checked: {done.folder}"))
        click.echo("Search uses it from now on, unless library.embeddings says otherwise.")
        click.echo("Documents are embedded while you study; tutor library rebuild does it now.")


def _unseen(_there: int, _total: int | None) -> None:
    pass


@contextmanager
def _bar(*, shown: bool) -> Iterator[Progress]:
    """How much is there; nothing where nobody looks."""
    if not shown:
        yield _unseen
        return
    with click.progressbar(length=1, label="Fetching", file=sys.stderr) as bar:

        def progress(there: int, total: int | None) -> None:
            bar.length = total or max(there, 1)
            bar.update(there - bar.pos)

        yield progress

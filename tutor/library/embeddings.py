"""Embeddings by name: none, the model MiniLM on this machine, or any that langchain knows."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tutor.errors import InputError
from tutor.library.model import files as model_files
from tutor.settings import EMBEDDINGS

if TYPE_CHECKING:
    from tutor.library.embedding import Embedder

AUTO: Final = "auto"
NONE: Final = "none"
MINILM: Final = "minilm"
ADVISED: Final = "advised"  # the mark beside the models once the advice was given


def by_name(name: str, models: Path) -> Embedder | None:
    """The embedder that a name means; None for `none`, and for `auto` while no model was fetched into `models`.

    `auto`, `none`, `minilm`, or `provider:model` as langchain calls them. Nothing is fetched, and no provider is asked yet. Raises
    InputError("bad-setting") for any other name; LibraryError("embeddings-missing") when the model or the provider's package isn't
    there, "embeddings-broken" when the model's files aren't the genuine ones (with `auto` too: it isn't passed over in silence).
    """
    if not re.fullmatch(EMBEDDINGS, name):
        raise InputError(
            "bad-setting", f"there are no embeddings called {name!r}",
            remedy="auto, none, minilm, or provider:model like ollama:nomic-embed-text",
        )  # fmt: skip
    if name == NONE or (name == AUTO and not model_files.present(models / MINILM)):
        return None
    if name in (AUTO, MINILM):
        from tutor.library.minilm import MiniLM

        return MiniLM(models / MINILM)
    from tutor.library.langchain_embeddings import open_embeddings

    return open_embeddings(name)


def check(name: str, models: Path) -> str:
    """What `name` stands on, in a line; every byte of the model's files is read, no provider is asked.

    Raises as `by_name` does, and LibraryError("embeddings-missing") for `auto` without a model.
    """
    if name == NONE:
        return "none: search goes by words"
    if name in (AUTO, MINILM):
        found = model_files.ensure(models / MINILM, thoroughly=True)
        return f"minilm, every byte of it, from {found.source}"
    by_name(name, models)
    return f"{name}, which texts are sent to"


def advice(name: str, models: Path) -> str | None:
    """How to get the model, if it is wanted and was never fetched."""
    if name not in (AUTO, MINILM) or model_files.present(models / MINILM):
        return None
    return (
        "Search goes by words for now. A small language model also finds what is said in other words: it takes 90 MB, runs on "
        "this machine and sends nothing anywhere. To have it: tutor library fetch-model"
    )


def advise_once(name: str, models: Path) -> str | None:
    """`advice` the first time, then nothing: a mark in `models` remembers. Where none can be made it's said again."""
    text = advice(name, models)
    if text is None or (models / ADVISED).exists():
        return None
    from tutor.home import private

    with contextlib.suppress(OSError):  # advice isn't worth an error
        (private(models) / ADVISED).touch(mode=0o600)
    return text

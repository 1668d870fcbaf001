"""The registry of answer kinds: each is a module of its own with a `judge` and a `preview`, imported when it's first used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tutor.curriculum.variants import Variant
    from tutor.grading.previewing import Preview
    from tutor.grading.verdict import Judgement


@dataclass(frozen=True, slots=True)
class Kind:
    """How answers of one kind are judged against a variant, and shown (names, options, text) while being typed.

    `preview` raises RefusalError for what isn't an answer (yet).
    """

    judge: Callable[[Variant, str], Judgement]
    preview: Callable[[tuple[str, ...], tuple[str, ...], str], Preview]


KINDS: Final = (
    "number",
    "expression",
    "equation",
    "vector",
    "matrix",
    "choice",
    "choices",
    "order",
    "match",
    "predict",
    "text",
    "logic",
    "formula",
    "reaction",
    "configuration",
    "nuclear",
    "quantity",
    "set",
    "inequality",
    "span",
    "flaw",
    "own-words",
)


RENAMED: Final = {"set": "solution_set"}


@cache
def kind_called(name: str) -> Kind:
    """The kind of that name, one of `KINDS`; its module has the same name, but for what Python has called so already."""
    module = import_module(f"tutor.grading.{RENAMED.get(name, name.replace('-', '_'))}")
    return Kind(module.judge, module.preview)

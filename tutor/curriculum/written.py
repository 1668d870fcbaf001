"""Values that are written as learners type them must be readable: which reader reads which kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Final

_READERS: Final[Mapping[str, tuple[str, str]]] = {
    "logic": ("tutor.notation.logic", "read_logic"),
    "formula": ("tutor.notation.chemistry", "read_formula"),
    "reaction": ("tutor.notation.chemistry", "read_reaction"),
    "configuration": ("tutor.notation.chemistry_configuration", "read_configuration"),
    "nuclear": ("tutor.notation.chemistry_nuclear", "read_nuclear"),
}


def readable(kind: str, value: str) -> str:
    """The value itself. Raises NotationError for one that the kind's reader can't read.

    Readers are imported when their kind is first met: most curricula have none of these.
    """
    if kind in _READERS:
        module, name = _READERS[kind]
        reader: Callable[[str], object] = getattr(import_module(module), name)
        reader(value)
    return value

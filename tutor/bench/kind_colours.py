"""Fixed colours of the kinds of concept, fill and line; a letter always says the same."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from tutor.curriculum.model import ConceptKind

COLOURS: Final[Mapping[ConceptKind, tuple[str, str]]] = MappingProxyType(
    {
        "axiom": ("#f7e6b5", "#7d6213"),
        "definition": ("#dceaf8", "#2a5d8f"),
        "experiment": ("#d8f0dd", "#2b7340"),
        "result": ("#f9dcd6", "#a0402c"),
        "model": ("#e9dff6", "#64449a"),
        "claim": ("#f0e7dc", "#77573a"),
        "skill": ("#e8e9eb", "#50555c"),
    }
)

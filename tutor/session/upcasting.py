"""Bodies of events as earlier programs stored them, brought to their present shape, one version at a time.

The journal is never rewritten: an old body is read, and stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

Upcaster = Callable[[Mapping[str, Any]], dict[str, Any]]


def upcast(type_: str, version: int, plain: Mapping[str, Any]) -> tuple[int, Mapping[str, Any]]:
    """The newest version that can be reached, and the body in that shape."""
    while (step := UPCASTERS.get((type_, version))) is not None:
        version, plain = version + 1, step(plain)
    return version, plain


def _sources_opened(plain: Mapping[str, Any]) -> dict[str, Any]:
    """Version 1 held the names of the concept's sources; no passage was shown."""
    return {"missing": plain["passages"]}


def _aside_answered(plain: Mapping[str, Any]) -> dict[str, Any]:
    """Version 1 held references of concepts, and said nothing of what was known of them; no passage was shown."""
    touched = [{"concept": ref, "standing": "ahead"} for ref in plain.get("concepts", ())]
    return {"touched": touched, "text": plain.get("text")}


UPCASTERS: Final[Mapping[tuple[str, int], Upcaster]] = {
    ("sources.opened", 1): _sources_opened,
    ("aside.answered", 1): _aside_answered,
}

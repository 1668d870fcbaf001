"""What a model wrote, as data: strict JSON, found in whatever stands around it, and nothing else is believed."""

from __future__ import annotations

import json
import re
from typing import Any, Final

LONGEST: Final = 200_000  # characters
DEEPEST: Final = 40
_FENCE: Final = re.compile(r"```(?:json)?\s*\n(.*?)```", re.DOTALL)


class UnreadableError(ValueError):
    """It isn't one JSON object."""


def read_object(text: str) -> dict[str, Any]:
    """The JSON object of a text: the whole text, or what stands in its only fence, or from its first brace to its last.

    Raises UnreadableError for none, for two keys of one name, for NaN, and for what is too long or too deep.
    """
    if len(text) > LONGEST:
        raise UnreadableError(f"it is longer than {LONGEST} characters")
    fenced = _FENCE.findall(text)
    start, end = text.find("{"), text.rfind("}")
    candidate = fenced[0] if len(fenced) == 1 else text[start : end + 1] if 0 <= start < end else ""
    if not candidate.strip():
        raise UnreadableError("there's no JSON object in it")
    try:
        found = json.loads(candidate, object_pairs_hook=_once, parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(" ".join(str(error).split())[:200]) from None
    if not isinstance(found, dict):
        raise UnreadableError("it's no JSON object")
    _shallow(found, DEEPEST)
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise UnreadableError("a key stands in it twice")
    return found


def _refused(name: str) -> Any:
    raise UnreadableError(f"{name} is no number")


def _shallow(value: Any, left: int) -> None:
    if left == 0:
        raise UnreadableError("it is nested too deeply")
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _shallow(part, left - 1)

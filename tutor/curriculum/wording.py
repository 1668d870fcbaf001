"""Pydantic's complaints in the words of an author: what stands there, what is expected, what to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from tutor.curriculum.spelling import listed, meant

Said = tuple[str, str]  # what is wrong, what to do

SLUG_PATTERN: Final = "^[a-z0-9][a-z0-9-]{0,63}$"
_QUOTED: Final = re.compile(r"'([^']*)'")


def complaint(details: dict[str, Any], value: Any, name: str, *, is_key: bool) -> Said | None:
    """What is wrong with the value called `name`, and what to do; None where it only follows from another fault."""
    kind = details["type"]
    if kind == "too_short" and isinstance(value, list | dict) and len(value) >= details["ctx"]["min_length"]:
        return None
    if value is None and not is_key:
        return f"{name} is empty", "write a value, or leave the key out"
    say = _SAY.get(kind)
    if say is not None:
        return say(details, value, name)
    expected = str(details["msg"]).removeprefix("Input should be ").removeprefix("Value error, ")
    return f"{name} can't be {_shown(value)}: {expected}", "correct the value"


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping (`key: value`)"
    if isinstance(value, list):
        return "a list"
    text = str(value)
    return f"`{text[:60]}…`" if len(text) > 60 else f"`{text}`"


def _expected(noun: str, remedy: str) -> Callable[[dict[str, Any], Any, str], Said]:
    return lambda _, value, name: (f"{name} must be {noun}, not {_shown(value)}", remedy)


def _pattern(details: dict[str, Any], value: Any, name: str) -> Said:
    pattern = details["ctx"]["pattern"]
    if pattern == SLUG_PATTERN:
        what = f"{name} isn't an id" if name == _shown(value) else f"{name} can't be {_shown(value)}"
        return what, "an id has small letters, digits and hyphens only, 64 at most"
    if "/" in pattern:
        return (
            f"{name} can't be {_shown(value)}",
            "a reference is an id, or `concept/question`, in small letters and digits",
        )
    return f"{name} can't be {_shown(value)}", "begin with a letter; letters, digits and _ may follow"


def _one_of(details: dict[str, Any], value: Any, name: str) -> Said:
    known = _QUOTED.findall(details["ctx"].get("expected") or details["ctx"].get("expected_tags", ""))
    return f"{name} can't be {_shown(value)}", meant(str(value), known, f"one of {listed(known)}")


def _kind(details: dict[str, Any], _: Any, name: str) -> Said:
    known = _QUOTED.findall(details["ctx"]["expected_tags"])
    tag = str(details["ctx"]["tag"])
    return f"`kind` of {name} can't be {_shown(tag)}", meant(tag, known, f"one of {listed(known)}")


def _kindless(_: dict[str, Any], value: Any, name: str) -> Said:
    if not isinstance(value, dict):
        return f"{name} must be a mapping (`key: value`), not {_shown(value)}", "write `{kind: …}`"
    return f"{name} has no `kind`", "add `kind:`, such as `kind: number`"


def _short(details: dict[str, Any], value: Any, name: str) -> Said:
    least = details["ctx"]["min_length"]
    if isinstance(value, str):
        return f"{name} is empty", "write a value, or leave the key out"
    return f"{name} has too few entries ({len(value)})", f"at least {least} are needed"


def _long(details: dict[str, Any], value: Any, name: str) -> Said:
    most = details["ctx"]["max_length"]
    if isinstance(value, str):
        return f"{name} is too long ({len(value):,} characters)", f"{most:,} are allowed"
    return f"{name} has too many entries ({len(value)})", f"{most} are allowed"


def _bound(sign: str, key: str) -> Callable[[dict[str, Any], Any, str], Said]:
    return lambda details, value, name: (f"{name} can't be {_shown(value)}", f"it must be {sign} {details['ctx'][key]}")


_TEXT: Final = _expected("text", "write it on one line, in quotes if it begins with `[ { * & ! % @`")
_LIST: Final = _expected("a list", "write `[first, second]`, or one entry a line after `- `")
_MAPPING: Final = _expected("a mapping", "write `key: value` lines below it")
_SAY: Final[dict[str, Callable[[dict[str, Any], Any, str], Said]]] = {
    "string_type": _TEXT,
    "string_pattern_mismatch": _pattern,
    "string_too_short": _short,
    "string_too_long": _long,
    "too_short": _short,
    "too_long": _long,
    "literal_error": _one_of,
    "union_tag_invalid": _kind,
    "union_tag_not_found": _kindless,
    "tuple_type": _LIST,
    "list_type": _LIST,
    "dict_type": _MAPPING,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "dataclass_type": _MAPPING,
    "int_type": _expected("a whole number", "write digits only"),
    "int_parsing": _expected("a whole number", "write digits only"),
    "int_from_float": _expected("a whole number", "write digits only"),
    "float_type": _expected("a number", "write a number such as `-0.5`"),
    "float_parsing": _expected("a number", "write a number such as `-0.5`"),
    "finite_number": _expected("a number", "write a number such as `-0.5`"),
    "bool_type": _expected("`true` or `false`", "write `true` or `false`"),
    "bool_parsing": _expected("`true` or `false`", "write `true` or `false`"),
    "greater_than_equal": _bound("at least", "ge"),
    "less_than_equal": _bound("at most", "le"),
}

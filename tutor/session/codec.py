"""Frozen dataclasses to plain JSON values and back, by their type hints. Only what events and actions are made of."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from tutor.errors import InputError

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """Numbers, text, lists and objects; tuples become lists, enums their values."""
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    if isinstance(value, frozenset | set):
        return sorted(to_plain(item) for item in value)
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    return value


def from_plain(kind: type[T], data: Any) -> T:
    """The value of that dataclass. Raises InputError("bad-argument") for a missing, unknown or ill-typed field."""
    result: T = _read(kind, data, kind.__name__)
    return result


@cache
def _hints(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _read(hint: Any, data: Any, where: str) -> Any:
    origin = get_origin(hint)
    if hint is Any:
        return data
    if origin in (Union, types.UnionType):
        return _read_union(hint, data, where)
    if origin is Literal:
        return data if data in get_args(hint) else _refuse(where, f"one of {', '.join(map(str, get_args(hint)))}")
    if origin is tuple:
        return _read_tuple(hint, data, where)
    if origin in (dict, Mapping):
        return {key: _read(get_args(hint)[1], item, f"{where}.{key}") for key, item in data.items()}
    if isinstance(hint, type) and is_dataclass(hint):
        return _read_dataclass(hint, data, where)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(data) if data in {item.value for item in hint} else _refuse(where, "another value")
    return _read_scalar(hint, data, where)


def _read_union(hint: Any, data: Any, where: str) -> Any:
    options = get_args(hint)
    if data is None:
        return None if type(None) in options else _refuse(where, "a value")
    real = [option for option in options if option is not type(None)]
    return _read(real[0], data, where)


def _read_tuple(hint: Any, data: Any, where: str) -> Any:
    inner = get_args(hint)
    if not isinstance(data, list | tuple):
        return _refuse(where, "a list")
    if len(inner) == 2 and inner[1] is Ellipsis:
        return tuple(_read(inner[0], item, f"{where}[{i}]") for i, item in enumerate(data))
    if len(inner) != len(data):
        return _refuse(where, f"{len(inner)} items")
    return tuple(_read(one, item, f"{where}[{i}]") for i, (one, item) in enumerate(zip(inner, data, strict=True)))


def _read_dataclass(kind: Any, data: Any, where: str) -> Any:
    if not isinstance(data, Mapping):
        return _refuse(where, "an object")
    hints = _hints(kind)
    unknown = set(data) - set(hints)
    if unknown:
        return _refuse(f"{where}.{min(unknown)}", "no such field")
    try:
        return kind(**{name: _read(hints[name], item, f"{where}.{name}") for name, item in data.items()})
    except TypeError:
        return _refuse(where, "all its fields")


def _read_scalar(hint: Any, data: Any, where: str) -> Any:
    if hint is float and isinstance(data, int) and not isinstance(data, bool):
        return float(data) if abs(data) < 1 << 63 else _refuse(where, "a number of a usual size")
    if isinstance(data, hint) and not (hint is int and isinstance(data, bool)):
        return data
    return _refuse(where, getattr(hint, "__name__", str(hint)))


def _refuse(where: str, expected: str) -> Any:
    raise InputError(
        "bad-argument", f"{where}: {expected} expected", remedy="see the list of actions in docs/interfaces.md"
    )

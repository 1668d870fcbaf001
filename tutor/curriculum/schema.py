"""The JSON Schema of curricula, with which editors complete and check while one types.

`python -m tutor.curriculum.schema` writes it to docs/curriculum.schema.json.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from tutor.curriculum.model import CurriculumHeader, Unit

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
FILE: Final = Path(__file__).resolve().parents[2] / "docs" / "curriculum.schema.json"


def json_schema() -> dict[str, Any]:
    """The schema of a curriculum's header, or of one of its units: told apart by `format` and `unit`."""
    both: TypeAdapter[Any] = TypeAdapter(CurriculumHeader | Unit)
    parts = both.json_schema(by_alias=True, ref_template="#/$defs/{model}")
    return {
        "$schema": DIALECT,
        "title": "Curriculum",
        "description": "A curriculum's header (with `format: 1`), or one of its unit files (with `unit:`).",
        "type": "object",
        "if": {"required": ["unit"]},
        "then": {"$ref": "#/$defs/Unit"},
        "else": {"$ref": "#/$defs/CurriculumHeader"},
        "$defs": parts["$defs"],
    }


def as_text() -> str:
    """The schema as its file holds it."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    FILE.write_text(as_text(), "utf-8")

"""The JSON Schema that editors use says what the reader says."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.curriculum.samples import HEADER, UNIT
from tutor.curriculum.schema import FILE, as_text, json_schema
from tutor.curriculum.shipping import shipped


class EditorLoader(yaml.SafeLoader):
    """YAML as editors read it: numbers are numbers, `no` is a word."""


EditorLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":bool", ":timestamp"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))


def errors(text: str) -> list[Any]:
    raw = yaml.load(text, EditorLoader)
    return list(Draft202012Validator(json_schema()).iter_errors(raw))


def test_the_written_schema_is_the_present_one() -> None:
    assert FILE.read_text("utf-8") == as_text(), "run `python -m tutor.curriculum.schema`"


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("text", [HEADER, UNIT])
def test_good_files_are_accepted(text: str) -> None:
    assert errors(text) == []


def test_a_shipped_unit_is_accepted() -> None:
    assert errors((shipped("curricula") / "ground" / "01-numbers.yaml").read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("    kind: result", "    kind: resutl"),
        ("        mistakes:", "        mistaks:"),
        ("id: adding", "id: Adding"),
        ("kind: integer, from: 3", "kind: integer, form: 3"),
        ("value: 2*n", "valu: 2*n"),
        ("unit: Adding", "unit: [1]"),
    ],
)
def test_what_the_reader_refuses_the_schema_refuses(before: str, after: str) -> None:
    assert before in UNIT
    assert errors(UNIT.replace(before, after, 1)) != []

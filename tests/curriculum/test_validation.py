"""An author learns of everything that is wrong at once, in plain words, at the line concerned."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.curriculum.samples import UNIT
from tutor.curriculum.findings import CODES, Finding
from tutor.curriculum.model import CurriculumHeader, Unit
from tutor.curriculum.reader import read_yaml
from tutor.curriculum.validation import validate


def complaints(text: str) -> list[Finding]:
    _, found = validate(read_yaml(text.encode(), "u.yaml"), Unit)
    return found


def changed(before: str, after: str) -> str:
    assert before in UNIT
    return UNIT.replace(before, after, 1)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_a_good_unit_has_no_findings() -> None:
    assert complaints(UNIT) == []


@pytest.mark.parametrize(
    ("before", "after", "code", "remedy"),
    [
        ("unit: Adding", "unit: Adding\ntitel: x", "C002", "possible here"),
        ("    aliases:", "    aliasses:", "C002", "did you mean `aliases`?"),
        ("        mistakes:", "        mistaks:", "C002", "did you mean `mistakes`?"),
        ("goto: how-many", "gotto: how-many", "C002", "did you mean `goto`?"),
        ("from: 3, to: 60", "form: 3, to: 60", "C002", "did you mean `from`?"),
        ("kind: choice\n", "kind: choice\n              shufle: true\n", "C002", "did you mean `shuffle`?"),
        ("        ask: Which of these", "        aks: Which of these", "C002", "did you mean `ask`?"),
        ("    kind: result\n", "", "C003", "add `kind:`"),
        ("kind: result", "kind: resutl", "C004", "did you mean `result`?"),
        ("kind: integer, from: 3", "kind: intger, from: 3", "C004", "did you mean `integer`?"),
        ("answer: {kind: number, value: 2*n}", "answer: {kind: numbr, value: 2*n}", "C004", "did you mean `number`?"),
        ("answer: {kind: number, value: 2*n}", "answer: {value: 2*n}", "C004", "add `kind:`"),
        ("answer: {kind: number, value: 2*n}", "answer: 2*n", "C004", "`key: value`"),
        ("from: 3, to: 60", "from: three, to: 60", "C004", "digits"),
        ("id: adding", "id: Adding", "C004", "small letters"),
        ("title: Adding", "title:", "C004", "leave the key out"),
        ("uses: [adding]", "uses: adding", "C004", "one entry a line"),
        ("{product:", "{Product:", "C004", "small letters"),
    ],
)
def test_each_fault_is_told_in_plain_words(before: str, after: str, code: str, remedy: str) -> None:
    text = changed(before, after)
    found = complaints(text)
    assert code in [one.code for one in found]
    finding = next(one for one in found if one.code == code)
    assert remedy in finding.remedy
    assert finding.text == text.split("\n")[finding.line - 1].rstrip()
    assert not re.search("pydantic|Input should|valid tuple|Field required|keyword", f"{finding.what} {finding.remedy}")


def test_all_faults_are_told_at_once() -> None:
    text = UNIT.replace("title:", "tilte:").replace("kind: result", "kind: x")
    assert [one.code for one in complaints(text)].count("C002") == 3  # both concepts and the misconception
    assert {"C002", "C003", "C004"} <= {one.code for one in complaints(text)}


def test_the_column_is_that_of_the_key_or_value_concerned() -> None:
    text = changed("goto: how-many", "gotto: how-many")
    (finding,) = complaints(text)
    line = line_of(text, "gotto")
    assert (finding.line, finding.column) == (line, text.split("\n")[line - 1].index("gotto") + 1)


def test_numbers_need_no_quotes_and_words_are_words() -> None:
    text = changed("options: {product:", "options: {no: 3, product:").replace("difficulty", "difficulty")
    unit, found = validate(read_yaml(text.encode(), "u.yaml"), Unit)
    assert found == []
    assert unit is not None
    header, found = validate(read_yaml(b"format: 1\nid: a\ntitle: 12:30\n", "c.yaml"), CurriculumHeader)
    assert found == []
    assert header is not None
    assert (header.format, header.title) == (1, "12:30")


def test_another_format_is_refused() -> None:
    _, found = validate(read_yaml(b"format: 2\nid: a\ntitle: A\n", "c.yaml"), CurriculumHeader)
    assert [one.what for one in found] == ["`format` can't be `2`"]


def test_a_list_where_a_file_begins_is_told() -> None:
    assert [one.code for one in complaints("- 1\n- 2\n")] == ["C004"]


def mappings(text: str) -> list[tuple[int, int]]:
    """Lines on which a key of a block mapping begins, with its indentation."""
    found = [(i, re.match(r"( *)(- )?[a-z]+:", line)) for i, line in enumerate(text.split("\n"))]
    return [(i, len(match[1]) + len(match[2] or "")) for i, match in found if match]


@given(st.sampled_from(mappings(UNIT)), st.from_regex(r"zz[a-z]{1,8}", fullmatch=True))
def test_an_unknown_key_is_found_on_its_line_wherever_it_stands(spot: tuple[int, int], key: str) -> None:
    line, indent = spot
    lines = UNIT.split("\n")
    below = next((i for i in range(line + 1, len(lines)) if len(lines[i]) - len(lines[i].lstrip()) <= indent), line + 1)
    injected = [*lines[:below], " " * indent + f"{key}: 1", *lines[below:]]
    found = [one for one in complaints("\n".join(injected)) if key in one.what or key in one.text]
    assert [(one.line, one.column) for one in found] == [(below + 1, indent + 1)] or (
        found and found[0].line == below + 1
    )


def test_every_finding_code_has_a_line_of_its_own() -> None:
    assert all(re.fullmatch(r"C\d{3}", code) and text for code, text in CODES.items())
    assert len(set(CODES.values())) == len(CODES)

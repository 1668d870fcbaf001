"""Hostile and broken YAML is harmless, and every complaint has a place."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from tests.curriculum.samples import UNIT
from tutor.curriculum import reader
from tutor.curriculum.reader import read_yaml
from tutor.errors import CurriculumError


def outcome(raw: bytes) -> str | None:
    """The code of the refusal, which must have a place; None when the bytes are read."""
    try:
        read_yaml(raw, "x.yaml").at(("a", 0, "b"))
    except CurriculumError as error:
        return error.code if error.where and error.where.line else "no place"
    return None


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join(['*' + before] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def data(text: str) -> object:
    return read_yaml(text.encode(), "x.yaml").data


def refusal(raw: str | bytes) -> CurriculumError:
    with pytest.raises(CurriculumError) as caught:
        read_yaml(raw.encode() if isinstance(raw, str) else raw, "x.yaml")
    assert caught.value.where is not None
    assert caught.value.where.file == "x.yaml"
    assert caught.value.remedy
    return caught.value


def test_scalars_stay_the_text_that_was_written() -> None:
    assert data("{a: no, b: 12:30, c: 1e3, d: 007, e: 0x1F, f: 2020-01-01, g: .5}") == {
        "a": "no", "b": "12:30", "c": "1e3", "d": "007", "e": "0x1F", "f": "2020-01-01", "g": ".5",
    }  # fmt: skip


def test_only_an_unquoted_nothing_is_nothing() -> None:
    assert data("a:\nb: ~\nc: null\nd: ''\ne: '~'\nf: |\n  null\n") == {
        "a": None, "b": None, "c": None, "d": "", "e": "~", "f": "null\n",
    }  # fmt: skip


def test_anchors_stand_for_what_they_mark() -> None:
    assert data("a: &x [1, {b: 2}]\nc: *x\nd: &y text\ne: *y\n") == {
        "a": ["1", {"b": "2"}], "c": ["1", {"b": "2"}], "d": "text", "e": "text",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, 1, "`a` stands here twice"),
        ("a: 1\n---\nb: 2\n", 2, 1, "second document"),
        ("a:\n\tb: 1\n", 2, 1, "tab"),
        ("a: [1, 2\nb: 3\n", 2, 2, "not readable"),
        ("a: *b\n", 1, 4, "refers to nothing"),
        ("a: &a [*a]\n", 1, 8, "contains itself"),
        ("a: !!python/object/apply:os.system [ls]\n", 1, 4, "a tag"),
        ("a: !x 3\n", 1, 4, "a tag"),
        ("[1, 2]: 3\n", 1, 1, "a key must be a word"),
        ("? {a: 1}\n: 3\n", 1, 3, "a key must be a word"),
        ('a: "$a \\times b$"\n', 1, 4, "an escape"),
        ('a: "$a \\ne b$"\n', 1, 4, "an escape"),
        ('a: "$\\vec v$"\n', 1, 4, "an escape"),
        ('a: "$\\lambda$"\n', 1, 6, "an escape"),
        ('a: "\\0"\n', 1, 4, "an escape"),
        ("", 1, 1, "empty"),
        ("# only a comment\n", 2, 1, "empty"),
        ("a: 1\nb: \x00\n", 2, 4, "control character"),
        ("a: 1\nb: \x1b[31m\n", 2, 4, "control character"),
    ],
)
def test_what_is_refused_is_refused_at_its_place(text: str, line: int, column: int, said: str) -> None:
    error = refusal(text)
    assert error.where is not None
    assert said in error.what
    assert (error.where.line, error.where.column) == (line, column)


def test_bytes_that_are_no_text_are_refused_where_they_stand() -> None:
    error = refusal(b"a: 1\nb: \xff\n")
    assert error.where is not None
    assert (error.where.line, error.where.column) == (2, 4)


BOMBS = [
    "[" * 200_000, "[a, " * 50_000, "{a: " * 50_000, "- " * 200_000, "? " * 200_000, "[[], " * 40_000,
    "\n".join(" " * i + "a:" for i in range(2_000)), BOMB, "a: &a x\nb: [" + "*a, " * 5_000 + "]",
    "a: " + "x" * 2_000_001, "!" * 100_000, "&" * 100_000, "%" * 100_000, "'" * 99_999,
]  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_are_refused(bomb: str) -> None:
    """How quickly: tests/benchmarks/speed.py."""
    refusal(bomb)


def test_the_slow_parser_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = data(UNIT)
    monkeypatch.setattr(reader, "_LOADER", yaml.Loader)
    assert data(UNIT) == quick
    assert refusal("a: [").code == refusal("[" * 50_000).code.replace("too-large", "syntax")


def test_a_file_with_too_many_values_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "NODES", 50)
    assert refusal("".join(f"- [{i}]\n" for i in range(60))).code == "curriculum-too-large"


@given(st.binary(max_size=300))
@example(b"\xef\xbb\xbf")
@example(b"a: \xed\xa0\x80")
@example(b"%YAML 9.9\n---\na")
@example(b"\xfe\xff\x00a")
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    assert outcome(raw) in (None, "curriculum-syntax", "curriculum-too-large")


@given(st.text(st.sampled_from("ab:-[]{},&*!|>'\"%#? \n\t~<"), max_size=60))
def test_any_soup_of_signs_is_read_or_refused(text: str) -> None:
    assert outcome(text.encode()) in (None, "curriculum-syntax")


trees = st.recursive(
    st.text(st.characters(categories=["L", "N", "P", "S"]), max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", min_size=1), inner, max_size=4),
    max_leaves=12,
)


@given(trees)
def test_what_is_written_is_read_back(tree: object) -> None:
    assert data(json.dumps(tree, ensure_ascii=False)) == tree


def test_places_are_those_of_values_and_keys() -> None:
    document = read_yaml(b"a: 1\nb:\n  - c: 2\n    d: [3, 4]\n", "x.yaml")
    spots = {
        ("a",): (1, 4), ("b",): (2, 1), ("b", 0): (3, 5), ("b", 0, "c"): (3, 8), ("b", 0, "d"): (4, 5),
        ("b", 0, "d", 1): (4, 12), ("b", 0, "nowhere"): (3, 5), (): (1, 1),
    }  # fmt: skip
    assert {path: (document.at(path).line, document.at(path).column) for path in spots} == spots
    assert document.at(("b", 0, "c"), key=True).column == 5
    assert document.at(("b", 0, "c")).text == "  - c: 2"

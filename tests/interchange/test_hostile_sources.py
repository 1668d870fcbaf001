"""Sources that mean harm: nothing is unpacked without bounds, run, followed, or written where it doesn't belong."""

from __future__ import annotations

import json
import struct
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.interchange.sources import (
    CLOZE,
    Deck,
    Note,
    collection,
    findings,
    hint,
    imported,
    package,
    pool,
    problem,
    scaffold,
    step,
    written,
    zipped,
)
from tutor.errors import InputError
from tutor.interchange import anki_collection, anki_package
from tutor.interchange.importing import IMPORTERS, Wanted, bring_in
from tutor.interchange.prose import TEX, markdown
from tutor.interchange.slugs import Names, slug
from tutor.notation.untrusted import clean


def refused(kind: str, source: Path, folder: Path) -> str:
    """The code of the error with which a source is refused; nothing is written."""
    with pytest.raises(InputError) as caught:
        bring_in(kind, Wanted(source), folder / "out", [])
    assert not list((folder / "out").glob("*"))
    return caught.value.code


def try_to_import(kind: str, source: Path, folder: Path) -> bool:
    """Whether something came of it: then it passes the check; otherwise it's an error that says so, or a report."""
    try:
        made, _ = bring_in(kind, Wanted(source), folder / "out", [])
    except InputError as error:
        assert error.code in ("import-unreadable", "import-too-large", "bad-argument")
        return False
    assert made is None or findings(made, seeds=4) == []
    return made is not None


# -- packages --------------------------------------------------------------------------------------------------------------


def test_a_zip_bomb_is_refused_before_it_fills_the_disk(tmp_path: Path) -> None:
    source = zipped(tmp_path / "bomb.apkg", {"collection.anki21": b"\0" * 30_000_000})
    assert source.stat().st_size < 100_000
    assert refused("anki", source, tmp_path) == "import-too-large"


def test_a_bomb_of_zstd_is_refused(tmp_path: Path) -> None:
    source = zipped(tmp_path / "bomb.apkg", {"collection.anki21b": zstandard.compress(b"\0" * 30_000_000)})
    assert refused("anki", source, tmp_path) == "import-too-large"


def test_a_window_of_zstd_beyond_reason_is_refused(tmp_path: Path) -> None:
    frame = (
        b"\x28\xb5\x2f\xfd" + bytes([0, 20 << 3]) + b"\x09\0\0x"
    )  # a window of 2**30 bytes, and one block of one byte
    source = zipped(tmp_path / "wide.apkg", {"collection.anki21b": frame})
    assert refused("anki", source, tmp_path) == "import-unreadable"


def test_a_table_of_contents_beyond_reason_is_refused_unread(tmp_path: Path) -> None:
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 60_000, 60_000, 20_000_000, 0, 0)
    source = tmp_path / "many.apkg"
    source.write_bytes(b"\0" * 100 + end)
    assert refused("anki", source, tmp_path) == "import-too-large"
    elsewhere = struct.pack(
        "<4sIQI", b"PK\x06\x07", 0, 0, 1
    )  # says that the true table of contents is in another place
    small = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, 50, 0, 0)
    source.write_bytes(b"\0" * 100 + elsewhere + small)
    assert refused("anki", source, tmp_path) == "import-too-large"


def test_names_in_a_package_lead_nowhere(tmp_path: Path) -> None:
    evil = {"../../evil": b"x", "/etc/evil": b"x", "a/../../evil": b"x", "C:\\evil": b"x"}
    made = imported(
        "anki", package(tmp_path / "deck.apkg", Deck([Note(("Who?", "She"))]), media=evil), tmp_path / "out"
    )
    assert [one.what for one in made.report.left] == ["4 files"]
    assert not list(tmp_path.parent.rglob("evil"))


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip at all", b"\x28\xb5\x2f\xfd", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_package_is_said_to_be_none(content: bytes, tmp_path: Path) -> None:
    source = tmp_path / "deck.apkg"
    source.write_bytes(content)
    assert refused("anki", source, tmp_path) == "import-unreadable"


def test_an_unusual_packing_and_a_damaged_one_are_refused(tmp_path: Path) -> None:
    unusual = tmp_path / "unusual.apkg"
    with zipfile.ZipFile(unusual, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("collection.anki21", b"x" * 1000)
    assert refused("anki", unusual, tmp_path) == "import-unreadable"
    whole = package(tmp_path / "deck.apkg", Deck([Note(("Who?", "She"))])).read_bytes()
    for place in range(40, len(whole), max(1, len(whole) // 40)):
        damaged = tmp_path / "damaged.apkg"
        damaged.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        with tempfile.TemporaryDirectory() as folder:
            try_to_import("anki", damaged, Path(folder))


# -- collections -----------------------------------------------------------------------------------------------------------


def packed(folder: Path, *statements: str, notes: tuple[Note, ...] = (Note(("Who?", "She")),)) -> Path:
    return package(folder / "deck.apkg", Deck(notes, also=statements))


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS id, i AS mid, '' AS tags, 'x' AS flds FROM n"


@pytest.mark.parametrize(
    "statements",
    [
        ("DROP TABLE notes", f"CREATE VIEW notes AS {ENDLESS}"),
        ("DROP TABLE cards", "CREATE VIEW cards AS SELECT 1 AS id, 1 AS nid, 1 AS did, 0 AS ord"),
        ("DROP TABLE notes", "CREATE VIRTUAL TABLE notes USING fts5(id, mid, tags, flds)"),
        ("DROP TABLE col",),
        ("ALTER TABLE notes RENAME COLUMN flds TO fields",),
        ("UPDATE col SET models = '{'",),
        (f"UPDATE col SET models = '{'[' * 5000}'",),
        ("UPDATE col SET models = zeroblob(1000)",),
    ],
)
def test_a_collection_that_is_not_one_of_plain_tables_is_refused(statements: tuple[str, ...], tmp_path: Path) -> None:
    assert not try_to_import("anki", packed(tmp_path, *statements), tmp_path)


def test_triggers_are_never_run_and_the_file_stays_as_it_is(tmp_path: Path) -> None:
    statement = "CREATE TRIGGER t AFTER UPDATE ON notes BEGIN DELETE FROM notes; END"
    source = packed(tmp_path, statement)
    before = source.read_bytes()
    assert len(imported("anki", source, tmp_path / "out").questions) == 1
    assert source.read_bytes() == before


def test_a_generated_column_computes_nothing(tmp_path: Path) -> None:
    """A value that a schema computes is refused by the authorizer, whatever it would compute."""
    statements = (
        "DROP TABLE notes",
        "CREATE TABLE notes (id integer primary key, mid integer, tags text, flds text AS (hex(zeroblob(1000))))",
        "INSERT INTO notes (id, mid, tags) VALUES (1, 100, '')",
    )
    assert refused("anki", packed(tmp_path, *statements), tmp_path) in ("import-unreadable", "import-too-large")


def test_reading_ends_after_so_many_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anki_collection, "MOST_STEPS", 1)
    notes = tuple(Note((f"What is {n} times 1000?", str(1000 * n))) for n in range(2000))
    assert refused("anki", packed(tmp_path, notes=notes), tmp_path) == "import-too-large"


def test_a_collection_can_only_be_read(tmp_path: Path) -> None:
    source = collection(tmp_path / "collection.sqlite3", Deck([Note(("Who?", "She"))]))
    connection, _ = anki_collection._connected(source)
    for statement in ("DELETE FROM notes", "ATTACH ':memory:' AS other", "PRAGMA writable_schema=ON", "SELECT load_extension('x')",
                      "CREATE TABLE x (y)", "SELECT hex(flds) FROM notes"):  # fmt: skip
        with pytest.raises(Exception, match=r"not authorized|prohibited|no such function"):
            connection.execute(statement)
    connection.close()


def test_values_of_any_type_are_read(tmp_path: Path) -> None:
    made = imported("anki", packed(
        tmp_path, "INSERT INTO notes VALUES (2, 100, '', x'00ff')", "INSERT INTO notes VALUES (3, 'abc', 7, 8)",
        "INSERT INTO cards VALUES (900, 'a', 'b', 'c')", "INSERT INTO cards VALUES (901, 3, 1, 99999999999)",
    ), tmp_path / "out")  # fmt: skip
    assert len(made.questions) == 1


def test_nothing_of_a_package_stays_in_the_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    imported("anki", package(tmp_path / "deck.apkg", Deck([Note(("Who?", "She"))])), tmp_path / "out")
    assert list((tmp_path / "temporary").iterdir()) == []


# -- any text --------------------------------------------------------------------------------------------------------------

PIECES = (
    "{=1/0}", "{=", "{#", "}", "{", "~", "=", "#", "->", "%50%", "::", "\\", "\\n", "$", "$$", "\\(", "\\)", "`", "```", "*", "_", "<b>",
    "</details>", "<script>", "&amp;", "|", "- ", "1. ", "# ", "> ", "---", "\x1b[31m", "\x00", "\u202e", "\ud7ff", "\ue0000", "\u2028",
    "&id001", "*id001", "!!python/object", "no", "~", "null", ": ", "'", '"', "9" * 500, "1e999999", "\\frac{1}{", "x^{", "((((", "@{a}",
    "<<1=1>>", "** ", "#### 3", "{{c1::", "}}", "{{Front}}", "[sound:x]", "the answer", "3", "x+1", "What?", "\n", "\n\n", " ", "\t", "é", "字",
)  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
PROPERTY = settings(max_examples=30, deadline=None)


@PROPERTY
@given(st.lists(texts, min_size=1, max_size=4))
def test_any_gift_passes_the_check_or_is_refused(items: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try_to_import(
            "gift",
            written(Path(folder) / "quiz.gift", "\n\n".join(f"{item} {{={item} ~b}}" for item in items)),
            Path(folder),
        )
        try_to_import("gift", written(Path(folder) / "raw.gift", "\n\n".join(items)), Path(folder))


@PROPERTY
@given(texts, texts, texts)
def test_any_line_of_gsm8k_passes_the_check_or_is_refused(asked: str, sub: str, says: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        line = problem(asked, f"{sub} ** {says} <<2+{len(says)}={2 + len(says)}>>", result=str(2 + len(says)))
        try_to_import("gsm8k", written(Path(folder) / "train.jsonl", line), Path(folder))


@PROPERTY
@given(texts, texts, texts)
def test_any_card_passes_the_check_or_is_refused(front: str, back: str, more: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        notes = [Note((front, back), deck=more or "-"), Note((f"{front} {{{{c1::{back}}}}} {more}", more), 1)]
        kinds = (Deck([]).kinds[0], CLOZE)
        try_to_import("anki", package(Path(folder) / "deck.apkg", Deck(notes, kinds)), Path(folder))


@PROPERTY
@given(texts, texts, texts, texts)
def test_any_problem_of_oatutor_passes_the_check_or_is_refused(title: str, answer: str, help_: str, value: str) -> None:
    pathway = [scaffold("x-h1", help_, answer, value), hint("x-h2", help_, "x-h1")]
    problems: dict[str, Any] = {
        "a1": {
            "title": title,
            "lesson": value,
            "steps": {"a1a": step(answer, title, *pathway, variabilization={"a": [value]})},
        },
        "b2": {"body": title, "steps": {"b2a": step(answer, help_, choices=[answer, help_, value])}},
    }
    with tempfile.TemporaryDirectory() as folder:
        try_to_import("oatutor", pool(Path(folder) / "pool", problems), Path(folder))


@PROPERTY
@given(st.binary(max_size=300), st.sampled_from(sorted(IMPORTERS)))
def test_any_bytes_are_refused_or_leave_nothing(raw: bytes, kind: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source"
        source.write_bytes(raw)
        try_to_import(kind, source, Path(folder))


SLOW = (
    " " * 30_000,
    "." * 30_000,
    "$$" + " " * 30_000,
    "a" + " " * 30_000 + "(",
    "\\(" * 10_000,
    "{{" * 10_000,
    "\n" * 30_000,
    "<" * 30_000,
)


@pytest.mark.parametrize("text", SLOW, ids=lambda text: repr(text[:3]))
def test_no_text_takes_longer_than_its_length_explains(text: str, tmp_path: Path) -> None:
    """Patterns that go back and forth would take minutes here, and the test run would tell."""
    items = (
        f"{text} {{=a ~b}}",
        f"x {{#{text} x}}",
        f"[markdown]{text} {{=a ~b}}",
        f"y {{={text} ~b}}",
        f"[html]{text} {{=a ~b}}",
    )
    try_to_import("gift", written(tmp_path / "quiz.gift", "\n\n".join(items)), tmp_path / "1")
    try_to_import(
        "gsm8k",
        written(tmp_path / "train.jsonl", problem(text[:9000], f"{text[:9000]} ** <<2+2=4>>", result="4")),
        tmp_path / "2",
    )
    try_to_import(
        "oatutor",
        pool(tmp_path / "pool", {"a": {"title": text, "steps": {"b": step(text, text, hint("h", text))}}}),
        tmp_path / "3",
    )
    notes = [Note((text, text)), Note((f"{{{{c1::{text}}}}} {text}", text), 1)]
    try_to_import("anki", package(tmp_path / "deck.apkg", Deck(notes, (Deck([]).kinds[0], CLOZE))), tmp_path / "4")


# -- texts and names -------------------------------------------------------------------------------------------------------


@given(texts | st.text(max_size=200))
def test_a_text_shows_just_itself(text: str) -> None:
    """What a reader of the Markdown sees are the letters and digits of the text, in order, and no placeholder."""
    from tutor.notation.markdown_reading import read

    shown = markdown(text)
    assert "{=" not in shown
    tokens = read(shown)
    assert tokens is not None
    assert {token.type for token in tokens} <= {"paragraph_open", "paragraph_close", "inline"}
    inner = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in inner} <= {"text", "softbreak", "text_special"}
    seen = "".join(child.content for child in inner)
    assert [one for one in seen if not one.isspace()] == [one for one in clean(text) if not one.isspace()]


def test_mathematics_between_the_marks_of_a_format_stays_mathematics() -> None:
    assert markdown("cost $5: \\(x_1 * 2\\) and $$y$$5", TEX) == "cost \\$5: $x_1 * 2$ and $y$ 5"


@given(st.text(max_size=100))
def test_an_id_is_a_slug_whatever_the_name(text: str) -> None:
    import re

    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,63}", slug(text))


@given(st.lists(st.sampled_from(["a", "a-2", "A!", "", "a-2-2", "é"]), max_size=30))
def test_no_id_is_given_out_twice(names: list[str]) -> None:
    given_out = Names()
    made = [given_out.take(name) for name in names]
    assert len(set(made)) == len(made)


def test_numbers_of_json_cost_nothing() -> None:
    from tutor.interchange.intake import parse_json

    assert parse_json("[1e400, 12345678901234567890, -0]") == ["1e400", "12345678901234567890", "-0"]
    with pytest.raises(ValueError, match="digits"):
        parse_json("9" * 10_000)
    with pytest.raises(ValueError, match="deep"):
        parse_json("[" * 100 + "]" * 100)
    assert parse_json(json.dumps({"a": "[" * 1000 + '"'})) == {"a": "[" * 1000 + '"'}


def test_limits_are_what_the_documents_say() -> None:
    said = (Path(__file__).parents[2] / "docs" / "interchange.md").read_text("utf-8")
    assert anki_package.LARGEST_COLLECTION == 256_000_000
    assert "256 MB" in said
    assert f"{anki_package.HIGHEST_RATIO} times" in said
    assert f"{anki_package.MOST_ENTRIES:,} entries" in said

"""Hostile and broken files: a document that does no harm, or a typed refusal with its reason, within the limits."""

from __future__ import annotations

import random
import socket
import subprocess
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.benchmarks.reading import Found, damaged, tried
from tests.library.readers.portable import pdf
from tests.library.readers.samples import PAGES, SAMPLES, hostile
from tests.library.readers.soundness import faults
from tutor.errors import LibraryError
from tutor.library.limits import LIMITS
from tutor.library.reading import form_of, read
from tutor.notation.untrusted import clean

HOSTILE = hostile(2_000)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gets_a_sound_document_or_a_refusal(name: str) -> None:
    try:
        document = read(name, HOSTILE[name])
    except LibraryError as error:
        assert error.code in {"document-unreadable", "document-too-large", "document-kind-unknown"}
        assert error.where is not None
        assert error.where.file == name
        assert error.remedy
        assert error.__cause__ is None, "our own readers stumbled"
        assert clean(error.what) == error.what
    else:
        assert faults(document) == []


@pytest.mark.parametrize(
    ("name", "content", "code", "words"),
    [
        ("a.docx", b"PK\x03\x04", "document-kind-unknown", "no reader"),
        ("a.pdf", b"words", "document-unreadable", "isn't a PDF"),
        ("a.pdf", SAMPLES["paper.pdf"][:-300], "document-unreadable", "broken"),
        ("a.pdf", pdf([[], []]), "document-unreadable", "no text"),
        ("a.txt", b" \n", "document-unreadable", "no text"),
        ("a.txt", bytes(range(256)) * 4, "document-unreadable", "isn't text"),
        ("a.html", b"<html><nav>only this", "document-unreadable", "no text"),
        ("a.md", b"> " * 300 + b"x", "document-unreadable", "nested"),
    ],
)
def test_a_refusal_says_why(name: str, content: bytes, code: str, words: str) -> None:
    with pytest.raises(LibraryError, match=words) as raised:
        read(name, content)
    assert raised.value.code == code


def test_a_locked_pdf_is_refused() -> None:
    from io import BytesIO

    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf(PAGES))))
    writer.encrypt("secret", algorithm="RC4-128")
    made = BytesIO()
    writer.write(made)
    with pytest.raises(LibraryError, match="locked"):
        read("a.pdf", made.getvalue())


@pytest.mark.parametrize(
    ("name", "limits"),
    [
        ("note.md", replace(LIMITS, content=100)),
        ("note.md", replace(LIMITS, text=100)),
        ("note.md", replace(LIMITS, blocks=3)),
        ("page.html", replace(LIMITS, text=20)),
        ("paper.pdf", replace(LIMITS, pages=2)),
        ("paper.pdf", replace(LIMITS, text=50)),
        ("paper.pdf", replace(LIMITS, seconds=0.0)),
    ],
)
def test_what_goes_beyond_a_limit_is_too_large(name: str, limits: object) -> None:
    with pytest.raises(LibraryError) as raised:
        read(name, SAMPLES[name], limits=limits)
    assert raised.value.code == "document-too-large"


def test_a_pdf_that_would_take_all_memory_is_refused_and_the_next_is_read() -> None:
    bomb = (
        pdf([["words"]]).replace(b"\nBT", b" BT").replace(b"ET\nendstream", b"ET" + b" " * (200 << 20) + b"\nendstream")
    )
    with pytest.raises(LibraryError, match="memory"):
        read("a.pdf", bomb, limits=replace(LIMITS, memory=150 << 20, content=1 << 30))
    assert read("b.pdf", pdf(PAGES)).form == "pdf"


def test_what_is_large_is_read_apart_to_the_same_document() -> None:
    apart = read("note.md", SAMPLES["note.md"], limits=replace(LIMITS, own_process=10))
    assert apart == read("note.md", SAMPLES["note.md"])
    with pytest.raises(LibraryError, match="nested"):
        read("a.md", b"> " * 300 + b"x", limits=replace(LIMITS, own_process=10))


def test_no_reader_opens_the_network_or_a_program(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("a reader reached out")

    monkeypatch.setattr(socket.socket, "connect", forbidden)
    monkeypatch.setattr(socket, "getaddrinfo", forbidden)
    monkeypatch.setattr(subprocess, "Popen", forbidden)
    for name in ("note.md", "page.html", "talk.vtt", "captions.md"):
        read(name, SAMPLES[name])
    read("a.md", HOSTILE["tags.md"])


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Größe – „schön“".encode(), "Größe – „schön“"),
        ("\ufeffGröße".encode(), "Größe"),
        ("Größe und Maß".encode("utf-16"), "Größe und Maß"),
        ("Größe und Maß".encode("utf-32"), "Größe und Maß"),
        ("Die Größe ist über alle Maße schön, und naïve Zugänge hören früh auf.".encode("cp1252"), "Die Größe ist über alle Maße"),
        ("Вектор имеет длину и направление, а число имеет только величину.".encode("cp1251"), "Вектор имеет длину"),
        (b"one\rtwo\r\nthree", "one\ntwo\nthree"),
    ],
)  # fmt: skip
def test_encodings_and_line_ends_are_told(content: bytes, text: str) -> None:
    assert text in read("a.txt", content).text


def test_a_page_is_decoded_as_it_declares() -> None:
    page = '<html><meta charset="koi8-r"><p>Вектор имеет длину</p>'.encode("koi8-r")
    assert "Вектор имеет длину" in read("a.html", page).text


def test_lines_stay_where_an_editor_counts_them() -> None:
    document = read("a.md", "first\x0b still\u2028first\n\nthi\u202erd\n".encode())
    assert document.text.split("\n") == ["first  still first", "", "third", ""]


def test_front_matter_is_never_executed_nor_expanded() -> None:
    assert "title" not in read("a.md", HOSTILE["bomb.md"]).facts
    assert read("a.md", HOSTILE["tags.md"]).facts.get("title", "").count("system") == 0
    assert read("a.md", b"---\ntitle: a: b\ndate: 2024\n---\ntext\n").facts == {"title": "a: b", "date": "2024"}


def test_a_link_is_an_address_or_nothing() -> None:
    assert "link" not in read("a.md", b"---\nurl: javascript:alert(1)\n---\ntext\n").facts
    assert "link" not in read("a.md", b"---\nsource: my notes\n---\ntext\n").facts


@pytest.mark.parametrize(
    ("name", "form"), [("A.MD", "markdown"), ("notes", "text"), ("x/y.Text", "text"), ("a.htm", "html")]
)
def test_the_name_tells_the_form(name: str, form: str) -> None:
    assert form_of(name, b"words") == form


def test_a_page_is_told_by_its_beginning() -> None:
    assert form_of("page.txt", b"\n <!DOCTYPE html><p>x") == "html"


def test_damaged_files_are_read_or_refused() -> None:
    rng, found, names = random.Random(7), Found(), sorted(name for name in SAMPLES if not name.endswith(".pdf"))
    for _ in range(150):
        name, other = rng.choice(names), rng.choice(sorted(SAMPLES))
        tried(name, damaged(SAMPLES[name], SAMPLES[other], rng), found)
    for _ in range(12):
        tried("paper.pdf", damaged(SAMPLES["paper.pdf"], b"", rng), found)
    assert found.failures == []


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.md", "a.txt", "a.html", "a.vtt"]))
def test_any_bytes_are_read_or_refused(content: bytes, name: str) -> None:
    try:
        document = read(name, content)
    except LibraryError as error:
        assert error.__cause__ is None
    else:
        assert faults(document) == []

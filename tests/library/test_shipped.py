"""The documents that ship stand behind the curricula that cite them, with no index at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutor.curriculum.load import load
from tutor.curriculum.shipping import shipped
from tutor.errors import LibraryError
from tutor.library.shipped import ShippedPassages
from tutor.session.ports import Query


async def test_every_source_of_the_shipped_curricula_opens_at_its_heading() -> None:
    shelf, seeds = ShippedPassages([shipped("seeds")]), shipped("seeds")
    curricula = load("linear-algebra", [shipped("curricula")])
    sources = {source for ref in curricula.concepts for source in curricula.concept(ref).concept.sources}
    assert sources
    for source in sources:
        (passage,) = await shelf.cited("me", source)
        text = (seeds / source.partition("#")[0]).read_text("utf-8")
        assert text[passage.start : passage.end] == passage.text
        assert text.splitlines()[passage.line - 1] == passage.text.splitlines()[0]
        assert passage.headings
        assert not passage.text.startswith("#")
        assert await shelf.open("me", passage.id) == passage
        assert await shelf.quoted("me", passage.text[:60].upper(), passage.id)
        assert not await shelf.quoted("me", "certainly not a word of it", passage.id)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "secret.md").write_text("## One\n\nsecret")
    inside = tmp_path / "seeds"
    inside.mkdir()
    text = "---\ntitle: 'A book'\n---\n# Top\n\n## One\n\nfirst\n\n### Below\n\nstill first\n\n```\n## Two\n```\n\n## Two\n\nsecond\n"
    (inside / "book.md").write_text(text)
    return inside


async def test_a_section_ends_at_the_next_of_its_level_and_code_holds_no_headings(folder: Path) -> None:
    shelf = ShippedPassages([folder])
    (one,) = await shelf.cited("me", "book.md#one")
    assert one.text.startswith("first")
    assert "still first" in one.text
    assert "second" not in one.text
    (two,) = await shelf.cited("me", "book.md#two")
    assert (two.text, two.title, two.headings) == ("second", "A book", ("Top", "Two"))


@pytest.mark.parametrize("source", ["../secret.md#one", "/etc/passwd", "book.md#three", "nothing.md#one", "", "#one"])
async def test_what_is_not_there_or_leads_outside_is_not_found(folder: Path, source: str) -> None:
    shelf = ShippedPassages([folder])
    assert await shelf.cited("me", source) == ()
    assert await shelf.search("me", Query("first"), 5) == ()
    with pytest.raises(LibraryError, match="no passage"):
        await shelf.open("me", "0" * 16)

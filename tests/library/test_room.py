"""The library as commands and sessions use it: real catalogue, real index, the real model where it's there."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.program import environment
from tutor.curriculum.load import load, names
from tutor.curriculum.shipping import shipped
from tutor.errors import LibraryError
from tutor.library.meaning import Meaning
from tutor.library.minilm import MiniLM
from tutor.library.passages import CHUNKER
from tutor.library.room import Library
from tutor.library.vectors import open_index
from tutor.session.ports import Query

ANNA, BEN = "0190aaaa", "0190bbbb"
BRIDGE = """# Bridges

## Why the rope sags

A rope that hangs between two posts is pulled down by its own weight. The tighter it is drawn, the flatter it hangs, but no pull
makes it quite straight: two nearly opposite pulls can't hold up even a feather.

## What an arch does

Stone breaks when it is stretched and bears a great deal when it is pressed. An arch leads every load sideways into its feet, so
that each stone is only pressed by its neighbours.
"""
BREAD = """# Bread

## What the dough waits for

Yeast eats sugar and breathes out carbon dioxide. The gas is caught in the dough, and the loaf grows until the oven stops it.
"""


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "bridges.md").write_text(BRIDGE, "utf-8")
    (folder / "bread.md").write_text(BREAD, "utf-8")
    return folder


@asynccontextmanager
async def opened(home: Path, model: MiniLM | None = None, owner: str | None = ANNA) -> AsyncIterator[Library]:
    meaning = None
    if model is not None:
        meaning = Meaning(lambda: model, lambda one: open_index(home / "chroma", one.name, one.size, CHUNKER))
    library = Library(home / "library.sqlite3", owner, meaning)
    try:
        yield library
    finally:
        await library.close()


async def sources(library: Library, text: str, owner: str = ANNA) -> list[tuple[str, tuple[str, ...]]]:
    return [(hit.passage.source, hit.passage.headings) for hit in await library.search(owner, Query(text), 5)]


async def test_without_a_model_words_find(tmp_path: Path, papers: Path) -> None:
    async with opened(tmp_path) as library:
        await library.add([papers])
        first = (await library.search(ANNA, Query("what does an arch do with stones?"), 3))[0]
        assert first.passage.headings[-1] == "What an arch does"
        assert "“arch”" in first.why
        assert library.notice is None
        assert await sources(library, "zebra crossing") == []


async def test_with_a_model_other_words_find_too(tmp_path: Path, papers: Path, minilm: MiniLM) -> None:
    async with opened(tmp_path, minilm) as library:
        await library.add([papers])
        assert await library.bring_in_line()
        first = (await library.search(ANNA, Query("Why does a baker leave the mixture alone for an hour?"), 3))[0]
        assert (first.passage.source, first.why) == ("bread.md", "it's close in meaning")


async def test_until_the_index_is_made_words_find_and_that_is_said(
    tmp_path: Path, papers: Path, minilm: MiniLM
) -> None:
    async with opened(tmp_path, minilm) as library:
        await library.add([papers])
        assert await sources(library, "baker") == []
        assert library.notice is not None
        assert "passages are left" in library.notice
        for _ in range(200):  # it's being made meanwhile
            if library.notice is None:
                break
            await asyncio.sleep(0.05)
        assert library.notice is None
        assert (await sources(library, "Why does a baker leave the mixture alone?"))[0][0] == "bread.md"


async def test_what_was_removed_is_found_by_neither(tmp_path: Path, papers: Path, minilm: MiniLM) -> None:
    async with opened(tmp_path, minilm) as library:
        await library.add([papers])
        await library.bring_in_line()
        await library.remove("bread.md")
        await library.bring_in_line()
        found = await sources(library, "yeast in the dough of a baker")
        assert all(source == "bridges.md" for source, _ in found)


async def test_nobody_finds_opens_or_cites_what_another_learner_added(
    tmp_path: Path, papers: Path, minilm: MiniLM
) -> None:
    async with opened(tmp_path, minilm) as library:
        await library.add([papers / "bread.md"])
        await library.add([papers / "bridges.md"], shared=True)
        await library.bring_in_line()
        mine = (await library.search(ANNA, Query("yeast and sugar"), 3))[0].passage
        assert await library.quoted(ANNA, "yeast EATS sugar", mine.id)
        found = await sources(library, "yeast and sugar, and why a baker waits", BEN)
        assert {source for source, _ in found} <= {"bridges.md"}
        assert await library.cited(BEN, "bread.md") == ()
        with pytest.raises(LibraryError) as caught:
            await library.open(BEN, mine.id)
        assert caught.value.code == "unknown-passage"


async def test_a_second_program_finds_by_words_and_says_why(tmp_path: Path, papers: Path, minilm: MiniLM) -> None:
    async with opened(tmp_path, minilm) as library:
        await library.add([papers])
        await library.bring_in_line()
        done = await asyncio.to_thread(_elsewhere, tmp_path)
    assert done == ["bridges.md", "Search goes by words:"]


def _elsewhere(home: Path) -> list[str]:
    code = f"""
import asyncio, sys
from pathlib import Path
from tutor.library.meaning import Meaning
from tutor.library.passages import CHUNKER
from tutor.library.room import Library
from tutor.library.vectors import open_index
from tutor.session.ports import Query

class Model:
    name, size = "minilm", 384

async def main():
    home = Path({str(home)!r})
    meaning = Meaning(lambda: Model(), lambda one: open_index(home / "chroma", one.name, one.size, CHUNKER))
    library = Library(home / "library.sqlite3", {ANNA!r}, meaning)
    hits = await library.search({ANNA!r}, Query("arch"), 1)
    print(hits[0].passage.source)
    print(library.notice[:21])
    await library.close()

asyncio.run(main())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment(), check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


async def test_a_damaged_index_costs_nothing_but_time(tmp_path: Path, papers: Path, minilm: MiniLM) -> None:
    async with opened(tmp_path, minilm) as library:
        await library.add([papers])
        await library.bring_in_line()
    for file in (tmp_path / "chroma").rglob("*"):
        if file.is_file() and file.suffix in (".sqlite3", ".bin"):
            file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    async with opened(tmp_path, minilm) as library:
        assert await library.bring_in_line()
        assert library.notice is not None  # that it was made anew
        assert (await sources(library, "Why does a baker leave the mixture alone?"))[0][0] == "bread.md"


async def test_a_chain_of_langchains_retrieves_with_citations(tmp_path: Path, papers: Path) -> None:
    from tutor.library.retriever import retriever

    async with opened(tmp_path) as library:
        await library.add([papers])
        documents = await retriever(library, ANNA, k=1).ainvoke("what does an arch do?")
        assert [one.metadata["headings"][-1] for one in documents] == ["What an arch does"]
        passage = await library.open(ANNA, str(documents[0].id))
        assert documents[0].page_content == passage.text
        assert documents[0].metadata["line"] == passage.line
        by_thread = await asyncio.to_thread(retriever(library, ANNA, k=1).invoke, "what does an arch do?")
        assert by_thread == documents


async def test_every_source_that_shipped_curricula_cite_is_found(tmp_path: Path) -> None:
    roots = (shipped("curricula"),)
    cited = {
        source
        for name in names(roots)
        for ref in load(name, roots).concepts
        for source in load(name, roots).concept(ref).concept.sources
    }
    library = Library(tmp_path / "library.sqlite3", None, None, shipped("seeds"))
    try:
        lost = [source for source in sorted(cited) if not await library.cited(ANNA, source)]
    finally:
        await library.close()
    assert cited
    assert lost == []


async def test_what_only_the_names_of_concepts_find_says_so(tmp_path: Path, papers: Path) -> None:
    async with opened(tmp_path) as library:
        await library.add([papers])
        (hit, *_) = await library.search(ANNA, Query("zebra", ("arch",)), 3)
    assert hit.why == "it speaks of what stands behind the question"

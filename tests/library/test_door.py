"""The door of the library: nothing happens before it's needed, and whoever is interrupted isn't kept waiting."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from tests.library.shelves import ADA, KERNEL
from tutor.home import locate
from tutor.library.room import open_library
from tutor.session.ports import Query
from tutor.settings import Settings


def test_nothing_is_made_before_it_is_needed(home: Path) -> None:
    async def open_and_close() -> None:
        async with open_library(locate(os.environ), Settings(), ADA):
            pass

    asyncio.run(open_and_close())
    assert not home.exists()


async def test_an_interrupted_adding_stops_at_the_next_file_and_keeps_what_is_whole(folder: Path) -> None:
    for i in range(300):
        (folder / f"{i:03}.md").write_text(f"# Note {i}\n\nNumber {i}.\n")
    seen: list[int] = []
    loop = asyncio.get_running_loop()

    async with open_library(locate(os.environ), Settings(), ADA) as library:
        adding = asyncio.create_task(library.add([folder], lambda done, *_: (seen.append(done), interrupt(done))[0]))

        def interrupt(done: int) -> None:
            if done == 250:
                asyncio.run_coroutine_threadsafe(cancel(), loop).result()

        async def cancel() -> None:
            adding.cancel()
            await asyncio.sleep(0)

        with pytest.raises(asyncio.CancelledError):
            await adding
        own = [one for one in await library.documents() if one.owner == ADA]
        assert len(own) == 200, "what was put in together is there"
        assert await library.check() == ()
    assert max(seen) <= 252


async def test_a_hit_says_why_in_words(folder: Path) -> None:
    (folder / "maps.md").write_text(KERNEL)
    async with open_library(locate(os.environ), Settings(), ADA) as library:
        await library.add([folder])
        (hit, *_) = await library.search(ADA, Query("what is a kernel?", ("zero",)), 3)
    assert hit.passage.source == "maps.md"
    assert hit.why
    assert 0 < hit.score <= 1

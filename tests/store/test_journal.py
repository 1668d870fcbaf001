"""What every journal promises, in memory and on disk alike."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.errors import StoreError
from tutor.session.events import AnswerSubmitted, Event
from tutor.session.ports import Journal, Learner
from tutor.store.memory import MemoryJournal, MemoryLearners
from tutor.store.sqlite import SqliteStore


def events(learner: str, after: int, count: int, text: str = "3", session: str = "s") -> list[Event]:
    return [Event(learner, after + i, session, "a", 5, AnswerSubmitted(text)) for i in range(1, count + 1)]


@pytest.fixture(params=["memory", "sqlite"])
async def journal(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Journal]:
    if request.param == "memory":
        yield MemoryJournal()
        return
    async with SqliteStore(tmp_path / "journal.sqlite3") as store:
        yield store


async def read(journal: Journal, learner: str = "me", **options: object) -> list[Event]:
    return [event async for event in journal.read(learner, **options)]  # type: ignore[arg-type]


async def test_what_was_appended_is_read_back_in_order(journal: Journal) -> None:
    stored = events("me", 0, 3)
    assert (await journal.append("me", 0, "one", "d", stored)).last == 3
    assert await read(journal) == stored
    assert await read(journal, after=2) == stored[2:]
    assert await journal.last("me") == 3


async def test_learners_have_sequences_of_their_own(journal: Journal) -> None:
    await journal.append("me", 0, "one", "d", events("me", 0, 2))
    await journal.append("you", 0, "one", "d", events("you", 0, 1))
    assert await journal.last("you") == 1
    assert len(await read(journal, "me")) == 2


async def test_the_same_action_twice_is_stored_once(journal: Journal) -> None:
    first = await journal.append("me", 0, "one", "d", events("me", 0, 2))
    again = await journal.append("me", 2, "one", "d", events("me", 2, 2))
    assert again.replayed
    assert (again.first, again.last) == (first.first, first.last)
    assert await journal.last("me") == 2
    assert await journal.seen("me", "one")
    assert not await journal.seen("me", "two")


async def test_an_action_id_with_another_content_is_refused(journal: Journal) -> None:
    await journal.append("me", 0, "one", "d", events("me", 0, 1))
    with pytest.raises(StoreError) as refusal:
        await journal.append("me", 1, "one", "other", events("me", 1, 1))
    assert refusal.value.code == "action-reused"


async def test_who_comes_second_is_told(journal: Journal) -> None:
    await journal.append("me", 0, "one", "d", events("me", 0, 1))
    with pytest.raises(StoreError) as refusal:
        await journal.append("me", 0, "two", "d", events("me", 0, 1))
    assert refusal.value.code == "store-conflict"
    assert await journal.last("me") == 1


async def test_sessions_can_be_read_apart(journal: Journal) -> None:
    await journal.append("me", 0, "one", "d", events("me", 0, 1, session="s"))
    await journal.append("me", 1, "two", "d", events("me", 1, 1, session="t"))
    assert [event.session for event in await read(journal, session="t")] == ["t"]


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2), st.integers(0, 3)), max_size=30))
def test_any_sequence_of_appends_leaves_a_gapless_journal_in_both(attempts: list[tuple[int, int, int]]) -> None:
    async def run(journal: Journal) -> list[str]:
        outcome = []
        for action, guess, count in attempts:
            expected = max(0, await journal.last("me") - guess)
            try:
                done = await journal.append("me", expected, str(action), str(count), events("me", expected, count))
                outcome.append(f"{done.first}-{done.last}-{done.replayed}")
            except StoreError as error:
                outcome.append(error.code)
        assert [event.seq async for event in journal.read("me")] == list(range(1, await journal.last("me") + 1))
        return outcome

    async def both() -> None:
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            async with SqliteStore(Path(folder) / "journal.sqlite3") as store:
                assert await run(store) == await run(MemoryJournal())

    asyncio.run(both())


@pytest.mark.parametrize("kind", ["memory", "sqlite"])
async def test_a_learner_is_made_once_and_found_by_name(kind: str, tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "journal.sqlite3")
    learners = MemoryLearners() if kind == "memory" else store
    assert await learners.named("ada") is None
    made = await learners.named("ada", create=Learner("1", "ada", 7))
    assert await learners.named("ada", create=Learner("2", "ada", 8)) == made
    assert [one.name for one in await learners.all()] == ["ada"]
    await store.close()

"""Copies of the store: whole, private, made while programs run; and nothing but a whole copy comes back."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.store.studied import desk_over, leave_traces, record
from tests.store.test_journal import events
from tutor.errors import TutorError
from tutor.home import Home
from tutor.session.actions import Answer
from tutor.store.backup import backup, restore
from tutor.store.sqlite import VERSION, SqliteStore
from tutor.store.verify import verify


async def test_a_copy_brings_everything_back_even_into_an_empty_home(
    place: Home, roots: tuple[Path, ...], tmp_path: Path
) -> None:
    learner = await leave_traces(place, roots, "ada", "x")
    before = await record(place, "ada")
    copy = tmp_path / "copy.sqlite3"
    made = backup(place.journal, copy)
    assert (made.learners, made.events) == (1, len(before) - 1)
    assert copy.stat().st_mode & 0o777 == 0o600
    fresh = Home(tmp_path / "c", tmp_path / "d", tmp_path / "e")
    done = restore(fresh.journal, copy, fresh.backups / "aside.sqlite3")
    assert (done.events, done.aside) == (made.events, None)
    assert await record(fresh, "ada") == before
    assert verify(fresh.journal).findings == ()
    async with SqliteStore(fresh.journal) as store:  # the pinned curriculum came along, so the session goes on
        desk = desk_over(store, fresh, ())
        (session,) = await desk.sessions(learner)
        assert (await desk.do(learner, session.session, Answer("((", 30.0))).seq > done.events


async def test_a_copy_made_while_another_program_writes_is_whole(tmp_path: Path) -> None:
    journal = tmp_path / "journal.sqlite3"
    async with SqliteStore(journal) as store:
        for i in range(30):
            await store.append("me", 3 * i, str(i), "d", events("me", 3 * i, 3))
            if i % 10 == 5:
                made = await asyncio.to_thread(backup, journal, tmp_path / f"copy{i}.sqlite3")
                assert made.events == 3 * (i + 1)


async def test_an_open_store_sees_what_was_restored_and_appends_to_it(tmp_path: Path) -> None:
    journal, copy = tmp_path / "journal.sqlite3", tmp_path / "copy.sqlite3"
    async with SqliteStore(journal) as store:
        await store.append("me", 0, "one", "d", events("me", 0, 2))
        await asyncio.to_thread(backup, journal, copy)
        await store.append("me", 2, "two", "d", events("me", 2, 2))
        done = await asyncio.to_thread(restore, journal, copy, tmp_path / "aside.sqlite3")
        assert await store.last("me") == 2
        assert (await store.append("me", 2, "three", "d", events("me", 2, 1))).last == 3
    assert done.aside is not None
    with closing(sqlite3.connect(done.aside)) as aside:
        assert aside.execute("SELECT count(*) FROM events").fetchone() == (4,), "the journal before is kept"


def _newer(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")


def _foreign(copy: Path) -> None:
    copy.unlink()
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("CREATE TABLE recipes (name)")
        connection.execute("PRAGMA user_version = 1")


def _damaged(copy: Path) -> None:
    data = bytearray(copy.read_bytes())
    data[4096:] = os.urandom(len(data) - 4096)
    copy.write_bytes(data)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (Path.unlink, "bad-argument"),
        (lambda copy: copy.write_bytes(b"no database, but long enough to be read as one " * 50), "store-broken"),
        (_damaged, "store-broken"),
        (_newer, "store-newer"),
        (_foreign, "store-broken"),
    ],
    ids=["missing", "another file", "damaged", "newer", "foreign"],
)
async def test_what_is_no_whole_copy_is_refused_and_nothing_changes(
    tmp_path: Path, spoil: Callable[[Path], None], code: str
) -> None:
    journal, copy = tmp_path / "data" / "journal.sqlite3", tmp_path / "copy.sqlite3"
    async with SqliteStore(journal) as store:
        for i in range(20):
            await store.append("me", i, str(i), "d", events("me", i, 1, "9" * 900))
        await asyncio.to_thread(backup, journal, copy)
        await store.append("me", 20, "later", "d", events("me", 20, 1))
    spoil(copy)
    before = sorted(path.name for path in journal.parent.iterdir())
    with pytest.raises(TutorError) as refusal:
        restore(journal, copy, tmp_path / "aside.sqlite3")
    assert refusal.value.code == code
    assert sorted(path.name for path in journal.parent.iterdir()) == before
    async with SqliteStore(journal) as store:
        assert await store.last("me") == 21


async def test_a_damaged_journal_is_moved_aside_and_the_copy_takes_its_place(tmp_path: Path) -> None:
    journal, copy, aside = tmp_path / "journal.sqlite3", tmp_path / "copy.sqlite3", tmp_path / "aside.sqlite3"
    async with SqliteStore(journal) as store:
        await store.append("me", 0, "one", "d", events("me", 0, 2))
    backup(journal, copy)
    journal.write_bytes(b"what is left of it after a fall " * 500)
    restore(journal, copy, aside)
    assert aside.read_bytes().startswith(b"what is left")
    async with SqliteStore(journal) as store:
        assert await store.last("me") == 2


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM events WHERE seq = 2", "event 3 follows 1"),
        ("UPDATE events SET type = 'answer.dreamt' WHERE seq = 2", "event 2 can't be read"),
        ("UPDATE events SET body = '{' WHERE seq = 2", "event 2 can't be read"),
        ("DELETE FROM learners", "who isn't a learner here"),
        ("INSERT INTO tombstones SELECT id, '' FROM learners", "was forgotten, and has events"),
        ("INSERT INTO tombstones VALUES ('x', '[]')", "was interrupted"),
        ("INSERT INTO actions VALUES ('x', 'y', 'z', 1, 2)", "are gone"),
    ],
)
async def test_verifying_finds_what_is_wrong(place: Home, roots: tuple[Path, ...], statement: str, said: str) -> None:
    await leave_traces(place, roots, "ada", "x")
    assert verify(place.journal).findings == ()
    with closing(sqlite3.connect(place.journal)) as store:
        store.execute(statement)
        store.commit()
    assert said in "\n".join(verify(place.journal).findings)


async def test_verifying_misses_a_curriculum_that_a_session_needs(place: Home, roots: tuple[Path, ...]) -> None:
    await leave_traces(place, roots, "ada", "x")
    next(place.pinned.iterdir()).unlink()
    (finding,) = verify(place.journal).findings
    assert "isn't pinned" in finding

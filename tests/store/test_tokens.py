"""Tokens in the store: gone with their learner, absent from copies, and brought to older stores by a migration."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tutor.errors import StoreError
from tutor.session.ports import Learner
from tutor.store.backup import backup, restore
from tutor.store.sqlite import CREATE, SqliteStore
from tutor.store.tokens import Token


async def test_a_copy_opens_no_door_and_a_restore_closes_none(tmp_path: Path) -> None:
    journal, copy = tmp_path / "data" / "journal.sqlite3", tmp_path / "copy.sqlite3"
    async with SqliteStore(journal) as store:
        for name in ("ada", "bo"):
            await store.named(name, create=Learner(name, name, 1))
            await store.keep_token(Token(f"of-{name}", name, f"digest-of-{name}", ("learn",), 1))
        await asyncio.to_thread(backup, journal, copy)
        assert b"digest-of" not in copy.read_bytes()
        await store.revoke_token("of-ada")
        await store.named("cy", create=Learner("cy", "cy", 1))
        await store.keep_token(Token("of-cy", "cy", "digest-of-cy", ("learn",), 2))
        await asyncio.to_thread(restore, journal, copy, tmp_path / "aside.sqlite3")
        assert [one.id for one in await store.tokens()] == ["of-bo"], (
            "what was revoked stays so; who isn't there has none"
        )


async def test_a_forgotten_learner_has_no_token_and_gets_none(tmp_path: Path) -> None:
    async with SqliteStore(tmp_path / "journal.sqlite3") as store:
        await store.named("ada", create=Learner("a", "ada", 1))
        await store.keep_token(Token("t", "a", "digest", ("learn",), 1))
        await store.forget("a")
        assert await store.tokens() == ()
        with pytest.raises(StoreError) as refusal:
            await store.keep_token(Token("t", "a", "digest", ("learn",), 1))
    assert refusal.value.code == "learner-forgotten"


async def test_what_is_kept_comes_back_and_the_last_use_never_goes_back(tmp_path: Path) -> None:
    token = Token("t", "a", "digest", ("learn", "export"), 5, 90, None)
    async with SqliteStore(tmp_path / "journal.sqlite3") as store:
        await store.named("ada", create=Learner("a", "ada", 1))
        await store.keep_token(token)
        assert await store.token("digest") == token
        assert await store.token("another") is None
        for at in (7, 9, 8):
            await store.use_token("t", at)
        found = await store.token("digest")
    assert found is not None
    assert found.used == 9


async def test_a_store_from_before_there_were_tokens_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    with closing(sqlite3.connect(path)) as old:
        for statement in CREATE:
            if "TABLE tokens" not in statement:
                old.execute(statement)
        old.execute("INSERT INTO learners VALUES ('1', 'ada', 5)")
        old.execute("PRAGMA user_version = 2")
        old.commit()
    async with SqliteStore(path) as store:
        await store.keep_token(Token("t", "1", "digest", ("learn",), 1))
        assert [one.id for one in await store.tokens("1")] == ["t"]

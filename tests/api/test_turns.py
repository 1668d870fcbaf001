"""Turns: one at a time for each learner, news for whoever waits, and nobody kept in memory for ever."""

from __future__ import annotations

import asyncio

import pytest

from tutor.api.turns import Turns


async def test_a_learner_does_one_thing_at_a_time_and_others_do_not_wait() -> None:
    turns, order = Turns(), list[str]()

    async def take(learner: str, name: str) -> None:
        async with turns.of(learner):
            order.append(f"{name} begins")
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            order.append(f"{name} ends")

    await asyncio.gather(take("ada", "first"), take("ada", "second"), take("bo", "other"))
    assert order.index("first ends") < order.index("second begins")
    assert order.index("other begins") < order.index("first ends")


async def test_whoever_waits_is_told_once_something_has_happened() -> None:
    turns = Turns()
    mine, others = turns.news("ada"), turns.news("bo")
    async with turns.of("ada"):
        assert not mine.is_set()
    assert (mine.is_set(), others.is_set(), turns.news("ada").is_set()) == (True, False, False)
    turns.tell_all()
    assert others.is_set()


async def test_whoever_was_away_longest_is_let_go_but_nobody_in_the_middle_of_something(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tutor.api.turns.MOST", 3)
    gone = list[str]()
    turns = Turns(gone.append)
    async with turns.of("busy"):
        for learner in ("a", "b", "c", "a", "d"):
            async with turns.of(learner):
                pass
    assert gone == ["a", "b", "c"]

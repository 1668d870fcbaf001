"""An action that comes again gives what it gave then; several desks, and several at one desk, agree on what happened."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from tests.counting import NAME, right, write
from tutor.curriculum.load import load
from tutor.errors import StoreError
from tutor.session import actions
from tutor.session.desk import Desk
from tutor.session.events import Event
from tutor.session.ports import Appended
from tutor.store.memory import MemoryJournal, MemoryPins

IDS = [f"0190aaaa-0000-7000-8000-{n:012d}" for n in range(100)]


class Clock:
    """Half a minute goes by at every look."""

    def __init__(self) -> None:
        self.at = 1_767_225_600_000_000

    def now(self) -> int:
        self.at += 30_000_000
        return self.at


class Slow(MemoryJournal):
    """A journal that takes its time, so that others come in between."""

    async def append(
        self, learner: str, expected_seq: int, action: str, digest: str, events: Sequence[Event]
    ) -> Appended:
        await asyncio.sleep(0)
        return await super().append(learner, expected_seq, action, digest, events)

    async def last(self, learner: str) -> int:
        await asyncio.sleep(0)
        return await super().last(learner)

    async def read(self, learner: str, *, session: str | None = None, after: int = 0) -> AsyncIterator[Event]:
        async for event in super().read(learner, session=session, after=after):
            await asyncio.sleep(0)
            yield event


@pytest.fixture
def roots(tmp_path: Path) -> tuple[Path, ...]:
    return (write(tmp_path),)


def desk(journal: MemoryJournal, pins: MemoryPins, roots: tuple[Path, ...], seed: int = 5) -> Desk:
    return Desk(journal, pins, Clock(), lambda name: load(name, roots), random.Random(seed))


async def test_an_action_that_comes_again_gives_what_it_gave_then_also_at_another_desk(
    roots: tuple[Path, ...],
) -> None:
    journal, pins = MemoryJournal(), MemoryPins()
    one, views = desk(journal, pins, roots), list[tuple[actions.Action, object]]()
    view = begun = await one.start("me", NAME, action_id=IDS[0])
    for n in range(1, 9):
        if view.question is None:
            break
        action = actions.DontKnow() if n % 3 == 0 else actions.Answer(right(view.question.ask), 30.0)
        view = await one.do("me", view.session, action, IDS[n])
        views.append((action, view))
    last = await journal.last("me")
    for again in (one, desk(journal, pins, roots, 9)):
        assert (await again.start("me", NAME, action_id=IDS[0])).question == begun.question
        for n, (action, seen) in enumerate(views, 1):
            assert await again.do("me", view.session, action, IDS[n], if_seq=1) == seen
        with pytest.raises(StoreError, match="another content"):
            await again.do("me", view.session, actions.Answer("77"), IDS[1])
    assert await journal.last("me") == last


async def test_what_is_decided_at_several_desks_at_once_is_decided_on_what_there_is(roots: tuple[Path, ...]) -> None:
    journal, pins = Slow(), MemoryPins()
    desks = [desk(journal, pins, roots, n) for n in range(3)]
    session = (await desks[0].start("me", NAME)).session

    async def study(where: Desk, first: int) -> None:
        for n in range(first, first + 6):
            try:
                await where.do("me", session, actions.Answer("((", 30.0), IDS[n])
            except StoreError as error:
                assert error.code == "store-conflict"  # the others were faster, five times running

    await asyncio.gather(*(study(where, 10 * n) for n, where in enumerate([*desks, *desks])))
    events = [event async for event in journal.read("me")]
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    fresh = desk(journal, pins, roots, 8)
    states = [await where.state("me", session) for where in (*desks, fresh)]
    assert all(state == states[0] for state in states)
    assert states[0].counts.unreadable == sum(event.type == "answer.submitted" for event in events) > 6


async def test_a_desk_sees_that_a_journal_holds_less_than_before(roots: tuple[Path, ...]) -> None:
    journal, pins = MemoryJournal(), MemoryPins()
    one = desk(journal, pins, roots)
    view = await one.start("me", NAME)
    await one.do("me", view.session, actions.DontKnow())
    del journal._events["me"][view.seq :]
    assert (await one.view("me", view.session)).seq == view.seq

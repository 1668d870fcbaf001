"""All that the API is made of, put together by whoever starts it; nothing in this room opens a file or reads a setting by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from tutor.api.access import Door, Tokens
from tutor.api.metrics import Metrics
from tutor.api.rates import Buckets
from tutor.api.shelf import Shelf
from tutor.api.turns import Turns
from tutor.chain.pace import STEADY, Pace
from tutor.session.desk import Desk
from tutor.session.ports import Clock, Journal, Learners, Passages


class Store(Journal, Learners, Tokens, Protocol):
    """Where all of it is kept."""


class Rights(Protocol):
    """What a learner may do with everything that is stored of them, wherever it lies."""

    async def exported(self, learner: str) -> dict[str, Any]:
        """All of it, without what would identify an open answer."""
        ...

    async def forgotten(self, learner: str) -> dict[str, Any]:
        """Take all of it away; how much that was."""
        ...


@dataclass(frozen=True, slots=True)
class Reach:
    """From where the server may be used. `hosts`: names without ports; `origins`: of pages, beside those it serves itself."""

    hosts: frozenset[str] = frozenset({"localhost", "127.0.0.1", "::1"})
    origins: tuple[str, ...] = ()


@dataclass(slots=True)
class Service:
    """One process's. `now`: seconds that never go back; `log`: takes one line; `report`: keeps the trace of a fault."""

    desk: Desk
    store: Store
    shelf: Shelf
    documents: Passages
    rights: Rights
    clock: Clock
    now: Callable[[], float]
    log: Callable[[Mapping[str, Any]], None]
    report: Callable[[Exception], object]
    by_token: Buckets
    by_address: Buckets
    reach: Reach = field(default_factory=Reach)
    pace: Pace = STEADY
    metrics: Metrics = field(default_factory=Metrics)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    streams: dict[str, int] = field(default_factory=dict)
    turns: Turns = field(init=False)
    door: Door = field(init=False)

    def __post_init__(self) -> None:
        """What the parts make together."""
        self.turns = Turns(self.desk.let_go)
        self.door = Door(self.store, self.clock.now)

    def stop(self) -> None:
        """Streams end; what was begun is finished."""
        self.stopping.set()
        self.turns.tell_all()

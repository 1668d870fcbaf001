"""What a session needs from outside, as small protocols: whoever stores, keeps time or finds passages implements one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from tutor.session.events import Event

if TYPE_CHECKING:
    from tutor.grading.hard import Comparison


@dataclass(frozen=True, slots=True)
class Appended:
    """The sequence numbers an action took. `replayed`: the action's id had come before, with the same body."""

    first: int
    last: int
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Learner:
    """A learner on this machine. `name` is unique; `id` a UUIDv7; `created` microseconds UTC."""

    id: str
    name: str
    created: int


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was taken away with a learner: how many events, which sessions, and the curricula (by hash) that only they had."""

    learner: str
    events: int
    sessions: tuple[str, ...] = ()
    curricula: tuple[str, ...] = ()


class Journal(Protocol):
    """The append-only truth. Every method may raise StoreError."""

    async def append(
        self, learner: str, expected_seq: int, action: str, digest: str, events: Sequence[Event]
    ) -> Appended:
        """Store the events of one action, all or none, durable on return.

        `expected_seq` is the learner's last sequence number as the caller knows it. Raises StoreError with code
        store-conflict (somebody else appended), action-reused (that id with another digest), store-busy, store-full,
        store-read-only, learner-forgotten. An action id that came before with the same digest appends nothing and returns what
        it took.
        """
        ...

    def read(self, learner: str, *, session: str | None = None, after: int = 0) -> AsyncIterator[Event]:
        """Events in order, of one session or of all. StoreError("learner-forgotten") for who was forgotten."""
        ...

    async def seen(self, learner: str, action: str) -> bool:
        """Whether an action with that id is stored."""
        ...

    async def last(self, learner: str) -> int:
        """The learner's last sequence number, 0 if there's none. StoreError("learner-forgotten") for who was forgotten."""
        ...

    async def forget(self, learner: str) -> Forgotten:
        """Take away all that is stored of a learner, and keep the id alone, so that nothing is ever stored for it again.

        What is kept in files for the learner alone goes too. Once begun it is never undone: whatever interrupts it, doing it
        again finishes it.
        """
        ...


class Learners(Protocol):
    """Who studies here."""

    async def named(self, name: str, *, create: Learner | None = None) -> Learner | None:
        """The learner of that name; if there's none and `create` is given, that one is stored and returned."""
        ...

    async def all(self) -> tuple[Learner, ...]:
        """Everybody, by name."""
        ...


class Pins(Protocol):
    """The curricula that sessions began with, by hash."""

    async def keep(self, hash_: str, text: Callable[[], str]) -> None:
        """Store them, unless they are there already; `text`, which may be long, is made only where it's needed."""
        ...

    async def load(self, hash_: str) -> str | None:
        """Their text, or None."""
        ...


class Drafts(Protocol):
    """What a learner has typed and not yet submitted; one text a session."""

    async def save(self, session: str, text: str) -> None:
        """Keep it; an empty text removes it."""
        ...

    async def load(self, session: str) -> str | None:
        """What was kept."""
        ...


class Settler(Protocol):
    """Decides comparisons that take too long, or too many digits, to be decided at once."""

    async def settle(self, comparison: Comparison) -> bool | None:
        """Whether the two trees have the same value; None when that stays open. Within a second, whatever they are."""
        ...


class Clock(Protocol):
    """The time."""

    def now(self) -> int:
        """Microseconds since 1970, UTC."""
        ...

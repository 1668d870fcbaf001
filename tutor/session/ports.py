"""What a session needs from outside, as small protocols: whoever stores, keeps time or finds passages implements one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from tutor.errors import LibraryError
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


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document that can be cited. `id` is made of the document's id and [start, end), character offsets into the
    document's text; `line` is where it begins there, from 1. `text` is how it reads; `source` the document's name, a path below
    the folder it was added from.

    `headings`: those it stands under, the outermost first; `page` from 1; `time` in seconds; `facts`: author, date, link, licence…
    """

    id: str
    document: str
    title: str
    source: str
    text: str
    start: int
    end: int
    line: int
    headings: tuple[str, ...] = ()
    page: int | None = None
    time: float | None = None
    speaker: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: the learner's words, and the names of the concepts behind them (a question's own first, with its other
    names, then what it rests on), which widen the search and weigh less."""

    text: str
    concepts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found. `score` in [0, 1], comparable within one answer only; `why` in words that a learner understands."""

    passage: Passage
    score: float
    why: str


class Passages(Protocol):
    """Documents that stand behind questions. `owner`: a learner's id; what is shared is always found too. May raise LibraryError."""

    async def search(self, owner: str, query: Query, k: int) -> tuple[Hit, ...]:
        """The best passages, at most `k`, the best first; none when nothing fits."""
        ...

    async def open(self, owner: str, passage: str) -> Passage:
        """The passage of that id. LibraryError("unknown-passage") when it's gone or somebody else's."""
        ...

    async def cited(self, owner: str, source: str) -> tuple[Passage, ...]:
        """The passages of a curriculum's source, `folder/file.md#heading`, in order; none when it isn't there."""
        ...

    async def quoted(self, owner: str, quote: str, passage: str) -> bool:
        """Whether the quote stands word for word in that passage."""
        ...


class NoPassages:
    """No documents: nothing is found, and nothing is missing."""

    async def search(self, owner: str, query: Query, k: int) -> tuple[Hit, ...]:  # noqa: ARG002, D102
        return ()

    async def open(self, owner: str, passage: str) -> Passage:  # noqa: ARG002, D102
        raise LibraryError("unknown-passage", f"there's no passage {passage[:64]!r}", remedy="search again")

    async def cited(self, owner: str, source: str) -> tuple[Passage, ...]:  # noqa: ARG002, D102
        return ()

    async def quoted(self, owner: str, quote: str, passage: str) -> bool:  # noqa: ARG002, D102
        return False

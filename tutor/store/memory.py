"""The journal and its companions in memory: for simulations and tests, with the same promises as on disk."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence

from tutor.errors import StoreError
from tutor.session.events import Event, SessionStarted
from tutor.session.ports import Appended, Forgotten, Learner
from tutor.store.rows import check_events, conflict, forgotten, reused


class MemoryJournal:
    """Events in lists, one a learner."""

    def __init__(self) -> None:
        self._events: dict[str, list[Event]] = {}
        self._actions: dict[tuple[str, str], tuple[str, Appended]] = {}
        self._forgotten: set[str] = set()

    async def append(
        self, learner: str, expected_seq: int, action: str, digest: str, events: Sequence[Event]
    ) -> Appended:
        """See `tutor.session.ports.Journal.append`."""
        self._refuse_forgotten(learner)
        before = self._actions.get((learner, action))
        if before is not None:
            if before[0] != digest:
                raise reused(action)
            return Appended(before[1].first, before[1].last, replayed=True)
        stored = self._events.setdefault(learner, [])
        if expected_seq != len(stored):
            raise conflict(len(stored))
        check_events(learner, expected_seq, events)
        appended = Appended(expected_seq + 1, expected_seq + len(events))
        stored.extend(events)
        self._actions[learner, action] = (digest, appended)
        return appended

    async def read(self, learner: str, *, session: str | None = None, after: int = 0) -> AsyncIterator[Event]:
        """See `tutor.session.ports.Journal.read`."""
        self._refuse_forgotten(learner)
        for event in self._events.get(learner, [])[after:]:
            if session is None or event.session == session:
                yield event

    async def seen(self, learner: str, action: str) -> bool:
        """Whether an action with that id is stored."""
        return (learner, action) in self._actions

    async def last(self, learner: str) -> int:
        """The learner's last sequence number."""
        self._refuse_forgotten(learner)
        return len(self._events.get(learner, []))

    async def forget(self, learner: str) -> Forgotten:
        """See `tutor.session.ports.Journal.forget`. Drafts and pins in memory are the caller's."""
        gone = self._events.pop(learner, [])
        self._actions = {key: value for key, value in self._actions.items() if key[0] != learner}
        self._forgotten.add(learner)
        alone = _pinned(gone) - {hash_ for events in self._events.values() for hash_ in _pinned(events)}
        sessions = dict.fromkeys(event.session for event in gone)
        return Forgotten(learner, len(gone), tuple(sessions), tuple(sorted(alone)))

    def _refuse_forgotten(self, learner: str) -> None:
        if learner in self._forgotten:
            raise forgotten()


def _pinned(events: Sequence[Event]) -> set[str]:
    return {event.body.curricula for event in events if isinstance(event.body, SessionStarted)}


class MemoryLearners:
    """Learners by name."""

    def __init__(self) -> None:
        self._by_name: dict[str, Learner] = {}

    async def named(self, name: str, *, create: Learner | None = None) -> Learner | None:
        """See `tutor.session.ports.Learners.named`."""
        if name not in self._by_name and create is not None:
            if create.name != name:
                raise StoreError("store-conflict", "the learner to create has another name", remedy="use one name")
            self._by_name[name] = create
        return self._by_name.get(name)

    async def all(self) -> tuple[Learner, ...]:
        """Everybody, by name."""
        return tuple(sorted(self._by_name.values(), key=lambda learner: learner.name))


class MemoryPins:
    """Pinned curricula by hash."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}

    async def keep(self, hash_: str, text: Callable[[], str]) -> None:
        """See `tutor.session.ports.Pins.keep`."""
        if hash_ not in self._texts:
            self._texts[hash_] = text()

    async def load(self, hash_: str) -> str | None:
        """See `tutor.session.ports.Pins.load`."""
        return self._texts.get(hash_)


class MemoryDrafts:
    """Drafts by session."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}

    async def save(self, session: str, text: str) -> None:
        """See `tutor.session.ports.Drafts.save`."""
        if text:
            self._texts[session] = text
        else:
            self._texts.pop(session, None)

    async def load(self, session: str) -> str | None:
        """See `tutor.session.ports.Drafts.load`."""
        return self._texts.get(session)

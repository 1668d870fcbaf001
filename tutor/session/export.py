"""Everything that is stored of a learner as plain values, with what would identify an open answer left out.

In a session that hasn't ended, the numbers of variants and the seed that chooses them stay closed: with the curriculum at hand
they would give the open question's key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from tutor.session.codec import to_plain
from tutor.session.events import Event, SessionEnded

CLOSED: Final = None
_IDENTIFYING: Final = frozenset({"n", "hash", "variant", "variants", "seed", "mistake"})


def exported_events(events: Iterable[Event]) -> list[dict[str, Any]]:
    """The envelopes with their bodies; identifying fields of unfinished sessions are null."""
    history = list(events)
    ended = {event.session for event in history if isinstance(event.body, SessionEnded)}
    return [_exported(event, whole=event.session in ended) for event in history]


def _exported(event: Event, *, whole: bool) -> dict[str, Any]:
    body = to_plain(event.body)
    return {
        "seq": event.seq, "session": event.session, "action": event.action, "at": event.at, "type": event.type,
        "version": event.version, "body": body if whole else _redacted(body),
    }  # fmt: skip


def _redacted(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: CLOSED if name in _IDENTIFYING else _redacted(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_redacted(part) for part in value]
    return value

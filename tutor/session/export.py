"""Everything that is stored of a learner as plain values, with what would identify an open answer left out.

In a session that hasn't ended, the numbers of variants and the seed that chooses them stay closed: with the curriculum at hand
they would give the open question's key. What was shown of documents is masked there as it is on the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Final

from tutor.session.codec import to_plain
from tutor.session.events import AsideAnswered, Event, SessionEnded, SourcesOpened

CLOSED: Final = None
_IDENTIFYING: Final = frozenset({"n", "hash", "variant", "variants", "seed", "mistake"})
_QUOTING: Final = (SourcesOpened, AsideAnswered)
_IDS: Final = frozenset({"passages", "document", "concept", "standing"})
Mask = Callable[[str], str]


def exported_events(
    events: Iterable[Event], masks: Mapping[str, Mask] | None = None, ended: Collection[str] | None = None
) -> list[dict[str, Any]]:
    """The envelopes with their bodies; identifying fields of unfinished sessions are null. `masks`: by session, what hides open
    answers in a text of a document; without one such texts are null, too. `ended`: the sessions that are over, where the events
    are only a part and don't tell."""
    history = list(events)
    if ended is None:
        ended = {event.session for event in history if isinstance(event.body, SessionEnded)}
    return [_exported(event, event.session in ended, (masks or {}).get(event.session)) for event in history]


def _exported(event: Event, whole: bool, mask: Mask | None) -> dict[str, Any]:
    body = to_plain(event.body)
    if not whole:
        body = _masked(body, mask) if isinstance(event.body, _QUOTING) else _redacted(body)
    return {
        "seq": event.seq, "session": event.session, "action": event.action, "at": event.at, "type": event.type,
        "version": event.version, "body": body,
    }  # fmt: skip


def _masked(value: Any, mask: Mask | None) -> Any:
    """Texts under the mask; offsets into them mean nothing then."""
    if isinstance(value, Mapping):
        return {
            name: CLOSED if name == "quote" else part if name in _IDS else _masked(part, mask)
            for name, part in value.items()
        }
    if isinstance(value, list):
        return [_masked(part, mask) for part in value]
    return (mask(value) if mask else CLOSED) if isinstance(value, str) else value


def _redacted(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: CLOSED if name in _IDENTIFYING else _redacted(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_redacted(part) for part in value]
    return value

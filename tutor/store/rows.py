"""Events as rows and back, and what every journal refuses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tutor.errors import StoreError
from tutor.session.events import Event, decode_body, encode_body

Row = tuple[str, int, str, str, str, int, int, str]  # learner seq session action type version at body
MOST_BYTES: Final = 1_000_000


def check_events(learner: str, expected_seq: int, events: Sequence[Event]) -> None:
    """Refuse events of somebody else, with a gap in their numbers, or out of any proportion."""
    for i, event in enumerate(events, expected_seq + 1):
        if event.learner != learner or event.seq != i:
            raise StoreError(
                "store-conflict", f"event {event.seq} doesn't follow {i - 1}", remedy="read the journal again"
            )


def to_row(event: Event) -> Row:
    """The row that stores an event. Raises StoreError for a NUL character, NaN, or a body over a megabyte."""
    try:
        body = encode_body(event.body)
    except ValueError as error:
        raise StoreError(
            "store-broken", "an event holds a number that can't be stored", remedy="please report this"
        ) from error
    if "\\u0000" in body or "\x00" in body:
        raise StoreError("store-broken", "an event holds a NUL character", remedy="type the answer again without it")
    if len(body) > MOST_BYTES:
        raise StoreError("store-broken", "an event is larger than a megabyte", remedy="type a shorter answer")
    return (event.learner, event.seq, event.session, event.action, event.type, event.version, event.at, body)


def from_row(row: Row) -> Event:
    """The event of a row. Raises StoreError("unknown-event-version")."""
    learner, seq, session, action, type_, version, at, body = row
    return Event(learner, seq, session, action, at, decode_body(type_, version, body))


def conflict(seq: int) -> StoreError:
    """Somebody else appended first."""
    return StoreError("store-conflict", f"the journal has moved on to {seq}", remedy="read it again, then decide")


def forgotten() -> StoreError:
    """The learner was forgotten, here or in another window."""
    return StoreError(
        "learner-forgotten", "everything of this learner has been forgotten; nothing was stored",
        remedy="close this program; the next start begins anew",
    )  # fmt: skip


def reused(action: str) -> StoreError:
    """The same action id with another content."""
    return StoreError(
        "action-reused", f"the action {action} came before with another content", remedy="give every action its own id"
    )

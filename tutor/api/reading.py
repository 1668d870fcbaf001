"""What a client sends, read: JSON bodies, ids of actions, sequence numbers. All of it is hostile until it's read here."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from starlette.requests import Request

from tutor.errors import AccessError, InputError
from tutor.notation.untrusted import clean

LONGEST_TEXT: Final = 10_000  # characters of an answer or a question back
LONGEST_NAME: Final = 300  # of a curriculum, a concept, a title
LONGEST_TIME: Final = 86_400.0  # seconds at a question
NEEDS_NO_VIEW: Final = frozenset({"pause", "resume", "end"})  # actions that mean the same whatever is on the screen
_ETAG: Final = re.compile(r'(?:W/)?"(\d{1,18})"')
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


async def json_object(request: Request, *, optional: bool = False) -> dict[str, Any]:
    """The body, which has to be a JSON object. Raises InputError."""
    raw = await request.body()
    if not raw and optional:
        return {}
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise InputError(
            "unknown-media-type", "the body isn't JSON", remedy="send it with Content-Type: application/json"
        )
    try:
        found = json.loads(raw.decode("utf-8"), parse_constant=_no_number, object_pairs_hook=_once)
    except (ValueError, RecursionError):  # also numbers with thousands of digits
        raise _bad(
            "the body can't be read as JSON", "send an object in UTF-8, without NaN and without a key twice"
        ) from None
    if not isinstance(found, dict):
        raise _bad("the body isn't an object", "send one, like {}")
    return found


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key twice")
    return found


def action_id(request: Request, body: dict[str, Any]) -> str:
    """The id that the client gave its action, a UUID: the header `Idempotency-Key`, or `id` in the body, which is taken out of it."""
    given = [body.pop("id", None), *request.headers.getlist("idempotency-key")]
    named = {_uuid(one) for one in given if one is not None}
    if not named:
        raise _bad(
            "the action has no id", "give it a UUID of its own as Idempotency-Key; the same one when you send it again"
        )
    if len(named) > 1:
        raise _bad("the action has two ids", "send the same UUID as Idempotency-Key and as `id`, or only one of them")
    return named.pop()


def _uuid(given: Any) -> str:
    text = given.strip().strip('"') if isinstance(given, str) else ""
    if not _UUID.fullmatch(text):
        raise _bad(
            "the action's id isn't a UUID", "make one for each action, like 0198c2a4-1f6e-7b21-8e0d-2f3c4b5a6978"
        )
    return str(uuid.UUID(text))


def expected_seq(request: Request, *, required: bool) -> int | None:
    """The sequence number of the view that the client acted on, from `If-Match`; None for `*`.

    Raises AccessError("precondition-missing") where it's required and missing.
    """
    given = ",".join(request.headers.getlist("if-match")).strip()
    if not given:
        if required:
            raise AccessError(
                "precondition-missing", "the action doesn't say which view it answers",
                remedy='send If-Match: "SEQ" with the seq of the view, or If-Match: * to act on whatever is there',
            )  # fmt: skip
        return None
    if given == "*":
        return None
    found = _ETAG.fullmatch(given)
    if found is None:
        raise _bad("If-Match can't be read", 'send the seq of one view, like If-Match: "12"')
    return int(found[1])


def last_event_id(request: Request, after: int) -> int:
    """Where a stream goes on: `Last-Event-ID`, else `after`."""
    given = request.headers.get("last-event-id", "").strip()
    if not given:
        return after
    if not re.fullmatch(r"\d{1,18}", given):
        raise _bad("Last-Event-ID can't be read", "send the id of the last event that came")
    return int(given)


@dataclass(frozen=True, slots=True)
class Fields:
    """The members of a body, each asked for by name and kind. `done` refuses what nobody asked for."""

    body: dict[str, Any]

    def text(self, name: str, *, longest: int = LONGEST_NAME) -> str | None:
        """A text, cleaned; None where it's absent or null."""
        value = self.body.pop(name, None)
        if value is None:
            return None
        if not isinstance(value, str):
            raise _bad(f"`{name}` isn't a text", "send a text, or leave it out")
        return cleaned(name, value, longest)

    def needed(self, name: str) -> str:
        """A text that has to be there."""
        value = self.text(name)
        if not value:
            raise _bad(f"`{name}` is missing", "send it")
        return value

    def whole(self, name: str, most: int) -> int | None:
        """A whole number from 0 to `most`."""
        value = self.body.pop(name, None)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
            raise _bad(f"`{name}` isn't a whole number from 0 to {most}", "send one, or leave it out")
        return value

    def truth(self, name: str, *, default: bool) -> bool:
        """True or false."""
        value = self.body.pop(name, None)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise _bad(f"`{name}` isn't true or false", "send one of them, or leave it out")
        return value

    def one_of(self, name: str, choices: tuple[str, ...], default: str) -> str:
        """One of some words."""
        value = self.body.pop(name, None)
        if value is None:
            return default
        if value not in choices:
            raise _bad(f"`{name}` isn't one of {', '.join(choices)}", "send one of them, or leave it out")
        return str(value)

    def done(self) -> None:
        """Raises InputError where something is left."""
        if self.body:
            raise _bad(f"there's no field `{clean(min(self.body), newlines=False)[:60]}`", "leave it out")


def cleaned(name: str, text: str, longest: int = LONGEST_TEXT) -> str:
    """A text that somebody typed, as every front end takes it. Raises InputError("too-long")."""
    if len(text) > longest:
        raise InputError("too-long", f"`{name}` is longer than {longest} characters", remedy="a shorter one will do")
    return clean(text.strip(), newlines=False)


def typed(body: Mapping[str, Any]) -> dict[str, Any]:
    """An action's body with its texts cleaned and its numbers within reason."""
    found = {name: cleaned(name, value) if isinstance(value, str) else value for name, value in body.items()}
    seconds = found.get("seconds")
    if isinstance(seconds, int | float) and not isinstance(seconds, bool) and not 0 <= seconds <= LONGEST_TIME:
        raise _bad("`seconds` isn't within a day", "send how long the question was shown, or leave it out")
    lines = found.get("lines")
    if isinstance(lines, list) and (
        len(lines) > 100 or any(isinstance(one, int) and not 0 < one <= 100 for one in lines)
    ):
        raise _bad("`lines` holds numbers that no rubric has", "send the numbers of the points, from 1")
    return found


def _bad(what: str, remedy: str) -> InputError:
    return InputError("bad-argument", what, remedy=remedy)

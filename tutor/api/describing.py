"""What the OpenAPI document says beside what the routes' types tell: bodies, headers, statuses, examples."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic import TypeAdapter

from tutor.api.problems import MEDIA_TYPE, TYPE
from tutor.api.reading import LONGEST_NAME, LONGEST_TEXT, LONGEST_TIME, NEEDS_NO_VIEW
from tutor.session.actions import ACTIONS

UUID: Final = "0198c2a4-1f6e-7b21-8e0d-2f3c4b5a6978"
MEANINGS: Final = {
    400: "The request can't be read.",
    401: "No token, or one that isn't valid.",
    403: "The token, or the page that asks, isn't allowed this.",
    404: "There's no such thing, or it isn't this learner's.",
    405: "Not with that method.",
    408: "The body took too long to arrive.",
    409: "That action's id came before with another body.",
    410: "Everything of this learner has been forgotten.",
    412: "The session has moved on elsewhere: `seq` says where it is, `view` where to see it.",
    413: "The body, or a text in it, is too long.",
    414: "The address is too long.",
    415: "The body isn't JSON.",
    421: "The server isn't reached under that name.",
    422: "Not possible just now; `detail` says why.",
    428: "`If-Match` is missing.",
    429: "Too many requests; `Retry-After` says when to go on.",
    431: "The headers are too long.",
    500: "A fault of the program.",
    503: "The store, the library or a curriculum can't be used now.",
}
EVERYWHERE: Final = (400, 408, 413, 414, 421, 429, 431, 500)
WITH_A_TOKEN: Final = (*EVERYWHERE, 401, 403, 410, 503)
_CODES: Final = {
    400: "bad-argument", 401: "token-refused", 403: "scope-missing", 404: "unknown-session", 408: "too-slow",
    409: "action-reused", 410: "learner-forgotten", 412: "store-conflict", 413: "too-long", 414: "too-long",
    415: "unknown-media-type", 421: "host-refused", 422: "not-allowed", 428: "precondition-missing",
    429: "too-many-requests", 431: "too-long", 500: "fault", 503: "store-busy",
}  # fmt: skip


def problems(*more: int, token: bool = True) -> dict[int | str, dict[str, Any]]:
    """The refusals that a route may answer with: everybody's and its own."""
    return {status: _problem(status) for status in sorted({*(WITH_A_TOKEN if token else EVERYWHERE), *more})}


def _problem(status: int) -> dict[str, Any]:
    code = _CODES[status]
    example = {
        "type": TYPE + code, "title": code.replace("-", " ").capitalize(), "status": status, "detail": MEANINGS[status],
        "code": code, "remedy": "what to do about it",
    }  # fmt: skip
    if status == 412:
        example |= {"seq": 14, "view": f"/v1/sessions/{UUID}"}
    schema = {"$ref": "#/components/schemas/Problem"}
    found: dict[str, Any] = {
        "description": MEANINGS[status],
        "content": {MEDIA_TYPE: {"schema": schema, "example": example}},
    }
    if status in (429, 503):
        found["headers"] = {"Retry-After": header("Seconds until it's worth another try.", "integer")}
    if status == 401:
        found["headers"] = {"WWW-Authenticate": header("`Bearer`.")}
    return found


def header(about: str, kind: str = "string", *, required: bool = True) -> dict[str, Any]:
    """A header of an answer."""
    return {"description": about, "required": required, "schema": {"type": kind}}


def shown(example: Any, model: Any, about: str, **headers: Mapping[str, Any]) -> dict[str, Any]:
    """An answer with an example."""
    said: dict[str, Any] = {"model": model, "description": about, "content": {"application/json": {"example": example}}}
    return {**said, "headers": headers} if headers else said


ETAG: Final = {"ETag": header('The session\'s seq in quotes, like `"14"`: send it back as `If-Match`.')}
REPLAYED: Final = {"Idempotent-Replayed": header("`true` where the action had come before.", required=False)}
LOCATION: Final = {"Location": header("Where the session is.")}
TAG: Final = {"ETag": header("Of all that the authors wrote: send it back as `If-None-Match`.")}
_ACTION_ID: Final = {"type": "string", "format": "uuid", "description": "In place of the header `Idempotency-Key`."}
IDEMPOTENCY_KEY: Final = {
    "name": "Idempotency-Key", "in": "header", "required": False, "schema": {"type": "string", "format": "uuid"},
    "description": "A UUID that the client makes for this action, and sends again when it sends the action again: it's done once,"
    " and answered as it was. Needed, unless the body has it as `id`.",
    "example": UUID,
}  # fmt: skip
IF_MATCH: Final = {
    "name": "If-Match", "in": "header", "required": False,
    "schema": {"type": "string", "pattern": '^("[0-9]{1,18}"|\\*)$'},
    "description": "The `seq` of the view that the action answers, in quotes, or `*` for whatever is there. Needed for all but"
    " " + ", ".join(f"`{name}`" for name in sorted(NEEDS_NO_VIEW)) + ".",
    "example": '"14"',
}  # fmt: skip
LAST_EVENT_ID: Final = {
    "name": "Last-Event-ID", "in": "header", "required": False,
    "schema": {"type": "string", "pattern": "^[0-9]{1,18}$"},
    "description": "The number of the last event that came; the stream goes on after it.", "example": "14",
}  # fmt: skip
IF_NONE_MATCH: Final = {
    "name": "If-None-Match", "in": "header", "required": False, "schema": {"type": "string"},
    "description": "The ETag of what the client has: 304 where that is the newest.",
}  # fmt: skip


def body(schema: dict[str, Any], example: Any, *parameters: dict[str, Any], required: bool = True) -> dict[str, Any]:
    """A JSON body that our own parsers read, and parameters that they look at."""
    content = {"application/json": {"schema": schema, "example": example}}
    return {"requestBody": {"required": required, "content": content}, "parameters": list(parameters)}


def taking(*needed: str, **properties: dict[str, Any]) -> dict[str, Any]:
    """The schema of an object with these fields, and no others; `needed` of them have to be there."""
    schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**schema, "required": list(needed)} if needed else schema


NAME: Final = {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME}
WITH_ID: Final = {"id": _ACTION_ID}
SEED: Final = {
    "type": ["integer", "null"], "minimum": 0, "maximum": 2**32 - 1,
    "description": "The same seed asks with the same numbers. Whoever chooses it and has the curriculum knows the answers, so it"
    " needs the scope `author`.",
}  # fmt: skip


def any_action() -> dict[str, Any]:
    """The schema of every action, from the actions themselves."""
    return {"oneOf": [_action(name) for name in ACTIONS]}


def _action(name: str) -> dict[str, Any]:
    kind = ACTIONS[name]
    made = TypeAdapter(kind).json_schema()
    properties = {one: _without_title(schema) for one, schema in made.get("properties", {}).items()}
    if "text" in properties:
        properties["text"] |= {"maxLength": LONGEST_TEXT}
    if "seconds" in properties:
        properties["seconds"] = {
            "type": ["number", "null"], "minimum": 0, "maximum": LONGEST_TIME,
            "description": "How long the question was shown; null where the front end can't know.",
        }  # fmt: skip
    if "lines" in properties:
        properties["lines"] = {
            "type": "array",
            "items": {"type": "integer", "minimum": 1, "maximum": 100},
            "maxItems": 100,
        }
    if "concept" in properties:
        properties["concept"] |= {"minLength": 1, "maxLength": LONGEST_NAME}
    about = " ".join((kind.__doc__ or "").split())
    schema = taking("action", *made.get("required", ()), action={"const": name}, **WITH_ID, **properties)
    return {"title": name, "description": about, **schema}


def _without_title(schema: dict[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in schema.items() if name != "title"}

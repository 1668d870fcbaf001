"""Errors as problem details (RFC 9457): the program's codes, each with the status that a client can act on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from starlette.responses import Response

from tutor.errors import NotationError, TutorError
from tutor.notation.untrusted import clean

MEDIA_TYPE: Final = "application/problem+json"
TYPE: Final = "urn:first-principles-tutor:problem:"
RETRY_SECONDS: Final = 2  # after a 503: a full or busy disk, a library that's being made anew
_STATUSES: Final[Mapping[str, int]] = {
    "token-missing": 401, "token-refused": 401, "scope-missing": 403, "origin-refused": 403, "host-refused": 421,
    "unknown-goal": 404, "unknown-curriculum": 404, "unknown-concept": 404, "unknown-question": 404,
    "unknown-learner": 404, "unknown-session": 404, "unknown-document": 404, "unknown-passage": 404,
    "unknown-token": 404, "unknown-route": 404, "unknown-method": 405, "too-slow": 408, "action-reused": 409,
    "learner-forgotten": 410, "store-conflict": 412, "too-long": 413, "unknown-media-type": 415, "not-allowed": 422,
    "precondition-missing": 428, "too-many-requests": 429, "fault": 500,
}  # fmt: skip
_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})
_BY_FAMILY: Final = {"store": 503, "library": 503, "embeddings": 503, "curriculum": 503, "unknown": 503, "bad": 400}


def status_of(code: str) -> int:
    """The HTTP status of an error's code: 400 for what a client may put right, 503 for what the machine has to."""
    if code in _STATUSES:
        return _STATUSES[code]
    return 503 if code == "bad-setting" else _BY_FAMILY.get(code.partition("-")[0], 400)


class RefusedError(Exception):
    """An error with what else its answer holds: `more` members of the problem, `headers`, another `status`."""

    def __init__(
        self, error: TutorError, more: Mapping[str, Any] = _NOTHING, headers: Mapping[str, str] = _NOTHING,
        status: int | None = None,
    ) -> None:  # fmt: skip
        super().__init__(error.what)
        self.error, self.more, self.headers, self.status = error, more, headers, status


def problem(error: TutorError | RefusedError) -> Response:
    """The answer to a client. Of what is wrong with this machine it's told that something is, not what or where."""
    refusal = error if isinstance(error, RefusedError) else RefusedError(error)
    said = refusal.error
    status = refusal.status or status_of(said.code)
    body = {
        "type": TYPE + said.code,
        "title": said.code.replace("-", " ").capitalize(),
        "status": status,
        "detail": clean(said.what) if status < 500 else _THEIRS.get(status, _BUSY),
        "code": said.code,
        "remedy": clean(said.remedy) if status < 500 else _WAIT.get(status, "try again in a moment"),
        **({"start": said.start, "end": said.end} if isinstance(said, NotationError) else {}),
        **refusal.more,
    }
    headers = {**_headers(status), **refusal.headers}
    return Response(encoded(body), status, headers, MEDIA_TYPE)


def encoded(value: Any) -> bytes:
    """A value as JSON in UTF-8, whatever is in it."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")


def _headers(status: int) -> dict[str, str]:
    if status == 401:
        return {"WWW-Authenticate": 'Bearer realm="tutor"'}
    return {"Retry-After": str(RETRY_SECONDS)} if status == 503 else {}


_BUSY: Final = "this can't be done now; what was answered before is kept"
_THEIRS: Final = {500: "a fault of the program"}
_WAIT: Final = {500: "the server keeps a trace; try something else"}

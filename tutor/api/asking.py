"""What routes share: who asks, with what right, and how an answer is made."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from typing import Annotated, Any, Final, cast

from fastapi import Depends, Request, Security
from fastapi.security import HTTPBearer
from starlette.responses import Response

from tutor.api.access import Visitor
from tutor.api.gate import NOTES, address, spend
from tutor.api.problems import encoded
from tutor.api.service import Service
from tutor.errors import AccessError

GUESS: Final = 20.0  # what a token that isn't one takes out of its address's bucket
BEARER: Final = HTTPBearer(
    auto_error=False,
    scheme_name="token",
    description="A token that `tutor token create` made: `Authorization: Bearer fpt_…`",
)


def service_of(request: Request) -> Service:
    """The parts that the application was made with."""
    return cast(Service, request.app.state.service)


async def whoever(request: Request) -> Visitor:
    """Who asks, by the Authorization header alone. Raises AccessError."""
    service = service_of(request)
    given = request.headers.getlist("authorization")
    try:
        visitor = await service.door.visitor(", ".join(given) or None)
    except AccessError:
        spend(service.by_address.take(address(request.scope), GUESS))
        raise
    note(request, learner=visitor.learner, token=visitor.token)
    spend(service.by_token.take(visitor.token))
    return visitor


def _with(scope: str) -> Callable[..., Coroutine[Any, Any, Visitor]]:
    async def allowed(request: Request, _: Annotated[object, Security(BEARER)]) -> Visitor:
        visitor = await whoever(request)
        if not visitor.may(scope):
            raise AccessError(
                "scope-missing", f"this token doesn't allow it: it needs the scope `{scope}`",
                remedy=f"`tutor token create --scope {scope}` on the server makes one that does",
            )  # fmt: skip
        return visitor

    return allowed


Learner = Annotated[Visitor, Depends(_with("learn"))]
Author = Annotated[Visitor, Depends(_with("author"))]
Owner = Annotated[Visitor, Depends(_with("export"))]
Admin = Annotated[Visitor, Depends(_with("admin"))]


def note(request: Request, **more: Any) -> None:
    """Tell the log about this request; never an answer, never a secret."""
    request.scope.get(NOTES, {}).update(more)


def answered(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A value as JSON."""
    return Response(encoded(value), status, dict(headers or {}), "application/json")


def cached(request: Request, value: Callable[[], Any], tag: str) -> Response:
    """A value that changes only with its tag: 304 where the client has it already (`If-None-Match`)."""
    etag = f'"{tag}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    given = {one.strip().removeprefix("W/") for one in ",".join(request.headers.getlist("if-none-match")).split(",")}
    if etag in given or "*" in given:
        return Response(None, 304, headers)
    return answered(value(), headers=headers)

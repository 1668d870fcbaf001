"""A learner's events over HTTP, as a stream."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from tutor.api import describing as told
from tutor.api import examples
from tutor.api.asking import Learner, service_of
from tutor.api.reading import last_event_id
from tutor.api.stream import MEDIA_TYPE, EventStream, Wanted, events

router: Final = APIRouter(prefix="/v1", tags=["events"])
_TEXT: Final = {"type": "string"}
_EVENT: Final = {
    "type": "object", "required": ["id", "event", "data"],
    "properties": {"id": {**_TEXT, "pattern": "^[0-9]+$"}, "event": _TEXT, "data": _TEXT},
}  # fmt: skip
_STREAM: Final = {
    "description": "Server-sent events: each with its number as `id`, its type as `event`, and as `data` what an export holds of it.",
    "content": {MEDIA_TYPE: {"itemSchema": _EVENT, "example": examples.EVENT}},
}


@router.get(
    "/events", summary="Events as they happen", response_class=EventStream, status_code=200,
    responses={200: _STREAM, **told.problems()}, openapi_extra={"parameters": [told.LAST_EVENT_ID]},
)  # fmt: skip
async def happening(
    request: Request, who: Learner,
    session: Annotated[str | None, Query(description="Of one session alone.", max_length=64)] = None,
    after: Annotated[int, Query(description="Only what follows this event.", ge=0, le=2**62)] = 0,
    follow: Annotated[bool, Query(description="False: the stream ends when all that is stored is told.")] = True,
) -> Response:  # fmt: skip
    """The learner's events, without what would identify an open answer, and what happens from now on. The token comes in the
    Authorization header, as everywhere: use `fetch`, not `EventSource`."""
    service = service_of(request)
    wanted = Wanted(who.learner, last_event_id(request, after), session, follow)
    await service.desk.estimate(who.learner)  # what can't be read is a problem now, not a stream that breaks off
    authorization = request.headers.get("authorization")

    parts = events(service, wanted, lambda: service.door.visitor(authorization))
    return EventStream(service, who.token, parts)

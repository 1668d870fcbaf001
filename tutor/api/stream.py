"""Events of a learner as they happen, as server-sent events: redacted like an export, resumable by the last one's number."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from tutor.api.problems import RefusedError
from tutor.api.service import Service
from tutor.errors import AccessError, TutorError
from tutor.session.moments import rfc3339

MEDIA_TYPE: Final = "text/event-stream"
POLL: Final = 2.0  # seconds: other programs may write the journal, too
BEAT: Final = 15.0  # seconds after which a stream that has nothing to say says so
MOST: Final = 4  # streams of one token


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a stream tells: of whom, what follows `after`, of one session or of all, and whether it goes on when all is told."""

    learner: str
    after: int
    session: str | None
    follow: bool


async def events(
    service: Service, wanted: Wanted, still_valid: Callable[[], Awaitable[object]]
) -> AsyncIterator[bytes]:
    """The stream's parts. `still_valid` raises AccessError when the token isn't valid any more: then the stream ends."""
    after, told = wanted.after, service.now()
    try:
        while True:
            news = service.turns.news(wanted.learner)
            for event in await service.desk.exported(wanted.learner, after=after):
                after = event["seq"]
                if wanted.session in (None, event["session"]):
                    told = service.now()
                    yield part(event)
            if not wanted.follow or service.stopping.is_set():
                return
            if service.now() - told >= BEAT:
                told = service.now()
                yield b": still here\n\n"
            await _first(news, POLL)
            await still_valid()
    except TutorError:
        return  # revoked, forgotten, or a store that can't be read now: the client comes back and is told


def part(event: dict[str, Any]) -> bytes:
    """One event: its number as id, its type, and all of it as JSON on one line."""
    said = json.dumps({**event, "at": rfc3339(event["at"])}, ensure_ascii=False, allow_nan=False)
    return f"id: {event['seq']}\nevent: {event['type']}\ndata: {said}\n\n".encode("utf-8", "replace")


async def _first(news: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await news.wait()
    except TimeoutError:
        return


class EventStream(StreamingResponse):
    """The answer: one of the few streams that a token may have open at once. Raises RefusedError("too-many-requests")."""

    media_type = MEDIA_TYPE

    def __init__(self, service: Service, token: str, parts: AsyncIterator[bytes]) -> None:
        if service.streams.get(token, 0) >= MOST:
            error = AccessError("too-many-requests", f"this token has {MOST} streams open", remedy="close one of them")
            raise RefusedError(error, headers={"Retry-After": "5"})
        super().__init__(parts, headers={"X-Accel-Buffering": "no"})
        self._service, self._token = service, token
        service.streams[token] = service.streams.get(token, 0) + 1
        service.metrics.streams.inc()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI; whatever ends it, it isn't counted any more."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            streams = self._service.streams
            streams[self._token] -= 1
            if not streams[self._token]:
                del streams[self._token]
            self._service.metrics.streams.dec()

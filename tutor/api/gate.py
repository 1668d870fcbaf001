"""What every request passes before anything looks at it: name and origin, size, pace; and what is noted of it afterwards."""

from __future__ import annotations

import asyncio
import re
import uuid
from collections.abc import MutableMapping
from typing import Any, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tutor.api.problems import RefusedError, problem, status_of
from tutor.api.service import Reach, Service
from tutor.errors import AccessError, FaultError, InputError, TutorError

MOST_BODY: Final = 64 * 1024  # bytes
MOST_URL: Final = 4096
MOST_HEADERS: Final = 16 * 1024
BODY_SECONDS: Final = 10.0
NOTES: Final = "tutor.notes"  # where in a scope the routes leave what the log is told
UNLIMITED: Final = frozenset({"/healthz", "/readyz"})
_HOST: Final = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:\d{1,5})?")
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}  # fmt: skip


class Gate:
    """Around the whole application."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self._app, self._service = app, service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        await _Passage(self._app, self._service, scope, receive, send).run()


class _Passage:
    """One request's way through."""

    def __init__(self, app: ASGIApp, service: Service, scope: Scope, receive: Receive, send: Send) -> None:
        self._app, self._service, self._scope, self._receive, self._send = app, service, scope, receive, send
        self._began = service.now()
        self._status: int | None = None
        self._id = uuid.uuid4().hex
        self._notes: MutableMapping[str, Any] = {}
        scope[NOTES] = self._notes

    async def run(self) -> None:
        try:
            self._look()
            body = await self._body()
            await self._app(self._scope, _replayed(body, self._receive), self._answer)
        except (TutorError, RefusedError) as error:
            await self._refuse(error)
        except Exception as error:  # a fault: the client learns that there was one, the report where
            self._service.report(error)
            self._notes["fault"] = type(error).__name__
            await self._refuse(FaultError("fault", "a fault of the program", remedy="report it"))
        finally:
            self._note()

    def _look(self) -> None:
        scope, headers = self._scope, Headers(scope=self._scope)
        if len(scope.get("raw_path") or b"") + len(scope.get("query_string") or b"") > MOST_URL:
            raise RefusedError(
                InputError("too-long", f"the address is longer than {MOST_URL} bytes", remedy="shorten it"), status=414
            )
        if sum(len(name) + len(value) for name, value in scope["headers"]) > MOST_HEADERS:
            raise RefusedError(
                InputError("too-long", f"the headers are longer than {MOST_HEADERS} bytes", remedy="send fewer"),
                status=431,
            )
        if scope["path"] not in UNLIMITED:
            spend(self._service.by_address.take(address(scope)))
        check_host(headers, self._service.reach)
        check_origin(headers, self._service.reach)

    async def _body(self) -> bytes:
        """The whole body, in parts or not, or a refusal as soon as it's too long."""
        announced = Headers(scope=self._scope).get("content-length", "")
        if announced and not (announced.isdecimal() and int(announced) <= MOST_BODY):
            raise _too_long()
        found = bytearray()
        try:
            async with asyncio.timeout(BODY_SECONDS):
                while True:
                    message = await self._receive()
                    if message["type"] != "http.request":
                        return bytes(found)
                    found += message.get("body", b"")
                    if len(found) > MOST_BODY:
                        raise _too_long()
                    if not message.get("more_body"):
                        return bytes(found)
        except TimeoutError:
            raise InputError("too-slow", "the body didn't come in time", remedy="send it at once") from None

    async def _answer(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Cache-Control", "no-store")
            headers["X-Request-Id"] = self._id
            self._service.metrics.seconds.labels(self._route).observe(self._service.now() - self._began)
        await self._send(message)

    async def _refuse(self, error: TutorError | RefusedError) -> None:
        code = (error.error if isinstance(error, RefusedError) else error).code
        self._notes.setdefault("code", code)
        if self._status is None:
            close = {"Connection": "close"} if status_of(code) in (408, 413) else {}
            answer = problem(error)
            answer.headers.update(close)
            await answer(self._scope, self._receive, self._answer)

    @property
    def _route(self) -> str:
        """The route's pattern: what stands in its place may be anything, and is no line of a log."""
        return str(getattr(self._scope.get("route"), "path", None) or "-")

    def _note(self) -> None:
        method = self._scope["method"] if self._scope["method"] in _METHODS else "-"
        self._service.metrics.requests.labels(method, self._route, str(self._status or 0)).inc()
        self._service.log(
            {
                "log": "request", "request": self._id, "method": method, "route": self._route, "status": self._status,
                "ms": round((self._service.now() - self._began) * 1000, 1), **self._notes,
            }
        )  # fmt: skip


_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def spend(seconds: int) -> None:
    """Refuse what a bucket has no room for. Raises AccessError("too-many-requests") as a RefusedError with Retry-After."""
    if seconds:
        error = AccessError("too-many-requests", "these are too many requests", remedy=f"go on in {seconds} s")
        raise RefusedError(error, headers={"Retry-After": str(seconds)})


def address(scope: Scope) -> str:
    """Where a request comes from; headers that say otherwise aren't believed."""
    client = scope.get("client")
    return str(client[0]) if client else "-"


def check_host(headers: Headers, reach: Reach) -> None:
    """The name that the client thinks it talks to: a page whose name was made to lead here (DNS rebinding) is refused."""
    given = headers.getlist("host")
    found = _HOST.fullmatch(given[0]) if len(given) == 1 else None
    if found is None or found["name"].strip("[]").lower() not in reach.hosts:
        raise AccessError(
            "host-refused", "this server isn't reached under that name", remedy="name it in serve.hosts on the server"
        )


def check_origin(headers: Headers, reach: Reach) -> None:
    """The page that asks: one of the server's own, or one that was allowed."""
    for origin in headers.getlist("origin"):
        host = headers.get("host", "")
        if origin not in (*reach.origins, f"http://{host}", f"https://{host}"):
            raise AccessError(
                "origin-refused",
                "pages of that origin may not use this server",
                remedy="name it in serve.origins on the server",
            )


def _too_long() -> InputError:
    return InputError("too-long", f"the body is longer than {MOST_BODY} bytes", remedy="send less")


def _replayed(body: bytes, receive: Receive) -> Receive:
    """The body that was read already, then whatever comes."""
    sent = False

    async def again() -> Message:
        nonlocal sent
        if not sent:
            sent = True
            return {"type": "http.request", "body": body, "more_body": False}
        return await receive()

    return again

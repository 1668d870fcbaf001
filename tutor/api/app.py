"""The application: routes, refusals as problem details, and the OpenAPI document, behind the gate."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import TypeAdapter
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp

from tutor import __version__
from tutor.api import curricula, documents, happening, learner, sessions, wellbeing
from tutor.api.asking import answered, note
from tutor.api.gate import Gate
from tutor.api.problems import RefusedError, problem
from tutor.api.service import Service
from tutor.api.shapes import Problem
from tutor.errors import FaultError, InputError, TutorError
from tutor.notation.untrusted import clean

OPENAPI: Final = "/v1/openapi.json"
_DESCRIPTION: Final = (
    "The sessions of First Principles Tutor for other front ends. No answer holds the key of an open question. Every action has an"
    " id that its client gave it, and is done once; what went wrong comes as problem details (RFC 9457) with the program's codes."
)
ROOMS: Final = (sessions, learner, curricula, documents, happening, wellbeing)
_UNTRACED: Final[Any] = {  # FastAPI would tell whatever provider there is of requests, and of errors with their messages
    "tracing": False, "metrics": False, "logs": False, "operation_spans": False, "auto_configure": False,
}  # fmt: skip
_SENT: Final = ("Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match", "Last-Event-ID")
_EXPOSED: Final = ("ETag", "Location", "Retry-After", "Idempotent-Replayed", "X-Request-Id")


def application(service: Service) -> ASGIApp:
    """All of it, for an ASGI server or a test."""
    return Gate(routes(service), service)


def routes(service: Service) -> FastAPI:
    """The application without its gate."""
    app = _routed()
    app.state.service = service
    app.add_exception_handler(TutorError, _refused)
    app.add_exception_handler(RefusedError, _refused)
    app.add_exception_handler(HTTPException, _unrouted)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Exception, _fault)
    document = described()

    @app.get(OPENAPI, include_in_schema=False)
    async def openapi() -> Response:
        return answered(document)

    if service.reach.origins:
        app.add_middleware(
            CORSMiddleware, allow_origins=service.reach.origins, allow_methods=("GET", "POST"), allow_headers=_SENT,
            expose_headers=_EXPOSED, max_age=600,
        )  # fmt: skip
    return app


@cache
def described() -> dict[str, Any]:
    """The OpenAPI document: FastAPI's, with our problems in place of its own validation errors. Made once."""
    document = _routed().openapi()
    for route in (route for room in ROOMS for route in room.router.routes):
        if isinstance(route, APIRoute):
            _with_whole_examples(document["paths"][route.path], route)
    schemas = document["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Problem"] = TypeAdapter(Problem).json_schema(ref_template="#/components/schemas/{model}")
    for operation in (one for path in document["paths"].values() for one in path.values()):
        content = operation["responses"].get("422", {}).get("content", {})
        if "HTTPValidationError" in str(content.get("application/json")):
            del operation["responses"]["422"]
    document["servers"] = [{"url": "/"}]
    return document


def _with_whole_examples(operations: dict[str, Any], route: APIRoute) -> None:
    """FastAPI leaves out whatever is null; in an example that's a part of it."""
    for method in route.methods or ():
        for status, said in route.responses.items():
            for kind, content in said.get("content", {}).items():
                whole = operations[method.lower()]["responses"][str(status)]["content"][kind]
                whole["example"] = content["example"]
                if "itemSchema" in whole:
                    whole.pop("schema", None)  # what it says of each event, it would say of the stream


def _routed() -> FastAPI:
    app = FastAPI(
        title="First Principles Tutor", version=__version__, description=_DESCRIPTION, openapi_url=None, docs_url=None,
        redoc_url=None, redirect_slashes=False, license_info={"name": "MIT", "identifier": "MIT"}, telemetry=_UNTRACED,
    )  # fmt: skip
    for room in ROOMS:
        app.include_router(room.router)
    return app


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, TutorError | RefusedError)
    said = error.error if isinstance(error, RefusedError) else error
    note(request, code=said.code)
    return problem(error)


async def _unrouted(request: Request, error: Exception) -> Response:
    """What the router says: there's nothing there, or not with that method."""
    assert isinstance(error, HTTPException)
    found: dict[int, tuple[str, str, str]] = {
        404: ("unknown-route", "there's nothing at that address", f"{OPENAPI} lists what there is"),
        405: ("unknown-method", "not with that method", "the header Allow names those that are possible"),
    }
    code, what, remedy = found.get(error.status_code, ("bad-argument", "that request can't be read", "send it again"))
    note(request, code=code)
    status = error.status_code if error.status_code in found else 400
    return problem(RefusedError(InputError(code, what, remedy=remedy), headers=error.headers or {}, status=status))


async def _invalid(request: Request, error: Exception) -> Response:
    """A parameter that isn't one. What was sent isn't repeated."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    name = clean(str(first["loc"][-1]), newlines=False)[:60]
    note(request, code="bad-argument")
    return problem(InputError("bad-argument", f"`{name}`: {first['msg']}", remedy="put it right, or leave it out"))


async def _fault(request: Request, _: Exception) -> Response:
    note(request, code="fault")
    return problem(FaultError("fault", "a fault of the program", remedy="report it"))

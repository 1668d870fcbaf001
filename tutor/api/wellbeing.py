"""Whether the process is alive, whether it can work, and how much it does."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from tutor.api import describing as told
from tutor.api import shapes
from tutor.api.asking import Admin, answered, service_of
from tutor.api.metrics import MEDIA_TYPE
from tutor.api.problems import RefusedError
from tutor.errors import StoreError

router: Final = APIRouter(tags=["operation"])
_OK: Final = told.shown({"status": "ok"}, shapes.Health, "It is.")


@router.get("/healthz", summary="Alive", responses={200: _OK, **told.problems(token=False)})
async def healthz() -> Response:
    """The process answers."""
    return answered({"status": "ok"})


@router.get("/readyz", summary="Ready", responses={200: _OK, **told.problems(503, token=False)})
async def readyz(request: Request) -> Response:
    """The store can be read, and the server isn't stopping."""
    service = service_of(request)
    if service.stopping.is_set():
        raise RefusedError(StoreError("store-busy", "the server is stopping", remedy="ask another one"), status=503)
    await service.store.last("-")
    return answered({"status": "ok"})


@router.get(
    "/metrics", summary="Metrics", response_class=PlainTextResponse,
    responses={
        200: {
            "description": "Prometheus' text format.",
            "content": {"text/plain": {"schema": {"type": "string"}, "example": "tutor_streams 0.0\n"}},
        },
        **told.problems(),
    },
)  # fmt: skip
async def metrics(request: Request, _: Admin) -> Response:
    """Counts of requests, actions and streams. Needs the scope `admin`."""
    return Response(service_of(request).metrics.text(), media_type=MEDIA_TYPE)

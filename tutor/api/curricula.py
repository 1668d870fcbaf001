"""Curricula over HTTP: what there is, how it hangs together, and the way to a goal; keys for authors alone."""

from __future__ import annotations

from hashlib import blake2b
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from tutor.api import describing as told
from tutor.api import examples, shapes
from tutor.api.asking import Author, Learner, answered, cached, service_of
from tutor.api.reading import LONGEST_NAME, cleaned
from tutor.api.shelf import concept, graph, outline
from tutor.chain.outlook import Outlook
from tutor.chain.path import explain, needed, taken_as_known
from tutor.learner.way import towards
from tutor.session.desk import graph_of
from tutor.session.records import path_record

router: Final = APIRouter(prefix="/v1", tags=["curricula"])
_SAME: Final[dict[int | str, dict[str, Any]]] = {
    304: {"description": "The client has the newest.", "headers": told.TAG}
}
_CONDITIONAL: Final[dict[str, Any]] = {"parameters": [told.IF_NONE_MATCH]}


@router.get(
    "/curricula", summary="All curricula", openapi_extra=_CONDITIONAL,
    responses={
        200: told.shown(examples.CURRICULA, shapes.CurriculaList, "All that can be read.", **told.TAG), **_SAME, **told.problems(),
    },
)  # fmt: skip
async def everything(request: Request, _: Learner) -> Response:
    """All curricula of this server, without their keys."""
    found = await service_of(request).shelf.all()
    tag = blake2b("\n".join(f"{name} {one.hash}" for name, one in found.items()).encode(), digest_size=16).hexdigest()
    return cached(request, lambda: {"curricula": [outline(name, one) for name, one in found.items()]}, tag)


@router.get(
    "/curricula/{curriculum}", summary="A curriculum and its graph", openapi_extra=_CONDITIONAL,
    responses={
        200: told.shown(examples.GRAPH, shapes.CurriculumGraph, "Concepts, prerequisites first.", **told.TAG), **_SAME,
        **told.problems(404),
    },
)  # fmt: skip
async def one(request: Request, curriculum: str, _: Learner) -> Response:
    """Its goals and concepts, with what each requires and unlocks. Titles are the neutral ones, since others give results away."""
    found = await service_of(request).shelf.get(curriculum)
    return cached(request, lambda: graph(curriculum, found), found.hash)


@router.get(
    "/curricula/{curriculum}/concepts/{concept}", summary="A concept", openapi_extra=_CONDITIONAL,
    responses={200: told.shown(examples.CONCEPT, shapes.ConceptDetail, "The concept.", **told.TAG), **_SAME, **told.problems(404)},
)  # fmt: skip
async def one_concept(request: Request, curriculum: str, concept: str, _: Learner) -> Response:
    """A concept as somebody may see it who hasn't derived it yet."""
    found = await service_of(request).shelf.get(curriculum)
    ref = found.concept(f"{curriculum}/{concept}").ref
    return cached(request, lambda: _concept(found, ref), found.hash)


_concept = concept  # the route's own parameter has that name


@router.get(
    "/curricula/{curriculum}/path", summary="The way to a goal",
    responses={200: told.shown(examples.PATH, shapes.Path, "What is still needed, in order."), **told.problems(404)},
)  # fmt: skip
async def path(
    request: Request, curriculum: str, who: Learner,
    to: Annotated[str | None, Query(description="A concept's id, reference or title.", max_length=LONGEST_NAME)] = None,
    pace: shapes.Pace | None = None,
) -> Response:  # fmt: skip
    """The least that this learner still needs for a goal, with minutes and reasons."""
    service = service_of(request)
    curricula = await service.shelf.get(curriculum)
    goal = curricula.find_concept(curriculum, cleaned("to", to)) if to else curricula.goals(curriculum)[0]
    estimate = await service.desk.estimate(who.learner)
    way = towards(graph_of(curricula), (goal,), estimate.concepts)
    outlook = Outlook(curricula, way, estimate, pace or service.pace)
    needs = explain(outlook, needed(outlook, goal, taken_as_known(outlook, goal)))
    return answered(path_record(outlook, goal, needs))


@router.get(
    "/curricula/{curriculum}/source", summary="A curriculum with its keys", openapi_extra=_CONDITIONAL,
    responses={
        200: told.shown(examples.SOURCE, shapes.CurriculumSource, "All of it.", **told.TAG), **_SAME, **told.problems(404),
    },
)  # fmt: skip
async def source(request: Request, curriculum: str, _: Author) -> Response:
    """A curriculum as its authors wrote it, with keys, mistakes and solutions. Needs the scope `author`."""
    found = await service_of(request).shelf.get(curriculum)
    model = next(each for each in found.models if each.id == curriculum)

    def whole() -> object:
        return {"hash": found.hash, "curriculum": model.model_dump(mode="json", by_alias=True, exclude_defaults=True)}

    return cached(request, whole, f"{found.hash}-source")

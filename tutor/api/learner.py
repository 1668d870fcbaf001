"""What is believed of the learner over HTTP, and their rights over it: evidence, dispute, reviews, export, erasure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from tutor.api import describing as told
from tutor.api import examples, shapes
from tutor.api.access import Visitor
from tutor.api.asking import Learner, Owner, answered, service_of
from tutor.api.reading import LONGEST_NAME, Fields, action_id, json_object
from tutor.api.service import Service
from tutor.api.sessions import BEGUN, Render, begun, room_for_one_more, seed_of
from tutor.curriculum.curricula import Curricula
from tutor.errors import InputError, TutorError
from tutor.session.desk import graph_of
from tutor.session.events import Event, SessionStarted
from tutor.session.moments import rfc3339
from tutor.session.portrait import Believed, attempts, established_in, portrait, titled
from tutor.session.ports import Learner as Person
from tutor.session.records import attempt_record, concept_record
from tutor.session.view import View

router: Final = APIRouter(prefix="/v1", tags=["learner"])


@router.get(
    "/learner",
    summary="Whom the token is for",
    responses={200: told.shown(examples.ME, shapes.Me, "The learner."), **told.problems()},
)
async def me(request: Request, who: Learner) -> Response:
    """The learner whom the token is for."""
    person = await _person(service_of(request), who)
    return answered(
        {"id": person.id, "name": person.name, "created": rfc3339(person.created), "scopes": list(who.scopes)}
    )


@router.get(
    "/learner/concepts", summary="What is believed",
    responses={200: told.shown(examples.BELIEFS, shapes.Beliefs, "Concept by concept."), **told.problems(404)},
)  # fmt: skip
async def concepts(
    request: Request, who: Learner,
    curriculum: Annotated[str | None, Query(description="Without it: all that was studied.", max_length=LONGEST_NAME)] = None,
) -> Response:  # fmt: skip
    """What is believed of every concept, and how sure that is. A concept goes by its neutral title until it's established."""
    service = service_of(request)
    events = await service.desk.events(who.learner)
    found: dict[str, dict[str, Any]] = {}
    if curriculum is not None:
        for one in await _believed(service, who, await service.shelf.get(curriculum), events):
            found[one.concept] = concept_record(one)
        return answered({"concepts": list(found.values())})
    for curricula in await _readable(service, _studied(events)):
        for one in await _believed(service, who, curricula, events):
            found.setdefault(one.concept, concept_record(one))
    return answered({"concepts": list(found.values())})


@router.get(
    "/learner/concepts/{curriculum}/{concept}", summary="The evidence behind it",
    responses={
        200: told.shown(examples.EVIDENCE, shapes.BeliefWithEvidence, "What is believed, and why."), **told.problems(404),
    },
)  # fmt: skip
async def evidence(request: Request, curriculum: str, concept: str, who: Learner) -> Response:
    """What is believed of one concept, and the answers behind it."""
    service = service_of(request)
    curricula = await service.shelf.get(curriculum)
    ref = curricula.concept(f"{curriculum}/{concept}").ref
    events = await service.desk.events(who.learner)
    (one,) = [each for each in await _believed(service, who, curricula, events) if each.concept == ref]
    behind = [attempt_record(ref, attempt) for attempt in attempts(curricula, events, ref)]
    return answered({"concept": concept_record(one), "evidence": behind})


@router.post(
    "/learner/concepts/{curriculum}/{concept}/dispute", status_code=201, summary="It's wrong",
    responses={201: BEGUN, **told.problems(404, 409, 415, 422)},
    openapi_extra=told.body(
        told.taking(known={"type": "boolean", "default": True}, seed=told.SEED, **told.WITH_ID), {"known": True},
        told.IDEMPOTENCY_KEY, required=False,
    ),
)  # fmt: skip
async def dispute(request: Request, curriculum: str, concept: str, who: Learner, render: Render = None) -> Response:
    """ "I know this": a session of two unaided questions settles it. With `known` false: "I don't know this yet", taken at the
    learner's word."""
    service, body = service_of(request), await json_object(request, optional=True)
    name, said = action_id(request, body), Fields(body)
    known, seed = said.truth("known", default=True), seed_of(said, who)
    said.done()

    async def start() -> View:
        if not await service.store.seen(who.learner, name):
            (await service.shelf.get(curriculum)).concept(f"{curriculum}/{concept}")
        return await service.desk.dispute(
            who.learner, curriculum, f"{curriculum}/{concept}", known=known, seed=seed, action_id=name
        )

    return await begun(request, who, name, start, render)


@router.get(
    "/reviews", tags=["sessions"], summary="What is due for a look",
    responses={200: told.shown(examples.REVIEWS, shapes.Reviews, "The most faded first."), **told.problems()},
)  # fmt: skip
async def reviews(request: Request, who: Learner) -> Response:
    """What was mastered and has faded since, over all curricula."""
    service = service_of(request)
    waiting = await service.desk.due(who.learner)
    memory = (await service.desk.estimate(who.learner)).memory
    known_by = established_in(await service.desk.events(who.learner))
    titles: dict[str, str] = {}
    for curricula in await _readable(service, dict.fromkeys(ref.partition("/")[0] for ref in waiting)):
        titles |= {ref: titled(curricula, ref, known_by) for ref in waiting if ref in curricula.concepts}
    due = [{"concept": ref, "title": titles.get(ref), "due": rfc3339(memory[ref].due)} for ref in waiting]
    return answered({"due": due})


@router.post(
    "/reviews", status_code=201, tags=["sessions"], summary="Look again at what is due",
    responses={201: BEGUN, **told.problems(409, 415, 422)},
    openapi_extra=told.body(told.taking(seed=told.SEED, **told.WITH_ID), {}, told.IDEMPOTENCY_KEY, required=False),
)  # fmt: skip
async def begin_reviews(request: Request, who: Learner, render: Render = None) -> Response:
    """Begin a session that asks only for what is due. 422 when nothing is."""
    service, body = service_of(request), await json_object(request, optional=True)
    name, said = action_id(request, body), Fields(body)
    seed = seed_of(said, who)
    said.done()

    async def start() -> View:
        if not await service.store.seen(who.learner, name):
            await room_for_one_more(service, who)
        waiting = dict.fromkeys(ref.partition("/")[0] for ref in await service.desk.due(who.learner))
        await _readable(service, waiting)
        view = await service.desk.start_reviews(who.learner, seed=seed, action_id=name)
        if view is None:
            raise InputError("not-allowed", "nothing is due for a look", remedy="come back another day")
        return view

    return await begun(request, who, name, start, render)


@router.get(
    "/export", tags=["rights"], summary="Everything that is stored",
    responses={
        200: told.shown(examples.EXPORT, dict[str, Any], "All of it, as `tutor learner export` writes it."), **told.problems(),
    },
)  # fmt: skip
async def export(request: Request, who: Owner) -> Response:
    """Everything that is stored of the learner. Questions that are still open stay closed in it. Needs the scope `export`."""
    service = service_of(request)
    headers = {"Content-Disposition": 'attachment; filename="export.json"'}
    return answered(await service.rights.exported(who.learner), headers=headers)


@router.post(
    "/erasure", tags=["rights"], summary="Take everything away",
    responses={200: told.shown(examples.ERASED, shapes.Erased, "What was taken away."), **told.problems(415, 422)},
    openapi_extra=told.body(told.taking("confirm", confirm=told.NAME), {"confirm": "ada"}),
)  # fmt: skip
async def erasure(request: Request, who: Owner) -> Response:
    """Take away everything that is stored of the learner, with all their tokens. It can't be undone. `confirm` is the learner's
    name. Needs the scope `export`."""
    service, said = service_of(request), Fields(await json_object(request))
    name = said.needed("confirm")
    said.done()
    if name != (await _person(service, who)).name:
        raise InputError(
            "not-allowed", "that isn't the learner's name: nothing was taken away", remedy="GET /v1/learner says it"
        )
    async with service.turns.of(who.learner):
        taken = await service.rights.forgotten(who.learner)
        service.desk.let_go(who.learner)
    return answered(taken)


async def _person(service: Service, who: Visitor) -> Person:
    for one in await service.store.all():
        if one.id == who.learner:
            return one
    raise InputError("unknown-learner", "the learner isn't here any more", remedy="ask for a new token")


def _studied(events: Iterable[Event]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(event.body.curriculum for event in events if isinstance(event.body, SessionStarted)))


async def _readable(service: Service, names: Iterable[str]) -> list[Curricula]:
    """Those curricula that can be read; the others don't keep them back."""
    found = []
    for name in names:
        try:
            found.append(await service.shelf.get(name))
        except TutorError:
            continue
    return found


async def _believed(
    service: Service, who: Visitor, curricula: Curricula, events: tuple[Event, ...]
) -> tuple[Believed, ...]:
    return portrait(curricula, graph_of(curricula), await service.desk.estimate(who.learner), events)

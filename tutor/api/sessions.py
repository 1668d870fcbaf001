"""Sessions over HTTP: begin, look, act, preview, and what came of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Final, cast

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from tutor.api import describing as told
from tutor.api import examples, shapes
from tutor.api.access import Visitor
from tutor.api.asking import Learner, answered, note, service_of
from tutor.api.problems import RefusedError
from tutor.api.reading import NEEDS_NO_VIEW, Fields, action_id, cleaned, expected_seq, json_object, typed
from tutor.api.rendering import rendered
from tutor.api.service import Service
from tutor.chain.pace import Pace
from tutor.errors import AccessError, InputError, StoreError, TutorError
from tutor.session.actions import decode
from tutor.session.codec import to_plain
from tutor.session.moments import rfc3339
from tutor.session.notebook_text import markdown
from tutor.session.view import View

router: Final = APIRouter(prefix="/v1", tags=["sessions"])
PACES: Final = ("stroll", "steady", "climb")
MOST_UNFINISHED: Final = 50
MOST_SEED: Final = 2**32 - 1
Render = Annotated[
    list[shapes.Format] | None,
    Query(max_length=4, description="Also the texts of the view in these forms; several are allowed."),
]
SHOWN: Final = told.shown(examples.SHOWN, shapes.Shown, "The session as it is now.", **told.ETAG, **told.REPLAYED)
BEGUN: Final = told.shown(
    examples.SHOWN, shapes.Shown, "The new session.", **told.ETAG, **told.LOCATION, **told.REPLAYED
)
_CONFLICTS: Final = told.problems(409, 412, 404, 415, 422, 428)
_BEGINNING: Final = told.taking(
    "curriculum", curriculum=told.NAME, goal={**told.NAME, "type": ["string", "null"]},
    pace={"enum": [*PACES, None]}, seed=told.SEED, **told.WITH_ID,
)  # fmt: skip


@router.post(
    "/sessions", status_code=201, summary="Begin a session",
    responses={201: BEGUN, **told.problems(404, 409, 415, 422)},
    openapi_extra=told.body(
        _BEGINNING, {"curriculum": "ground", "goal": "two-equations", "pace": "steady"}, told.IDEMPOTENCY_KEY
    ),
)  # fmt: skip
async def begin(request: Request, who: Learner, render: Render = None) -> Response:
    """Begin a session towards a goal: a concept's id, reference or title; without one, the goal that the curriculum suggests."""
    service, body = service_of(request), await json_object(request)
    name, said = action_id(request, body), Fields(body)
    curriculum, goal = said.needed("curriculum"), said.text("goal")
    pace, seed = cast(Pace, said.one_of("pace", PACES, service.pace)), seed_of(said, who)
    said.done()

    async def start() -> View:
        if not await service.store.seen(who.learner, name):
            await service.shelf.get(curriculum)  # read in a thread, so that nobody waits for it
            await room_for_one_more(service, who)
        return await service.desk.start(who.learner, curriculum, goal, seed=seed, pace=pace, action_id=name)

    return await begun(request, who, name, start, render)


@router.get(
    "/sessions", summary="All sessions",
    responses={200: told.shown(examples.SESSIONS, shapes.Sessions, "The latest first."), **told.problems()},
)  # fmt: skip
async def listed(request: Request, who: Learner) -> Response:
    """All sessions towards a goal, and of reviews; not those that only settle a dispute."""
    found = await service_of(request).desk.sessions(who.learner)
    entries = [
        {
            "session": one.session, "curriculum": one.curriculum, "goal": one.goal, "started": rfc3339(one.started_at),
            "last": rfc3339(one.last_at), "ended": one.ended, "done": one.done, "total": one.total, "reviews": one.reviews,
        }
        for one in found
    ]  # fmt: skip
    return answered({"sessions": entries})


@router.get(
    "/sessions/{session}", summary="The session as it is now",
    responses={200: SHOWN, **told.problems(404)},
)  # fmt: skip
async def view(request: Request, session: str, who: Learner, render: Render = None) -> Response:
    """What the learner sees: the open question, what was said, the way so far."""
    service = service_of(request)
    return await shown(service, who, await service.desk.view(who.learner, session), render)


@router.post(
    "/sessions/{session}/actions", summary="Act",
    responses={200: SHOWN, **_CONFLICTS},
    openapi_extra=told.body(
        told.any_action(), {"action": "answer", "text": "-7", "seconds": 21.5}, told.IDEMPOTENCY_KEY, told.IF_MATCH
    ),
)  # fmt: skip
async def act(request: Request, session: str, who: Learner, render: Render = None) -> Response:
    """Carry out one action: answer, don't know, hint, why, ask and the others. What isn't possible now is 422, and stands in
    `view.allowed` with the reason beforehand."""
    service, body = service_of(request), await json_object(request)
    name = action_id(request, body)
    action = decode(typed(body))
    seq = expected_seq(request, required=action.NAME not in NEEDS_NO_VIEW)
    note(request, session=session_noted(session), action=action.NAME)

    async def do() -> View:
        try:
            return await service.desk.do(who.learner, session, action, name, seq)
        except StoreError as error:
            if error.code != "store-conflict":
                raise
            raise await _conflict(service, who, session, error, expected=seq) from error

    return await _done(request, who, name, do, render)


async def _conflict(
    service: Service, who: Visitor, session: str, error: TutorError, *, expected: int | None
) -> RefusedError:
    """Where the session is now, for whoever comes second. Who said `*` is only asked to try again."""
    if expected is None:
        return RefusedError(error, status=503)
    now = (await service.desk.view(who.learner, session)).seq
    return RefusedError(error, {"seq": now, "view": f"/v1/sessions/{session}"}, {"ETag": f'"{now}"'})


@router.post(
    "/sessions/{session}/preview", summary="How an answer would be read",
    responses={
        200: told.shown(examples.PREVIEW, shapes.Preview, "How it would be read."), **told.problems(404, 415, 422),
    },
    openapi_extra=told.body(told.taking("text", text={"type": "string", "maxLength": 10_000}), {"text": "-3/4"}),
)  # fmt: skip
async def preview(request: Request, session: str, who: Learner) -> Response:
    """How a typed answer to the open question would be read. Nothing is graded or stored."""
    from tutor.grading.grade import preview as read
    from tutor.grading.remarks import remark

    service, body = service_of(request), await json_object(request)
    given = body.pop("text", None)
    if not isinstance(given, str):
        raise InputError("bad-argument", "`text` is missing", remedy="send what was typed")
    text = cleaned("text", given)
    Fields(body).done()
    question = (await service.desk.view(who.learner, session)).question
    if question is None:
        raise InputError("not-allowed", "no question is open", remedy="look at the session")
    letters = question.letters if question.kind != "vector" else (*question.names, *question.letters)
    found = read(question.kind, letters, question.options, text)
    start, end = found.error_span or (None, None)
    return answered(
        {
            "read_latex": found.read_latex, "read_text": found.read_text, "spoken": _words(found.read_latex), "start": start,
            "end": end, "message": found.message, "taken_for": remark(text) or "answer",
        }
    )  # fmt: skip


def _words(latex: str | None) -> str | None:
    from tutor.notation.latex_words import spoken

    try:
        return spoken(latex) if latex else None
    except TutorError:
        return None  # what can't be said in words still stands as LaTeX


@router.get(
    "/sessions/{session}/summary", summary="What the session came to",
    responses={200: told.shown(examples.SUMMARY, shapes.SessionSummary, "So far."), **told.problems(404)},
)  # fmt: skip
async def summary(request: Request, session: str, who: Learner) -> Response:
    """What was derived, with what help, and how many answers came as foreseen."""
    desk = service_of(request).desk
    found = await desk.summary(who.learner, session)
    return answered({"seq": (await desk.view(who.learner, session)).seq, "summary": to_plain(found)})


@router.get(
    "/sessions/{session}/notebook", summary="The derivation notebook",
    responses={200: told.shown(examples.NOTEBOOK, shapes.SessionNotebook, "So far."), **told.problems(404)},
)  # fmt: skip
async def notebook(request: Request, session: str, who: Learner) -> Response:
    """What was derived, with the learner's own answers, the evidence and what was read, as Markdown; nothing of what is open."""
    desk = service_of(request).desk
    found = await desk.notebook(who.learner, session)
    seq = (await desk.view(who.learner, session)).seq
    return answered({"seq": seq, "goal": found.goal, "reached": found.reached, "markdown": markdown(found)})


@router.get(
    "/sessions/{session}/reasons", summary="Why this question",
    responses={200: told.shown(examples.REASONS, shapes.SessionReasons, "Why."), **told.problems(404)},
)  # fmt: skip
async def reasons(request: Request, session: str, who: Learner) -> Response:
    """The path, the evidence and the probability behind the open question."""
    desk = service_of(request).desk
    found = await desk.why_this_question(who.learner, session)
    return answered({"seq": (await desk.view(who.learner, session)).seq, "reasons": to_plain(found)})


async def room_for_one_more(service: Service, who: Visitor) -> None:
    """Every unfinished session's open answers are hidden in whatever documents say, so there can't be any number of them."""
    unfinished = sum(1 for one in await service.desk.sessions(who.learner) if one.ended is None)
    if unfinished >= MOST_UNFINISHED:
        raise InputError(
            "not-allowed", f"{unfinished} sessions haven't ended", remedy="go on with one of them, or end some first"
        )


def seed_of(said: Fields, who: Visitor) -> int | None:
    """The seed that was asked for. Raises AccessError where the token doesn't allow one."""
    seed = said.whole("seed", MOST_SEED)
    if seed is not None and not who.may("author"):
        raise AccessError(
            "scope-missing", "a chosen seed needs the scope `author`: it tells whoever has the curriculum the answers",
            remedy="leave it out",
        )  # fmt: skip
    return seed


def session_noted(session: str) -> str | None:
    """A session's id for the log: what isn't one, is not logged."""
    return session if len(session) == 36 and set(session) <= set("0123456789abcdef-") else None


async def begun(
    request: Request, who: Visitor, name: str, start: Callable[[], Awaitable[View]], formats: list[shapes.Format] | None
) -> Response:
    """The answer to whoever began a session."""
    note(request, action="start")
    return await _done(request, who, name, start, formats, status=201)


async def _done(
    request: Request, who: Visitor, name: str, do: Callable[[], Awaitable[View]], formats: list[shapes.Format] | None,
    status: int = 200,
) -> Response:  # fmt: skip
    service = service_of(request)
    async with service.turns.of(who.learner):
        came = await service.store.seen(who.learner, name)
        seen = await do()
        note(request, seq=seen.seq, replayed=came, session=seen.session)
        service.metrics.actions.labels(request.scope["tutor.notes"].get("action", "-")).inc(0 if came else 1)
        response = await shown(service, who, seen, formats, status)
    if came:
        response.headers["Idempotent-Replayed"] = "true"
    if status == 201:
        response.headers["Location"] = f"/v1/sessions/{seen.session}"
    return response


async def shown(
    service: Service, who: Visitor, seen: View, formats: list[shapes.Format] | None, status: int = 200
) -> Response:
    """A view as it leaves the program; with the summary once the session has ended."""
    end = await service.desk.summary(who.learner, seen.session) if seen.ended is not None else None
    body: dict[str, Any] = {"seq": seen.seq, "view": to_plain(seen), "summary": to_plain(end)}
    if formats:
        body["rendered"] = rendered(seen, dict.fromkeys(formats))
    return answered(body, status, {"ETag": f'"{seen.seq}"'})

"""Documents over HTTP: searched for one learner, with the answers of open questions hidden."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from tutor.api import describing as told
from tutor.api import examples, shapes
from tutor.api.asking import Learner, answered, service_of
from tutor.api.reading import LONGEST_NAME, cleaned
from tutor.errors import InputError
from tutor.session.ports import Query as Sought
from tutor.session.records import hit_record

router: Final = APIRouter(prefix="/v1", tags=["library"])
MASKED: Final = ("title", "source", "heading", "text", "why")


@router.get(
    "/library/search", summary="Search documents",
    responses={200: told.shown(examples.FOUND, shapes.Found, "The best first."), **told.problems()},
)  # fmt: skip
async def search(
    request: Request, who: Learner,
    q: Annotated[str, Query(description="What is looked for.", min_length=1, max_length=LONGEST_NAME)],
    k: Annotated[int, Query(description="At most so many passages.", ge=1, le=20)] = 5,
) -> Response:  # fmt: skip
    """The passages of the learner's own documents and the shared ones that fit best. What would give away the answer of a question
    that is open in any of the learner's sessions is hidden in them, as it is beside the question."""
    service = service_of(request)
    sought = cleaned("q", q)
    if not sought:
        raise InputError("bad-argument", "nothing is looked for", remedy="send some words as `q`")
    hits = await service.documents.search(who.learner, Sought(sought), k)
    over = await service.desk.veiled(who.learner)
    found = [hit_record(hit) for hit in hits]
    for one in found:
        one.update({name: over(one[name]) for name in MASKED if one[name]})
    return answered({"passages": found})

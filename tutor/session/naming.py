"""Which concept a learner means by a word: an id, a reference, a title, or the neutral title that stood on the screen."""

from __future__ import annotations

from tutor.curriculum.curricula import Curricula
from tutor.errors import InputError
from tutor.session.summary import before


def concept_named(curricula: Curricula, curriculum: str, text: str) -> str:
    """The concept's reference. Raises InputError("unknown-concept"), or "bad-argument" where two have that neutral title."""
    if text in curricula.concepts:
        return text
    wanted = " ".join(text.casefold().split())
    neutral = [ref for ref in curricula.concepts if before(curricula, ref).casefold() == wanted]
    if len(neutral) == 1:
        return neutral[0]
    try:
        return curricula.find_concept(curriculum, text)
    except InputError as error:
        if not neutral:
            raise InputError("unknown-concept", error.what, remedy=error.remedy) from error
    raise InputError(
        "bad-argument", f"{len(neutral)} concepts go by `{text.strip()[:80]}`", remedy=f"name one: {', '.join(neutral)}"
    )

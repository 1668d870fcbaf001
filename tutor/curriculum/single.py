"""A curriculum of one question, for grading an answer outside any session."""

from __future__ import annotations

from pydantic import ValidationError

from tutor.curriculum.curricula import Curricula
from tutor.curriculum.model import Curriculum
from tutor.errors import InputError


def single_question(kind: str, key: str, letters: tuple[str, ...] = ()) -> tuple[Curricula, str]:
    """Curricula that hold one question with that key, and its reference. Raises InputError("bad-argument")."""
    answer: dict[str, object] = {"kind": kind, "value": key}
    if letters and kind in ("expression", "equation"):
        answer["names"] = letters
    if letters and kind in ("vector", "matrix"):
        answer["letters"] = letters
    question = {"id": "question", "ask": "?", "answer": answer}
    concept = {"id": "concept", "title": "One question", "kind": "skill", "questions": [question]}
    try:
        model = Curriculum.model_validate({"id": "single", "title": "Single", "licence": "-", "concepts": [concept]})
    except ValidationError as error:
        raise InputError(
            "bad-argument", f"that key isn't one: {error.errors()[0]['msg']}", remedy="look at --key"
        ) from error
    return Curricula([model]), "single/concept/question"

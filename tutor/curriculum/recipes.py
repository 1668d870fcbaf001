"""A question made ready to be drawn: expressions read and texts taken apart, once for all its variants."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Final, TypeVar

from tutor.curriculum.answers import (
    ChoiceAnswer,
    ChoicesAnswer,
    FlawAnswer,
    MatchAnswer,
    OrderAnswer,
    PredictAnswer,
    ReactionAnswer,
    TextAnswer,
)
from tutor.curriculum.curricula import Curricula
from tutor.curriculum.drawing import Plan, plan
from tutor.curriculum.keys import KeyPlan, key_of, value_of
from tutor.curriculum.model import Question
from tutor.curriculum.placeholders import Template, template
from tutor.errors import CurriculumError, NotationError, Where
from tutor.notation.tree import free_names

T = TypeVar("T")

KEPT: Final = 4096  # recipes kept at hand


@dataclass(frozen=True, slots=True)
class Recipe:
    """`texts`: by field (`ask`, `hints.0`, `answer.options.a`); `names`: all letters in it."""

    plan: Plan
    key: KeyPlan
    mistakes: tuple[KeyPlan, ...]
    texts: dict[str, Template]
    names: frozenset[str]


@lru_cache(maxsize=KEPT)
def recipe(curricula: Curricula, ref: str) -> Recipe:
    """The question's recipe. Raises CurriculumError("curriculum-invalid") for an expression that can't be read."""
    question = curricula.question(ref).question
    planned = placed(curricula, ref, "parameters", lambda: plan(question.parameters))
    key = placed(curricula, ref, "answer.value", lambda: key_of(question.answer))
    mistakes = tuple(
        placed(curricula, ref, f"mistakes.{i}.value", partial(value_of, question.answer, one.value))
        for i, one in enumerate(question.mistakes)
    )
    texts = {
        field: placed(curricula, ref, field, partial(template, text, verbatim=is_verbatim(field)))
        for field, text in texts_of(question)
    }
    return Recipe(planned, key, mistakes, texts, _names(planned, key, mistakes, texts))


class BrokenPartError(CurriculumError):
    """Part of a question that can't be read or has no value: its `field`, and what was wrong as `cause`."""

    def __init__(self, ref: str, field: str, cause: NotationError, where: Where) -> None:
        what = f"{cause.what} (`{field}` of `{ref}`)"
        super().__init__("curriculum-invalid", what, remedy=cause.remedy, where=where)
        self.ref, self.field, self.cause = ref, field, cause


def placed(curricula: Curricula, ref: str, field: str, work: Callable[[], T]) -> T:
    """What `work` gives; a NotationError becomes a BrokenPartError with its place."""
    try:
        return work()
    except NotationError as error:
        raise BrokenPartError(ref, field, error, curricula.where(ref, field).where()) from None


def is_verbatim(field: str) -> bool:
    """Whether values enter the text of that field as they'd be typed."""
    return field.startswith("tests.") or field == "answer.slots"


def texts_of(question: Question) -> Iterator[tuple[str, str]]:
    """All texts of a question that may hold placeholders, without its steps', by field."""
    yield "ask", question.ask
    for name, text in (("solution", question.solution), ("shows", question.shows)):
        if text is not None:
            yield name, text
    yield from ((f"hints.{i}", hint) for i, hint in enumerate(question.hints))
    yield from ((f"mistakes.{i}.ask", one.ask) for i, one in enumerate(question.mistakes) if one.ask is not None)
    yield from ((f"tests.{i}.answer", test.answer) for i, test in enumerate(question.tests))
    match question.answer:
        case ChoiceAnswer(options=options) | ChoicesAnswer(options=options) | OrderAnswer(options=options):
            yield from ((f"answer.options.{name}", text) for name, text in options.items())
        case MatchAnswer(items=items, options=options):
            yield from ((f"answer.items.{name}", text) for name, text in items.items())
            yield from ((f"answer.options.{name}", text) for name, text in options.items())
        case PredictAnswer(options=options):
            yield from ((f"answer.options.{name}", text) for name, text in options.items())
        case FlawAnswer(lines=lines):
            yield from ((f"answer.lines.{i}", line) for i, line in enumerate(lines))
        case ReactionAnswer(slots=str(slots)):
            yield "answer.slots", slots
        case TextAnswer(accept=accept):
            yield from ((f"answer.accept.{i}", text) for i, text in enumerate(accept))
        case answer if answer.kind == "own-words":
            yield from ((f"answer.rubric.{i}.point", one.point) for i, one in enumerate(answer.rubric))


def _names(planned: Plan, key: KeyPlan, mistakes: tuple[KeyPlan, ...], texts: dict[str, Template]) -> frozenset[str]:
    names = set(key.names).union(*(one.names for one in mistakes))
    for one in texts.values():
        for node in one.expressions:
            names |= free_names(node)
    for _, _, computed in planned.parameters:
        names |= free_names(computed) if computed is not None else frozenset()
    for checks in planned.checks:
        for _, condition in checks:
            names |= free_names(condition)
    return frozenset(names)

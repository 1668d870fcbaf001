"""Variants: a question with its numbers drawn, its texts filled, its key worked out, and its options in order.

A variant is named by the question, the hash of its text, and a number n; the same name always gives the same variant.
The whole tree of a question shares n: a step has the numbers of the question that it leads to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Final, TypeVar

from tutor.curriculum.answers import (
    Answer,
    FlawAnswer,
    MatchAnswer,
    OrderAnswer,
    PredictAnswer,
    ReactionAnswer,
    TextAnswer,
    WithOptions,
)
from tutor.curriculum.curricula import Curricula
from tutor.curriculum.drawing import drawn
from tutor.curriculum.keys import Key
from tutor.curriculum.nodes import QuestionNode
from tutor.curriculum.recipes import Recipe, placed, recipe
from tutor.curriculum.stream import Stream
from tutor.notation.evaluation import evaluate
from tutor.notation.tree import Node, Number, Text

T = TypeVar("T")

KEPT: Final = 2048  # variants kept at hand


@dataclass(frozen=True, slots=True)
class Option:
    """An option, or a line of an argument, as shown."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class BoundMistake:
    """A known wrong answer. `goto`: a question's reference. `misconception`: its full reference."""

    value: Key
    ask: str | None
    goto: str | None
    misconception: str | None


@dataclass(frozen=True, slots=True)
class BoundPoint:
    """A point of a rubric. `question`: the reference of the question behind it."""

    point: str
    question: str | None


@dataclass(frozen=True, slots=True)
class Variant:
    """A question as it is asked.

    `key` by kind: choice, text and every kind whose value is written (logic): str;
    choices: frozenset of ids; order: tuple of ids; match: the option's id for each of `items`; flaw: the line's number as text;
    predict, own-words: None; every other kind: an evaluated tree. `values`: what was drawn for it and those above it.
    `options`: in the order shown. `tests`: typed answers with the verdict they must get. `reveal`: the exhibit that
    a prediction is compared with.
    """

    ref: str
    hash: str
    n: int
    kind: str
    answer: Answer
    key: Key
    values: Mapping[str, Node]
    ask: str
    options: tuple[Option, ...]
    mistakes: tuple[BoundMistake, ...]
    hints: tuple[str, ...]
    solution: str | None
    shows: str | None
    tests: tuple[tuple[str, str], ...]
    reveal: str | None = None
    rubric: tuple[BoundPoint, ...] = ()
    items: tuple[Option, ...] = ()


@lru_cache(maxsize=KEPT)
def draw(curricula: Curricula, ref: str, n: int) -> Variant:
    """The variant with that number. Raises InputError("unknown-question").

    Raises CurriculumError("curriculum-undrawable") when its conditions are too narrow, and ("curriculum-invalid") when
    an expression can't be read or has no value; its `where` names the place.
    """
    node = curricula.question(ref)
    return _Filling(curricula, node, n, recipe(curricula, node.ref)).variant()


def count(curricula: Curricula, ref: str, limit: int, enough: int | None = None) -> int:
    """How many different draws there are among the first `limit` variants; no more are counted than `enough`.

    Raises like `draw`.
    """
    node = curricula.question(ref)
    if not node.parametric:
        return 1
    seen = set()
    for n in range(limit):
        seen.add(tuple(_values(curricula, node.ref, n).items()))
        if len(seen) == enough:
            break
    return len(seen)


@lru_cache(maxsize=KEPT)
def _values(curricula: Curricula, ref: str, n: int) -> dict[str, Node]:
    """What was drawn for a question and those above it."""
    node = curricula.question(ref)
    inherited = _values(curricula, node.parent, n) if node.parent is not None else {}
    parts = recipe(curricula, ref)
    if not parts.plan.parameters and not node.question.parameters.where:
        return inherited
    stream = Stream(node.hash, n) if node.parent is None else Stream(node.hash, n, ref)
    known = {**_sibling_keys(curricula, node, n), **inherited}
    own = placed(curricula, ref, "parameters", lambda: drawn(parts.plan, known, stream, ref))
    return {**inherited, **own}


def _sibling_keys(curricula: Curricula, node: QuestionNode, n: int) -> dict[str, Node]:
    """The keys of the steps before this one and before those above it, under their ids, as far as its texts name them.

    Shared steps aren't among them: they have numbers of their own.
    """
    wanted = recipe(curricula, node.ref).names
    keys: dict[str, Node] = {}
    while node.parent is not None:
        above = curricula.question(node.parent)
        for step in above.steps[: above.steps.index(node.ref)]:
            name = step.rpartition("/")[2].replace("-", "_")
            if name in wanted and name not in keys and curricula.question(step).parent == above.ref:
                value = _as_value(_key(curricula, step, n))
                keys |= {name: value} if value is not None else {}
        node = above
    return keys


def _key(curricula: Curricula, ref: str, n: int) -> Key:
    node = curricula.question(ref)
    return _Filling(curricula, node, n, recipe(curricula, ref)).key()


def _as_value(key: Key) -> Node | None:
    """A key as later steps may compute with it; sets and orders of options aren't values."""
    if isinstance(key, str):
        return Number(Fraction(key)) if key.isdigit() else Text(key)
    return None if key is None or isinstance(key, tuple | frozenset) else key


class _Filling:
    """A recipe with drawn values at hand."""

    def __init__(self, curricula: Curricula, node: QuestionNode, n: int, parts: Recipe) -> None:
        self._curricula, self._node, self._n, self._parts = curricula, node, n, parts
        self._values = _values(curricula, node.ref, n)
        keys = _sibling_keys(curricula, node, n)
        self._bindings = {**keys, **self._values} if keys else self._values

    def variant(self) -> Variant:
        node, question = self._node, self._node.question
        key = self.key()
        return Variant(
            ref=node.ref, hash=node.hash, n=self._n, kind=question.answer.kind, answer=self._answer(), key=key,
            values=MappingProxyType(self._values), ask=self._text("ask"), options=self._options(key),
            mistakes=tuple(map(self._mistake, range(len(question.mistakes)))),
            hints=tuple(self._text(f"hints.{i}") for i in range(len(question.hints))),
            solution=self._text("solution") if question.solution is not None else None,
            shows=self._text("shows") if question.shows is not None else None,
            tests=tuple((self._text(f"tests.{i}.answer"), test.verdict) for i, test in enumerate(question.tests)),
            reveal=self._reveal(), rubric=tuple(self._rubric()), items=tuple(self._items()),
        )  # fmt: skip

    def key(self) -> Key:
        return self._placed("answer.value", lambda: self._parts.key.bind(self._bindings))

    def _placed(self, field: str, work: Callable[[], T]) -> T:
        return placed(self._curricula, self._node.ref, field, work)

    def _text(self, field: str) -> str:
        parts = self._parts.texts[field]
        if parts.plain:
            return parts.source
        return self._placed(field, lambda: parts.fill(lambda node: evaluate(node, self._bindings)))

    def _mistake(self, i: int) -> BoundMistake:
        mistake, node = self._node.question.mistakes[i], self._node
        value = self._placed(f"mistakes.{i}.value", lambda: self._parts.mistakes[i].bind(self._bindings))
        misconception = self._curricula.concept(node.concept).misconceptions.get(mistake.misconception or "")
        return BoundMistake(
            value,
            self._text(f"mistakes.{i}.ask") if mistake.ask is not None else None,
            self._curricula.goto(node.ref, mistake.goto) if mistake.goto is not None else None,
            misconception,
        )

    def _answer(self) -> Answer:
        """The author's answer; the texts that a text answer may also be, and a reaction's slots, filled."""
        answer = self._node.question.answer
        if isinstance(answer, ReactionAnswer) and answer.slots is not None:
            return replace(answer, slots=self._text("answer.slots"))
        if not isinstance(answer, TextAnswer) or not answer.accept:
            return answer
        accept = tuple(self._text(f"answer.accept.{i}") for i in range(len(answer.accept)))
        return replace(answer, accept=accept)

    def _options(self, key: Key) -> tuple[Option, ...]:
        answer = self._node.question.answer
        if isinstance(answer, FlawAnswer):
            return tuple(Option(str(i + 1), self._text(f"answer.lines.{i}")) for i in range(len(answer.lines)))
        if not isinstance(answer, WithOptions):
            return ()
        options = tuple(Option(name, self._text(f"answer.options.{name}")) for name in answer.options)
        if isinstance(answer, PredictAnswer) or not getattr(answer, "shuffle", True):
            return options
        stream = Stream(self._node.hash, self._n, self._node.ref, "options")
        shown = stream.shuffled(options)
        while isinstance(answer, OrderAnswer) and tuple(option.id for option in shown) == key:
            shown = stream.shuffled(options)  # the right order is never the one shown
        return shown

    def _reveal(self) -> str | None:
        answer = self._node.question.answer
        curriculum = self._node.ref.partition("/")[0]
        return f"{curriculum}@{answer.reveal}" if isinstance(answer, PredictAnswer) else None

    def _items(self) -> Iterator[Option]:
        answer = self._node.question.answer
        if isinstance(answer, MatchAnswer):
            yield from (Option(name, self._text(f"answer.items.{name}")) for name in answer.items)

    def _rubric(self) -> Iterator[BoundPoint]:
        for i, question in enumerate(self._node.rubric):
            yield BoundPoint(self._text(f"answer.rubric.{i}.point"), question)

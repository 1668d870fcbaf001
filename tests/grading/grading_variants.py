"""Variants as `tutor.curriculum.variants.draw` gives them, made by hand for one answer at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tutor.curriculum.answers import (
    Answer,
    ChoiceAnswer,
    ChoicesAnswer,
    EquationAnswer,
    ExpressionAnswer,
    FlawAnswer,
    MatchAnswer,
    MatrixAnswer,
    NumberAnswer,
    OrderAnswer,
    OwnWordsAnswer,
    PredictAnswer,
    RubricPoint,
    TextAnswer,
    VectorAnswer,
)
from tutor.notation.evaluation import evaluate
from tutor.notation.reader import read
from tutor.notation.tree import Node


@dataclass(frozen=True)
class ShownOption:
    id: str
    text: str


@dataclass(frozen=True)
class KnownMistake:
    value: Any
    ask: str | None = "Look again at the first entry."
    goto: str | None = None
    misconception: str | None = None


@dataclass(frozen=True)
class MadeVariant:
    """The fields of a Variant that grading reads."""

    kind: str
    answer: Answer
    key: Any
    ask: str = "What is it?"
    options: tuple[ShownOption, ...] = ()
    items: tuple[ShownOption, ...] = ()
    mistakes: tuple[KnownMistake, ...] = ()
    hints: tuple[str, ...] = ()
    tests: tuple[tuple[str, str], ...] = ()
    values: Mapping[str, Node] = field(default_factory=dict)
    n: int = 0
    ref: str = "made/by/hand"


def value(text: str) -> Node:
    return evaluate(read(text, names=None, expression_language=True), {})


def mistaken(*texts: str) -> tuple[KnownMistake, ...]:
    return tuple(KnownMistake(value(text), misconception=f"c/k#m{number}") for number, text in enumerate(texts))


def number(key: str, *, ask: str = "What is it?", tolerance: str | None = None, mistakes: Sequence[str] = ()) -> Any:
    answer = NumberAnswer(kind="number", value=key, tolerance=tolerance)
    return MadeVariant("number", answer, value(key), ask=ask, mistakes=mistaken(*mistakes))


def expression(
    key: str, names: Sequence[str], *, ask: str = "What is it?", mistakes: Sequence[str] = (), domain: Any = "real"
) -> Any:
    answer = ExpressionAnswer(kind="expression", value=key, names=tuple(names), domain=domain)
    return MadeVariant("expression", answer, value(key), ask=ask, mistakes=mistaken(*mistakes))


def equation(key: str, names: Sequence[str], *, mistakes: Sequence[str] = (), domain: Any = "real") -> Any:
    answer = EquationAnswer(kind="equation", value=key, names=tuple(names), domain=domain)
    return MadeVariant(
        "equation",
        answer,
        read(key, names=frozenset(names)),
        mistakes=tuple(KnownMistake(read(text, names=frozenset(names))) for text in mistakes),
    )


def vector(
    key: str,
    names: Sequence[str] = (),
    *,
    letters: Sequence[str] = (),
    ask: str = "?",
    mistakes: Sequence[str] = (),
) -> Any:
    answer = VectorAnswer(kind="vector", value=key, names=tuple(names), letters=tuple(letters))
    return MadeVariant("vector", answer, value(key), ask=ask, mistakes=mistaken(*mistakes))


def matrix(key: str, *, ask: str = "?", mistakes: Sequence[str] = ()) -> Any:
    return MadeVariant(
        "matrix", MatrixAnswer(kind="matrix", value=key), value(key), ask=ask, mistakes=mistaken(*mistakes)
    )


def shown(options: Mapping[str, str]) -> tuple[ShownOption, ...]:
    return tuple(ShownOption(*pair) for pair in options.items())


def choice(options: Mapping[str, str], key: str, *, mistakes: Mapping[str, str] | None = None) -> Any:
    answer = ChoiceAnswer(kind="choice", options=dict(options), value=key)
    known = tuple(KnownMistake(one, misconception=idea) for one, idea in (mistakes or {}).items())
    return MadeVariant("choice", answer, key, options=shown(options), mistakes=known)


def choices(options: Mapping[str, str], key: Sequence[str], *, mistakes: Sequence[Sequence[str]] = ()) -> Any:
    answer = ChoicesAnswer(kind="choices", options=dict(options), value=tuple(key))
    known = tuple(KnownMistake(tuple(one)) for one in mistakes)
    return MadeVariant("choices", answer, frozenset(key), options=shown(options), mistakes=known)


def order(options: Mapping[str, str], key: Sequence[str], *, mistakes: Sequence[Sequence[str]] = ()) -> Any:
    answer = OrderAnswer(kind="order", options=dict(options), value=tuple(key))
    known = tuple(KnownMistake(tuple(one)) for one in mistakes)
    return MadeVariant("order", answer, tuple(key), options=shown(options), mistakes=known)


def match(
    items: Mapping[str, str], options: Mapping[str, str], key: Sequence[str], *, mistakes: Sequence[Sequence[str]] = ()
) -> Any:
    value = dict(zip(items, key, strict=True))
    answer = MatchAnswer(kind="match", items=dict(items), options=dict(options), value=value)
    known = tuple(KnownMistake(tuple(one)) for one in mistakes)
    return MadeVariant("match", answer, tuple(key), options=shown(options), items=shown(items), mistakes=known)


def predict(options: Mapping[str, str]) -> Any:
    answer = PredictAnswer(kind="predict", options=dict(options), reveal="table")
    return MadeVariant("predict", answer, None, options=shown(options))


def text(key: str, *accept: str, mistakes: Sequence[str] = ()) -> Any:
    answer = TextAnswer(kind="text", value=key, accept=accept)
    return MadeVariant("text", answer, key, mistakes=tuple(KnownMistake(one) for one in mistakes))


def flaw(lines: Sequence[str], key: int, *, mistakes: Sequence[int] = ()) -> Any:
    answer = FlawAnswer(kind="flaw", lines=tuple(lines), value=str(key))
    numbered = {str(number): line for number, line in enumerate(lines, 1)}
    known = tuple(KnownMistake(str(one)) for one in mistakes)
    return MadeVariant("flaw", answer, str(key), options=shown(numbered), mistakes=known)


def own_words() -> Any:
    answer = OwnWordsAnswer(kind="own-words", rubric=(RubricPoint(point="It says why."),))
    return MadeVariant("own-words", answer, None)

"""The registry of answer kinds: each is a module of its own with a `judge` and a `preview`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from tutor.grading import (
    choice,
    choices,
    equation,
    expression,
    flaw,
    inequality,
    logic,
    matrix,
    number,
    order,
    own_words,
    predict,
    solution_set,
    span,
    text,
    vector,
)

if TYPE_CHECKING:
    from tutor.curriculum.variants import Variant
    from tutor.grading.previewing import Preview
    from tutor.grading.verdict import Judgement


@dataclass(frozen=True, slots=True)
class Kind:
    """How answers of one kind are judged against a variant, and shown (names, options, text) while being
    typed.
    """

    judge: Callable[[Variant, str], Judgement]
    preview: Callable[[tuple[str, ...], tuple[str, ...], str], Preview]


KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "number": Kind(number.judge, number.preview),
        "expression": Kind(expression.judge, expression.preview),
        "equation": Kind(equation.judge, equation.preview),
        "vector": Kind(vector.judge, vector.preview),
        "matrix": Kind(matrix.judge, matrix.preview),
        "choice": Kind(choice.judge, choice.preview),
        "choices": Kind(choices.judge, choices.preview),
        "order": Kind(order.judge, order.preview),
        "predict": Kind(predict.judge, predict.preview),
        "text": Kind(text.judge, text.preview),
        "logic": Kind(logic.judge, logic.preview),
        "set": Kind(solution_set.judge, solution_set.preview),
        "inequality": Kind(inequality.judge, inequality.preview),
        "span": Kind(span.judge, span.preview),
        "flaw": Kind(flaw.judge, flaw.preview),
        "own-words": Kind(own_words.judge, own_words.preview),
    }
)

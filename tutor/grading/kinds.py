"""The registry of answer kinds: each is a module of its own with a `judge` and a `preview`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from tutor.grading import (
    choice,
    choices,
    equation,
    expression,
    flaw,
    logic,
    matrix,
    number,
    order,
    own_words,
    predict,
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


def _on_first_use(module: str) -> Kind:
    """A kind that most sessions never meet: its readers are imported when the first answer of it is."""

    def judge(variant: Variant, text: str) -> Judgement:
        found: Judgement = import_module(module).judge(variant, text)
        return found

    def preview(names: tuple[str, ...], options: tuple[str, ...], text: str) -> Preview:
        found: Preview = import_module(module).preview(names, options, text)
        return found

    return Kind(judge, preview)


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
        "formula": _on_first_use("tutor.grading.formula"),
        "reaction": _on_first_use("tutor.grading.reaction"),
        "configuration": _on_first_use("tutor.grading.configuration"),
        "nuclear": _on_first_use("tutor.grading.nuclear"),
        "flaw": Kind(flaw.judge, flaw.preview),
        "own-words": Kind(own_words.judge, own_words.preview),
    }
)

"""All options in the right order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tutor.grading.decision import decide, unreadable
from tutor.grading.listing import places
from tutor.grading.previewing import Preview
from tutor.grading.reading import RefusalError
from tutor.grading.verdict import Judgement
from tutor.grading.wording import latex_of_all, one_line

if TYPE_CHECKING:
    from tutor.curriculum.variants import Variant


def judge(variant: Variant, text: str) -> Judgement:
    """The verdict on an order. slip `order` isn't named here: every wrong answer is one."""
    texts = [option.text for option in variant.options]
    try:
        order = _order(text, texts)
    except RefusalError as refusal:
        return unreadable(refusal)
    ids = tuple(variant.options[index].id for index in order)
    return decide(
        variant,
        ids,
        lambda given, value: given == tuple(map(str, value)),
        read_latex=latex_of_all(texts[index] for index in order),
    )


def preview(_names: tuple[str, ...], options: tuple[str, ...], text: str) -> Preview:
    """The options in the order typed so far."""
    chosen = [options[index] for index in places(text, options)]
    left = len(options) - len(set(chosen))
    return Preview(
        latex_of_all(chosen),
        "; ".join(map(one_line, chosen)),
        message=f"{left} still to place." if left else None,
    )


def _order(text: str, options: Sequence[str]) -> tuple[int, ...]:
    order = places(text, options)
    if len(order) != len(options) or len(set(order)) != len(options):
        raise RefusalError(
            f"Each of the {len(options)} options is expected once, as {_example(len(options))}.",
            (0, len(text)),
        )
    return order


def _example(count: int) -> str:
    return " ".join(str(number) for number in range(1, count + 1))

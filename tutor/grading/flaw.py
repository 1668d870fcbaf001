"""The line of an argument at which it fails."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tutor.grading.decision import decide, unreadable
from tutor.grading.options import picked
from tutor.grading.previewing import Preview
from tutor.grading.reading import RefusalError
from tutor.grading.verdict import Judgement
from tutor.grading.wording import latex_of, one_line
from tutor.notation.tree import Number

if TYPE_CHECKING:
    from tutor.curriculum.variants import Variant

ORDINALS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
)


def judge(variant: Variant, text: str) -> Judgement:
    """The verdict on a line's number."""
    try:
        line = _line(text, [option.text for option in variant.options])
    except RefusalError as refusal:
        return unreadable(refusal)
    return decide(
        variant,
        line,
        lambda given, value: str(given) == _number(value),
        read_latex=latex_of(variant.options[line - 1].text),
    )


def preview(_names: tuple[str, ...], options: tuple[str, ...], text: str) -> Preview:
    """Which line would be meant."""
    shown = options[_line(text, options) - 1]
    return Preview(latex_of(shown), one_line(shown))


def _line(text: str, lines: Sequence[str]) -> int:
    said = text.strip().casefold().removeprefix("the ").removesuffix(" line").removeprefix("line ").strip(" ().:#")
    if said in ORDINALS[: len(lines)]:
        return ORDINALS.index(said) + 1
    if said.isascii() and said.isdigit() and len(said) <= 2:
        if 1 <= int(said) <= len(lines):
            return int(said)
        raise RefusalError(f"The lines are numbered from 1 to {len(lines)}.", (0, len(text)))
    return picked(text, lines) + 1


def _number(value: object) -> str:
    return str(value.value) if isinstance(value, Number) else str(value)

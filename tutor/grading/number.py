"""One real number: any closed expression with the key's value is right.

A decimal may be rounded where the key has no finite decimal: 0.333 for 1/3, 3.606 for sqrt(13).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from tutor.curriculum.forms import COUNTED, Form
from tutor.grading.asked import is_asked_back
from tutor.grading.decision import decide, unreadable
from tutor.grading.equivalence import equal
from tutor.grading.exact import exact
from tutor.grading.form import asked_forms, unmet
from tutor.grading.form_digits import Digits, decimal, rounds_to, rounds_to_places, same_digits
from tutor.grading.kleene import any_of
from tutor.grading.named_unit import number_before_unit, without_named_unit
from tutor.grading.previewing import Preview, preview_of_tree
from tutor.grading.reading import (
    CONSTANTS,
    SCALARS_ONLY,
    RefusalError,
    key_tree,
    scalar,
    settled,
)
from tutor.grading.rounding import FEWEST_DIGITS, has_the_digits_of, rounded, within
from tutor.grading.slips import number_slip
from tutor.grading.typed_number import LONGEST_WITH_NOUN, NUMBER_THEN_WORDS, read_number, without_noun
from tutor.grading.verdict import Judgement, Verdict
from tutor.notation.printing import to_latex
from tutor.notation.tree import Node, Unary

if TYPE_CHECKING:
    from tutor.curriculum.variants import Variant

TOO_FEW_DIGITS = "So few digits don't settle a number without a finite decimal; give more, or the exact value."


def judge(variant: Variant, text: str) -> Judgement:
    """The verdict on a typed number."""
    counted = next((one for one in asked_forms(variant) if one.name in COUNTED), None)
    try:
        alone = without_named_unit(without_noun(text, variant.ask), variant.ask)
        typed = read_number(alone, counted=counted is not None)
        value = settled(scalar(typed, "One number"))
        scalar(value, "One number")
    except RefusalError as refusal:
        return unreadable(refusal)
    tolerance, key = _tolerance(variant), key_tree(variant)
    in_percent = _is_percentage(typed) and _asks_for_percent(variant.ask)

    def same(_: Node, expected: Node) -> bool | None:
        outcome = fits(typed, value, expected)
        if not outcome and in_percent and isinstance(typed, Unary):
            return fits(typed.arg, settled(typed.arg), expected) or outcome
        return outcome

    def fits(typed: Node, value: Node, expected: Node) -> bool | None:
        if counted is not None:
            return is_as_precise(typed, value, expected, counted, tolerance)
        return is_number(typed, value, expected, tolerance)

    judgement = decide(
        variant,
        value,
        same,
        read_latex=to_latex(typed),
        slip=lambda: number_slip(value, key) or (counted and misplaced_point(typed, key, counted)) or None,
        restated=lambda: is_asked_back(typed, key, variant.ask, CONSTANTS),
        form=lambda: unmet(variant, typed, is_exact=tolerance is not None or equal(value, key) is True),
    )
    if judgement.verdict is Verdict.UNDECIDED and counted is None and rounded(typed, key) is None:
        return replace(judgement, verdict=Verdict.FORM, message=TOO_FEW_DIGITS)
    return judgement


def preview(_names: tuple[str, ...], _options: tuple[str, ...], text: str) -> Preview:
    """How the text would be read as a number; a noun after it may be part of the question."""
    try:
        return preview_of_tree(read_number(text))
    except RefusalError:
        found = NUMBER_THEN_WORDS.fullmatch(text) if len(text) <= LONGEST_WITH_NOUN else None
        number = found[1] if found is not None else number_before_unit(text)
        if number is None:
            raise
    return preview_of_tree(read_number(number))


def is_number(typed: Node, value: Node, expected: Node, tolerance: Fraction | None = None) -> bool | None:
    """The typed tree, whose value is `value`, is the expected number: exactly, within the tolerance, or
    rounded.
    """
    outcome = equal(value, expected)
    if outcome is not False:
        return outcome
    if tolerance is not None and within(value, expected, tolerance):
        return True
    return has_the_digits_of(value, expected) or rounded(typed, expected)


def is_as_precise(typed: Node, value: Node, expected: Node, asked: Form, tolerance: Fraction | None) -> bool | None:
    """The typed tree is the expected number, exactly, within the tolerance, or rounded to the figures or places that it
    was typed with: those asked for or others, so that what is wrong can be told from what has another form.
    """
    outcome = equal(value, expected)
    if outcome is not False:
        return outcome
    if tolerance is not None:
        return within(value, expected, tolerance)
    found = decimal(typed)
    if found is None or isinstance(expected, SCALARS_ONLY) or found.most < min(asked.least, FEWEST_DIGITS):
        return False
    return any_of(_roundings(found, expected, asked))


def misplaced_point(typed: Node, key: Node, asked: Form) -> str | None:
    """`point`, where a decimal has the key's first digits and only its point stands elsewhere."""
    found, known = decimal(typed), exact(key)
    figures = asked.least if asked.name == "significant-figures" else FEWEST_DIGITS
    if found is None or not known or found.most < max(figures, FEWEST_DIGITS):
        return None
    return "point" if same_digits(found.value, known, figures) else None


def _roundings(found: Digits, expected: Node, asked: Form) -> Iterator[bool | None]:
    if asked.name == "decimal-places":
        yield rounds_to_places(found, expected, found.places)
        return
    for figures in range(found.least, found.most + 1):
        yield rounds_to(found, expected, figures)


def _tolerance(variant: Variant) -> Fraction | None:
    written = getattr(variant.answer, "tolerance", None)
    if written is None:
        return None
    return _constant(written) or _at_least(settled(_expression(written), variant.values))


def _at_least(value: Node) -> Fraction:
    """A rational number just below a value that may hold pi or roots. Raises NotationError("undefined") for anything else."""
    from tutor.notation.comparison import bounds

    found = exact(value)
    return found if found is not None else bounds(value, 64)[0]


@lru_cache(maxsize=256)
def _expression(written: str) -> Node:
    from tutor.notation.reader import read

    return read(written, expression_language=True)


@lru_cache(maxsize=256)
def _constant(written: str) -> Fraction | None:
    return exact(_expression(written))


def _is_percentage(typed: Node) -> bool:
    return isinstance(typed, Unary) and typed.op == "%"


def _asks_for_percent(ask: str) -> bool:
    lowered = ask.casefold()
    return "%" in lowered or "percent" in lowered or "per cent" in lowered

"""A quantity: a number with its unit, right when it is the same physical quantity as the key.

Units are converted exactly and dimensions compared exactly. What counts as the same number:

- the same value, exactly;
- with a `tolerance`: what lies within it, and nothing else;
- with `figures`: the value rounded to as many significant digits, and shown with as many (else the form is what is missing);
- with neither: also a decimal that is the value correctly rounded to at least 3 significant digits, or to as many as the key
  shows when it is a decimal itself, but at least 2. A correct rounding to fewer digits is undecided, never wrong.

A right number without a unit, or with one of another dimension, is "right but for the unit".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from tutor.errors import NotationError
from tutor.grading.decision import decide, unreadable
from tutor.grading.equivalence import equal
from tutor.grading.exact import exact
from tutor.grading.previewing import Preview
from tutor.grading.quantity_rounding import ENOUGH, FEWEST, rounds, within
from tutor.grading.quantity_slips import unit_slip
from tutor.grading.quantity_value import ONE, Monomial, Split, Value, scale_of, shown, split, value_of
from tutor.grading.quantity_words import latex_of, text_of
from tutor.grading.reading import RefusalError, refuse_too_long, refused
from tutor.grading.slips import number_slip
from tutor.grading.units import pieces
from tutor.grading.verdict import Judgement, Verdict
from tutor.notation.evaluation import evaluate
from tutor.notation.quantities import read_quantity
from tutor.notation.tree import Binary, Node, Number, Text

if TYPE_CHECKING:
    from tutor.curriculum.answers import QuantityAnswer
    from tutor.curriculum.variants import Variant

_LABEL: Final = re.compile(r"\s*\\?[A-Za-z][A-Za-z0-9_]{0,15}\s*=(?!=)")
_DEGREES: Final = re.compile(r"(\s*[-+−]?[\d.,]{1,20}\s*)([CF]\s*)")
_KELVIN: Final = Text("K")
TOO_FEW_DIGITS: Final = "So few digits don't settle the value; give three or more."
NO_UNIT: Final = "The number is right; its unit is missing."
_OPTIONS: Final = "write it in a unit of the same dimension"
OTHER_UNIT: Final = "The number is right; its unit measures something else."


@dataclass(frozen=True, slots=True)
class Reading:
    """A quantity as it was read. `parts` is None where it isn't one number with one unit (`6 ft 2 in`)."""

    tree: Node
    parts: Split | None
    value: Value

    @property
    def number(self) -> Node:
        """Its number as written; 1 for a bare unit."""
        return (self.parts.number if self.parts else None) or ONE

    @property
    def units(self) -> Monomial:
        """Its unit; empty for a plain number and for sums."""
        return self.parts.units if self.parts else {}


def judge(variant: Variant, text: str) -> Judgement:
    """The verdict on a typed quantity."""
    answer: QuantityAnswer = variant.answer  # type: ignore[assignment]
    key = _key(str(variant.key), answer)
    _check_options(key, answer)
    try:
        readings = _readings(_with_degree_sign(text, key), answer)
        typed = next((one for one in readings if _same(one, key, answer)), readings[0])
        _refuse_incomplete(typed, key, text)
    except RefusalError as refusal:
        return unreadable(refusal)

    def same(given: Reading, other: object) -> bool | None:
        return _same(given, _key(str(other), answer), answer)

    judgement = decide(
        variant, typed, same, read_latex=latex_of(typed.tree), slip=lambda: _slip(typed, key, answer)
    )  # fmt: skip
    if judgement.verdict is Verdict.RIGHT:
        return _as_asked(judgement, typed, answer)
    if judgement.verdict is Verdict.UNDECIDED and _has_too_few_digits(typed, key, answer):
        return replace(judgement, message=TOO_FEW_DIGITS)
    if judgement.verdict is Verdict.WRONG and judgement.mistake is None and _right_but_for_the_unit(typed, key, answer):
        missing = not typed.units
        message = NO_UNIT if missing else OTHER_UNIT
        return replace(
            judgement, verdict=Verdict.UNIT, slip="missing-unit" if missing else "wrong-unit", message=message
        )
    return judgement


def preview(names: tuple[str, ...], _options: tuple[str, ...], text: str) -> Preview:
    """How the text would be read as a quantity."""
    try:
        tree = _tree(text, frozenset(names), below=False)[0]
        value_of(tree)
        return Preview(latex_of(tree), text_of(tree))
    except NotationError as error:
        raise refused(error) from error


@lru_cache(maxsize=256)
def _key(text: str, answer: QuantityAnswer) -> Reading:
    """The key, or a mistake's value. Raises NotationError when it can't be read."""
    return _reading(read_quantity(text, pieces, letters=frozenset(answer.names)).tree, answer)


def _reading(tree: Node, answer: QuantityAnswer) -> Reading:
    value = value_of(tree, imperial=answer.customary == "imperial", difference=answer.difference)
    return Reading(tree, split(tree), value)


def _readings(text: str, answer: QuantityAnswer) -> list[Reading]:
    """The one reading of a text, or the two that it has when a product sign follows a solidus among units."""
    letters = frozenset(answer.names)
    try:
        tree, ambiguous = _tree(text, letters, below=False)
        trees = [tree, _tree(text, letters, below=True)[0]] if ambiguous else [tree]
        return [_reading(one, answer) for one in trees]
    except NotationError as error:
        raise refused(error) from error


def _with_degree_sign(text: str, key: Reading) -> str:
    """`77 F` and `25 C`, where a temperature is asked for, are degrees: no farads, no coulombs."""
    typed = _DEGREES.fullmatch(text)
    return f"{typed[1]}°{typed[2]}" if typed and key.value.keys() == value_of(_KELVIN).keys() else text


def _tree(text: str, letters: frozenset[str], *, below: bool) -> tuple[Node, bool]:
    refuse_too_long(text)
    label = _LABEL.match(text)
    if label:  # v = 12 m/s; the offsets stay those of the typed text
        text = " " * label.end() + text[label.end() :]
    trimmed = text.rstrip()
    if trimmed.endswith((".", ",", ";")):
        trimmed = trimmed[:-1]
    found = read_quantity(trimmed, pieces, letters=letters, below=below)
    return found.tree, found.ambiguous


def _refuse_incomplete(typed: Reading, key: Reading, text: str) -> None:
    """Raises RefusalError for a bare unit where a number is asked for, and for a sum of metres and seconds."""
    if len(typed.value) > len(key.value):
        raise RefusalError("Quantities of different kinds are added here; they have no sum.", (0, len(text)))
    bare = typed.parts is not None and typed.parts.number is None
    if bare and key.parts is not None and key.parts.number is not None and typed.units:
        raise RefusalError("A number is expected before the unit.", (0, len(text)))


def _same_dimension(a: Reading, b: Reading) -> bool:
    return a.value.keys() == b.value.keys()


def _same(typed: Reading, key: Reading, answer: QuantityAnswer) -> bool | None:
    """The two are the same quantity, as the answer's options measure it; None: too few digits, or undecided."""
    if not _same_dimension(typed, key):
        return False
    outcomes = {equal(typed.value[kind], key.value[kind]) for kind in key.value}
    if outcomes == {True} or len(key.value) > 1:
        return False if False in outcomes else None if None in outcomes else True
    if answer.tolerance is not None and _within_tolerance(typed, key, answer):
        return True
    if None in outcomes or (answer.tolerance is not None):
        return None if None in outcomes else False
    if typed.parts is None:
        return False
    outcome = rounds(typed.number, _in_unit_of(typed, key, answer), _enough(key, answer))
    return True if outcome is None and answer.figures else outcome


def _enough(key: Reading, answer: QuantityAnswer) -> int:
    """How many digits stand for the key."""
    if answer.figures:
        return answer.figures
    written = shown(key.number)
    return (
        max(FEWEST, min(ENOUGH, written.figures[0]))
        if written and len(written.figures) == 1 and _is_decimal(key)
        else ENOUGH
    )


def _is_decimal(key: Reading) -> bool:
    literal = str(getattr(key.number, "literal", "."))
    return not literal.isdecimal()


def _in_unit_of(typed: Reading, key: Reading, answer: QuantityAnswer) -> Node:
    """The key's number in the unit of the typed answer."""
    (value,) = key.value.values()
    factor, offset = scale_of(typed.units, imperial=answer.customary == "imperial", difference=answer.difference)
    return evaluate(Binary("/", Binary("-", value, offset), factor))


def _has_too_few_digits(typed: Reading, key: Reading, answer: QuantityAnswer) -> bool:
    if answer.tolerance is not None or typed.parts is None or len(key.value) > 1:
        return False
    return rounds(typed.number, _in_unit_of(typed, key, answer), _enough(key, answer)) is None


def _check_options(key: Reading, answer: QuantityAnswer) -> None:
    """Raises NotationError for a tolerance or a unit asked for that can't be read, or that measures something else."""
    limit = _limit(answer)
    if limit is not None and limit.units and "%" not in limit.units and not _same_dimension(limit, key):
        raise NotationError("unreadable", "the tolerance measures something else than the key", remedy=_OPTIONS)
    if answer.units is not None and not _same_dimension(_key(answer.units, answer), key):
        raise NotationError("unreadable", "the unit asked for measures something else than the key", remedy=_OPTIONS)


def _limit(answer: QuantityAnswer) -> Reading | None:
    """The tolerance as it is written; degrees in it are differences."""
    if answer.tolerance is None:
        return None
    return _key(answer.tolerance, replace(answer, difference=True))


def _within_tolerance(typed: Reading, key: Reading, answer: QuantityAnswer) -> bool:
    """Relative to the key's number in its own unit, or absolute in that unit, or in a unit of its own."""
    (mine,), (value,) = typed.value.values(), key.value.values()
    limit = _limit(answer)
    assert limit is not None
    factor, offset = scale_of(key.units, imperial=answer.customary == "imperial", difference=answer.difference)
    size, number = exact(factor), exact(evaluate(Binary("/", Binary("-", value, offset), factor)))
    allowed = exact(next(iter(limit.value.values())))
    if allowed is None:
        return False
    if "%" in limit.units:
        relative = abs(allowed)
        if number is not None and size is not None:
            return within(mine, value, relative * abs(number * size))
        return _relatively(mine, value, relative)
    if limit.units:
        return _same_dimension(limit, key) and within(mine, value, allowed)
    return size is not None and within(mine, value, allowed * size)


def _relatively(mine: Node, value: Node, relative: Fraction) -> bool:
    """Within that part of an irrational value."""
    quotient = evaluate(Binary("/", mine, value))
    return within(quotient, ONE, relative)


def _as_asked(judgement: Judgement, typed: Reading, answer: QuantityAnswer) -> Judgement:
    """A right quantity, also in the unit and with the digits asked for?"""
    if answer.units is not None and typed.units != _key(answer.units, answer).units:
        return replace(
            judgement, verdict=Verdict.UNIT, slip=None, message=f"The value is right; give it in {answer.units}."
        )
    if answer.figures is not None:
        written = shown(typed.number) if typed.parts else None
        if written is None or answer.figures not in written.figures:
            figures = f"{answer.figures} significant figure{'' if answer.figures == 1 else 's'}"
            return replace(judgement, verdict=Verdict.FORM, message=f"The value is right; give it with {figures}.")
    return judgement


def _right_but_for_the_unit(typed: Reading, key: Reading, answer: QuantityAnswer) -> bool:
    unitless = not typed.units and key.units  # 3 for 3 %, 90 for 90°
    if (_same_dimension(typed, key) and not unitless) or typed.parts is None or key.parts is None:
        return False
    if equal(typed.number, key.number):
        return True
    return answer.tolerance is None and rounds(typed.number, evaluate(key.number), _enough(key, answer)) is True


def _slip(typed: Reading, key: Reading, answer: QuantityAnswer) -> str | None:
    """unit-slip, or what everybody gets wrong in numbers."""
    if not _same_dimension(typed, key) or len(key.value) != 1 or typed.parts is None:
        return None
    (mine,), (value,) = typed.value.values(), key.value.values()
    if typed.units != key.units and key.parts is not None and equal(typed.number, key.number):
        return "unit-slip"
    in_unit = _in_unit_of(typed, key, answer)
    if unit_slip(typed.number, in_unit):
        return "unit-slip"
    return number_slip(mine, value) if isinstance(mine, Number) and isinstance(value, Number) else None

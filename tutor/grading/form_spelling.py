"""The key in the form that is asked for: with it a question's own grader is tried, and simulated learners answer."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.curriculum.forms import Form
from tutor.errors import NotationError
from tutor.grading import balls
from tutor.grading.exact import exact
from tutor.grading.form import asked_forms, unmet, written_keys
from tutor.grading.form_digits import power_of_ten
from tutor.notation.printing import to_text
from tutor.notation.reader import read
from tutor.notation.tree import Node, free_names

if TYPE_CHECKING:
    from tutor.curriculum.variants import Variant


def key_in_form(variant: Variant) -> tuple[str, ...]:
    """Texts that are the key in all forms asked for: none where the author wrote it in another form."""
    key = variant.key
    assert isinstance(key, Node)
    names = frozenset(getattr(variant.answer, "names", ())) | free_names(key)
    candidates = dict.fromkeys((*map(to_text, written_keys(variant)), *_numerals(key, asked_forms(variant))))
    return tuple(text for text in candidates if _fits(variant, text, names))


def _fits(variant: Variant, text: str, names: frozenset[str]) -> bool:
    try:
        return unmet(variant, read(text, names=names)) is None
    except NotationError:
        return False


def _numerals(key: Node, forms: tuple[Form, ...]) -> Iterator[str]:
    """The key as a number is written: rounded where figures are counted, else exactly."""
    value = _value(key)
    if value is None:
        return
    for form in forms:
        if form.name == "significant-figures":
            for figures in range(form.least, form.most + 1):
                yield scientific(value, figures)
                yield plain(value, max(0, figures - 1 - (power_of_ten(abs(value)) if value else 0)))
        elif form.name == "decimal-places":
            yield plain(value, form.most)
    whole, rest = divmod(abs(value), 1)
    sign = "-" if value < 0 else ""
    yield f"{value.numerator}/{value.denominator}"
    yield f"{sign}{whole} {rest.numerator}/{rest.denominator}"
    yield from (text for text in (scientific(value, 20), plain(value, 20)) if Fraction(text) == value)


def plain(value: Fraction, places: int) -> str:
    """Digits with so many behind the point, rounded half up."""
    scaled = int(abs(value) * 10**places + Fraction(1, 2))
    digits = str(scaled).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def scientific(value: Fraction, figures: int) -> str:
    """`1.50e3`: so many figures, rounded half up."""
    if not value:
        return plain(value, figures) if figures > 1 else "0"
    power = power_of_ten(abs(value))
    mantissa = plain(value / Fraction(10) ** power, figures - 1)
    if abs(Fraction(mantissa)) >= 10:
        return scientific(Fraction(mantissa) * Fraction(10) ** power, figures)
    return f"{mantissa}e{power}"


def _value(key: Node) -> Fraction | None:
    """The number, or one that agrees with it to more figures than are asked for."""
    found = exact(key)
    if found is not None:
        return found
    try:
        mantissa, exponent = balls.value_at(key, {}).mid().man_exp()
    except balls.OutOfReachError:
        return None
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)

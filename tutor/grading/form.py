"""Whether a right value has the form asked for, judged on the tree as it was typed.

Each form is a predicate of its own on that tree (`form_…`); none of them knows the key, but for `as-written`, which
compares with how the key is written. What is said speaks of the form and never gives the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tutor.curriculum.forms import COUNTED, Form, form
from tutor.errors import NotationError
from tutor.grading.form_digits import decimal
from tutor.grading.form_fraction import not_partial, not_single
from tutor.grading.form_number import WAYS
from tutor.grading.form_polynomial import NotPolynomialError, TooLargeError
from tutor.grading.form_product import not_expanded, not_factored
from tutor.grading.form_root import not_rationalised
from tutor.grading.form_shape import GROUPS, NOTHING, same_shape
from tutor.grading.form_simple import not_simplified
from tutor.grading.form_square import not_completed
from tutor.notation.tree import Matrix, Node, Relation, SetOf, Vector, children, free_names, replaced

if TYPE_CHECKING:
    from tutor.curriculum.variants import Variant

AS_WRITTEN: Final = "It is asked for in one certain way of writing."
INEXACT: Final = "The exact value is asked for, not a rounded one."
EXACT: Final = frozenset({"as-written", "verbatim", "lowest-terms", "simplified", "rationalised", "single-fraction"})
TOO_LARGE: Final = "Whether this has the form asked for couldn't be decided; try a shorter way to write it."
_PLAIN: Final[dict[str, Callable[[Node], str | None]]] = {
    "expanded": not_expanded,
    "factored": not_factored,
    "rationalised": not_rationalised,
    "simplified": not_simplified,
    "single-fraction": not_single,
}


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Why an answer hasn't the form asked for, in a sentence. `unclear`: it may have it, but that can't be seen."""

    message: str
    unclear: bool = False


def asked_forms(variant: Variant) -> tuple[Form, ...]:
    """The forms that the question asks for."""
    return tuple(map(form, getattr(variant.answer, "form", ())))


def unmet(variant: Variant, typed: Node, *, is_exact: bool = True) -> Shortfall | None:
    """The first form asked for that the typed tree hasn't; None when it has them all. `is_exact`: the tree has the key's
    value, not a rounded one.
    """
    forms = asked_forms(variant)
    if not forms:
        return None
    if not is_exact and any(one.name in EXACT for one in forms):
        return Shortfall(INEXACT)
    keys = written_keys(variant) if any(one.name in ("as-written", "verbatim") for one in forms) else ()
    return next(filter(None, (shortfall(one, typed, keys) for one in forms)), None)


def shortfall(asked: Form, typed: Node, keys: Sequence[Node] = ()) -> Shortfall | None:
    """Why the typed tree hasn't this form. `keys`: trees that are written as asked, for `as-written`.

    An equation has a form when both sides have it, and a vector when all its entries do.
    """
    if asked.name in ("as-written", "verbatim"):
        return None if any(_is_written_as(asked, typed, key) for key in keys) else Shortfall(AS_WRITTEN)
    if isinstance(typed, Relation | Vector | Matrix | SetOf):
        return next(filter(None, (shortfall(asked, part) for part in children(typed))), None)
    if asked.name in COUNTED:
        return _counted(asked, typed)
    if asked.name in WAYS:
        has, message = WAYS[asked.name]
        return None if has(typed) else Shortfall(message)
    try:
        message_or_none = _looked_at(asked, typed)
    except (TooLargeError, NotPolynomialError):
        return Shortfall(TOO_LARGE, unclear=True)
    return None if message_or_none is None else Shortfall(message_or_none)


def written_keys(variant: Variant) -> tuple[Node, ...]:
    """The key as the author wrote it; with numbers drawn for it (that may make `1*x` of `a*x`) also as it was worked out."""
    from tutor.notation.reader import read

    key, written = variant.key, str(getattr(variant.answer, "value", ""))
    assert isinstance(key, Node)
    names = frozenset(getattr(variant.answer, "names", ())) | free_names(key) | frozenset(variant.values)
    found: list[Node] = []
    for language, letters in ((True, None), (False, names)):
        try:
            tree = replaced(read(written, names=letters, expression_language=language), variant.values)
        except NotationError:
            continue
        if free_names(tree) <= names:
            found.append(tree)
    return tuple(found) if found and not variant.values else (key, *found)


def _is_written_as(asked: Form, typed: Node, key: Node) -> bool:
    if asked.name == "verbatim":
        return typed == key
    return same_shape(typed, key, NOTHING.union(*(GROUPS[word] for word in asked.alike)))


def _looked_at(asked: Form, typed: Node) -> str | None:
    if asked.name == "partial-fractions":
        return not_partial(typed, asked.letter)
    if asked.name == "completed-square":
        return not_completed(typed, asked.letter)
    return _PLAIN[asked.name](typed)


def _counted(asked: Form, typed: Node) -> Shortfall | None:
    figures = asked.name == "significant-figures"
    how_many = str(asked.least) if asked.least == asked.most else f"{asked.least} to {asked.most}"
    one = how_many == "1"
    what = f"{how_many} {'significant figure' if figures else 'decimal place'}{'' if one else 's'}"
    found = decimal(typed)
    if found is None:
        return Shortfall(f"A decimal with {what} is asked for.")
    least, most = (found.least, found.most) if figures else (found.places, found.places)
    if asked.least <= least <= asked.most:
        return None
    if most < asked.least or least > asked.most:
        return Shortfall(f"The answer is asked for with {what}.")
    return Shortfall(
        f"It can't be seen how many of the zeros count; write the number with {what} and a power of ten, as 1.20e3 has three.",
        unclear=True,
    )

"""Whether an answer can be given with the widget that its author asks for: placed by eye, or with amounts in slots."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tutor.curriculum.answers import NumberAnswer, Place, ReactionAnswer, VectorAnswer
from tutor.errors import NotationError
from tutor.grading.formula import identity
from tutor.grading.reaction import judge, same_species
from tutor.grading.verdict import Verdict
from tutor.notation.chemistry import read_reaction
from tutor.notation.chemistry_tree import Reaction, Term
from tutor.notation.chemistry_writing import reaction_text
from tutor.notation.tree import Node, Number, Vector

if TYPE_CHECKING:
    from tutor.curriculum.variants import Variant

LONGEST: Final = 40  # steps of a number line that fits eighty columns
TALLEST: Final = 16  # steps of a plane that fits 24 rows


def unplaceable(variant: Variant) -> str | None:
    """Why the key can't be given with the widget asked for; None where it can, or where none is asked for."""
    answer = variant.answer
    if isinstance(answer, NumberAnswer | VectorAnswer) and answer.place is not None:
        entries = variant.key.items if isinstance(variant.key, Vector) else (variant.key,)
        most = LONGEST if isinstance(answer, NumberAnswer) else TALLEST
        return _badly_ranged(answer.place, most) or _out_of_place(answer, entries)
    if isinstance(answer, ReactionAnswer) and answer.slots is not None:
        return _other_slots(variant, answer.slots)
    return None


def _badly_ranged(place: Place, most: int) -> str | None:
    steps = (place.high - place.low) * place.parts
    if steps < 1:
        return "`from` isn't below `to`"
    return (
        f"{steps} steps from {place.low} to {place.high}, and the screen has room for {most}" if steps > most else None
    )


def _out_of_place(answer: NumberAnswer | VectorAnswer, entries: tuple[object, ...]) -> str | None:
    if isinstance(answer, VectorAnswer) and len(entries) != 2:
        return f"a plane takes two entries, and the value has {len(entries)}"
    assert answer.place is not None
    for entry in entries:
        if not isinstance(entry, Number) or not _is_place(entry, answer.place):
            return f"{_shown(entry)} isn't among the places"
    return None


def _is_place(entry: Number, place: Place) -> bool:
    return place.low <= entry.value <= place.high and (entry.value * place.parts).denominator == 1


def _shown(entry: object) -> str:
    from tutor.notation.printing import to_text

    return to_text(entry) if isinstance(entry, Node) else str(entry)


def _other_slots(variant: Variant, slots: str) -> str | None:
    try:
        given, wanted = read_reaction(slots), read_reaction(str(variant.key))
    except NotationError as error:
        return error.what
    if any(term.amount != 1 for term in (*given.left, *given.right)):
        return "the slots have amounts already"
    if given.arrow is None or not same_species(given, wanted):
        return "the slots have other formulas than the value"
    filled = Reaction(_filled(given.left, wanted.left), given.arrow, _filled(given.right, wanted.right))
    found = judge(variant, reaction_text(filled))
    return (
        None
        if found.verdict is Verdict.RIGHT
        else f"`{reaction_text(filled)}` isn't right: {found.message or found.verdict}"
    )


def _filled(terms: tuple[Term, ...], wanted: tuple[Term, ...]) -> tuple[Term, ...]:
    amounts = {identity(term.species): term.amount for term in wanted}
    return tuple(replace(term, amount=amounts.get(identity(term.species), term.amount)) for term in terms)

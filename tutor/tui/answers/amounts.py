"""Slots for amounts in front of the formulas of a reaction, and the text that says the same. An empty slot means one."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tutor.notation.chemistry_tree import Reaction

AMOUNT: Final = re.compile(r"[0-9]{1,3}(?:/[0-9]{1,3})?")
LONGEST: Final = 5  # characters of an amount


@dataclass(frozen=True, slots=True)
class Slots:
    """`formulas` as they are written, `left` of them before the arrow; `amounts`: what stands in the slots."""

    formulas: tuple[str, ...]
    left: int
    arrow: str
    amounts: tuple[str, ...]

    def text(self) -> str:
        """The reaction as it's typed; the empty text while all slots are empty."""
        return self._whole() if any(self.amounts) else ""

    def _whole(self) -> str:
        terms = [f"{amount} {formula}".strip() for amount, formula in zip(self.amounts, self.formulas, strict=True)]
        return f"{' + '.join(terms[: self.left])} {self.arrow} {' + '.join(terms[self.left :])}"

    def typed(self, place: int, amount: str) -> Slots:
        """With that amount in that slot."""
        return replace(self, amounts=(*self.amounts[:place], amount, *self.amounts[place + 1 :]))

    def taking(self, text: str) -> Slots | None:
        """With the amounts of a typed reaction between the same formulas; None for any other text."""
        if not text.strip():
            return replace(self, amounts=("",) * len(self.formulas))
        mine, found = _read(self._whole()), _read(text)
        if mine is None or found is None or (mine.arrow, len(mine.left)) != (found.arrow, len(found.left)):
            return None
        pairs = list(zip((*mine.left, *mine.right), (*found.left, *found.right), strict=False))
        if len(mine.right) != len(found.right) or any(one.species != other.species for one, other in pairs):
            return None
        return replace(self, amounts=tuple(_amount(text, other.start, other.end) for _, other in pairs))

    def atoms(self) -> tuple[tuple[str, str, str], ...]:
        """For each element, and for the charge where there's one: its sign, how many are on the left, how many on the right."""
        from tutor.grading.composition import CHARGE, signed, total

        reaction = _read(self._whole())
        if reaction is None:
            return ()
        left, right = total(reaction.left), total(reaction.right)
        charge = left.pop(CHARGE), right.pop(CHARGE)
        counted = [(what, str(left.get(what, 0)), str(right.get(what, 0))) for what in dict.fromkeys((*left, *right))]
        charged = any(term.species.charge for term in (*reaction.left, *reaction.right))
        return (*counted, ("charge", signed(charge[0]), signed(charge[1]))) if charged else tuple(counted)


def slots_of(skeleton: str) -> Slots | None:
    """Empty slots for a reaction; what amounts it has are left out. None for what isn't a reaction with an arrow."""
    reaction = _read(skeleton)
    if reaction is None or reaction.arrow is None:
        return None
    terms = (*reaction.left, *reaction.right)
    formulas = tuple(_without_amount(skeleton[term.start : term.end]) for term in terms)
    return Slots(formulas, len(reaction.left), reaction.arrow, ("",) * len(formulas))


def _read(text: str) -> Reaction | None:
    from tutor.grading.reading import RefusalError, typed_as
    from tutor.notation.chemistry import read_reaction

    try:
        return typed_as(read_reaction, text)
    except RefusalError:
        return None


def _amount(text: str, start: int, end: int) -> str:
    found = AMOUNT.match(text[start:end].strip())
    return found.group() if found else ""


def _without_amount(term: str) -> str:
    return AMOUNT.sub("", term.strip(), count=1).strip() if AMOUNT.match(term.strip()) else term.strip()

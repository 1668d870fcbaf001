"""A nuclear symbol or equation: right when it has the key's particles on the key's sides, as many of each.

An alpha particle is a helium nucleus, a proton a hydrogen nucleus, a beta particle an electron or positron; atomic numbers
that aren't written are the elements'. Neutrinos count only where the key has them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.grading.decision import decide, unreadable
from tutor.grading.previewing import Preview
from tutor.grading.reading import RefusalError, typed_as
from tutor.grading.verdict import Judgement, Verdict
from tutor.notation.chemistry_nuclear import read_nuclear
from tutor.notation.chemistry_tree import NuclearReaction, NuclearTerm, Particle
from tutor.notation.chemistry_writing import nuclear_latex, nuclear_text

if TYPE_CHECKING:
    from tutor.curriculum.variants import Variant

NEUTRINOS = frozenset({"ν", "ν̄"})
_UNCOMBINED = "The same particle stands twice on one side; write it once, with its amount."
_FACTOR = "Right up to a factor; the amounts asked for are others."
Side = Counter[Particle]


def judge(variant: Variant, text: str) -> Judgement:
    """The verdict on a typed symbol or equation; for one that loses something, what."""
    key = read_nuclear(str(variant.key))
    try:
        typed = typed_as(read_nuclear, text)
        _refuse_other_shape(typed, key)
    except RefusalError as refusal:
        return unreadable(refusal)

    def same(given: NuclearReaction, value: object) -> bool:
        other = read_nuclear(str(value))
        return _sides(given, other) == _sides(other, other)

    judgement = decide(variant, typed, same, read_latex=nuclear_latex(typed), slip=lambda: _slip(typed, key))
    if judgement.verdict is Verdict.RIGHT and _is_uncombined(typed) and not _is_uncombined(key):
        return replace(judgement, verdict=Verdict.FORM, message=_UNCOMBINED)
    if judgement.verdict is not Verdict.WRONG or judgement.mistake is not None:
        return judgement
    if _is_multiple(typed, key):
        return replace(judgement, verdict=Verdict.FORM, slip=None, message=_FACTOR)
    return replace(judgement, message=_off(typed) if not any(lost(key)) else None)


def preview(_names: tuple[str, ...], _options: tuple[str, ...], text: str) -> Preview:
    """How the text would be read."""
    typed = typed_as(read_nuclear, text)
    return Preview(nuclear_latex(typed), nuclear_text(typed))


def lost(reaction: NuclearReaction) -> tuple[int, int]:
    """By how much mass number and charge number are larger on the left than on the right; (0, 0) where both are conserved, or
    where there is no arrow.
    """
    if not reaction.arrow:
        return 0, 0
    left, right = _numbers(reaction.left), _numbers(reaction.right)
    return left[0] - right[0], left[1] - right[1]


def _refuse_other_shape(typed: NuclearReaction, key: NuclearReaction) -> None:
    if typed.arrow and not key.arrow:
        raise RefusalError("One side is expected here: symbols joined by +, without an arrow.")
    if key.arrow and not typed.arrow:
        raise RefusalError("An equation is expected here: write -> between what was there and what comes of it.")


def _numbers(terms: tuple[NuclearTerm, ...]) -> tuple[int, int]:
    return sum(one.amount * one.particle.mass for one in terms), sum(one.amount * one.particle.number for one in terms)


def _sides(reaction: NuclearReaction, key: NuclearReaction) -> tuple[Side, Side]:
    """The particles of both sides; neutrinos only where the key has any."""
    all_count = any(term.particle.symbol in NEUTRINOS for term in (*key.left, *key.right))

    def side(terms: tuple[NuclearTerm, ...]) -> Side:
        found: Side = Counter()
        for term in terms:
            if all_count or term.particle.symbol not in NEUTRINOS:
                found[term.particle] += term.amount
        return found

    return side(reaction.left), side(reaction.right)


def _is_multiple(given: NuclearReaction, key: NuclearReaction) -> bool:
    factors = set[Fraction]()
    for mine, its in zip(_sides(given, key), _sides(key, key), strict=True):
        if mine.keys() != its.keys():
            return False
        factors.update(Fraction(mine[one], its[one]) for one in its)
    return len(factors) == 1


def _is_uncombined(reaction: NuclearReaction) -> bool:
    return any(len({term.particle for term in side}) < len(side) for side in (reaction.left, reaction.right))


def _slip(given: NuclearReaction, key: NuclearReaction) -> str | None:
    """reversed, missing-species, extra-species, unbalanced (the right particles, not as many of each)."""
    mine, its = _sides(given, key), _sides(key, key)
    if key.arrow and (mine[1], mine[0]) == its:
        return "reversed"
    if all(a.keys() == b.keys() for a, b in zip(mine, its, strict=True)):
        return "unbalanced" if any(lost(given)) else "amounts"
    if all(a.keys() <= b.keys() for a, b in zip(mine, its, strict=True)):
        return "missing-species"
    return "extra-species" if all(a.keys() >= b.keys() for a, b in zip(mine, its, strict=True)) else None


def _off(given: NuclearReaction) -> str | None:
    """Which of the two numbers isn't the same on both sides."""
    (mass, number), (mass_right, number_right) = _numbers(given.left), _numbers(given.right)
    said = []
    if mass != mass_right:
        said.append(f"mass numbers add up to {mass} on the left and {mass_right} on the right")
    if number != number_right:
        said.append(f"atomic numbers add up to {number} on the left and {number_right} on the right")
    return f"{'; '.join(said).capitalize()}." if given.arrow and said else None

"""A reaction: right when it has the key's formulas on the key's sides, in the key's ratio.

The order of terms doesn't matter. States count where the key has them (`states`: exact, or ignored); any positive multiple is
right (`coefficients: exact` asks for the key's own amounts). `=` is every arrow. A key without an arrow is one side alone.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from tutor.grading.composition import imbalances, isotopes
from tutor.grading.decision import decide, unreadable
from tutor.grading.formula import identity
from tutor.grading.previewing import Preview
from tutor.grading.reading import RefusalError, typed_as
from tutor.grading.verdict import Judgement, Verdict
from tutor.notation.chemistry import read_reaction
from tutor.notation.chemistry_tree import Reaction, Species, Term
from tutor.notation.chemistry_writing import reaction_latex, reaction_text

if TYPE_CHECKING:
    from tutor.curriculum.variants import Variant

Identity = Callable[[Species], Hashable]
Amounts = Mapping[Hashable, Fraction]

_FORMS: Final = {
    "factor": "Right up to a factor; the amounts asked for are others.",
    "arrow": "The reaction is right; is the arrow one way, or both?",
    "uncombined": "The same formula stands twice on one side; write it once, with its amount.",
    "way": "The atoms are those asked for; write the formulas the usual way.",
}


def judge(variant: Variant, text: str) -> Judgement:
    """The verdict on a typed reaction; for one that doesn't balance, what is off."""
    key = read_reaction(str(variant.key))
    try:
        typed = typed_as(read_reaction, text)
        _refuse_other_shape(typed, key)
    except RefusalError as refusal:
        return unreadable(refusal)
    typed = resolved(typed, key)
    states = getattr(variant.answer, "states", "key")
    exact = getattr(variant.answer, "coefficients", "ratio") == "exact"

    def same(given: Reaction, value: object) -> bool:
        return _is_right(given, read_reaction(str(value)), states, exact=exact)

    judgement = decide(variant, typed, same, read_latex=reaction_latex(typed))
    if judgement.verdict is not Verdict.WRONG or judgement.mistake is not None:
        return judgement
    form = _form(typed, key, states)
    if form is not None:
        return replace(judgement, verdict=Verdict.FORM, message=_FORMS[form])
    slip = _slip(typed, key, states)
    message = "The states are missing." if slip == "missing-state" else _off(typed, key)
    return replace(judgement, slip=slip, message=message)


def preview(_names: tuple[str, ...], _options: tuple[str, ...], text: str) -> Preview:
    """How the text would be read."""
    reaction = typed_as(read_reaction, text)
    return Preview(reaction_latex(reaction), reaction_text(reaction))


def resolved(reaction: Reaction, key: Reaction) -> Reaction:
    """The reaction with each formula in that of its readings which the key has; where none or all are, the usual one."""
    known = {identity(term.species) for term in (*key.left, *key.right)}

    def chosen(term: Term) -> Term:
        other = term.species.other
        usual = other is None or identity(term.species) in known or identity(other) not in known
        return term if usual or other is None else replace(term, species=other)

    return replace(reaction, left=tuple(map(chosen, reaction.left)), right=tuple(map(chosen, reaction.right)))


def same_species(given: Reaction, key: Reaction) -> bool:
    """Whether both have the same formulas on each side, whatever the amounts, states and arrows."""
    given = resolved(given, key)
    return _sides(given, identity)[0].keys() == _sides(key, identity)[0].keys() and (
        _sides(given, identity)[1].keys() == _sides(key, identity)[1].keys()
    )


def _refuse_other_shape(typed: Reaction, key: Reaction) -> None:
    if key.arrow is None and typed.arrow is not None:
        raise RefusalError("One side is expected here: formulas joined by +, without an arrow.")
    if key.arrow is not None and typed.arrow is None:
        raise RefusalError("A reaction is expected here: write an arrow between what reacts and what forms, as ->.")


def _is_right(given: Reaction, key: Reaction, states: str, *, exact: bool) -> bool:
    if given.arrow is None or key.arrow is None:
        given, key = replace(given, arrow=None), replace(key, arrow=None)
    elif "=" not in (given.arrow, key.arrow) and given.arrow != key.arrow:
        return False
    factor = _factor(given, key, _with_state(key, states))
    combined = not _is_uncombined(given) or _is_uncombined(key)
    return combined and factor is not None and (factor == 1 or not exact)


def _form(given: Reaction, key: Reaction, states: str) -> str | None:
    """What keeps a reaction from being right that says the same as the key."""
    if _is_right(given, key, states, exact=False):
        return "factor"
    same_arrow = replace(given, arrow=key.arrow)
    if _is_right(same_arrow, key, states, exact=False):
        return "arrow"
    if _factor(given, key, _with_state(key, states)) is not None:
        return "uncombined"
    with_state = _with_state(key, states)

    def composed(species: Species) -> Hashable:
        state = with_state(species)
        return isotopes(species), species.charge, state[1] if isinstance(state, tuple) else None

    return "way" if _factor(given, key, composed) is not None else None


def _slip(given: Reaction, key: Reaction, states: str) -> str | None:
    """The one slip that is in it: reversed, state, missing-state, charge, unbalanced, missing-species, extra-species, spectator."""
    with_state = _with_state(key, states)
    found: list[str] = []
    turned = Reaction(given.right, given.arrow, given.left)
    if key.arrow is not None and _factor(turned, key, with_state) is not None:
        return "reversed"
    if _factor(given, key, identity) is not None:
        found.append("missing-state" if _lacks_states(given, key) else "state")
    neutral = uncharged(key)
    if _factor(uncharged(given), neutral, _with_state(neutral, states)) is not None:
        found.append("charge")
    mine, its = _sides(given, with_state), _sides(key, with_state)
    if all(a.keys() == b.keys() for a, b in zip(mine, its, strict=True)):
        if given.arrow is None or imbalances(given):
            found.append("unbalanced" if given.arrow is not None else "amounts")
    elif all(a.keys() <= b.keys() for a, b in zip(mine, its, strict=True)):
        found.append("missing-species")
    elif all(a.keys() >= b.keys() for a, b in zip(mine, its, strict=True)):
        found.append("spectator" if _net(mine) == _net(its) else "extra-species")
    return found[0] if len(found) == 1 else None


def uncharged(reaction: Reaction) -> Reaction:
    """The reaction with all charges left out."""

    def neutral(terms: tuple[Term, ...]) -> tuple[Term, ...]:
        return tuple(replace(term, species=replace(term.species, charge=0)) for term in terms)

    return Reaction(neutral(reaction.left), reaction.arrow, neutral(reaction.right))


def _off(given: Reaction, key: Reaction) -> str | None:
    """Which element, or the charge, doesn't balance; nothing to say where the key doesn't balance either."""
    if given.arrow is None or imbalances(key):
        return None
    off = imbalances(given)
    if not off:
        return None
    more = f", and {len(off) - 3} more" if len(off) > 3 else ""
    return f"It has {'; '.join(map(str, off[:3]))}{more}."


def _with_state(key: Reaction, states: str) -> Identity:
    """What tells formulas apart: with `key`, the state of those to which the key gives one somewhere."""
    stated = {identity(term.species) for term in (*key.left, *key.right) if term.species.state is not None}

    def told_apart(species: Species) -> Hashable:
        plain = identity(species)
        counts = states == "exact" or (states == "key" and plain in stated)
        return plain, species.state if counts else None

    return told_apart


def _sides(reaction: Reaction, told_apart: Identity) -> tuple[Amounts, Amounts]:
    return _summed(reaction.left, told_apart), _summed(reaction.right, told_apart)


def _summed(terms: tuple[Term, ...], told_apart: Identity) -> Amounts:
    found: dict[Hashable, Fraction] = {}
    for term in terms:
        what = told_apart(term.species)
        found[what] = found.get(what, Fraction(0)) + term.amount
    return found


def _factor(given: Reaction, key: Reaction, told_apart: Identity) -> Fraction | None:
    """By how much all amounts of the key are multiplied in the other reaction; None where no one factor does it."""
    factors = set[Fraction]()
    for mine, its in zip(_sides(given, told_apart), _sides(key, told_apart), strict=True):
        if mine.keys() != its.keys():
            return None
        factors.update(mine[what] / its[what] for what in its)
    return factors.pop() if len(factors) == 1 else None


def _is_uncombined(reaction: Reaction) -> bool:
    return any(
        len(_summed(side, lambda one: (identity(one), one.state))) < len(side)
        for side in (reaction.left, reaction.right)
    )


def _lacks_states(given: Reaction, key: Reaction) -> bool:
    """All states that are written are the key's; some aren't written."""
    told = {(identity(term.species), term.species.state) for term in (*key.left, *key.right)}
    return all(
        term.species.state is None or (identity(term.species), term.species.state) in told
        for term in (*given.left, *given.right)
    )


def _net(sides: tuple[Amounts, Amounts]) -> dict[Hashable, Fraction]:
    left, right = sides
    zero = Fraction(0)
    change = {what: right.get(what, zero) - left.get(what, zero) for what in left.keys() | right.keys()}
    return {what: amount for what, amount in change.items() if amount}

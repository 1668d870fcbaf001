"""A chemical formula: right when it has the key's atoms in the key's arrangement, its charge, and its state where it has one.

Brackets around the whole, explicit ones and the spelling of charges don't matter. `by: composition` asks for atoms and charge
only. Otherwise the right atoms written in another way are `form`, unless both formulas show how a carbon compound is built:
whether two such arrangements are one molecule isn't decided here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tutor.grading.composition import atoms, isotopes, plain
from tutor.grading.decision import decide, unreadable
from tutor.grading.formula_chains import chain, is_built, mirrored
from tutor.grading.previewing import Preview
from tutor.grading.reading import RefusalError, typed_as
from tutor.grading.verdict import Judgement, Verdict
from tutor.notation.chemistry import read_formula
from tutor.notation.chemistry_tree import Atom, Parts, Species, Term
from tutor.notation.chemistry_writing import formula_latex, formula_text

if TYPE_CHECKING:
    from collections.abc import Hashable

    from tutor.curriculum.variants import Variant

ANOTHER_WAY: Final = "The atoms are those asked for; write the formula the usual way."


def judge(variant: Variant, text: str) -> Judgement:
    """The verdict on a typed formula."""
    key = read_formula(str(variant.key))
    try:
        typed = typed_as(read_formula, text)
        _refuse_unclear_mass(typed, key)
    except RefusalError as refusal:
        return unreadable(refusal)
    by = getattr(variant.answer, "by", "structure")
    typed = resolved(typed, key)

    def same(given: Term, value: object) -> bool | None:
        return same_term(given, read_formula(str(value)), by)

    judgement = decide(variant, typed, same, read_latex=formula_latex(typed), slip=lambda: _slip(typed, key, by))
    if judgement.verdict is Verdict.WRONG and judgement.mistake is None and _is_another_way(typed, key):
        return replace(judgement, verdict=Verdict.FORM, slip=None, message=ANOTHER_WAY)
    return judgement


def preview(_names: tuple[str, ...], _options: tuple[str, ...], text: str) -> Preview:
    """How the text would be read."""
    term = typed_as(read_formula, text)
    return Preview(formula_latex(term), formula_text(term))


def same_term(given: Term, key: Term, by: str) -> bool | None:
    """Whether a formula is the key; None where that isn't decided."""
    if given.amount != key.amount or not _same_state(given.species, key.species):
        return False
    if _identity(given.species, by) == _identity(key.species, by):
        return True
    if not _same_composition(given.species, key.species) or not is_built(given.species) or not is_built(key.species):
        return False
    one, two = chain(given.species), chain(key.species)
    return True if one == two or mirrored(one) == two or one == mirrored(two) else None


def identity(species: Species) -> Hashable:
    """What makes a formula the same formula, its state aside."""
    return (
        plain(species.parts),
        species.charge,
        tuple(sorted((amount, str(plain(parts))) for amount, parts in species.adducts)),
    )


def resolved(term: Term, key: Term) -> Term:
    """The term in its other reading, where only that one is the key's formula."""
    other = term.species.other
    if other is not None and identity(term.species) != identity(key.species) == identity(other):
        return replace(term, species=other)
    return term


def _refuse_unclear_mass(typed: Term, key: Term) -> None:
    """`14C`, where a mass number is in question, may be meant as ^14C."""
    is_labelled = any(mass for _, mass, _ in isotopes(key.species))
    if is_labelled and typed.amount.denominator == 1 < typed.amount and key.amount == 1:
        raise RefusalError(
            f"Is {typed.amount} a mass number here? Write it raised before the symbol, with ^.",
            (typed.start, typed.end),
        )


def _identity(species: Species, by: str) -> Hashable:
    return (isotopes(species), species.charge) if by == "composition" else identity(species)


def _same_state(given: Species, key: Species) -> bool:
    return key.state is None or given.state == key.state


def _same_composition(given: Species, key: Species) -> bool:
    return isotopes(given) == isotopes(key) and given.charge == key.charge


def _is_another_way(given: Term, key: Term) -> bool:
    return (
        given.amount == key.amount
        and _same_state(given.species, key.species)
        and _same_composition(given.species, key.species)
    )


def _slip(given: Term, key: Term, by: str) -> str | None:
    """charge, state, missing-state, amount, hydrate (what a dot joins): where all else is right; count: the right elements in
    other numbers; isotope: of another mass.
    """
    one, two = given.species, key.species
    alike = {
        "charge": (given.amount, _identity(replace(one, charge=two.charge), by), _same_state(one, two)),
        "state": (given.amount, _identity(one, by), True),
        "amount": (key.amount, _identity(one, by), _same_state(one, two)),
    }
    wanted = (key.amount, _identity(two, by), True)
    found = [name for name, what in alike.items() if what == wanted]
    if found == ["state"] and one.state is None:
        return "missing-state"
    if not found and one.charge == two.charge and _elements(one.parts) == _elements(two.parts):
        if one.adducts != two.adducts:
            return "hydrate" if plain(one.parts) == plain(two.parts) else None
        return "isotope" if atoms(one) == atoms(two) else "count"
    return found[0] if len(found) == 1 else None


def _elements(parts: Parts) -> tuple[object, ...]:
    return tuple(part.symbol if isinstance(part, Atom) else _elements(part.parts) for part in plain(parts))

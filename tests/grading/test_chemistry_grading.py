"""Chemistry is graded by meaning: any spelling, order and multiple of what is right; what is off is named, not the key."""

from __future__ import annotations

import random
import sys
from fractions import Fraction
from math import gcd
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.curriculum.single import single_variant
from tutor.errors import NotationError
from tutor.grading.composition import balanced, imbalances
from tutor.grading.elements import EXCEPTIONS, atom_of, ground_state
from tutor.grading.grade import grade, preview
from tutor.grading.verdict import Judgement, Verdict
from tutor.notation.chemistry import read_reaction
from tutor.notation.chemistry_configuration import filling, read_configuration
from tutor.notation.chemistry_elements import SYMBOLS
from tutor.notation.chemistry_tree import Reaction, Term
from tutor.notation.chemistry_writing import reaction_text

sys.path.insert(0, str(Path(__file__).parents[1] / "hostile"))
from hostile_strings import HOSTILE

REACTIONS = [
    "2 H2 + O2 -> 2 H2O",
    "CH4 + 2 O2 -> CO2 + 2 H2O",
    "4 Fe + 3 O2 -> 2 Fe2O3",
    "MnO4^- + 8 H^+ + 5 Fe^2+ -> Mn^2+ + 5 Fe^3+ + 4 H2O",
    "N2 + 3 H2 <=> 2 NH3",
    "Cu + 4 HNO3 -> Cu(NO3)2 + 2 NO2 + 2 H2O",
    "CuSO4*5H2O -> CuSO4 + 5 H2O",
    "2 Al + 3 Cu^2+ -> 2 Al^3+ + 3 Cu",
]
FACTORS = st.fractions(min_value=Fraction(1, 4), max_value=12, max_denominator=4)
RIGHT, WRONG, FORM, UNREADABLE, UNDECIDED = (
    Verdict.RIGHT, Verdict.WRONG, Verdict.FORM, Verdict.UNREADABLE, Verdict.UNDECIDED,
)  # fmt: skip


def judged(kind: str, key: str, answer: str, **options: object) -> Judgement:
    return grade(single_variant(kind, key, options=options), answer)


def times(side: tuple[Term, ...], factor: Fraction) -> tuple[Term, ...]:
    return tuple(Term(term.amount * factor, term.species) for term in side)


@given(st.sampled_from(REACTIONS), FACTORS, st.randoms(use_true_random=False))
def test_order_and_a_common_factor_never_matter(key: str, factor: Fraction, rng: random.Random) -> None:
    reaction = read_reaction(key)
    left, right = list(times(reaction.left, factor)), list(times(reaction.right, factor))
    rng.shuffle(left)
    rng.shuffle(right)
    answer = reaction_text(Reaction(tuple(left), reaction.arrow, tuple(right)))
    assert judged("reaction", key, answer).verdict is RIGHT
    assert judged("reaction", key, answer, coefficients="exact").verdict is (RIGHT if factor == 1 else FORM)


@given(st.sampled_from(REACTIONS), st.integers(0, 20), st.integers(1, 9))
def test_one_amount_changed_is_unbalanced_and_says_where(key: str, which: int, by: int) -> None:
    reaction = read_reaction(key)
    terms = [*reaction.left, *reaction.right]
    at = which % len(terms)
    terms[at] = Term(terms[at].amount + by, terms[at].species)
    changed = Reaction(tuple(terms[: len(reaction.left)]), reaction.arrow, tuple(terms[len(reaction.left) :]))
    judgement = judged("reaction", key, reaction_text(changed))
    assert (judgement.verdict, judgement.slip) == (WRONG, "unbalanced")
    assert judgement.message is not None
    assert all(str(one) in judgement.message for one in imbalances(changed)[:3])


@given(st.sampled_from(REACTIONS), st.lists(st.integers(1, 9), min_size=12, max_size=12))
def test_balancing_finds_the_smallest_amounts_whatever_was_written(key: str, written: list[int]) -> None:
    reaction = read_reaction(key)
    terms = [*reaction.left, *reaction.right]
    disturbed = [Term(Fraction(amount), term.species) for amount, term in zip(written, terms, strict=False)]
    size = len(reaction.left)
    found = balanced(Reaction(tuple(disturbed[:size]), "->", tuple(disturbed[size:])))
    assert found == tuple(term.amount for term in terms)
    assert gcd(*found) == 1


def test_what_cannot_be_balanced_or_in_several_ways_is_said() -> None:
    for text, said in (
        ("H2 -> O2", "no amounts"),
        ("Fe^2+ -> Fe^3+", "no amounts"),
        ("H2 + O2 + N2 -> H2O", "no amounts"),
        ("C + O2 -> CO + CO2", "several"),
        ("KClO3 + HCl -> KCl + Cl2 + ClO2 + H2O", "several"),
    ):
        with pytest.raises(NotationError, match=said):
            balanced(read_reaction(text))


@pytest.mark.parametrize(
    ("key", "answer", "verdict", "slip"),
    [
        ("SO4^2-", "SO₄²⁻", RIGHT, None), ("SO4^2-", "SO42-", RIGHT, None), ("SO4^2-", "SO4^-", WRONG, "charge"), ("SO4^2-", "SO4", WRONG, "charge"),
        ("SO4^2-", "SO3^2-", WRONG, "count"), ("SO4^2-", "H2SO4", WRONG, None), ("SO4^2-", "O4S^2-", FORM, None), ("SO4^2-", "so4", UNREADABLE, None),
        ("[Fe(CN)6]^4-", "Fe(CN)64-", RIGHT, None), ("O2^-", "O2-", RIGHT, None), ("O^2-", "O2-", RIGHT, None), ("O2^-", "O^2-", WRONG, None),
        ("CO", "Co", WRONG, None), ("H2O", "2 H2O", WRONG, "amount"), ("NaCl(s)", "NaCl(aq)", WRONG, "state"), ("NaCl(s)", "NaCl", WRONG, "missing-state"),
        ("NaCl", "NaCl(s)", RIGHT, None), ("^14C", "C-14", RIGHT, None), ("^14C", "^12C", WRONG, "isotope"), ("^14C", "14C", UNREADABLE, None),
        ("CuSO4*5H2O", "CuSO4.5H2O", RIGHT, None), ("CuSO4*5H2O", "CuSO4", WRONG, "hydrate"), ("CuSO4*5H2O", "CuSO4*H2O", WRONG, "hydrate"), ("Ca(OH)2", "CaO2H2", FORM, None), ("Ca(OH)2", "CaOH2", WRONG, None),
        ("CH3CH2OH", "C2H5OH", RIGHT, None), ("CH3CH2OH", "HOCH2CH3", RIGHT, None), ("CH3CH2OH", "C2H6O", FORM, None), ("CH3CH2OH", "CH3OCH3", UNDECIDED, None),
        ("CH3COOH", "CH3CO2H", RIGHT, None), ("CH3COOH", "HOOCCH3", RIGHT, None), ("CH3(CH2)2CH3", "CH3CH2CH2CH3", RIGHT, None), ("CH4", "CH3OH", WRONG, None),
        ("CO2", "CO2 + H2O", UNREADABLE, None), ("CO2", "C -> CO2", UNREADABLE, None), ("CO2", "carbon dioxide", UNREADABLE, None),
    ],
)  # fmt: skip
def test_formulas(key: str, answer: str, verdict: Verdict, slip: str | None) -> None:
    judgement = judged("formula", key, answer)
    assert (judgement.verdict, judgement.slip) == (verdict, slip)


def test_by_composition_only_the_atoms_count() -> None:
    assert judged("formula", "C2H6O", "CH3CH2OH", by="composition").verdict is RIGHT
    assert judged("formula", "C2H6O", "CH3OCH3", by="composition").verdict is RIGHT
    assert judged("formula", "C2H6O", "C2H4O", by="composition").verdict is WRONG


@pytest.mark.parametrize(
    ("key", "answer", "verdict", "slip"),
    [
        ("2 H2 + O2 -> 2 H2O", "2H2+O2=2H2O", RIGHT, None), ("2 H2 + O2 -> 2 H2O", "H2 + 1/2 O2 → H2O", RIGHT, None),
        ("2 H2 + O2 -> 2 H2O", "2 H2O <- O2 + 2 H2", RIGHT, None), ("2 H2 + O2 -> 2 H2O", "2 H2O -> 2 H2 + O2", WRONG, "reversed"),
        ("2 H2 + O2 -> 2 H2O", "H2 + O2 -> H2O", WRONG, "unbalanced"), ("2 H2 + O2 -> 2 H2O", "2 H2 + O2 <=> 2 H2O", FORM, None),
        ("2 H2 + O2 -> 2 H2O", "H2 + H2 + O2 -> 2 H2O", FORM, None), ("2 H2 + O2 -> 2 H2O", "2 H2 + O2 -> 2 HOH", FORM, None),
        ("2 H2 + O2 -> 2 H2O", "H2 + O2 -> H2O2", WRONG, None), ("2 H2 + O2 -> 2 H2O", "2 H2 -> 2 H2O", WRONG, "missing-species"),
        ("2 H2 + O2 -> 2 H2O", "2 H2 + O2 -> 2 H2O + N2", WRONG, "extra-species"), ("2 H2 + O2 -> 2 H2O", "2 H2 + O2 + N2 -> 2 H2O + N2", WRONG, "spectator"),
        ("2 H2 + O2 -> 2 H2O", "2 H2 + O2", UNREADABLE, None), ("Cl2 + 2 e- -> 2 Cl-", "Cl2 + 2e⁻ -> 2Cl⁻", RIGHT, None),
        ("Ag^+(aq) + Cl^-(aq) -> AgCl(s)", "Ag+ + Cl- -> AgCl(s)", WRONG, "missing-state"), ("Ag^+(aq) + Cl^-(aq) -> AgCl(s)", "Ag+(aq) + Cl-(aq) -> AgCl(aq)", WRONG, "state"),
        ("Ag^+ + Cl^- -> AgCl", "Ag+(aq) + Cl-(aq) -> AgCl(s)", RIGHT, None), ("Cu^2+ + 2 e^- -> Cu", "Cu+ + 2 e- -> Cu", WRONG, "charge"),
        ("H2O(l) -> H2O(g)", "H2O(g) -> H2O(l)", WRONG, "reversed"), ("CO2 + H2O", "H2O + CO2", RIGHT, None), ("CO2 + H2O", "H2O", WRONG, "missing-species"),
        ("CO2 + H2O", "CO2 + H2O -> H2CO3", UNREADABLE, None), ("2 Na + Cl2 -> 2 NaCl", "Na + Cl -> NaCl", WRONG, None),
    ],
)  # fmt: skip
def test_reactions(key: str, answer: str, verdict: Verdict, slip: str | None) -> None:
    judgement = judged("reaction", key, answer)
    assert (judgement.verdict, judgement.slip) == (verdict, slip)


def test_states_count_as_the_question_says() -> None:
    key = "Ag^+(aq) + Cl^-(aq) -> AgCl(s)"
    assert judged("reaction", key, "Ag+ + Cl- -> AgCl", states="ignored").verdict is RIGHT
    assert judged("reaction", "H2 + Cl2 -> 2 HCl", "H2(g) + Cl2(g) -> 2HCl(g)", states="exact").verdict is WRONG


def test_the_charge_that_is_off_is_said() -> None:
    judgement = judged("reaction", "Fe^3+ + e^- -> Fe^2+", "Fe^3+ + 2 e^- -> Fe^2+")
    assert judgement.message == "It has a charge of +1 on the left and +2 on the right."


@pytest.mark.parametrize(
    ("key", "answer", "verdict", "slip"),
    [
        ("[Ar] 3d5 4s1", "[Ar]4s¹3d⁵", RIGHT, None), ("[Ar] 3d5 4s1", "1s2 2s2 2p6 3s2 3p6 3d5 4s1", RIGHT, None), ("[Ar] 3d5 4s1", "[Ar] 3d4 4s2", WRONG, "aufbau"),
        ("[Ar] 3d5 4s1", "[Ar] 3d5 4s2", WRONG, "count"), ("[Ar] 3d5 4s1", "[Ar] 3d6 4s0", WRONG, None), ("[Ar] 3d5 4s1", "[Ar] 3d5 4s3", UNREADABLE, None),
        ("[Ar] 3d6", "[Ar] 3d4 4s2", WRONG, "aufbau"), ("1s2 2s2 2p3", "1s2 2s2 2px1 2py1 2pz1", RIGHT, None), ("1s2 2s2 2px1 2py1 2pz1", "1s2 2s2 2p3", FORM, None),
        ("1s2 2s2 2px1 2py1 2pz1", "1s2 2s2 2px2 2py1", FORM, None),
    ],
)  # fmt: skip
def test_configurations(key: str, answer: str, verdict: Verdict, slip: str | None) -> None:
    judgement = judged("configuration", key, answer)
    assert (judgement.verdict, judgement.slip) == (verdict, slip)


def test_a_configuration_can_be_asked_for_in_full_or_short() -> None:
    assert judged("configuration", "[He] 2s2", "1s2 2s2", written="short").verdict is FORM
    assert judged("configuration", "[He] 2s2", "[He] 2s2", written="full").verdict is FORM
    assert judged("configuration", "[He] 2s2", "1s2 2s2", written="full").verdict is RIGHT


def test_whose_configuration_was_typed_is_said() -> None:
    assert (
        judged("configuration", "[Ar] 3d5 4s1", "[Ar] 3d5 4s2").message == "It has 25 electrons, as in an atom of Mn."
    )


@pytest.mark.parametrize("number", range(1, 119))
def test_a_ground_state_has_as_many_electrons_as_its_nucleus_has_protons(number: int) -> None:
    electrons = ground_state(SYMBOLS[number - 1])
    assert sum(electrons.values()) == number
    assert atom_of(electrons) == SYMBOLS[number - 1]


def test_exceptions_depart_from_the_order_of_filling() -> None:
    for symbol, written in EXCEPTIONS.items():
        electrons = read_configuration(written).electrons()
        assert electrons != dict(filling(sum(electrons.values()))), symbol


@pytest.mark.parametrize(
    ("key", "answer", "verdict", "slip"),
    [
        ("^14C -> ^14N + e-", r"^{14}_6C \to ^{14}_7N + ^0_{-1}\beta", RIGHT, None), ("^14C -> ^14N + e-", "C-14 -> N-14 + β- + ν̄", RIGHT, None),
        ("^14C -> ^14N + e- + ν̄", "^14C -> ^14N + e-", WRONG, "missing-species"), ("^14C -> ^14N + e-", "^14C -> ^14N + e+", WRONG, None),
        ("^14C -> ^14N + e-", "^14N + e- -> ^14C", WRONG, "reversed"), ("^14C -> ^14N + e-", "^14C -> ^14N", WRONG, "missing-species"),
        ("^238U -> ^234Th + α", "U-238 -> Th-234 + ^4_2He", RIGHT, None), ("^14C -> ^14N + e-", "2 ^14C -> 2 ^14N + 2 e-", FORM, None),
        ("^235U + n -> ^141Ba + ^92Kr + 3 n", "^235U + n -> ^141Ba + ^92Kr + 2 n", WRONG, "unbalanced"), ("2 n", "n + n", FORM, None),
        ("^14_7N", "^14N", RIGHT, None), ("^14_7N", "^14_6N", UNREADABLE, None), ("^14_7N", "^15_7N", WRONG, None), ("^14_7N", "N", UNREADABLE, None),
    ],
)  # fmt: skip
def test_nuclear_equations(key: str, answer: str, verdict: Verdict, slip: str | None) -> None:
    judgement = judged("nuclear", key, answer)
    assert (judgement.verdict, judgement.slip) == (verdict, slip)


def test_what_a_nuclear_equation_loses_is_said() -> None:
    judgement = judged("nuclear", "^238U -> ^234Th + α", "^238U -> ^236Th + α")
    assert judgement.message == "Mass numbers add up to 238 on the left and 240 on the right."


KEYS = {
    "formula": "CuSO4*5H2O",
    "reaction": "MnO4^- + 8 H^+ + 5 e^- -> Mn^2+ + 4 H2O",
    "configuration": "[Ar] 3d10 4s1",
    "nuclear": "^238U -> ^234Th + α",
}
PIECES = [
    *"HONaCleFs24 +-^_{}()[]<=>*./",
    "(aq)",
    "->",
    "3d",
    "[Ar]",
    "^{14}",
    "\\ce{",
    "Mn",
    "CuSO4",
    "MnO4",
    "\\beta",
    "U",
]


@settings(max_examples=200)
@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_any_text_gets_a_verdict_and_no_message_holds_the_key(text: str) -> None:
    for kind, key in KEYS.items():
        judgement: Any = judged(kind, key, text)
        assert judgement.verdict in Verdict
        assert key not in (judgement.message or "")
        shown = preview(kind, (), (), text)
        assert (shown.read_latex is None) == (shown.message is not None)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_refused(name: str) -> None:
    for kind, key in KEYS.items():
        variant = single_variant(kind, key)
        assert grade(variant, HOSTILE[name]).verdict in (UNREADABLE, WRONG)

"""Chemistry is read as people type it; what is written from it reads back; what can't be read is refused at its place."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.errors import NotationError
from tutor.grading.composition import atoms
from tutor.notation.chemistry import read_formula, read_reaction
from tutor.notation.chemistry_configuration import (
    Configuration,
    capacity,
    configuration_latex,
    configuration_text,
    filling,
    read_configuration,
)
from tutor.notation.chemistry_elements import NUMBERS, SYMBOLS, other_readings
from tutor.notation.chemistry_nuclear import read_nuclear
from tutor.notation.chemistry_tree import Atom, Group, NuclearReaction, NuclearTerm, Particle, Reaction, Species, Term
from tutor.notation.chemistry_writing import formula_latex, nuclear_latex, nuclear_text, reaction_latex, reaction_text
from tutor.notation.latex_layout import inline, layout

COUNTS = st.integers(1, 12)
ATOMS: Any = st.builds(Atom, st.sampled_from(["H", "C", "N", "O", "Na", "Cl", "Fe", "Cu", "S", "U", "Og"]), COUNTS)
LABELLED: Any = st.builds(Atom, st.sampled_from(["H", "C", "O"]), COUNTS, st.integers(16, 18))
PARTS: Any = st.recursive(
    st.one_of(ATOMS, LABELLED),
    lambda inner: st.builds(Group, st.lists(inner, min_size=1, max_size=3).map(tuple), COUNTS),
    max_leaves=6,
)
CHAINS: Any = st.lists(PARTS, min_size=1, max_size=4).map(tuple)
AMOUNTS: Any = st.fractions(min_value=Fraction(1, 6), max_value=40, max_denominator=6)
SPECIES: Any = st.builds(
    Species,
    CHAINS,
    st.integers(-4, 4),
    st.sampled_from([None, "s", "l", "g", "aq"]),
    st.lists(st.tuples(AMOUNTS, CHAINS), max_size=1).map(tuple),
)
TERMS: Any = st.builds(Term, AMOUNTS, st.one_of(SPECIES, st.just(Species((), -1))))
SIDES: Any = st.lists(TERMS, min_size=1, max_size=4).map(tuple)
REACTIONS: Any = st.one_of(
    st.builds(Reaction, SIDES), st.builds(Reaction, SIDES, st.sampled_from(["->", "<=>"]), SIDES)
)
NUCLIDES: Any = st.sampled_from(SYMBOLS).flatmap(
    lambda symbol: st.builds(Particle, st.just(symbol), st.integers(NUMBERS[symbol], 300), st.just(NUMBERS[symbol]))
)
LIGHT: Any = st.sampled_from(
    [
        Particle("n", 1, 0),
        Particle("e", 0, -1),
        Particle("e", 0, 1),
        Particle("γ", 0, 0),
        Particle("ν", 0, 0),
        Particle("ν̄", 0, 0),
    ]
)
NUCLEAR_SIDES: Any = st.lists(
    st.builds(NuclearTerm, st.integers(1, 9), st.one_of(NUCLIDES, LIGHT)), min_size=1, max_size=4
).map(tuple)
SUBSHELLS: Any = st.lists(
    st.sampled_from([(n, ell) for n in range(1, 8) for ell in range(min(n, 4))]), unique=True, min_size=1, max_size=8
).flatmap(
    lambda those: st.tuples(*(st.integers(0, capacity(ell)).map(lambda c, s=(n, ell): (*s, c, "")) for n, ell in those))
)
PIECES = [*"HONaCleFs24 +-^_{}()[]<=>*./|~$\\²⁺⁻₂·½αβνp→⇌", "\\ce{", "(aq)", "->", "3d", "[Ar]", "^{14}", "\\frac"]
TYPED = st.lists(st.sampled_from(PIECES), max_size=20).map("".join)


def counts(text: str) -> dict[str, int]:
    return {symbol: int(count) for symbol, count in atoms(read_formula(text).species).items()}


@settings(max_examples=60)
@given(REACTIONS)
def test_what_is_written_is_read_back(reaction: Reaction) -> None:
    assert read_reaction(reaction_text(reaction)) == reaction


@settings(max_examples=60)
@given(REACTIONS)
def test_a_reaction_can_be_shown(reaction: Reaction) -> None:
    assert layout(reaction_latex(reaction)).width <= 400


@given(st.builds(NuclearReaction, NUCLEAR_SIDES, st.just(True), NUCLEAR_SIDES))
def test_a_nuclear_equation_is_read_back_and_can_be_shown(reaction: NuclearReaction) -> None:
    assert read_nuclear(nuclear_text(reaction)) == reaction
    assert layout(nuclear_latex(reaction)).width <= 400


@given(SUBSHELLS)
def test_a_configuration_is_read_back_and_can_be_shown(written: Any) -> None:
    configuration = Configuration(None, written)
    assert read_configuration(configuration_text(configuration)) == configuration
    assert layout(configuration_latex(configuration)).width <= 400
    assert read_configuration(configuration_text(configuration).replace(" ", "")) == configuration


@settings(max_examples=400)
@given(TYPED)
def test_any_text_is_read_or_refused_at_a_place_in_it(text: str) -> None:
    for read in (read_formula, read_reaction, read_configuration, read_nuclear):
        try:
            read(text)
        except NotationError as error:
            assert 0 <= error.start <= error.end <= len(text)
            assert error.what
            assert error.remedy


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("H2O", "H₂O"), ("H₂O", "H₂O"), ("H_2O", "H₂O"), ("H_{2}O", "H₂O"), (r"\ce{H2O}", "H₂O"), (r"$\mathrm{H_2O}$", "H₂O"),
        ("SO4^2-", "SO₄²⁻"), ("SO4^{2-}", "SO₄²⁻"), ("SO₄²⁻", "SO₄²⁻"), ("SO4 2-", "SO₄²⁻"), ("SO42-", "SO₄²⁻"), ("SO4--", "SO₄²⁻"),
        ("SO4^-2", "SO₄²⁻"), ("SO4(2-)", "SO₄²⁻"), ("SO4-2", "SO₄²⁻"), ("SO₄2-", "SO₄²⁻"), ("SO4²-", "SO₄²⁻"), ("SO4^{--}", "SO₄²⁻"),
        ("Fe3+", "Fe³⁺"), ("Fe+3", "Fe³⁺"), ("Fe^{+3}", "Fe³⁺"), ("NH4+", "NH₄⁺"), ("MnO4-", "MnO₄⁻"), ("OH^1-", "OH⁻"), ("Hg22+", "Hg₂²⁺"),
        ("[Fe(CN)6]4-", "[Fe(CN)₆]⁴⁻"), ("[Fe(CN)6]^{4-}", "[Fe(CN)₆]⁴⁻"), ("Al(OH)4-", "Al(OH)₄⁻"),
        ("CuSO4.5H2O", "CuSO₄·5 H₂O"), ("CuSO4 · 5 H2O", "CuSO₄·5 H₂O"), ("CuSO4*5H2O", "CuSO₄·5 H₂O"), ("CaSO4.1/2H2O", "CaSO₄·1/2 H₂O"),
        ("^14C", "¹⁴C"), ("¹⁴CO₂", "¹⁴CO₂"), ("^14_6C", "¹⁴C"), ("C-14", "¹⁴C"), ("D2O", "²H₂O"), ("^{35}Cl^-", "³⁵Cl⁻"),
        ("e-", "e⁻"), ("e^-", "e⁻"), (r"\electron", "e⁻"), ("CH3-CH2-OH", "CH₃CH₂OH"), ("CH2=CH2", "CH₂CH₂"),
        ("NaCl (s)", "NaCl(s)"), ("H+(aq)", "H⁺(aq)"), ("CO2↑", "CO₂(g)"), ("½ O2", "1/2 O₂"), (r"\frac{1}{2}O2", "1/2 O₂"), ("1 1/2 O2", "3/2 O₂"),
        ("0.5O2", "1/2 O₂"), ("2*H2O", "2 H₂O"), ("Na⁺Cl⁻", "NaCl"), ("[Ag(NH3)2]^{+}Cl^{-}", "[Ag(NH₃)₂]Cl"),
    ],
)  # fmt: skip
def test_every_usual_spelling_is_read(text: str, shown: str) -> None:
    assert inline(formula_latex(read_formula(text))) == shown


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2H2+O2=2H2O", "2 H2 + O2 -> 2 H2O"),
        ("2H2 + O2 → 2H2O", "2 H2 + O2 -> 2 H2O"),
        (r"2 H_2 + O_2 \rightarrow 2 H_2O", "2 H2 + O2 -> 2 H2O"),
        ("2H2O <- 2H2 + O2", "2 H2 + O2 -> 2 H2O"),
        (r"N2 + 3 H2 \rightleftharpoons 2 NH3", "N2 + 3 H2 <=> 2 NH3"),
        ("N2 + 3H2 ⇌ 2NH3", "N2 + 3 H2 <=> 2 NH3"),
        ("Na++Cl-->NaCl", None),
        ("Na++Cl- ->NaCl", "Na^+ + Cl^- -> NaCl"),
        ("Ca+++2Cl-", "Ca^2+ + 2 Cl^-"),
        ("Fe+2HCl->FeCl2+H2", "Fe + 2 HCl -> FeCl2 + H2"),
        ("Fe+3 + 3OH-", "Fe^3+ + 3 OH^-"),
        ("MnO4-+8H++5e-->Mn2++4H2O", "MnO4^- + 8 H^+ + 5 e^- -> Mn^2+ + 4 H2O"),
        ("HCl(aq)+NaOH(aq)->NaCl(aq)+H2O(l)", "HCl(aq) + NaOH(aq) -> NaCl(aq) + H2O(l)"),
        (r"\ce{CaCO3 ->[\Delta] CaO + CO2 ^}", "CaCO3 -> CaO + CO2(g)"),
        ("CaCO3 ->[heat] CaO + CO2", "CaCO3 -> CaO + CO2"),
        (r"A \xrightarrow{heat} B", None),
    ],
)
def test_signs_between_formulas_are_told_from_charges(text: str, written: str | None) -> None:
    if written is None:
        with pytest.raises(NotationError):
            read_reaction(text)
    else:
        assert reaction_text(read_reaction(text)) == written


def test_a_digit_before_a_sign_has_a_second_reading() -> None:
    species = read_formula("O2-").species
    assert (species.parts, species.charge) == ((Atom("O"),), -2)
    assert species.other is not None
    assert (species.other.parts, species.other.charge) == ((Atom("O", 2),), -1)


def test_atoms_are_counted_through_brackets_and_dots() -> None:
    assert counts("Al2(SO4)3") == {"Al": 2, "S": 3, "O": 12}
    assert counts("CuSO4*5H2O") == {"Cu": 1, "S": 1, "O": 9, "H": 10}
    assert counts("((CH2)2O)3") == {"C": 6, "H": 12, "O": 3}


@pytest.mark.parametrize(
    ("text", "start", "said"),
    [
        ("co2", 0, "Co or CO"), ("NACL", 0, "NaCl"), ("HCL", 0, "HCl"), ("Xx2O", 0, "symbols of elements"), ("Fe2(SO4", 3, "isn't closed"),
        ("H2O)", 3, "closes nothing"), ("SO4^2", 3, "has a sign"), ("0H2O", 0, "0"), ("H0O", 1, "0"), ("", 0, "nothing"), ("H2O +", 4, "one formula"),
        ("2 H2 + O2 -> H2O", 5, "one formula"), ("NaCl(S)", 4, "small"), ("Fe(III)", 2, "oxidation"), ("^14_7C", 0, "7"), ("^3C", 0, "more than 3"),
        ("Cl -", 3, "right behind"), ("H1234567", 1, "too long"), ("1/0 O2", 0, "divides by 0"), (r"\foo{H}", 0, "command"),
    ],
)  # fmt: skip
def test_a_refusal_points_at_its_place(text: str, start: int, said: str) -> None:
    with pytest.raises(NotationError) as caught:
        read_formula(text)
    assert caught.value.start == start
    assert said in f"{caught.value.what} {caught.value.remedy}"


def test_places_are_those_of_what_was_typed() -> None:
    with pytest.raises(NotationError) as caught:
        read_reaction(r"\ce{H2 + Xx -> H2O}")
    assert (caught.value.start, caught.value.end) == (9, 11)


@pytest.mark.parametrize(
    "text", ["H2 -> ", "-> H2", "H2 + -> H2O", "H2 -> O2 -> H2O", "H2 + O2 ==> H2O", "2Cl-->Cl2", "H2 O2"]
)
def test_half_a_reaction_is_refused(text: str) -> None:
    with pytest.raises(NotationError):
        read_reaction(text)


def test_letters_in_another_case_are_offered_and_words_are_not() -> None:
    assert other_readings("co") == ("Co", "CO")
    assert other_readings("NAOH") == ("NaOH",)
    assert other_readings("iron") == ()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("[Ar] 3d10 4s1", "[Ar] 3d10 4s1"), ("[Ar]3d¹⁰4s¹", "[Ar] 3d10 4s1"), ("[Ar]3d^{10}4s^1", "[Ar] 3d10 4s1"), ("[Ar]3d104s1", "[Ar] 3d10 4s1"),
        ("1s22s22p6", "1s2 2s2 2p6"), ("1s^22s^22p^6", "1s2 2s2 2p6"), ("1s2, 2s1.", "1s2 2s1"), ("Li: 1s2 2s1", "1s2 2s1"), ("1s 2 2s 1", "1s2 2s1"),
    ],
)  # fmt: skip
def test_configurations_are_read_as_people_type_them(text: str, written: str) -> None:
    assert configuration_text(read_configuration(text)) == written


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[Ar] 3d12", "at most 10"), ("1s3", "at most 2"), ("2d1", "no 2d"), ("1p2", "no 1p"), ("[Kr] 3d10", "in [Kr] already"), ("2p2 2p1", "twice"),
        ("[ar] 4s1", "[Ar]"), ("Ar 4s1", "[Ar]"), ("[Fe] 4s1", "noble gas"), ("3d", "how many"), ("", "nothing"), ("2px3", "at most 2"), ("2, 8, 1", "subshell"),
    ],
)  # fmt: skip
def test_a_configuration_that_cannot_be_is_refused(text: str, said: str) -> None:
    with pytest.raises(NotationError) as caught:
        read_configuration(text)
    assert said in f"{caught.value.what} {caught.value.remedy}"


def test_a_core_stands_for_its_electrons() -> None:
    assert read_configuration("[Xe]").electrons() == dict(filling(54))
    assert sum(read_configuration("[Rn] 5f3 6d1 7s2").electrons().values()) == 92


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (r"^{14}_6C \to ^{14}_7N + \beta^- + \bar{\nu}_e", "^{14}_{6}C -> ^{14}_{7}N + ^{0}_{-1}e + ‾ν"),
        ("C-14 -> N-14 + e- + ν̄", "^{14}_{6}C -> ^{14}_{7}N + ^{0}_{-1}e + ‾ν"),
        ("²³⁸U → ²³⁴Th + α", "^{238}_{92}U -> ^{234}_{90}Th + ^{4}_{2}He"),
        ("n + p -> d + gamma", "^{1}_{0}n + ^{1}_{1}H -> ^{2}_{1}H + γ"),
        ("^22Na -> ^22Ne + e+ + ν", "^{22}_{11}Na -> ^{22}_{10}Ne + ^{0}_{1}e + ν"),
        (r"^0_{-1}\electron + ^1_1\proton", "^{0}_{-1}e + ^{1}_{1}H"),
    ],
)
def test_particles_have_both_numbers(text: str, written: str) -> None:
    assert nuclear_text(read_nuclear(text)) == written


@pytest.mark.parametrize("text", ["C -> N", "^14_6Na", "^1_1n", "^{226}Ra (s)", "e", "14C", "1/2 n", "^4_2β", ""])
def test_impossible_particles_are_refused(text: str) -> None:
    with pytest.raises(NotationError):
        read_nuclear(text)


def test_all_elements_are_known() -> None:
    assert len(SYMBOLS) == len(set(SYMBOLS)) == 118
    assert [NUMBERS[one] for one in ("H", "C", "Fe", "Ag", "Au", "U", "Og")] == [1, 6, 26, 47, 79, 92, 118]
    assert all(read_formula(symbol).species.parts == (Atom(symbol),) for symbol in SYMBOLS)

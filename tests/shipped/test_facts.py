"""Facts and constants in the shipped curricula and notes agree with sources that don't come from this project."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from tests.shipped import constant_facts, question_facts
from tests.shipped.exhibit_facts import CHECKED, UNSOURCED, Claim, Reader, down
from tests.shipped.figures import Figure, figures, first
from tests.shipped.sources import ionisation
from tutor.curriculum.curricula import Curricula
from tutor.curriculum.load import load, search
from tutor.curriculum.model import Exhibit
from tutor.curriculum.shipping import shipped

ROOT = Path(__file__).resolve().parents[2]
REAL = {"measured", "reconstructed"}  # others in the ground are drawn, made up or worked out for the course
WHOLLY, PARTLY = "chemistry@", "ground@"  # where exhibits say something about nature
FEWEST_CONSTANTS = 250  # there are this many in the texts at least, so that the search can't have lost its way

NOT_CONSTANTS = {
    ("curricula/chemistry/02-volumes.yaml", "22.43"): "a mole of hydrogen as it is, not as an ideal gas",
    ("curricula/chemistry/02-volumes.yaml", "22.26"): "a mole of carbon dioxide as it is, not as an ideal gas",
    ("curricula/chemistry/04-atom.yaml", r"1.592 \times 10^{-19}"): "Millikan's value of 1913",
    ("curricula/chemistry/08-bonds.yaml", "271"): "where hydrogen telluride boils",
    ("seeds/chemistry/inside-the-atom.md", r"1.592 \times 10^{-19}"): "Millikan's value of 1913",
    ("seeds/chemistry/waves-and-quanta.md", r"4.12 \times 10^{-15}"): "Millikan's slope of 1916",
    ("seeds/chemistry/waves-and-quanta.md", r"6.57 \times 10^{-34}"): "Planck's constant as Millikan had it in 1916",
}


@pytest.fixture(scope="module")
def curricula() -> dict[str, Curricula]:
    return {name: load(name, [shipped("curricula")]) for name in search([shipped("curricula")])}


@pytest.fixture(scope="module")
def exhibits(curricula: dict[str, Curricula]) -> dict[str, Exhibit]:
    return {
        ref: exhibit
        for name, one in curricula.items()
        for ref, exhibit in one.exhibits.items()
        if ref.startswith(f"{name}@")
    }


def test_every_number_near_a_constant_is_that_constant() -> None:
    found = {(find.file, find.shown): find for find in constant_facts.finds(ROOT)}
    assert {find for place, find in found.items() if place not in NOT_CONSTANTS} == set()
    assert set(NOT_CONSTANTS) - set(found) == set(), "exceptions that aren't there any more"


def test_constants_are_met_all_over_the_texts() -> None:
    files = (*ROOT.glob("curricula/*/*.yaml"), *ROOT.glob("seeds/*/*.md"))
    assert sum(len(list(constant_facts.compared(file.read_text("utf-8")))) for file in files) >= FEWEST_CONSTANTS


@pytest.mark.parametrize(
    ("text", "near"),
    [
        (r"$N_\mathrm{A} = 6.022 \times 10^{23}$", 0), (r"$N_\mathrm{A} = 6.032 \times 10^{23}$", 1), ("6e23 of them", 0),
        ("it has 9.11 × 10⁻³¹ kg", 0), ("it has 9.21 × 10⁻³¹ kg", 1), ('value: "8*(28/2)/(6.03*10^(23))"', 1),
        ("$R = 8.314$ J", 0), ("$R = 8.341$ J", 1), ("8.341 loaves", 0), (r"$E = -\frac{13.6}{n^2}$ eV", 0), ("13.5 eV", 1),
        ("96 485 C", 0), ("95 485 C", 1), (r"$1.602 \cdot 10^{-19}$ C", 0), (r"$1.612 \cdot 10^{-19}$ C", 1), ("in 1836", 0),
        ("1846 times as heavy", 1), ("at 273 K", 0), ("at {=T - 273} °C", 0), ("at {=T - 275} °C", 1), ("$10^{-14}$ m", 0),
    ],
)  # fmt: skip
def test_a_wrong_digit_in_a_constant_is_found(text: str, near: int) -> None:
    assert len(list(constant_facts.finds_in(text))) == near


@pytest.mark.parametrize("ref", CHECKED)
def test_an_exhibit_agrees_with_an_independent_source(ref: str, exhibits: dict[str, Exhibit]) -> None:
    claims = list(CHECKED[ref](exhibits[ref]))
    assert claims
    assert [claim for claim in claims if not claim.holds] == []


def test_every_exhibit_about_nature_is_checked_or_says_why_not(exhibits: dict[str, Exhibit]) -> None:
    real = {ref for ref, one in exhibits.items() if one.provenance in REAL and ref.startswith(PARTLY)}
    about = real | {ref for ref in exhibits if ref.startswith(WHOLLY)}
    listed = set(CHECKED) | set(UNSOURCED)
    assert about - listed == set(), "list them in tests/shipped/exhibit_facts.py"
    assert listed - set(exhibits) == set(), "exhibits that aren't there any more"
    assert set(CHECKED) & set(UNSOURCED) == set()


@pytest.mark.parametrize("ref", CHECKED)
def test_a_wrong_digit_in_an_exhibit_is_found(ref: str, exhibits: dict[str, Exhibit]) -> None:
    for claim in CHECKED[ref](exhibits[ref]):
        figure = claim.figure
        for off in (-1 - 2 * claim.places, 1 + 2 * claim.places):
            wrong = Figure(figure.text, figure.value + Fraction(off) * figure.place, figure.place)
            assert not wrong.rounds(claim.true, claim.places), (ref, claim)


def test_a_wrong_digit_in_a_cell_is_found() -> None:
    reader: Reader = down(ionisation, (0, 1))
    told = Exhibit(
        id="a", title="A", provenance="measured", body="| atom | eV |\n|---|--:|\n| Na | 5.14 |\n| Mg | 7.56 |\n"
    )
    assert [claim.shown for claim in reader(told) if not claim.holds] == ["7.56"]


@pytest.mark.parametrize("reader", question_facts.LISTS, ids=lambda reader: reader.__name__)
def test_lists_of_elements_agree_with_an_independent_source(
    reader: question_facts.ListReader, curricula: dict[str, Curricula]
) -> None:
    claims = list(reader(curricula["chemistry"]))
    assert claims
    assert [claim for claim in claims if not claim.holds] == []


def test_facts_in_sentences_agree_with_an_independent_source() -> None:
    assert [(where, claim) for where, claim in question_facts.told(ROOT) if not claim.holds] == []


@pytest.mark.parametrize(
    ("shown", "true", "right"),
    [
        ("5.14", 5.1391, True), ("5.14", 5.1349, False), ("5.14", 5.145, True), ("5.14", 5.1451, False), ("−22.0", -22.04, True),
        ("22.0", -22.04, False), ("96 485", 96485.33, True), (r"96\,485", 96484.4, False), (r"1.6 \times 10^{-19}", 1.602e-19, True),
        (r"1.60 \times 10^{-19}", 1.606e-19, False), ("**24.59 eV**", 24.5874, True), ("0", 0.0, True), ("7", 7.4, True),
    ],
)  # fmt: skip
def test_a_figure_is_right_when_the_value_rounds_to_it(shown: str, true: float, right: bool) -> None:
    assert Claim(shown, true).holds is right


def test_numbers_are_read_as_they_are_typeset() -> None:
    text = r"From 12 000 to $5.43 \times 10^{-8}$ cm, H2O, {=x}, $n^{2}$, 1.4e-3 and −0.85."
    assert [(one.text, float(one.value)) for one in figures(text)] == [
        ("12 000", 12000.0), (r"5.43 \times 10^{-8}", 5.43e-8), ("1.4e-3", 1.4e-3), ("−0.85", -0.85),
    ]  # fmt: skip
    assert first("8000 times").figures == 4

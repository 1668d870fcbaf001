"""Constants of nature in the shipped texts, each to be scipy's rounded to the figures shown.

`finds` gives every number that comes near a constant and isn't that constant. In scientific notation any number counts;
a plain one counts where words or units near it say what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from scipy import constants

from tests.shipped.figures import NUMBER, Figure, figures
from tests.shipped.sources import codata, ionisation, weight

NEAR: Final = 0.02
AROUND: Final = 45  # characters on either side in which a plain number's words are looked for
FEWEST_FIGURES: Final = 3  # a plain number with fewer says too little


class Find(NamedTuple):
    """A number that is near a constant and isn't it."""

    file: str
    line: int
    shown: str
    constant: str


@dataclass(frozen=True)
class Constant:
    """A value in the unit in which it is written; `words` must stand near a plain number for it to count."""

    name: str
    value: float
    words: str = ""


def _scientific() -> Iterator[Constant]:
    si = {
        "Avogadro's number": constants.N_A,
        "elementary charge": constants.e,
        "h": constants.h,
        "h in eV s": constants.h / constants.e,
        "h/2π": constants.hbar,
        "Boltzmann's constant": constants.k,
        "Boltzmann's constant in eV": constants.k / constants.e,
        "speed of light": constants.c,
        "electric constant": constants.epsilon_0,
        "Coulomb's constant": 1 / (4 * constants.pi * constants.epsilon_0),
        "Rydberg's constant": constants.Rydberg,
        "Rydberg's constant for hydrogen": _hydrogen_rydberg(),
        "Bohr's radius": codata("Bohr radius"),
        "Bohr's magneton": codata("Bohr magneton"),
        "fine-structure constant": constants.alpha,
        "charge over mass of the electron": constants.e / constants.m_e,
        "mass over charge of the electron": constants.m_e / constants.e,
        "mass over charge of the proton": constants.m_p / constants.e,
        "mass over charge of hydrogen": weight("H") / 1000 / codata("Faraday constant"),
        "elementary charge in electrostatic units": constants.e * constants.c * 10,
        "Stefan and Boltzmann's constant": constants.sigma,
        "constant of gravitation": constants.G,
        "Faraday's constant": codata("Faraday constant"),
        "atmosphere in Pa": constants.atm,
    }
    for name, value in si.items():
        yield Constant(name, value)
    masses = {
        "electron": constants.m_e,
        "proton": constants.m_p,
        "neutron": constants.m_n,
        "atomic mass unit": constants.u,
    }
    masses["hydrogen atom"] = weight("H") * constants.u
    for name, value in masses.items():
        yield Constant(f"mass of the {name} in kg", value)
        yield Constant(f"mass of the {name} in g", value * 1000)


def _hydrogen_rydberg() -> float:
    return constants.Rydberg / (1 + constants.m_e / constants.m_p)


def _plain() -> Iterator[Constant]:
    coulomb = constants.e / (4 * constants.pi * constants.epsilon_0)  # V m
    box = constants.h**2 / (8 * constants.m_e * constants.e) * 1e18
    electronvolt = constants.e * constants.N_A / 1000
    rydberg = codata("Rydberg constant times hc in eV")
    ratio = constants.m_p / constants.m_e
    yield Constant("gas constant", constants.R, r"R\b|J for a mole and a degree|8\.314")
    yield Constant("gas constant, three halves", 1.5 * constants.R, r"\\[td]?frac\{3\}\{2\}|flight|Argon:")
    yield Constant("gas constant, five halves", 2.5 * constants.R, r"\\[td]?frac\{5\}\{2\}|also turn")
    yield Constant("gas constant, three times", 3 * constants.R, r"3R")
    yield Constant("gas constant times ln 1.5", constants.R * 0.4054651081, r"R \\+ln|arrangements|[Ii]ce keeps")
    yield Constant("Faraday's constant", codata("Faraday constant"), r".")
    yield Constant("Rydberg's energy in eV", rydberg, r"eV|n\^2|Z\^2|\^2 \\+cdot 13\.6|\bz\^2")
    yield Constant("hydrogen's ionisation energy in eV", ionisation("H"), r"eV|electronvolt")
    yield Constant("hydrogen's ionisation energy in kJ", ionisation("H") * electronvolt, r"kJ|1312")
    yield Constant("twice Rydberg's energy", 2 * rydberg, r"eV|27\.2 \\+cdot|27\.2\*")
    yield Constant("zero of Celsius", 273.15, r"°C|\bK\b|kelvin|degrees|zero|T1|T2")
    yield Constant("volume of a mole in litres", constants.R * 273.15 / constants.atm * 1000, r"litres|\bL\b")
    yield Constant("volume of a mole in m³", constants.R * 273.15 / constants.atm, r"m³|m\^3|101325")
    yield Constant("limit of hydrogen's light in nm", 1e9 / _hydrogen_rydberg(), r"nm\b")
    yield Constant("masses of proton and electron", ratio, r"heavier|as heavy|lighter|electron|1836")
    yield Constant(
        "masses of hydrogen atom and electron",
        weight("H") / codata("electron mass in u"),
        r"divided by|in hydrogen and in",
    )
    yield Constant("mass of the neutron in u", codata("neutron mass in u"), r"neutron|Today's value is")
    yield Constant("mass of the proton in u", codata("proton mass in u"), r"proton")
    yield Constant("weight of hydrogen", weight("H"), r"hydrogen|neutron|proton|H\b")
    yield Constant("e²/4πε₀ in eV Å", coulomb * 1e10, r"eV|Å|14\.4")
    yield Constant("e²/4πε₀ in MeV fm", coulomb * 1e9, r"MeV|10\^\{-15\}|1\.44")
    yield Constant("e²/4πε₀ in kJ Å for a mole", coulomb * 1e10 * electronvolt, r"kJ|R\b|1389/")
    yield Constant("electronvolt in kJ for a mole", electronvolt, r"eV|kJ|96\.5\*|\\+cdot")
    yield Constant("hc in eV nm", constants.h * constants.c / constants.e * 1e9, r"nm|lambda|1240")
    yield Constant(
        "h over √(2me), in Å √V", constants.h / (2 * constants.m_e * constants.e) ** 0.5 * 1e10, r"Å|sqrt|volts"
    )
    yield Constant("least energy in a box of 1 nm, in eV", box, r"box|eV")
    yield Constant(
        "cost of confinement in eV Å²", constants.hbar**2 / (2 * constants.m_e * constants.e) * 1e20, r"Å²|eV"
    )
    yield Constant("Bohr's radius in Å", codata("Bohr radius") * 1e10, r"Å")
    yield Constant(
        "elementary charge times 1 Å, in debye", constants.e * 1e-10 * constants.c * 1e21, r"debye|1 Å|4\.80"
    )
    yield Constant(
        "factor of ten in a cell, in V",
        constants.R * 298.15 * 2.302585093 / codata("Faraday constant"),
        r"\bV\b|\\+circ",
    )
    yield Constant("atmosphere in Pa", constants.atm, r"Pa\b|101325|101\\,325")
    yield Constant("speed of light in m/s", constants.c, r"m/s")


@cache
def scientific() -> tuple[Constant, ...]:
    """What a number with a power of ten may be."""
    return tuple(_scientific())


@cache
def plain() -> tuple[Constant, ...]:
    """What a number without one may be, where its words are near."""
    return tuple(_plain())


def compared(text: str) -> Iterator[tuple[int, Figure, tuple[Constant, ...]]]:
    """Each number of the text that is near a constant: the line, the number, the constants that it may be."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("|"):  # a table's cells are compared one by one, in exhibit_facts
            continue
        shown = figures(line)
        for figure, found in zip(shown, NUMBER.finditer(line), strict=True):
            around = line[max(0, found.start() - AROUND) : found.end() + AROUND]
            if near := tuple(_near(figure, around)):
                yield number, figure, near


def _near(figure: Figure, around: str) -> Iterator[Constant]:
    size = abs(float(figure.value))
    if not figure.scientific and figure.figures < FEWEST_FIGURES:
        return
    for one in scientific() if figure.scientific else plain():
        if abs(size - one.value) <= NEAR * one.value and (figure.scientific or re.search(one.words, around)):
            yield one


def finds(root: Path) -> Iterator[Find]:
    """All numbers below the folder that are near a constant and aren't it."""
    for file in sorted((*root.glob("curricula/*/*.yaml"), *root.glob("seeds/*/*.md"))):
        yield from finds_in(file.read_text("utf-8"), file.relative_to(root).as_posix())


def finds_in(text: str, file: str = "") -> Iterator[Find]:
    """The same for one text."""
    for line, figure, near in compared(text):
        if not any(abs(figure.value) and Figure("", abs(figure.value), figure.place).rounds(one.value) for one in near):
            yield Find(file, line, figure.text, near[0].name)

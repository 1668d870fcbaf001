"""What the exhibits say, cell by cell, beside what an independent source says.

`CHECKED` has a reader for each exhibit whose figures such a source has, or that can be worked out anew. `UNSOURCED` has
all others, with the reason. Each exhibit in chemistry, and each of measurements in the ground below it, stands in one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from scipy import constants

from tests.shipped import sources
from tests.shipped.figures import Figure, first
from tests.shipped.sources import affinity, boiling, codata, fluid, formation, ionisation, isotope, parting, weight
from tutor.curriculum.model import Exhibit


class Claim(NamedTuple):
    """A figure of an exhibit, and the value that it should be, rounded. `places`: what it may be off, in its last place."""

    shown: str
    true: float
    places: float = 0.5

    @property
    def holds(self) -> bool:
        return self.figure.rounds(self.true, self.places)

    @property
    def figure(self) -> Figure:
        return first(self.shown)


Reader = Callable[[Exhibit], Iterator[Claim]]
Table = list[list[str]]
AIR: Final = 1.000277  # the refractive index of air for visible light, which makes wavelengths shorter
FORMULAS: Final = {
    "carbon monoxide": "CO",
    "carbon dioxide": "CO2",
    "marsh gas": "CH4",
    "ethylene": "C2H4",
    "carbon disulfide": "CS2",
    "alcohol": "C2H6O",
    "ether": "C4H10O",
    "steam": "H2O",
    "hydrogen chloride": "HCl",
    "ammonia": "NH3",
    "oxygen": "O2",
    "nitrous oxide": "N2O",
}


def table(exhibit: Exhibit) -> Table:
    """The cells of its Markdown table, the header first, without the ruler below it."""
    rows = [line.strip().strip("|").split("|") for line in exhibit.body.splitlines() if line.lstrip().startswith("|")]
    rows = [[cell.strip() for cell in row] for row in rows]
    return [row for row in rows if not all(re.fullmatch(r":?-+:?", cell) for cell in row)]


def down(
    true: Callable[[str], float], *columns: tuple[int, int], places: float = 0.5, skip: Sequence[str] = ("", "?")
) -> Reader:
    """Each row names something in the first of two columns, and has its figure in the second."""

    def claims(exhibit: Exhibit) -> Iterator[Claim]:
        for row in table(exhibit)[1:]:
            for label, value in columns or ((0, 1),):
                if row[value] not in skip:
                    yield Claim(row[value], true(row[label]), places)

    return claims


def across(true: Callable[[str], float], places: float = 0.5) -> Reader:
    """The header names things, and the row below has their figures."""

    def claims(exhibit: Exhibit) -> Iterator[Claim]:
        names, values, *_ = table(exhibit)
        for name, value in zip(names, values, strict=True):
            yield Claim(value, true(name), places)

    return claims


def said(*phrases: tuple[str, float] | tuple[str, float, float]) -> Reader:
    """Phrases of the body or of its notes, each with one figure in brackets of a regular expression."""

    def claims(exhibit: Exhibit) -> Iterator[Claim]:
        text = "\n".join(filter(None, (exhibit.body, exhibit.deviation, exhibit.source, exhibit.units)))
        for pattern, *true in phrases:
            found = re.search(pattern, text)
            assert found is not None, f"{exhibit.id} doesn't say {pattern!r} any more"
            yield Claim(found[1], *true)

    return claims


def both(*readers: Reader) -> Reader:
    """What several readers find."""
    return lambda exhibit: (claim for reader in readers for claim in reader(exhibit))


def worked(rows: Callable[[list[float]], Iterable[tuple[int, float]]], places: float = 0.5) -> Reader:
    """Columns worked out from others of the row: from its numbers, pairs of a column and the value there."""

    def claims(exhibit: Exhibit) -> Iterator[Claim]:
        for row in table(exhibit)[1:]:
            numbers = [_number(cell) for cell in row]
            for column, true in rows(numbers):
                yield Claim(row[column], true, places)

    return claims


def _number(cell: str) -> float:
    fraction = re.fullmatch(r"(\d+) (\d+)/(\d+)", cell)
    if fraction:
        return int(fraction[1]) + int(fraction[2]) / int(fraction[3])
    half = cell.replace("¼", ".25").replace("¾", ".75").replace("½", ".5")
    try:
        return float(first(half).value)
    except ValueError:
        return math.nan


def _formula(cell: str) -> str:
    return re.sub(r"\$?\\ce\{(.*?)\}\$?", r"\1", cell)


def _ordinal(cell: str) -> int:
    return int(re.sub(r"\D", "", cell))


def _line(lower: int, upper: int, *, reduced: bool = True) -> float:
    """The wavelength of a step of hydrogen in nanometres, in vacuum."""
    rydberg = constants.Rydberg / (1 + constants.m_e / constants.m_p if reduced else 1)
    return 1e9 / (rydberg * (1 / lower**2 - 1 / upper**2))


def _portion(lower: int, upper: int) -> float:
    return constants.h * constants.c / constants.e / (_line(lower, upper) * 1e-9)


def _one_electron(charge: str) -> float:
    number = int(charge)
    return ionisation(number, number)


def _bond(molecule: str) -> float:
    atoms = re.findall(r"([A-Z][a-z]?)(\d?)", molecule)
    if molecule == "Br2":
        return parting("Br2", "Br", "Br")
    return parting(molecule, *(atom for atom, count in atoms for _ in range(int(count or 1))))


def _density(gas: str) -> float:
    names = {"carbon dioxide": "CarbonDioxide", "carbon monoxide": "CarbonMonoxide"}
    return fluid(names.get(gas, gas.capitalize()), "D", T=273.15, P=constants.atm)


def _warming(exhibit: Exhibit) -> Iterator[Claim]:
    for row in table(exhibit)[1:]:
        for gas in re.sub(r"\(.*\)", "", row[0]).split(","):
            yield Claim(row[1], fluid(gas.strip().capitalize(), "CVMOLAR", T=298.15, P=1e4))


def _exploded(exhibit: Exhibit) -> Iterator[Claim]:
    hydrogen, oxygen = (fluid(name, "DMOLAR", T=273.15, P=constants.atm) for name in ("Hydrogen", "Oxygen"))
    yield from said((r"([\d.]+), at 0 °C", 200 * oxygen / hydrogen))(exhibit)


def _cannizzaro(exhibit: Exhibit) -> Iterator[Claim]:
    header, *rows = table(exhibit)
    atoms = {"carbon in it": "C", "hydrogen in it": "H", "oxygen in it": "O"}
    for gas, molecule, *parts in rows:
        formula = FORMULAS[gas]
        yield Claim(molecule, sources.molar_mass(formula))
        for name, part in zip(header[2:], parts, strict=True):
            count = dict(re.findall(r"([A-Z][a-z]?)(\d*)", formula)).get(atoms[name], "0")
            yield Claim(part, weight(atoms[name]) * int(count or 1), 0.6)


def _silicon(exhibit: Exhibit) -> Iterator[Claim]:
    edge, volume, _, density, mass = (row[1] for row in table(exhibit)[1:])
    lattice = codata("lattice parameter of silicon") * 100
    yield Claim(edge, lattice)
    yield Claim(volume, lattice**3)
    yield Claim(density, weight("Si") / codata("molar volume of silicon") / 1e6)
    yield Claim(mass, weight("Si"))


def _sodium_line(exhibit: Exhibit) -> Iterator[Claim]:
    rows = [[_number(cell) for cell in row] for row in table(exhibit)[1:]]
    for row, shown in zip(rows, table(exhibit)[1:], strict=True):
        frequency = constants.c / row[0] / 1e5
        yield Claim(shown[1], frequency)
        yield Claim(shown[2], rows[0][2] + 0.412 * (frequency - constants.c / rows[0][0] / 1e5), 1)


def _stripes(exhibit: Exhibit) -> Iterator[Claim]:
    places, both_open, one_shut = (row[1:] for row in table(exhibit))
    for place, two, one in zip(places, both_open, one_shut, strict=True):
        yield Claim(two, 4 * math.cos(math.pi * _number(place) / 6.5) ** 2)  # 6.5 mm: 650 nm, 2.0 m, 0.20 mm
        yield Claim(one, 1)


def _potassium(exhibit: Exhibit) -> Iterator[Claim]:
    (_, outermost, fourth), (_, _, third) = table(exhibit)[1:]
    yield Claim(outermost, ionisation("K"))
    yield Claim(fourth, ionisation("H") / 16)
    yield Claim(third, ionisation("H") / 9)


def _hydrides(exhibit: Exhibit) -> Iterator[Claim]:
    yield from down(lambda cell: boiling(_formula(cell)), (0, 1), (2, 3))(exhibit)


def _pentanes(exhibit: Exhibit) -> Iterator[Claim]:
    for name, cell in zip(("pentane", "isopentane", "neopentane"), table(exhibit)[1], strict=True):
        yield Claim(cell, boiling(name) - 273.15)


def _young(exhibit: Exhibit) -> Iterator[Claim]:
    for row in table(exhibit)[1:]:
        yield Claim(row[1], math.sin(math.radians(_number(row[0].rstrip("°")))))


def _roots(exhibit: Exhibit) -> Iterator[Claim]:
    for row in table(exhibit)[1:]:
        name, place = row[0].split(", ")
        length = _number(row[1])
        yield Claim(place, sources.element(name).atomic_number, 0)
        yield Claim(row[2], 1 / length)
        yield Claim(row[3], length**-0.5)


def _salt(exhibit: Exhibit) -> Iterator[Claim]:
    yield from said((r"electron takes ([\d.]+) eV", ionisation("Na")), (r"chlorine gives ([\d.]+) eV", affinity("Cl")))(
        exhibit
    )


def _foot_pounds(number: float) -> float:
    """Foot-pounds for a pound of water and a degree Fahrenheit, as joules for a gram and a degree Celsius."""
    return number * constants.foot * constants.g * 1.8 / 1000


def _water() -> float:
    """Joules that warm a gram of water by a degree at 15 °C."""
    return fluid("Water", "C", T=288.15, P=constants.atm) / 1000


def _tetroxide() -> float:
    """The constant of the splitting of dinitrogen tetroxide at 298.15 K and 1 bar, from the JANAF tables."""
    free = 2 * sources.free_energy("NO2") - sources.free_energy("N2O4")
    return math.exp(-free * 1000 / (constants.R * 298.15))


def _brown(exhibit: Exhibit) -> Iterator[Claim]:
    k = _tetroxide()
    yield from said((r"were put in, (\d+) are split", 100 * math.sqrt(k / (4 + k))))(exhibit)


def _halved(exhibit: Exhibit) -> Iterator[Claim]:
    k = _tetroxide()
    brown = (-k + math.sqrt(k * k + 4 * k)) / 2
    clear = 1 - brown
    back = (8 * brown + k - math.sqrt((8 * brown + k) ** 2 - 16 * (4 * brown**2 - 2 * k * clear))) / 8
    later = (2 * brown - 2 * back, 2 * clear + back)
    for row, before, after in zip(table(exhibit)[1:], (brown, clear), later, strict=True):
        yield Claim(row[1], before)
        yield Claim(row[2], 2 * before)
        yield Claim(row[3], after)


def _cells(exhibit: Exhibit) -> Iterator[Claim]:
    found = re.findall(r"(zinc|copper|silver) ([−+][\d.]+) V", exhibit.source or "")
    potential = {name: _number(volts) for name, volts in found}
    for one, other, volts in table(exhibit)[1:]:
        yield Claim(volts, potential[other] - potential[one])


def _squeezed(exhibit: Exhibit) -> Iterator[Claim]:
    for pressure, *ratios in table(exhibit)[1:]:
        for name, ratio in zip(("Nitrogen", "Hydrogen", "CarbonDioxide"), ratios, strict=True):
            if ratio != "liquid":
                yield Claim(ratio, fluid(name, "Z", T=300.0, P=1e5 * float(first(pressure).value)))


def _thermal(exhibit: Exhibit) -> Iterator[Claim]:
    for row in table(exhibit)[1:]:
        if row[0] != "air":  # a mixture, for which the same limit holds
            warm, cold = (fluid(row[0].capitalize(), "DMOLAR", T=t, P=100.0) for t in (373.15, 273.15))
            yield Claim(row[2], 100 * cold / warm)


def _metal(exhibit: Exhibit) -> Iterator[Claim]:
    for name, heat, atomic, product in table(exhibit)[1:]:
        yield Claim(heat, float(sources.element(name).specific_heat_capacity), 1)
        if atomic != "?":
            yield Claim(atomic, weight(name))
            yield Claim(product, float(first(heat).value * first(atomic).value))


def _successive(exhibit: Exhibit) -> Iterator[Claim]:
    for row in table(exhibit)[1:]:
        for label, value in ((0, 1), (2, 3)):
            if row[label]:
                yield Claim(row[value], ionisation("Na", _ordinal(row[label])))


def _group(exhibit: Exhibit) -> Iterator[Claim]:
    for symbol, charge, level, energy in table(exhibit)[1:]:
        found = sources.element(symbol)
        yield Claim(charge, found.atomic_number, 0)
        yield Claim(level, found.period, 0)
        yield Claim(energy, ionisation(symbol))


def _gaps(exhibit: Exhibit) -> Iterator[Claim]:
    for row in table(exhibit)[1:]:
        name, *figures = row[2].replace(" (", ", (").split(", ")
        found = sources.element(name)
        yield Claim(figures[0], found.discovery_year, 0)
        yield Claim(figures[1], weight(name), 1)
        if len(figures) > 2:
            yield Claim(figures[2], found.density, 0.6)


def _places(exhibit: Exhibit) -> Iterator[Claim]:
    for place, name, length in table(exhibit)[1:]:
        yield Claim(place, sources.element(name).atomic_number, 0)
        yield Claim(length, sources.x_ray(name), 7 * _number(length))  # seven parts in a thousand, as the exhibit says


def _cloud(numbers: list[float]) -> Iterator[tuple[int, float]]:
    r = numbers[0]
    yield 1, 100 * math.exp(-2 * r)
    yield 2, 100 * r * r * math.exp(2 - 2 * r)


def _ways(exhibit: Exhibit) -> Iterator[Claim]:
    portions, one, other, together = (row[1:] for row in table(exhibit))
    for q, *cells in zip(portions, one, other, together, strict=True):
        ways = math.comb(int(q) + 2, 2), math.comb(8 - int(q), 2)
        for cell, true in zip(cells, (*ways, ways[0] * ways[1]), strict=True):
            yield Claim(cell, true, 0)


def _balmer(exhibit: Exhibit) -> Iterator[Claim]:
    # Ångström's scale was short by one part in ten thousand, and his errors are some parts in a hundred thousand
    for number, row in enumerate(table(exhibit)[1:], 3):
        yield Claim(row[0], number, 0)
        yield Claim(f"{float(first(row[2]).value):.1f}", 10 * _line(2, number) / AIR * (1 - 1.06e-4), 2)


def _later_lines(numbers: list[float]) -> Iterator[tuple[int, float]]:
    yield 1, 10 * _line(2, int(numbers[0])) / 1.000284  # the index of air in the near ultraviolet
    yield 2, numbers[1] * (1 - 1e-4)


def _series(exhibit: Exhibit) -> Iterator[Claim]:
    steps = ((1, 2), (1, 3), (1, 4), (3, 4), (3, 5))
    for row, step in zip(table(exhibit)[1:], steps, strict=True):
        yield Claim(row[1], _line(*step))
        yield Claim(row[2], _portion(*step))


def _dissociation(exhibit: Exhibit) -> Iterator[Claim]:
    # as heats at 25 °C, which are a few kJ more than the energies at absolute zero: 3/2 RT and the heat that is turning
    for name, energy in (("F2", 0), ("O2", 1), ("N2", 2)):
        yield Claim(table(exhibit)[1][energy], _bond(name))


def _burning(exhibit: Exhibit) -> Iterator[Claim]:
    carbon, monoxide, hydrogen = table(exhibit)[1:]
    yield Claim(carbon[2], -formation("CO2"))
    yield Claim(monoxide[2], formation("CO") - formation("CO2"))
    yield Claim(hydrogen[2], -formation("H2O", "l"))


def _bonds(exhibit: Exhibit) -> Iterator[Claim]:
    for row in table(exhibit)[1:]:
        for label, value in ((0, 1), (2, 3)):
            if row[label]:
                yield Claim(row[value], _bond(_formula(row[label])), 1)


def _chlorine() -> float:
    """Chlorine's atomic weight to one figure more than the standard one, which allows for every source on Earth."""
    return 0.7576 * isotope("Cl", 35) + 0.2424 * isotope("Cl", 37)


def _silver(exhibit: Exhibit) -> Iterator[Claim]:
    yield Claim(table(exhibit)[3][1], 100 * (1 + _chlorine() / weight("Ag")))


def _composition(exhibit: Exhibit) -> Iterator[Claim]:
    # Davy's own figures can't be checked; how far they are off can: oxygen for one part of nitrogen
    off = re.search(r"is (\d+), (\d+) and (\d+) % too much", exhibit.deviation or "")
    assert off is not None
    for row, shown, atoms in zip(table(exhibit)[1:], off.groups(), (0.5, 1, 2), strict=True):
        today = atoms * weight("O") / weight("N")
        yield Claim(shown, 100 * (_number(row[2]) / _number(row[1]) / today - 1))


def _carbonate(exhibit: Exhibit) -> Iterator[Claim]:
    oxide = 100 * (1 + weight("O") / weight("Cu"))
    carbonate = 100 * sources.molar_mass("Cu2CO5H2") / (2 * weight("Cu"))
    rows = table(exhibit)[1:]
    off = re.search(r"within ([\d.]+) % .* about (\d+) % lower", exhibit.deviation or "")
    assert off is not None
    yield Claim(off[1], abs(100 * (_number(rows[2][1]) / oxide - 1)), 1)  # a bound
    yield Claim(off[2], 100 * (1 - carbonate / _number(rows[1][1])))


def _freezing(exhibit: Exhibit) -> Iterator[Claim]:
    heat, entropy = 6010.0, 22.0
    rows = [row[1:] for row in table(exhibit)[1:]]
    for cell, temperature in zip(rows[1], (263.15, 283.15), strict=True):
        yield Claim(cell.lstrip("+"), heat / temperature)
    for together, temperature in zip(rows[2], (263.15, 283.15), strict=True):
        yield Claim(together.lstrip("+"), heat / temperature - entropy)


def _waves(exhibit: Exhibit) -> Iterator[Claim]:
    waves = {
        "P": lambda x: math.sin(math.pi * x),
        "Q": lambda x: math.cos(2 * math.pi * x),
        "R": lambda x: math.sin(2 * math.pi * x),
        "S": lambda x: math.sin(math.pi * x / 2),
    }
    for name, *cells in table(exhibit)[1:]:
        for i, cell in enumerate(cells):
            true = waves[name](i / 4)
            yield Claim(cell, 0.0 if abs(true) < 1e-12 else true)


def _millikan(numbers: list[float]) -> Iterator[tuple[int, float]]:
    yield 2, 1000 / 18.745 + 1000 / numbers[1]


def _scattering(numbers: list[float]) -> Iterator[tuple[int, float]]:
    spread = 1 / math.sin(math.radians(numbers[0] / 2)) ** 4
    yield 2, spread
    yield 3, numbers[1] / spread


def _red_calx(exhibit: Exhibit) -> Iterator[Claim]:
    mercury = 45 * weight("Hg") / (weight("Hg") + weight("O"))
    grams = (45 - mercury) * 0.05311
    inches = grams / (weight("O") * 2) * constants.R * 283.15 / constants.atm * 1e6 / 19.836  # at 10 °C, as in a cellar
    text = exhibit.deviation or ""
    yield Claim(re.findall(r"[\d.]+", text)[1], mercury)
    yield Claim(re.findall(r"[\d.]+", text)[2], inches, 2)


CHECKED: Final[dict[str, Reader]] = {
    "chemistry@red-calx": _red_calx,
    "chemistry@proust-copper": _carbonate,
    "chemistry@silver-chloride": _silver,
    "chemistry@davy-gases": _composition,
    "chemistry@exploded-hydrogen": _exploded,
    "chemistry@gas-densities": down(_density, (0, 1), (3, 4), places=0.51),  # carbon monoxide: 1.2505
    "chemistry@cannizzaro-carbon": _cannizzaro,
    "chemistry@cannizzaro-water": _cannizzaro,
    "chemistry@heats-of-metals": _metal,
    "chemistry@silicon-cube": _silicon,
    "chemistry@gay-lussac-warming": _thermal,
    "chemistry@perrin-grains": said((r"known to be (\d+) % too large", 100 * (7.05e23 / constants.N_A - 1))),
    "chemistry@heat-for-a-mole": _warming,
    "chemistry@squeezed-gases": _squeezed,
    "chemistry@millikan-drop": both(
        worked(_millikan), said((r"is ([\d.]+) % above", 100 * (constants.e / 1.592e-19 - 1)))
    ),
    "chemistry@geiger-marsden-1913": worked(_scattering),
    "chemistry@two-leads": said((r"common lead has ([\d.]+)", weight("Pb"))),
    "chemistry@sorted-in-flight": said(
        (r"masses of ([\d.]+)", isotope("Ne", 20)),
        (r"masses of [\d.]+, ([\d.]+)", isotope("Ne", 22)),
        (r"\d and ([\d.]+), [\d.]+", isotope("Cl", 35)),
        (r"\d and [\d.]+, ([\d.]+)", isotope("Cl", 37)),
        (r"neon \| ([\d.]+)", weight("Ne")),
    ),
    "chemistry@moseley-five": _places,
    "chemistry@moseley-lines": _places,
    "chemistry@moseley-roots": _roots,
    "chemistry@chadwick-1932": said((r"known to be (\d+) % too high", 100 * (1.15 / codata("neutron mass in u") - 1))),
    "chemistry@two-slits-one-slit": _stripes,
    "chemistry@young-lines": _young,
    "chemistry@stopping-voltage": said(
        (r"slope ([\d.]+) % larger", 100 * (constants.h / (4.12e-15 * constants.e) - 1))
    ),
    "chemistry@sodium-line": _sodium_line,
    "chemistry@electrons-on-nickel": said(
        (r"are ([\d.]+) Å apart", sources.element("Ni").lattice_constant * 6**0.5 / 4, 1)
    ),
    "chemistry@candidates-for-the-box": _waves,
    "chemistry@four-lines": _balmer,
    "chemistry@lines-that-go-on": worked(_later_lines),
    "chemistry@other-series": both(_series, said((r"less than ([\d.]+) nm", _line(1, 10**6)))),
    "chemistry@one-electron-ions": down(_one_electron, (1, 2)),
    "chemistry@cloud-and-shells": worked(_cloud),
    "chemistry@helium-two-electrons": said(
        (r"first electron: \*\*([\d.]+) eV", ionisation("He")), (r"only one: ([\d.]+) eV", ionisation("He", 2))
    ),
    "chemistry@first-three": down(ionisation, (0, 2)),
    "chemistry@sodium-one-by-one": _successive,
    "chemistry@neon-peaks": said((r"\| C \| ([\d.]+)", ionisation("Ne"))),
    "chemistry@potassium-levels": _potassium,
    "chemistry@three-gaps": _gaps,
    "chemistry@down-the-first-group": _group,
    "chemistry@along-the-second-row": across(ionisation),
    "chemistry@along-the-third-row": across(ionisation),
    "chemistry@sixth-row": across(ionisation),
    "chemistry@three-gases-apart": _dissociation,
    "chemistry@salt-vapour": _salt,
    "chemistry@moments": across(lambda cell: sources.moment(_formula(cell)), places=3),  # another list of values
    "chemistry@noble-boiling": across(boiling),
    "chemistry@three-pentanes": _pentanes,
    "chemistry@hydrides-boiling": _hydrides,
    "chemistry@joule-three-ways": both(
        said(
            (r"water, .* \| ([\d.]+) \|", _foot_pounds(772.692)),
            (r"mercury, .* \| ([\d.]+) \|", _foot_pounds(774.083)),
            (r"iron \| ([\d.]+) \|", _foot_pounds(774.987)),
            (r"([\d.]+) at 15 °C", _water()),
            (r"was ([\d.]+) to [\d.]+ % low", 100 * (1 - _foot_pounds(774.987) / _water())),
            (r" to ([\d.]+) % low", 100 * (1 - _foot_pounds(772.692) / _water())),
        ),
    ),
    "chemistry@heats-of-burning": _burning,
    "chemistry@bond-strengths": _bonds,
    "chemistry@six-portions": _ways,
    "chemistry@freezing-account": _freezing,
    "chemistry@argon-peaks": said((r"([\d.]+) \|\n\| size", ionisation("Ar"))),
    "chemistry@brown-bottle": _brown,
    "chemistry@squeezed-tube": _halved,
    "chemistry@zinc-in-copper": said(
        (r"each ([\d.]+) g of zinc", weight("Zn")),
        (r"([\d.]+) g of red copper", weight("Cu")),
        (r"weights, ([\d.]+) and", weight("Zn")),
        (r"weights, [\d.]+ and ([\d.]+);", weight("Cu")),
    ),
    "chemistry@three-cells": _cells,
    "ground@joule-paddle": said(
        (r"had done ([\d.]+) joules", _foot_pounds(772)),
        (r"Joule was ([\d.]+) % low", 100 * (1 - _foot_pounds(772) / _water())),
        (r"at 15 °C is ([\d.]+)", _water()),
    ),
}

HISTORY: Final = "one experimenter's own figures, from the publication that the exhibit names"
TABLES: Final = "from tables of solutions, which no package has in code"
STUDY: Final = "a study's or a statistic's own figures, from the publication that the exhibit names"
SPECTRA: Final = "from spectra of molecules and surfaces, in no package that is kept up"
UNSOURCED: Final[dict[str, str]] = {
    "chemistry@open-vessels": "a classroom demonstration in round figures",
    "chemistry@landolt-tubes": HISTORY,
    "chemistry@boiling-away": "round figures of a salt solution, made from tables of boiling points",
    "chemistry@gas-volumes": HISTORY,
    "chemistry@product-volumes": "whole numbers, which the balanced equations of the same unit prove",
    "chemistry@puy-de-dome": HISTORY,
    "chemistry@boyle-table": HISTORY,
    "chemistry@thomson-1897": HISTORY,
    "chemistry@geiger-marsden-1909": HISTORY,
    "chemistry@two-paths": "a drawing without figures",
    "chemistry@mirror-and-two-detectors": HISTORY,
    "chemistry@spot-by-spot": HISTORY,
    "chemistry@two-spots": HISTORY,
    "chemistry@hydrogen-valley": SPECTRA,
    "chemistry@four-pairs": SPECTRA,
    "chemistry@angles-measured": SPECTRA,
    "chemistry@hydrogen-sulphide": SPECTRA,
    "chemistry@ice-left-over": HISTORY,
    "chemistry@halide-moments": SPECTRA,
    "chemistry@carbon-lengths": SPECTRA,
    "chemistry@nitric-oxide-runs": HISTORY,
    "chemistry@four-rate-laws": "exponents found by experiment, from the works that the exhibit names",
    "chemistry@lamp-on-iodine": HISTORY,
    "chemistry@iodide-rates": HISTORY,
    "chemistry@ester-two-ways": HISTORY,
    "chemistry@five-bulbs": HISTORY,
    "chemistry@marked-arsenic": HISTORY,
    "chemistry@more-nitrogen": "round figures of a thought mixture, which the questions work out",
    "chemistry@neutral-heats": TABLES,
    "chemistry@purest-water": HISTORY,
    "chemistry@three-conductors": TABLES,
    "chemistry@acetic-dilutions": HISTORY,
    "chemistry@row-of-metals": TABLES,
    "chemistry@wall-or-none": "the voltage is that of the cells beside it; the heat is from tables of solutions",
    "ground@coulomb-twists": HISTORY,
}

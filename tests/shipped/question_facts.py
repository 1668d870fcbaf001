"""Facts of nature inside questions and notes: lists that numbers are drawn from, names with their weights, sentences.

Each reader gives claims as the exhibits' readers do.
"""

from __future__ import annotations

import math
import re
from ast import literal_eval
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from scipy import constants

from tests.shipped import sources
from tests.shipped.exhibit_facts import Claim
from tests.shipped.sources import (
    affinity,
    boiling,
    codata,
    element,
    fluid,
    formation,
    ionisation,
    ionisation_kj,
    parting,
    weight,
)
from tutor.curriculum.curricula import Curricula
from tutor.curriculum.parameters import OneOfParameter
from tutor.curriculum.variants import draw
from tutor.notation.printing import to_text
from tutor.notation.tree import Node, Text

MANY: Final = range(60)  # enough variants to meet every name of a short list
HEAVIEST: Final = 92
SCATTERING: Final = "chemistry/nuclear-atom/predict-a-count"


def listed(curricula: Curricula, ref: str, name: str) -> list[list[float]]:
    """The entries of a `one-of` parameter, each as a list of numbers."""
    parameters = curricula.question(ref).question.parameters
    assert parameters is not None
    found = parameters.by_name[name]
    assert isinstance(found, OneOfParameter)
    entries = [literal_eval(entry) for entry in found.of]
    return [entry if isinstance(entry, list) else [entry] for entry in entries]


def removed(curricula: Curricula) -> Iterator[Claim]:
    """Six energies each, and how many electrons are outside the core."""
    for name in ("P", "Q"):
        for *energies, outside in listed(curricula, "chemistry/ionisation-energies/how-many-outside", name):
            symbol = min(range(1, HEAVIEST + 1), key=lambda z: _far(energies, z))
            for electron, energy in enumerate(energies, 1):
                yield Claim(str(energy), ionisation(symbol, electron))
            group = int(element(symbol).group_id)
            yield Claim(str(outside), group if group < 3 else group - 10, 0)


def _far(energies: list[float], number: int) -> float:
    try:
        known = [ionisation(number, electron) for electron, _ in enumerate(energies, 1)]
    except KeyError:  # it has fewer electrons
        return math.inf
    return sum(abs(math.log(energy / true)) for energy, true in zip(energies, known, strict=True))


def first_energies(curricula: Curricula) -> Iterator[Claim]:
    """The level of the outermost electron, and kilojoules for a mole to free it."""
    for level, energy in listed(curricula, "chemistry/effective-charge/charge-from-energy", "r"):
        period = [z for z in range(1, HEAVIEST + 1) if element(z).period == level]
        yield Claim(str(energy), min(map(ionisation_kj, period), key=lambda true: abs(true - energy)))


def first_and_third(curricula: Curricula) -> Iterator[Claim]:
    """Elements with one and with three electrons in p, in kilojoules for a mole."""
    pairs = [("B", "N"), ("Al", "P"), ("Ga", "As"), ("In", "Sb")]
    entries = listed(curricula, "chemistry/trends-and-dips/line-and-fall", "q")
    for pair, entry in zip(pairs, entries, strict=True):
        for symbol, energy in zip(pair, entry, strict=True):
            yield Claim(str(energy), ionisation_kj(symbol))


def metals_and_halogens(curricula: Curricula) -> Iterator[Claim]:
    """What the alkali metals cost and the halogens give, in kilojoules for a mole."""
    ref = "chemistry/ionic-bond/where-it-pays"
    for symbol, (energy,) in zip(("Li", "Na", "K", "Rb", "Cs"), listed(curricula, ref, "I"), strict=True):
        yield Claim(str(energy), ionisation_kj(symbol))
    for symbol, (energy,) in zip(("F", "Cl", "Br", "I"), listed(curricula, ref, "A"), strict=True):
        yield Claim(str(energy), affinity(symbol) * sources.EV_PER_KJ_MOL)


def columns(curricula: Curricula) -> Iterator[Claim]:
    """The next element of the column is the one that the periodic table has."""
    for number, step in listed(curricula, "chemistry/periodic-law/who-is-alike", "i"):
        group = element(int(number)).group_id
        below = next(z for z in range(int(number) + 1, 119) if element(z).group_id == group)
        yield Claim(str(step), below - number, 0)


def cores(curricula: Curricula) -> Iterator[Claim]:
    """Rows end where the noble gases stand."""
    for (number,) in listed(curricula, "chemistry/periodic-law/who-is-alike/outside-the-core", "g"):
        before = [z for z in range(1, HEAVIEST) if element(z).group_id == 18 and z <= number]
        yield Claim(str(number), before[-1], 0)


def orbitals(curricula: Curricula) -> Iterator[Claim]:
    """How many electrons stand in s, p and d, from element 19 to 54 where the rule holds."""
    for n in MANY:
        variant = draw(curricula, "chemistry/filling-order/sort-the-electrons", n)
        counts = sources.electrons(int(to_text(variant.values["Z"])))
        for letter in "spd":
            yield Claim(to_text(variant.values[letter]), counts[letter], 0)


def _word(drawn: Node) -> str:
    assert isinstance(drawn, Text)
    return drawn.value


GASES: Final = {"nitrogen": "N2", "hydrogen": "H2", "oxygen": "O2", "helium": "He", "carbon dioxide": "CO2"}


def named_weights(curricula: Curricula) -> Iterator[Claim]:
    """Names that are drawn together with weights: of atoms, of a mole of gas."""
    for n in MANY:
        atoms = draw(curricula, "chemistry/mole/as-many-atoms", n).values
        yield Claim(to_text(atoms["A"]), weight(_word(atoms["name"])))
        gas = draw(curricula, "chemistry/temperature-as-energy/nitrogen-at-room-temperature", n).values
        yield Claim(to_text(gas["W"]), sources.molar_mass(GASES[_word(gas["g"])]))


def halogens(curricula: Curricula) -> Iterator[Claim]:
    """The bonds that a question names in words."""
    symbols = {"fluorine": "F", "chlorine": "Cl", "bromine": "Br"}
    for n in MANY:
        drawn = draw(curricula, "chemistry/bonds-cost/by-way-of-atoms", n).values
        symbol = symbols[_word(drawn["g"])]
        yield Claim(to_text(drawn["b"]), parting(f"{symbol}2", symbol, symbol), 1)
        yield Claim(to_text(drawn["c"]), parting(f"H{symbol}", "H", symbol), 1)


def scattering(curricula: Curricula) -> Iterator[Claim]:
    """The column that a question reckons with."""
    parameters = curricula.question(SCATTERING).question.parameters
    assert parameters is not None
    angles, column = (literal_eval(parameters.by_name[name].value) for name in "AS")
    for angle, shown in zip(angles, column, strict=True):
        yield Claim(str(shown), 1 / math.sin(math.radians(angle / 2)) ** 4)


ListReader = Callable[[Curricula], Iterator[Claim]]
LISTS: Final[tuple[ListReader, ...]] = (
    removed,
    first_energies,
    first_and_third,
    metals_and_halogens,
    columns,
    cores,
    orbitals,
    named_weights,
    halogens,
    scattering,
)


def _celsius(name: str) -> float:
    return boiling(name) - 273.15


def _active(name: str) -> float:
    return formation(name, method="ATCT_G")


def _pull(hydrogens: int) -> float:
    """What it costs to pull one hydrogen off methane or what is left of it, by the Active Thermochemical Tables."""
    whole, rest = (f"CH{count}" if count > 1 else "CH" if count else "C" for count in (hydrogens, hydrogens - 1))
    return _active(rest) + _active("H") - _active(whole)


def _oxygen(nitrogen: int, oxygen: int) -> tuple[float, float]:
    """Parts of oxygen and of nitrogen in a hundred."""
    whole = nitrogen * weight("N") + oxygen * weight("O")
    return 100 * oxygen * weight("O") / whole, 100 * nitrogen * weight("N") / whole


def _helium_lines() -> float:
    alpha = codata("alpha particle-electron mass ratio")
    proton = codata("proton-electron mass ratio")
    return 4 * (1 + 1 / proton) / (1 + 1 / alpha)


def _step(lower: int, upper: int) -> float:
    return ionisation("H") * (1 / lower**2 - 1 / upper**2)


def _red(index: float = 1.0) -> float:
    """Hydrogen's red line in ångström, the middle of its fine structure."""
    rydberg = constants.Rydberg / (1 + constants.m_e / constants.m_p)
    second, third = (3 / 4 - 3 / 8) / 8, (5 / 9 - 3 / 12) / 27  # the means over all states of one n
    return 1e10 / (rydberg * (5 / 36 + constants.alpha**2 * (second - third))) / index


def _deuterium_shift() -> float:
    deuteron = codata("deuteron-electron mass ratio")
    return 6562.8 * (1 / codata("proton-electron mass ratio") - 1 / deuteron)


def _iron_oxide(iron: float) -> float:
    return iron * weight("Fe") / weight("O")


def _molar_volume(gas: str) -> float:
    return 1000 / fluid(gas, "DMOLAR", T=273.15, P=constants.atm)


N: Final = r"([-−]?\d[\d ]*(?:\.\d+)?)"
"""A number in a sentence."""

Sentence = tuple[str, str, tuple[float, ...]]


def sentences() -> Iterator[Sentence]:
    """Which file says what: a regular expression whose groups are figures, and what they should be."""
    weighing, volumes, gases = (f"curricula/chemistry/0{i}" for i in ("1-weighing", "2-volumes", "3-gases"))
    atom, hydrogen = "curricula/chemistry/04-atom", "curricula/chemistry/06-hydrogen"
    shells, bonds, energy = (f"curricula/chemistry/0{i}" for i in ("7-shells", "8-bonds", "9-energy"))
    monoxide, dioxide = _oxygen(2, 1), _oxygen(1, 1)
    water = weight("O") / (2 * weight("H"))
    yield weighing, rf"Alcohol boils at {N} °C and mercury at {N} °C", (_celsius("ethanol"), _celsius("mercury"))
    yield weighing, rf"Nitrous oxide is {N} % oxygen", (monoxide[0],)
    yield weighing, rf"Nitric oxide is {N} % oxygen", (dioxide[0],)
    yield weighing, rf"{N} goes with {N} parts of nitrogen, {N} with only {N}\.", (*monoxide, *dioxide)
    yield weighing, rf"anything from {N} to {N} parts of iron", (_iron_oxide(0.84), _iron_oxide(0.95))
    yield weighing, rf"If 8 becomes {N},", (water,)
    yield volumes, rf"By weight, {N} parts of oxygen go with one", (water,)
    yield volumes, rf"one part of hydrogen takes {N} parts of oxygen", (water,)
    yield (
        volumes,
        rf"fills {N} litres as hydrogen, {N} litres as carbon dioxide and {N} litres as sulfur dioxide",
        (
            _molar_volume("Hydrogen"),
            _molar_volume("CarbonDioxide"),
            _molar_volume("SulfurDioxide"),
        ),
    )
    yield volumes, rf"which turns liquid at {N} °C", (_celsius("sulfur dioxide"),)
    iron = weight("Fe")
    yield volumes, rf'low: "{N}", middle: "{N}", high: "{N}"', (iron / 2, iron, iron * 1.5)
    acid = sources.molar_mass("C2H4O2") / 100
    parts = (2 * weight("C") / acid, 4 * weight("H") / acid, 2 * weight("O") / acid)
    yield volumes, rf"vinegar holds {N} % carbon, {N} % hydrogen and {N} % oxygen", parts
    yield gases, rf"At {N} °C oxygen becomes a liquid", (_celsius("oxygen"),)
    yield gases, rf"at {N} bar its volume falls to a quarter", (fluid("CarbonDioxide", "P", T=293.15, Q=1) / 1e5,)
    yield gases, rf"gives a mole of nitrogen {N} cm³", (constants.R * 300 / 1e8 * 1e6,)
    yield (
        gases,
        rf"liquid\* nitrogen, in which molecules touch, fills {N} cm³",
        (1e6 / fluid("Nitrogen", "DMOLAR", P=constants.atm, Q=0),),
    )
    nickel, cobalt, copper, zinc = map(weight, ("Ni", "Co", "Cu", "Zn"))
    yield atom, rf"By weight nickel \({N}\) comes before cobalt \({N}\)", (nickel, cobalt)
    yield (
        atom,
        rf"atomic weights change by {N}, by \+{N} and by \+{N}",
        (nickel - cobalt, copper - nickel, zinc - copper),
    )
    yield atom, rf"Chlorine's (?:atomic weight )?is {N}[.,]", (weight("Cl"),)
    yield hydrogen, rf"The levels lie at {N}, {N}, {N}, {N} eV", tuple(-ionisation("H") / n**2 for n in (1, 2, 3, 4))
    yield hydrogen, rf"{N} leads to −3\.4, {N} to −1\.51", (_step(1, 2), _step(1, 3))
    portions = (_step(3, 4), _step(2, 3), _step(1, 2), _step(1, 3))
    yield hydrogen, rf"The portions are {N}, {N}, {N} and {N} eV", portions
    yield shells, r"\{(1\.45) \\times 10\^\{11\}", (5 * constants.hbar / (4 * constants.m_e * 1e-15) / 1e11,)
    yield shells, rf"freeing the other two takes {N} eV", (ionisation("Li", 2) + ionisation("Li", 3),)
    yield shells, rf"gives 77 eV to free both; {N} are measured", (ionisation("He") + ionisation("He", 2),)
    yield shells, rf"Measured, in eV, are {N}, {N}, {N}\.", tuple(ionisation("Ca", n) for n in (1, 2, 3))
    yield shells, rf"Argon weighs {N}, potassium {N}\.", (weight("Ar"), weight("K"))
    yield shells, rf"Tellurium weighs {N} and .*?iodine (?:weighs )?{N}\b", (weight("Te"), weight("I"))
    yield bonds, rf"Boiling a mole of water takes {N} kJ", (_boiling_heat(),)
    yield energy, rf"They cost {N}, {N}, {N} and {N} kJ for a mole", tuple(map(_pull, (4, 3, 2, 1)))


def _boiling_heat() -> float:
    heats = [fluid("Water", "HMOLAR", P=constants.atm, Q=q) for q in (0, 1)]
    return (heats[1] - heats[0]) / 1000


def noted() -> Iterator[Sentence]:
    """The same for the notes in the seeds."""
    weighing, volumes, gases, atom, hydrogen, bonds, energy = (
        f"seeds/chemistry/{name}"
        for name in ("weighing", "volumes-and-atoms", "gases", "inside-the-atom", "hydrogen", "bonds", "energy")
    )
    water = weight("O") / (2 * weight("H"))
    lost = -formation("H2O", "l") * 1e3 / constants.c**2 * 1000
    yield weighing, r"That is \$(\d\.\d) \\times 10\^\{-9\}\$ g", (lost * 1e9,)
    yield weighing, rf"{N} parts of oxygen for one of hydrogen", (water,)
    yield weighing, rf"two hydrogen and one oxygen, {N} times", (2 * water,)
    ratios = [n * weight("O") / weight("N") for n in (0.5, 1, 2)]
    yield weighing, rf"Today's values are {N}, {N} and {N}, exactly", tuple(ratios)
    yield (
        weighing,
        rf"hold {N} and {N} parts of oxygen for one of carbon",
        tuple(n * weight("O") / weight("C") for n in (1, 2)),
    )
    yield volumes, rf"for hydrogen \${N} \\times 10\^\{{-24\}}\$ g", (weight("H") / constants.N_A * 1e24,)
    yield (
        gases,
        rf"nitrogen at 300 K .*\n.*comes out at {N} m/s, for hydrogen at {N} m/s",
        tuple(
            round((3 * constants.R * 300 / sources.molar_mass(gas) * 1000) ** 0.5, places)
            for gas, places in (("N2", 0), ("H2", -1))
        ),
    )
    light, heavy = (sources.isotope("Cl", n) for n in (35, 37))
    yield atom, rf"0\.7576 \\times {N} \+ 0\.2424 \\times {N} = {N}\$", (light, heavy, 0.7576 * light + 0.2424 * heavy)
    yield hydrogen, rf"In air the red line is at {N} Å, in\nvacuum at {N} Å", (_red(1.000276), _red())
    yield hydrogen, rf"factor not of 4 but of {N}\.", (_helium_lines(),)
    yield hydrogen, rf"the red line is shifted by {N} Å", (_deuterium_shift(),)
    volume = constants.epsilon_0 * constants.h**2 / (constants.m_e * constants.e**2)
    yield hydrogen, rf"= {N} \\times 10\^\{{-10\}}\\ \\mathrm\{{m\}}", (volume * 1e10,)
    yield bonds, rf"which is {N} kJ for a mole", (4.478 * sources.EV_PER_KJ_MOL,)
    yield bonds, rf"it is {N}\. With \$R = 2\.82\$ Å that\nmakes {N} kJ", (1.747565, 1.747565 * 1389.35 / 2.82)
    yield (
        energy,
        rf"gives {N} for carbon dioxide and\n\$2 \\times {N}\$",
        (
            _active("C") + 2 * formation("O") - formation("CO2"),
            2 * formation("H") + formation("O") - formation("H2O"),
        ),
    )


def told(root: Path) -> Iterator[tuple[str, Claim]]:
    """All figures of all sentences. Raises AssertionError where one isn't there any more."""
    for name, pattern, true in (*sentences(), *noted()):
        file = next(root.glob(f"{name}.*"))
        found = re.search(pattern, file.read_text("utf-8"))
        assert found is not None, f"{file.name} doesn't say {pattern!r} any more"
        for shown, value in zip(found.groups(), true, strict=True):
            yield f"{file.name}: {found[0]}", Claim(shown, value)

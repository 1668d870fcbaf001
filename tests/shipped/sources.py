"""What others say of constants, elements, compounds and gases: scipy, mendeleev, periodictable, chemicals, CoolProp.

None of them has a value from this project. They are read here only, and only when a fact is compared.
"""

from __future__ import annotations

import re
import warnings
from functools import cache
from types import SimpleNamespace
from typing import Any, Literal

from scipy import constants

EV_PER_KJ_MOL = constants.N_A * constants.e / 1000
"""Kilojoules for a mole in one electronvolt for each particle."""


def codata(name: str) -> float:
    """The constant by CODATA's name, in SI units. Raises KeyError."""
    return float(constants.physical_constants[name][0])


@cache
def _elements() -> dict[str | int, Any]:
    """mendeleev's rows of elements, by symbol, by name in lower case and by number."""
    from mendeleev.fetch import fetch_table

    rows = [SimpleNamespace(**row) for row in fetch_table("elements").to_dict("records")]
    return {key: row for row in rows for key in (row.atomic_number, row.symbol, row.name.lower())}


@cache
def _energies() -> dict[int, dict[int, float]]:
    """Ionisation energies in eV by atomic number and electron, as mendeleev has them from NIST."""
    from mendeleev.fetch import fetch_table

    found: dict[int, dict[int, float]] = {}
    for row in fetch_table("ionizationenergies").to_dict("records"):
        found.setdefault(row["atomic_number"], {})[row["ion_charge"] + 1] = row["ionization_energy"]
    return found


@cache
def _isotopes() -> dict[tuple[int, int], float]:
    """Masses of nuclides in atomic mass units, by atomic number and mass number."""
    from mendeleev.fetch import fetch_table

    rows = fetch_table("isotopes").to_dict("records")
    return {(row["atomic_number"], row["mass_number"]): row["mass"] for row in rows}


def element(name: str | int) -> Any:
    """mendeleev's row of an element, by symbol, English name or number. Raises KeyError."""
    american = {"caesium": "cesium", "aluminium": "aluminum"}
    return _elements()[american.get(name, name) if isinstance(name, str) else name]


def electrons(name: str | int) -> dict[str, int]:
    """How many electrons of the free atom stand in s, p, d and f orbitals, by mendeleev's configurations."""
    from mendeleev.econf import ElectronicConfiguration

    counts = dict.fromkeys("spdf", 0)
    for (_, orbital), number in ElectronicConfiguration(element(name).electronic_configuration).conf.items():
        counts[orbital] += number
    return counts


def ionisation(name: str | int, electron: int = 1) -> float:
    """Electronvolts to free the electron with that number from the gaseous atom, the earlier ones being gone. Raises KeyError."""
    return _energies()[element(name).atomic_number][electron]


def ionisation_kj(name: str | int, electron: int = 1) -> float:
    """The same in kilojoules for a mole."""
    return ionisation(name, electron) * EV_PER_KJ_MOL


def affinity(name: str) -> float:
    """Electronvolts that an atom gives on receiving an electron."""
    return float(element(name).electron_affinity)


def weight(name: str | int) -> float:
    """The standard atomic weight."""
    return float(element(name).atomic_weight)


def isotope(name: str, mass_number: int) -> float:
    """The mass of that nuclide in atomic mass units."""
    return _isotopes()[element(name).atomic_number, mass_number]


def x_ray(name: str) -> float:
    """The wavelength of the element's strongest X-ray lines, Kα, in ångström, both of them taken as one."""
    import periodictable

    return float(periodictable.elements.symbol(element(name).symbol).K_alpha)


def molar_mass(formula: str) -> float:
    """Grams for a mole, from a formula without brackets."""
    return sum(weight(symbol) * int(count or 1) for symbol, count in re.findall(r"([A-Z][a-z]?)(\d*)", formula))


@cache
def _cas(name: str) -> str:
    import chemicals

    known = {"H2Te": "7783-09-7", "SnH4": "2406-52-2", "H": "12385-13-6", "F": "14762-94-8", "Cl": "22537-15-1"}
    known |= {"Br": "10097-32-2", "N": "17778-88-0", "O": "17778-80-2", "C": "7440-44-0"}
    known |= {"CH3": "2229-07-4", "CH2": "2465-56-7", "CH": "3315-37-5"}
    return known.get(name) or str(chemicals.CAS_from_any(name))


def boiling(name: str) -> float:
    """The boiling point of a compound or element at ordinary pressure, in kelvin. Raises LookupError."""
    import chemicals

    found = chemicals.Tb(_cas(name))
    if found is None:
        raise LookupError(f"no boiling point of {name}")
    return float(found)


Phase = Literal["g", "l"]


def formation(name: str, phase: Phase = "g", method: str | None = None) -> float:
    """The enthalpy of formation at 25 °C, in kilojoules for a mole: by the CRC Handbook, or by `method`, a list of chemicals'.

    Raises LookupError.
    """
    import chemicals

    found = (chemicals.Hfg if phase == "g" else chemicals.Hfl)(_cas(name), method=method or "CRC")
    if found is None:
        raise LookupError(f"no enthalpy of formation of {name}")
    return float(found) / 1000


def free_energy(gas: str) -> float:
    """Enthalpy of formation less temperature times entropy of a gas at 298.15 K, in kilojoules for a mole (JANAF)."""
    import chemicals

    heat, entropy = chemicals.Hfg(_cas(gas), method="JANAF"), chemicals.S0g(_cas(gas), method="JANAF")
    return (float(heat) - 298.15 * float(entropy)) / 1000


def moment(molecule: str) -> float:
    """The dipole moment in debye (CCCBDB, which differs from the CRC Handbook by some hundredths)."""
    import chemicals

    return float(chemicals.dipole_moment(_cas(molecule), method="CCCBDB"))


def parting(molecule: str, *atoms: str) -> float:
    """Kilojoules to take a mole of the gaseous molecule apart into those atoms, at 25 °C."""
    return sum(map(formation, atoms)) - formation(molecule)


def fluid(name: str, what: str, **at: float) -> float:
    """A property by CoolProp's equation of state; `what` and the keywords are its names (T in K, P in Pa, Q from 0 to 1)."""
    from CoolProp.CoolProp import PropsSI

    (one, first), (other, second) = at.items()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return float(PropsSI(what, one, first, other, second, name))

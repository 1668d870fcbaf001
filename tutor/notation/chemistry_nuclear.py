"""Nuclear symbols and equations as people type them: `^{235}_{92}U + n -> ...`, `C-14`, `α`, `\\beta^-`, `e+`, `p`, `γ`."""

from __future__ import annotations

import re
from typing import Final

from tutor.notation.chemistry_elements import HEAVY_HYDROGEN, NUMBERS, other_readings
from tutor.notation.chemistry_isotopes import check_nuclide, prefix_numbers
from tutor.notation.chemistry_scan import BAR, Scan
from tutor.notation.chemistry_terms import read_amount, read_sides, starts_species
from tutor.notation.chemistry_tree import NuclearReaction, NuclearTerm, Particle

_ELECTRON: Final = Particle("e", 0, -1)
_POSITRON: Final = Particle("e", 0, 1)
_KNOWN: Final = {
    "α": Particle("He", 4, 2), "alpha": Particle("He", 4, 2), "β": _ELECTRON, "beta": _ELECTRON, "e": _ELECTRON,
    "electron": _ELECTRON, "positron": _POSITRON, "γ": Particle("γ", 0, 0), "gamma": Particle("γ", 0, 0),
    "n": Particle("n", 1, 0), "neutron": Particle("n", 1, 0), "p": Particle("H", 1, 1), "proton": Particle("H", 1, 1),
    "d": Particle("H", 2, 1), "t": Particle("H", 3, 1), "ν": Particle("ν", 0, 0), "neutrino": Particle("ν", 0, 0),
    "antineutrino": Particle("ν̄", 0, 0), BAR + "ν": Particle("ν̄", 0, 0),
}  # fmt: skip
_SYMBOL: Final = re.compile(rf"{BAR}?ν|[αβγ]|[A-Za-z]{{1,12}}")
_FLAVOUR: Final = re.compile(r"_?\{?[eμτₑ]\}?(?![A-Za-z])")
_SIGN: Final = re.compile(r"\^\{?[0-9]?(?P<raised>[+-])\}?|(?P<plain>[+-])|[⁰¹²³]?(?P<small>[⁺⁻])")
_MASS_BEHIND: Final = re.compile(r"-(\d{1,3})(?![0-9])", re.ASCII)
_CHARGED: Final = frozenset({"β", "beta", "e"})


def read_nuclear(text: str) -> NuclearReaction:
    """A nuclear equation, or nuclear symbols joined by `+` (an equation without an arrow).

    Every particle has both numbers afterwards: an atomic number that isn't written is the element's. Raises NotationError with
    the place and what is expected there, also where a written number can't be the particle's own.
    """
    scan = Scan(text)
    left, arrow, right = read_sides(scan, lambda: _term(scan), lambda: _stranger(scan))
    return NuclearReaction(left, arrow is not None, right)


def _stranger(scan: Scan) -> Exception:
    return scan.error("a sign is missing before this", "write + or -> between particles, as ^{14}_6C -> ^{14}_7N + e-")


def _term(scan: Scan) -> NuclearTerm:
    start = scan.at
    amount = read_amount(scan)
    if amount.denominator != 1:
        raise scan.error("an amount of particles is a whole number", "write it as 3 n", start)
    return NuclearTerm(int(amount), _particle(scan, int(amount)))


def _particle(scan: Scan, amount: int) -> Particle:
    start = scan.at
    mass, number = prefix_numbers(scan) or (None, None)
    at = scan.at
    found = scan.match(_SYMBOL)
    if found is None:
        raise scan.error("a nuclear symbol is expected here", "write one, as ^{14}_6C, n or e-", at)
    symbol = _element_of(found[0])
    if symbol is None and found[0] in _KNOWN:
        return _light(scan, found[0], mass, number, start)
    if symbol is None:
        offered = " or ".join(other_readings(found[0]))
        remedy = f"write {offered} if that is meant" if offered else "write a symbol, as ^{14}_6C, n or e-"
        raise scan.error("these letters aren't a nuclear symbol", remedy, at, scan.at)
    scan.at = at + len(symbol)
    own = HEAVY_HYDROGEN.get(symbol)
    symbol = "H" if own else symbol
    behind = _MASS_BEHIND.match(scan.text, scan.at) if mass is None and own is None else None
    if behind:
        mass, scan.at = int(behind[1]), behind.end()
    mass = own or mass
    if mass is None:
        if amount > 1:
            raise scan.error(f"is {amount} a mass number here?", f"write it as ^{amount}{symbol}", at, scan.at)
        raise scan.error("which isotope? a mass number is expected", "write it before the symbol, as ^14C", at, scan.at)
    check_nuclide(scan, symbol, mass, number, start)
    _skip_charge(scan)
    return Particle(symbol, mass, NUMBERS[symbol])


def _element_of(letters: str) -> str | None:
    return next(
        (letters[:size] for size in (2, 1) if letters[:size] in NUMBERS or letters[:size] in HEAVY_HYDROGEN), None
    )


def _light(scan: Scan, name: str, mass: int | None, number: int | None, start: int) -> Particle:
    """A particle with a name of its own; numbers before it must be its own."""
    particle = _KNOWN[name]
    if particle.symbol in ("ν", "ν̄"):
        scan.match(_FLAVOUR)
    if name not in _CHARGED:
        _skip_charge(scan)
    else:
        charge = _charge(scan) or number
        if charge not in (1, -1):
            if name == "e" or charge is not None:
                raise scan.error("is its charge - or +?", "write e- or e+", start, scan.at)
            charge = -1
        particle = _POSITRON if charge == 1 else _ELECTRON
    if mass not in (None, particle.mass) or number not in (None, particle.number):
        raise scan.error("these numbers don't belong to this particle", "look them up again", start, scan.at)
    return particle


def _charge(scan: Scan) -> int | None:
    found = _SIGN.match(scan.text, scan.at)
    if found is None:
        return None
    if found[0] == "+" and starts_species(scan, found.end()):
        return None  # it adds what comes next
    if found[0] == "-" and scan.text[found.end() : found.end() + 1] == ">":
        return None
    scan.at = found.end()
    return 1 if (found["raised"] or found["plain"] or found["small"]) in "+⁺" else -1


def _skip_charge(scan: Scan) -> None:
    """An ion's charge says nothing of its nucleus."""
    found = _SIGN.match(scan.text, scan.at)
    if found and found[0][0] in "^⁰¹²³⁺⁻":
        scan.at = found.end()

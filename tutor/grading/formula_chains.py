"""Condensed formulas of carbon compounds: spellings of one chain that can't be told from each other.

`C2H5` is an ethyl group, `CO2` within a chain is `COO`, `(CH2)3` is `CH2CH2CH2`, and a chain may be read from its other end.
Beyond these, two arrangements of the same atoms may be one molecule or two: that isn't decided here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tutor.grading.composition import atoms, plain
from tutor.notation.chemistry_tree import Atom, Group, Parts, Species

LONGEST: Final = 40  # repeats that are written out
_C, _O, _H2, _H3 = Atom("C"), Atom("O"), Atom("H", 2), Atom("H", 3)


def is_built(species: Species) -> bool:
    """Whether the formula shows how a carbon compound is built, for an element stands in it more than once."""
    parts = plain(species.parts)
    symbols = [part.symbol for part in parts if isinstance(part, Atom)]
    if not atoms(species).keys() >= {"C", "H"} or species.adducts:
        return False
    return len(symbols) < len(parts) or len(set(symbols)) < len(symbols)


def chain(species: Species) -> Parts:
    """The parts of a carbon compound with ethyl groups, carboxyl groups and repeats written out."""
    return tuple(_written_out(plain(species.parts)))


def mirrored(parts: Parts) -> Parts:
    """A chain written from its other end: `CH3CH2OH` for `HOCH2CH3`. Hydrogen stays behind what holds it; at the beginning it
    stands before it.
    """
    units: list[Parts] = []
    for part in parts:
        held = isinstance(part, Atom) and part.symbol == "H" and units and _symbol(units[-1]) not in ("", "H")
        units = [*units[:-1], (*units[-1], part)] if held else [*units, (part,)]
    if len(units) > 1 and _symbol(units[0]) == "H":
        units[:2] = [(*units[1], *units[0])]
    return tuple(part for unit in reversed(units) for part in unit)


def _written_out(parts: Parts) -> Iterator[Atom | Group]:
    at = 0
    while at < len(parts):
        one, two = parts[at], parts[at + 1] if at + 1 < len(parts) else None
        if one == Atom("C", 2) and two == Atom("H", 5):
            yield from (_C, _H3, _C, _H2) if at == 0 else (_C, _H2, _C, _H3)
            at += 2
        elif one == _C and two == Atom("O", 2):
            yield from (_C, _O, _O)
            at += 2
        elif isinstance(one, Group) and one.parts == (_C, _H2) and one.count <= LONGEST:
            yield from (_C, _H2) * one.count
            at += 1
        else:
            yield one
            at += 1


def _symbol(unit: Parts) -> str:
    return unit[0].symbol if isinstance(unit[0], Atom) else ""

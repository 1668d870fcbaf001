"""What a formula, a reaction or a nuclear equation is once it is read: frozen values without any spelling."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, Literal

CLOSING: Final = {"(": ")", "[": "]", "{": "}"}
State = Literal["s", "l", "g", "aq", "cr"]
Arrow = Literal["->", "<=>", "="]


@dataclass(frozen=True, slots=True)
class Atom:
    """`count` atoms of an element, maybe of one isotope (`mass`: its mass number)."""

    symbol: str
    count: int = 1
    mass: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A bracket, `count` times."""

    parts: tuple[Part, ...]
    count: int = 1
    bracket: str = field(default="(", compare=False)


Part = Atom | Group
Parts = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Species:
    """One formula: atoms in the order written, charge, state, and what is joined by a dot (water of crystallisation).

    An electron has no parts and the charge -1. `other`: another reading of the same text, where a digit before a sign may be
    a subscript or the size of the charge (`O2-`).
    """

    parts: Parts
    charge: int = 0
    state: State | None = None
    adducts: tuple[tuple[Fraction, Parts], ...] = ()
    other: Species | None = field(default=None, compare=False)


ELECTRON = Species((), -1)


@dataclass(frozen=True, slots=True)
class Term:
    """An amount of a species, more than 0. `start` and `end`: where it stands in what was typed."""

    amount: Fraction
    species: Species
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Reaction:
    """Terms on the left and on the right; with no arrow, only terms on the left."""

    left: tuple[Term, ...]
    arrow: Arrow | None = None
    right: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Particle:
    """What takes part in a nuclear reaction: mass number, charge number, and a symbol where these don't say all.

    `symbol` is an element's, or one of n, e, γ, ν, ν̄ (`NUCLEAR_NAMES` of the reader says what is which): an alpha particle is
    He with mass 4, a proton H with mass 1, a beta particle an electron (e, -1) or positron (e, +1).
    """

    symbol: str
    mass: int
    number: int


@dataclass(frozen=True, slots=True)
class NuclearTerm:
    """A whole number of particles."""

    amount: int
    particle: Particle


@dataclass(frozen=True, slots=True)
class NuclearReaction:
    """Particles on the left and on the right; with no arrow, only on the left."""

    left: tuple[NuclearTerm, ...]
    arrow: bool = False
    right: tuple[NuclearTerm, ...] = ()

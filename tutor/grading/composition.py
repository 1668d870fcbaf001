"""What chemistry is made of: atoms and charge counted exactly, whether they balance, and the amounts that make them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import Final

from tutor.errors import NotationError
from tutor.notation.chemistry_elements import NUMBERS
from tutor.notation.chemistry_tree import Atom, Part, Parts, Reaction, Species, Term

MOST_SPECIES: Final = 30
CHARGE: Final = "charge"


@dataclass(frozen=True, slots=True)
class Imbalance:
    """An element (or the charge) of which the two sides have different amounts."""

    of: str
    left: Fraction
    right: Fraction

    def __str__(self) -> str:
        if self.of == CHARGE:
            return f"a charge of {signed(self.left)} on the left and {signed(self.right)} on the right"
        return f"{self.left} {self.of} on the left and {self.right} on the right"


def atoms(species: Species) -> dict[str, Fraction]:
    """How many atoms of each element one formula has; fractions only where an adduct has one. Isotopes count as their element."""
    found: Counter[str] = Counter()
    _count(species.parts, 1, found)
    exact = {symbol: Fraction(count) for symbol, count in found.items()}
    for amount, parts in species.adducts:
        joined: Counter[str] = Counter()
        _count(parts, 1, joined)
        for symbol, count in joined.items():
            exact[symbol] = exact.get(symbol, Fraction(0)) + amount * count
    return exact


def isotopes(species: Species) -> frozenset[tuple[str, int | None, Fraction]]:
    """The composition with isotopes told apart: element, mass number (None: the natural mixture), how many."""
    found: dict[tuple[str, int | None], Fraction] = {}
    for amount, parts in ((Fraction(1), species.parts), *species.adducts):
        for atom, times in _leaves(parts, 1):
            key = (atom.symbol, atom.mass)
            found[key] = found.get(key, Fraction(0)) + amount * times
    return frozenset((*key, count) for key, count in found.items())


def plain(parts: Parts) -> Parts:
    """The parts without brackets that stand for one time what is in them: `[Fe(CN)6]` is `Fe(CN)6`. In one spelling of brackets."""
    found: list[Part] = []
    for part in parts:
        if isinstance(part, Atom):
            found.append(part)
        elif part.count == 1:
            found.extend(plain(part.parts))
        else:
            inner = plain(part.parts)
            lone = inner[0] if len(inner) == 1 else None
            found.append(type(part)(inner, part.count) if lone is None else _times(lone, part.count))
    return tuple(found)


def total(terms: Iterable[Term]) -> dict[str, Fraction]:
    """All atoms of one side, and its charge."""
    found: dict[str, Fraction] = {CHARGE: Fraction(0)}
    for term in terms:
        found[CHARGE] += term.amount * term.species.charge
        for symbol, count in atoms(term.species).items():
            found[symbol] = found.get(symbol, Fraction(0)) + term.amount * count
    return found


def imbalances(reaction: Reaction) -> tuple[Imbalance, ...]:
    """What differs between the sides: elements by atomic number, then the charge; nothing where it balances."""
    left, right = total(reaction.left), total(reaction.right)
    zero = Fraction(0)
    names = sorted(left.keys() | right.keys(), key=lambda name: NUMBERS.get(name, len(NUMBERS) + 1))
    pairs = ((name, left.get(name, zero), right.get(name, zero)) for name in names)
    return tuple(Imbalance(name, a, b) for name, a, b in pairs if a != b)


def balanced(reaction: Reaction) -> tuple[int, ...]:
    """The smallest whole amounts that balance a reaction's formulas, left to right; the amounts written don't matter.

    They span the null space of the matrix of elements (and charge) by formulas, found by exact elimination. Raises
    NotationError("undefined") where no positive amounts balance it, or where several independent ones do.
    """
    left, right = [term.species for term in reaction.left], [term.species for term in reaction.right]
    if len(left) + len(right) > MOST_SPECIES:
        raise NotationError("limit-exceeded", "there are too many formulas", remedy=f"write at most {MOST_SPECIES}")
    columns = [*map(_column, left), *({name: -count for name, count in _column(one).items()} for one in right)]
    names = sorted({name for column in columns for name in column})
    basis = null_space([[column.get(name, Fraction(0)) for column in columns] for name in names], len(columns))
    if len(basis) > 1:
        raise NotationError(
            "undefined", "several independent sets of amounts balance this", remedy="split it into its reactions"
        )
    if not basis or not (all(one > 0 for one in basis[0]) or all(one < 0 for one in basis[0])):
        raise NotationError(
            "undefined", "no amounts balance this", remedy="look for a formula that is missing or wrong"
        )
    return smallest(basis[0])


def smallest(amounts: Sequence[Fraction]) -> tuple[int, ...]:
    """Amounts of one sign in the same ratio, whole, positive and without a common factor."""
    whole = [abs(int(one * lcm(*(one.denominator for one in amounts)))) for one in amounts]
    return tuple(one // gcd(*whole) for one in whole)


def null_space(rows: list[list[Fraction]], width: int) -> list[tuple[Fraction, ...]]:
    """A basis of the vectors of `width` entries that every row takes to 0, by elimination in exact fractions."""
    rows, pivots = [list(row) for row in rows], list[int]()
    for column in range(width):
        lead = next((i for i in range(len(pivots), len(rows)) if rows[i][column]), None)
        if lead is None:
            continue
        at = len(pivots)
        rows[at], rows[lead] = rows[lead], rows[at]
        rows[at] = [entry / rows[at][column] for entry in rows[at]]
        for i, row in enumerate(rows):
            if i != at and row[column]:
                rows[i] = [a - row[column] * b for a, b in zip(row, rows[at], strict=True)]
        pivots.append(column)
    return [_solution(rows, pivots, free, width) for free in range(width) if free not in pivots]


def signed(charge: Fraction) -> str:
    """`+2`, `-1`, `0`, as one says a charge."""
    return f"+{charge}" if charge > 0 else str(charge)


def _solution(rows: list[list[Fraction]], pivots: list[int], free: int, width: int) -> tuple[Fraction, ...]:
    found = [Fraction(0)] * width
    found[free] = Fraction(1)
    for row, pivot in zip(rows, pivots, strict=False):
        found[pivot] = -row[free]
    return tuple(found)


def _column(species: Species) -> dict[str, Fraction]:
    return {**atoms(species), CHARGE: Fraction(species.charge)}


def _count(parts: Parts, times: int, into: Counter[str]) -> None:
    for atom, count in _leaves(parts, times):
        into[atom.symbol] += count


def _leaves(parts: Parts, times: int) -> Iterable[tuple[Atom, int]]:
    for part in parts:
        if isinstance(part, Atom):
            yield part, times * part.count
        else:
            yield from _leaves(part.parts, times * part.count)


def _times(part: Part, count: int) -> Part:
    return (
        Atom(part.symbol, part.count * count, part.mass)
        if isinstance(part, Atom)
        else type(part)(part.parts, part.count * count)
    )

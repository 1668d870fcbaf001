"""Which units a word stands for, and what they are in SI units: exact factors, dimensions, zero points of temperature.

A word is looked up as it is written, longest meaning first: a symbol (`min`, `ft`, `cd`), a name (`miles`, `Joule`), a symbol
with a prefix (`km`, `mA`), a name with a prefix (`kilometres`), and only then several run together (`kgm`, `Nm`, `VAs`).
Capital and small letters tell symbols apart, but not names; `K` before a unit is read as kilo, for no kelvin stands there.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tutor.notation.quantities_lexer import Pieces

Dimension = tuple[Fraction, ...]  # exponents of m, kg, s, A, K, mol, cd, bit

PLAIN: Final[Dimension] = (Fraction(0),) * 8
LONGEST_WORD: Final = 48
MOST_JOINED: Final = 5
SHORTEST_JOINED_NAME: Final = 3
USUAL_PREFIXES: Final = frozenset(
    {"p", "n", "μ", "m", "c", "d", "da", "h", "k", "M", "G", "T"}
)  # in runs: mass isn't m as s
WHOLES: Final = frozenset({"B", "bit"})  # a dB is no tenth of a byte
IMPERIAL: Final = {
    "gal": "imp gal", "qt": "imp qt", "pt": "imp pt", "floz": "imp floz", "ton": "imp ton", "gill": "imp gill",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """`factor` times pi to the `pi` of the SI unit; a temperature's `offset` is added after that."""

    factor: Fraction
    pi: int
    dimension: Dimension
    offset: Fraction


def pieces(word: str, /, *, whole: bool = False) -> Pieces | None:
    """The units that a word stands for, by symbol and exponent, or None. `whole`: only a single name or symbol."""
    if len(word) > LONGEST_WORD:
        return None
    return _one(word) or (None if whole else _joined(word))


@lru_cache(maxsize=512)
def unit(symbol: str) -> Unit:
    """The unit of a symbol as `pieces` gives it: of the table, or with a prefix. Raises KeyError for any other."""
    from tutor.grading import unit_table as table

    row, power = table.UNITS.get(symbol), 0
    if row is None:
        prefix, rest = next(
            (one, symbol[len(one) :])
            for one in table.POWERS
            if symbol.startswith(one) and symbol[len(one) :] in table.PREFIXED
        )
        row, power = table.UNITS[rest], table.POWERS[prefix]
    above, below, pi, dimension, offset, under = row
    factor = Fraction(above, below) * Fraction(10) ** power
    return Unit(factor, pi, tuple(map(Fraction, dimension)), Fraction(offset, under))


@lru_cache(maxsize=512)
def _one(word: str) -> Pieces | None:
    """One unit, possibly with a prefix, or a compound with a symbol of its own (`mph`)."""
    from tutor.grading import unit_table as table

    if word in table.SYMBOLS:
        return ((table.SYMBOLS[word], 1),)
    if word in table.COMPOUNDS:
        return table.COMPOUNDS[word]
    folded = word.casefold()
    for name in (folded, folded.removesuffix("s")):
        if name in table.NAMES:
            return ((table.NAMES[name], 1),)
        if name in table.COMPOUNDS and len(name) > 2:
            return table.COMPOUNDS[name]
    symbol = _prefixed(word) or _prefixed_name(folded)
    return ((symbol, 1),) if symbol else None


def _prefixed(word: str) -> str | None:
    from tutor.grading import unit_table as table

    for length in (1, 2):
        prefix = "k" if word[:length] == "K" else table.SHORT_PREFIXES.get(word[:length])
        rest = table.SYMBOLS.get(word[length:])
        if (
            prefix is not None
            and rest in table.PREFIXED
            and not (rest in WHOLES and table.POWERS[prefix] < 0)
            and f"{prefix}{rest}" not in table.UNITS
        ):
            return f"{prefix}{rest}"
    return None


def _prefixed_name(folded: str) -> str | None:
    from tutor.grading import unit_table as table

    for prefix, shown in table.LONG_PREFIXES.items():
        if not folded.startswith(prefix):
            continue
        rest = folded[len(prefix) :]
        symbol = table.NAMES.get(rest) or table.NAMES.get(rest.removesuffix("s"))
        if symbol in table.PREFIXED and f"{shown}{symbol}" not in table.UNITS:
            return f"{shown}{symbol}"
    return None


@lru_cache(maxsize=512)
def _joined(word: str) -> Pieces | None:
    """Several units run together: as few as can be, and the first as long as can be."""
    found: dict[int, Pieces] = {len(word): ()}
    for start in range(len(word) - 1, -1, -1):
        best: Pieces | None = None
        for end in range(len(word), start, -1):
            rest = found.get(end)
            piece = _joinable(word[start:end]) if rest is not None else None
            if rest is None or piece is None or len(rest) >= MOST_JOINED:
                continue
            if best is None or len(rest) + 1 < len(best):
                best = (*piece, *rest)
        if best is not None:
            found[start] = best
    return found.get(0)


def _joinable(part: str) -> Pieces | None:
    """A piece of a run: a symbol of the SI, with a prefix or not, or a name that is no accident."""
    from tutor.grading import unit_table as table

    one = _one(part)
    if one is None or len(one) != 1:
        return None
    symbol = one[0][0]
    if len(part) > SHORTEST_JOINED_NAME and part.casefold()[:1] == part[:1].casefold() and part not in table.SYMBOLS:
        return one
    if symbol in table.UNITS:
        return one if symbol in table.JOINED and part in table.SYMBOLS else None
    rest = next((rest for rest in table.JOINED if symbol.endswith(rest) and symbol != rest), None)
    return one if rest is not None and symbol.removesuffix(rest) in USUAL_PREFIXES else None

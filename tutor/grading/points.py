"""The points at which two trees are compared: fixed for each letter, drawn once from a hash, independent of
any answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from tutor.grading.balls import ball

if TYPE_CHECKING:
    from flint import arb

FIELD_TRIES: Final = 8
BALL_TRIES: Final = 48
WHOLE: Final = 12
DENOMINATOR: Final = 64
# Sizes, drawn for each letter, so that sqrt(x - 5), arcsin x and sqrt(a - 4b) are met within their domains.
ALMOST_A_RIGHT_ANGLE: Final = Fraction(157, 100)
SCALES: Final = (Fraction(1), Fraction(3), Fraction(1, 4), Fraction(16), Fraction(64))


def field_points(names: frozenset[str], prime: int) -> Iterator[dict[str, int]]:
    """Residues for each letter, at most FIELD_TRIES times."""
    for number in range(FIELD_TRIES):
        yield {name: _residue(name, number, prime) for name in names}


def ball_points(
    names: frozenset[str], positive: bool, angles: frozenset[str] = frozenset()
) -> Iterator[dict[str, arb]]:
    """Real values for each letter, at most BALL_TRIES times: every other point is all positive, the rest of
    mixed signs.

    With `positive` all are positive, and `angles` are acute. Letters named in capitals and small are different letters.
    """
    for number in range(BALL_TRIES):
        mixed = number % 2 == 1 and not positive
        acute = angles if positive else frozenset()
        yield {name: _acute(name, number) if name in acute else _real(name, number, mixed) for name in names}


def whole_points(names: frozenset[str]) -> Iterator[dict[str, arb]]:
    """Whole numbers from 1 to WHOLE for each letter, at most FIELD_TRIES times."""
    for number in range(FIELD_TRIES):
        yield {name: ball(Fraction(1 + _hash(name, number, 1)[0] % WHOLE)) for name in names}


def distant_points(names: frozenset[str], positive: bool) -> Iterator[dict[str, arb]]:
    """Real values from thousandths to thousands, without end: for who has the time to look for a domain."""
    number = 0
    while True:
        mixed = number % 2 == 1 and not positive
        yield {name: _distant(name, number, mixed) for name in names}
        number += 1


def _distant(name: str, number: int, mixed: bool) -> arb:
    raw = int.from_bytes(_hash(name, number, 4), "big")
    size = Fraction(DENOMINATOR // 4 + raw % DENOMINATOR, DENOMINATOR) * Fraction(4) ** ((raw >> 20) % 11 - 5)
    return ball(-size if mixed and (raw >> 16) % 2 else size)


@lru_cache(maxsize=4096)
def _residue(name: str, number: int, prime: int) -> int:
    return int.from_bytes(_hash(name, number, 16), "big") % prime


@lru_cache(maxsize=4096)
def _real(name: str, number: int, mixed: bool) -> arb:
    raw = int.from_bytes(_hash(name, number, 4), "big")
    size = Fraction(DENOMINATOR // 4 + raw % DENOMINATOR, DENOMINATOR) * SCALES[(raw >> 20) % len(SCALES)]
    return ball(-size if mixed and (raw >> 16) % 3 else size)


@lru_cache(maxsize=4096)
def _acute(name: str, number: int) -> arb:
    raw = int.from_bytes(_hash(name, number, 4), "big")
    return ball(Fraction(1 + raw % (DENOMINATOR - 1), DENOMINATOR) * ALMOST_A_RIGHT_ANGLE)


def _hash(name: str, number: int, size: int) -> bytes:
    return blake2b(name.encode("utf-8", "replace"), salt=number.to_bytes(16, "big"), digest_size=size).digest()

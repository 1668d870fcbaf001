"""Ground states of atoms: the order of filling with its exceptions, as measured.

Exceptions: NIST Atomic Spectra Database, ground levels (A. Kramida, Yu. Ralchenko, J. Reader and the NIST ASD Team).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from tutor.notation.chemistry_configuration import Subshell, filling, read_configuration
from tutor.notation.chemistry_elements import NUMBERS, SYMBOLS

EXCEPTIONS: Final[Mapping[str, str]] = {
    "Cr": "[Ar] 3d5 4s1", "Cu": "[Ar] 3d10 4s1", "Nb": "[Kr] 4d4 5s1", "Mo": "[Kr] 4d5 5s1", "Ru": "[Kr] 4d7 5s1",
    "Rh": "[Kr] 4d8 5s1", "Pd": "[Kr] 4d10", "Ag": "[Kr] 4d10 5s1", "La": "[Xe] 5d1 6s2", "Ce": "[Xe] 4f1 5d1 6s2",
    "Gd": "[Xe] 4f7 5d1 6s2", "Pt": "[Xe] 4f14 5d9 6s1", "Au": "[Xe] 4f14 5d10 6s1", "Ac": "[Rn] 6d1 7s2",
    "Th": "[Rn] 6d2 7s2", "Pa": "[Rn] 5f2 6d1 7s2", "U": "[Rn] 5f3 6d1 7s2", "Np": "[Rn] 5f4 6d1 7s2",
    "Cm": "[Rn] 5f7 6d1 7s2", "Lr": "[Rn] 5f14 7s2 7p1",
}  # fmt: skip


def ground_state(symbol: str) -> Mapping[Subshell, int]:
    """The electrons of a neutral atom's ground state by subshell (n, l); `symbol`: one of the 118 elements."""
    exception = EXCEPTIONS.get(symbol)
    return read_configuration(exception).electrons() if exception else dict(filling(NUMBERS[symbol]))


def atom_of(electrons: Mapping[Subshell, int]) -> str | None:
    """The element whose neutral atom has this ground state, if there is one."""
    return _atoms().get(frozenset(electrons.items()))


@lru_cache(maxsize=1)
def _atoms() -> Mapping[frozenset[tuple[Subshell, int]], str]:
    return {frozenset(ground_state(symbol).items()): symbol for symbol in SYMBOLS}

"""The 118 elements by symbol and atomic number (IUPAC's table of 2016), and the letters that stand for isotopes of hydrogen."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

SYMBOLS: Final = tuple(
    """H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr Nb Mo
    Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb
    Bi Po At Rn Fr Ra Ac Th Pa U Np Pu Am Cm Bk Cf Es Fm Md No Lr Rf Db Sg Bh Hs Mt Ds Rg Cn Nh Fl Mc Lv Ts Og""".split()  # noqa: SIM905 (a list would fill the screen)
)
NUMBERS: Final = {symbol: number for number, symbol in enumerate(SYMBOLS, 1)}
HEAVY_HYDROGEN: Final = {"D": 2, "T": 3}  # mass numbers
MOST_LETTERS: Final = 8  # of a run in which other readings are looked for
MOST_READINGS: Final = 3


def other_readings(letters: str) -> tuple[str, ...]:
    """How a run of letters without regard to case can be read as elements, those with the fewest elements first; at most three.

    `co` gives `Co` and `CO`, `NACL` gives `NaCl`; nothing for a run that is no chain of elements.
    """
    if not letters.isascii() or len(letters) > MOST_LETTERS:
        return ()
    longest = 2 if letters.islower() else MOST_LETTERS  # `iron` isn't meant as Ir, O and N
    chains = (chain for chain in _chains(letters.casefold()) if len(chain) <= longest)
    found = sorted(chains, key=lambda chain: (len(chain), _changed(chain, letters)))
    return tuple("".join(chain) for chain in found if "".join(chain) != letters)[:MOST_READINGS]


@lru_cache(maxsize=256)
def _chains(letters: str) -> tuple[tuple[str, ...], ...]:
    if not letters:
        return ((),)
    heads = (letters[:size].capitalize() for size in (1, 2) if len(letters) >= size)
    return tuple((head, *rest) for head in heads if head in NUMBERS for rest in _chains(letters[len(head) :]))


def _changed(chain: tuple[str, ...], letters: str) -> int:
    return sum(a != b for a, b in zip("".join(chain), letters, strict=True))

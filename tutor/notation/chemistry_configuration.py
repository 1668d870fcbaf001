"""Electron configurations as people type them: `1s2 2s2 2p6`, `[Ar] 3d10 4s1`, `[Ar]3d¹⁰4s¹`, `1s^{2}`, `1s22s22p6`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tutor.notation.chemistry_elements import NUMBERS, other_readings
from tutor.notation.chemistry_scan import RAISED_DIGITS, Scan

LETTERS: Final = "spdfg"  # of ell = 0, 1, 2, 3, 4
CORES: Final = ("He", "Ne", "Ar", "Kr", "Xe", "Rn", "Og")
_CORE: Final = re.compile(r"\[\s*([A-Za-z]{1,3})\s*\]")
_BARE_CORE: Final = re.compile(rf"({'|'.join(CORES)})(?![a-z])")
_LABEL: Final = re.compile(r"[A-Z][a-z]?[0-9+^-]{0,4}\s*[:=]\s*")
_SUBSHELL: Final = re.compile(r"([1-9])\s*([spdfg])(?:_?\{?([xyz])\}?)?")
_COUNT: Final = re.compile(
    r"\s*\(([0-9]{1,2})\)|\s+([0-9]{1,2})(?![0-9]*\s*[spdfg])"
    rf"|\s*\^\s*\{{\s*([0-9]{{1,2}})\s*\}}|\s*\^\s*([0-9]+)|([0-9]+)|([{''.join(RAISED_DIGITS)}]+)"
)
_BETWEEN: Final = re.compile(r"[\s,.*]*")
Subshell = tuple[int, int]  # n and ell


@dataclass(frozen=True, slots=True)
class Configuration:
    """The noble gas in brackets, if any, and the subshells behind it as written: n, ell, electrons, orbital (x, y, z or "")."""

    core: str | None
    written: tuple[tuple[int, int, int, str], ...]

    def electrons(self) -> dict[Subshell, int]:
        """How many electrons are in each occupied subshell, the core's included."""
        found = dict(filling(NUMBERS[self.core])) if self.core else {}
        for n, ell, count, _ in self.written:
            found[n, ell] = found.get((n, ell), 0) + count
        return {subshell: count for subshell, count in found.items() if count}


def capacity(ell: int) -> int:
    """How many electrons a subshell holds: 2(2l + 1)."""
    return 4 * ell + 2


def filling(electrons: int) -> Mapping[Subshell, int]:
    """So many electrons filled in by n + ell, then n (E. Madelung 1936)."""
    order = sorted(
        ((n, ell) for n in range(1, 10) for ell in range(min(n, len(LETTERS)))), key=lambda s: (s[0] + s[1], s[0])
    )
    found: dict[Subshell, int] = {}
    for subshell in order:
        if electrons <= 0:
            break
        found[subshell] = min(electrons, capacity(subshell[1]))
        electrons -= found[subshell]
    return found


def read_configuration(text: str) -> Configuration:
    """An electron configuration in any order of its subshells. Raises NotationError with the place and what is expected there,
    also for a subshell that there isn't (2d), that is written twice, or that is more than full.
    """
    scan = Scan(text)
    scan.skip_spaces()
    scan.match(_LABEL)
    core = _core(scan)
    held = set(filling(NUMBERS[core])) if core else set[Subshell]()
    written: list[tuple[int, int, int, str]] = []
    while not scan.ended:
        scan.match(_BETWEEN)
        start = scan.at
        n, ell, orbital = _subshell(scan)
        count = _count(scan, start)
        _check(scan, start, (n, ell), orbital, count)
        if (n, ell) in held:
            raise scan.error(
                f"{n}{LETTERS[ell]} is in [{core}] already", "write what comes on top of the core", start, scan.at
            )
        if any((n, ell) == one[:2] and (one[3] == orbital or not (orbital and one[3])) for one in written):
            raise scan.error(f"{n}{LETTERS[ell]} is written twice", "write each subshell once", start, scan.at)
        written.append((n, ell, count, orbital))
    if core is None and not written:
        raise scan.error("nothing is typed yet", "write a configuration, as 1s2 2s1", 0, 0)
    return Configuration(core, tuple(written))


def configuration_text(configuration: Configuration) -> str:
    """`[Ar] 3d10 4s1`, in the order it was written."""
    core = [f"[{configuration.core}]"] if configuration.core else []
    shells = (f"{n}{LETTERS[ell]}{f'_{x}^' if x else ''}{count}" for n, ell, count, x in configuration.written)
    return " ".join([*core, *shells])


def configuration_latex(configuration: Configuration) -> str:
    """`[\\mathrm{Ar}]\\,3d^{10}\\,4s^{1}`."""
    core = [f"[\\mathrm{{{configuration.core}}}]"] if configuration.core else []
    shells = (f"{n}{LETTERS[ell]}{f'_{x}' if x else ''}^{{{count}}}" for n, ell, count, x in configuration.written)
    return "\\,".join([*core, *shells])


def _core(scan: Scan) -> str | None:
    start = scan.at
    bare = _BARE_CORE.match(scan.text, start)
    if bare:
        raise scan.error("a core stands in brackets", f"write it as [{bare[1]}]", start, bare.end())
    found = scan.match(_CORE)
    if found is None:
        return None
    if found[1] in CORES:
        return found[1]
    offered = [one for one in (found[1].capitalize(), *other_readings(found[1])) if one in CORES]
    remedy = f"write [{offered[0]}] if that is meant" if offered else f"a noble gas stands there: {', '.join(CORES)}"
    raise scan.error("this is no core", remedy, start, scan.at)


def _subshell(scan: Scan) -> tuple[int, int, str]:
    found = scan.match(_SUBSHELL)
    if found is None:
        where = "something is missing at the end" if scan.ended else "a subshell is expected here"
        raise scan.error(where, "write it as 3d10: the shell, its letter, how many electrons")
    return int(found[1]), LETTERS.index(found[2]), found[3] or ""


def _count(scan: Scan, start: int) -> int:
    found = scan.match(_COUNT)
    if found is None:
        raise scan.error("how many electrons are in this subshell?", "write it as 3d10", start)
    if found[1] or found[2] or found[3]:
        return int(found[1] or found[2] or found[3])
    digits = found[4] or found[5] or "".join(RAISED_DIGITS[one] for one in found[6])
    if not found[6] and scan.char and scan.char in LETTERS:
        digits = digits[:-1]  # in 2s22p6 the second 2 is the next shell's
        scan.at -= 1
    if not digits:
        raise scan.error("how many electrons are in this subshell?", "write it as 3d10", start)
    if len(digits) > 2:
        raise scan.error("where does the next subshell begin?", "write a space between subshells", start, scan.at)
    return int(digits)


def _check(scan: Scan, start: int, subshell: Subshell, orbital: str, count: int) -> None:
    n, ell = subshell
    name = f"{n}{LETTERS[ell]}"
    if ell >= n:
        raise scan.error(f"there is no {name}", f"shell {n} has {', '.join(LETTERS[:n])}", start, scan.at)
    if orbital and ell != 1:
        raise scan.error(f"{name} has no orbital {orbital}", "x, y and z are those of p", start, scan.at)
    most = 2 if orbital else capacity(ell)
    if count > most:
        raise scan.error(f"{name}{orbital} holds at most {most} electrons", "look at this number again", start, scan.at)

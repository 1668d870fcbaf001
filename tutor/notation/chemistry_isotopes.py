"""The numbers before the symbol of a nuclide: mass number above, atomic number below."""

from __future__ import annotations

import re

from tutor.notation.chemistry_elements import NUMBERS
from tutor.notation.chemistry_scan import LOWERED_DIGITS, RAISED_DIGITS, Scan


def prefix_numbers(scan: Scan) -> tuple[int | None, int | None] | None:
    """The mass number and the atomic number written before a symbol, in either order; None where there are none."""
    mass: int | None = None
    number: int | None = None
    while scan.char:
        raised = scan.char == "^" or scan.char in RAISED_DIGITS
        lowered = scan.char == "_" or scan.char in LOWERED_DIGITS or scan.char == "₋"
        if not (raised or lowered) or (raised and mass is not None) or (lowered and number is not None):
            break
        value = _script_number(scan)
        if value is None:
            return None
        if raised:
            mass = value
        else:
            number = value
        scan.skip_spaces()
    return None if mass is None and number is None else (mass, number)


def check_nuclide(scan: Scan, symbol: str, mass: int | None, number: int | None, start: int) -> None:
    """Raises NotationError where the numbers before an element's symbol can't be its own."""
    if number is not None and number != NUMBERS[symbol]:
        raise scan.error(f"the atomic number {number} doesn't belong to {symbol}", "look both up again", start, scan.at)
    if mass is not None and mass < NUMBERS[symbol]:
        raise scan.error(
            f"a nucleus of {symbol} has more than {mass} particles",
            "the mass number counts protons and neutrons",
            start,
            scan.at,
        )


def _script_number(scan: Scan) -> int | None:
    if scan.char in ("^", "_"):
        scan.at += 1
        if scan.char == "{":
            text = scan.script()
        else:
            sign = scan.char if scan.char in ("-", "+") else ""
            scan.at += len(sign)
            text = sign + scan.digits()
    else:
        sign = "-" if scan.char == "₋" else ""
        scan.at += len(sign)
        text = sign + (scan.digits(LOWERED_DIGITS) or scan.digits(RAISED_DIGITS))
    return int(text) if re.fullmatch(r"[+-]?[0-9]{1,6}", text, re.ASCII) else None

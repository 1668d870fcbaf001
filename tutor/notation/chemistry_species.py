"""One chemical formula as people type it, read off a scan: atoms, brackets, charge, what a dot joins, and state.

A digit before a sign is read by custom: after a lone element or `]` it is the size of the charge (`Fe3+`, `[Fe(CN)6]4-`),
elsewhere a subscript (`MnO4-`, `NH4+`); of two digits the last is the charge (`SO42-`). The other reading is kept beside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from tutor.notation.chemistry_elements import HEAVY_HYDROGEN, NUMBERS, other_readings
from tutor.notation.chemistry_isotopes import check_nuclide, prefix_numbers
from tutor.notation.chemistry_scan import LOWERED_DIGITS, RAISED_DIGITS, SIGNS, Scan
from tutor.notation.chemistry_terms import ARROW, STATE, read_amount, starts_species
from tutor.notation.chemistry_tree import CLOSING, ELECTRON, Atom, Group, Part, Parts, Species, State, Term

DEEPEST: Final = 20  # brackets within one another
MOST_PARTS: Final = 200  # of one formula
MOST_IONS: Final = 8  # of a salt written as its ions
BONDS: Final = "-=≡#"
_ELECTRON: Final = re.compile(r"e(?=\s*(?:[-⁻]|\^\s*\{?\s*1?-))")
_SPACED_CHARGE: Final = re.compile(r"\s+(?:\(([0-9]{1,6})?([+-])\)|([0-9]{1,6})([+-])(?!>))")
_BRACKETED_CHARGE: Final = re.compile(r"\(([0-9]{0,6})([+-])\)")
_CHARGE: Final = re.compile(r"(?P<sign>[+-])(?P<after>[0-9]{1,6})|(?P<before>[0-9]{0,6})(?P<last>[+-])")
_EXPLICIT_CHARGE: Final = re.compile(r"([0-9]{1,6})([+-])(?!>)")
_LARGE_STATE: Final = re.compile(r"\((?:S|L|G|AQ|Aq)\)(?![0-9_])")
_OXIDATION: Final = re.compile(r"\((?:II|III|IV|VI|VII|VIII)\)(?![0-9_])")
_MASS_BEHIND: Final = re.compile(r"-([0-9]{1,3})(?![0-9])")
_DOT: Final = re.compile(r"\s*[*.]\s*")


@dataclass(slots=True)
class _Digits:
    """Plain digits behind the last part, before a sign: subscript or charge?"""

    value: str
    after_bracket: bool


class FormulaReader:
    """Reads formulas off a scan, one after another."""

    def __init__(self, scan: Scan, *, equals_is_bond: bool) -> None:
        self._scan = scan
        self._bonds = BONDS if equals_is_bond else BONDS.replace("=", "")
        self._count = 0

    def term(self) -> Term:
        """An amount and a formula."""
        start = self._scan.at
        amount = read_amount(self._scan)
        self._count = 0
        species = self._species()
        return Term(amount, species, self._scan.place(start), self._scan.place(max(start, self._scan.at - 1)) + 1)

    def stranger(self) -> Exception:
        """The error for what stands where a sign or the end is expected."""
        scan = self._scan
        if scan.char in ")]}":
            return scan.error("this bracket closes nothing", "open it before, or leave it out")
        if scan.char == "-":
            return scan.error("a charge stands right behind its formula", "write it as Cl^-")
        if scan.char.isalnum() or scan.char in "([{":
            return scan.error("a sign is missing before this", "write + or an arrow between formulas")
        return scan.error("this sign isn't one of chemistry", "write elements, numbers, +, ->, as 2 H2 + O2 -> 2 H2O")

    # -- one formula

    def _species(self) -> Species:
        scan = self._scan
        found = ELECTRON if scan.match(_ELECTRON) else None
        if found is None:
            found = self._ions()
        elif self._charge(None, is_electron=True)[0] != -1:
            raise scan.error("an electron has the charge -", "write it as e^-")
        adducts = self._adducts() if found.parts else ()
        state = self._state()
        if scan.char and scan.char in SIGNS and scan.char != "+" and not ARROW.match(scan.text, scan.at):
            raise scan.error("a charge stands before the state and is written once", "write it as Na+(aq)")
        other = replace(found.other, state=state, adducts=adducts) if found.other else None
        return replace(found, state=state, adducts=adducts, other=other)

    def _ions(self) -> Species:
        """One unit with its charge; a salt may be written as its ions (`Na⁺Cl⁻`), then it is one formula with all charges added."""
        whole, raised = self._unit()
        for _ in range(MOST_IONS):
            if not (whole.charge and raised and self._starts_unit()):
                return whole
            ion, raised = self._unit()
            whole = Species((*whole.parts, *ion.parts), whole.charge + ion.charge)
            if not whole.charge:
                return whole
        raise self._scan.error("there are too many ions in one formula", "write + between formulas")

    def _unit(self) -> tuple[Species, bool]:
        """Atoms and brackets with a charge, if any; and whether the charge is written raised, so that nothing else is meant."""
        parts, pending = self._parts(0)
        if not parts:
            raise self._no_element()
        isotope = self._mass_behind(parts) if pending is None else None
        if isotope:
            return Species(isotope), False
        charge, raised = self._charge(pending, is_electron=False)
        if pending is None:
            return Species(parts, charge), raised
        parts, charge, other = _by_custom(parts, pending, charge, raised)
        return Species(parts, charge, other=other), raised

    def _starts_unit(self) -> bool:
        char = self._scan.char
        return ("A" <= char <= "Z" or char in ("(", "[")) and not STATE.match(self._scan.text, self._scan.at)

    def _parts(self, depth: int) -> tuple[Parts, _Digits | None]:
        """Atoms and brackets; and the digits that may belong to a charge (then they aren't in the last part's count)."""
        scan, parts = self._scan, list[Part]()
        while True:
            self._bond(parts)
            part = self._part(depth)
            if part is None:
                return tuple(parts), None
            self._count += 1
            if self._count > MOST_PARTS:
                raise scan.error("this formula has too many parts", f"write one of at most {MOST_PARTS}")
            closed = scan.text[scan.at - 1]
            plain = scan.at
            count = self._subscript()
            digits = scan.text[plain : scan.at]
            typed_plainly = digits.isdigit() or (digits[:1] == "_" and len(digits) > 2 and digits[1:].isdigit())
            if depth == 0 and typed_plainly and self._sign_is_charge(scan.at):
                parts.append(part)
                return tuple(parts), _Digits(digits.lstrip("_"), closed == "]")
            parts.append(replace(part, count=count))

    def _part(self, depth: int) -> Part | None:
        scan = self._scan
        if scan.char.isascii() and scan.char.isalpha():
            return Atom(*self._element())
        if scan.char in ("^", "_", *RAISED_DIGITS, *LOWERED_DIGITS):
            return self._isotope()
        if not scan.char or scan.char not in CLOSING or STATE.match(scan.text, scan.at):
            return None
        if _BRACKETED_CHARGE.match(scan.text, scan.at):
            return None
        if _LARGE_STATE.match(scan.text, scan.at):
            raise scan.error("a state is written small", "write (s), (l), (g) or (aq)", scan.at, scan.at + 3)
        if _OXIDATION.match(scan.text, scan.at):
            raise scan.error(
                "an oxidation number belongs to a name", "write a charge as ^3+, or leave it out", scan.at, scan.at + 2
            )
        return self._group(depth)

    def _group(self, depth: int) -> Group | None:
        scan, start = self._scan, self._scan.at
        if depth == DEEPEST:
            raise scan.error("there are too many brackets within brackets", "write it with fewer")
        opening = scan.char
        scan.at += 1
        scan.skip_spaces()
        inner, _ = self._parts(depth + 1)
        scan.skip_spaces()
        if scan.char != CLOSING[opening]:
            if scan.ended:
                raise scan.error("a bracket isn't closed", f"add {CLOSING[opening]}", start)
            if scan.char in SIGNS and inner:
                raise scan.error("a charge within a bracket", "write the charge behind the bracket, as [Fe(CN)6]^4-")
            raise self._no_element()
        if not inner:
            raise scan.error("nothing stands in this bracket", "write a formula in it, or leave it out", start)
        scan.at += 1
        return Group(inner, 1, opening)

    def _element(self) -> tuple[str, int, int | None]:
        scan = self._scan
        pair, one = scan.text[scan.at : scan.at + 2], scan.char
        symbol = pair if pair in NUMBERS else one
        known = symbol in NUMBERS or symbol in HEAVY_HYDROGEN
        after = scan.text[scan.at + len(symbol) : scan.at + len(symbol) + 1]
        if not known or (after.isascii() and after.islower()):
            raise self._no_element()
        scan.at += len(symbol)
        return ("H", 1, HEAVY_HYDROGEN[symbol]) if symbol in HEAVY_HYDROGEN else (symbol, 1, None)

    def _no_element(self) -> Exception:
        """The error for what stands where an element is expected; its letters in another case are offered."""
        scan, start = self._scan, self._scan.at
        if scan.ended:
            return scan.error("something is missing at the end", "write a formula there")
        stop = start
        while scan.text[stop : stop + 1].isascii() and scan.text[stop : stop + 1].isalpha():
            stop += 1
        while start and scan.text[start - 1].isascii() and scan.text[start - 1].isalpha() and stop > scan.at:
            start -= 1
        letters = scan.text[start:stop]
        if not letters:
            return scan.error("an element is expected here", "write its symbol, as Na or C")
        offered = " or ".join(other_readings(letters))
        if offered:
            return scan.error(
                "capital and small letters tell elements apart", f"write {offered} if that is meant", start, stop
            )
        return scan.error("these letters aren't symbols of elements", "write symbols, as Na or C", start, stop)

    def _isotope(self) -> Atom | None:
        """A nuclide's symbol with its mass number (and atomic number) before it; None where `^` begins a charge."""
        scan, start = self._scan, self._scan.at
        numbers = prefix_numbers(scan)
        if numbers is None or not (scan.char.isascii() and scan.char.isupper()):
            scan.at = start
            return None
        mass, number = numbers
        symbol, _, own = self._element()
        check_nuclide(scan, symbol, mass, number, start)
        return Atom(symbol, 1, own or mass)

    def _subscript(self) -> int:
        scan, start = self._scan, self._scan.at
        digits = scan.digits() or scan.digits(LOWERED_DIGITS)
        if not digits and scan.char == "_" and not STATE.match(scan.text, scan.at):
            scan.at += 1
            digits = scan.script() if scan.char == "{" else scan.digits()
            if not (digits.isascii() and digits.isdigit()) or len(digits) > 6:
                raise scan.error("a subscript is a whole number", "write one, as H_2O", start, scan.at)
        if digits and not int(digits):
            raise scan.error("a subscript of 0 stands for nothing", "write a number from 1 on", start, scan.at)
        return int(digits or 1)

    def _bond(self, parts: list[Part]) -> None:
        """A bond between atoms is read and not kept."""
        scan = self._scan
        following = scan.text[scan.at + 1 : scan.at + 2]
        joined = following.isupper() or (following in ("(", "[") and not STATE.match(scan.text, scan.at + 1))
        if parts and joined and scan.char in self._bonds:
            scan.at += 1

    def _mass_behind(self, parts: Parts) -> Parts | None:
        """`C-14`: a lone element with its mass number, which is larger than any charge."""
        scan = self._scan
        found = _MASS_BEHIND.match(scan.text, scan.at)
        if not found or len(parts) != 1 or not isinstance(parts[0], Atom) or parts[0] != Atom(parts[0].symbol):
            return None
        mass = int(found[1])
        if mass <= NUMBERS[parts[0].symbol]:
            return None
        scan.at = found.end()
        return (replace(parts[0], mass=mass),)

    # -- charge, what is joined by a dot, and state

    def _signs(self, at: int) -> str:
        stop = at
        while self._scan.text[stop : stop + 1] in ("+", "-") and self._scan.text[stop] == self._scan.text[at]:
            stop += 1
        return self._scan.text[at:stop]

    def _sign_is_charge(self, at: int) -> bool:
        """Whether the sign here charges the formula before it, rather than adding the next one."""
        signs = self._signs(at)
        if not signs or (signs == "-" and (self._is_bond(at) or self._scan.text[at + 1 : at + 2] == ">")):
            return False
        return len(signs) > 1 or signs[0] != "+" or not starts_species(self._scan, at + 1)

    def _is_bond(self, at: int) -> bool:
        following = self._scan.text[at + 1 : at + 2]
        return following.isupper() or (following == "(" and not STATE.match(self._scan.text, at + 1))

    def _charge(self, pending: _Digits | None, *, is_electron: bool) -> tuple[int, bool]:
        """The charge here, 0 if there is none; and whether pending digits must be a subscript."""
        scan = self._scan
        if scan.char == "^" or (not pending and re.match(r"\s+\^\{?[0-9]*[+-]", scan.text[scan.at : scan.at + 12])):
            scan.skip_spaces()
            scan.at += 1
            return self._raised_charge(), True
        if scan.char in RAISED_DIGITS or (scan.char and scan.char in "⁺⁻"):
            return self._small_charge(), True
        if is_electron and scan.char == "-":
            scan.at += 1  # what follows, as in `e-->`, is the arrow
            return -1, True
        if not pending:
            close = _BRACKETED_CHARGE.match(scan.text, scan.at) or _EXPLICIT_CHARGE.match(scan.text, scan.at)
            if close and (close[0].endswith(")") or self._sign_is_charge(close.end() - 1)):
                scan.at = close.end()
                return _signed(close[2], close[1]), True
            ahead = _SPACED_CHARGE.match(scan.text, scan.at)
            if ahead and not (ahead[0].endswith("+") and starts_species(scan, ahead.end() - 1 + 1)):
                scan.at = ahead.end()
                return _signed(ahead[2] or ahead[4], ahead[1] or ahead[3] or ""), True
            if ahead and ahead[0].endswith("+") and scan.text[ahead.end() : ahead.end() + 1].isspace():
                raise scan.error(
                    "is this a charge or an amount?", "write the charge as ^2+", ahead.start(), ahead.end()
                )
        if scan.char in ("+", "-") and self._sign_is_charge(scan.at):
            return self._plain_charge()
        return 0, False

    def _plain_charge(self) -> tuple[int, bool]:
        scan = self._scan
        signs = self._signs(scan.at)
        size = len(signs)
        stop = scan.at + size
        if scan.text[stop : stop + 1] == ">" and signs[0] == "-":
            raise scan.error(
                "is this a charge or part of the arrow?", "write a space before the arrow", scan.at, stop + 1
            )
        if signs[0] == "+" and starts_species(scan, stop):
            size -= 1
            stop -= 1
        scan.at = stop
        if size == 1 and not starts_species(scan, stop):
            digits = scan.digits()
            if digits:
                return _signed(signs[0], digits), True
        return SIGNS[signs[0]] * size, size > 1

    def _raised_charge(self) -> int:
        scan, start = self._scan, self._scan.at - 1
        if scan.char == "{":
            text = scan.script()
            if text and set(text) in ({"+"}, {"-"}):
                return SIGNS[text[0]] * len(text)
            found = _CHARGE.fullmatch(text)
        else:
            signs = self._signs(scan.at)
            if len(signs) > 1:
                return self._plain_charge()[0]
            found = scan.match(_CHARGE)
            if found and found["after"] and starts_species(scan, found.start("after")):
                scan.at = found.start("after")
                return _signed(found["sign"], "")
        if found is None:
            raise scan.error("a charge has a sign", "write it as ^2+ or ^-", start, max(scan.at, start + 1))
        return _signed(found["sign"] or found["last"], found["after"] or found["before"] or "")

    def _small_charge(self) -> int:
        scan, start = self._scan, self._scan.at
        digits, signs = scan.digits(RAISED_DIGITS), ""
        while scan.char and scan.char in "⁺⁻":
            signs += scan.char
            scan.at += 1
        if not signs and self._sign_is_charge(scan.at):  # `²-`
            signs = scan.char
            scan.at += 1
        digits = digits or scan.digits(RAISED_DIGITS)
        if not signs or len(set(signs)) > 1:
            raise scan.error("a charge has a sign", "write it as ²⁺ or ⁻", start, scan.at)
        return _signed("+" if signs[0] in "⁺+" else "-", digits or str(len(signs)))

    def _adducts(self) -> tuple[tuple[Fraction, Parts], ...]:
        scan, found = self._scan, list[tuple[Fraction, Parts]]()
        while _DOT.match(scan.text, scan.at):
            scan.match(_DOT)
            amount = read_amount(scan)
            parts, pending = self._parts(0)
            if not parts or pending is not None:
                raise self._no_element()
            found.append((amount, parts))
        return tuple(found)

    def _state(self) -> State | None:
        found = self._scan.match(STATE)
        if not found:
            return None
        return {"↑": "g", "^": "g", "↓": "s", "v": "s"}.get(found[2] or found[3] or "", found[1])  # type: ignore[return-value]


def _signed(sign: str, digits: str) -> int:
    return SIGNS[sign] * int(digits or 1)


def _by_custom(parts: Parts, pending: _Digits, charge: int, as_count: bool) -> tuple[Parts, int, Species | None]:
    """Parts and charge with the pending digits where custom has them, and the other reading."""
    *rest, last = parts
    digits = pending.value

    def counted(count: str) -> Parts:
        return (*rest, replace(last, count=int(count or 1)))

    if as_count or not charge:
        return counted(digits), charge, None
    sign = 1 if charge > 0 else -1
    subscript = Species(counted(digits), charge)
    size = Species(counted(digits[:-1]), sign * int(digits[-1]))
    if digits[-1] == "0" or (len(digits) > 1 and not int(digits[:-1])):
        return subscript.parts, charge, None
    lone = not rest and isinstance(last, Atom)
    if len(digits) > 1 or lone or pending.after_bracket:
        return size.parts, size.charge, subscript
    return subscript.parts, charge, size

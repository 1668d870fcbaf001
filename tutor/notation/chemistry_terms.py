"""What stands between formulas: amounts before them, `+`, arrows, and states behind them."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Final, TypeVar

from tutor.notation.characters import VULGAR
from tutor.notation.chemistry_scan import AMOUNT, LOWERED_DIGITS, RAISED_DIGITS, Scan
from tutor.notation.chemistry_tree import Arrow

MOST_TERMS: Final = 30
STATE: Final = re.compile(r"\s*_?\{?\(\s?(s|l|g|aq|cr)\s?\)\}?|\s*([↑↓])|\s+([\^v])(?=\s|$)")
_SPECIES: Final = re.compile(r"[A-Za-z(\[{^_" + "".join(RAISED_DIGITS) + "".join(LOWERED_DIGITS) + "α-ω‾]")
ARROW: Final = re.compile(
    r"(?P<both><={1,2}>{1,2}|<<=>|<-{1,2}>|[⇌⇄⇋⇆↔⟷⇔⟺])|(?P<on>-{1,3}>|=>|[→⟶⇒⟹➔➝⇨])|(?P<back><-{1,2}|[←⟵])|(?P<equals>=)"
)
T = TypeVar("T")


def read_sides(
    scan: Scan, term: Callable[[], T], stranger: Callable[[], Exception]
) -> tuple[tuple[T, ...], Arrow | None, tuple[T, ...]]:
    """Terms joined by `+`, an arrow, and terms again; no arrow and nothing right of it where there is only one side.

    `stranger` makes the error for what can't follow a term.
    """
    left = _side(scan, term)
    if scan.ended:
        return left, None, ()
    found = scan.match(ARROW)
    if found is None:
        raise stranger()
    if found.lastgroup in ("on", "back"):
        _skip_label(scan)
    if scan.char and scan.char in "=<>-":
        raise scan.error("this arrow isn't known", "write ->, or <=> for both ways", found.start(), scan.at + 1)
    right = _side(scan, term)
    if not scan.ended:
        if ARROW.match(scan.text, scan.at):
            raise scan.error("there is a second arrow", "write one reaction with one arrow")
        raise stranger()
    if found.lastgroup == "back":
        return right, "->", left
    return left, {"both": "<=>", "on": "->", "equals": "="}[str(found.lastgroup)], right


def read_amount(scan: Scan) -> Fraction:
    """The amount in front of a formula; 1 where there is none. Raises NotationError for 0."""
    start = scan.at
    found = scan.match(AMOUNT)
    if found is None:
        return Fraction(1)
    if found["vulgar"]:
        amount = Fraction(int(found["before"] or 0)) + VULGAR[found["vulgar"]]
    elif found["decimal"]:
        amount = Fraction(found["decimal"].replace(",", "."))
    elif found["integer"]:
        amount = Fraction(int(found["integer"]))
    else:
        under = int(found["under"] or found["bottom"])
        if not under:
            raise scan.error("this divides by 0", "write an amount, as 1/2", start, scan.at)
        amount = Fraction(int(found["over"] or found["top"]), under) + int(found["whole"] or 0)
    if not amount:
        raise scan.error(
            "an amount of 0 stands for nothing", "leave the formula out, or write its amount", start, scan.at
        )
    scan.skip_spaces()
    if scan.char == "*":
        scan.at += 1
        scan.skip_spaces()
    return amount


def starts_species(scan: Scan, at: int) -> bool:
    """Whether, after spaces and an amount, a formula begins here (a state or an arrow doesn't)."""
    while scan.text[at : at + 1].isspace():
        at += 1
    amount = AMOUNT.match(scan.text, at)
    if amount:
        at = amount.end()
        while scan.text[at : at + 1].isspace():
            at += 1
    return bool(_SPECIES.match(scan.text, at)) and not STATE.match(scan.text, at)


def _side(scan: Scan, term: Callable[[], T]) -> tuple[T, ...]:
    found: list[T] = []
    while True:
        scan.skip_spaces()
        if scan.ended or ARROW.match(scan.text, scan.at):
            where = "at the end" if scan.ended else "before the arrow"
            raise scan.error(f"something is missing {where}", "write a formula there")
        if len(found) == MOST_TERMS:
            raise scan.error("there are too many terms", f"write at most {MOST_TERMS} on a side")
        found.append(term())
        scan.skip_spaces()
        if scan.char != "+":
            return tuple(found)
        scan.at += 1


def _skip_label(scan: Scan) -> None:
    """What mhchem puts over and under an arrow: `->[heat]`. A bracket that may be a complex ion stays."""
    for _ in range(2):
        inside = scan.text[scan.at + 1 : scan.at + 2]
        if scan.char != "[" or ("A" <= inside <= "Z" and not scan.is_mhchem):
            return
        stop = scan.text.find("]", scan.at)
        if stop < 0:
            raise scan.error("the text on the arrow isn't closed", "add ]")
        scan.at = stop + 1

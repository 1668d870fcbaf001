"""Chemical formulas and reactions as people type them: `H2O`, `SO4^2-`, `SO₄²⁻`, `\\ce{SO4^{2-}}`, `2 H2 + O2 -> 2 H2O`."""

from __future__ import annotations

from tutor.notation.chemistry_scan import Scan
from tutor.notation.chemistry_species import FormulaReader
from tutor.notation.chemistry_terms import ARROW, read_sides
from tutor.notation.chemistry_tree import Reaction, Term


def read_formula(text: str) -> Term:
    """One formula, maybe with an amount before it and a state behind it. `=` in it is a double bond.

    Raises NotationError with the place and what is expected there.
    """
    scan = Scan(text)
    reader = FormulaReader(scan, equals_is_bond=True)
    scan.skip_spaces()
    if scan.ended:
        raise scan.error("nothing is typed yet", "write a formula, as H2O")
    term = reader.term()
    scan.skip_spaces()
    if not scan.ended:
        if ARROW.match(scan.text, scan.at) or scan.char == "+":
            raise scan.error("one formula is expected here", "write it without what reacts with it")
        raise reader.stranger()
    return term


def read_reaction(text: str) -> Reaction:
    """A reaction with an arrow, or a list of formulas joined by `+` (a reaction without an arrow).

    Raises NotationError with the place and what is expected there.
    """
    scan = Scan(text)
    arrows = {str(one.lastgroup) for one in ARROW.finditer(scan.text)}
    reader = FormulaReader(scan, equals_is_bond=bool(arrows - {"equals"}))
    left, arrow, right = read_sides(scan, reader.term, reader.stranger)
    return Reaction(left, arrow, right)

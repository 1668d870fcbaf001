"""Quantities with units: Khan, WeBWorK, lambda-feedback, STACK's unit tests, and our own table.

STACK writes units as factors (`12.3*m/s`) and its option is either a number of significant figures, `[shown, accurate]`,
or a tolerance; its strict tests want the teacher's unit. lambda-feedback takes the key's own digits for the tolerance.
"""

from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import Final

from tests.benchmarks.rows.case import Case, Checked, Mapper, Row, Skipped
from tutor.errors import NotationError
from tutor.grading.exact import exact
from tutor.grading.quantity_rounding import leading_place
from tutor.grading.quantity_value import shown, split
from tutor.grading.quantity_words import text_of
from tutor.grading.units import pieces
from tutor.notation.quantities import read_quantity
from tutor.notation.tree import Binary, Node, Number, Text

_NOT_PORTABLE: Final = "needs the other system's own functions"
_STACKUNITS: Final = re.compile(r"stackunits\(([^(),]*),\s*([^,]*)\)")


def plain(row: Row) -> Case:
    """The same quantity."""
    return Case("quantity", row["teacher"], row["student"], row["expected"])


def khan(row: Row) -> Case:
    """Units+form wants the unit itself."""
    options = {"units": row["teacher"]} if row["kind"] == "units+form" else {}
    return Case("quantity", row["teacher"], row["student"], row["expected"], options=options)


def webwork(row: Row) -> Case:
    """WeBWorK compares numbers to one part in a thousand; a formula may go before the unit, and whatever follows the solidus
    of a unit stands below it.
    """
    names = ("x",) if "x" in re.findall("[A-Za-z]+", row["teacher"]) else ()
    options = {"tolerance": "0.1%"}
    key, answer = _below(row["teacher"]), _below(row["student"])
    return Case("quantity", key, answer, row["expected"], names=names, options=options)


def lambda_feedback(row: Row) -> Case | Skipped:
    """Right within half a unit of the last digit that the key shows, unless rtol or atol say otherwise."""
    if row.get("portable") is False:
        return Skipped(_NOT_PORTABLE)
    option = json.loads(row["option"] or "{}")
    options: dict[str, object] = {}
    if "imperial" in str(option.get("units_string", "")):
        options["customary"] = "imperial"
    if "rtol" in option:
        options["tolerance"] = f"{100 * float(option['rtol']):g}%"
    elif "atol" in option:
        options["tolerance"] = str(option["atol"])
    else:
        number = _number(row["teacher"])
        digits = shown(number)
        if digits is not None:
            options["tolerance"] = _decimal(Fraction(10) ** digits.places[0] / 2)
    return Case("quantity", row["teacher"], row["student"], row["expected"], options=options)


def stack(row: Row) -> Case | Checked | Skipped:
    """Significant figures, or an absolute or relative tolerance; strict: in the teacher's unit."""
    if row.get("portable") is False:
        return Skipped(_NOT_PORTABLE)
    kind, option = str(row["kind"]), str(row["option"])
    key = _STACKUNITS.sub(r"(\1)*(\2)", str(row["teacher_norm"]))
    if not _readable(key):
        return Checked("a key that can't be read", row["expected"])
    options: dict[str, object] = {}
    if "Absolute" in kind:
        options["tolerance"] = option
    elif "Relative" in kind:
        options["tolerance"] = f"{_decimal(Fraction(option) * 100)}%"
    else:
        asked, _, accurate = option.strip("[]").partition(",")
        options["figures"] = int(asked)
        value = exact(_number(key) or Number(Fraction(0)))
        if accurate and value:
            options["tolerance"] = _decimal(Fraction(10) ** (leading_place(value) - int(accurate) + 1) / 2)
    if "Strict" in kind:
        options["units"] = _unit(key)
    return Case("quantity", key, row["student_norm"], row["expected"], options=options)


def _below(text: str) -> str:
    head, solidus, rest = text.rpartition("/")
    return f"{head}/({rest})" if solidus and "*" in rest else text


def _readable(key: str) -> bool:
    try:
        read_quantity(key, pieces)
    except NotationError:
        return False
    return True


def _number(key: str) -> Node | None:
    try:
        parts = split(read_quantity(key, pieces).tree)
    except NotationError:
        return None
    return parts.number if parts else None


def _unit(key: str) -> str:
    """The unit of a key, as a text of its own."""
    parts = split(read_quantity(key, pieces).tree)
    assert parts is not None
    tree: Node = Number(Fraction(1))
    for symbol, power in parts.units.items():
        tree = Binary("*", tree, Binary("^", Text(symbol), Number(power)))
    return text_of(tree).removeprefix("1 ")


def _decimal(value: Fraction) -> str:
    """A finite decimal in scientific writing that loses nothing."""
    power = leading_place(value) - 12
    scaled = value / Fraction(10) ** power
    return f"{scaled.numerator // scaled.denominator}e{power}"


MAPPINGS: Final[dict[tuple[str, str], Mapper]] = {
    ("Khan KAS tests", "units"): khan,
    ("WeBWorK PG tests", "units"): webwork,
    ("lambda-feedback compareExpressions tests", "physical_quantity"): lambda_feedback,
    ("STACK answertestfixtures", "Units"): stack,
    ("own table", "units"): plain,
}

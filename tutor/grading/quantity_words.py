"""A quantity as it was read, for the screen: `2.5 m/s²`, and the same in LaTeX."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tutor.grading.quantity_value import Monomial, split
from tutor.notation.printing import to_latex, to_text
from tutor.notation.tree import Binary, Node, Text

_RAISED: Final = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def latex_of(tree: Node) -> str:
    """LaTeX for display."""
    parts = split(tree)
    if parts is None:
        return _sum(tree, latex_of, to_latex)
    units = _units(parts.units, _latex_power, "\\,")
    if parts.number is None:
        return units
    number = to_latex(parts.number)
    number = f"\\left({number}\\right)" if _is_sum(parts.number) and units else number
    return f"{number}\\,{units}" if units else number


def text_of(tree: Node) -> str:
    """One line of plain text."""
    parts = split(tree)
    if parts is None:
        return _sum(tree, text_of, to_text)
    units = _units(parts.units, _plain_power, "·")
    if parts.number is None:
        return units
    number = to_text(parts.number)
    number = f"({number})" if _is_sum(parts.number) and units else number
    return f"{number} {units}" if units else number


def _sum(tree: Node, shown: Callable[[Node], str], otherwise: Callable[[Node], str]) -> str:
    if isinstance(tree, Binary) and tree.op in ("+", "-"):
        return f"{shown(tree.left)} {tree.op} {shown(tree.right)}"
    return otherwise(tree)


def _is_sum(number: Node) -> bool:
    return isinstance(number, Binary) and number.op in ("+", "-")


def _units(units: Monomial, power: Callable[[str, str], str], times: str) -> str:
    above = [power(name, str(one)) for name, one in units.items() if one > 0]
    below = [power(name, str(-one)) for name, one in units.items() if one < 0]
    if not above:
        return times.join(power(name, str(one)) for name, one in units.items())
    if not below:
        return times.join(above)
    under = times.join(below)
    return f"{times.join(above)}/{under if len(below) == 1 else f'({under})'}"


def _latex_power(name: str, exponent: str) -> str:
    unit = to_latex(Text(name))
    return unit if exponent == "1" else f"{unit}^{{{exponent}}}"


def _plain_power(name: str, exponent: str) -> str:
    if exponent == "1":
        return name
    return f"{name}^({exponent})" if "/" in exponent else f"{name}{exponent.translate(_RAISED)}"

"""Chemistry that was read, written again: as typed notation that reads back, and as LaTeX."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from tutor.notation.chemistry_tree import (
    CLOSING,
    Atom,
    Group,
    NuclearReaction,
    NuclearTerm,
    Particle,
    Parts,
    Reaction,
    Species,
    Term,
)

_MASS: Final = re.compile(r"(?<=[A-Za-z0-9()\[\]])\^\{")
_NUCLEAR_LATEX: Final = {"n": r"\mathrm{n}", "γ": r"\gamma", "ν": r"\nu", "ν̄": r"\bar{\nu}"}


def formula_text(term: Term) -> str:
    """A formula as one would type it: `2 H2O`, `SO4^2-`, `CuSO4*5H2O`, `^{14}CO2(g)`."""
    amount = "" if term.amount == 1 else f"{term.amount} "
    return amount + _species(term.species)


def reaction_text(reaction: Reaction) -> str:
    """`2 H2 + O2 -> 2 H2O`; without an arrow, the left side alone."""
    left = " + ".join(map(formula_text, reaction.left))
    if reaction.arrow is None:
        return left
    arrow = "->" if reaction.arrow == "=" else reaction.arrow
    return f"{left} {arrow} {' + '.join(map(formula_text, reaction.right))}"


def formula_latex(term: Term) -> str:
    """`\\ce{SO4^2-}`, in the notation of mhchem."""
    return _ce(formula_text(term))


def reaction_latex(reaction: Reaction) -> str:
    """`\\ce{2 H2 + O2 -> 2 H2O}`."""
    return _ce(reaction_text(reaction))


def nuclear_latex(reaction: NuclearReaction) -> str:
    """`{}^{14}_{6}\\mathrm{C} \\rightarrow {}^{14}_{7}\\mathrm{N} + {}^{0}_{-1}\\mathrm{e}`."""
    left = " + ".join(map(_nuclear_latex, reaction.left))
    return f"{left} \\rightarrow {' + '.join(map(_nuclear_latex, reaction.right))}" if reaction.arrow else left


def nuclear_text(reaction: NuclearReaction) -> str:
    """`^{14}_{6}C -> ^{14}_{7}N + ^{0}_{-1}e`."""
    left = " + ".join(map(_nuclear_text, reaction.left))
    return f"{left} -> {' + '.join(map(_nuclear_text, reaction.right))}" if reaction.arrow else left


def _ce(text: str) -> str:
    """In mhchem a mass number within a formula stands off what is before it."""
    return f"\\ce{{{_MASS.sub(' ^{', text)}}}"


def _species(species: Species) -> str:
    body = _parts(species.parts) if species.parts else "e"
    if species.charge:
        size = str(abs(species.charge)) if abs(species.charge) > 1 else ""
        body += f"^{size}{'+' if species.charge > 0 else '-'}"
    for amount, parts in species.adducts:
        body += f"*{_amount(amount)}{_parts(parts)}"
    return body + (f"({species.state})" if species.state else "")


def _amount(amount: Fraction) -> str:
    return "" if amount == 1 else str(amount)


def _parts(parts: Parts) -> str:
    return "".join(_group(part) if isinstance(part, Group) else _atom(part) for part in parts)


def _atom(atom: Atom) -> str:
    count = str(atom.count) if atom.count > 1 else ""
    return f"^{{{atom.mass}}}{atom.symbol}{count}" if atom.mass else f"{atom.symbol}{count}"


def _group(group: Group) -> str:
    count = str(group.count) if group.count > 1 else ""
    return f"{group.bracket}{_parts(group.parts)}{CLOSING[group.bracket]}{count}"


def _nuclear_latex(term: NuclearTerm) -> str:
    amount = f"{term.amount}\\," if term.amount > 1 else ""
    particle = term.particle
    symbol = _NUCLEAR_LATEX.get(particle.symbol, f"\\mathrm{{{particle.symbol}}}")
    return f"{amount}{_numbers(particle, '{}')}{symbol}"


def _nuclear_text(term: NuclearTerm) -> str:
    amount = f"{term.amount} " if term.amount > 1 else ""
    symbol = {"ν̄": "‾ν"}.get(term.particle.symbol, term.particle.symbol)
    return f"{amount}{_numbers(term.particle, '')}{symbol}"


def _numbers(particle: Particle, base: str) -> str:
    if particle.symbol in ("γ", "ν", "ν̄"):
        return ""
    return f"{base}^{{{particle.mass}}}_{{{particle.number}}}"

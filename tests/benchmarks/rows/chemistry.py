"""Chemistry: Open edX's, a balancer's, Isaac's, and a table of formulas, reactions and configurations.

Open edX compares states wherever one is written, and amounts either exactly or (`up_to_factor`, and equations unless `exact`)
up to a factor. Isaac's `nuclear_parse` is true for equations that make sense: symbols that exist with numbers of their own, no
states, and nothing lost.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final, TypeVar

from tests.benchmarks.rows.case import Case, Checked, Mapper, Row
from tutor.errors import NotationError
from tutor.grading.composition import CHARGE, balanced, imbalances, total
from tutor.grading.nuclear import lost
from tutor.grading.reaction import same_species
from tutor.notation.chemistry import read_reaction
from tutor.notation.chemistry_nuclear import read_nuclear

T = TypeVar("T")
ARROWS: Final = ("->", "→", "=", "⇌", ">")


def mixture(row: Row) -> Case:
    """Formulas joined by `+`: the same ones in the same amounts."""
    states = "ignored" if _options(row).get("ignore_state") else "exact"
    return _case(row, "reaction", {"states": states, "coefficients": "exact"})


def mixture_up_to_factor(row: Row) -> Case:
    """The same up to a factor."""
    return _case(row, "reaction", {"states": "ignored" if _options(row).get("ignore_state") else "exact"})


def equation(row: Row) -> Case:
    """A reaction, up to a factor unless `exact`."""
    options = _options(row)
    return _case(row, "reaction", {"states": "exact", "coefficients": "exact" if options.get("exact") else "ratio"})


def equation_ignoring_states(row: Row) -> Case:
    """A reaction whose states don't matter."""
    return _case(row, "reaction", {"states": "ignored"})


def formula_or_reaction(row: Row) -> Case:
    """A reaction where the key has an arrow, else a formula."""
    kind = "reaction" if any(arrow in str(row["teacher"]) for arrow in ARROWS) else "formula"
    return _case(row, kind, {})


def configuration(row: Row) -> Case:
    """An electron configuration."""
    return _case(row, "configuration", {})


def nuclear(row: Row) -> Case:
    """A nuclear symbol or equation."""
    return _case(row, "nuclear", {})


def to_balance(row: Row) -> Checked:
    """A reaction without amounts, and the amounts that balance it; where the row expects none, that there are none."""

    def amounts(text: str) -> tuple[int, ...]:
        reaction = read_reaction(text)
        return tuple(int(term.amount) for term in (*reaction.left, *reaction.right))

    found = _or_none(lambda: balanced(read_reaction(str(row["student"]))))
    wanted = _or_none(lambda: amounts(str(row["teacher"])))
    return Checked(found, wanted) if row["expected"] else Checked(found is not None and found == wanted, False)


def readable(row: Row) -> Checked:
    """Whether the text is chemistry at all."""
    return Checked(_or_none(lambda: read_reaction(str(row["student"]))) is not None, row["expected"] is True)


def sound_nuclear(row: Row) -> Checked:
    """Whether the text is a nuclear equation that loses nothing."""

    def sound() -> bool:
        return not any(lost(read_nuclear(str(row["student"]))))

    return Checked(bool(_or_none(sound)), row["expected"] is True)


def balances(row: Row) -> Checked:
    """Whether a reaction balances as it is written."""
    return Checked(bool(_or_none(lambda: not imbalances(read_reaction(str(row["student"]))))), row["expected"] is True)


def same_formulas(row: Row) -> Checked:
    """Whether both sides have the same formulas, whatever the amounts, states and arrows."""

    def same() -> bool:
        return same_species(read_reaction(str(row["student"])), read_reaction(str(row["teacher"])))

    return Checked(bool(_or_none(same)), row["expected"] is True)


def atom_count(row: Row) -> Checked:
    """How many atoms there are of the elements that the row names."""
    wanted = {str(symbol): int(count) for symbol, count in json.loads(str(row["teacher"])).items()}

    def counted() -> dict[str, int]:
        found = total(read_reaction(str(row["student"])).left)
        return {symbol: int(found.get(symbol, 0)) for symbol in wanted if symbol != CHARGE}

    found = _or_none(counted)
    return Checked(found, wanted) if row["expected"] else Checked(found == wanted, False)


def _options(row: Row) -> dict[str, object]:
    text = str(row.get("option") or "")
    return dict(json.loads(text)) if text.startswith("{") else {}


def _case(row: Row, kind: str, options: dict[str, object]) -> Case:
    return Case(kind, str(row["teacher"]), str(row["student"]), row["expected"], options=options)


def _or_none(what: Callable[[], T]) -> T | None:
    """What it gives; None for what can't be read or balanced."""
    try:
        return what()
    except NotationError:
        return None


_OPEN_EDX: Final = "openedx-chem tests"
_ISAAC: Final = "Isaac chemistry-checker tests"
MAPPINGS: Final[dict[tuple[str, str], Mapper]] = {
    (_OPEN_EDX, "chem_expression"): mixture,
    (_OPEN_EDX, "chem_expression_up_to_factor"): mixture_up_to_factor,
    (_OPEN_EDX, "chem_equation"): equation,
    ("BeaconBrigade balancer tests", "chem_balance"): to_balance,
    (_ISAAC, "chem_parse"): readable,
    (_ISAAC, "chem_balanced"): balances,
    (_ISAAC, "chem_atom_count"): atom_count,
    (_ISAAC, "chem_equation"): equation,
    (_ISAAC, "chem_equation_ignoring_state"): equation_ignoring_states,
    (_ISAAC, "chem_expression"): mixture,
    (_ISAAC, "chem_same_species"): same_formulas,
    (_ISAAC, "nuclear_parse"): sound_nuclear,
    (_ISAAC, "nuclear_balanced"): sound_nuclear,
    (_ISAAC, "nuclear_expression"): nuclear,
    (_ISAAC, "nuclear_equation"): nuclear,
    ("own table", "chem"): formula_or_reaction,
    ("own table", "econfig"): configuration,
    ("own table", "nuclear"): nuclear,
}

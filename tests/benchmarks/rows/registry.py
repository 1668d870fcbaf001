"""Which mapping is whose: by source and kind, the longest prefix of the kind first."""

from __future__ import annotations

from typing import Final

from tests.benchmarks.rows import algebra, chemistry, forms, logic, solutions, units
from tests.benchmarks.rows.case import Case, Mapper, Row

MAPPINGS: Final[dict[tuple[str, str], Mapper]] = {
    **algebra.MAPPINGS,
    **chemistry.MAPPINGS,
    **forms.MAPPINGS,
    **logic.MAPPINGS,
    **solutions.MAPPINGS,
    **units.MAPPINGS,
}


BY_WORDS: Final = (
    ("unit", "quantity"), ("quantity", "quantity"), ("chem_equation", "reaction"), ("reaction", "reaction"), ("nuclear", "nuclear"),
    ("econfig", "configuration"), ("configuration", "configuration"), ("chem", "formula"), ("logic", "logic"), ("interval", "set"),
    ("set", "set"), ("solution", "set"), ("span", "span"), ("text", "text"), ("string", "text"),
)  # fmt: skip


def mapper(row: Row) -> Mapper | None:
    """The mapping of a row. A kind that nobody has mapped yet is scored by the words in its name, else by its key's own form;
    None for a row that isn't a pair of an answer and a key.
    """
    claimed = solutions.claimed(row)
    if claimed:
        return claimed
    source, kind = str(row["source"]), str(row.get("kind", ""))
    fitting = [
        (len(start), found) for (of, start), found in MAPPINGS.items() if of == source and kind.startswith(start)
    ]
    if fitting:
        return max(fitting, key=lambda one: one[0])[1]
    whole = all(isinstance(row.get(side), str) for side in ("student", "teacher")) and "expected" in row
    return _unmapped if whole and row.get("portable") is not False and (source, kind) not in DELIBERATELY else None


def _unmapped(row: Row) -> Case:
    kind = next((ours for word, ours in BY_WORDS if word in str(row.get("kind", "")).casefold()), None)
    if kind is None:
        return algebra.with_i(row)
    return Case(kind, row["teacher"], row["student"], row["expected"])


DELIBERATELY: Final = frozenset(
    {("STACK answertestfixtures", "SubstEquiv"), ("STACK answertestfixtures", "Validator")}
)  # left out, with their reasons in skips.toml

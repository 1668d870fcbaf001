"""Boolean logic: Isaac's and STACK's."""

from __future__ import annotations

from typing import Final

from tests.benchmarks.rows.case import Case, Mapper, Row, Skipped


def formula(row: Row) -> Case | Skipped:
    """Equal truth tables."""
    if row.get("portable") is False:
        return Skipped("needs STACK's own functions")
    return Case("logic", row["teacher"], row["student"], row["expected"])


MAPPINGS: Final[dict[tuple[str, str], Mapper]] = {
    ("Isaac real student answers", "logic"): formula,
    ("Isaac equality-checker tests", "logic"): formula,
    ("STACK answertestfixtures", "PropLogic"): formula,
}

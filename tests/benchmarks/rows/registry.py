"""Which mapping is whose: by source and kind, the longest prefix of the kind first."""

from __future__ import annotations

from typing import Final

from tests.benchmarks.rows import algebra, chemistry, forms, logic, solutions, units
from tests.benchmarks.rows.case import Mapper, Row

MAPPINGS: Final[dict[tuple[str, str], Mapper]] = {
    **algebra.MAPPINGS,
    **chemistry.MAPPINGS,
    **forms.MAPPINGS,
    **logic.MAPPINGS,
    **solutions.MAPPINGS,
    **units.MAPPINGS,
}


def mapper(row: Row) -> Mapper | None:
    """The mapping of a row; None for a source or kind that nobody has mapped yet."""
    claimed = solutions.claimed(row)
    if claimed:
        return claimed
    source, kind = str(row["source"]), str(row.get("kind", ""))
    fitting = [
        (len(start), found) for (of, start), found in MAPPINGS.items() if of == source and kind.startswith(start)
    ]
    return max(fitting, key=lambda one: one[0])[1] if fitting else None

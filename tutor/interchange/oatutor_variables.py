"""Numbers that vary in OATutor (`@{a}`, each with a list of values): parameters where they can be, else the first of each list."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

from tutor.interchange.prose import DOUBLE_DOLLARS, markdown
from tutor.interchange.values import decimal

LEAST: Final = 20  # variants of a parametric question
LONGEST: Final = 480  # characters of an expression
_USED: Final = re.compile(r"@\{\s*([A-Za-z_][A-Za-z0-9_]{0,30})\s*\}")
_ROW: Final = "row"


@dataclass(frozen=True, slots=True)
class Variables:
    """`names`: ours by theirs, of those that are drawn; `fixed`: the first value of the others."""

    parameters: dict[str, Any] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=dict)

    @property
    def drawn(self) -> frozenset[str]:
        """Our names."""
        return frozenset(self.names.values())

    def shown(self, raw: str) -> str:
        """A text as Markdown with placeholders. A newline is the two characters `\\n` outside of mathematics."""
        marks: dict[str, str] = {}

        def mark(found: re.Match[str]) -> str:
            if found[1] not in self.names:
                return self.fixed.get(found[1], found[0])
            mark = f"qxvar{len(raw)}x{len(marks)}xq"
            marks[mark] = f"{{={self.names[found[1]]}}}"
            return mark

        parts = _USED.sub(mark, raw).split("$$")
        parts[::2] = [part.replace("\\n", "\n") for part in parts[::2]]
        text = markdown("$$".join(parts), DOUBLE_DOLLARS)
        for one, placeholder in marks.items():
            text = text.replace(one, placeholder)
        return text

    def computed(self, raw: str) -> str:
        """An answer as a formula in our names."""
        return _USED.sub(lambda found: f"({self.names.get(found[1], self.fixed.get(found[1], '?'))})", raw)


def variables(*given: dict[str, Any]) -> Variables:
    """The variables of a problem, a step and its help together."""
    lists = {
        name: [one.strip() for one in values if isinstance(one, str)]
        for every in given
        for name, values in every.items()
        if isinstance(values, list) and values
    }
    fixed = {name: values[0] for name, values in lists.items() if values}
    count = {len(values) for values in lists.values()}
    numbers = {name: [decimal(one) for one in values] for name, values in lists.items()}
    if len(count) != 1 or min(count) < LEAST or any(None in values for values in numbers.values()):
        return Variables(fixed=fixed)
    names = {name: f"p{number}" for number, name in enumerate(lists, 1)}
    parameters: dict[str, Any] = {_ROW: {"kind": "integer", "from": 1, "to": min(count)}}
    for name, values in numbers.items():
        parameters[names[name]] = {"value": f"at(({', '.join(str(one) for one in values)}), {_ROW})"}
    if any(len(one.get("value", "")) > LONGEST for one in parameters.values()):
        return Variables(fixed=fixed)
    return Variables(parameters, names)

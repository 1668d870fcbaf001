"""How tightly operators bind: the same numbers for reading and for printing."""

from __future__ import annotations

from typing import Final

CONNECTIVE: Final = 0  # xor, implies, iff: always with brackets around what isn't a letter or its negation
OR: Final = 1
AND: Final = 2
NOT: Final = 3
RELATION: Final = 4
SUM: Final = 5
PRODUCT: Final = 6  # `*`, `/` and products without a sign alike, from left to right: 1/2x is x/2
SIGN: Final = 7  # -2x is (-2)x, and -x^2 is -(x^2)
POWER: Final = 8  # to the right: 2^3^2 is 2^9
POSTFIX: Final = 9  # `!`, `%`
ATOM: Final = 10

BINARY: Final[dict[str, int]] = {
    "iff": CONNECTIVE, "implies": CONNECTIVE, "xor": CONNECTIVE, "or": OR,
    "and": AND, "+": SUM, "-": SUM, "+-": SUM, "*": PRODUCT, "/": PRODUCT, "^": POWER,
}  # fmt: skip
RELATIONS: Final = frozenset({"=", "==", "!=", "<", "<=", ">", ">="})

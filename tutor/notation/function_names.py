"""Which words are functions, for the reader and for the evaluation alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

ALIASES: Final[dict[str, str]] = {
    "asin": "arcsin", "acos": "arccos", "atan": "arctan", "asec": "arcsec", "acsc": "arccsc", "acot": "arccot",
    "arccosec": "arccsc", "acosec": "arccsc", "arccotan": "arccot", "acotan": "arccot", "arctg": "arctan", "arcctg": "arccot",
    **{spelling: f"ar{name}" for name in ("sinh", "cosh", "tanh", "sech", "csch", "coth")
       for spelling in (f"a{name}", f"arc{name}", f"arg{name}")},
    "lg": "log", "tr": "trace", "tg": "tan", "ctg": "cot", "sgn": "sign", "cosec": "csc", "rg": "rank",
    "cosech": "csch", "cotan": "cot", "sine": "sin", "cosine": "cos", "tangent": "tan",
    "squareroot": "sqrt", "atan2": "arctan2", "ceiling": "ceil",
}  # fmt: skip
INVERSES: Final[dict[str, str]] = {
    **{name: f"arc{name}" for name in ("sin", "cos", "tan", "cot", "sec", "csc")},
    **{name: f"ar{name}" for name in ("sinh", "cosh", "tanh", "coth", "sech", "csch")},
}

# Functions of one number; all but abs, sqrt, cbrt, sign, floor, ceil and round may also be raised as in sin^2 x.
TRANSCENDENTAL: Final = frozenset(
    [
        "sin",
        "cos",
        "tan",
        "cot",
        "sec",
        "csc",
        "arcsin",
        "arccos",
        "arctan",
        "arccot",
        "arcsec",
        "arccsc",
        "sinh",
        "cosh",
        "tanh",
        "sech",
        "csch",
        "coth",
        "arsinh",
        "arcosh",
        "artanh",
        "arsech",
        "arcsch",
        "arcoth",
        "sinc",
        "exp",
        "ln",
        "log",
    ]
)
SCHOOL: Final = TRANSCENDENTAL | frozenset(
    [
        "abs",
        "sqrt",
        "cbrt",
        "root",
        "sign",
        "floor",
        "ceil",
        "round",
        "min",
        "max",
        "gcd",
        "lcm",
        "mod",
        "arctan2",
        "factorial",
        "binomial",
        "det",
        "rank",
        "trace",
        "transpose",
        "inverse",
        "rref",
        "norm",
        "dot",
        "cross",
    ]
)
# Functions that only the expression language of curricula knows.
CURRICULUM: Final = frozenset(
    [
        "sum",
        "len",
        "at",
        "row",
        "column",
        "rows",
        "columns",
        "identity",
        "hcat",
        "if",
        "is_integer",
        "numerator",
        "denominator",
    ]
)
WHITELIST: Final = SCHOOL | CURRICULUM

# (fewest, most) arguments; None: any number. One argument where nothing is said.
ARITY: Final[dict[str, tuple[int, int | None]]] = {
    "root": (2, 2), "binomial": (2, 2), "arctan2": (2, 2), "log": (1, 2), "ln": (1, 2), "min": (1, None), "max": (1, None),
    "gcd": (1, None), "lcm": (1, None),
    "mod": (2, 2),
    "dot": (2, 2), "cross": (2, 2), "sum": (1, None), "at": (2, 3), "row": (2, 2), "column": (2, 2), "rows": (1, None),
    "columns": (1, None), "hcat": (2, None), "if": (3, 3),
}  # fmt: skip


def nearest(word: str, known: Iterable[str] = WHITELIST) -> str | None:
    """The known word that is spelled most like this one, or None."""
    from difflib import get_close_matches

    found = get_close_matches(word.casefold()[:40], sorted(known), n=1, cutoff=0.5)
    return found[0] if found else None


def unknown_function(word: str) -> tuple[str, str]:
    """What is wrong and what to do, for a function nobody knows."""
    found = nearest(word)
    remedy = f"did you mean {found}?" if found else f"known are {', '.join(sorted(WHITELIST))}"
    return f"there is no function called {word[:40]}", remedy

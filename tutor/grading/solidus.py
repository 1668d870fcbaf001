"""What stands after a solidus: `E/kT` is read from left to right, (E/k)T, and most people who write it mean E/(kT).

The screen shows how it's read. Who types on all the same isn't wrong for want of a bracket: where the first reading is wrong and
the other is right, the other was meant.
"""

from __future__ import annotations

import re
from typing import Final

_FACTOR: Final = r"(?:\d+(?:[.]\d+)?|[^\W\d_])(?:\^(?:-?\w|\(-?[\w/]{1,12}\)|\{-?\w{1,6}\})|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})?"
_BELOW: Final = re.compile(rf"/\s*({_FACTOR}(?:{_FACTOR}){{1,12}})(?![\w^(])")
LONGEST: Final = 200  # characters that are looked at


def all_below(text: str) -> str | None:
    """The text with brackets around each run of factors without a sign after a solidus: `h^2/8mL^2` as `h^2/(8mL^2)`.

    None where there is none.
    """
    if len(text) > LONGEST or "/" not in text:
        return None
    bracketed = _BELOW.sub(lambda found: f"/({found[1]})", text)
    return bracketed if bracketed != text else None

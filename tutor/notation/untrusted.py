"""Text from learners, curricula, documents and models, made harmless for a screen.

Removed: C0 and C1 controls (with them every escape sequence), bidirectional controls, zero-width and other format characters,
tags, private use, lone surrogates, unassigned planes. Tabs become spaces. Emoji joiners go too: a broken emoji is harmless.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_ESCAPES: Final = re.compile(
    "\x1b\\[[0-?]{0,64}[ -/]{0,16}[@-~]|\x1b[\\]PX^_][^\x07\x1b\x9c]{0,4096}(?:\x07|\x1b\\\\|\x9c)?|\x9b[0-?]{0,64}[ -/]{0,16}[@-~]|\x1b[ -~]?"
)
_DROPPED: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_KEPT: Final = frozenset("\n")


def clean(text: str, *, newlines: bool = True) -> str:
    """The text without anything that isn't seen. `newlines=False` turns line breaks into spaces."""
    if text.isascii() and text.isprintable():
        return text
    text = _ESCAPES.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.replace("\t", "    ").replace("\u2028", "\n").replace("\u2029", "\n")
    if not newlines:
        text = text.replace("\n", " ")
    return "".join(c for c in text if c in _KEPT or unicodedata.category(c) not in _DROPPED)

"""Text from learners, curricula, documents and models, made safe to show."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# ESC sequences: CSI, OSC and other strings up to their end (BEL or ESC \), and two-character ones; C1 forms likewise.
_SEQUENCES: Final = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]?"
    "|(?:\x1b[\\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\\\|\x9c)?"
    "|\x1b[ -/]*[0-~]?"
)
_UNSEEN: Final = frozenset(
    ["Cc", "Cf", "Cs", "Co", "Cn"]
)  # control, format (bidi, zero width, tags), surrogate, private, unassigned
_INVISIBLE_LETTERS: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5") | {
    chr(code) for code in (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
}
TAB: Final = "    "


def clean(text: str, *, newlines: bool = True) -> str:
    """The text without control characters, terminal sequences, bidi controls, zero-width characters, tags, lone surrogates
    and private use. Tabs become spaces; all kinds of line end become a line feed, or a space if not `newlines`.

    Cleaning twice changes nothing more.
    """
    end = "\n" if newlines else " "
    if text.isascii() and text.isprintable():
        return text
    plain = _SEQUENCES.sub("", text) if "\x1b" in text or not text.isascii() else text
    plain = plain.replace("\r\n", "\n").replace("\t", TAB)
    return "".join(_shown(character, end) for character in plain)


def _shown(character: str, end: str) -> str:
    if " " <= character <= "~":
        return character
    if character in "\n\r\x0b\x0c\x85\u2028\u2029":
        return end
    if character in _INVISIBLE_LETTERS or unicodedata.category(character) in _UNSEEN:
        return ""
    return character

"""What people type into the answer line that is no answer: that they don't know, or a question back."""

from __future__ import annotations

from typing import Final, Literal

_UNKNOWN: Final = frozenset(
    {
        "?", "??", "???", "idk", "dunno", "no idea", "no clue", "not sure", "im not sure", "i am not sure", "dont know",
        "do not know", "i dont know", "i do not know", "i dont know this", "i dont know yet", "i have no idea",
        "ive no idea", "i have no clue", "i dont get it", "i dont get this", "i dont understand", "i cant", "i dont remember",
        "i forgot", "i give up", "no idea sorry", "sorry i dont know", "i really dont know", "never heard of it",
        "i havent met this", "i havent learned this", "i havent learnt this", "help",
    }
)  # fmt: skip
_ASKING: Final = (
    "what",
    "why",
    "how",
    "which",
    "where",
    "when",
    "who",
    "is",
    "are",
    "do",
    "does",
    "can",
    "could",
    "should",
)


def remark(text: str) -> Literal["unknown", "question"] | None:
    """ "unknown" for a way to say "I don't know", "question" for a question in words, None for anything else."""
    typed = " ".join(text.casefold().replace("’", "'").replace("'", "").split())
    if typed.strip(" .!,;:?") in _UNKNOWN or typed in _UNKNOWN:
        return "unknown"
    words = typed.split()
    if typed.endswith("?") and len(words) >= 3 and words[0] in _ASKING:
        return "question"
    return None

"""Whether a quote stands in a passage word for word. Never fuzzily: one other word, and it's no quote.

What may differ is how it's set: case, white space, the kind of quotation marks, dashes and hyphens, soft hyphens and other characters
that aren't seen, ligatures, composed or decomposed accents; a full stop or comma at the end. NFKC isn't used: it makes x2 of x².
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

LEAST_WORDS: Final = 3  # in each part of a quote that leaves something out
MOST_PARTS: Final = 10
LONGEST: Final = 10_000  # characters of a quote
SHORT_GAP: Final = 6  # words; a "not" among so few can't be left out
_ELLIPSIS: Final = re.compile(r"\s*[\[(]\s*(?:…|\.\s?\.\s?\.)\s*[\])]\s*|\s*(?:…|\.\s?\.\s?\.)\s*")
_MARKS: Final = dict.fromkeys(map(ord, "\"'“”„‟‘’‚‛«»‹›`´′″＂＇「」『』"), "'")
_HYPHENS: Final = dict.fromkeys(map(ord, "‐‑⁃－"), "-")
_DASHES: Final = dict.fromkeys(map(ord, "‒–—―−⸺⸻"), "—")
_UNSEEN: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\u180e"), None)
_LIGATURES: Final = {
    ord("ﬀ"): "ff",
    ord("ﬁ"): "fi",
    ord("ﬂ"): "fl",
    ord("ﬃ"): "ffi",
    ord("ﬄ"): "ffl",
    ord("ﬅ"): "st",
    ord("ﬆ"): "st",
}
_FOLDED: Final = {**_MARKS, **_HYPHENS, **_DASHES, **_UNSEEN, **_LIGATURES}
_SPACED_DASH: Final = re.compile(r"\s+[—-]+\s+|(?<!\s)(?:—+|--+)\s*|\s+(?:—+|--+)(?!\d)")  # a minus keeps its place
_EDGE: Final = re.compile(r"(?:[ .,;:'—⸺]|-+ )+")
_WORD: Final = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+(?:'[^\W_]+)*")
_APART: Final = "⸺"  # how a dash with spaces around it is folded: what stands beside it is no part of a number or word
_LEVEL: Final = str.maketrans("—⸺", "--")
_NEGATIONS: Final = re.compile(
    r"\b(?:not|no|none|never|nothing|nobody|nowhere|neither|nor|without|cannot|hardly|barely|scarcely|few|little)\b|n't\b"
)
_AROUND_NUMBERS: Final = frozenset("%‰°$€£")
_AFTER_NUMBERS: Final = frozenset("%‰°€£")  # a dollar there ends a formula
_WITHIN_FORMULAS: Final = frozenset("^_\\")


def quoted(quote: str, passage: str) -> bool:
    """Whether the quote stands in the passage: its words, whole, in their order, without any other between them.

    An ellipsis (… or ..., also in brackets) stands for whatever was left out: the parts must stand in this order, each of at least
    three words, and no "not" may hide in a gap of a few words.
    """
    if len(quote) > LONGEST:
        return False
    text = _folded(passage)
    whole = _trimmed(_folded(quote))
    if not any(one.isalnum() for one in whole):
        return False
    if any(True for _ in _places(whole, text, 0)):
        return True
    parts = [part for part in (_trimmed(_folded(part)) for part in _ELLIPSIS.split(quote)) if part]
    if not _ELLIPSIS.search(quote) or len(parts) > MOST_PARTS or any(_count(part) < LEAST_WORDS for part in parts):
        return False
    return _in_order(parts, text)


def _in_order(parts: list[str], text: str) -> bool:
    """Whether the parts stand in this order with gaps that may be left out: of every part, the ends that can be reached."""
    ends = {end for _, end in _places(parts[0], text, 0)}
    for part in parts[1:]:
        ends = {
            end for start, end in _places(part, text, 0)
            if any(before <= start and not _hides_a_not(text[before:start]) for before in ends)
        }  # fmt: skip
    return bool(ends)


def _hides_a_not(gap: str) -> bool:
    return _count(gap) <= SHORT_GAP and _NEGATIONS.search(gap) is not None


def _folded(text: str) -> str:
    """How both are compared; dashes between words stay apart from hyphens within them."""
    plain = unicodedata.normalize("NFC", text.translate(_FOLDED).casefold()).replace("…", "...")
    return " ".join(_SPACED_DASH.sub(_dash, " ".join(plain.split())).split())


def _dash(found: re.Match[str]) -> str:
    return _APART if found[0][0] == found[0][-1] == " " else "—"


def _trimmed(quote: str) -> str:
    """Without what may stand around a quote. A minus before a number stays."""
    edge = _EDGE.match(quote)
    return quote[edge.end() if edge else 0 :].rstrip(" .,;:'—⸺-")


def _places(part: str, text: str, start: int) -> Iterator[tuple[int, int]]:
    """Where it stands in whole words; a dash of any kind is as good as any other."""
    wanted, level = part.translate(_LEVEL), text.translate(_LEVEL)
    at = level.find(wanted, start)
    while at >= 0:
        end = at + len(wanted)
        if _begins_a_word(text, at) and _ends_a_word(text, end):
            yield at, end
        at = level.find(wanted, at + 1)


def _begins_a_word(text: str, at: int) -> bool:
    before, first = text[max(0, at - 2) : at], text[at]
    if not before or not (first.isalnum() or first in _AROUND_NUMBERS):
        return not (before and before[-1] in _WITHIN_FORMULAS)
    last, next_to_last = before[-1], before[0] if len(before) == 2 else " "
    if last.isalnum() or last in _WITHIN_FORMULAS or unicodedata.combining(first):
        return False
    if first.isdigit():
        sign = last == "-" or last in _AROUND_NUMBERS
        return not (sign or (last in ".,/—" and next_to_last.isdigit()) or (last == "." and not next_to_last.isalnum()))
    return not (last in "-'" and next_to_last.isalnum())


def _ends_a_word(text: str, end: int) -> bool:
    after, last = text[end : end + 2], text[end - 1]
    if not after or not (last.isalnum() or last in _AROUND_NUMBERS):
        return True
    first, second = after[0], after[1] if len(after) == 2 else " "
    if first.isalnum() or first in _WITHIN_FORMULAS or unicodedata.combining(first):
        return False
    if last.isdigit() and (first in _AFTER_NUMBERS or (first in ".,-—/" and second.isdigit())):
        return False
    return not (first in "-'" and second.isalnum())


def _count(text: str) -> int:
    return len(_WORD.findall(text))

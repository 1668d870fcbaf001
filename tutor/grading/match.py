"""An option for each item: `b a c`, or `1b 2a 3c` in any order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from tutor.grading.decision import decide, unreadable
from tutor.grading.listing import places
from tutor.grading.previewing import Preview
from tutor.grading.reading import RefusalError
from tutor.grading.verdict import Judgement
from tutor.grading.wording import latex_of_all, one_line

if TYPE_CHECKING:
    from tutor.curriculum.variants import Variant

LONGEST: Final = 200  # characters of pairs
_PAIR: Final = re.compile(r"\s*([0-9]{1,2})\s*(?:[-:=.)]|->|→)?\s*([a-z])\s*(?:[,;]|$|(?=[0-9\s]))", re.IGNORECASE)


def judge(variant: Variant, text: str) -> Judgement:
    """The verdict on what goes with what. `parts`: which of the items have their option."""
    texts = [option.text for option in variant.options]
    try:
        matched = _matched(text, texts, len(variant.items))
    except RefusalError as refusal:
        return unreadable(refusal)
    ids = tuple(variant.options[index].id for index in matched)
    key = variant.key if isinstance(variant.key, tuple) else ()
    return decide(
        variant,
        ids,
        lambda given, value: given == tuple(map(str, value)),
        read_latex=latex_of_all(texts[index] for index in matched),
        parts=tuple(mine == its for mine, its in zip(ids, key, strict=True)),
    )


def preview(_names: tuple[str, ...], options: tuple[str, ...], text: str) -> Preview:
    """The options, in the order of the items, as far as they're typed."""
    chosen = [options[index] for index in in_order(text, options)]
    return Preview(latex_of_all(chosen), "; ".join(map(one_line, chosen)))


def in_order(text: str, options: Sequence[str]) -> tuple[int, ...]:
    """The indices of the options, in the order of the items. Raises RefusalError for what isn't a list of options, or of pairs."""
    pairs = _pairs(text, len(options))
    if pairs is None:
        return places(text, options, repeated=True)
    if sorted(pairs) != list(range(1, len(pairs) + 1)):
        raise RefusalError("Each item is expected once, counted from 1.", (0, len(text)))
    return tuple(pairs[number] for number in sorted(pairs))


def _pairs(text: str, count: int) -> dict[int, int] | None:
    found: dict[int, int] = {}
    at = 0
    bare = text.rstrip()
    while at < len(bare) <= LONGEST:
        match = _PAIR.match(bare, at)
        place = ord(match.group(2).casefold()) - ord("a") if match else count
        if match is None or place >= count or int(match.group(1)) in found:
            return None
        found[int(match.group(1))] = place
        at = match.end()
    return found or None


def _matched(text: str, options: Sequence[str], items: int) -> tuple[int, ...]:
    found = in_order(text, options)
    if len(found) != items:
        example = " ".join("bacdefghij"[place % min(len(options), 10)] for place in range(items))
        raise RefusalError(f"An option for each of the {items} items is expected, as {example}.", (0, len(text)))
    return found

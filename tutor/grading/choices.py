"""All options that hold: exactly the right set."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from tutor.grading.decision import decide, unreadable
from tutor.grading.listing import places
from tutor.grading.previewing import Preview
from tutor.grading.reading import RefusalError
from tutor.grading.verdict import Judgement
from tutor.grading.wording import latex_of_all, one_line

if TYPE_CHECKING:
    from tutor.curriculum.variants import Variant

NONE = frozenset({"none", "none of them", "none of these", "0", "-", "{}", "∅", "neither"})
ALL = frozenset({"all", "all of them", "all of these", "both"})


def judge(variant: Variant, text: str) -> Judgement:
    """The verdict on a set of picks. `parts`: which options are rightly picked or rightly left."""
    texts = [option.text for option in variant.options]
    try:
        chosen = sorted(_chosen(text, texts))
    except RefusalError as refusal:
        return unreadable(refusal)
    ids = frozenset(variant.options[index].id for index in chosen)
    key = _as_set(variant.key)
    return decide(
        variant,
        ids,
        lambda given, value: given == _as_set(value),
        read_latex=_shown([texts[index] for index in chosen]),
        parts=tuple((option.id in ids) == (option.id in key) for option in variant.options),
    )


def preview(_names: tuple[str, ...], options: tuple[str, ...], text: str) -> Preview:
    """Which options would be picked."""
    chosen = [options[index] for index in sorted(_chosen(text, options))]
    return Preview(_shown(chosen), "; ".join(map(one_line, chosen)) or "none")


def _chosen(text: str, options: Sequence[str]) -> frozenset[int]:
    said = " ".join(text.casefold().split()).rstrip(".")
    if said in NONE:
        return frozenset()
    if said in ALL and (said != "both" or len(options) == 2):
        return frozenset(range(len(options)))
    return frozenset(places(text, options))


def _as_set(value: object) -> frozenset[str]:
    return (
        frozenset(map(str, value))
        if isinstance(value, Collection) and not isinstance(value, str)
        else frozenset({str(value)})
    )


def _shown(texts: Sequence[str]) -> str:
    return latex_of_all(texts) if texts else "\\text{none}"

"""An electron configuration: right when every subshell holds as many electrons as in the key.

The order of subshells doesn't matter, and a noble gas in brackets stands for its electrons (`written: full` asks for all
subshells, `written: short` for the core). Orbitals of p (2px1 2py1) are added up unless the key tells them apart.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tutor.grading.decision import decide, unreadable
from tutor.grading.elements import atom_of
from tutor.grading.previewing import Preview
from tutor.grading.reading import RefusalError, typed_as
from tutor.grading.verdict import Judgement, Verdict
from tutor.notation.chemistry_configuration import (
    Configuration,
    configuration_latex,
    configuration_text,
    filling,
    read_configuration,
)

if TYPE_CHECKING:
    from tutor.curriculum.variants import Variant

_FORMS: Final = {
    "full": "The electrons are right; write all subshells, without a noble gas in brackets.",
    "short": "The electrons are right; write the noble gas core in brackets.",
    "orbitals": "The subshells are right; how do the electrons spread over the orbitals x, y and z?",
}


def judge(variant: Variant, text: str) -> Judgement:
    """The verdict on a typed configuration; for a wrong one, how many electrons it has, or whose it is."""
    key = read_configuration(str(variant.key))
    try:
        typed = typed_as(read_configuration, text)
    except RefusalError as refusal:
        return unreadable(refusal)

    def same(given: Configuration, value: object) -> bool:
        return given.electrons() == read_configuration(str(value)).electrons()

    judgement = decide(variant, typed, same, read_latex=configuration_latex(typed), slip=lambda: _slip(typed, key))
    if judgement.verdict is Verdict.RIGHT:
        form = _form(typed, key, getattr(variant.answer, "written", "any"))
        return replace(judgement, verdict=Verdict.FORM, message=_FORMS[form]) if form else judgement
    if judgement.verdict is Verdict.WRONG and judgement.mistake is None:
        return replace(judgement, message=_about(typed, key))
    return judgement


def preview(_names: tuple[str, ...], _options: tuple[str, ...], text: str) -> Preview:
    """How the text would be read."""
    typed = typed_as(read_configuration, text)
    return Preview(configuration_latex(typed), configuration_text(typed))


def _form(given: Configuration, key: Configuration, written: str) -> str | None:
    if written == "full" and given.core is not None:
        return "full"
    if written == "short" and given.core != key.core:
        return "short"
    return "orbitals" if _orbitals(key) not in (frozenset(), _orbitals(given)) else None


def _orbitals(configuration: Configuration) -> frozenset[tuple[int, tuple[int, ...]]]:
    """How the electrons of each p subshell spread; x, y and z are alike."""
    spread: dict[int, list[int]] = {}
    for n, _, count, orbital in configuration.written:
        if orbital and count:
            spread.setdefault(n, []).append(count)
    return frozenset((n, tuple(sorted(counts))) for n, counts in spread.items())


def _slip(given: Configuration, key: Configuration) -> str | None:
    """count: another number of electrons; aufbau: the plain order of filling, from which the key departs."""
    mine, its = given.electrons(), key.electrons()
    if sum(mine.values()) != sum(its.values()):
        return "count"
    return "aufbau" if mine == dict(filling(sum(its.values()))) else None


def _about(given: Configuration, key: Configuration) -> str | None:
    mine, its = given.electrons(), key.electrons()
    if sum(mine.values()) == sum(its.values()):
        return None
    atom = atom_of(mine)
    whose = f", as in an atom of {atom}" if atom else ""
    count = sum(mine.values())
    return f"It has {count} electron{'' if count == 1 else 's'}{whose}."

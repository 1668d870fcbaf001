"""Proof that a question and its grader agree, over many variants; run by `tutor check`.

What is refused here is what a learner would suffer from: a key that isn't accepted, a known mistake that
is, two answers that can't be told apart, a hint that hands the answer over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from tutor.curriculum.answers import WRITTEN_KINDS
from tutor.curriculum.findings import Finding, finding
from tutor.curriculum.variants import draw
from tutor.errors import NotationError, TutorError
from tutor.grading.equivalence import equal
from tutor.grading.grade import grade
from tutor.grading.leaks import gives_away, is_ordinary
from tutor.grading.options import plain
from tutor.grading.placing import unplaceable
from tutor.grading.spellings import spellings
from tutor.grading.verdict import Judgement, Verdict

if TYPE_CHECKING:
    from tutor.curriculum.curricula import Curricula
    from tutor.curriculum.variants import Variant

CODES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "C101": "the key is refused by the question's own grader",
        "C102": "an honest spelling of the key is refused",
        "C103": "a mistake is accepted as right",
        "C104": "two mistakes coincide",
        "C105": "a mistake's value isn't an answer that could be typed",
        "C106": "two options coincide",
        "C107": "an authored test gives another verdict",
        "C108": "a hint gives the answer away",
        "C109": "a nudge gives the answer away",
        "C110": "a step's text gives the answer away",
        "C111": "a variant can't be drawn",
        "C112": "the key can't be placed, or put into the slots",
    }
)
SEEDS: Final = range(200)
FIXED_SEEDS: Final = 4  # of a question whose numbers can't differ
THOROUGH: Final = 20  # variants tried with all spellings, and for texts that give the answer away
FEWEST: Final = 8  # variants, before a text is said to give the answer away
LEAK_SHARE: Final = 0.95  # of the variants in which a text holds the key
WHOLE_VARIANTS: Final = 10  # compared for `last_step_is_whole`

Complaint = tuple[str, str, str]  # code, field, what exactly


@dataclass(frozen=True, slots=True)
class _Seen:
    """A complaint with the variant at which it came up first."""

    n: int
    what: str


def prove(curricula: Curricula, ref: str, seeds: range = SEEDS) -> list[Finding]:
    """Findings of one question over the variants of these seeds: at most one per code and field, with its
    first variant.
    """
    found: dict[tuple[str, str], _Seen] = {}
    variants: list[Variant] = []
    for n, variant in _variants(curricula, ref, seeds, found):
        thorough = len(variants) < THOROUGH
        if thorough:
            variants.append(variant)
        for code, field, what in _complaints(variant, thorough):
            found.setdefault((code, field), _Seen(n, what))
    if (
        0 < len(variants) < FEWEST and ("C111", "parameters") not in found
    ):  # in a few variants a text may hold the key by chance
        more = _variants(curricula, ref, range(FEWEST), {})
        variants = list({variant.n: variant for variant in (*variants, *(one for _, one in more))}.values())
    findings = [_finding(curricula, ref, code, field, seen) for (code, field), seen in found.items()]
    return findings + _leaks(curricula, ref, variants)


def last_step_is_whole(curricula: Curricula, ref: str) -> bool:
    """The last step asks for the very key of the whole question, in all of the first variants: asking again
    adds nothing.
    """
    steps = curricula.question(ref).steps
    return bool(steps) and all(
        _same_key(draw(curricula, ref, n), draw(curricula, steps[-1], n)) for n in range(WHOLE_VARIANTS)
    )


def _variants(
    curricula: Curricula, ref: str, seeds: range, found: dict[tuple[str, str], _Seen]
) -> Iterator[tuple[int, Variant]]:
    """Each variant once; drawing stops at the first seed that fails."""
    chosen = seeds if curricula.question(ref).parametric else seeds[:FIXED_SEEDS]
    known = set()
    for n in chosen:
        try:
            variant = draw(curricula, ref, n)
        except TutorError as error:
            found[("C111", "parameters")] = _Seen(n, f"{error.what} ({error.remedy})")
            return
        values = (tuple(variant.values.items()), tuple(option.id for option in variant.options))
        if values not in known:
            known.add(values)
            yield n, variant


def _complaints(variant: Variant, thorough: bool) -> Iterator[Complaint]:
    try:
        grade(variant, "0")
    except NotationError as error:  # the key of a written kind, or one of its options
        yield "C101", "answer.value", f"{error.what} ({error.remedy})"
        return
    if unplaceable_because := unplaceable(variant):
        yield "C112", "answer", unplaceable_because
    coinciding = list(_option_complaints(variant))
    yield from coinciding or _key_complaints(variant, thorough)
    for index in range(len(variant.mistakes)):
        yield from _mistake_complaints(variant, index)
    for index, (text, wanted) in enumerate(variant.tests):
        judgement = grade(variant, text)
        if judgement.verdict != wanted:
            yield "C107", f"tests.{index}.answer", f"{text!r} is {_said(judgement)}, not {wanted}"


def _key_complaints(variant: Variant, thorough: bool) -> Iterator[Complaint]:
    texts = spellings(variant, variant.key)
    for place, text in enumerate(texts if thorough else texts[:1]):
        judgement = grade(variant, text)
        if judgement.verdict is Verdict.RIGHT or (place and judgement.verdict is Verdict.RESTATED):
            continue
        yield ("C102" if place else "C101"), "answer.value", f"{text!r} is {_said(judgement)}"


def _mistake_complaints(variant: Variant, index: int) -> Iterator[Complaint]:
    field = f"mistakes.{index}.value"
    texts = spellings(variant, variant.mistakes[index].value)
    if not texts:
        return
    judgement = grade(variant, texts[0])
    if judgement.verdict in (Verdict.RIGHT, Verdict.RESTATED):
        yield "C103", field, f"{texts[0]!r} is the key"
    elif judgement.verdict is not Verdict.WRONG:
        yield "C105", field, f"{texts[0]!r} is {_said(judgement)}"
    elif judgement.mistake != index:
        yield "C104", field, f"{texts[0]!r} is also mistake {(judgement.mistake or 0) + 1}"


def _option_complaints(variant: Variant) -> Iterator[Complaint]:
    authored = list(getattr(variant.answer, "options", ()))
    shown: dict[str, str] = {}
    for option in sorted(variant.options, key=lambda one: authored.index(one.id) if one.id in authored else 0):
        spelled = plain(option.text).replace(" ", "")
        if spelled in shown and variant.kind != "flaw":
            what = f"{shown[spelled]} and {option.id} are both {option.text!r}"
            yield "C106", f"answer.options.{option.id}", what
        shown.setdefault(spelled, option.id)


def _said(judgement: Judgement) -> str:
    return f"{judgement.verdict}: {judgement.message}" if judgement.message else str(judgement.verdict)


def _leaks(curricula: Curricula, ref: str, variants: Sequence[Variant]) -> list[Finding]:
    """Hints, nudges and step texts that hold the key in nearly all variants."""
    if not variants or variants[0].key is None:
        return []
    found = [
        _finding(curricula, ref, "C108", f"hints.{index}", _Seen(0, hint))
        for index, hint in enumerate(variants[0].hints)
        if _leaks_in(variants, [variant.hints[index] for variant in variants])
    ]
    remarkable = [variant for variant in variants if not is_ordinary(variant)]
    if len(remarkable) < LEAK_SHARE * len(variants):
        return found
    for index, mistake in enumerate(variants[0].mistakes):
        nudges = [variant.mistakes[index].ask or "" for variant in remarkable]
        if mistake.ask and _leaks_in(remarkable, nudges):
            found.append(_finding(curricula, ref, "C109", f"mistakes.{index}.ask", _Seen(0, mistake.ask)))
    return found + _step_leaks(curricula, ref, remarkable)


def _step_leaks(curricula: Curricula, ref: str, variants: Sequence[Variant]) -> list[Finding]:
    found = []
    for step in curricula.tree(ref):
        if step != ref and _leaks_in(variants, (draw(curricula, step, variant.n).ask for variant in variants)):
            shown = draw(curricula, step, variants[0].n).ask
            found.append(_finding(curricula, step, "C110", "ask", _Seen(variants[0].n, shown)))
    return found


def _leaks_in(variants: Sequence[Variant], texts: Iterable[str]) -> bool:
    """The texts, one a variant, hold the key in nearly all of them. Stops as soon as that can't be any
    more.
    """
    allowed = len(variants) - LEAK_SHARE * len(variants)
    clean = 0
    for variant, text in zip(variants, texts, strict=False):
        clean += not gives_away(text, variant)
        if clean > allowed:
            return False
    return True


def _same_key(whole: Variant, step: Variant) -> bool:
    if whole.kind != step.kind or whole.key is None:
        return False
    if whole.kind in ("choice", "choices", "order", "match", "flaw", "text"):
        return _key_texts(whole) == _key_texts(step)
    if whole.kind in WRITTEN_KINDS:
        return grade(whole, str(step.key)).verdict is Verdict.RIGHT
    return (
        not isinstance(whole.key, str | int | tuple | frozenset)
        and not isinstance(step.key, str | int | tuple | frozenset | None)
        and equal(whole.key, step.key) is True
    )


def _key_texts(variant: Variant) -> object:
    """The key in words, for ids of options are the author's own affair."""
    texts = {option.id: plain(option.text) for option in variant.options}
    key = variant.key
    if isinstance(key, frozenset):
        return frozenset(texts.get(one, one) for one in key)
    if isinstance(key, tuple):
        return tuple(texts.get(one, one) for one in key)
    return texts.get(str(key), str(key))


def _finding(curricula: Curricula, ref: str, code: str, field: str, seen: _Seen) -> Finding:
    what = f"{CODES[code]} ({ref}, variant {seen.n}): {seen.what}"
    return finding(code, curricula.where(ref, field), what, REMEDIES[code])


REMEDIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "C101": "correct the value, or the letters that the answer may hold",
        "C102": "name the letters of the answer in `names`, or report this as a fault of the program",
        "C103": "exclude the variants in which they coincide with `where`, or take the mistake out",
        "C104": "exclude the variants in which they coincide with `where`, or take one of them out",
        "C105": "write the mistake as a learner would type it",
        "C106": "exclude the variants in which they coincide by a condition in `where`",
        "C107": "correct the test, or the answer",
        "C108": "ask for the next thought instead of saying the result",
        "C109": "ask for the next thought instead of saying the result",
        "C110": "let the step ask for what leads there instead of saying the result",
        "C111": "loosen the conditions in `where`, or widen the ranges",
        "C112": "widen `place` or give it `parts`, let `slots` be the value's formulas without amounts, or leave them out",
    }
)

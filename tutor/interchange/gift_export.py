"""A curriculum in GIFT, for Moodle.

What Moodle can't grade by its meaning (formulas, sets, chemistry) is left out: it would compare letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from tutor.curriculum.curricula import Curricula
from tutor.curriculum.nodes import QuestionNode
from tutor.curriculum.variants import Variant
from tutor.interchange.outgoing import Left, concepts_of, exhibits_of, variants_of
from tutor.notation.evaluation import evaluate
from tutor.notation.reader import read
from tutor.notation.tree import Node, Number

_SPECIAL: Final = re.compile(r"[~=#{}:\\]")
_DIGITS: Final = 8


def gift(curricula: Curricula, name: str, *, variants: int, left: Left) -> Iterator[str]:
    """The items, each a text with the blank line behind it."""
    title = next(model.title for model in curricula.models if model.id == name)
    for concept in concepts_of(curricula, name):
        yield f"$CATEGORY: $course$/top/{_level(title)}/{_level(concept.concept.title)}\n\n"
        for ref in concept.questions:
            node = curricula.question(ref)
            for variant in variants_of(curricula, node, variants):
                block = _block(variant)
                if block is None:
                    left.add(f"Moodle has no exact grading of the kind `{variant.kind}`")
                    break
                number = f" {variant.n + 1}" if node.parametric else ""
                yield f"::{_escaped(ref.partition('/')[2] + number)}::[markdown]{_asked(curricula, node, variant)} {{{block}}}\n\n"


def _level(title: str) -> str:
    return " ".join(title.replace("/", "//").replace("$", "").split())


def _asked(curricula: Curricula, node: QuestionNode, variant: Variant) -> str:
    return _escaped("\n\n".join([*exhibits_of(curricula, node), variant.ask.strip()]))


def _escaped(text: str) -> str:
    """Signs of the format behind a backslash; line breaks written out, for a blank line ends an item."""
    return _SPECIAL.sub(r"\\\g<0>", _in_tex(text)).replace("\n", "\\n")


def _in_tex(text: str) -> str:
    """Mathematics as Moodle's filter takes it, between two dollars."""
    return re.sub(r"(?<![\\$])\$(?!\$)([^$]+)(?<!\\)\$(?!\$)", r"$$\1$$", text)


def _block(variant: Variant) -> str | None:
    """What stands between the braces; None for a kind that Moodle can't decide."""
    general = f"####{_escaped(variant.solution.strip())}" if variant.solution else ""
    match variant.kind:
        case "number":
            inner = _number(variant)
            return inner and inner + general
        case "text":
            accepted = [str(variant.key), *getattr(variant.answer, "accept", ())]
            if any("->" in one or "*" in one for one in accepted):
                return None  # signs that nothing takes their meaning
            return "".join(f"={_escaped(one)} " for one in accepted) + general
        case "choice" | "flaw":
            return "".join(_option(variant, place) for place in range(len(variant.options))) + general
        case "choices":
            return _weighed(variant) + general
        case "order" if len(variant.options) > 2:
            key = variant.key if isinstance(variant.key, tuple) else ()
            texts = {option.id: option.text for option in variant.options}
            return "".join(f"={_escaped(texts[one])} -> place {place} " for place, one in enumerate(key, 1)) + general
        case "own-words":
            return general or None
        case _:
            return None


def _number(variant: Variant) -> str | None:
    """Moodle's numbers are decimals: one that ends is exact, another is right to eight digits."""
    if not isinstance(variant.key, Node):
        return None
    if not isinstance(variant.key, Number):
        return None
    value = variant.key.value
    given = getattr(variant.answer, "tolerance", None)
    tolerance = Fraction(0)
    if given is not None:
        found = evaluate(read(str(given), expression_language=True), variant.values)
        if not isinstance(found, Number):
            return None
        tolerance = found.value
    shown, exact = _decimal(value)
    if not exact:
        tolerance = max(tolerance, Fraction(1, 10 ** (_DIGITS - 2)))
    return f"#{shown}:{_decimal(tolerance)[0]} " if tolerance else f"#{shown} "


def _decimal(value: Fraction) -> tuple[str, bool]:
    """As many decimals as it has, eight at most, and whether that's all of it."""
    for places in range(_DIGITS + 1):
        scaled = value * 10**places
        if scaled.denominator == 1 or places == _DIGITS:
            whole = round(scaled)
            digits = f"{abs(whole):0{places + 1}d}"
            text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
            return ("-" if whole < 0 else "") + text, scaled.denominator == 1
    raise AssertionError("unreachable")


def _option(variant: Variant, place: int) -> str:
    option = variant.options[place]
    own = str(place + 1) if variant.kind == "flaw" else option.id
    right = own == variant.key
    nudge = next((one.ask for one in variant.mistakes if one.ask and str(one.value) == own), None)
    feedback = f" #{_escaped(nudge.strip())}" if nudge and not right else ""
    return f"{'=' if right else '~'}{_escaped(option.text)}{feedback} "


def _weighed(variant: Variant) -> str:
    """All that hold share the credit, and what doesn't hold costs it."""
    key = variant.key if isinstance(variant.key, frozenset) else frozenset()
    each = f"{100 / len(key):.5f}".rstrip("0").rstrip(".") if key else "0"
    return "".join(f"~%{each if option.id in key else '-100'}%{_escaped(option.text)} " for option in variant.options)

"""One real number: any closed expression with the key's value is right.

A decimal may be rounded where the key has no finite decimal: 0.333 for 1/3, 3.606 for sqrt(13).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from tutor.curriculum.forms import COUNTED, Form
from tutor.grading import balls
from tutor.grading.asked import is_asked_back
from tutor.grading.decision import decide, unreadable
from tutor.grading.equivalence import equal
from tutor.grading.exact import exact
from tutor.grading.form import asked_forms, unmet
from tutor.grading.form_digits import Digits, decimal, rounds_to, rounds_to_places, same_digits
from tutor.grading.previewing import Preview, preview_of_refusal, preview_of_tree
from tutor.grading.reading import (
    CONSTANTS,
    SCALARS_ONLY,
    RefusalError,
    key_tree,
    scalar,
    settled,
    typed_tree,
    with_letters,
    without_label,
)
from tutor.grading.slips import number_slip
from tutor.grading.verdict import Judgement, Verdict
from tutor.notation.printing import to_latex
from tutor.notation.tree import Call, Node, Number, Relation, Unary, free_names, walk

if TYPE_CHECKING:
    from tutor.curriculum.variants import Variant

OF_SEVERAL = re.compile(r"[a-z]\s*\(")  # a function: its arguments have commas between them
NUMBER_THEN_WORDS = re.compile(r"\s*([-+−]?[\d.,/ ]*\d)\s+([A-Za-z]{2,}(?: [A-Za-z]{2,}){0,2})\.?\s*")
LONGEST_WITH_NOUN = 100
QUESTION = re.compile(r"[^.!?]*\?")
WORD = re.compile(r"[a-z]{2,}")
CURRENCIES = frozenset("$€£¥")
DIGIT_COMMA_DIGIT = re.compile(r"[0-9],[0-9]")
THREE_DIGITS = re.compile(r",[0-9]{3}(?![0-9])")  # 1,234 is ambiguous: the reader says so
THOUSANDS = re.compile(r"[+-]?[0-9]{1,3},[0-9]{3}\.[0-9]+")
FEWEST_DIGITS = 2  # significant digits of a decimal that is called rounded at all
ROUNDED_DIGITS = 3  # significant digits from which a rounded decimal stands for a fraction or a root
ROUNDED_DIGITS_OF_CONSTANTS = 6  # ... and for a number made with pi, e or a function: 3.14 isn't pi
TOO_FEW_DIGITS = "So few digits don't settle a number without a finite decimal; give more, or the exact value."
LONGEST_DECIMAL = 40  # places of a decimal key
ALGEBRAIC = frozenset({"sqrt", "root", "abs"})


def judge(variant: Variant, text: str) -> Judgement:
    """The verdict on a typed number."""
    counted = next((one for one in asked_forms(variant) if one.name in COUNTED), None)
    try:
        typed = _read(without_noun(text, variant.ask), counted=counted is not None)
        value = settled(scalar(typed, "One number"))
        scalar(value, "One number")
    except RefusalError as refusal:
        return unreadable(refusal)
    tolerance, key = _tolerance(variant), key_tree(variant)
    in_percent = _is_percentage(typed) and _asks_for_percent(variant.ask)

    def same(_: Node, expected: Node) -> bool | None:
        outcome = fits(typed, value, expected)
        if not outcome and in_percent and isinstance(typed, Unary):
            return fits(typed.arg, settled(typed.arg), expected) or outcome
        return outcome

    def fits(typed: Node, value: Node, expected: Node) -> bool | None:
        if counted is not None:
            return is_as_precise(typed, value, expected, counted, tolerance)
        return is_number(typed, value, expected, tolerance)

    judgement = decide(
        variant,
        value,
        same,
        read_latex=to_latex(typed),
        slip=lambda: number_slip(value, key) or (counted and misplaced_point(typed, key, counted)) or None,
        restated=lambda: is_asked_back(typed, key, variant.ask, CONSTANTS),
        form=lambda: unmet(variant, typed, is_exact=tolerance is not None or equal(value, key) is True),
    )
    if judgement.verdict is Verdict.UNDECIDED and counted is None and rounded(typed, key) is None:
        return replace(judgement, verdict=Verdict.FORM, message=TOO_FEW_DIGITS)
    return judgement


def preview(_names: tuple[str, ...], _options: tuple[str, ...], text: str) -> Preview:
    """How the text would be read as a number; a noun after it may be part of the question."""
    try:
        return preview_of_tree(_read(text))
    except RefusalError as refusal:
        found = NUMBER_THEN_WORDS.fullmatch(text) if len(text) <= LONGEST_WITH_NOUN else None
        if found is None:
            return preview_of_refusal(refusal)
    try:
        return preview_of_tree(_read(found[1]))
    except RefusalError as refusal:
        return preview_of_refusal(refusal)


def is_number(typed: Node, value: Node, expected: Node, tolerance: Fraction | None = None) -> bool | None:
    """The typed tree, whose value is `value`, is the expected number: exactly, within the tolerance, or
    rounded.
    """
    outcome = equal(value, expected)
    if outcome is not False:
        return outcome
    if tolerance is not None and _within(value, expected, tolerance):
        return True
    return _rounds_to(value, expected) or rounded(typed, expected)


def _rounds_to(value: Node, expected: Node) -> bool:
    """The key is a long decimal, as of a sine; what was typed is a value of which it has all digits, rounded or cut off."""
    key = exact(expected)
    if key is None or exact(value) is not None:
        return False
    places = _decimal_places(key.denominator)
    if places is None or len(str(abs(key.numerator * 10**places // key.denominator))) < ROUNDED_DIGITS_OF_CONSTANTS:
        return False
    return _within(value, expected, Fraction(1, 10**places))


def _decimal_places(denominator: int) -> int | None:
    """How many decimal places a fraction with that denominator has; None for 0 or for infinitely many."""
    for places in range(1, LONGEST_DECIMAL):
        if 10**places % denominator == 0:
            return places if denominator > 1 else None
    return None


def read_answer(text: str) -> Node:
    """The tree of a typed number. Raises RefusalError."""
    return _read(text)


def is_as_precise(typed: Node, value: Node, expected: Node, asked: Form, tolerance: Fraction | None) -> bool | None:
    """The typed tree is the expected number, exactly, within the tolerance, or rounded to the figures or places that it
    was typed with: those asked for or others, so that what is wrong can be told from what has another form.
    """
    outcome = equal(value, expected)
    if outcome is not False:
        return outcome
    if tolerance is not None:
        return _within(value, expected, tolerance)
    found = decimal(typed)
    if found is None or isinstance(expected, SCALARS_ONLY) or found.most < min(asked.least, FEWEST_DIGITS):
        return False
    return _any(_roundings(found, expected, asked))


def misplaced_point(typed: Node, key: Node, asked: Form) -> str | None:
    """`point`, where a decimal has the key's first digits and only its point stands elsewhere."""
    found, known = decimal(typed), exact(key)
    figures = asked.least if asked.name == "significant-figures" else FEWEST_DIGITS
    if found is None or not known or found.most < max(figures, FEWEST_DIGITS):
        return None
    return "point" if same_digits(found.value, known, figures) else None


def _roundings(found: Digits, expected: Node, asked: Form) -> Iterator[bool | None]:
    if asked.name == "decimal-places":
        yield rounds_to_places(found, expected, found.places)
        return
    for figures in range(found.least, found.most + 1):
        yield rounds_to(found, expected, figures)


def _any(outcomes: Iterable[bool | None]) -> bool | None:
    known = set(outcomes)
    return True if True in known else None if None in known else False


def without_noun(text: str, ask: str) -> str:
    """The number of `11 degrees`, where the words after it stand in what is asked ("By how many degrees …?"): what is counted,
    and not part of the number.
    """
    found = NUMBER_THEN_WORDS.fullmatch(text) if len(text) <= LONGEST_WITH_NOUN else None
    if found is None:
        return text
    asked = {stem(word) for sentence in QUESTION.findall(ask) for word in WORD.findall(sentence.casefold())}
    return found[1] if {stem(word) for word in found[2].casefold().split()} <= asked else text


def stem(word: str) -> str:
    """A word without what makes it plural: metres and metre, boxes and box."""
    return word.removesuffix("es") if word.endswith(("xes", "ses", "shes", "ches")) else word.removesuffix("s")


def _read(text: str, *, counted: bool = False) -> Node:
    typed = without_label(typed_tree(_with_decimal_point(text), keep_point=counted))
    if isinstance(typed, Relation):
        typed = _result(typed)
    return with_letters(typed, frozenset())


def _with_decimal_point(text: str) -> str:
    """One number has no list in it: a comma between digits is a decimal comma, or one of thousands before a
    point. A currency's sign before it is no part of it.
    """
    if text.lstrip()[:1] in CURRENCIES and text.count("$") < 2:
        at = len(text) - len(text.lstrip())
        text = f"{text[:at]} {text[at + 1 :]}"
    if text.count(",") != 1 or not DIGIT_COMMA_DIGIT.search(text) or OF_SEVERAL.search(text):
        return text
    if THOUSANDS.fullmatch(text.strip()):
        return text.replace(",", "")
    return text if THREE_DIGITS.search(text) else text.replace(",", ".")


def _result(chain: Relation) -> Node:
    """The last term of a calculation that holds, as `2 + 3 = 5`. Raises RefusalError for any other
    relation.
    """
    if all(op in ("=", "==") for op in chain.ops):
        terms = [settled(with_letters(term, frozenset())) for term in chain.terms]
        if all(equal(term, terms[-1]) for term in terms):
            return chain.terms[-1]
        raise RefusalError(
            "The sides of this equation aren't equal; one number is expected.",
            (chain.span.start, chain.span.end),
        )
    raise RefusalError("One number is expected here, not a comparison.", (chain.span.start, chain.span.end))


def _tolerance(variant: Variant) -> Fraction | None:
    written = getattr(variant.answer, "tolerance", None)
    if written is None:
        return None
    return _constant(written) or _at_least(settled(_expression(written), variant.values))


def _at_least(value: Node) -> Fraction:
    """A rational number just below a value that may hold pi or roots. Raises NotationError("undefined") for anything else."""
    from tutor.notation.comparison import bounds

    found = exact(value)
    return found if found is not None else bounds(value, 64)[0]


@lru_cache(maxsize=256)
def _expression(written: str) -> Node:
    from tutor.notation.reader import read

    return read(written, expression_language=True)


@lru_cache(maxsize=256)
def _constant(written: str) -> Fraction | None:
    return exact(_expression(written))


def _within(value: Node, expected: Node, tolerance: Fraction) -> bool:
    a, b = exact(value), exact(expected)
    if a is not None and b is not None:
        return abs(a - b) <= tolerance
    try:
        distance = abs(balls.value_at(value, {}) - balls.value_at(expected, {}))
    except balls.OutOfReachError:
        return False
    return bool(distance <= balls.ball(tolerance))


def rounded(typed: Node, expected: Node) -> bool | None:
    """A decimal that is the key correctly rounded, for a key that has no finite decimal: True with enough
    digits, None with too few to tell it from a guess, False otherwise.
    """
    sign, literal = _decimal_literal(typed)
    wanted = _digits_wanted(expected) if literal is not None else None
    if literal is None or wanted is None:
        return False
    shape = literal.as_tuple()
    assert isinstance(shape.exponent, int)
    half_a_unit = Fraction(10) ** shape.exponent / 2
    if len(shape.digits) < FEWEST_DIGITS or not _within(Number(sign * Fraction(literal)), expected, half_a_unit):
        return False
    return True if len(shape.digits) >= wanted else None


def _decimal_literal(typed: Node) -> tuple[int, Decimal | None]:
    sign = 1
    while isinstance(typed, Unary) and typed.op in "+-":
        sign, typed = (-sign if typed.op == "-" else sign), typed.arg
    if not isinstance(typed, Number) or not typed.literal:
        return sign, None
    literal = typed.literal.replace(",", ".") if typed.literal.count(",") == 1 else typed.literal
    if "." not in literal or not literal.replace(".", "", 1).isascii() or not literal.replace(".", "", 1).isdigit():
        return sign, None
    return sign, Decimal(literal)


def _digits_wanted(expected: Node) -> int | None:
    """How many significant digits stand for the key; None when it has a finite decimal of its own."""
    value = exact(expected)
    if value is not None:
        rest = value.denominator
        for prime in (2, 5):
            while rest % prime == 0:
                rest //= prime
        return None if rest == 1 else ROUNDED_DIGITS
    transcendental = free_names(expected) or any(
        isinstance(part, Call) and part.function not in ALGEBRAIC for part in walk(expected)
    )
    return ROUNDED_DIGITS_OF_CONSTANTS if transcendental else ROUNDED_DIGITS


def _is_percentage(typed: Node) -> bool:
    return isinstance(typed, Unary) and typed.op == "%"


def _asks_for_percent(ask: str) -> bool:
    lowered = ask.casefold()
    return "%" in lowered or "percent" in lowered or "per cent" in lowered

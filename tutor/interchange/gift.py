"""GIFT, Moodle's questions as text: categories become concepts, items questions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from tutor.grading.options import plain
from tutor.interchange.gift_reading import Alternative, Item, items
from tutor.interchange.html_text import from_html
from tutor.interchange.intake import read_text, unreadable
from tutor.interchange.picking import LETTERS, MOST_OPTIONS, options_of
from tutor.interchange.proposals import Body, Proposal, Proposed, ProposedConcept, Unfit
from tutor.interchange.prose import TEX, markdown, paragraphs, title, written_markdown
from tutor.interchange.proving import shown_too_long
from tutor.interchange.report import Log
from tutor.interchange.values import decimal, words

LONGEST_RANGE: Final = 200  # characters
_SPAN: Final = re.compile(r"^\s*(\S+?)\s*\.\.\s*(\S+)\s*$")


def propose(path: Path, limit: int | None, log: Log) -> Proposal:
    """The items of a GIFT file. Raises InputError for a file that has none."""
    concepts: dict[str, ProposedConcept] = {}
    count = 0
    for found in items(read_text(path)):
        if limit is not None and count >= limit:
            break
        count += 1
        if isinstance(found, tuple):
            log.leave(found[1].reason, f"{path.name}:{found[0]}", found[1].what)
            continue
        where = f"{path.name}:{found.line}"
        try:
            proposed = list(_questions(found, where, log))
        except Unfit as unfit:
            log.leave(unfit.reason, where, unfit.what or found.title or found.text)
            continue
        named = title(_category(found.category) or path.stem)
        concept = concepts.setdefault(found.category, ProposedConcept(found.category, named))
        concept.questions += proposed
    if not count:
        raise unreadable("there's no question in it", path, remedy="items of a GIFT file stand between blank lines")
    return Proposal(tuple(concepts.values()))


def _category(category: str) -> str:
    """The last part of `$course$/top/Sets/Union`."""
    parts = [part.strip() for part in category.replace("//", "\x1f").split("/")]
    named = [
        part.replace("\x1f", "/") for part in parts if part and part not in ("$course$", "$system$", "$module$", "top")
    ]
    return named[-1][:120] if named else ""


def _shown(item: Item, text: str) -> str:
    """A text of the item as Markdown, in whichever form it was written."""
    if item.form == "markdown":
        return written_markdown(text)
    return markdown(from_html(text) if item.form == "html" else text, TEX)


def _questions(item: Item, where: str, log: Log) -> Iterator[Proposed]:
    if item.kind == "description":
        raise Unfit("no-question", item.text)
    asked = _shown(item, item.text) or markdown(item.title)
    if not asked:
        raise Unfit("malformed", item.title)
    if item.form == "html" and ("<img" in item.text or "<audio" in item.text or "<video" in item.text):
        raise Unfit("figure", item.text)
    made = _MAKERS[item.kind](item, asked, where, log)
    for number, body in enumerate(made, 1):
        if item.feedback and "solution" not in body:
            body["solution"] = _shown(item, item.feedback)
        proposed = Proposed(where if len(made) == 1 else f"{where}-{number}", body)
        if shown_too_long(proposed):
            raise Unfit("too-large", item.text)
        yield proposed


def _essay(item: Item, asked: str, where: str, log: Log) -> list[Body]:
    model = _shown(item, item.feedback)
    if not model:
        raise Unfit("answer-missing", item.text)
    return [{"ask": asked, "answer": {"kind": "own-words", "rubric": [{"point": model}]}, "solution": model}]


def _truth(item: Item, asked: str, where: str, log: Log) -> list[Body]:
    right = next(one for one in item.answers if one.weight)
    for one in item.answers:
        if one is not right and one.feedback:
            log.leave("feedback", where, one.feedback)
    answer = {"kind": "choice", "options": {"yes": "True", "no": "False"}, "shuffle": False}
    body: Body = {"ask": asked, "answer": {**answer, "value": "yes" if right.text == "true" else "no"}}
    solution = paragraphs(_shown(item, right.feedback), _shown(item, item.feedback))
    return [{**body, "solution": solution} if solution else body]


def _numeric(item: Item, asked: str, where: str, log: Log) -> list[Body]:
    right = [one for one in item.answers if one.weight >= 100]
    for one in item.answers:
        if 0 < one.weight < 100:
            log.leave("partial-credit", where, one.text)
        elif one.feedback and one not in right:
            log.leave("feedback", where, one.feedback)
    if len(right) != 1:
        raise Unfit("several-right" if right else "answer-missing", item.text)
    value, tolerance = _range(right[0].text)
    answer: dict[str, Any] = {"kind": "number", "value": value}
    if tolerance != "0":
        answer["tolerance"] = tolerance
    body: Body = {"ask": asked, "answer": answer}
    solution = paragraphs(_shown(item, right[0].feedback), _shown(item, item.feedback))
    return [{**body, "solution": solution} if solution else body]


def _range(text: str) -> tuple[str, str]:
    """`3:2`, `1..5` or `3` as a value and the largest difference from it, exactly. Raises Unfit."""
    if len(text) > LONGEST_RANGE:
        raise Unfit("malformed", text)
    span = _SPAN.match(text)
    if span:
        low, high = _exact(span[1]), _exact(span[2])
        if low > high:
            raise Unfit("malformed", text)
        return str((low + high) / 2), str((high - low) / 2)
    value, _, tolerance = text.partition(":")
    return str(_exact(value)), str(abs(_exact(tolerance))) if tolerance.strip() else "0"


def _exact(text: str) -> Fraction:
    found = decimal(text)
    if found is None:
        raise Unfit("unreadable", text)
    return Fraction(found)


def _short(item: Item, asked: str, where: str, log: Log) -> list[Body]:
    texts = []
    for one in item.answers:
        if one.weight < 100:
            log.leave("partial-credit", where, one.text)
        elif "*" in one.text:
            log.leave("unsupported", where, f"{one.text}: any text in the place of *")
        else:
            texts.append(_shown_plain(item, one.text))
    if not texts:
        raise Unfit("answer-missing", item.text)
    answer = words(texts[0])
    others = [text for text in dict.fromkeys(texts[1:]) if text and len(text) <= 200 and "{=" not in text]
    if others:
        answer = {"kind": "text", "value": texts[0], "accept": others}
    return [_with_feedback({"ask": asked, "answer": answer}, item)]


def _shown_plain(item: Item, text: str) -> str:
    return " ".join((from_html(text) if item.form == "html" else text).split())


def _choice(item: Item, asked: str, where: str, log: Log) -> list[Body]:
    right = [one for one in item.answers if one.weight >= 100]
    if len(right) != 1:
        raise Unfit("several-right", item.text)
    for one in item.answers:
        if 0 < one.weight < 100:
            log.leave("partial-credit", where, f"{one.text} ({one.weight:g} %)")
    kept = _distinct(item, where, log)
    shown = options_of([_option(item, one) for one in kept])
    wanted = LETTERS[kept.index(right[0])] if right[0] in kept else None
    if wanted is None:
        raise Unfit("several-right", item.text)
    mistakes = []
    for name, one in zip(shown["options"], kept, strict=True):
        if name == wanted or not one.feedback:
            continue
        if len(kept) == 2:
            log.leave("feedback", where, one.feedback)
        else:
            mistakes.append({"value": name, "ask": _shown(item, one.feedback)})
    body: Body = {"ask": asked, "answer": {"kind": "choice", **shown, "value": wanted}, "mistakes": mistakes}
    return [_with_feedback(body, item, right[0].feedback)]


def _choices(item: Item, asked: str, where: str, log: Log) -> list[Body]:
    kept = _distinct(item, where, log)
    shown = options_of([_option(item, one) for one in kept])
    right = [name for name, one in zip(shown["options"], kept, strict=True) if one.weight > 0]
    for one in kept:
        if one.feedback:
            log.leave("feedback", where, one.feedback)
    return [_with_feedback({"ask": asked, "answer": {"kind": "choices", **shown, "value": right}}, item)]


def _matching(item: Item, asked: str, where: str, log: Log) -> list[Body]:
    """A question for each pair: which of the right sides goes with it?"""
    sides = list(dict.fromkeys(one.match or "" for one in item.answers if one.match))
    pairs = [one for one in item.answers if one.text and one.match]
    if not pairs or not 2 <= len(sides) <= MOST_OPTIONS:
        raise Unfit("unsupported", item.text)
    options = {LETTERS[i]: _shown(item, side) for i, side in enumerate(sides)}
    log.change("split", where, f"{item.title or item.text}: {len(pairs)} pairs")
    return [
        {
            "ask": paragraphs(asked, f"Which goes with: {_shown(item, one.text)}"),
            "answer": {"kind": "choice", "options": options, "value": LETTERS[sides.index(one.match or "")]},
        }
        for one in pairs
    ]  # fmt: skip


def _option(item: Item, one: Alternative) -> str:
    return _shown(item, one.text)


def _distinct(item: Item, where: str, log: Log) -> list[Alternative]:
    """The choices, each once: the right one where two are the same."""
    kept: dict[str, Alternative] = {}
    for one in item.answers:
        spelt = plain(_option(item, one)).replace(" ", "")
        if not spelt:
            raise Unfit("malformed", item.text)
        if spelt in kept:
            log.leave("duplicate-choice", where, one.text)
            if kept[spelt].weight != one.weight:
                raise Unfit("contradiction", one.text)
        else:
            kept[spelt] = one
    if not 2 <= len(kept) <= MOST_OPTIONS:
        raise Unfit("unsupported", f"{len(kept)} choices: {item.text}")
    return list(kept.values())


def _with_feedback(body: Body, item: Item, of_right: str = "") -> Body:
    solution = paragraphs(_shown(item, of_right), _shown(item, item.feedback))
    return {**body, "solution": solution} if solution else body


_MAKERS: Final[dict[str, Callable[[Item, str, str, Log], list[Body]]]] = {
    "essay": _essay, "truth": _truth, "numeric": _numeric, "short": _short, "choice": _choice, "choices": _choices,
    "matching": _matching,
}  # fmt: skip

"""GIFT, Moodle's format of questions as text, taken apart: title, text, kind, and answers with weights and feedback.

Items stand between blank lines. A backslash before one of `~ = # { } :` takes its meaning away, `\\n` is a line break, and a line
that begins with `//` is a comment. Written after Moodle's description of the format (docs.moodle.org, GIFT format).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from tutor.interchange.proposals import Unfit

Kind = Literal["description", "essay", "truth", "numeric", "matching", "short", "choice", "choices"]
Form = Literal["moodle", "plain", "html", "markdown"]

LONGEST_ITEM: Final = 40_000
MOST_ANSWERS: Final = 100
_HIDDEN: Final = (
    "\ue000"  # a private character before an escaped one's number; private characters of the source are taken out first
)
_ESCAPE: Final = re.compile(r"\\([~=#{}:\\n])")
_ESCAPED: Final = "~=#{}:\\"
_TITLE: Final = re.compile(r"^\s*::(.*?)::", re.DOTALL)
_FORM: Final = re.compile(r"^\s*\[(html|moodle|plain|markdown)\]")
_WEIGHT: Final = re.compile(r"^\s*%(-?\d{1,3}(?:\.\d{1,6})?)%")
_CATEGORY: Final = re.compile(r"^\s*\$CATEGORY:\s*(.*)$")
_TRUTH: Final = re.compile(r"^\s*(T|TRUE|F|FALSE)\s*(?=#|$)")


@dataclass(frozen=True, slots=True)
class Alternative:
    """An answer. `weight`: in per cent, 100 for right, 0 for wrong. `match`: what it belongs to, in matching."""

    text: str
    weight: float
    feedback: str = ""
    match: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a file. `gap`: whether its answers stand within a sentence; the gap is `_____` in `text`."""

    line: int
    category: str
    title: str
    form: Form
    text: str
    kind: Kind
    answers: tuple[Alternative, ...] = ()
    feedback: str = ""


def items(source: str) -> Iterator[Item | tuple[int, Unfit]]:
    """The items of a file in order; for one that isn't written as the format says, its line and why."""
    category = ""
    for line, block in _blocks(source.replace(_HIDDEN, "")):
        rest = []
        for one in block.split("\n"):
            found = _CATEGORY.match(one)
            if found:
                category = found[1].strip()
            else:
                rest.append(one)
        text = "\n".join(rest).strip()
        if not text:
            continue
        try:
            yield _item(line, category, text)
        except Unfit as unfit:
            yield line, unfit


def _blocks(source: str) -> Iterator[tuple[int, str]]:
    """What stands between blank lines, without comments, with the number of its first line."""
    block: list[str] = []
    start = 0
    for number, line in enumerate([*source.split("\n"), ""], 1):
        if line.lstrip().startswith("//"):
            continue
        if line.strip():
            start = start if block else number
            block.append(line)
        elif block:
            yield start, "\n".join(block)
            block = []


def _item(line: int, category: str, source: str) -> Item:
    if len(source) > LONGEST_ITEM:
        raise Unfit("too-large", source)
    text = _ESCAPE.sub(_hidden, source)
    title = _TITLE.match(text)
    text = text[title.end() :] if title else text
    name = _shown(title[1]).strip() if title else ""
    opening = text.find("{")
    if opening < 0:
        form, text = _form(text, "moodle")
        return Item(line, category, name, form, _shown(text).strip(), "description")
    closing = text.find("}", opening)
    if closing < 0 or "{" in text[closing + 1 :] or "}" in text[closing + 1 :]:
        raise Unfit("malformed", _shown(text))
    form, before = _form(text[:opening], "moodle")
    after = text[closing + 1 :].strip()
    asked = f"{before.rstrip()} _____{'' if after[:1] in tuple('.,;:?!') else ' '}{after}" if after else before
    kind, answers, feedback = _answers(text[opening + 1 : closing])
    return Item(line, category, name, form, _shown(asked).strip(), kind, answers, _shown(feedback).strip())


def _hidden(found: re.Match[str]) -> str:
    if found[1] == "n":
        return "\n"
    return f"{_HIDDEN}{_ESCAPED.index(found[1])}"


def _shown(text: str) -> str:
    return re.sub(f"{_HIDDEN}([0-6])", lambda found: _ESCAPED[int(found[1])], text)


def _form(text: str, otherwise: Form) -> tuple[Form, str]:
    found = _FORM.match(text)
    if found is None:
        return otherwise, text
    form: Form = found[1]  # type: ignore[assignment]  # the pattern knows these four
    return form, text[found.end() :]


def _answers(inside: str) -> tuple[Kind, tuple[Alternative, ...], str]:
    """The kind, the answers, and the general feedback."""
    body, _, feedback = inside.partition("####")
    if not body.strip():
        return "essay", (), feedback
    truth = _TRUTH.match(body)
    if truth:
        return "truth", tuple(_truth(truth[1] in ("T", "TRUE"), body[truth.end() :])), feedback
    if body.lstrip().startswith("#"):
        return "numeric", tuple(_split(body.strip()[1:], bare=True)), feedback
    answers = tuple(_split(body, bare=False))
    return _kind(answers), answers, feedback


def _truth(right: bool, rest: str) -> Iterator[Alternative]:
    """True and false; the feedback for the wrong one comes first."""
    wrong_text, right_text = [*(_shown(part).strip() for part in rest.split("#")[1:3]), "", ""][:2]
    for name, value in (("true", True), ("false", False)):
        yield Alternative(name, 100 if value is right else 0, right_text if value is right else wrong_text)


def _split(body: str, *, bare: bool) -> Iterator[Alternative]:
    """The answers of a block. `bare`: one without a sign before it is right."""
    parts = re.split(r"(?=[=~])", body)
    if parts[0].strip() and not bare:
        raise Unfit("malformed", _shown(body))
    parts = [part for part in parts if part.strip()]
    if len(parts) > MOST_ANSWERS:
        raise Unfit("too-large", _shown(body))
    matching = all(part[0] != "~" for part in parts)
    for part in parts:
        sign, rest = (part[0], part[1:]) if part[0] in "=~" else ("=", part)
        weight = _WEIGHT.match(rest)
        rest = rest[weight.end() :] if weight else rest
        text, _, feedback = rest.partition("#")
        left, arrow, match = text.partition("->") if matching else (text, "", "")
        full = float(weight[1]) if weight else 100.0 if sign == "=" else 0.0
        yield Alternative(
            _shown(_form(left, "moodle")[1]).strip(), full, _shown(_form(feedback, "moodle")[1]).strip(),
            _shown(match).strip() if arrow and sign == "=" else None,
        )  # fmt: skip


def _kind(answers: tuple[Alternative, ...]) -> Kind:
    if all(one.match is not None for one in answers):
        return "matching"
    wrong = [one for one in answers if one.weight <= 0]
    partly = [one for one in answers if 0 < one.weight < 100]
    right = [one for one in answers if one.weight >= 100]
    if not right and partly and (wrong or len(partly) > 1):
        return "choices"
    return "choice" if wrong else "short"

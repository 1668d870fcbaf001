"""Anki packages: a concept for each deck, a question for each card."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from tutor.interchange.anki_cards import sides
from tutor.interchange.anki_collection import Card, cards
from tutor.interchange.anki_package import opened
from tutor.interchange.html_text import from_html
from tutor.interchange.proposals import Body, Proposal, Proposed, ProposedConcept, Unfit
from tutor.interchange.prose import TEX, markdown, paragraphs, title
from tutor.interchange.proving import shown_too_long
from tutor.interchange.report import Log
from tutor.interchange.values import is_short, mathematics, words

MOST_POINTS: Final = 8
LONGEST_POINT: Final = 400
_SEEN_OR_HEARD: Final = re.compile(
    r"<(?:img|audio|video|object|embed|svg|canvas)\b|\[(?:sound|anki):[^\]]{0,300}\]", re.IGNORECASE
)
_SOUND: Final = re.compile(r"\[(?:sound|anki):[^\]]{0,300}\]", re.IGNORECASE)
_TEX_MARKS: Final = (
    ("[$$]", "\\["), ("[/$$]", "\\]"), ("[$]", "\\("), ("[/$]", "\\)"), ("[latex]", "\\("), ("[/latex]", "\\)"),
)  # fmt: skip
_FORMULA: Final = re.compile(r"\s*(?:\\\((.{1,2000}?)\\\)|\\\[(.{1,2000}?)\\\]|\$\$(.{1,2000}?)\$\$)\s*", re.DOTALL)


def propose(path: Path, limit: int | None, log: Log) -> Proposal:
    """The cards of a package. `limit`: of notes. Raises InputError for a file that isn't one."""
    concepts: dict[str, ProposedConcept] = {}
    with opened(path) as package:
        if package.media:
            log.leave("media", path.name, f"{package.media} files")
        for card in cards(package.collection, path, limit):
            where = f"{path.name}:note {card.note}" + (f", card {card.number + 1}" if card.number >= 0 else "")
            try:
                proposed = _question(card, where, log)
            except Unfit as unfit:
                log.leave(unfit.reason, where, from_html(unfit.what))
                continue
            named = title(card.deck.rpartition("::")[2] or path.stem)
            concepts.setdefault(card.deck, ProposedConcept(card.deck, named)).questions.append(proposed)
    return Proposal(tuple(concepts.values()))


def _question(card: Card, where: str, log: Log) -> Proposed:
    if card.number < 0:
        raise Unfit("no-question", "a note without a card")
    shown = sides(card)
    if _SEEN_OR_HEARD.search(shown.question):
        raise Unfit("figure", shown.question)
    asked = markdown(_text(shown.question), TEX)
    said = _text(shown.answer)
    if not asked:
        raise Unfit("malformed", f"note {card.note} asks nothing")
    if not said:
        raise Unfit("figure" if _SEEN_OR_HEARD.search(shown.answer) else "answer-missing", shown.question)
    if _SEEN_OR_HEARD.search(shown.answer + shown.more):
        log.leave("media", where, said)
    listed = "<li" in shown.answer.casefold()
    body: Body = {"ask": asked, **(_statement(said) if listed else _answer(said, asked))}
    solution = paragraphs(body.get("solution", ""), markdown(_text(shown.more), TEX))
    hint = markdown(_text(shown.hint), TEX)
    proposed = Proposed(
        where, {**body, **({"solution": solution} if solution else {}), **({"hints": [hint]} if hint else {})}
    )
    if shown_too_long(proposed):
        raise Unfit("too-large", asked)
    return proposed


def _text(html: str) -> str:
    """A side as text: mathematics between `\\(` and `\\)`, no sounds."""
    bare = _SOUND.sub(" ", html)
    for mark, tex in _TEX_MARKS:
        bare = bare.replace(mark, tex)
    return from_html(bare)


def _answer(said: str, asked: str) -> dict[str, Any]:
    """A value or a short phrase is graded; anything else is compared by whoever answers, with a rubric."""
    formula = _FORMULA.fullmatch(said)
    if formula:
        try:
            return {"answer": mathematics(next(part for part in formula.groups() if part), asked)}
        except Unfit:
            return _statement(said)
    if "\n" not in said and is_short(said) and not _FORMULA.search(said):
        try:
            return {"answer": words(said)}
        except Unfit:
            return _statement(said)
    return _statement(said)


def _statement(said: str) -> dict[str, Any]:
    lines = [line for line in said.split("\n") if line.strip()]
    fine = 1 < len(lines) <= MOST_POINTS and all(len(line) <= LONGEST_POINT for line in lines)
    points = [markdown(line, TEX) for line in (lines if fine else ["\n".join(lines)])]
    rubric = [{"point": point} for point in points if point]
    if not rubric:
        raise Unfit("answer-missing", said)
    return {"answer": {"kind": "own-words", "rubric": rubric}, "solution": markdown("\n".join(lines), TEX)}

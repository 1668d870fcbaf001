"""A card as Anki would show it: its template filled with the note's fields, or a text with one gap."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tutor.interchange.anki_collection import Card
from tutor.interchange.proposals import Unfit

LONGEST_TEMPLATE: Final = 40_000
DEEPEST: Final = 8  # gaps within gaps
GAP: Final = "_____"
_TAG: Final = re.compile(r"\{\{([^{}]{1,200})\}\}")
_GAP: Final = re.compile(r"(\{\{c\d{1,3}::|\}\})")
_OWN: Final = frozenset({"FrontSide", "Tags", "Deck", "Subdeck", "Type", "Card", "CardFlag", "CardID"})
_ANSWER: Final = re.compile(r"<hr[^<>]{0,40}\bid\s*=\s*[\"']?answer\b[^<>]{0,40}>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sides:
    """HTML of a card. `answer`: what is to be answered; `more`: what the back says beside it; `hint`: of a gap."""

    question: str
    answer: str
    more: str = ""
    hint: str = ""


def sides(card: Card) -> Sides:
    """The sides of a card. Raises Unfit for one that can't be told."""
    return _gap(card) if card.type.cloze else _filled(card)


def _filled(card: Card) -> Sides:
    template = card.type.templates.get(card.number)
    if template is None or max(len(template.front), len(template.back)) > LONGEST_TEMPLATE:
        raise Unfit("malformed", f"note {card.note}")
    front = list(_parts(template.front, card.values))
    asked = {name for name, _ in front if name}
    back = list(_parts(template.back, card.values))
    fields = list(dict.fromkeys(name for name, text in back if name and name not in asked and text.strip()))
    question = "".join(text for _, text in front)
    if fields:
        more = "<br>".join(card.values[name] for name in fields[1:])
        return Sides(question, card.values[fields[0]], more)
    whole = "".join(text for _, text in back)
    return Sides(question, _ANSWER.split(whole)[-1])


def _parts(template: str, values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The template in pieces: a field's name with its value, or no name with text; sections that don't apply are left out."""
    hidden: list[str] = []
    sections: list[str] = []
    done = 0
    for tag in _TAG.finditer(template):
        if not hidden:
            yield "", template[done : tag.start()]
        done = tag.end()
        name = tag[1].strip()
        if name[:1] in "#^" and len(sections) < 100:
            wanted = name[1:].strip()
            sections.append(wanted)
            if bool(values.get(wanted, "").strip()) is not name.startswith("#"):
                hidden.append(wanted)
        elif name.startswith("/"):
            closed = name[1:].strip()
            if sections and sections[-1] == closed:
                sections.pop()
            if hidden and hidden[-1] == closed:
                hidden.pop()
        elif not hidden:
            field = name.rpartition(":")[2].strip()
            if field not in _OWN:
                yield field, values.get(field, "")
    if not hidden:
        yield "", template[done:]


def _gap(card: Card) -> Sides:
    """The text with the card's gap; other gaps are filled."""
    template = next(iter(card.type.templates.values()), None)
    named = [name for name, text in card.values.items() if "{{c" in text]
    if template is None or not named:
        raise Unfit("malformed", f"note {card.note}")
    text = card.values[named[0]]
    question, answers, hint = with_gap(text, card.number + 1)
    if len(answers) != 1:
        raise Unfit("deletions" if answers else "malformed", text)
    more = "<br>".join(value for name, value in card.values.items() if name not in named and value.strip())
    return Sides(question, answers[0], more, hint)


def with_gap(text: str, number: int) -> tuple[str, list[str], str]:
    """The text with the gaps `{{c<number>::answer::hint}}` open, the different answers, and a hint. Raises Unfit."""
    open_gaps: list[tuple[int, list[str]]] = []
    parts: list[str] = []
    answers: list[str] = []
    hint = ""
    for piece in _GAP.split(text):
        if piece.startswith("{{c") and piece.endswith("::"):
            if len(open_gaps) >= DEEPEST:
                raise Unfit("malformed", text)
            open_gaps.append((int(piece[3:-2]), []))
            continue
        if piece == "}}" and open_gaps:
            own, inside = open_gaps.pop()
            said, _, hinted = "".join(inside).partition("::")
            if own == number:
                answers.append(said)
                hint = hint or hinted
            piece = GAP if own == number else said
        (open_gaps[-1][1] if open_gaps else parts).append(piece)
    if open_gaps:
        raise Unfit("malformed", text)
    return "".join(parts), list(dict.fromkeys(answers)), hint

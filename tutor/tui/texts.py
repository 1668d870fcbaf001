"""A view as Markdown texts for the parts of the study screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from tutor.session.view import HIDDEN

if TYPE_CHECKING:
    from tutor.session.summary import Summary
    from tutor.session.view import Beside, Feedback, PublicQuestion, Source, View
    from tutor.session.whys import Reasons

_MARKS: Final = {"good": "✓", "wrong": "✗", "neutral": "·", "help": "→"}
UNREAD: Final = "This could not be read; it doesn't count. The line says what is missing."
IN_A_LINE: Final = 56  # characters of what was said, where it's out of sight
SHORT: Final = 150  # characters: two lines of a narrow terminal
_PURPOSES: Final = {
    "placement": "to find where to begin", "check": "a check: unaided, after a pause", "retest": "a check: unaided",
    "again": "the whole question, with other numbers", "counter": "a question about that answer",
    "step": "a smaller question", "review": "what it rests on",
}  # fmt: skip


def feedback(view: View) -> str:
    """What was said about the last action; what is short stands on one line."""
    said = [_said(entry) for entry in view.feedback]
    short = len(said) > 1 and not any("\n" in one for one in said) and sum(map(len, said)) < SHORT
    return ("  " if short else "\n\n").join(said)


def _said(entry: Feedback) -> str:
    read = f" (read as ${entry.read}$)" if entry.read and entry.kind not in ("accepted", "stated", "noted") else ""
    text, _, rest = (_unread(entry) if entry.kind == "unreadable" else entry.text).partition("\n")
    return f"{_MARKS[entry.tone]} {text}{read}" + (f"\n{rest}" if rest else "")


def _unread(entry: Feedback) -> str:
    return f"{UNREAD} Tab takes it as `{entry.offered}`." if entry.offered else UNREAD


def shown(view: View) -> str:
    """Hints and counter-questions to the open question."""
    return "\n\n".join(f"**{'Hint' if entry.kind == 'hint' else 'Think'}:** {entry.text}" for entry in view.shown)


def heading(view: View, question: PublicQuestion) -> str:
    """The topic and why it's asked."""
    if question.purpose == "review" and not view.breadcrumb:
        return f"{question.topic} · due for a look"
    purpose = "the aim: a try is free, or F3 to walk there" if question.free else _PURPOSES.get(question.purpose, "")
    return " · ".join(part for part in (question.topic, purpose) if part)


def ask(view: View, question: PublicQuestion) -> str:
    """The question; before it, at the first of a concept, the curiosity that opens it."""
    wonder = f"*{view.wonder.strip()}*\n\n" if view.wonder and question.purpose == "new" else ""
    return wonder + question.ask


def exhibits(view: View) -> str:
    """The evidence beside the question."""
    return "\n\n".join(f"**{one.title}**\n\n{one.body}\n\n({one.grounds})" for one in view.exhibits)


def breadcrumb(view: View) -> str:
    """The levels above the question: the concepts on one line, and the question that the steps lead to on its own."""
    here = view.question.topic if view.question else ""
    topics = dict.fromkeys(crumb.topic for crumb in view.breadcrumb if crumb.topic != here)
    lines = ["↑ " + " › ".join([*topics][-2:])] if topics else []
    asks = [_beginning(crumb.ask) for crumb in view.breadcrumb if crumb.ask.strip()]
    return "\n\n".join([*lines, *(f"↑ {ask}" for ask in asks[-1:])])


def _beginning(ask: str) -> str:
    """The first paragraphs of a question, up to one that ends a sentence; with the mathematics that it sets on lines of its own."""
    paragraphs = ask.strip().split("\n\n")
    ends = next(
        (i for i, one in enumerate(paragraphs) if one.rstrip("*_)\"'”’ ")[-1:] in (".", "?", "!")), len(paragraphs) - 1
    )
    while ends + 1 < len(paragraphs) and paragraphs[ends + 1].lstrip().startswith("$$"):
        ends += 1
    return "\n\n".join(paragraphs[: ends + 1])


def beside_head(found: Beside, earlier: Sequence[Beside] = ()) -> str:
    """What was looked up, what was asked before, and the concepts that are named."""
    keys = "↑ ↓ and Enter open one; Esc closes" if found.sources else "Esc closes"
    if found.kind == "sources":
        return f"**Sources** · {keys}"
    parts = [keys, *(f"*asked before: {one.asked}*" for one in earlier), f"**You asked:** {found.asked}"]
    parts += [f"*{one.title}*: {one.says}" for one in found.named]
    return "\n\n".join([*parts, found.text] if found.text else parts)


def beside_foot(found: Beside) -> str:
    """What is to be added, and the question back."""
    return "\n\n".join(part for part in (found.note, f"→ {found.back}" if found.back else "") if part)


def listed_passage(source: Source, number: int, *, marked: bool) -> str:
    """A line that says where it stands, and some sentences of it."""
    return f"{'▸' if marked else '·'} {_where(source, number)}\n\n{_indented(source.quote)}"


def whole_passage(source: Source, number: int) -> str:
    """All of it, under the headings it stands under."""
    above = source.heading if " › " in source.heading else ""  # the innermost one is named already
    parts = [_where(source, number), above, source.text, HIDDEN if source.hidden else ""]
    return "\n\n".join(part for part in parts if part)


def _where(source: Source, number: int) -> str:
    name = " › ".join(part for part in (source.title, source.heading.rpartition(" › ")[2]) if part)
    why = "named by the author of the question" if source.authored else source.why
    return f"**{number}** {name} ({', '.join(part for part in (source.place, source.speaker or '', why) if part)})"


def _indented(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.splitlines())


def rubric(view: View) -> str:
    """What the points below are to be compared with: a model statement."""
    if not view.rubric:
        return ""
    model = f"One way to put it: {view.model_statement}\n\n" if view.model_statement else ""
    return f"{model}Which of these does yours say?"


def established(view: View) -> str:
    """What has been shown so far in this chain."""
    marks = {"unaided": "", "assisted": " (with help)", "told": " (shown)"}
    if not view.established:
        return "**You have shown**\n\nnothing yet"
    return "**You have shown**\n\n" + "\n\n".join(f"{line.title}{marks[line.how]}" for line in view.established[-14:])


def progress(view: View, width: int) -> str:
    """One line: where on the way, and how long."""
    now = view.progress
    if now.placing:
        return "Finding where to begin. Some of these are meant to be too far: say so."
    bar_width = max(6, min(24, width - 50))
    filled = round(bar_width * now.done / now.total) if now.total else 0
    bar = "█" * filled + "░" * (bar_width - filled)
    return f"{bar} {now.done} of {now.total} · about {now.minutes_left:.0f} min left · {now.minutes_studied:.0f} min studied"


def summary(found: Summary) -> str:
    """First what can now be derived, last the numbers."""
    marks = {"unaided": "", "assisted": " (with help)", "told": " (shown)"}
    lines = [f"- **{line.title}**{marks[line.how]}: {line.shows}" for line in found.derived]
    parts = ["# " + (f"You have derived: {found.goal}" if found.reached else "Enough for today")]
    if lines:
        parts.append("## You have shown\n\n" + "\n".join(lines))
    if found.mastered:
        parts.append("Now yours for good, unaided and after a pause: " + ", ".join(found.mastered) + ".")
    if found.gaps:
        parts.append("What was in the way: " + ", ".join(found.gaps) + ".")
    if found.parked:
        parts.append("Left for another day: " + ", ".join(found.parked) + ".")
    parts.append(found.in_figures())
    return "\n\n".join(parts)


def reasons(why: Reasons) -> str:
    """Why this question."""
    lines = [why.cause]
    if why.path:
        lines.append("On the way: " + " → ".join(why.path))
    if why.rests_on:
        lines.append("It rests on: " + ", ".join(why.rests_on))
    lines.append(f"Expected to be answered right with {why.p:.0%}; the concept known with {why.known:.0%}.")
    lines.append(f"So far on it: {why.unaided} right unaided, {why.assisted} with help, {why.missed} missed.")
    return "\n\n".join(lines)

"""A view as lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tutor.notation.box import text_width
from tutor.notation.markdown import plain
from tutor.notation.untrusted import clean
from tutor.plain.beside import beside_lines
from tutor.session.view import MASK

if TYPE_CHECKING:
    from tutor.session.summary import Summary
    from tutor.session.view import Feedback, PublicQuestion, View
    from tutor.session.whys import Reasons

Mathematics = Literal["unicode", "ascii", "spoken", "source"]
_PURPOSES = {
    "placement": "to find where to begin",
    "check": "a check: unaided, after a pause",
    "retest": "a check: unaided",
    "again": "the whole question, other numbers",
    "counter": "a question about that answer",
    "step": "a smaller question",
    "review": "what it rests on",
}


@dataclass(frozen=True, slots=True)
class Writer:
    """How texts are set: width in columns, and how mathematics is written."""

    width: int = 80
    mathematics: Mathematics = "unicode"
    tall: bool = True

    def letters(self, text: str) -> str:
        """The text with what was hidden in it said in words, where signs can't be seen."""
        return text.replace(MASK, "[hidden]").replace(" › ", " > ") if self.mathematics in ("ascii", "spoken") else text

    def markdown(self, source: str, indent: int = 0) -> str:
        """Rendered and indented; never raw."""
        source = self.letters(source)
        text = plain(source, width=max(20, self.width - indent), mathematics=self.mathematics, tall=self.tall)
        return "\n".join(" " * indent + line if line else "" for line in text.splitlines())


def lines(view: View, writer: Writer, before: View | None = None, typed: str = "") -> Iterator[str]:
    """What to print for a view that follows another: what was said, the evidence, then the question."""
    for entry in view.feedback:
        yield from _feedback(entry, writer, typed)
        if entry.kind in ("aside", "sources") and view.beside:
            yield from beside_lines(view.beside[-1], writer)
    question = view.question
    if question is None:
        return
    same = before is not None and before.question is not None and before.question.id == question.id
    known = {exhibit.id for exhibit in before.exhibits} if before else set()
    for exhibit in view.exhibits:
        if exhibit.id not in known:
            yield ""
            yield f"  [{clean(exhibit.title)}]"
            yield writer.markdown(f"{exhibit.body}\n\n({exhibit.grounds})", 2)
    told = before.shown if same and before else ()
    for entry in (one for one in view.shown if one not in told):
        yield ""
        yield writer.markdown(f"{'Hint' if entry.kind == 'hint' else 'Think'}: {entry.text}", 2)
    if view.rubric:
        yield from _rubric(view, writer)
    elif not same:
        yield from _question(view, question, writer)


def _feedback(entry: Feedback, writer: Writer, typed: str) -> Iterator[str]:
    yield ""
    if entry.read is not None and entry.kind not in ("noted", "accepted", "stated"):
        yield writer.markdown(f"Read as ${entry.read}$.")
    yield writer.markdown(f"{entry.text} Type = to take it so." if entry.offered else entry.text)
    if entry.span is not None and typed:
        start, end = entry.span
        yield "  " + typed
        yield "  " + " " * text_width(typed[:start]) + "^" * max(1, text_width(typed[start:end]))


def _question(view: View, question: PublicQuestion, writer: Writer) -> Iterator[str]:
    yield ""
    yield _heading(view, question)
    if view.wonder and question.purpose == "new":
        yield writer.markdown(view.wonder, 2)
        yield ""
    yield writer.markdown(question.ask)
    for number, item in enumerate(question.items, 1):
        yield f"  {number}. {writer.markdown(item, 5).lstrip()}"
    if question.items:
        yield "  and"
    for number, option in enumerate(question.options, 1):
        label = f"{chr(ord('a') + number - 1)})" if question.items else f"{number}."
        yield f"  {label} {writer.markdown(option, 5).lstrip()}"
    yield f"  ({clean(question.format, newlines=False)})"


def _heading(view: View, question: PublicQuestion) -> str:
    purpose = _PURPOSES.get(question.purpose)
    if question.purpose == "review" and not view.breadcrumb:
        purpose = "due for a look"
    if question.free:
        purpose = "the aim; a try is free, or /dont to walk there"
    parts = [clean(question.topic, newlines=False), purpose or ""]
    progress = view.progress
    if progress.total:
        parts.append(f"{progress.done} of {progress.total}")
    return "-- " + " · ".join(part for part in parts if part)


def _rubric(view: View, writer: Writer) -> Iterator[str]:
    if view.model_statement:
        yield ""
        yield writer.markdown(f"One way to put it: {view.model_statement}", 2)
    yield ""
    yield "Which of these does yours say? Type their numbers (or 0 for none):"
    for number, point in enumerate(view.rubric, 1):
        yield f"  {number}. {writer.markdown(point, 5).lstrip()}"


def summary_lines(summary: Summary, writer: Writer) -> Iterator[str]:
    """What was derived first, the numbers last."""
    yield ""
    if summary.derived:
        yield "You have shown:"
        for line in summary.derived:
            mark = {"unaided": "", "assisted": " (with help)", "told": " (shown)"}[line.how]
            yield writer.markdown(f"- **{line.title}**{mark}: {line.shows}")
    if summary.mastered:
        yield writer.markdown("Now yours for good, unaided and after a pause: " + ", ".join(summary.mastered) + ".")
    if summary.gaps:
        yield writer.markdown("What was in the way: " + ", ".join(summary.gaps) + ".")
    for title in summary.parked:
        yield f"Left for another day: {clean(title, newlines=False)}"
    yield ""
    yield summary.in_figures()


def map_lines(view: View, writer: Writer) -> Iterator[str]:
    """What has been shown so far."""
    yield ""
    if not view.established:
        yield "Nothing yet: what you derive is listed here."
    for line in view.established:
        yield writer.markdown(f"- **{line.title}**: {line.shows}")


def reasons_lines(why: Reasons) -> Iterator[str]:
    """Why this question."""
    yield ""
    yield why.cause
    if why.path:
        yield "  on the way: " + " → ".join(clean(title, newlines=False) for title in why.path)
    if why.rests_on:
        yield "  rests on: " + ", ".join(clean(title, newlines=False) for title in why.rests_on)
    yield f"  expected: right with {why.p:.0%}; known with {why.known:.0%}"
    yield f"  so far: {why.unaided} right unaided, {why.assisted} with help, {why.missed} missed"

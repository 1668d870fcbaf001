"""What was looked up beside a question, as lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tutor.notation.untrusted import clean
from tutor.session.view import HIDDEN

if TYPE_CHECKING:
    from tutor.plain.words import Writer
    from tutor.session.view import Beside, Source, View


def listed(view: View) -> tuple[Source, ...]:
    """The passages that /open counts: those of the latest look-up that found any."""
    return next((one.sources for one in reversed(view.beside) if one.sources), ())


def beside_lines(found: Beside, writer: Writer) -> Iterator[str]:
    """The concepts it names, each passage with a number and a short quote, then the question back."""
    for one in found.named:
        yield writer.markdown(f"*{one.title}*: {one.says}", 2)
    if found.text:
        yield writer.markdown(found.text, 2)
    for number, source in enumerate(found.sources, 1):
        yield ""
        yield _where(number, source, writer)
        yield writer.markdown(source.quote, 4)
    if found.sources:
        yield ""
        yield (
            "  /open 1 shows the whole passage." if len(found.sources) == 1 else "  /open NUMBER shows a whole passage."
        )
    if found.note:
        yield writer.markdown(found.note, 2)
    if found.back:
        yield ""
        yield writer.markdown(found.back)


def passage_lines(number: int, source: Source, writer: Writer) -> Iterator[str]:
    """One passage, whole."""
    yield ""
    yield _where(number, source, writer)
    yield ""
    yield writer.markdown(source.text, 2)
    if source.hidden:
        yield ""
        yield writer.markdown(HIDDEN, 2)


def _where(number: int, source: Source, writer: Writer) -> str:
    parts = [one for one in (source.title, source.heading.rpartition(" › ")[2]) if one]
    why = "named by the author of the question" if source.authored else source.why
    place = ", ".join(part for part in (source.place, source.speaker or "", why) if part)
    return writer.letters(clean(f"[{number}] {' › '.join(parts)} ({place})", newlines=False))

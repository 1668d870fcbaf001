"""What stands beside the open question, as a front end sees it: sources and side-threads, under the veil of what is open now."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from tutor.curriculum.curricula import Curricula
from tutor.session import events as happened
from tutor.session.cited import Cited
from tutor.session.masking import Veil, hidden, veil
from tutor.session.state import LookedUp, State
from tutor.session.summary import before, line_of
from tutor.session.view import HIDDEN, MASK, Beside, Named, Source

_KNOWN: Final = {
    "mastered": "yours for good", "established": "you have shown this", "told": "this was shown to you",
}  # fmt: skip
NOTHING: Final = "Nothing fits those words. Try the name of a concept, other words, or ask for a hint."


def beside(state: State, curricula: Curricula) -> tuple[Beside, ...]:
    """What was looked up since the open question was asked, the latest last."""
    asked = state.chain.question
    own = [one for one in state.looked_up if asked is not None and (one.ref, one.n) == (asked.ref, asked.n)]
    if state.ended is not None or not own:
        return ()
    over = veil(state.chain, curricula)
    return tuple(_entry(one, state, curricula, replace(over, asked=one.asked or "")) for one in own)


def _entry(entry: LookedUp, state: State, curricula: Curricula, over: Veil) -> Beside:
    shown = entry.shown
    sources = tuple(_source(one, over) for one in shown.cited)
    notes = [shown.trouble or ""]
    if isinstance(shown, happened.SourcesOpened):
        notes += [_missing(shown.missing)]
    if any(MASK in text for one in sources for text in (one.quote, one.title, one.heading, one.why)):
        notes += [HIDDEN]
    note = " ".join(part for part in notes if part)
    if isinstance(shown, happened.SourcesOpened):
        return Beside("sources", sources, note=note)
    return Beside(
        "aside",
        sources,
        asked=entry.asked,
        named=tuple(_named(one, state, curricula, over) for one in shown.touched),
        text=over.over(shown.text or ""),
        back=over.over(shown.back or ""),
        note=note or ("" if sources or shown.touched or shown.text else NOTHING),
    )


def _missing(names: tuple[str, ...]) -> str:
    files = dict.fromkeys(name.partition("#")[0] for name in names)  # a heading may give the result away
    listed = ", ".join(f"`{file}`" for file in files)
    return f"{listed} {'isn’t' if len(files) == 1 else 'aren’t'} among the documents here." if files else ""


def _source(one: Cited, over: Veil) -> Source:
    start, end = one.quote
    return Source(
        id=one.passages[0] if one.passages else "",
        title=over.over(one.title),
        heading=" › ".join(map(over.over, one.headings)),
        place=place(one),
        text=over.over(one.text),
        quote=over.over(one.text, start, end),
        hidden=hidden(over.spans(one.text), 0, len(one.text)),
        speaker=over.over(one.speaker) if one.speaker else None,
        line=one.line,
        page=one.page,
        time=one.time,
        authored=one.authored,
        why=over.over(one.why),
    )


def place(one: Cited) -> str:
    """Where a passage stands, in words: its time in a recording, its page, or its line."""
    if one.time is not None:
        minutes, seconds = divmod(int(one.time), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
    return f"page {one.page}" if one.page is not None else f"line {one.line}"


def _named(one: happened.Touched, state: State, curricula: Curricula, over: Veil) -> Named:
    standing = state.chain.established.get(one.concept, "") if one.standing == "ahead" else one.standing
    standing = "established" if standing in ("unaided", "assisted") else standing or "ahead"
    if standing in _KNOWN and one.concept not in over.concepts:
        title = curricula.concept(one.concept).concept.title
        return Named(title, standing, over.over(f"{_KNOWN[standing]}: {line_of(curricula, one.concept)}"))
    title = before(curricula, one.concept)
    if standing == "here":
        return Named(title, standing, "that is what this question is about.")
    if standing == "assumed":
        return Named(title, standing, "taken as known, though it was never asked.")
    return Named(title, "ahead", "lies ahead: you'll find it yourself.")

"""A notebook as Markdown, to be kept, printed or handed in. What the learner typed stands in it as typed, and can't become markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from tutor.notation.untrusted import clean
from tutor.session.notebook import Notebook, Page, Quoted, Solved, Try
from tutor.session.view import ShownExhibit

_HOW: Final = {"unaided": "found unaided", "assisted": "found with help", "told": "shown"}
_PURPOSES: Final = {
    "step": "a smaller question", "again": "the whole, with other numbers", "review": "what it rests on",
    "check": "a check, after a pause", "counter": "a question about an answer",
}  # fmt: skip
_VERDICTS: Final = {
    "right": "right", "wrong": "not that", "partial": "in part", "form": "right, in another form", "unit": "right but for the unit",
    "unreadable": "couldn't be read", "restated": "the question again", "undecided": "left open",
}  # fmt: skip
_CHOSEN: Final = frozenset({"choice", "choices", "order", "predict", "flaw"})
_MARKUP: Final = re.compile(r"([\\`*_{}\[\]<>#|~$!&])")
_ENTITIES: Final = {"[": "&#91;", "]": "&#93;", "<": "&lt;", ">": "&gt;", "&": "&amp;"}
_MATHEMATICS: Final = re.compile(r"(\$\$[^$]+\$\$|\$[^$\n]+\$)")


def markdown(notebook: Notebook) -> str:
    """The whole notebook."""
    return "\n".join(_lines(notebook)).rstrip() + "\n"


def file_name(notebook: Notebook) -> str:
    """A name for its file: the day and the goal, in letters that every file system takes."""
    words = re.findall(r"[a-z0-9]+", notebook.goal.casefold())
    return "-".join([f"{_day(notebook):%Y-%m-%d}", *words])[:80] + ".md"


def _day(notebook: Notebook) -> datetime:
    return datetime.fromtimestamp(notebook.began / 1_000_000, UTC)


def _lines(notebook: Notebook) -> Iterator[str]:
    yield f"# {clean(notebook.goal, newlines=False)}"
    yield ""
    yield f"*{'Derived' if notebook.reached else 'Begun'} on {_day(notebook):%d %B %Y}, from {clean(notebook.curriculum)}.*"
    if notebook.wonder:
        yield from ("", clean(notebook.wonder).strip())
    seen: set[str] = set()
    for page in notebook.pages:
        yield ""
        yield from _page(page, seen)
    yield from ("", "---", "", clean(notebook.summary.in_figures()))


def _page(page: Page, seen: set[str]) -> Iterator[str]:
    """A concept; evidence that stood on an earlier page (`seen`) is named, not repeated."""
    yield f"## {clean(page.title, newlines=False)}"
    yield ""
    if page.how:
        yield f"**You have shown** ({_HOW[page.how]}): {clean(page.shows).strip()}"
    else:
        yield "*Still open.*"
    for question in page.questions:
        for exhibit in question.evidence:
            yield from _exhibit(exhibit, repeated=exhibit.id in seen)
            seen.add(exhibit.id)
        yield ""
        yield from _question(question)
    if page.documents:
        yield ""
        yield "Documents: " + ", ".join(f"`{clean(one, newlines=False)}`" for one in page.documents)


def _exhibit(exhibit: ShownExhibit, *, repeated: bool) -> Iterator[str]:
    yield ""
    if repeated:
        yield f"*(Evidence: {clean(exhibit.title, newlines=False)}, as above.)*"
        return
    yield f"**Evidence: {clean(exhibit.title, newlines=False)}**"
    yield ""
    yield clean(exhibit.body).strip()
    yield ""
    yield f"*{clean(exhibit.grounds, newlines=False)}*"


def _question(question: Solved) -> Iterator[str]:
    purpose = _PURPOSES.get(question.purpose)
    yield f"### {purpose[:1].upper() + purpose[1:]}" if purpose else "### Question"
    yield ""
    yield clean(question.ask).strip()
    if question.options:
        yield ""
        yield from (f"{number}. {clean(option).strip()}" for number, option in enumerate(question.options, 1))
    yield ""
    yield from _answers(question)
    for quoted in question.quoted:
        yield ""
        yield from _citation(quoted)


def _answers(question: Solved) -> Iterator[str]:
    if question.hints:
        yield f"- {question.hints} {'hint' if question.hints == 1 else 'hints'}"
    for one in question.tries:
        if question.kind == "own-words" and one.verdict != "unknown":
            yield "In my own words:"
            yield ""
            yield from (f"> {_plain(line)}" for line in clean(one.text).splitlines() or [""])
            yield ""
        else:
            yield f"- {_said(one, question)}"
    if question.points:
        yield from (f"- [{'x' if point.said else ' '}] {clean(point.text).strip()}" for point in question.points)
    if question.statement:
        yield from ("", f"One way to put it: {clean(question.statement).strip()}")
    elif question.solution:
        yield from ("", f"Shown: {clean(question.solution).strip()}")
    if not question.tries and not question.solution and not question.how:
        yield "- *waiting*"


def _said(one: Try, question: Solved) -> str:
    if one.verdict == "unknown":
        return one.text
    verdict = _VERDICTS.get(one.verdict, "")
    picked = _picked(one.text, question)
    if question.kind == "predict":
        verdict = "my prediction"
    elif verdict == "right" and question.how == "assisted":
        verdict = "right, with help"
    read = f", read as ${one.read}$" if _tells_more(one, question) else ""
    return f"{_code(one.text)}{picked}{read}{f': {verdict}' if verdict else ''}"


def _picked(text: str, question: Solved) -> str:
    """The option that a number alone stands for."""
    number = text.strip().rstrip(".)")
    if (
        question.kind not in ("choice", "predict")
        or not number.isdecimal()
        or not 0 < int(number) <= len(question.options)
    ):
        return ""
    return f" ({clean(question.options[int(number) - 1], newlines=False).strip()})"


def _tells_more(one: Try, question: Solved) -> bool:
    """Whether the reading shows what the typed text doesn't."""
    if one.read is None or question.kind in _CHOSEN:
        return False
    return re.sub(r"[\s\\]", "", one.read) != re.sub(r"\s", "", one.text)


def _citation(quoted: Quoted) -> Iterator[str]:
    yield from (f"> {_prose(line)}" for line in clean(quoted.quote).strip().splitlines())
    where = ", ".join(part for part in (quoted.heading, quoted.place) if part)
    yield ">"
    yield f"> — *{_plain(clean(quoted.title, newlines=False))}*{f', {_plain(clean(where, newlines=False))}' if where else ''}"


def _code(text: str) -> str:
    """The text as code, whatever backticks are in it."""
    line = clean(text, newlines=False).strip()
    fence = "`" * (1 + max((len(run) for run in re.findall(r"`+", line)), default=0))
    pad = " " if line.startswith("`") or line.endswith("`") or not line else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def _prose(text: str) -> str:
    """The text of a document: its mathematics stays, everything else that Markdown takes as markup is escaped."""
    parts = _MATHEMATICS.split(text)
    return "".join(part if i % 2 else _plain(part) for i, part in enumerate(parts))


def _plain(text: str) -> str:
    """The text with all that Markdown takes as markup escaped; brackets as entities, for `\\[` begins mathematics in many readers."""
    escaped = _MARKUP.sub(lambda found: _ENTITIES.get(found[1], f"\\{found[1]}"), text)
    return re.sub(r"^(\s*)(\d*)([-+.)])(?=\s)", r"\1\2\\\3", escaped)

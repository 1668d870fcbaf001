"""From passages of a document to what is kept of them: neighbours as one text, cleaned, with a quote of whole sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from tutor.notation.sentences import sentences
from tutor.notation.untrusted import clean
from tutor.session.cited import Cited

if TYPE_CHECKING:
    from tutor.session.ports import Passage

LONGEST: Final = 4000  # characters kept of what stands under one citation
QUOTED: Final = 320  # characters of a quote, where sentences allow
_NAME: Final = 200
_SHARED: Final = 400  # characters by which neighbouring passages may overlap
_WORD: Final = re.compile(r"[^\W\d_]{3,}")


def cited(passages: Sequence[Passage], words: str, *, authored: bool = False, why: str = "") -> Cited:
    """Passages of one document in order, as one. `words`: what was looked for; the quote is where most of them stand."""
    first = passages[0]
    text = clean(joined(passages))
    if len(text) > LONGEST:
        text = text[: _last_end(text, LONGEST)].rstrip() + " …"
    return Cited(
        passages=tuple(one.id for one in passages),
        document=first.document,
        title=_name(first.title),
        source=_name(first.source),
        headings=tuple(map(_name, first.headings)),
        text=text,
        quote=quote(text, words),
        line=first.line,
        page=first.page,
        time=first.time,
        speaker=_name(first.speaker) if first.speaker else None,
        authored=authored,
        why=_name(why),
    )


def joined(passages: Sequence[Passage]) -> str:
    """Their texts, without what neighbours have in common; gaps become empty lines."""
    text = passages[0].text.strip()
    for before, after in pairwise(passages):
        follows = after.text.strip()
        if after.start < before.end:
            shared = _overlap(text, follows)
            text = f"{text}{follows[shared:]}" if shared else f"{text}\n\n{follows}"
        else:
            text = f"{text}\n\n{follows}"
    return text


def quote(text: str, words: str) -> tuple[int, int]:
    """The whole sentences, one after another, that hold most of the words; the first ones where none does. A single sentence longer
    than a quote is taken whole."""
    spans = list(sentences(text))
    if not spans:
        return (0, len(text))
    wanted = _stems(words)
    runs = [_run(spans, i) for i in range(len(spans))]
    return max(runs, key=lambda run: (len(wanted & _stems(text[slice(*run)])), -run[0]))


def _run(spans: Sequence[tuple[int, int]], first: int) -> tuple[int, int]:
    start, end = spans[first]
    for _, further in spans[first + 1 :]:
        if further - start > QUOTED:
            break
        end = further
    return start, end


def _stems(text: str) -> frozenset[str]:
    return frozenset(word.casefold().rstrip("s") for word in _WORD.findall(text))


def _overlap(before: str, after: str) -> int:
    """How many characters at the beginning of `after` repeat the end of `before`."""
    return next((n for n in range(min(_SHARED, len(before), len(after)), 0, -1) if before.endswith(after[:n])), 0)


def _last_end(text: str, most: int) -> int:
    return max((end for _, end in sentences(text) if end <= most), default=most)


def _name(text: str) -> str:
    return " ".join(clean(text, newlines=False).split())[:_NAME]

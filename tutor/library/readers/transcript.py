"""Transcripts of talks and podcasts: time-stamped lines, turns of speakers, headings with times, captions, subtitles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from statistics import median
from typing import Final

from tutor.library.document import Block, Document
from tutor.library.facts import facts_of, front_matter, pair
from tutor.library.limits import Limits
from tutor.library.readers.lines import (
    LONGEST_HEADING,
    Headings,
    Stretch,
    bounded,
    heading_words,
    joined,
    stretches,
    title_of,
)
from tutor.library.readers.turns import Turn, speakers, turn

_CLOCK: Final = r"(?:(?P<h>\d{1,2}):)?(?P<m>\d{1,2}):(?P<s>\d{2})(?:[.,]\d{1,3})?"
_TIMED: Final = re.compile(rf"(?:[-*•]\s+)?(?P<open>[\[(])?{_CLOCK}(?(open)[\])])(?:\s*[-–—:|])?(?:\s+|$)")
_ENDS: Final = re.compile(rf"(?P<words>\S.{{0,150}}?)\s+(?P<open>[\[(])?{_CLOCK}(?(open)[\])])")
_CUE: Final = re.compile(rf"{_CLOCK}\s+-->\s+[\d:.,]+.*")
_TAG: Final = re.compile(r"</?[\w.:-][^<>]{0,100}>|\{\\[^}]{1,40}\}")
_VOICE: Final = re.compile(r"<v(?:\.[\w.]+)?\s+(?P<name>[^<>]{1,60})>")
_HASHES: Final = re.compile(r"(?P<level>#{1,6})\s+(?P<words>\S.*)")
_EPISODE: Final = re.compile(r"(?:EP|Ep|Episode|EPISODE)\.?\s*#?\d{1,5}")
_DATED: Final = re.compile(r"(?:Episode Date|Published|Date):\s*(?P<date>[A-Z][a-z]+ \d{1,2}, \d{4}|\d{4}-\d{2}-\d{2})")
_FURNITURE: Final = re.compile(
    r"(?:full\s+)?(?:transcript|text|captions|subtitles)(?:\s*:.{0,80})?|discussion \(\d+\)|share|subscribe|show more|copy link|"
    r"skip to (?:main )?content|sign in|listen on .{1,40}|webvtt.{0,60}|kind: captions|edited by .{1,80}",
    re.IGNORECASE,
)
_LOOKED_AT: Final = 3_000
"""Lines by which a text's shape is judged."""
_PARAGRAPH: Final = 160
"""Characters of the middle line from which on each line is a paragraph."""


def recognised(text: str, begin: int = 0) -> bool:
    """Whether the text from that offset on has the shape of a transcript."""
    lines = [line.text for line in islice(stretches(text, begin), _LOOKED_AT)]
    filled = [line for line in lines if line]
    if len(filled) < 5 or "```" in text or "$$" in text:
        return False
    stamps = [_seconds(found) for line in filled if (found := _TIMED.match(line))]
    if len(stamps) >= 5 and 3 * len(stamps) >= len(filled) and _rising(stamps):
        return True
    if _rising(_heading_times(filled)) and len(_heading_times(filled)) >= 3:
        return True
    facts, _ = front_matter(text)
    if speakers(filled, facts.get("speakers", "")):
        return True
    return _captions(lines, filled)


def _captions(lines: Sequence[str], filled: Sequence[str]) -> bool:
    """Whether these are captions without anything else: many short lines, no paragraphs, sentences running on."""
    if len(filled) < 40 or len(lines) - len(filled) > len(lines) // 50 or not 10 <= median(map(len, filled)) <= 110:
        return False
    if any(line.startswith(("#", "|", ">")) for line in filled):
        return False
    return sum(line[0].islower() for line in filled) >= len(filled) // 5


def _rising(times: Sequence[float]) -> bool:
    return sum(one <= other for one, other in pairwise(times)) >= 0.9 * (len(times) - 1)


def _heading_times(lines: Sequence[str]) -> list[float]:
    return [_seconds(found) for line in lines if len(line) <= 150 and (found := _ENDS.fullmatch(line))]


def _seconds(found: re.Match[str]) -> float:
    return 3600.0 * int(found["h"] or 0) + 60.0 * int(found["m"]) + int(found["s"])


def read(name: str, text: str, limits: Limits) -> Document:
    """The document of a transcript."""
    facts, begin = front_matter(text)
    lines = list(stretches(text, begin))
    talk = _Talk(lines, facts)
    blocks = bounded(talk.blocks(), name, limits)
    facts = facts | {key: value for key, value in talk.facts.items() if key not in facts}
    if talk.names and "speakers" not in facts:
        facts["speakers"] = ", ".join(sorted(talk.names))[:300]
    return Document(title_of(name, facts, blocks), "transcript", text, blocks, facts)


class _Talk:
    """A transcript read line by line: the turn that goes on, and who speaks when under which heading."""

    def __init__(self, lines: Sequence[Stretch], facts: dict[str, str]) -> None:
        filled = [line.text for line in lines if line.text]
        self.facts: dict[str, str] = {}
        self.names = speakers(filled[:_LOOKED_AT], facts.get("speakers", ""))
        self._lines = lines
        self._timed = sum(bool(_TIMED.match(line)) for line in filled) * 3 >= len(filled)
        self._cued = any(_CUE.fullmatch(line) for line in filled[:20])
        self._long = median(map(len, filled or [""])) >= _PARAGRAPH
        times = [found["words"] for line in filled if len(line) <= 150 and (found := _ENDS.fullmatch(line))]
        self._chapters = len(times) >= 2 and 2 * len(set(times)) > len(times)
        self._headings = Headings()
        self._said: list[Stretch] = []
        self._start: int | None = None
        self._time: float | None = None
        self._speaker: str | None = None

    def blocks(self) -> Iterator[Block]:
        lines = self._lines
        first = 0
        while first < len(lines) and self._preamble(lines, first):
            first += 1
        for number in range(first, len(lines)):
            line = lines[number]
            if not line.text:
                if not (self._timed or self._cued):
                    yield from self._ended()
            elif self._cued and (_CUE.fullmatch(line.text) or self._is_cue_number(number)):
                found = _CUE.fullmatch(line.text)
                self._time = _seconds(found) if found else self._time
            elif _FURNITURE.fullmatch(line.text.lstrip("# ")):
                yield from self._ended()
            elif heading := self._heading(line):
                yield from self._ended()
                yield self._below(heading, line)
            else:
                yield from self._speech(line)
        yield from self._ended()

    def _preamble(self, lines: Sequence[Stretch], number: int) -> bool:
        """Whether that line only says what the talk is: a title, `Key: value`."""
        text = lines[number].text
        if not text or _FURNITURE.fullmatch(text.lstrip("# ")):
            return True
        if self._cued or _TIMED.match(text) or turn(text, self.names):
            return False
        dated = _DATED.match(text)
        if dated:
            self.facts.setdefault("date", dated["date"])
        found = pair(text)
        if found:
            self.facts = facts_of([found]) | self.facts
            return True
        if (
            number < 3
            and "title" not in self.facts
            and len(text) <= 150
            and not self._timed
            and not text.endswith((".", ",", "?"))
        ):
            following = next((line.text for line in lines[number + 1 :] if line.text), "")
            if text.startswith("#") or _ENDS.fullmatch(text) or not following:
                return False
            if _EPISODE.fullmatch(text):
                return True
            self.facts["title"] = text
            return True
        return False

    def _is_cue_number(self, number: int) -> bool:
        after = self._lines[number + 1].text if number + 1 < len(self._lines) else ""
        return self._lines[number].text.isdigit() and bool(_CUE.fullmatch(after))

    def _heading(self, line: Stretch) -> tuple[int, str, float | None] | None:
        """The level, the words and the time of a heading, if that line is one."""
        hashes = _HASHES.fullmatch(line.text) if len(line.text) <= LONGEST_HEADING else None
        words = hashes["words"].rstrip("# ") if hashes else line.text
        chapter = _ENDS.fullmatch(words) if len(words) <= 150 and (hashes or self._chapters) else None
        if hashes is None and (chapter is None or turn(line.text, self.names)):
            return None
        level = len(hashes["level"]) if hashes else 6
        return level, chapter["words"] if chapter else words, _seconds(chapter) if chapter else None

    def _below(self, heading: tuple[int, str, float | None], line: Stretch) -> Block:
        level, words, time = heading
        self._time = self._time if time is None else time
        path = self._headings.under(level, heading_words(words))
        said = Stretch(words, line.start + line.text.find(words))
        return joined("heading", [said], path, start=line.start, time=self._time)

    def _speech(self, line: Stretch) -> Iterator[Block]:
        text, at, time = line.text, 0, None
        stamp = _TIMED.match(text)
        if stamp is not None and (self._timed or not self._said):
            self._time = time = _seconds(stamp)
            at = stamp.end()
        begins = self._turn(text[at:])
        if begins is not None:
            yield from self._ended()
            if begins.time:
                clock = re.search(_CLOCK, begins.time)
                self._time = time = _seconds(clock) if clock else time
            self._speaker = begins.speaker
            at += begins.begin
        elif self._long and self._said:
            yield from self._ended()
        if self._start is None:
            self._start = line.start
        time = self._time if self._cued else time
        self._words(text[at:], line.start + at, time)

    def _turn(self, text: str) -> Turn | None:
        voice = _VOICE.match(text) if self._cued else None
        if voice is not None:
            same = voice["name"].strip() == self._speaker
            return None if same else Turn(voice["name"].strip(), None, voice.end())
        repeated = _ENDS.fullmatch(text) if len(text) <= 80 and not self._chapters else None
        if repeated is not None and 1 <= len(repeated["words"].split()) <= 4:  # `First Last 0:12` above what is said
            return Turn(repeated["words"].rstrip(":"), repeated[0][len(repeated["words"]) :], len(text))
        return turn(text, self.names)

    def _words(self, text: str, start: int, time: float | None) -> None:
        if not self._cued:
            if text:
                self._said.append(Stretch(text, start, time))
            return
        if self._said and self._repeats(text):  # subtitles that roll show each line twice
            return
        at, glue = 0, " "
        for tag in [*_TAG.finditer(text), None]:
            piece = text[at : tag.start() if tag else len(text)]
            if piece.strip():
                skipped = len(piece) - len(piece.lstrip()) if glue else 0
                self._said.append(Stretch(piece[skipped:], start + at + skipped, time, glue))
                glue = ""
            at = tag.end() if tag else at

    def _repeats(self, text: str) -> bool:
        words = "".join(_TAG.sub("", text).split())
        before = "".join("".join(line.text for line in self._said[-40:]).split())
        return bool(words) and len(words) > 8 and before.endswith(words)

    def _ended(self) -> Iterator[Block]:
        if self._said:
            yield joined(
                "speech", self._said, self._headings.path, start=self._start, time=self._time if not self._timed else None,
                speaker=self._speaker,
            )  # fmt: skip
        self._said, self._start = [], None

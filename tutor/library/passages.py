"""Documents cut into passages: up to 1,500 characters in whole sentences that overlap by a fifth, each under one heading."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Final

from tutor.library.document import Block, Document
from tutor.library.sentences import parts, sentences

CHUNKER: Final = "sentences-2"
"""The version of what `cut` and `windows` do; an index made by another has to be made anew."""

SIZE: Final = 1_500
"""Characters that a passage is filled up to. A model that reads fewer is given the passage's beginning as the whole; its windows are
what is mostly found. Longer passages give more of the context and found no better (`tests/benchmarks/retrieval.py`)."""
OVERLAP: Final = 300
"""Characters that a passage repeats of the one before, at least, within a paragraph: no quote of fewer is ever torn apart."""
WINDOW: Final = 280
"""Characters of a window."""
WHOLE: Final = 3_000
"""Characters up to which a formula, a table or code is never cut."""
_LONG: Final = 400  # a sentence beyond this is cut
_PART: Final = 200  # into parts of this
_MOST: Final = 1_900  # characters of a passage, when what would be left over is little
_LITTLE: Final = 200  # characters that aren't worth a passage of their own
_KEPT_WHOLE: Final = frozenset({"list", "speech"})
_ATOMIC: Final = frozenset({"code", "maths", "table"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage to be. [start, end) are offsets into the document's text; `text` is how that reads: a turn of a talk begins with
    its speaker's name where several speak.

    `headings` are those that all of it stands under; their words aren't in `text` (whoever indexes it puts them before it), while
    headings that stand within the piece are, and `within` names them too. `page` and `time` are those of its beginning; `speaker`:
    who says all of it, None when several do.
    """

    start: int
    end: int
    text: str
    headings: tuple[str, ...] = ()
    page: int | None = None
    time: float | None = None
    speaker: str | None = None
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Unit:
    """A stretch of a block that isn't cut: a sentence, a formula. `glued`: nothing is cut before it."""

    block: Block
    number: int
    begin: int
    end: int
    glued: bool = False

    @property
    def size(self) -> int:
        return self.end - self.begin


@dataclass(slots=True)
class _Section:
    """What stands directly under one heading, and that heading, if it stands here; `lead`: with those right above it."""

    path: tuple[str, ...]
    heading: Block | None
    blocks: list[Block]
    lead: list[Block] = field(default_factory=list)
    within: tuple[str, ...] = ()

    @property
    def body(self) -> int:
        """Characters below the heading."""
        return sum(len(block.text) for block in self.blocks)

    @property
    def size(self) -> int:
        """Characters with the headings."""
        return self.body + sum(len(heading.text) + 2 for heading in self.lead)


def cut(document: Document) -> tuple[Piece, ...]:
    """The pieces of a document, in order. Every block that isn't blank is covered; a heading is in `headings` or in the text."""
    pieces = []
    for section in _merged(_sections(document.blocks)):
        units = _units(section.blocks)
        pieces += [_piece(section, units[begin:end]) for begin, end in _filled(units)]
    return tuple(pieces)


def windows(text: str) -> tuple[str, ...]:
    """The text in stretches of at most 280 characters (more where a line of a formula or code can't be cut), in whole
    sentences where there are any, each beginning with the last sentence of the one before if that is short. At least one;
    together all of it."""
    spans = [
        part
        for line in _line_spans(text)
        for begin, end in sentences(text[slice(*line)])
        for part in parts(text, (line[0] + begin, line[0] + end), WINDOW)
    ]
    found: list[tuple[int, int]] = []
    first = 0
    for index, (_, end) in enumerate(spans):
        last = index + 1 == len(spans)
        if last or spans[index + 1][1] - spans[first][0] > WINDOW:
            found.append((spans[first][0], end))
            begin, stop = spans[index]
            repeated = index > first and 2 * (stop - begin) <= WINDOW
            fits = not last and spans[index + 1][1] - begin <= WINDOW
            first = index if repeated and fits else index + 1
    texts = (text[begin:end].strip() for begin, end in found)
    return tuple(each for each in texts if each) or (text,)


def _line_spans(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for line in text.splitlines(keepends=True):
        yield begin, begin + len(line)
        begin += len(line)


def _sections(blocks: Sequence[Block]) -> Iterator[_Section]:
    section: _Section | None = None
    for block in blocks:
        if not block.text.strip():
            continue
        if block.kind == "heading":
            if section is not None:
                yield section
            section = _Section(block.headings, block, [])
        elif section is None or section.path != block.headings:
            if section is not None:
                yield section
            section = _Section(block.headings, None, [block])
        else:
            section.blocks.append(block)
    if section is not None:
        yield section


def _merged(sections: Iterator[_Section]) -> Iterator[_Section]:
    """Tiny neighbours together under the headings they share. A heading with nothing but others below it goes with the first."""
    run: list[_Section] = []
    size = 0
    above: list[Block] = []
    listed = list(sections)
    for section, after in zip_longest(listed, listed[1:]):
        if section.heading and not section.blocks and after and _below(after.path, section.path):
            above.append(section.heading)
            continue
        if section.heading:
            section.lead, above = [*above, section.heading], []
        if run and (section.body >= _LITTLE or size + section.size > SIZE):
            yield _joined(run)
            run, size = [], 0
        run.append(section)
        size += section.size
        if section.body >= _LITTLE:
            yield _joined(run)
            run, size = [], 0
    if run:
        yield _joined(run)


def _below(path: tuple[str, ...], heading: tuple[str, ...]) -> bool:
    return len(path) > len(heading) and path[: len(heading)] == heading


def _joined(run: Sequence[_Section]) -> _Section:
    """One section of several; the headings that not all of it stands under are in it."""
    path = run[0].path
    for section in run[1:]:
        same = [one == other for one, other in zip(path, section.path, strict=False)]
        path = path[: (same.index(False) if False in same else len(same))]
    if len(run) == 1 and not run[0].blocks:
        return _Section(path, None, run[0].lead[-1:])
    blocks, within = [], []
    for section in run:
        inner = [heading for heading in section.lead if len(heading.headings) > len(path)]
        within += [heading.headings[-1] for heading in inner]
        blocks += [*inner, *section.blocks]
    return _Section(path, None, blocks, within=tuple(within))


def _units(blocks: Sequence[Block]) -> list[_Unit]:
    units: list[_Unit] = []
    for number, block in enumerate(blocks):
        glued = bool(units) and _belongs(units[-1].block, block)
        for begin, end in _atoms(block) if block.kind in _ATOMIC else _sentences(block):
            units.append(_Unit(block, number, begin, end, glued))
            glued = False
    return units


def _belongs(before: Block, block: Block) -> bool:
    """Whether a block goes on with what the one before it says."""
    if before.kind == "heading":
        return True
    if before.kind == "maths":
        return block.kind == "maths" or (block.kind == "paragraph" and block.text[:1].islower())
    if before.kind in _ATOMIC:
        return False
    return block.kind == "maths" or (before.kind == "paragraph" and before.text.endswith(":"))


def _sentences(block: Block) -> Iterator[tuple[int, int]]:
    lines = [line.at for line in block.lines]
    for begin, end in sentences(block.text):
        if end - begin <= _LONG:
            yield begin, end
        else:
            yield from parts(block.text, (begin, end), _PART, lines)


def _atoms(block: Block) -> Iterator[tuple[int, int]]:
    if len(block.text) <= WHOLE:
        yield 0, len(block.text)
        return
    begin = end = 0
    for line, stop in _line_spans(block.text):
        if stop - begin > SIZE and line > begin:
            yield begin, line
            begin = line
        end = stop
        while end - begin > WHOLE:
            yield begin, begin + WHOLE
            begin += WHOLE
    if end > begin:
        yield begin, end


def _filled(units: Sequence[_Unit]) -> Iterator[tuple[int, int]]:
    """The pieces as [first, last) units, each with the overlap it begins with."""
    sizes = [0]
    for unit in units:
        sizes.append(sizes[-1] + unit.size + (2 if unit.begin == 0 else 0))  # and what stands between blocks
    new = 0
    before: tuple[int, int] | None = None
    while new < len(units):
        first = _overlapping(units, sizes, new)
        end = _group(units, new)
        while end < len(units):
            after = _group(units, end)
            if sizes[after] - sizes[first] > SIZE or _better_below(units, sizes, first, end):
                break
            end = after
        if end < len(units) and sizes[-1] - sizes[end] <= _LITTLE and sizes[-1] - sizes[first] <= _MOST:
            end = len(units)
        if before is not None and before[0] < first:  # else this piece repeats all of that one
            yield before
        before = first, end
        new = end
    if before is not None:
        yield before


def _overlapping(units: Sequence[_Unit], sizes: Sequence[int], new: int) -> int:
    """Where the overlap before that unit begins. Beyond its own paragraph a piece repeats only what leaves room for something new."""
    first = new
    while first > 0 and sizes[new] - sizes[first] < OVERLAP:
        before = units[first - 1]
        same = before.number == units[new].number
        if before.block.kind in _ATOMIC or before.block.kind == "heading" or (before.size > _LONG and not same):
            break
        first -= 1
    own = first
    while own < new and units[own].number != units[new].number:
        own += 1
    room = sizes[_group(units, new)] - sizes[first] <= SIZE
    return first if room else own


def _group(units: Sequence[_Unit], begin: int) -> int:
    """Where what begins at that unit and belongs together ends."""
    end, size = begin + 1, units[begin].size
    while end < len(units) and units[end].glued and size + units[end].size <= WHOLE:
        size += units[end].size
        end += 1
    return end


def _better_below(units: Sequence[_Unit], sizes: Sequence[int], first: int, end: int) -> bool:
    """Whether the block that begins there is better left to the next piece, which has room for all of it."""
    block = units[end]
    if block.begin > 0:
        return False
    stop = end
    while stop < len(units) and units[stop].number == block.number:
        stop += 1
    filled, whole = sizes[end] - sizes[first], sizes[stop] - sizes[end]
    enough = SIZE // 4 if block.block.kind in _KEPT_WHOLE else SIZE // 2
    return filled >= enough and filled + whole > SIZE and whole <= SIZE - OVERLAP


def _piece(section: _Section, units: Sequence[_Unit]) -> Piece:
    first, last = units[0], units[-1]
    speakers = {unit.block.speaker for unit in units if unit.block.kind != "heading"}
    texts: list[str] = []
    begin = 0
    while begin < len(units):
        end = begin + 1
        while end < len(units) and units[end].number == units[begin].number:
            end += 1
        block = units[begin].block
        said = block.text[units[begin].begin : units[end - 1].end].strip()
        changes = begin == 0 or units[begin - 1].block.speaker != block.speaker
        if len(speakers) > 1 and block.speaker and changes:
            said = f"{block.speaker}: {said}"
        if texts:
            texts.append("\n" if block.kind == "list" == units[begin - 1].block.kind else "\n\n")
        texts.append(said)
        begin = end
    return Piece(
        start=first.block.start if first.begin == 0 else _offset(first.block, first.begin),
        end=_end(last),
        text="".join(texts),
        headings=section.path,
        page=first.block.page,
        time=_time(first),
        speaker=next(iter(speakers)) if len(speakers) == 1 else None,
        within=section.within,
    )


def _end(unit: _Unit) -> int:
    block = unit.block
    if unit.end == len(block.text):
        return block.end
    said = len(block.text[unit.begin : unit.end].rstrip())
    return _offset(block, unit.begin + max(said, 1) - 1) + 1


def _offset(block: Block, at: int) -> int:
    if not block.lines:
        return block.start + at
    line = block.lines[bisect_right(block.lines, at, key=lambda each: each.at) - 1]
    return line.start + at - line.at


def _time(unit: _Unit) -> float | None:
    lines = unit.block.lines
    if lines:
        line = lines[bisect_right(lines, unit.begin, key=lambda each: each.at) - 1]
        if line.time is not None:
            return line.time
    return unit.block.time

"""Pieces of a text that might be somebody's answer: formulas, code, numbers, and runs of signs in prose.

Written for documents, which set their mathematics as they please: between dollars, in environments, in code, or, as in what
is taken out of a PDF, without any mark at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tutor.curriculum.placeholders import segments

MOST_PIECES: Final = 60  # parts of one formula that are looked at
_CODE: Final = re.compile(r"(`+)([^`]+)\1")
_FENCE: Final = re.compile(r"^(```+|~~~+)[^\n]*\n(.*?)^\1[ \t]*$", re.MULTILINE | re.DOTALL)
_ENVIRONMENT: Final = re.compile(r"\\begin\{([a-z]{3,12}\*?)\}(.*?)\\end\{\1\}", re.DOTALL)
_CLAUSES: Final = re.compile(r"\\\\|&|;|\n|\\q?quad|\\(?:implies|iff|Rightarrow|Leftrightarrow|to)\b|\\text\{[^{}]*\}")
_SIDES: Final = re.compile(r"=|≈|≠|\\approx|\\ne\b|:")
_WORD: Final = re.compile(r"\S+")
_SIGNS: Final = frozenset("0123456789=+*/^<>≤≥→⟶⇌√∈{}[]()|−·×÷∪∩±_\\¬∧∨")
_EDGES: Final = " \t\n.,;:!?\"'“”‘’*_"
_OPENERS: Final = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """What stands at [start, end) of a text, delimiters included; `source` without them."""

    start: int
    end: int
    source: str


def candidates(text: str) -> Iterator[Candidate]:
    """All of them, in no particular order; one may lie in another."""
    taken = list(formulas(text))
    yield from taken
    yield from _runs(text, taken)


def formulas(text: str) -> Iterator[Candidate]:
    """Mathematics with its delimiters, environments, and code."""
    prose = bytearray(b"\1" * len(text))
    for match in _FENCE.finditer(text):
        prose[match.start() : match.end()] = bytes(match.end() - match.start())
        at = match.start(2)
        for line in match.group(2).splitlines(keepends=True):
            yield Candidate(at, at + len(line.rstrip("\n")), line)
            at += len(line)
    for start, end, mathematics in segments(text):
        if mathematics and prose[start]:
            edge = 2 if text[start] == "\\" or text.startswith("$$", start) else 1
            prose[start:end] = bytes(end - start)
            yield Candidate(start, end, text[start + edge : end - edge])
    for pattern in (_ENVIRONMENT, _CODE):
        for match in pattern.finditer(text):
            if prose[match.start()]:
                yield Candidate(match.start(), match.end(), match.group(2))


def pieces(source: str) -> Iterator[str]:
    """A formula, then its clauses (rows, sentences), then their sides; a few dozen at most."""
    yield source
    count = 0
    for clause in _CLAUSES.split(source):
        for piece in (clause, *(_SIDES.split(clause) if _SIDES.search(clause) else ())):
            if piece.strip() and piece != source:
                yield piece.strip()
                count += 1
                if count >= MOST_PIECES:
                    return


def _runs(text: str, taken: list[Candidate]) -> Iterator[Candidate]:
    """In prose: each word with signs in it, and as many of them as follow one another."""
    inside = bytearray(len(text))
    for one in taken:
        inside[one.start : one.end] = b"\1" * (one.end - one.start)
    run: list[tuple[int, int]] = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        if inside[start] or inside[end - 1]:
            yield from _of_run(text, run)
            run = []
        elif _is_sign(match.group()):
            run.append((start, end))
            if match.group()[-1] in ".;!?" and not match.group().strip(_EDGES).startswith("("):
                yield from _of_run(text, run)
                run = []
        else:
            yield from _of_run(text, run)
            run = []
    yield from _of_run(text, run)


def _is_sign(word: str) -> bool:
    bare = word.strip(_EDGES)
    return bool(_SIGNS & set(word)) or word.strip(_EDGES) in "-–" or (len(bare) == 1 and bare not in "aAI") or (
        len(bare) < 4 and bare[1:].islower() and bare[:1].isupper()
    )  # fmt: skip


def _of_run(text: str, run: list[tuple[int, int]]) -> Iterator[Candidate]:
    if not run:
        return
    spans = dict.fromkeys([(run[0][0], run[-1][1]), *run])
    for start, end in spans:
        yield from _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Candidate]:
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    if start < end and text[end - 1] in _OPENERS and _OPENERS[text[end - 1]] not in text[start:end]:
        end -= 1
    if start < end and text[start] in _OPENERS.values() and not any(
        closer in text[start:end] for closer, opener in _OPENERS.items() if opener == text[start]
    ):  # fmt: skip
        start += 1
    if start < end:
        yield Candidate(start, end, text[start:end])

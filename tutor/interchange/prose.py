"""Text of other formats as Markdown that shows just that text: nothing in it is markup, mathematics, or a placeholder by accident."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from tutor.notation.untrusted import clean

LONGEST: Final = 6_000  # characters of a text; curricula allow 8,000, and escapes come on top
Delimiters = Sequence[tuple[str, str]]
DOUBLE_DOLLARS: Final[Delimiters] = (("$$", "$$"),)
TEX: Final[Delimiters] = (("$$", "$$"), ("\\(", "\\)"), ("\\[", "\\]"))
NONE: Final[Delimiters] = ()

_ALWAYS: Final = re.compile(r"[\\`\]<$]|&(?=#?\w{1,32};)")  # not `[`: behind a backslash it opens mathematics
_EMPHASIS: Final = re.compile(r"(?<=\S)[*]|[*](?=\S)|(?<![^\W_])_|_(?![^\W_])")
_AT_START: Final = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|>|[-+*=~](?=\s|$)|[-=~]{2,}|\d{1,9}(?=[.)](?:\s|$)))")
_NUMBER: Final = re.compile(r"^\s*\d{1,9}$")
_DISPLAYED: Final = re.compile(r"\$\$([^$\n]+)\$\$")
_BLANK: Final = re.compile(r"\n\s*\n\s*")


def markdown(text: str, mathematics: Delimiters = NONE) -> str:
    """The text as Markdown; what stands between the given delimiters as mathematics. Empty for nothing to show."""
    shown = ""
    for piece, inside in _pieces(clean(text), mathematics):
        part = _formula(piece) if inside else _plain(piece)
        if shown.endswith("$") and not shown.endswith("\\$") and part[:1].isalnum():
            shown += " "  # `$2$5` would be a price
        if shown.endswith("$") and part.startswith("$"):
            shown += " "
        shown += part
    lines = _BLANK.sub("\n\n", "\n".join(line.rstrip() for line in shown.split("\n")))
    return lines.strip().replace("{=", "{ =")


def written_markdown(text: str) -> str:
    """A text that is Markdown already; mathematics between two dollars within a line gets one."""
    lines = [line.rstrip() for line in clean(text).split("\n")]
    return (
        _BLANK.sub("\n\n", _DISPLAYED.sub(lambda found: f"${found[1].strip()}$", "\n".join(lines)))
        .strip()
        .replace("{=", "{ =")
    )


def title(text: str, longest: int = 160) -> str:
    """One line for a title: no mathematics, no placeholder, nothing escaped."""
    line = " ".join(clean(text, newlines=False).split()).replace("{=", "{ =")
    return line.replace("$", "\\$")[:longest].rstrip("\\ ")


def paragraphs(*texts: str) -> str:
    """Markdown texts below one another; empty ones, and one that repeats the text before it, left out."""
    kept: list[str] = []
    for text in texts:
        if text and text not in kept[-1:]:
            kept.append(text)
    return "\n\n".join(kept)


def is_too_long(text: str) -> bool:
    """Whether it's more than a question may show."""
    return len(text) > LONGEST


def _pieces(text: str, mathematics: Delimiters) -> Iterator[tuple[str, bool]]:
    """The text in pieces, mathematics (without its delimiters) told from the rest."""
    done = 0
    while True:
        found = min(
            ((at, opener, closer) for opener, closer in mathematics if (at := text.find(opener, done)) >= 0),
            default=None,
        )
        if found is None:
            break
        at, opener, closer = found
        end = text.find(closer, at + len(opener))
        if end < 0:
            break
        yield text[done:at], False
        yield text[at + len(opener) : end], True
        done = end + len(closer)
    yield text[done:], False


def _formula(source: str) -> str:
    inner = " ".join(source.replace("$", " ").split()).rstrip("\\").strip()
    return f"${inner}$" if inner else ""


def _plain(text: str) -> str:
    lines = [_escaped(line) for line in text.split("\n")]
    return "\n\n".join(lines) if len(lines) > 1 else lines[0]


def _escaped(line: str) -> str:
    line = " ".join(line.split()) if not line[:1].isspace() and not line[-1:].isspace() else _inner_space(line)
    start = _AT_START.match(line)
    shown = _EMPHASIS.sub(r"\\\g<0>", _ALWAYS.sub(r"\\\g<0>", line))
    if start is None:
        return shown
    before, mark = start.groups()
    kept = len(before) + len(mark)
    return (
        f"{before}{mark}\\{line[kept:][:1]}" + shown[kept + 1 :]
        if _NUMBER.match(mark)
        else f"{before}\\{shown[len(before) :]}"
    )


def _inner_space(line: str) -> str:
    """One space at an end where there was some, for mathematics may follow."""
    return " " * line[:1].isspace() + " ".join(line.split()) + " " * (line[-1:].isspace() and bool(line.strip()))

"""The last frame of Home, painted before the program is imported: what stood there stands there again at once.

It's a text of lines with colours, kept in the cache, one a learner, and painted only in a terminal of the same size and look by
the same version. Until the program has its own frame, the terminal echoes nothing and keeps the keys that are pressed for it.
Nothing here imports textual.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from tutor.home import private

LARGEST: Final = 400_000  # characters of a file that is looked at
_COLOURS: Final = re.compile(r"\x1b\[[0-9;:]{0,60}m")
_UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_ENTER: Final = "\x1b[?1049h\x1b[?25l\x1b[H"  # the other screen, no cursor, top left
_LEAVE: Final = "\x1b[?1049l\x1b[?25h"


@dataclass(frozen=True, slots=True)
class Terms:
    """What must be the same for a frame to be painted: program, terminal, learner."""

    version: str
    columns: int
    rows: int
    look: str
    learner: str


def terms(version: str, learner: str, environment: Mapping[str, str]) -> Terms | None:
    """The terms of this terminal; None where nothing should be painted (no size, or a terminal without movement)."""
    try:
        size = os.get_terminal_size(sys.stdout.fileno())
    except (OSError, ValueError):
        return None
    if os.name == "nt" or environment.get("TERM", "dumb") in ("dumb", "") or size.columns < 20 or size.lines < 5:
        return None
    look = " ".join(environment.get(name, "") for name in ("TERM", "COLORTERM", "NO_COLOR"))
    return Terms(version, size.columns, size.lines, look, learner)


def place(cache: Path, learner: str) -> Path:
    """Where a learner's frame is kept."""
    return cache / "frame" / f"{hashlib.blake2b(learner.encode(), digest_size=12).hexdigest()}.json"


def save(path: Path, own: Terms, lines: Sequence[str]) -> None:
    """Keep a frame; one that can't be kept is no loss."""
    text = json.dumps({"terms": asdict(own), "lines": [harmless(line) for line in lines[: own.rows]]})
    with contextlib.suppress(OSError):
        private(path.parent)
        beside = path.with_suffix(".writing")
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        beside.replace(path)


def drop(path: Path) -> None:
    """Keep no frame: what it shows has changed."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def load(path: Path, own: Terms) -> list[str] | None:
    """The lines kept on the same terms, made harmless again: a file in a cache is anybody's."""
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(LARGEST + 1)
        found = json.loads(text) if len(text) <= LARGEST else None
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or found.get("terms") != asdict(own) or not isinstance(found.get("lines"), list):
        return None
    return [harmless(line) for line in found["lines"][: own.rows] if isinstance(line, str)]


def words(path: Path) -> list[str] | None:
    """What a kept frame says, without colours; None if there's none."""
    try:
        found = json.loads(path.read_text("utf-8")[:LARGEST])
        return [_UNPRINTABLE.sub("", _COLOURS.sub("", line)).rstrip() for line in found["lines"]]
    except (OSError, ValueError, TypeError, KeyError):
        return None


def others(cache: Path, learners: Iterable[str]) -> list[Path]:
    """What is kept of anybody else than these learners, half-written frames too."""
    own = {place(cache, learner) for learner in learners}
    return [path for path in (cache / "frame").glob("*") if path not in own]


def harmless(line: str) -> str:
    """A line with nothing in it but what can be printed and colours."""
    out, done = [], 0
    for colour in _COLOURS.finditer(line):
        out += [_UNPRINTABLE.sub("", line[done : colour.start()]), colour.group()]
        done = colour.end()
    return "".join([*out, _UNPRINTABLE.sub("", line[done:])])


@contextlib.contextmanager
def painted(lines: Sequence[str] | None) -> Iterator[None]:
    """The frame stands while the program is made ready within; what goes wrong there finds the terminal as it was.

    Keys pressed meanwhile stay in the terminal's own queue, unseen, for whoever reads it next.
    """
    if lines is None:
        yield
        return
    import termios

    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    quiet = termios.tcgetattr(terminal)
    quiet[0] &= ~termios.ICRNL  # Enter stays Enter
    quiet[3] &= ~(termios.ECHO | termios.ICANON)
    termios.tcsetattr(terminal, termios.TCSANOW, quiet)
    _write(_ENTER + "\r\n".join(lines) + "\x1b[0m")
    try:
        yield
    except BaseException:
        _write(_LEAVE)
        raise
    finally:
        termios.tcsetattr(terminal, termios.TCSANOW, before)


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()

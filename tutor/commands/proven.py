"""What `tutor check` has proven before: a question whose text and whose grader are the same isn't proven twice.

A proof is named by a digest of everything that it depends on: the question's reference, the content of its whole tree, how
many variants were tried, and the program that tried them. Only proofs without findings are kept, one line of 32 hexadecimal digits
each, in a file a version of the program. The folder is part of the cache: it may be deleted at any time.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tutor.home import private

if TYPE_CHECKING:
    from tutor.curriculum.curricula import Curricula

DIGITS: Final = 32
VERSIONS: Final = 3  # files kept; who goes back and forth between two programs proves nothing twice
ROOMS: Final = ("notation", "curriculum", "grading")  # all that drawing, reading and grading is made of


class Proven:
    """The proofs of one program, read at once; `folder` needn't exist."""

    def __init__(self, folder: Path, program: str) -> None:
        self._file = folder / f"{program}.txt"
        self._known = _read(self._file)

    def __contains__(self, digest: str) -> bool:
        return digest in self._known

    def add(self, digests: Iterable[str]) -> None:
        """Keep them. Raises OSError when they can't be written."""
        fresh = [digest for digest in dict.fromkeys(digests) if digest not in self._known]
        if not fresh:
            return
        self._known.update(fresh)
        private(self._file.parent)
        # one write of whole lines at the end: two checks at once don't mix theirs
        handle = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(handle, "".join(f"{digest}\n" for digest in fresh).encode())
        finally:
            os.close(handle)
        _drop_old(self._file)


def digest(curricula: Curricula, ref: str, seeds: int) -> str:
    """The name of a question's proof over that many variants, apart from the program."""
    content = blake2b(f"{seeds} {ref}".encode(), digest_size=DIGITS // 2)
    for step in dict.fromkeys((ref, *curricula.tree(ref))):
        content.update(f" {step} {curricula.question(step).hash}".encode())
    return content.hexdigest()


def program(package: Path) -> str:
    """Names the program that proves: the code of its rooms in the folder `package`, and what they compute with."""
    content = blake2b(digest_size=DIGITS // 2)
    content.update(f"{sys.version_info[:2]} {version('python-flint')}".encode())
    for room in ROOMS:
        for file in sorted((package / room).rglob("*.py")):
            content.update(f"\0{file.relative_to(package).as_posix()}\0".encode())
            content.update(file.read_bytes())
    return content.hexdigest()


def unproven(curricula: Curricula, refs: Sequence[str], seeds: int, proven: Proven) -> dict[str, str]:
    """The questions that must be proven, each with its proof's name."""
    named = {ref: digest(curricula, ref, seeds) for ref in refs}
    return {ref: name for ref, name in named.items() if name not in proven}


def _read(file: Path) -> set[str]:
    try:
        text = file.read_text(encoding="ascii", errors="replace")
    except OSError:  # a cache that can't be read holds nothing; what is wrong with it is said when it's written
        return set()
    return {line for line in text.splitlines() if len(line) == DIGITS}


def _drop_old(file: Path) -> None:
    kept = sorted(file.parent.glob("*.txt"), key=lambda one: one.stat().st_mtime, reverse=True)[:VERSIONS]
    for other in file.parent.glob("*.txt"):
        if other not in kept and other != file:
            other.unlink(missing_ok=True)

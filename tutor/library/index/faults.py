"""What goes wrong in Chroma, in its directory or on the way to its server, as typed errors that say what to do.

Chroma's own errors carry SQLite's or the system's message as text; a panic of its native part isn't even an Exception.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tutor.disk.faults import Fault, of_sqlite, of_system
from tutor.errors import LibraryError, TutorError
from tutor.library.index.space import hindrance

_FULL: Final = ("disk is full", "no space left", "file too large", "quota exceeded", "(code: 778)", "(code: 1034)")
_READ_ONLY: Final = ("readonly database", "read-only", "permission denied", "unable to open database file")
_BUSY: Final = ("database is locked", "database table is locked")
_SIGNS: Final[tuple[tuple[Fault, tuple[str, ...]], ...]] = (("full", _FULL), ("read-only", _READ_ONLY), ("busy", _BUSY))


@contextmanager
def translated(folder: Path) -> Iterator[None]:
    """Raise LibraryError for whatever goes wrong with the index in `folder`."""
    try:
        yield
    except (TutorError, MemoryError):
        raise
    except sqlite3.Error as error:
        raise said(of_sqlite(error), folder, str(error)) from error
    except OSError as error:
        raise said(of_system(error), folder, error.strerror or str(error)) from error
    except Exception as error:
        raise said(_of_text(str(error), folder), folder, line(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # pyo3's; Ctrl-C and the end of the program pass
            raise
        raise said(_of_text(str(error), folder), folder, line(error)) from error


def said(fault: Fault, folder: Path, text: str) -> LibraryError:
    """The error of that kind."""
    if fault == "busy":
        return busy(folder)
    if fault == "full":
        return LibraryError(
            "library-full", f"the disk with {folder.parent} is full; the index of the library keeps what it has",
            remedy="free some space; what is missing from the index is then added",
        )  # fmt: skip
    if fault == "read-only":
        return LibraryError(
            "library-read-only", f"{folder} can't be written",
            remedy=f"make {folder.parent} writable, or set TUTOR_HOME to a folder that is",
        )  # fmt: skip
    return broken(folder, text)


def busy(folder: Path) -> LibraryError:
    """Another process owns the index."""
    return LibraryError(
        "library-busy", f"another program has the index {folder.name.partition('.lock')[0]} open",
        remedy="close it, or go on without it",
    )  # fmt: skip


def broken(folder: Path, text: str) -> LibraryError:
    """Damaged, or something unforeseen."""
    return LibraryError(
        "library-broken", f"the index {folder.name} can't be used: {text}",
        remedy="open the library again: the index is checked, and rebuilt from the library if need be",
    )  # fmt: skip


def unreachable(address: str, text: str) -> LibraryError:
    """The server of the index doesn't answer, or answers with an error."""
    return LibraryError(
        "library-unreachable", f"the vector index at {address} can't be used: {text}",
        remedy="start it (`chroma run`), or correct the setting library.server",
    )  # fmt: skip


def broken_at(address: str, text: str) -> LibraryError:
    """The server gives what wasn't put."""
    return LibraryError(
        "library-broken", f"the vector index at {address} is damaged: {text}", remedy="run `tutor library rebuild`"
    )


def _of_text(text: str, folder: Path) -> Fault:
    lowered = text.lower()
    said = next((fault for fault, signs in _SIGNS if any(sign in lowered for sign in signs)), None)
    return said or hindrance(folder) or "broken"


def line(error: BaseException) -> str:
    """The first line of an error, fit for a terminal."""
    first = next(iter(str(error).splitlines()), "") or type(error).__name__
    return "".join(letter if letter.isprintable() else " " for letter in first)[:200]

"""Downloading one file over HTTP: within limits, taken up again where a connection broke."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Final
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from tutor import __version__
from tutor.errors import InputError, LibraryError

CHUNK: Final = 1 << 16  # bytes read at a time
AGAIN: Final = frozenset({408, 425, 429})  # answers below 500 that may be others next time
Progress = Callable[[int, int | None], None]
"""Told how many bytes are there, and of how many if that is known."""


@dataclass(frozen=True, slots=True)
class Limits:
    """`size` in bytes; `silence`: seconds without one; `whole`: seconds for all. There are `tries` connections, `pause` seconds
    apart, then twice that, and so on.
    """

    size: int
    silence: float = 30.0
    whole: float = 3600.0
    tries: int = 5
    pause: float = 1.0


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    content: bytes
    total: int | None


def download(url: str, target: Path, limits: Limits, progress: Progress) -> None:
    """Write what the URL holds. Nothing is checked here but its size.

    Raises InputError("bad-argument") when that isn't a URL of the web; LibraryError("embeddings-missing") when it can't be had within
    the limits, "embeddings-broken" when it's too large; OSError when it can't be written.
    """
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise InputError("bad-argument", f"{url} isn't a URL of the web", remedy="those begin with https://")
    with target.open("wb") as file:
        for piece in _pieces(url, limits):
            if piece.start != file.tell():
                file.seek(piece.start)
                file.truncate()
            file.write(piece.content)
            progress(file.tell(), piece.total)


def _pieces(url: str, limits: Limits) -> Iterator[_Piece]:
    """All bytes in order; from the beginning again when a server can't go on in the middle."""
    deadline = time.monotonic() + limits.whole
    there = 0
    why = ""
    for number in range(limits.tries):
        if number:
            time.sleep(limits.pause * 2 ** (number - 1))
        try:
            for piece in _connection(url, there, limits):
                yield piece
                there = piece.start + len(piece.content)
                if time.monotonic() > deadline:
                    raise _not_had(url, f"it takes longer than {limits.whole:.0f} seconds")
            return
        except HTTPError as error:
            error.close()
            why = f"it answers {error.code}"
            if error.code == 416:  # what is there is no beginning of what the server has now
                there = 0
            elif error.code < 500 and error.code not in AGAIN:
                break
        except (OSError, HTTPException) as error:
            why = str(getattr(error, "reason", None) or error) or type(error).__name__
    raise _not_had(url, why)


def _connection(url: str, there: int, limits: Limits) -> Iterator[_Piece]:
    request = Request(url, headers={"User-Agent": f"first-principles-tutor/{__version__}"})  # noqa: S310 - the scheme is checked
    if there:
        request.add_header("Range", f"bytes={there}-")
    with urlopen(request, timeout=limits.silence) as answer:  # noqa: S310
        start = there if answer.status == 206 else 0
        length = answer.headers.get("Content-Length") or ""
        total = start + int(length) if length.isdecimal() and len(length) < 16 else None
        if total is not None and total > limits.size:
            raise _too_large(url, limits)
        while content := answer.read1(CHUNK):
            yield _Piece(start, content, total)
            start += len(content)
            if start > limits.size:
                raise _too_large(url, limits)
        if total is not None and start < total:
            raise ConnectionError("the connection broke")


def _not_had(url: str, why: str) -> LibraryError:
    what = f"{urlsplit(url).hostname} doesn't give the model: {why}"
    return LibraryError("embeddings-missing", what, remedy="try again later, or take it --from somewhere else")


def _too_large(url: str, limits: Limits) -> LibraryError:
    what = f"what {urlsplit(url).hostname} gives is larger than {limits.size} bytes"
    return LibraryError("embeddings-broken", what, remedy="take it --from somewhere else")

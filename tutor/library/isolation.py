"""A process of its own for a document that may take any time or memory. It's killed when it does; no document outlives another's."""

from __future__ import annotations

import contextlib
import errno
import math
import multiprocessing
import signal
from typing import TYPE_CHECKING, Final

from tutor.errors import LibraryError, Where
from tutor.library.document import Document
from tutor.library.limits import Limits
from tutor.library.readers.pdf import too_large

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkServerContext, SpawnContext

STARTING: Final = 30.0
"""Seconds until a new process must say that it's there."""


def read_apart(name: str, content: bytes, limits: Limits) -> Document:
    """What `reading.read` makes of a file, within `limits.seconds` and `limits.memory` of a process that ends with it.

    Raises LibraryError as that does, and "document-too-large" when the process takes more than it may.
    """
    context = _context()
    line, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, limits), daemon=True)
    try:
        process.start()
        theirs.close()
        if not line.poll(STARTING):
            raise EOFError
        line.recv()
        line.send((name, content))
        if not line.poll(limits.seconds):
            raise too_large(name, f"more than {limits.seconds:g} seconds")
        answer = line.recv()
    except (OSError, EOFError) as error:
        process.join(1)
        raise _died(name, process.exitcode, limits) from error
    finally:
        if process.pid is not None:
            process.kill()
            process.join()
        line.close()
    if isinstance(answer, Document):
        return answer
    if isinstance(answer, LibraryError):
        raise answer
    raise _died(name, None, limits)


def _died(name: str, code: int | None, limits: Limits) -> LibraryError:
    if code is not None and code == -getattr(signal, "SIGXCPU", 0):
        return too_large(name, f"more than {limits.seconds:g} seconds")
    return LibraryError(
        "document-unreadable",
        "the process that read this document broke down",
        remedy="open it elsewhere and save it anew, or as text",
        where=Where(name),
    )


def _too_much(name: str, limits: Limits) -> LibraryError:
    return too_large(name, f"more than {limits.memory >> 20} MB of memory")


def _context() -> ForkServerContext | SpawnContext:
    """A server that forks where the system has one, else a new interpreter for each document."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "pypdf"])
    return context


def _serve(line: Connection, limits: Limits) -> None:
    """The process: one file in, a document or an error out."""
    from tutor.library.reading import read_here

    with contextlib.suppress(ImportError, OSError, ValueError):  # not every system has limits
        import resource

        seconds = math.ceil(limits.seconds)
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program, which ends this process
    line.send("ready")
    name = ""
    try:
        name, content = line.recv()
        answer: Document | LibraryError = read_here(name, content, limits)
    except LibraryError as error:
        error.__cause__ = error.__context__ = None
        answer = error
    except MemoryError:
        answer = _too_much(name, limits)
    except (EOFError, OSError) as error:
        if not isinstance(error, OSError) or error.errno != errno.ENOMEM:
            return  # whoever asked has gone
        answer = _too_much(name, limits)
    with contextlib.suppress(OSError):
        line.send(answer)

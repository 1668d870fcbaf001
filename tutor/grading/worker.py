"""A process that takes trees and decides what the quick tiers leave open; it can be killed at any moment.

It's forked from a clean server process, has a memory limit, and answers within a deadline or is killed and replaced. What
can't be decided in time stays undecided: never wrong.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import signal
import threading
from typing import TYPE_CHECKING, Final

from tutor.grading.hard import Comparison, settle

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkServerContext, SpawnContext
    from multiprocessing.process import BaseProcess

DEADLINE: Final = 0.25  # seconds for one comparison
STARTING: Final = 30.0  # seconds until a new process must say that it's there
MEMORY: Final = 1 << 30  # bytes of address space


class Worker:
    """One process, started when it's first needed. Safe to use from several threads; they wait for one another."""

    def __init__(self, deadline: float = DEADLINE) -> None:
        self._deadline = deadline
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None
        self._line: Connection | None = None

    def settle(self, comparison: Comparison) -> bool | None:
        """Whether the two trees have the same value; None: undecided within the deadline and the memory there is."""
        if not isinstance(comparison, Comparison):
            raise TypeError("a worker takes comparisons of trees")
        with self._lock:
            try:
                line = self._running()
                line.send(comparison)
                if line.poll(self._deadline):
                    answer = line.recv()
                    return answer if isinstance(answer, bool) else None
            except (OSError, EOFError):
                pass  # the process has died: of too little memory, or by somebody's hand
            self._kill()
            return None

    @property
    def pid(self) -> int | None:
        """The process that answers now, if one runs."""
        return self._process.pid if self._process is not None else None

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._kill()

    def _running(self) -> Connection:
        if self._line is not None and self._process is not None and self._process.is_alive():
            return self._line
        self._kill()
        context = _context()
        self._line, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, MEMORY), daemon=True)
        self._process.start()
        theirs.close()
        if not self._line.poll(STARTING):
            raise EOFError
        self._line.recv()
        return self._line

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._line is not None:
            self._line.close()
        self._process = self._line = None


class WorkerSettler:
    """See `tutor.session.ports.Settler`: a worker, waited for in a thread."""

    def __init__(self, worker: Worker | None = None) -> None:
        self._worker = worker or Worker()

    async def settle(self, comparison: Comparison) -> bool | None:
        """As the worker does."""
        return await asyncio.to_thread(self._worker.settle, comparison)

    async def close(self) -> None:
        """End the process, if there is one."""
        await asyncio.to_thread(self._worker.close)


def _context() -> ForkServerContext | SpawnContext:
    """A server that forks where the system has one, else a new interpreter for each worker."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


def _serve(line: Connection, memory: int) -> None:
    """The process: comparisons in, outcomes out, until the other end is closed."""
    with contextlib.suppress(ImportError, OSError, ValueError):  # not every system has limits
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program, which ends this process
    line.send("ready")
    while True:
        try:
            comparison = line.recv()
        except (EOFError, OSError):
            return
        try:
            line.send(settle(comparison))
        except Exception:  # whatever goes wrong with one comparison, the next one is answered
            line.send(None)

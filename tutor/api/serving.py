"""The server: listens, and stops in good order when it's told to."""

from __future__ import annotations

import asyncio
import ipaddress
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from tutor.api.gate import MOST_HEADERS
from tutor.errors import InputError

STOPPING_SECONDS: Final = 10  # until requests that are still answered are broken off
IDLE_SECONDS: Final = 15  # until a connection is closed on which nothing is asked


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches that address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def listening(host: str, port: int) -> socket.socket:
    """A socket at that address; port 0 takes any that is free. Raises InputError where it can't be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host, port))
        found.listen(1024)
    except (OSError, UnicodeError) as error:
        found.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(
            "bad-argument", f"{host}, port {port}, can't be listened on: {reason}",
            remedy="choose another with --host and --port, or stop the program that has it",
        ) from error  # fmt: skip
    return found


def address_of(at: socket.socket) -> str:
    """The URL that leads to it."""
    host, port = at.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


async def serve(app: ASGIApp, at: socket.socket, stop: Callable[[], None]) -> None:
    """Answer until SIGTERM or SIGINT; then `stop` is called, and what was begun is finished. A second SIGINT breaks it off."""
    config = uvicorn.Config(
        app, http="h11", ws="none", lifespan="off", log_config=None, access_log=False, server_header=False, proxy_headers=False,
        timeout_keep_alive=IDLE_SECONDS, timeout_graceful_shutdown=STOPPING_SECONDS, h11_max_incomplete_event_size=MOST_HEADERS,
    )  # fmt: skip
    await _Server(config, stop).serve([at])


class _Server(uvicorn.Server):
    """Uvicorn's, which would raise the signal again when it has stopped: the store is closed after it."""

    def __init__(self, config: uvicorn.Config, stop: Callable[[], None]) -> None:
        super().__init__(config)
        self._stop, self._loop = stop, asyncio.get_running_loop()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """While it serves."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal."""
        super().handle_exit(sig, frame)
        self._loop.call_soon_threadsafe(self._stop)

"""A server on this machine that gives one file the way bad servers do."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar


@dataclass
class Manners:
    """How the file is given. `breaks`: bytes after which the connections break, in turn; `codes`: answers before any content."""

    content: bytes
    breaks: list[int] = field(default_factory=list)
    codes: list[int] = field(default_factory=list)
    ranges: bool = True
    length: bool = True
    silent: bool = False
    asked: list[str | None] = field(default_factory=list)


@contextmanager
def served(manners: Manners) -> Iterator[str]:
    """The file's URL, while it's served."""
    done = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version: ClassVar[str] = "HTTP/1.0"

        def do_GET(self) -> None:
            asked = self.headers.get("Range")
            manners.asked.append(asked)
            if manners.silent:
                done.wait(30)
                return
            if manners.codes and (code := manners.codes.pop(0)) != 200:
                self.send_error(code)
                return
            start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and manners.ranges else 0
            body = manners.content[start:]
            self.send_response(206 if start else 200)
            if manners.length:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: manners.breaks.pop(0)] if manners.breaks else body)

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/onnx.tar.gz"
        finally:
            done.set()
            server.shutdown()
            thread.join()

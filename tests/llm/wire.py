"""A server on loopback that speaks as OpenAI, Anthropic or Ollama do, and fails as it's told to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

STYLES = ("openai", "anthropic", "ollama")
FAULTS = (
    "limited", "server", "slow", "dropped", "bad-json", "no-schema", "wrong-shape", "empty", "endless", "refusal", "truncated",
    "duplicate",
)  # fmt: skip
GOOD = {"word": "lever", "count": 2}
SLOW = 2.0  # seconds; tests allow less
_TEXTS = {
    "bad-json": '{"word": lever', "wrong-shape": '{"other": 1}', "empty": "", "endless": "and so on " * 4000,
    "refusal": "I can't help with that.", "truncated": '{"word": "lev', "duplicate": '{"word": "a", "word": "b", "count": 1}',
}  # fmt: skip
_ENDS = {
    "openai": {"good": "stop", "tool": "tool_calls", "cut": "length", "refused": "content_filter"},
    "anthropic": {"good": "end_turn", "tool": "tool_use", "cut": "max_tokens", "refused": "refusal"},
    "ollama": {"good": "stop", "tool": "stop", "cut": "length", "refused": "stop"},
}


@dataclass
class Wire:
    """`script`: what each request meets, in order; the last one goes on for ever. `requests`: what came."""

    style: str
    script: list[str] = field(default_factory=lambda: ["good"])
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    address: str = ""

    def next(self, body: dict[str, Any], headers: dict[str, str]) -> str:
        self.requests.append(body)
        self.headers.append(headers)
        return self.script[min(len(self.requests), len(self.script)) - 1]


@contextmanager
def wire(style: str, *script: str) -> Iterator[Wire]:
    """The server, until the block ends."""
    found = Wire(style, list(script) or ["good"])

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers.get("content-length", 0)))
            body = json.loads(sent) if sent[:1] == b"{" else {"raw": len(sent)}
            _answer(self, found, body, found.next(body, dict(self.headers)))

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    found.address = f"http://127.0.0.1:{server.server_port}" + ("/v1" if style == "openai" else "")
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()


def _answer(handler: BaseHTTPRequestHandler, found: Wire, body: dict[str, Any], fault: str) -> None:
    shaped = any(body.get(name) for name in ("response_format", "format", "output_config", "output_format"))
    if fault == "limited":
        _send(handler, 429, {"error": {"message": "slow down", "type": "rate_limit_error"}}, {"retry-after": "1"})
    elif fault == "server":
        _send(handler, 500, {"error": {"message": "oops"}})
    elif fault == "no-schema" and shaped:
        _send(handler, 400, {"error": {"message": "this model knows no json_schema"}})
    elif fault == "no-shape" and (shaped or body.get("tools")):
        _send(handler, 400, {"error": {"message": "neither schemas nor tools"}})
    else:
        if fault == "slow":
            time.sleep(SLOW)
        text = _TEXTS.get(fault, json.dumps(GOOD))
        content = json.dumps(_as(found.style, body, text, fault)).encode() + (b"\n" if found.style == "ollama" else b"")
        _raw(handler, 200, content, cut=len(content) // 2 if fault == "dropped" else None)


def _as(style: str, body: dict[str, Any], text: str, fault: str) -> dict[str, Any]:
    ends = _ENDS[style]
    tool = bool(body.get("tools")) and fault not in ("refusal", "endless", "empty")
    end = (
        ends["cut"]
        if fault in ("endless", "truncated")
        else ends["refused"]
        if fault == "refusal"
        else ends["tool" if tool else "good"]
    )
    name = _tool_name(style, body) if tool else ""
    if style == "openai":
        message: dict[str, Any] = {"role": "assistant", "content": None if tool else text}
        if tool:
            message["tool_calls"] = [{"id": "c1", "type": "function", "function": {"name": name, "arguments": text}}]
        return {
            "id": "x", "object": "chat.completion", "created": 1, "model": "m",
            "choices": [{"index": 0, "message": message, "finish_reason": end}],
            "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18},
        }  # fmt: skip
    if style == "anthropic":
        parsed = _parsed(text)
        block = (
            {"type": "tool_use", "id": "c1", "name": name, "input": parsed} if tool else {"type": "text", "text": text}
        )
        return {
            "id": "x", "type": "message", "role": "assistant", "model": "m", "content": [block] if text or tool else [],
            "stop_reason": end, "stop_sequence": None, "usage": {"input_tokens": 11, "output_tokens": 7},
        }  # fmt: skip
    message = {"role": "assistant", "content": "" if tool else text}
    if tool:
        message["tool_calls"] = [{"function": {"name": name, "arguments": _parsed(text)}}]
    return {
        "model": "m", "created_at": "2026-01-01T00:00:00Z", "message": message, "done": True, "done_reason": end,
        "prompt_eval_count": 11, "eval_count": 7, "total_duration": 1, "load_duration": 1, "prompt_eval_duration": 1, "eval_duration": 1,
    }  # fmt: skip


def _tool_name(style: str, body: dict[str, Any]) -> str:
    tool = body["tools"][0]
    return str(tool["name"] if style == "anthropic" else tool["function"]["name"])


def _parsed(text: str) -> dict[str, Any]:
    """What a server that sends arguments as an object makes of text that is none."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _send(
    handler: BaseHTTPRequestHandler, status: int, body: dict[str, Any], headers: dict[str, str] | None = None
) -> None:
    _raw(handler, status, json.dumps(body).encode(), headers=headers)


def _raw(
    handler: BaseHTTPRequestHandler,
    status: int,
    content: bytes,
    *,
    cut: int | None = None,
    headers: dict[str, str] | None = None,
) -> None:
    try:
        handler.send_response(status)
        handler.send_header("content-type", "application/json")
        handler.send_header("content-length", str(len(content)))
        for name, value in (headers or {}).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content[:cut])
        if cut is not None:
            handler.close_connection = True
            handler.connection.close()
    except OSError:
        pass  # the client didn't wait

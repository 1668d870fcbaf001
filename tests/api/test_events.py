"""The stream of events: complete, resumable, live, and closed with the token."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from tests.api.visiting import Server, Visitor
from tests.counting import NAME


class Listener:
    """A client of the stream, spoken to as ASGI, so that what is sent is seen when it's sent."""

    def __init__(self, server: Server, visitor: Visitor, **headers: str) -> None:
        given = {"host": "localhost", "authorization": visitor.client.headers["authorization"], **headers}
        self.scope: dict[str, Any] = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http", "path": "/v1/events",
            "raw_path": b"/v1/events", "query_string": b"", "root_path": "", "client": ("127.0.0.1", 1), "server": ("localhost", 80),
            "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in given.items()],
        }  # fmt: skip
        self.status, self.parts, self.left = 0, asyncio.Queue[str](), asyncio.Event()
        self.asked = False
        self.task = asyncio.create_task(server.app(self.scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        if not self.asked:
            self.asked = True
            return {"type": "http.request", "body": b""}
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        elif message.get("body"):
            self.parts.put_nowait(message["body"].decode())

    async def next(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((await asyncio.wait_for(self.parts.get(), 20)).split("data: ")[1])
        return found

    async def leave(self) -> None:
        self.left.set()
        await asyncio.wait_for(self.task, 20)


async def test_a_stream_tells_everything_once_and_goes_on_where_it_broke_off(ada: Visitor) -> None:
    shown = await ada.begin(NAME)
    for _ in range(3):
        shown = await ada.done(shown, "dont-know")
    events = await ada.events()
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    for cut in (0, 1, len(events) - 1, len(events), 10**9):
        assert await ada.events(after=cut) == events[cut:]
        resumed = await ada.ask("GET", "/v1/events?follow=false", Last_Event_ID=str(cut))
        assert resumed.text.count("data: ") == len(events[cut:])
    assert (await ada.ask("GET", "/v1/events?follow=false", Last_Event_ID="x")).status_code == 400


async def test_what_would_identify_an_open_answer_is_left_out_until_the_session_has_ended(ada: Visitor) -> None:
    shown = await ada.begin(NAME)
    asked = [event["body"] for event in await ada.events() if event["type"] == "question.asked"]
    assert {(body["n"], body["hash"]) for body in asked} == {(None, None)}
    await ada.done(shown, "end")
    asked = [event["body"] for event in await ada.events() if event["type"] == "question.asked"]
    assert all(body["n"] is not None for body in asked)


async def test_what_happens_is_told_while_it_happens(server: Server, ada: Visitor) -> None:
    shown = await ada.begin(NAME)
    last = (await ada.events())[-1]["seq"]
    listener = Listener(server, ada, last_event_id=str(last))
    after = await ada.done(shown, "dont-know")
    assert (await listener.next())["seq"] == last + 1
    while (event := await listener.next())["seq"] < after["seq"]:
        assert event["session"] == shown["view"]["session"]
    await listener.leave()
    assert server.service.streams == {}


async def test_a_stream_of_one_session_tells_nothing_of_another(ada: Visitor) -> None:
    one, other = await ada.begin(NAME), await ada.begin(NAME)
    answer = await ada.ask("GET", f"/v1/events?follow=false&session={one['view']['session']}")
    assert one["view"]["session"] in answer.text
    assert other["view"]["session"] not in answer.text


async def test_streams_end_when_the_token_is_revoked_or_the_server_stops(
    server: Server, ada: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tutor.api.stream.POLL", 0.02)
    listener, bo = Listener(server, ada), await server.visitor("bo")
    other = Listener(server, bo)
    await server.store.revoke_token(ada.token.id)
    await asyncio.wait_for(listener.task, 20)
    assert not other.task.done()
    server.service.stop()
    await asyncio.wait_for(other.task, 20)
    assert (await server.client().get("/readyz")).status_code == 503


async def test_a_token_has_few_streams_at_once(server: Server, ada: Visitor) -> None:
    listeners = [Listener(server, ada) for _ in range(5)]
    await asyncio.wait({listener.task for listener in listeners}, return_when=asyncio.FIRST_COMPLETED, timeout=20)
    assert sorted(listener.status for listener in listeners) == [200, 200, 200, 200, 429]
    for listener in listeners:
        await listener.leave()
    assert server.service.streams == {}

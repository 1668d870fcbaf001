"""A server within the test's own process, and visitors with tokens of their own; real store, real wiring, no socket."""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
from starlette.types import ASGIApp

from tutor.api.access import digest_of, made
from tutor.api.app import application
from tutor.api.service import Service
from tutor.commands.serving import service
from tutor.commands.wiring import Surroundings
from tutor.home import Home
from tutor.library.room import Library
from tutor.session.ports import Learner
from tutor.settings import ServeSettings, Settings
from tutor.store.sqlite import SqliteStore
from tutor.store.tokens import Token

ADDRESS = "http://localhost"
UNHURRIED = ServeSettings(token_rate=9_000_000, address_rate=9_000_000)


@dataclass
class Visitor:
    """A client with a token. `seen`: every byte that came back, headers too."""

    client: httpx.AsyncClient
    learner: str
    token: Token
    seen: list[str] = field(default_factory=list)

    async def ask(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """One request; headers by their names with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = await self.client.request(method, path, json=body, headers=named)
        self.seen.append(f"{answer.headers}\n{answer.text}")
        return answer

    async def get(self, path: str, **headers: str) -> Any:
        """The JSON of something that is there."""
        answer = await self.ask("GET", path, **headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def begin(self, curriculum: str, **more: Any) -> dict[str, Any]:
        """A new session, as shown."""
        answer = await self.ask("POST", "/v1/sessions", {"curriculum": curriculum, "id": new_id(), **more})
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def act(
        self, shown: Mapping[str, Any], action: str, *, key: str | None = None, match: str | None = None, **fields: Any
    ) -> httpx.Response:
        """An action on what is shown."""
        path = f"/v1/sessions/{shown['view']['session']}/actions"
        headers = {"Idempotency-Key": key or new_id(), "If-Match": match or f'"{shown["seq"]}"'}
        answer = await self.client.post(path, json={"action": action, **fields}, headers=headers)
        self.seen.append(f"{answer.headers}\n{answer.text}")
        return answer

    async def done(self, shown: Mapping[str, Any], action: str, **fields: Any) -> dict[str, Any]:
        """The same, for what is possible."""
        answer = await self.act(shown, action, **fields)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def events(self, after: int = 0) -> list[dict[str, Any]]:
        """All events that are stored, from the stream."""
        answer = await self.ask("GET", f"/v1/events?follow=false&after={after}")
        assert answer.status_code == 200, answer.text
        return [json.loads(line[6:]) for line in answer.text.splitlines() if line.startswith("data: ")]


@dataclass
class Server:
    """A running application. `lines`: what it logged; `faults`: what it reported."""

    service: Service
    store: SqliteStore
    app: ASGIApp
    lines: list[Mapping[str, Any]] = field(default_factory=list)
    faults: list[Exception] = field(default_factory=list)
    open: list[httpx.AsyncClient] = field(default_factory=list)

    def client(self, token: str | None = None, **headers: str) -> httpx.AsyncClient:
        """Without a token, a stranger."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        given = {"Authorization": f"Bearer {token}"} if token else {}
        made_ = httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url=ADDRESS, headers={**given, **named})
        self.open.append(made_)
        return made_

    async def visitor(self, name: str, *scopes: str, expires: int | None = None) -> Visitor:
        """A learner of that name with a token; scope `learn` unless others are named."""
        desk, now = self.service.desk, self.service.clock.now()
        learner = await self.store.named(name, create=Learner(desk.new_id(), name, now))
        assert learner is not None
        text = made(secrets.token_urlsafe)
        token = Token(desk.new_id(), learner.id, digest_of(text), scopes or ("learn",), now, expires)
        await self.store.keep_token(token)
        return Visitor(self.client(text), learner.id, token)


@asynccontextmanager
async def serving(home: Home, roots: tuple[Path, ...], wanted: ServeSettings = UNHURRIED) -> AsyncIterator[Server]:
    """The application over that home; the library holds only what the test puts there."""
    around = Surroundings(home, Settings(), "default", roots)
    async with service(around, wanted, lambda: Library(home.library, None)) as parts:
        server = Server(parts.service, parts.store, application(parts.service))
        parts.service.log = server.lines.append
        parts.service.report = server.faults.append
        try:
            yield server
        finally:
            for client in server.open:
                await client.aclose()


def slower(**rates: int) -> ServeSettings:
    """Settings with some of the rates as they're given."""
    return replace(UNHURRIED, **rates)


def new_id() -> str:
    """A fresh id for an action."""
    return str(uuid.uuid4())

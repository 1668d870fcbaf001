"""Who gets in, from where, how much they may ask, and what is noted of it."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.api.visiting import Server, Visitor, new_id, serving, slower
from tests.counting import NAME
from tests.program import environment
from tutor.api.access import NOTED, SCOPES, Door, digest_of
from tutor.api.app import application
from tutor.api.gate import MOST_BODY
from tutor.api.rates import Buckets
from tutor.api.service import Reach
from tutor.home import Home
from tutor.store.tokens import Token

ROUTES = {
    "learn": "/v1/learner", "author": f"/v1/curricula/{NAME}/source", "export": "/v1/export", "admin": "/metrics",
}  # fmt: skip


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer fpt_", "Basic Zm9v", "Bearer " + "a" * 47, "Bearer fpt_" + "a" * 43]
)
async def test_without_a_valid_token_nothing_is_told(server: Server, header: str) -> None:
    client = server.client(**({"Authorization": header} if header else {}))
    for path in ROUTES.values():
        answer = await client.get(path)
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Bearer realm="tutor"')
        assert answer.json()["code"] == ("token-refused" if header else "token-missing")
    assert (await client.get("/healthz")).status_code == (await client.get("/readyz")).status_code == 200


async def test_a_token_in_the_address_is_none(server: Server, ada: Visitor) -> None:
    secret = ada.client.headers["authorization"].removeprefix("Bearer ")
    for name in ("token", "access_token", "authorization"):
        assert (await server.client().get(f"/v1/learner?{name}={secret}")).status_code == 401


@pytest.mark.parametrize("scope", SCOPES)
async def test_a_scope_opens_its_own_doors_and_no_others(server: Server, scope: str) -> None:
    visitor = await server.visitor(scope, scope)
    for needed, path in ROUTES.items():
        expected = 200 if scope in (needed, "admin") else 403
        assert (await visitor.ask("GET", path)).status_code == expected


async def test_a_token_ends_when_its_time_has_come_or_it_is_revoked(server: Server) -> None:
    late = await server.visitor("late", expires=server.service.clock.now() - 1)
    assert (await late.ask("GET", "/v1/learner")).status_code == 401
    ada = await server.visitor("ada", expires=server.service.clock.now() + 3_600_000_000)
    assert (await ada.ask("GET", "/v1/learner")).status_code == 200
    assert await server.store.revoke_token(ada.token.id)
    assert (await ada.ask("GET", "/v1/learner")).status_code == 401
    assert not await server.store.revoke_token(ada.token.id)


async def test_the_last_use_is_noted_once_a_minute() -> None:
    class Kept:
        token_, uses = Token("t", "ada", "", ("learn",), 0), list[int]()

        async def token(self, digest: str) -> Token | None:
            return replace(self.token_, digest=digest)

        async def use_token(self, token: str, at: int) -> None:
            self.uses.append(at)
            self.token_ = replace(self.token_, used=at)

    kept, times = Kept(), iter(range(NOTED, 3 * NOTED, NOTED // 6))
    door = Door(kept, lambda: next(times))
    for _ in range(12):
        await door.visitor("Bearer fpt_" + "a" * 43)
    assert kept.uses == [NOTED, 2 * NOTED]


async def test_the_store_knows_no_token_by_its_text(server: Server, place: Home) -> None:
    ada = await server.visitor("ada")
    secret = ada.client.headers["authorization"].removeprefix("Bearer ")
    await ada.get("/v1/learner")
    for path in (path for path in place.data.rglob("*") if path.is_file()):
        assert secret.encode() not in path.read_bytes()
    with closing(sqlite3.connect(place.journal)) as store:
        assert store.execute("SELECT digest FROM tokens").fetchall() == [(digest_of(secret),)]
    assert secret not in json.dumps(server.lines)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8765", 200), ("127.0.0.1", 200), ("[::1]:1", 200), ("LOCALHOST", 200), ("evil.example", 421),
        ("localhost.evil.example", 421), ("localhost@evil.example", 421), ("", 421), ("localhost, evil.example", 421),
    ],
)  # fmt: skip
async def test_a_name_that_was_made_to_lead_here_is_refused(server: Server, host: str, status: int) -> None:
    assert (await server.client().get("/healthz", headers={"Host": host})).status_code == status


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost:1", "http://localhost.evil.example"]
)
async def test_a_page_of_another_origin_is_refused_and_told_nothing(ada: Visitor, origin: str) -> None:
    answer = await ada.ask("GET", "/v1/learner", Origin=origin)
    assert (answer.status_code, answer.json()["code"]) == (403, "origin-refused")
    assert not [name for name in answer.headers if name.startswith("access-control")]
    assert (await ada.ask("GET", "/v1/learner", Origin="http://localhost")).status_code == 200


async def test_a_page_that_was_named_may_ask(server: Server) -> None:
    page = "https://page.example"
    server.service.reach = Reach(origins=(page,))
    app = application(server.service)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
        asked = {"Origin": page, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "if-match"}
        answer = await client.options("/v1/sessions", headers=asked)
        assert answer.headers["access-control-allow-origin"] == page
        assert "access-control-allow-credentials" not in answer.headers
        assert (
            await client.options("/v1/sessions", headers={**asked, "Origin": "https://other.example"})
        ).status_code == 403


async def test_a_body_that_is_too_long_is_refused_in_parts_too(ada: Visitor) -> None:
    async def parts() -> AsyncIterator[bytes]:
        for _ in range(MOST_BODY // 1000 + 2):
            yield b" " * 1000

    whole = await ada.client.post("/v1/sessions", content=b" " * (MOST_BODY + 1))
    assert (whole.status_code, whole.json()["code"]) == (413, "too-long")
    assert (await ada.client.post("/v1/sessions", content=parts())).status_code == 413
    assert (await ada.ask("GET", "/v1/learner?" + "a" * 5000)).status_code == 414
    assert (await ada.ask("GET", "/v1/learner", X_More="a" * 17_000)).status_code == 431


async def test_who_asks_too_much_is_told_when_to_go_on(place: Home, roots: tuple[Path, ...]) -> None:
    async with serving(place, roots, slower(token_rate=20)) as server:
        ada, bo = [await server.visitor(name) for name in ("ada", "bo")]
        answers = [await ada.ask("GET", "/v1/learner") for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert int(answers[-1].headers["retry-after"]) >= 1
        assert (await bo.ask("GET", "/v1/learner")).status_code == 200


async def test_guessing_tokens_costs_an_address_more_than_asking(place: Home, roots: tuple[Path, ...]) -> None:
    async with serving(place, roots, slower(address_rate=600)) as server:
        stranger = server.client(Authorization="Bearer fpt_" + "a" * 43)
        answers = [(await stranger.get("/v1/learner")).status_code for _ in range(5)]
        assert answers[0] == 401
        assert answers[-1] == 429
        assert (await stranger.get("/healthz")).status_code == 200


@given(
    rate=st.floats(1, 10_000), share=st.integers(1, 8),
    steps=st.lists(st.tuples(st.floats(0, 100), st.floats(0.1, 30)), max_size=60),
)  # fmt: skip
def test_no_bucket_gives_more_than_its_rate_and_its_size(
    rate: float, share: int, steps: list[tuple[float, float]]
) -> None:
    now, spent = [0.0], 0.0
    buckets = Buckets(rate, lambda: now[0], share)
    size = max(1.0, rate / share / 10)
    for wait, cost in steps:
        now[0] += wait
        seconds = buckets.take("one", cost)
        spent += 0 if seconds else min(cost, size)
        assert spent <= size + now[0] * rate / share / 60 + 1e-3
        if seconds:
            now[0] += seconds
            assert buckets.take("one", cost) == 0, "Retry-After was too short"
            spent += min(cost, size)


async def test_lines_and_metrics_tell_what_was_done_and_nothing_that_was_said(server: Server) -> None:
    ada = await server.visitor("ada", "learn", "admin")
    shown = await ada.begin(NAME)
    await ada.act(shown, "answer", text="qwertz7531")
    await ada.ask("GET", "/v1/qwertz7531")
    await ada.ask("GET", "/v1/library/search?q=qwertz7531")
    line = next(line for line in server.lines if line.get("action") == "answer")
    assert (line["route"], line["status"], line["learner"]) == ("/v1/sessions/{session}/actions", 200, ada.learner)
    assert line["session"] == shown["view"]["session"]
    text = (await ada.client.get("/metrics")).text
    assert 'tutor_actions_total{action="answer"} 1.0' in text
    assert "qwertz7531" not in json.dumps(server.lines) + text


async def test_a_fault_tells_its_visitor_nothing(server: Server, ada: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(_: str) -> None:
        raise ValueError("a secret")

    monkeypatch.setattr(server.service.desk, "sessions", broken)
    answer = await ada.ask("GET", "/v1/sessions")
    assert (answer.status_code, answer.json()["code"]) == (500, "fault")
    assert "secret" not in str(ada.seen) + json.dumps(server.lines)
    assert [type(fault) for fault in server.faults] == [ValueError]
    server.faults.clear()


UNTRACED = """
import asyncio, httpx
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
exporter = InMemorySpanExporter()
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(exporter))
trace.set_tracer_provider(provider)
from fastapi import FastAPI
from tutor.api.app import _routed
async def ask(app):
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url="http://x") as client:
        await client.get("/healthz")
        await client.get("/v1/library/search?k=secret")
asyncio.run(ask(_routed()))
print(len(exporter.get_finished_spans()))
"""


def test_no_request_is_traced_whoever_listens() -> None:
    done = subprocess.run(
        [sys.executable, "-c", UNTRACED], capture_output=True, text=True, env=environment(), check=False
    )
    assert done.stdout.strip() == "0", done.stderr


async def test_what_is_wrong_with_the_machine_is_not_told_in_detail(server: Server, ada: Visitor, place: Home) -> None:
    shown = await ada.begin(NAME)
    for path in place.pinned.iterdir():
        path.unlink()
    server.service.desk._curricula.clear()
    answer = await ada.ask("GET", f"/v1/sessions/{shown['view']['session']}")
    assert (answer.status_code, answer.json()["code"]) == (503, "store-broken")
    assert str(place.data) not in answer.text
    assert answer.headers["retry-after"]


async def test_what_is_not_there_is_a_problem_too(server: Server, ada: Visitor) -> None:
    for method, path, status in (
        ("GET", "/", 404),
        ("GET", "/v1/sessions/x/y", 404),
        ("PUT", "/v1/sessions", 405),
        ("GET", "/v1/sessions/x", 404),
    ):
        answer = await ada.ask(method, path)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
        assert answer.json()["type"].endswith(answer.json()["code"])


async def test_a_body_that_never_ends_is_given_up(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tutor.api.gate.BODY_SECONDS", 0.05)

    async def drip() -> AsyncIterator[bytes]:
        while True:
            yield b" "
            await asyncio.sleep(0.01)

    assert (await server.client().post("/v1/sessions", content=drip())).status_code == 408


async def test_a_token_needs_a_learner(server: Server) -> None:
    with pytest.raises(Exception, match="forgotten"):
        await server.store.keep_token(Token(new_id(), new_id(), "d", ("learn",), 1))

"""The server as a user runs it: it starts, says where it is, stops in good order, and stays on this machine."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest

from tests.api.running import token, tutor_serve
from tests.counting import NAME
from tests.docs.doc_tables import DOCS
from tests.program import environment, objects, run
from tutor.home import locate


def get(address: str, secret: str = "") -> urllib.request.Request:
    return urllib.request.Request(address, headers={"Authorization": f"Bearer {secret}"} if secret else {})


def client() -> str:
    """The client of the document, as it stands there."""
    found = re.search(r"<!-- client: python -->\n```python\n(.*?)```", (DOCS / "api.md").read_text("utf-8"), re.DOTALL)
    assert found
    return found[1]


def test_the_client_in_the_document_studies(tmp_path: Path, roots: tuple[Path, ...]) -> None:
    secret = token("ada", "learn")
    with tutor_serve(tmp_path, "--curricula", roots[0]) as server:
        done = subprocess.run(
            [sys.executable, "-c", client()], capture_output=True, text=True, timeout=120, check=False,
            env=environment(TUTOR=server.address, TOKEN=secret, CURRICULUM=NAME),
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert re.search(r"^\d+ questions$", done.stdout, re.MULTILINE)
        assert [line["route"] for line in server.lines()].count("/v1/sessions/{session}/actions") == 4
    events = objects(run("learner", "export", "--learner", "ada", "--json").stdout)[0]["events"]
    assert events[-1]["type"] == "session.ended"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_in_good_order_and_ends_its_streams(tmp_path: Path, roots: tuple[Path, ...], number: int) -> None:
    secret = token("ada")
    with tutor_serve(tmp_path, "--curricula", roots[0]) as server:
        answer = urllib.request.urlopen(get(f"{server.address}/v1/events", secret), timeout=60)
        ended = threading.Thread(target=answer.read)
        ended.start()
        assert server.stop(number) == 0
        ended.join(timeout=60)
        assert not ended.is_alive()
        assert server.process.stdout is not None
        assert server.process.stdout.read() == ""
    assert not Path(f"{locate(os.environ).journal}-wal").exists(), "the journal is whole in its file"


def test_a_second_server_on_the_same_home_is_refused(tmp_path: Path) -> None:
    with tutor_serve(tmp_path):
        second = run("serve", "--port", "0", "--json")
    assert second.returncode == 1
    assert json.loads(second.stderr)["code"] == "store-busy"
    with tutor_serve(tmp_path) as again:
        assert urllib.request.urlopen(get(f"{again.address}/healthz"), timeout=60).status == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "tutor.example"])
def test_it_stays_on_this_machine_unless_that_is_meant(host: str) -> None:
    refused = run("serve", "--host", host, "--port", "0", "--json")
    assert (refused.returncode, json.loads(refused.stderr)["code"]) == (1, "bad-argument")
    assert "serve.public" in refused.stderr


def test_a_port_that_is_taken_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with tutor_serve(tmp_path) as server:
        monkeypatch.setenv("TUTOR_HOME", str(tmp_path / "another"))
        refused = run("serve", "--port", server.address.rpartition(":")[2], "--json")
    assert (refused.returncode, json.loads(refused.stderr)["code"]) == (1, "bad-argument")


def test_tokens_are_made_listed_and_revoked(tmp_path: Path) -> None:
    created = run("token", "create", "--learner", "ada", "--days", "3")
    secret = created.stdout.strip()
    assert re.fullmatch(r"fpt_[A-Za-z0-9_-]{43}", secret)
    with tutor_serve(tmp_path) as server:
        address = f"{server.address}/v1/learner"
        assert json.load(urllib.request.urlopen(get(address, secret), timeout=60))["name"] == "ada"
        (listed,) = objects(run("token", "list", "--json").stdout)
        assert listed["used"] is not None
        assert listed["expires"] is not None
        assert secret not in run("token", "list").stdout
        assert run("token", "revoke", listed["id"]).returncode == 0
        with pytest.raises(urllib.error.HTTPError, match="401"):
            urllib.request.urlopen(get(address, secret), timeout=60)
    assert run("token", "revoke", listed["id"]).returncode == 1
    assert "token create" in run("token", "list", "--learner", "ada").stderr


def test_a_request_that_is_no_http_is_refused(tmp_path: Path) -> None:
    import socket

    with tutor_serve(tmp_path) as server:
        host, _, port = server.address.removeprefix("http://").rpartition(":")
        for raw in (
            b"nonsense\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: " + b"a" * 40_000 + b"\r\n\r\n",
        ):
            with socket.create_connection((host, int(port)), timeout=60) as line:
                line.sendall(raw)
                assert b" 4" in line.recv(64)
        assert urllib.request.urlopen(get(f"{server.address}/healthz"), timeout=60).status == 200

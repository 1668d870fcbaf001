"""The OpenAPI document says what there is, and what comes back is what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from fastapi.routing import APIRoute

from tests.api.conformance import conform
from tests.api.running import token, tutor_serve
from tests.api.visiting import Server, Visitor
from tests.counting import NAME
from tutor.api.app import OPENAPI, ROOMS, described
from tutor.api.describing import MEANINGS
from tutor.api.problems import MEDIA_TYPE, status_of
from tutor.errors import CODES
from tutor.session.actions import ACTIONS

CONCEPTS = ["one-walk", "many-walks", "there-and-back"]
COUNT = 5


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in described()["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


async def test_the_document_names_exactly_the_routes_that_there_are(server: Server, ada: Visitor) -> None:
    documented = {name for name, _ in operations()}
    written = (route for room in ROOMS for route in room.router.routes if isinstance(route, APIRoute))
    assert documented == {f"{method} {route.path}" for route in written for method in route.methods or ()}
    for name in documented:  # behind each of them is something that refuses or answers, and it isn't the router
        method, path = name.split()
        answer = await server.client().request(method, path)
        assert answer.status_code in ((200, 401) if method == "GET" else (401, 415)), name
    assert await ada.get(OPENAPI) == described()


def test_everything_has_a_summary_a_description_an_example_and_its_refusals() -> None:
    for name, operation in operations():
        assert operation["summary"], name
        assert operation["description"].endswith((".", "`.")), name
        assert ("security" in operation) == (name not in ("GET /healthz", "GET /readyz")), name
        for status, said in operation["responses"].items():
            assert said["description"], (name, status)
            contents = said.get("content", {})
            assert contents or status == "304", (name, status)
            assert all("example" in content for content in contents.values()), (name, status)
            if int(status) >= 400:
                assert list(contents) == [MEDIA_TYPE], (name, status)


def test_every_example_fits_its_schema() -> None:
    components = described()["components"]
    for name, operation in operations():
        said = [*operation["responses"].values(), operation.get("requestBody", {})]
        for content in (content for one in said for content in one.get("content", {}).values()):
            if "itemSchema" in content:
                continue  # a stream's example is its text
            schema = {**content["schema"], "components": components}
            jsonschema.validate(content["example"], schema, jsonschema.Draft202012Validator), name


def test_every_code_has_a_status_that_is_described() -> None:
    assert {status_of(code) for code in CODES} <= {*MEANINGS}


def test_every_action_can_be_sent_as_it_is_described() -> None:
    (body,) = [one["requestBody"] for name, one in operations() if name == "POST /v1/sessions/{session}/actions"]
    described_ = body["content"]["application/json"]["schema"]["oneOf"]
    assert [one["properties"]["action"]["const"] for one in described_] == list(ACTIONS)


@pytest.mark.filterwarnings("ignore")
def test_nothing_undocumented_comes_back(tmp_path: Path, roots: tuple[Path, ...]) -> None:
    with tutor_serve(tmp_path, "--curricula", roots[0], TUTOR_LIBRARY_EMBEDDINGS="none") as server:
        statuses = conform(server.address, token("not the one in the examples", "admin"), NAME, CONCEPTS, COUNT)
    assert {200, 201, 400, 404} <= set(statuses)
    assert not [status for status in statuses if status >= 500]
    assert not re.search(r'"fault"', server.log.read_text("utf-8"))

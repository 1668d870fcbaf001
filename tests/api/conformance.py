"""Requests that the OpenAPI document allows, and some that it doesn't, against a running server: nothing undocumented comes back."""

from __future__ import annotations

import contextlib
import random
from collections import Counter
from typing import Any

import requests
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode, openapi
from schemathesis.checks import CHECKS, load_all_checks

from tests.api.visiting import new_id

NAMES = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance",
    "response_headers_conformance",
)  # fmt: skip


def conform(
    address: str, token: str, curriculum: str, concepts: list[str], count: int, seed: int | None = None
) -> Counter[int]:
    """That many requests to each route; how often each status came. `seed` None: the same requests every time."""
    load_all_checks()
    checks = CHECKS.get_by_names(list(NAMES))
    document = requests.get(f"{address}/v1/openapi.json", timeout=30).json()
    schema = openapi.from_dict(document)
    rng, statuses = random.Random(seed or 0), Counter[int]()
    headers = {"Authorization": f"Bearer {token}"}
    client = requests.Session()
    sessions = [_begin(client, address, headers, curriculum)]

    def fitted(case: Any) -> None:
        """Mostly what is there, in place of names that nothing has."""
        if rng.random() < 0.8:
            there = {"session": rng.choice(sessions), "curriculum": curriculum, "concept": rng.choice(concepts)}
            case.path_parameters = {name: there[name] for name in case.path_parameters or {}}
        if rng.random() < 0.9:  # the document says that there's a token, so one is drawn
            case.headers = {**(case.headers or {}), **headers}
        if case.operation.path == "/v1/events":
            case.query = {**(case.query or {}), "follow": "false"}
        if case.operation.path == "/v1/sessions/{session}/actions" and rng.random() < 0.7:
            case.headers = {**(case.headers or {}), "If-Match": "*", "Idempotency-Key": new_id()}
            if isinstance(case.body, dict):
                case.body.pop("id", None)
        if case.operation.path == "/v1/sessions" and isinstance(case.body, dict) and rng.random() < 0.5:
            case.body |= {"curriculum": curriculum, "goal": None}

    for result in schema.get_all_operations():
        operation = result.ok()
        for mode, share in ((GenerationMode.POSITIVE, count), (GenerationMode.NEGATIVE, count // 2)):
            cases = operation.as_strategy(generation_mode=mode)

            @settings(
                max_examples=max(1, share), derandomize=seed is None, database=None, deadline=None, phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )  # fmt: skip
            @given(cases)
            def ask(case: Any) -> None:
                fitted(case)
                response = case.call(base_url=address, headers=headers, session=client)
                statuses[response.status_code] += 1
                case.validate_response(response, checks=checks, headers=headers)
                if response.status_code == 201:
                    sessions.append(response.json()["view"]["session"])

            if mode is GenerationMode.POSITIVE:
                ask()
                continue
            with contextlib.suppress(Unsatisfiable):  # there's nothing that such an operation could be sent wrongly
                ask()
    return statuses


def _begin(client: requests.Session, address: str, headers: dict[str, str], curriculum: str) -> str:
    answer = client.post(
        f"{address}/v1/sessions", json={"curriculum": curriculum, "id": new_id()}, headers=headers, timeout=30
    )
    return str(answer.json()["view"]["session"])

"""A model is asked at most three times, within its budget; what comes back has the shape asked for, or there's an error that says why."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.tracers.langchain import wait_for_all_tracers
from pydantic import BaseModel, ConfigDict, Field

from tests.llm.wire import FAULTS, GOOD, STYLES, Wire, wire
from tutor.errors import ModelError
from tutor.llm.asking import CALLS, Asking, Request
from tutor.llm.budget import Limits, Prices
from tutor.llm.kept import Kept
from tutor.llm.ledger import Ledger
from tutor.llm.naming import model_named
from tutor.llm.opening import open_model
from tutor.llm.written import UnreadableError, read_object

NOW = 1_767_225_600_000_000
REQUEST = Request("test", "Name a machine.", "A beam on an edge.")
KEYS = {"OPENAI_API_KEY": "k-openai", "ANTHROPIC_API_KEY": "k-anthropic", "TUTOR_MODEL_KEY": ""}


class Machine(BaseModel):
    model_config = ConfigDict(extra="forbid")
    word: str = Field(min_length=2, max_length=20)
    count: int = Field(ge=0, le=9)


class Waited:
    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def asking(found: Wire, tmp_path: Path | None = None, waited: Waited | None = None, **limits: float) -> Asking:
    name = model_named(
        {"openai": "openai-compatible:m", "anthropic": "anthropic:m", "ollama": "ollama:m"}[found.style], found.address
    )
    ledger = Ledger(tmp_path / "spending.jsonl", "s1", Prices(2.0, 10.0)) if tmp_path else None
    return Asking(
        str(name), lambda: open_model(name, KEYS, seconds=5, most_tokens=500), limits=Limits(**limits),  # type: ignore[arg-type]
        seconds=0.7 if "slow" in found.script else 10, now=lambda: NOW, pause=waited or Waited(), ledger=ledger,
    )  # fmt: skip


@contextmanager
def asked(style: str, *script: str) -> Iterator[tuple[Wire, Asking]]:
    with wire(style, *script) as found:
        yield found, asking(found)


@pytest.mark.parametrize("style", STYLES)
async def test_an_answer_comes_in_its_shape(style: str) -> None:
    with asked(style) as (found, ask):
        assert (await ask.ask(REQUEST, Machine)).model_dump() == GOOD
        assert len(found.requests) == 1


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("style", STYLES)
async def test_whatever_goes_on_failing_ends_within_three_calls_with_its_reason(style: str, fault: str) -> None:
    with asked(style, fault) as (found, ask):
        if fault == "no-schema":  # a tool does it
            assert (await ask.ask(REQUEST, Machine)).model_dump() == GOOD
        else:
            with pytest.raises(ModelError) as caught:
                await ask.ask(REQUEST, Machine)
            assert caught.value.code in ("model-failed", "model-refused")
            assert "unforeseen" not in caught.value.what
            assert caught.value.remedy
        assert 1 <= len(found.requests) <= CALLS


@pytest.mark.parametrize("fault", [one for one in FAULTS if one not in ("endless", "refusal", "truncated")])
@pytest.mark.parametrize("style", STYLES)
async def test_what_fails_once_is_asked_again(style: str, fault: str) -> None:
    with asked(style, fault, "good") as (found, ask):
        assert (await ask.ask(REQUEST, Machine)).model_dump() == GOOD
        assert len(found.requests) <= 2


@pytest.mark.parametrize("style", STYLES)
async def test_a_server_that_knows_neither_schemas_nor_tools_is_asked_in_words_and_remembered(style: str) -> None:
    with asked(style, "no-shape") as (found, ask):
        assert (await ask.ask(REQUEST, Machine)).model_dump() == GOOD
        assert len(found.requests) == 3
        await ask.ask(REQUEST, Machine)
        assert len(found.requests) == 4


async def test_a_server_that_asks_for_patience_gets_it_within_bounds() -> None:
    waited = Waited()
    with wire("openai", "limited", "good") as found:
        await asking(found, waited=waited).ask(REQUEST, Machine)
    assert waited.seconds == [1.0]


async def test_what_was_wrong_is_said_in_our_words_only() -> None:
    with wire("openai", "wrong-shape", "good") as found:
        await asking(found).ask(REQUEST, Machine)
    said = str(found.requests[1]["messages"][-1]["content"])
    assert "couldn't be used: word: missing; count: missing; other: extra_forbidden" in said


async def test_a_budget_stops_before_the_call_and_what_was_spent_is_entered(tmp_path: Path) -> None:
    with wire("openai") as found:
        ask = asking(found, tmp_path, session_tokens=20)
        await ask.ask(REQUEST, Machine)
        await ask.ask(REQUEST, Machine)
        with pytest.raises(ModelError) as caught:
            await ask.ask(REQUEST, Machine)
    assert caught.value.code == "model-budget"
    assert len(found.requests) == 2
    spent = Ledger(tmp_path / "spending.jsonl", "s1", Prices()).spent(NOW)
    assert spent.session_tokens == 36
    assert spent.month_money == pytest.approx(2 * (11 * 2 + 7 * 10) / 1e6)
    assert Ledger(tmp_path / "spending.jsonl", "s2", Prices()).spent(NOW + 40 * 86_400_000_000).month_money == 0
    assert "beam" not in (tmp_path / "spending.jsonl").read_text()


async def test_money_has_a_limit_of_its_own_and_damaged_lines_count_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "spending.jsonl").write_text('{"month": "2026-01", "mon\n[1]\n')
    with wire("openai") as found:
        ask = asking(found, tmp_path, month_money=1e-5)
        await ask.ask(REQUEST, Machine)
        with pytest.raises(ModelError, match="this month"):
            await ask.ask(REQUEST, Machine)


async def test_an_answer_is_paid_for_once(tmp_path: Path) -> None:
    with wire("openai") as found:
        name = model_named("openai-compatible:m", found.address)
        for _ in range(2):
            ask = Asking(
                str(name), lambda: open_model(name, KEYS, seconds=5, most_tokens=500), limits=Limits(), seconds=10,
                now=lambda: NOW, kept=Kept(tmp_path / "llm"),
            )  # fmt: skip
            assert (await ask.ask(REQUEST, Machine)).model_dump() == GOOD
        assert len(found.requests) == 1
        for file in (tmp_path / "llm").iterdir():
            file.write_text('{"word": 7}')
        await ask.ask(REQUEST, Machine)
        assert len(found.requests) == 2


async def test_a_server_that_is_not_there_is_said_so() -> None:
    with wire("openai") as found:
        pass
    with pytest.raises(ModelError) as caught:
        await asking(found).ask(REQUEST, Machine)
    assert "can't be reached" in caught.value.what
    assert caught.value.remedy == "see that it runs"


@pytest.mark.parametrize(
    ("name", "address", "code"),
    [
        ("gpt", "", "model-unknown"), ("acme:gpt", "", "model-unknown"), ("openai-compatible:m", "", "model-unknown"),
        ("openai-compatible:m", "file:///etc/passwd", "model-unknown"), ("openai:m", "", "model-key-missing"),
        ("anthropic:m", "", "model-key-missing"),
    ],
)  # fmt: skip
def test_a_name_or_a_key_that_is_missing_is_named(name: str, address: str, code: str) -> None:
    with pytest.raises(ModelError) as caught:
        open_model(model_named(name, address), {}, seconds=1, most_tokens=10)
    assert caught.value.code == code


def test_keys_go_to_their_own_provider_only() -> None:
    with wire("openai") as found:
        model = open_model(model_named("openai-compatible:m", found.address), KEYS, seconds=5, most_tokens=9)
        model.invoke("hello")
    sent = " ".join(found.headers[0].values())
    assert "k-openai" not in sent
    assert "k-anthropic" not in sent


async def test_nothing_is_traced_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    with wire("openai") as tracer, wire("openai") as found:
        for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"):
            monkeypatch.setenv(name, "true")
        for name in ("LANGSMITH_ENDPOINT", "LANGCHAIN_ENDPOINT"):
            monkeypatch.setenv(name, tracer.address)
        monkeypatch.setenv("LANGSMITH_API_KEY", "k")
        await asking(found).ask(REQUEST, Machine)
        await asyncio.to_thread(wait_for_all_tracers)  # what waits to be sent goes now
    assert tracer.requests == []
    assert len(found.requests) == 1


@given(
    st.dictionaries(st.text(max_size=8), st.integers() | st.text(max_size=8), max_size=4),
    st.text("ab`{} \n", max_size=12),
)
def test_an_object_is_found_in_whatever_stands_around_it(found: dict[str, object], around: str) -> None:
    text = json.dumps(found)
    assert read_object(text) == found
    assert read_object(f"```json\n{text}\n```") == found
    bare = around.replace("{", "").replace("}", "").replace("`", "")
    assert read_object(f"{bare}{text}{bare}") == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "none",
        "[1]",
        '{"a": NaN}',
        '{"a": 1, "a": 2}',
        "{" * 50_000,
        '{"a": ' * 60 + "1" + "}" * 60,
        "x" * 300_000,
        '{"a": 1} and {"b": 2}',
    ],
)
def test_what_is_not_one_sound_object_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        read_object(text)

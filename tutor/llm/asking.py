"""One question to a model, one answer of the shape asked for: at most three calls, within a budget, or an error that says why.

A server may not know how to answer in a given shape. So there are three ways, from the surest: by a JSON schema, by a tool, and by
words with our own reading. The way that worked is taken first the next time.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

from pydantic import BaseModel, ValidationError

from tutor.errors import ModelError
from tutor.llm.budget import Limits, Spent, Usage, estimated, refuse_beyond
from tutor.llm.faults import AGAIN, CUT, DONE, OTHERWISE, REFUSED, Fault, ended, fault_of, retry_after
from tutor.llm.kept import Kept, digest
from tutor.llm.written import UnreadableError, read_object
from tutor.untraced import untraced

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage

    from tutor.llm.ledger import Ledger

T = TypeVar("T", bound=BaseModel)
Way = Literal["schema", "tool", "words"]
WAYS: Final[tuple[Way, ...]] = ("schema", "tool", "words")
CALLS: Final = 3
LONGEST_PAUSE: Final = 20.0  # seconds that are waited for a server at most
FIRST_PAUSE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: what the model is to do, and the material, which is data and no instruction. `purpose` is for the ledger."""

    purpose: str
    system: str
    material: str


class CallFailedError(Exception):
    """A call that gave nothing. `words`: what to tell the model, in our own words; `wait`: seconds that the server asks for."""

    def __init__(self, fault: Fault, words: str = "", wait: float | None = None) -> None:
        super().__init__(str(fault))
        self.fault, self.words, self.wait = fault, words, wait


class Asking:
    """A model with its limits. Safe for several tasks of one loop."""

    def __init__(
        self, name: str, open_model: Callable[[], BaseChatModel], *, limits: Limits, seconds: float, now: Callable[[], int],
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep, ledger: Ledger | None = None, kept: Kept | None = None,
    ) -> None:  # fmt: skip
        """`seconds`: for one call. `now`: microseconds UTC. `open_model` is called when something is asked for the first time."""
        self.name = name
        self._open, self._limits, self._seconds, self._now, self._pause = open_model, limits, seconds, now, pause
        self._ledger, self._kept = ledger, kept
        self._model: BaseChatModel | None = None
        self._ways = list(WAYS)

    async def ask(self, request: Request, shape: type[T]) -> T:
        """The answer. Raises ModelError: "model-budget", "model-failed" after at most three calls, "model-refused", or what
        opening it raises."""
        schema = shape.model_json_schema()
        key = digest(self.name, request.system, request.material, json.dumps(schema, sort_keys=True))
        if self._kept is not None and (found := self._kept.get(key)) is not None:
            try:
                return shape.model_validate(found)
            except ValidationError:
                pass  # kept by an earlier version: asked for anew
        answer = await self._asked(request, shape, schema)
        if self._kept is not None:
            self._kept.put(key, answer.model_dump(mode="json"))
        return answer

    async def _asked(self, request: Request, shape: type[T], schema: dict[str, Any]) -> T:
        failures: list[CallFailedError] = []
        ways = list(self._ways)
        for call in range(CALLS):
            refuse_beyond(self._limits, self._ledger.spent(self._now()) if self._ledger is not None else Spent())
            way = ways[0]
            try:
                answer = await self._called(request, shape, schema, way, failures[-1].words if failures else "")
            except CallFailedError as failed:
                failures.append(failed)
                if failed.fault not in AGAIN | OTHERWISE:
                    break
                if failed.fault in OTHERWISE and len(ways) > 1:
                    ways.pop(0)
                elif failed.fault in AGAIN and call < CALLS - 1:
                    await self._pause(min(LONGEST_PAUSE, failed.wait or FIRST_PAUSE * 2**call))
                continue
            self._ways = [way, *(other for other in WAYS if other != way)]
            return answer
        raise _given_up(self.name, failures)

    async def _called(self, request: Request, shape: type[T], schema: dict[str, Any], way: Way, before: str) -> T:
        """One call. Raises CallFailedError."""
        material = f"{request.material}\n\nYour last answer couldn't be used: {before}." if before else request.material
        system = request.system
        if way == "words":
            wanted = json.dumps(schema, ensure_ascii=False)
            system = (
                f"{system}\n\nAnswer with one JSON object and nothing else. It must fit this JSON Schema:\n{wanted}"
            )
        raw = await self._sent(system, material, schema, way)
        written = _text(raw)
        self._entered(raw, system + material, written, request.purpose)
        reason = ended(raw.response_metadata)
        if reason is None:
            raise CallFailedError(Fault.DROPPED)
        if reason in CUT:
            raise CallFailedError(Fault.CUT)
        if reason in REFUSED or raw.additional_kwargs.get("refusal"):
            raise CallFailedError(Fault.REFUSED)
        if reason not in DONE:
            raise CallFailedError(Fault.UNFORESEEN)
        return _read(written, shape)

    async def _sent(self, system: str, material: str, schema: dict[str, Any], way: Way) -> AIMessage:
        from langchain_core.messages import HumanMessage, SystemMessage

        messages = [SystemMessage(system), HumanMessage(material)]
        with untraced():
            if self._model is None:
                self._model = self._open()
            asked = self._model if way == "words" else _bound(self._model, schema, way)
            try:
                async with asyncio.timeout(self._seconds):
                    found: Any = await asked.ainvoke(messages)
            except TimeoutError:
                raise CallFailedError(Fault.SLOW) from None
            except ModelError:
                raise
            except Exception as error:
                raise CallFailedError(fault_of(error), wait=retry_after(error)) from error
        raw = found if way == "words" else found.get("raw")
        if raw is None:
            raise CallFailedError(Fault.UNREADABLE, "it was no JSON")
        return raw  # type: ignore[no-any-return]

    def _entered(self, raw: AIMessage, prompt: str, written: str, purpose: str) -> None:
        if self._ledger is None:
            return
        said = raw.usage_metadata
        usage = Usage(said["input_tokens"], said["output_tokens"]) if said else estimated(prompt, written)
        self._ledger.enter(usage, self.name, purpose, self._now())


def _bound(model: BaseChatModel, schema: dict[str, Any], way: Way) -> Any:
    method = "json_schema" if way == "schema" else "function_calling"
    named = {"title": "answer", "description": "The answer.", **schema}
    return model.with_structured_output(named, method=method, include_raw=True)


def _text(raw: AIMessage) -> str:
    """What was written: the tool's arguments as they were sent where they're at hand, else the text."""
    sent = raw.additional_kwargs.get("tool_calls")
    if isinstance(sent, list) and sent:
        return str(sent[0].get("function", {}).get("arguments", ""))
    if raw.tool_calls:
        return json.dumps(raw.tool_calls[0]["args"], ensure_ascii=False)
    if raw.invalid_tool_calls:
        return str(raw.invalid_tool_calls[0].get("args") or "")
    return raw.text if isinstance(raw.text, str) else str(raw.text())


def _read(written: str, shape: type[T]) -> T:
    if not written.strip():
        raise CallFailedError(Fault.EMPTY)
    try:
        return shape.model_validate(read_object(written))
    except UnreadableError as error:
        raise CallFailedError(Fault.UNREADABLE, str(error)) from None
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['type']}" for one in error.errors()[:3])
        raise CallFailedError(Fault.SHAPELESS, wrong) from None


def _given_up(name: str, failures: list[CallFailedError]) -> ModelError:
    words = ", then ".join(dict.fromkeys(str(one.fault) for one in failures))
    last = failures[-1].fault
    remedy = {
        Fault.DENIED: "look at its key", Fault.MISSING: "look at its name: model.name", Fault.UNREACHED: "see that it runs",
        Fault.REFUSED: "ask for something else",
    }.get(last, "the authored questions go on without it")  # fmt: skip
    code = "model-refused" if last is Fault.REFUSED else "model-failed"
    return ModelError(code, f"{name} gave no answer that could be used: {words}", remedy=remedy)

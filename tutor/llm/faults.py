"""What went wrong with a call, in one word. Providers have no common tree of errors, so statuses, names and causes are looked at."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, Final


class Fault(StrEnum):
    """Why a call gave nothing."""

    LIMITED = "too many requests"
    SERVER = "the server failed"
    SLOW = "it took too long"
    DROPPED = "the connection broke off"
    UNREACHED = "it can't be reached"
    UNSUPPORTED = "the server can't answer in this form"
    DENIED = "the key was refused"
    MISSING = "the model isn't there"
    EMPTY = "the answer was empty"
    UNREADABLE = "the answer was no JSON"
    SHAPELESS = "the answer had another shape"
    CUT = "the answer was cut short"
    REFUSED = "the model refused"
    UNFORESEEN = "something unforeseen"


AGAIN: Final = frozenset({Fault.LIMITED, Fault.SERVER, Fault.SLOW, Fault.DROPPED, Fault.UNREACHED, Fault.EMPTY})
OTHERWISE: Final = frozenset({Fault.UNSUPPORTED, Fault.UNREADABLE, Fault.SHAPELESS})
DONE: Final = frozenset({"stop", "end_turn", "tool_calls", "tool_use", "stop_sequence", "function_call"})
CUT: Final = frozenset({"length", "max_tokens", "model_context_window_exceeded"})
REFUSED: Final = frozenset({"content_filter", "refusal"})
_STATUS: Final = {
    400: Fault.UNSUPPORTED, 401: Fault.DENIED, 402: Fault.DENIED, 403: Fault.DENIED, 404: Fault.MISSING, 408: Fault.SLOW,
    409: Fault.SERVER, 413: Fault.UNSUPPORTED, 422: Fault.UNSUPPORTED, 429: Fault.LIMITED,
}  # fmt: skip
_NAMES: Final = (
    ("LengthFinishReason", Fault.CUT), ("ContentFilter", Fault.REFUSED), ("Refusal", Fault.REFUSED), ("RateLimit", Fault.LIMITED),
    ("Timeout", Fault.SLOW), ("RemoteProtocol", Fault.DROPPED), ("ReadError", Fault.DROPPED), ("IncompleteRead", Fault.DROPPED),
    ("ConnectError", Fault.UNREACHED), ("Connection", Fault.UNREACHED), ("OutputParser", Fault.UNREADABLE),
    ("JSONDecode", Fault.UNREADABLE), ("ValidationError", Fault.UNREADABLE),
)  # fmt: skip


def fault_of(error: BaseException) -> Fault:
    """The fault that an exception stands for; what lies behind it tells more than what wraps it."""
    chain = list(_causes(error))
    for one in chain:
        status = getattr(one, "status_code", None)
        if isinstance(status, int):
            return _STATUS.get(status, Fault.SERVER if status >= 500 else Fault.UNSUPPORTED)
    for one in reversed(chain):
        for kind in type(one).__mro__:
            for word, fault in _NAMES:
                if word in kind.__name__:
                    return fault
    return Fault.UNREACHED if any(isinstance(one, OSError) for one in chain) else Fault.UNFORESEEN


def retry_after(error: BaseException) -> float | None:
    """The seconds that a server asks to wait, if it says so."""
    for one in _causes(error):
        headers = getattr(getattr(one, "response", None), "headers", None)
        said = headers.get("retry-after") if headers is not None else None
        if said is not None and str(said).isdigit():
            return float(said)
    return None


def ended(metadata: dict[str, Any]) -> str | None:
    """Why a model stopped, as its provider calls it; None where the end never came."""
    for name in ("finish_reason", "stop_reason", "done_reason"):
        if isinstance(metadata.get(name), str):
            return str(metadata[name])
    return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = one.__cause__ or one.__context__

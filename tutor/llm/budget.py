"""What a model may cost: tokens in a session, money in a month. Pure; where the ledger is kept is `llm/ledger`."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.errors import ModelError

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens read and written by one call. `estimated`: the server didn't say, so they were counted from characters."""

    read: int
    written: int
    estimated: bool = False

    @property
    def tokens(self) -> int:
        """Both together."""
        return self.read + self.written


@dataclass(frozen=True, slots=True)
class Prices:
    """Money for a million tokens read, and written; 0 where it costs nothing, or nobody said."""

    read: float = 0.0
    written: float = 0.0

    def of(self, usage: Usage) -> float:
        """What a call cost."""
        return (usage.read * self.read + usage.written * self.written) / MILLION


@dataclass(frozen=True, slots=True)
class Limits:
    """The most tokens in one session, and the most money in one month; 0 for no limit."""

    session_tokens: int = 0
    month_money: float = 0.0


@dataclass(frozen=True, slots=True)
class Spent:
    """So far: tokens in this session, money in this month."""

    session_tokens: int = 0
    month_money: float = 0.0


def refuse_beyond(limits: Limits, spent: Spent) -> None:
    """Raises ModelError("model-budget") where a limit is reached: nothing is asked any more."""
    if limits.session_tokens and spent.session_tokens >= limits.session_tokens:
        raise ModelError(
            "model-budget", f"this session's {limits.session_tokens} tokens are used up",
            remedy="go on without a model, or raise model.session-tokens",
        )  # fmt: skip
    if limits.month_money and spent.month_money >= limits.month_money:
        raise ModelError(
            "model-budget",
            f"this month's {limits.month_money:g} is spent",
            remedy="go on without a model, or raise model.month-money",
        )  # fmt: skip


def estimated(prompt: str, answer: str) -> Usage:
    """For servers that don't count: three characters a token, which is more than any of them takes for English."""
    return Usage(len(prompt) // 3 + 1, len(answer) // 3 + 1, estimated=True)

"""What was spent, call by call, one JSON object a line; several programs may write at once. It holds no text of anybody."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tutor.home import private
from tutor.llm.budget import Prices, Spent, Usage

MICRO = 1_000_000


@dataclass(frozen=True, slots=True)
class Ledger:
    """The file needn't exist. `session`: whose tokens are counted together."""

    file: Path
    session: str
    prices: Prices

    def spent(self, now: int) -> Spent:
        """Up to now. `now`: microseconds UTC."""
        month = _month(now)
        tokens, money = 0, 0.0
        for line in self._lines():
            if line.get("session") == self.session:
                tokens += int(line.get("read", 0)) + int(line.get("written", 0))
            if line.get("month") == month:
                money += float(line.get("money", 0))
        return Spent(tokens, money)

    def enter(self, usage: Usage, model: str, purpose: str, now: int) -> None:
        """One call more. Raises OSError."""
        line = {
            "month": _month(now), "at": now, "session": self.session, "model": model, "purpose": purpose,
            "read": usage.read, "written": usage.written, "estimated": usage.estimated, "money": self.prices.of(usage),
        }  # fmt: skip
        private(self.file.parent)
        handle = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(handle, (json.dumps(line) + "\n").encode())
        finally:
            os.close(handle)

    def _lines(self) -> Iterator[dict[str, Any]]:
        """Lines that can be read; one that a full disk cut short counts for nothing."""
        try:
            text = self.file.read_text("utf-8", errors="replace")
        except FileNotFoundError:
            return
        for line in text.splitlines():
            try:
                found = json.loads(line)
            except ValueError:
                continue
            if isinstance(found, dict):
                yield found


def _month(at: int) -> str:
    return f"{datetime.fromtimestamp(at / MICRO, UTC):%Y-%m}"

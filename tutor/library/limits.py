"""How much of a document is read before it's refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost. `content` is the file in bytes, `text` what was read out of it in characters; `blocks` the pieces
    it falls into, `pages` those of a PDF; `seconds` (wall clock and CPU) and `memory` (bytes of address space) hold for the process
    that reads it; a file above `own_process` bytes is read in one of its own, HTML sooner: its parser takes hostile tags ill.
    """

    content: int = 100_000_000
    text: int = 20_000_000
    blocks: int = 200_000
    pages: int = 2_000
    seconds: float = 60.0
    memory: int = 1 << 30
    own_process: int = 150_000
    own_process_html: int = 40_000


LIMITS: Final = Limits()

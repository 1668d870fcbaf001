"""What the screen shows while an answer is being typed; needs no key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.notation.tree import Node


@dataclass(frozen=True, slots=True)
class Preview:
    """How the text typed so far would be read: as LaTeX and as one line, or why it can't be (yet).

    `error_span`: offsets into the typed text.
    """

    read_latex: str | None = None
    read_text: str | None = None
    error_span: tuple[int, int] | None = None
    message: str | None = None


def preview_of_tree(node: Node) -> Preview:
    """The preview of an answer in notation."""
    from tutor.notation.printing import to_latex, to_text

    return Preview(to_latex(node), to_text(node))

"""What a refusal says is a sentence, and names what was typed as it was typed."""

from __future__ import annotations

import pytest

from tutor.errors import NotationError
from tutor.grading.reading import refused


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("x1 can be read in several ways", "x1 can be read in several ways. Type it apart."),
        ("x is not known here", "x is not known here. Type it apart."),
        ("a bracket is open", "A bracket is open. Type it apart."),
        ("nothing is typed yet", "Nothing is typed yet. Type it apart."),
    ],
)
def test_a_name_keeps_its_letters(what: str, said: str) -> None:
    assert str(refused(NotationError("unreadable", what, remedy="type it apart")).message) == said

"""Errors reach whoever asked, also from another process."""

from __future__ import annotations

import pickle

import pytest

from tutor import errors
from tutor.errors import NotationError, TutorError, Where

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, TutorError)]


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_is_the_same_after_a_process_boundary(kind: type[TutorError]) -> None:
    error = kind("bad-argument", "no such thing", remedy="name another", where=Where("a.yaml", 3, 4, "x: y"))
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert str(again) == str(error)
    assert vars(again) == vars(error)


def test_an_error_in_an_answer_keeps_its_place() -> None:
    again = pickle.loads(
        pickle.dumps(NotationError("unreadable", "a bracket is missing", remedy="add it", start=2, end=5))
    )
    assert (again.start, again.end) == (2, 5)


def test_an_unlisted_code_is_a_mistake_in_the_program() -> None:
    with pytest.raises(AssertionError):
        TutorError("no-such-code", "what", remedy="remedy")

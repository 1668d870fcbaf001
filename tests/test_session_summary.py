"""What stands at the end of a session."""

from __future__ import annotations

import pytest

from tutor.session.summary import Summary


@pytest.mark.parametrize(
    ("minutes", "questions", "leverage", "said"),
    [
        (0.9, 1, 0.0, "1 minute, 1 question: 0 right unaided, 0 with help, 0 shown."),
        (12.2, 8, 0.25, "12 minutes, 8 questions: 0 right unaided, 0 with help, 0 shown. 0.25 concepts a minute."),
    ],
)
def test_figures_read_as_a_sentence_and_name_no_rate_where_nothing_was_earned(
    minutes: float, questions: int, leverage: float, said: str
) -> None:
    summary = Summary("a/b", "goal", False, None, (), (), (), minutes, questions, 0, 0, 0, leverage)
    assert summary.in_figures() == said

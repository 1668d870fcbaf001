"""Which spans of a document give an answer away, and which words it may keep."""

from __future__ import annotations

import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.curriculum.curricula import Curricula
from tutor.curriculum.model import Curriculum
from tutor.curriculum.variants import Variant, draw
from tutor.grading.giveaways import giveaways, merged


def asked(ask: str, **answer: Any) -> Variant:
    question = {"id": "q", "ask": ask, "answer": answer}
    concept = {"id": "c", "title": "C", "kind": "axiom", "questions": [question]}
    model = {"id": "w", "title": "W", "licence": "-", "concepts": [concept], "goals": ["c"]}
    return draw(Curricula([Curriculum.model_validate(model)]), "w/c/q", 0)


def masked(text: str, variant: Variant) -> str:
    out, at = "", 0
    for start, end in giveaways(text, variant):
        out, at = f"{out}{text[at:start]}▒", end
    return out + text[at:]


NUMBER = {"kind": "number", "value": "1234"}
PAIR = {"kind": "vector", "value": "(12, -7)"}
OPTIONS = {"kind": "choice", "options": {"a": "it gets longer", "b": "it gets shorter", "c": "$2x + 1$"}, "value": "a"}


@pytest.mark.parametrize(
    ("ask", "answer", "text", "shown"),
    [
        ("How many?", NUMBER, "There are 1234 of them, not 12345 nor 11234.", "There are ▒ of them, not 12345 nor 11234."),
        ("How many?", NUMBER, "There are 1,234; or 1 234; or $1\\,234$.", "There are ▒; or ▒; or ▒."),
        ("How many?", NUMBER, "So $617 \\cdot 2 = 1234$ comes out.", "So ▒ comes out."),
        ("How many?", NUMBER, "One thousand two hundred thirty-four sheep.", "▒ sheep."),
        ("How many are 1234 sheep?", NUMBER, "There are 1234 sheep.", "There are 1234 sheep."),
        ("How much?", {"kind": "number", "value": "3/8"}, "It is 3/8, or 0.375, or $\\frac{6}{16}$.", "It is ▒, or ▒, or ▒."),
        ("How much?", {"kind": "number", "value": "3.14159", "tolerance": "0.01"}, "About 3.14 in all.", "About ▒ in all."),
        ("Where to?", PAIR, "From the corner to (12, -7), past $(12, 7)$.", "From the corner to ▒, past $(12, 7)$."),
        ("Where to?", PAIR, "$$\\begin{pmatrix}12\\\\-7\\end{pmatrix}$$ it is.", "▒ it is."),
        ("Add.", {"kind": "expression", "value": "2*a + b"}, "This makes b + 2a in all.", "This makes ▒ in all."),
        ("Which?", {"kind": "equation", "value": "y = 2*x + 1"}, "The line y = 2x + 1 climbs.", "The line ▒ climbs."),
        ("Which?", {"kind": "formula", "value": "H2SO4"}, "We poured H2SO4 into water.", "We poured ▒ into water."),
        ("What?", {"kind": "text", "value": "momentum", "accept": ["quantity of motion"]},
         "Momentum, or his quantity of  motion, is kept.", "▒, or his ▒, is kept."),
        ("What happens?", OPTIONS, "Then it gets shorter, or it gets\nlonger; $2x+1$ too.", "Then ▒, or ▒; ▒ too."),
    ],
)  # fmt: skip
def test_what_would_be_accepted_is_found_however_it_is_written(
    ask: str, answer: dict[str, Any], text: str, shown: str
) -> None:
    assert masked(text, asked(ask, **answer)) == shown


def test_a_small_number_gives_the_answer_away_only_beside_the_numbers_of_the_question() -> None:
    variant = asked("Three steps east, 4 steps north. How far from the start?", kind="number", value="5")
    text = "Chapter 5. Walk 3 east and four north: you are five steps off. There are 5 roads, 3 of them straight."
    assert masked(text, variant).startswith(
        "Chapter 5. Walk 3 east and four north: you are ▒ steps off. There are 5 roads"
    )


def test_letters_and_common_words_hide_nothing() -> None:
    assert giveaways("x is the first point.", asked("Which letter?", kind="expression", value="x")) == ()
    assert giveaways("This is always so.", asked("Is it?", kind="text", value="always")) == ()


words = st.text(string.ascii_letters + " .,$\\{}()`*_\n|-=0123456789", max_size=200)


@given(before=words, after=words, number=st.integers(21, 10**9))
def test_the_digits_of_a_key_are_never_left_over(before: str, after: str, number: int) -> None:
    variant = asked("How many?", kind="number", value=str(number))
    text = f"{before} {number} {after}"
    spans = giveaways(text, variant)
    assert any(start <= len(before) + 1 and end >= len(before) + 1 + len(str(number)) for start, end in spans)
    assert spans == merged(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)

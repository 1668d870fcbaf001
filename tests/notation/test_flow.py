"""What readers of paragraphs can rely on: nothing lost, nothing too wide, formulas on the baseline."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tutor.notation.box import stack, text_box
from tutor.notation.flow import Line, Run, Words, line_width, natural_width, padded, paragraph


def shown(lines: list[Line]) -> str:
    return "\n".join("".join(run.text for run in line) for line in lines)


def words_of(*texts: str) -> Words:
    words = Words()
    for text in texts:
        words.text(text)
    return words


def test_lines_break_between_words() -> None:
    assert shown(paragraph(words_of("one two three four").all(), 9)) == "one two\nthree\nfour"


def test_pieces_without_a_space_between_them_stay_together() -> None:
    words = words_of("an (")
    words.text("important", frozenset({"strong"}))
    words.text("), isn't it")
    assert shown(paragraph(words.all(), 12)) == "an\n(important),\nisn't it"


def test_a_forced_break_ends_the_line() -> None:
    words = words_of("a")
    words.line()
    words.text("b")
    assert shown(paragraph(words.all(), 80)) == "a\nb"


def test_a_tall_box_makes_the_line_grow_around_its_baseline() -> None:
    fraction = stack([text_box("1"), text_box("─"), text_box("2")], on=1)
    words = words_of("half is ")
    words.box(fraction)
    words.text(", and then some")
    assert shown(paragraph(words.all(), 12)) == "        1\nhalf is ─,\n        2\nand then\nsome"


def test_spaces_within_one_style_keep_it_and_others_do_not() -> None:
    words = words_of("a ")
    words.text("b c", frozenset({"strong"}))
    words.text(" d")
    assert paragraph(words.all(), 80) == [(Run("a "), Run("b c", frozenset({"strong"})), Run(" d"))]


def test_natural_width_is_that_of_the_longest_line() -> None:
    words = words_of("one two")
    words.line()
    words.text("three")
    assert natural_width(words.all()) == 7


def test_padding_is_exact() -> None:
    line = (Run("ab"),)
    assert [line_width(padded(line, 5, align)) for align in ("left", "center", "right")] == [5, 5, 5]
    assert padded(line, 1) == line


@given(st.lists(st.text("abc中é", min_size=1, max_size=12), max_size=30), st.integers(2, 40))
def test_no_character_is_lost_and_no_line_is_too_wide(texts: list[str], width: int) -> None:
    lines = paragraph(words_of(" ".join(texts)).all(), width)
    assert "".join(shown(lines).split()) == "".join(texts)
    assert all(line_width(line) <= width for line in lines)


@given(st.lists(st.text("abc", min_size=1, max_size=6), max_size=30), st.integers(6, 40))
def test_words_that_fit_are_never_cut(texts: list[str], width: int) -> None:
    lines = paragraph(words_of(" ".join(texts)).all(), width)
    assert shown(lines).split() == texts

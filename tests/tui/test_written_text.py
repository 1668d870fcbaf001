"""What widgets write is what they show: to the grader, and when a draft is read back."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.grading import grading_variants as made
from tutor.grading.grade import grade
from tutor.grading.verdict import Verdict
from tutor.session.view import Placing
from tutor.tui.answers.amounts import Slots, slots_of
from tutor.tui.answers.cells import LONGEST, cells_of, entries_of, is_whole, kept, matrix_text, vector_text
from tutor.tui.answers.places import is_place, nearest, number_text, numbers_of, pair_text

small = st.integers(1, 9)
# A cell as it may be typed, and what it's worth.
cells = st.one_of(
    st.integers(-30, 30).map(lambda n: (str(n), Fraction(n))),
    st.tuples(st.integers(-9, 9), small).map(lambda p: (f"{p[0]}/{p[1]}", Fraction(*p))),
    st.tuples(small, small).map(lambda p: (f"{p[0]} {p[1]}/10", p[0] + Fraction(p[1], 10))),
    st.tuples(small, small).map(lambda p: (f"({p[0]} + {p[1]})/7", Fraction(p[0] + p[1], 7))),
    st.tuples(small, small).map(lambda p: (f"{p[0]} - {p[1]}", Fraction(p[0] - p[1]))),
    st.tuples(small, small).map(lambda p: (f"({p[0]})({p[1]})", Fraction(p[0] * p[1]))),
)
sizes = st.tuples(st.integers(1, 4), st.integers(1, 4))
grids = sizes.flatmap(
    lambda size: st.lists(st.lists(cells, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0])
)


def key_of(rows: list[list[tuple[str, Fraction]]]) -> str:
    return f"[{', '.join('[' + ', '.join(str(value) for _, value in row) + ']' for row in rows)}]"


@given(grids)
def test_a_grid_writes_the_matrix_that_it_shows(rows: list[list[tuple[str, Fraction]]]) -> None:
    typed = tuple(tuple(text for text, _ in row) for row in rows)
    written = matrix_text(typed)
    assert grade(made.matrix(key_of(rows)), written).verdict is Verdict.RIGHT
    assert cells_of(written) == typed


@given(st.lists(cells, min_size=2, max_size=6))
def test_a_column_writes_the_vector_that_it_shows(entries: list[tuple[str, Fraction]]) -> None:
    typed = tuple(text for text, _ in entries)
    written = vector_text(typed)
    key = f"[{', '.join(str(value) for _, value in entries)}]"
    assert grade(made.vector(key), written).verdict is Verdict.RIGHT
    assert entries_of(written) == typed


@given(grids, st.data())
def test_cells_that_are_still_empty_are_read_back_as_they_are(
    rows: list[list[tuple[str, Fraction]]], data: st.DataObject
) -> None:
    typed = tuple(tuple(text if data.draw(st.booleans()) else "" for text, _ in row) for row in rows)
    written = matrix_text(typed)
    assert (cells_of(written) or ()) == kept(typed)
    assert is_whole(typed) == (bool(kept(typed)) and all(all(row) for row in kept(typed)))


@pytest.mark.parametrize(
    "pasted",
    [
        "1 -2; 3/4 4", "[1, -2; 3/4, 4]", "[[1, -2], [3/4, 4]]", "1\t-2\n3/4\t4\n", "1 -2\n3/4 4",
        r"\begin{pmatrix}1 & -2 \\ 3/4 & 4\end{pmatrix}", r"$\begin{bmatrix} 1&-2\\[2pt] 3/4&4 \\ \end{bmatrix}$",
        r"\begin{array}{rr}1 & -2\\3/4 & 4\end{array}",
    ],
)  # fmt: skip
def test_matrices_are_pasted_however_they_are_written(pasted: str) -> None:
    assert cells_of(pasted) == (("1", "-2"), ("3/4", "4"))


@pytest.mark.parametrize(
    "text", ["", "  ", "/hint", "I don't know", "what is a matrix?", "1;" * LONGEST, "1 " * 9, "{1, 2}"]
)
def test_what_is_no_list_of_cells_is_left_to_the_line(text: str) -> None:
    assert cells_of(text) is None


@given(st.text(max_size=40))
def test_no_text_upsets_the_cells(text: str) -> None:
    found = cells_of(text)
    assert found is None or len({len(row) for row in found}) == 1


amounts = st.lists(st.sampled_from(["", "1", "2", "3", "12", "1/2"]), min_size=3, max_size=3)


@given(amounts)
def test_slots_write_the_reaction_that_they_show(given_amounts: list[str]) -> None:
    empty = slots_of("CH4(g) + O2 <=> H2O")
    assert empty is not None
    filled = Slots(empty.formulas, empty.left, empty.arrow, tuple(given_amounts))
    again = empty.taking(filled.text())
    assert again is not None
    assert again.text() == filled.text()
    assert again.amounts == filled.amounts


def test_a_typed_reaction_fills_the_slots_only_between_the_same_formulas() -> None:
    slots = slots_of("N2 + H2 -> NH3")
    assert slots is not None
    assert slots.text() == ""
    filled = slots.taking("N2+3H2->2NH3")
    assert filled is not None
    assert filled.amounts == ("", "3", "2")
    assert filled.atoms() == (("N", "2", "2"), ("H", "6", "6"))
    for other in ("N2 + 3 H2", "2 NH3 -> N2 + 3 H2", "N2 + 3 H2 = 2 NH3", "N + 3 H2 -> 2 NH3", "why?", "[" * 3000):
        assert slots.taking(other) is None


def test_slots_hold_no_amounts_and_count_charges_where_there_are_any() -> None:
    slots = slots_of("5 Fe^2+ + MnO4^- -> Fe^3+ + Mn^2+")
    assert slots is not None
    assert slots.formulas[0] == "Fe^2+"
    assert slots.atoms()[-1] == ("charge", "+1", "+5")
    assert slots_of("N2 + H2") is None
    assert slots_of("no reaction") is None


placings = st.builds(Placing, st.integers(-20, 0), st.integers(1, 20), st.integers(1, 8))


@given(placings, st.fractions(-50, 50), st.fractions(-50, 50))
def test_what_is_placed_is_written_exactly_and_never_outside(placing: Placing, x: Fraction, y: Fraction) -> None:
    x, y = nearest(x, placing), nearest(y, placing)
    assert is_place(x, placing)
    assert is_place(y, placing)
    assert numbers_of(number_text(x), 1) == (x,)
    assert numbers_of(pair_text(x, y), 2) == (x, y)
    assert grade(made.number(str(x)), number_text(x)).verdict is Verdict.RIGHT
    assert grade(made.vector(f"[{x}, {y}]"), pair_text(x, y)).verdict is Verdict.RIGHT

"""What readers see of a formula, in two dimensions, on one line, in ASCII and in words."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tutor.errors import NotationError
from tutor.notation.box import Box, extend, fill, hconcat, stack, text_box, text_width
from tutor.notation.latex_layout import MAX_WIDTH, fragments, inline, is_tall, layout, layout_within
from tutor.notation.latex_words import spoken


def drawn(*rows: str) -> str:
    return "\n".join(rows)


TALL = [
    (r"\frac{a}{b + 1}", drawn("  a", "─────", "b + 1")),
    (
        r"x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}",
        drawn("          ________", "    −b ± √b² − 4ac", "x = ──────────────", "          2a"),
    ),
    (r"\frac{1}{1 + \frac{1}{x}}", drawn("  1", "─────", "    1", "1 + ─", "    x")),
    (r"\frac{\frac{a}{b}}{c}", drawn(" a", " ─", " b", "───", " c")),
    (r"\begin{pmatrix} 3 \\ -1 \end{pmatrix}", drawn("⎛ 3⎞", "⎝−1⎠")),
    (
        r"\begin{bmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \\ 7 & 8 & 9 \end{bmatrix}",
        drawn("⎡1  2  3⎤", "⎢4  5  6⎥", "⎣7  8  9⎦"),
    ),
    (r"\left(\begin{array}{cc|c} 1 & 2 & 3 \\ 4 & 5 & 6 \end{array}\right)", drawn("⎛1  2 │ 3⎞", "⎝4  5 │ 6⎠")),
    (r"A = \begin{pmatrix} 1 & 0 \\ 0 & 1 \end{pmatrix}^{-1}", drawn("A = ⎛1  0⎞⁻¹", "    ⎝0  1⎠")),
    (r"\begin{vmatrix} a & b \\ c & d \end{vmatrix}", drawn("│a  b│", "│c  d│")),
    (r"\sum_{i=1}^{n} a_i", drawn(" n", " ∑  aᵢ", "i=1")),
    (r"\int_0^1 x \, dx", drawn("⌠1", "⎮  x dx", "⌡0")),
    (r"\lim_{x \to 0} f(x)", drawn("lim f(x)", "x→0")),
    (r"e^{i\pi}", drawn(" iπ", "e")),
    (r"x_B", drawn("x", " B")),
    (r"\begin{cases} a & b \\ c & d \\ e & f \end{cases}", drawn("⎧ a  b", "⎨ c  d", "⎩ e  f")),
    (r"\begin{aligned} 2x + y &= 5 \\ x &= -1 \end{aligned}", drawn("2x + y = 5", "     x = −1")),
    (r"\begin{aligned} a &= b \\ &+ c \end{aligned}", drawn("a = b", "  + c")),
    (r"\underbrace{a + b + c}_{n}", drawn("a + b + c", "╰───┬───╯", "    n")),
    (r"\overline{AB} + \overrightarrow{CD}", drawn("__   ─→", "AB + CD")),
    (r"A \xrightarrow{f} B", drawn("   f", "A ──→ B")),
    (r"\left\{ x \middle| \frac{1}{x} > 2 \right\}", drawn("⎧  │ 1    ⎫", "⎨x │ ─ > 2⎬", "⎩  │ x    ⎭")),
    (r"(\frac{1}{2})^2", drawn("⎛1⎞²", "⎜─⎟", "⎝2⎠")),
    (r"\sqrt[3]{\frac{a}{b}}", drawn("  ┌──", "  │ a", "³ │ ─", " ╲│ b")),
    (r"\boxed{a}", drawn("┌───┐", "│ a │", "└───┘")),
    (r"-\frac{1}{2}", drawn("  1", "− ─", "  2")),
    (r"a = b \\ c = d", drawn("a = b", "c = d")),
]

LINE = [
    (r"\frac{1}{2}", "1/2"), (r"\frac{1}{2}x", "(1/2) x"), (r"\frac{a+b}{2c}", "(a + b)/(2c)"),
    (r"2\frac{1}{2}", "2 1/2"),
    (r"\frac{dy}{dx}", "dy/dx"), (r"\frac{\sin x}{x}", "(sin x)/x"), (r"\sin\frac{x}{2}", "sin(x/2)"),
    (r"x^2 + x^{-1} + x_1^2", "x² + x⁻¹ + x₁²"), (r"2^{n/2}", "2^(n/2)"), (r"\vec v", "v⃗"), (r"\vec{v_1}", "v⃗₁"),
    (r"\begin{pmatrix} 3 \\ -1 \end{pmatrix}", "(3, −1)"),
    (r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", "[1 2; 3 4]"),
    (r"\begin{pmatrix} a+b & 1 \\ 0 & 1 \end{pmatrix}", "[a+b 1; 0 1]"),
    (r"\sqrt{x+1}", "√(x + 1)"), (r"\sqrt 2", "√2"), (r"\sqrt{2}x", "√2 x"),
    (r"3 \cdot 4 \times 5 - 6", "3 · 4 × 5 − 6"),
    (r"-x", "−x"), (r"a - -b", "a − −b"), (r"(-3, 2)", "(−3, 2)"), (r"|-3|", "|−3|"), (r"||v||", "‖v‖"),
    (r"f'(x)", "f′(x)"),
    (r"30^\circ", "30°"), (r"\mathbb{R}^2", "ℝ²"), (r"x \not= y", "x ≠ y"), (r"\ce{2H2O}", "2 H₂O"),
    (r"\ce{SO4^2-}", "SO₄²⁻"), (r"\ce{Na+ + Cl-}", "Na⁺ + Cl⁻"), (r"10{,}5 + (1,2)", "10,5 + (1, 2)"),
    ("x<=y", "x <= y"),
    (r"\text{if } x", "if x"), (r"5\%", "5%"), ("α ≤ β", "α ≤ β"), (r"\binom{n}{k}", "(n choose k)"),
    (r"P(A|B)", "P(A | B)"), (r"x := 3", "x ≔ 3"), (r"\color{red} x + \textcolor{blue}{y}", "x + y"),
]  # fmt: skip

PLAIN = [
    (r"\begin{pmatrix} 1 & -2 \\ 3 & 4 \end{pmatrix}", drawn("/1  -2\\", "\\3   4/")),
    (r"\frac{\alpha}{2}", drawn("alpha", "-----", "  2")),
    (r"2\pi r", "2 pi r"),
    (r"x \le y \to z", "x <= y -> z"),
    (r"a\vec v", "a vec v"),
    (r"x^2 + v_1", "x^2 + v_1"),
    (r"\ce{H2O}", "H_2O"),
]

SPOKEN = [
    (r"x^2", "x squared"), (r"\frac{3}{4}", "3 over 4"),
    (r"\frac{a+b}{c}", "the fraction a plus b over c end of fraction"),
    (r"\sqrt{x+1}", "the square root of x plus 1 end of root"), (r"\vec v \cdot \vec w", "vector v times vector w"),
    (r"\begin{pmatrix} 3 \\ -1 \end{pmatrix}", "the column 3, minus 1, end of column"),
    (r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", "the 2 by 2 matrix, row 1: 1, 2; row 2: 3, 4; end of matrix"),
    (r"A^T", "capital A transpose"), (r"\sum_{i=1}^n i", "the sum from i equals 1 to n of i"),
    (r"f(x) \le |x|", "f of x is at most the absolute value of x"), (r"\ce{Fe^3+}", "Fe superscript 3 plus"),
]  # fmt: skip


@pytest.mark.parametrize(("latex", "picture"), TALL)
def test_a_formula_is_drawn_like_this(latex: str, picture: str) -> None:
    assert str(layout(latex)) == picture


@pytest.mark.parametrize(("latex", "line"), LINE)
def test_a_formula_is_written_on_one_line_like_this(latex: str, line: str) -> None:
    assert inline(latex) == line
    assert " ".join(fragments(latex)) == line


@pytest.mark.parametrize(("latex", "picture"), PLAIN)
def test_a_formula_is_drawn_in_ascii_like_this(latex: str, picture: str) -> None:
    assert str(layout(latex, ascii=True)) == picture


@pytest.mark.parametrize(("latex", "words"), SPOKEN)
def test_a_formula_is_said_like_this(latex: str, words: str) -> None:
    assert spoken(latex) == words


def test_text_beside_a_fraction_stands_at_its_bar() -> None:
    box = layout(r"\frac{a}{b}")
    assert box.rows[box.baseline] == "─"


@pytest.mark.parametrize(
    ("latex", "start"),
    [
        (r"x + \nosuchcommand y", 4),
        (r"\frac{1}", 8),
        (r"x^2^3", 3),
        (r"\left( x", 0),
        (r"\begin{pmatrix} 1", 17),
        (r"\begin{tikzcd} a \end{tikzcd}", 0),
        (r"a & b", 2),
        ("x\x1b[31m", 1),
        ("a\u202eb", 1),
        (r"{x", 2),
        (r"x}", 1),
        ("\\", 0),
        (r"\def\x{1}", 0),
        (r"\text{if $\nosuch$}", 10),
        (r"\ce{A ->[$\nosuch$] B}", 10),
    ],
)
def test_what_cannot_be_laid_out_is_an_error_with_its_place(latex: str, start: int) -> None:
    for show in (layout, inline, spoken):
        with pytest.raises(NotationError) as caught:
            show(latex)
        assert caught.value.code == "unreadable"
        assert caught.value.start == start
        assert caught.value.remedy


TOO_MUCH = ["x" * 4_001, "{" * 41 + "}" * 41, r"\frac{1}{" * 41 + "2" + "}" * 41, "x+" * 200 + "x" * 300]


@pytest.mark.parametrize("latex", TOO_MUCH, ids=["long", "deep", "fractions", "wide"])
def test_limits_are_errors_of_their_own(latex: str) -> None:
    with pytest.raises(NotationError) as caught:
        layout(latex)
    assert caught.value.code == "limit-exceeded"


@pytest.mark.parametrize(
    "wrapper",
    [
        r"\frac{%s}{2}",
        r"x^{%s}",
        r"x'^{%s}",
        r"\vec{%s_1}",
        r"\cancel{%s}",
        r"\overline{%s}",
        r"\{%s\}",
        r"{}^{%s}",
        r"\begin{aligned}&+%s\end{aligned}",
        r"\begin{pmatrix}\frac{%s}{2}\end{pmatrix}",
        r"\sqrt[%s]{x}",
    ],
)
def test_deep_nesting_costs_no_more_than_its_length(wrapper: str) -> None:
    latex = "a"
    for _ in range(18 if wrapper.count("{") < 4 else 12):
        latex = wrapper % latex
    box = layout(latex)
    assert box.height * box.width < 100_000
    assert inline(latex)
    assert spoken(latex)


def test_a_wide_formula_breaks_before_relations_then_operators() -> None:
    latex = r"a + b + c + d = e + f + g + h = i + j"
    at_relations = layout_within(latex, 20)
    assert at_relations is not None
    assert str(at_relations) == drawn("a + b + c + d", "  = e + f + g + h", "  = i + j")
    at_operators = layout_within(latex, 12)
    assert at_operators is not None
    assert at_operators.width <= 12
    assert layout_within(r"\frac{a + b + c + d + e}{2}", 12) is None


@pytest.mark.parametrize(
    ("latex", "tall"),
    [
        (r"x^2", False),
        (r"\frac{1}{2}", False),
        (r"\begin{pmatrix} 1 \\ 2 \end{pmatrix}", False),
        (r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", True),
        (r"\frac{1}{\frac{1}{x}}", True),
    ],
)
def test_only_what_needs_height_is_tall(latex: str, tall: bool) -> None:
    assert is_tall(latex) is tall


# -- properties

pieces = st.sampled_from(
    [*"abxyz0123+-=<>()[]|,;:'!^_&{}~ ",
        r"\frac", r"\sqrt", r"\vec", r"\left(", r"\right)", r"\begin{pmatrix}", r"\end{pmatrix}", r"\\", r"\sum",
        r"\int", r"\alpha",
        r"\text{if }", r"\ce{H2O}", r"\le", r"\to", r"\overline", r"\limits", r"\{", r"\}", r"\quad", r"\begin{cases}",
        r"\end{cases}",
        r"\binom", r"\not", r"\hat", r"\big|", r"\middle|", r"\left.", r"\right|", "²", "é", "√", "中", "\u0301",
    ]
)  # fmt: skip


def check_error(error: NotationError, latex: str) -> None:
    assert error.code in ("unreadable", "limit-exceeded")
    assert 0 <= error.start <= error.end <= len(latex)


@settings(max_examples=200, deadline=None)
@given(st.lists(pieces, max_size=30).map("".join))
@example(r"\frac{}{}")
@example(r"{}^{}_{}")
@example(r"\left.\right.")
def test_any_source_is_a_whole_box_or_a_typed_error(latex: str) -> None:
    for ascii_only in (False, True):
        try:
            box = layout(latex, ascii=ascii_only)
            line = inline(latex, ascii=ascii_only)
        except NotationError as error:
            check_error(error, latex)
            continue
        assert all(text_width(row) == box.width for row in box.rows)
        assert 0 <= box.baseline < box.height
        assert box.width <= MAX_WIDTH
        shown = "".join(box.rows) + line
        assert not ascii_only or shown.isascii()
        assert not any(unicodedata.category(char) in ("Cc", "Cf", "Co", "Cs") for char in shown)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_said_or_a_typed_error(text: str) -> None:
    try:
        words = spoken(text)
    except NotationError:
        return
    assert words == " ".join(words.split())


boxes = st.builds(
    lambda rows, baseline: stack([text_box(row) for row in rows], on=baseline % len(rows), align="left"),
    st.lists(st.text("ab 中⃗", max_size=5), min_size=1, max_size=4),
    st.integers(0, 3),
)


@given(st.lists(boxes, min_size=1, max_size=5))
def test_boxes_side_by_side_share_a_baseline(several: list[Box]) -> None:
    joined = hconcat(several)
    assert joined.width == sum(box.width for box in several)
    assert joined.baseline == max(box.baseline for box in several)
    assert joined.rows[joined.baseline] == "".join(box.rows[box.baseline] for box in several)
    assert all(text_width(row) == joined.width for row in joined.rows)


@given(boxes, st.integers(0, 12), st.sampled_from(["left", "right", "center"]), st.integers(0, 4), st.integers(0, 4))
def test_a_box_grows_without_losing_anything(box: Box, width: int, align, above: int, below: int) -> None:
    grown = extend(fill(box, width, align), above, below)
    assert grown.width == max(box.width, width)
    assert grown.above >= above
    assert grown.below >= below
    assert grown.rows[grown.baseline].strip() == box.rows[box.baseline].strip()


CELLS = [("abc", 3), ("v⃗", 1), ("中", 2), ("é", 1), ("e\u0301", 1), ("", 0), ("⎛1⎞", 3)]


@pytest.mark.parametrize(("text", "cells"), CELLS)
def test_widths_are_those_of_terminal_cells(text: str, cells: int) -> None:
    assert text_width(text) == cells

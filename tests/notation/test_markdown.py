"""What readers and authors of Markdown can rely on: everything is shown, nothing acts, lines fit."""

from __future__ import annotations

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.notation.flow import line_width
from tutor.notation.markdown import plain, render


def drawn(*rows: str) -> str:
    return "\n".join(rows)


def styles_of(source: str, text: str) -> frozenset[str]:
    found = [run.style for line in render(source, width=60) for run in line if text in run.text]
    assert found, text
    return found[0]


def test_running_text_holds_formulas_on_its_line() -> None:
    source = r"With $\vec v = \begin{pmatrix} 1 \\ -2 \end{pmatrix}$ and $x^2 \le \frac{1}{2}$."
    assert plain(source, width=60) == "With v⃗ = (1, −2) and x² ≤ 1/2."


def test_a_matrix_in_running_text_makes_its_line_grow() -> None:
    source = r"The matrix $A = \begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}$ maps it."
    assert plain(source, width=60) == drawn("The matrix A = ⎛1  2⎞ maps it.", "               ⎝3  4⎠")
    assert plain(source, width=60, tall=False) == "The matrix A = [1 2; 3 4] maps it."


@pytest.mark.parametrize(("opening", "closing"), [("$$", "$$"), ("$$\n", "\n$$"), ("\\[", "\\]"), ("\\[\n", "\n\\]")])
def test_formulas_of_their_own_are_indented(opening: str, closing: str) -> None:
    assert plain(f"{opening}\\frac{{a}}{{b}}{closing}", width=40) == drawn("  a", "  ─", "  b")


def test_environments_need_no_dollars() -> None:
    assert plain("\\begin{align}\na &= b \\\\\nc &= d\n\\end{align}", width=40) == drawn("  a = b", "  c = d")


@pytest.mark.parametrize(
    "source",
    [
        "It costs $5 and $6.",
        "From $5-$6 a piece.",
        "Only $5.",
        "US$ 5 or $ 6 $ now",
        "\\$5 and \\$6",
    ],
)
def test_prices_are_not_formulas(source: str) -> None:
    assert plain(source, width=60) == source.replace("\\", "")
    assert "math" not in styles_of(source, "5")


def test_brackets_set_formulas_too() -> None:
    assert plain(r"Let \(x^2\) be.", width=40) == "Let x² be."


@pytest.mark.parametrize("source", [r"See $\nosuch{x} + 1$ here.", r"See \(\nosuch\) here.", "See $x^2^3$ here."])
def test_what_cannot_be_laid_out_is_shown_as_its_source(source: str) -> None:
    for mathematics in ("unicode", "ascii", "spoken"):
        assert plain(source, width=60, mathematics=mathematics) == source
    assert plain(f"$${source[5:-7]}$$", width=60).strip().startswith("$$")


def test_sources_and_words_can_be_asked_for() -> None:
    source = r"So $x^2 = 4$."
    assert plain(source, width=60, mathematics="source") == source
    assert plain(source, width=60, mathematics="spoken") == "So x squared equals 4."


def test_wide_formulas_break_at_relations() -> None:
    source = "$$a + b + c + d = e + f + g + h = i + j$$"
    assert plain(source, width=22) == drawn("  a + b + c + d", "    = e + f + g + h", "    = i + j")


def test_a_formula_too_wide_to_break_falls_back_to_one_line() -> None:
    text = plain(r"$$\frac{a + b + c + d + e + f}{g + h}$$", width=16)
    assert "".join(text.split()) == "(a+b+c+d+e+f)/(g+h)"
    assert all(len(line) <= 16 for line in text.split("\n"))


def test_numbered_formulas_keep_their_number() -> None:
    assert plain("$$x = 1$$ (first)", width=40) == "  x = 1    (first)"


def test_styles_say_what_text_is() -> None:
    source = "# Title\n\nplain *emph* **strong** `code` $x$ [text](https://example.org)\n\n> quoted\n\n---"
    expected = {
        "Title": "heading", "emph": "emphasis", "strong": "strong", "code": "code", "x": "math", "text": "link",
        "example": "dim", "quoted": "quote", "─": "rule",
    }  # fmt: skip
    assert {text: style in styles_of(source, text) for text, style in expected.items()} == dict.fromkeys(expected, True)
    assert styles_of(source, "plain") == frozenset()


def test_links_show_their_address_once_and_images_their_text() -> None:
    assert plain("[notes](https://example.org/a)", width=60) == "notes (https://example.org/a)"
    assert plain("<https://example.org>", width=60) == "https://example.org"
    assert plain("![a cube in water](cube.png)", width=60) == "a cube in water"


def test_html_is_text() -> None:
    assert plain("<b>bold</b> <script>x</script>", width=60) == "<b>bold</b> <script>x</script>"


def test_lists_nest_and_wrap_under_their_text() -> None:
    source = "1. first\n2. second item\n   - nested one\n   - nested two"
    assert plain(source, width=12) == drawn(
        "1. first", "2. second", "   item", "   • nested", "     one", "   • nested", "     two"
    )


def test_loose_lists_keep_their_distance() -> None:
    assert plain("- a\n\n- b", width=20) == "• a\n\n• b"


def test_quotes_carry_their_bar() -> None:
    assert plain("> a\n>\n> b", width=20) == "│ a\n│\n│ b"


def test_code_stays_as_it_is() -> None:
    code = "  |   O <b> $x$ *y*\n\n----S----"
    assert plain(f"```\n{code}\n```", width=12) == code


def test_tables_are_framed_and_aligned() -> None:
    source = "| a | where |\n|:--|--:|\n| 1 | $(5, 1)$ |\n| long | $x^2$ |"
    assert plain(source, width=40) == drawn(
        "┌──────┬────────┐", "│ a    │  where │", "├──────┼────────┤", "│ 1    │ (5, 1) │", "│ long │     x² │",
        "└──────┴────────┘",
    )  # fmt: skip


def test_matrices_in_tables_keep_their_rows_together() -> None:
    text = plain("| m |\n|--:|\n| $\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}$ |\n| a wide cell |", width=40)
    assert "│      ⎛1  2⎞ │\n│      ⎝3  4⎠ │" in text


def test_tables_fit_the_width_or_become_records() -> None:
    source = "| one | two | three |\n|---|---|---|\n| a long text here | another long text | and a third |"
    for width in (60, 40, 30, 20, 12):
        lines = render(source, width=width)
        assert all(line_width(line) <= width for line in lines)
        assert "".join(plain(source, width=width).split()).count("third") == 1 or width < 40
    assert plain(source, width=12).startswith("one: a")


def test_spoken_tables_are_records() -> None:
    assert plain("| a | b |\n|---|---|\n| 1 | $x^2$ |", width=60, mathematics="spoken") == "a: 1; b: x squared."


def test_ascii_draws_nothing_but_ascii() -> None:
    table = "| $\\beta$ |\n|---|\n| $\\sqrt{x+1}$ |"
    blocks = ["# $\\alpha$", "- $\\vec v \\le 1$", "> $x \\to y$", table, "---", "$$\\frac12$$"]
    assert plain("\n\n".join(blocks), width=40, mathematics="ascii").isascii()


HOSTILE = [
    "\x1b[31mred\x1b[0m",
    "\x1b]52;c;AAAA\x07",
    "a\u202eb",
    "a\u200bb",
    "&#27;[31m",
    "&#x202e;x",
    "$\x1b[31m$",
    "`\x1b[2J`",
    "\x9b31m",
    "[x](https://example.org/\u202e)",
    "```\n\x1b[2J\n```",
    "| \x07 |\n|---|\n| \x1b |",
    "$$\u202e x$$",
    "\ue000\U000e0041",
    "![\x1b](x)",
    "[a](\x1b)",
    "$a$ (\x1b)",
]


@pytest.mark.parametrize("source", HOSTILE)
def test_nothing_that_acts_on_a_terminal_gets_through(source: str) -> None:
    for mathematics in ("unicode", "ascii", "spoken", "source"):
        text = plain(source, width=40, mathematics=mathematics)
        assert not any(unicodedata.category(char) in ("Cc", "Cf", "Co", "Cs") for char in text.replace("\n", ""))


@pytest.mark.parametrize("mark", [">", "- ", "*", "[", "\\("])
def test_deep_sources_lose_nothing_and_end_soon(mark: str) -> None:
    assert "x" in plain(mark * 2_000 + "x", width=40)


ways = st.sampled_from(["unicode", "ascii", "spoken", "source"])
markdown_pieces = st.sampled_from([
    "word", " ", "\n", "\n\n", "$", "$$", "$x^2$", "*", "**", "`", "```\n", "> ", "- ", "1. ", "# ",
    "| a | b |\n|---|---|\n| c | d |\n",
    "\\(", "\\)", "\\[", "\\]", "<b>", "&amp;", "[t](u)", "![i](j)", "---\n", "\\begin{align}", "\\end{align}", "\t",
    "\\\\", "5", "é", "中",
    "\x1b[0m", "$\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}$",
])  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.lists(markdown_pieces, max_size=25).map("".join), st.integers(8, 80), ways)
def test_any_markdown_is_rendered(source: str, width: int, mathematics) -> None:
    for line in render(source, width=width, mathematics=mathematics):
        for run in line:
            assert run.text
            assert "\n" not in run.text
            assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co") for char in run.text)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("abcdé中", min_size=1, max_size=15), max_size=40), st.integers(8, 60))
def test_plain_text_fits_and_is_all_there(words: list[str], width: int) -> None:
    lines = render(" ".join(words), width=width)
    assert "".join("".join(run.text for run in line) for line in lines).replace(" ", "") == "".join(words)
    assert all(line_width(line) <= width for line in lines)


def test_importing_it_loads_little_more_than_its_reader() -> None:
    program = (
        "import sys, markdown_it, mdit_py_plugins.amsmath, mdit_py_plugins.dollarmath; before = set(sys.modules);"
        "import tutor.notation.markdown;"
        "print(*sorted({name.split('.')[0] for name in set(sys.modules) - before} - {'tutor'}))"
    )
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert set(loaded) <= {"unicodedata", "fractions", "numbers", "decimal", "_decimal", "difflib"}

"""Texts as HTML: nothing that an author, a document or a learner writes becomes markup of their own."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.api.markup import FORMATS, html

TAGS = frozenset(
    [
        "p",
        "em",
        "strong",
        "code",
        "pre",
        "ul",
        "ol",
        "li",
        "blockquote",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "br",
        "a",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "span",
        "div",
    ]
)
ATTRIBUTES = {"a": {"href", "rel"}, "span": {"class", "role", "aria-label"}, "div": {"class", "role", "aria-label"},
              "ol": {"start"}, "th": {"style"}, "td": {"style"}, "code": {"class"}}  # fmt: skip


class Seen(HTMLParser):
    """The elements of a text, and everything that may lead somewhere."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.wrong, self.addresses, self.open = list[str](), list[str](), list[str]()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS or not {name for name, _ in attrs} <= ATTRIBUTES.get(tag, set()):
            self.wrong.append(f"{tag} {attrs}")
        self.addresses += [value or "" for name, value in attrs if name == "href"]
        if tag not in ("br", "hr"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("br", "hr"):
            self.wrong.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"/{tag}")


PIECES = st.sampled_from(
    ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[a](javascript:alert(1))", "[a](data:text/html,x)", "![a](http://x/y.png)",
     "<a href='http://x'>", "$a < b$", "$$\\frac{1}{2}$$", "\\(x\\)", "\\[<b>\\]", "| a | b |\n|---|:-:|\n| $x$ | <i> |\n", "`<b>`", "```js\"><b>\nx\n```",
     "\"'><", "&lt;", "&#x3c;b>", "[b]: javascript:x\n", "[b]", "<http://x.example/a?b=c&d>", "<javascript:alert(1)>", "**a", "> - 1. ", "\n\n", "\x1b[2J",
     "[a](vbscript:x)", "[a](HTTPS://x \"t\\\"><b>\")", "\\begin{align} a &= b \\\\ <b> \\end{align}"]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=12), max_size=12).map("".join))
def test_no_text_becomes_markup_of_its_own_or_leads_anywhere_but_to_the_web(source: str) -> None:
    seen = Seen(html(source))
    assert seen.wrong == []
    assert seen.open == []
    assert all(address.lower().startswith(("http://", "https://", "mailto:")) for address in seen.addresses)
    assert "\x1b" not in html(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Half: $\\frac{1}{2}$", '<p>Half: <span class="math inline" role="math" aria-label="1 over 2">\\(\\frac{1}{2}\\)</span></p>\n'),
        ("$a<b$", "\\(a&lt;b\\)"),
        ("[a](https://x.example)", '<a href="https://x.example" rel="noopener noreferrer nofollow">a</a>'),
        ("![a cat](https://x.example/cat.png)", "<p>a cat</p>"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "<td>1</td>"),
    ],
)  # fmt: skip
def test_html_is_what_a_page_expects(source: str, expected: str) -> None:
    assert expected in html(source)


@given(st.text(max_size=200), st.sampled_from(sorted(FORMATS)))
def test_every_text_has_every_form(source: str, form: str) -> None:
    assert isinstance(FORMATS[form](source), str)

"""Small documents of every form, and hostile ones."""

from __future__ import annotations

from tests.library.readers.portable import pdf

MARKDOWN = """---
title: "Rank: a note"
author: [Ada One, Bo Two]
date: 2024-01-02
url: https://example.org/rank
license: CC BY 4.0
---

The rank says how much of a space
a map keeps.

# Rank {#rank}

The rank of $A$ is the dimension of

$$
\\operatorname{im} A = \\{ Ax : x \\in V \\}
$$

where $A$ is a matrix. It's never more than the number of columns, e.g. 3 for a matrix of 5 rows and 3 columns. So much for that.

- first item
  goes on
- second item

  with a second paragraph

  ```python
  x = 1

  y = 2
  ```

> quoted over
> two lines

## Examples

| matrix | rank |
|--------|------|
| zero   | 0    |
| one    | n    |

\\begin{align}
a &= b \\\\
c &= d
\\end{align}

# Nullity

What is lost.
"""

TURNS = """EP 12
On levers
Opening: why levers 00:00
Ada Byron Today we talk about levers. It's an old idea, and it isn't used up.
There is more to it than one thinks.
Carl Frisch I'd say so.
What a lever does 01:15
Ada Byron A lever trades way for force. Push far, and lift a little.
Carl Frisch Right, exactly.
Ada Byron And nothing is gained in sum.
Carl Frisch That's the point of energy. It took long to see that.
Closing 1:02:03
Ada Byron See you.
"""

CAPTIONS = """---
title: "A talk"
video_url: "https://www.youtube.com/watch?v=x"
speaker: "Ada Byron"
date: ""
---

# Transcript: x

- URL: https://www.youtube.com/watch?v=x
- Retrieved at: 2025-01-01

## Text

""" + "".join(
    f"- [{second // 60:02}:{second % 60:02}] words that are said at second {second}\n" for second in range(0, 200, 2)
)

LABELLED = """# Interview

**Ada:** How did you find it?

**Carl:** By chance. I had looked
for something else.

**Ada:** And then?

**Carl:** Then I looked again, and there it was.

**Ada:** Just so?

**Carl:** Just so.
"""

SUBTITLES = """WEBVTT

1
00:00:01.000 --> 00:00:03.500
<v Ada>So here<00:00:02.000><c> we</c> begin

2
00:00:03.500 --> 00:00:05.000
with a lever.

3
00:01:05.000 --> 00:01:07.000
<v Carl>Why a lever?
"""

PLAIN = """Source: https://example.org/plain

CHAPTER ONE

A text that was wrapped by hand at some sixty characters goes
on over several lines, and each of them is a part of the same
paragraph until a line is short.
Another paragraph, then, that begins without a blank line and
ends here.

  - an item
  - another item that goes on over the end of the line as far
    as it needs

name      value     unit
length    3.0       m
mass      2.5       kg
"""

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Rank &amp; nullity</title><meta name="author" content="Ada One">
<style>p { color: red }</style><script>document.write("<p>never</p>")</script></head><body>
<nav><ul><li><a href="https://example.org">Home</a></ul></nav><header><h1>The site</h1></header>
<main><h1>Rank</h1><p>The rank of <math><semantics><mi>A</mi><annotation encoding="application/x-tex">A^T</annotation></semantics></math>
is a <b>number</b>: 10<sup>3</sup> grains, H<sub>2</sub>O, <math><mi>x</mi><mo>=</mo><mn>1</mn></math>.<p>Not closed
<ul><li>one<li>two<ol><li>inner</ol></ul><h2>Table</h2><table><tr><th>a<th>b<tr><td>1<td>2</table>
<pre>
x = 1
  y = 2
</pre><blockquote><p>Quoted.</blockquote></main><footer>Copyright</footer></body></html>
"""

PAGES = [
    ["Running head", "Rank", "The rank of a matrix is an exam-", "ple of a well-", "known number, which we'll need again below here.", "It's short.", "A new paragraph begins here."],
    ["Running head", "That well-known number (again) is small.", "Nullity", "What is lost \\ forgotten.", "2"],
    ["Running head", "The last page.", "3"],
]  # fmt: skip

SAMPLES: dict[str, bytes] = {
    "note.md": MARKDOWN.encode(),
    "talk.txt": TURNS.encode(),
    "captions.md": CAPTIONS.encode(),
    "interview.md": LABELLED.encode(),
    "talk.vtt": SUBTITLES.encode(),
    "plain.txt": PLAIN.encode(),
    "page.html": PAGE.encode(),
    "paper.pdf": pdf(PAGES, outline=[("Rank", 1), ("Nullity", 2)], info={"Title": "On rank", "Author": "Ada One"}),
}


def hostile(many: int) -> dict[str, bytes]:
    """Files that would cost much, or show what they mustn't, if they were believed; most repeat something that many times."""
    return {
        "quotes.md": b"> " * many + b"end",
        "lists.md": b"- " * many + b"end",
        "indented.md": b"\n".join(b" " * (2 * depth) + b"- item" for depth in range(300)),
        "emphasis.md": b"*a " * many,
        "links.md": b"[" * many + b"](" * 1000,
        "headings.md": b"# x\n" * (30 * many // 20),
        "deepening.md": b"".join(b"#" * (1 + number % 6) + b" h%d\n" % number for number in range(many)),
        "formulas.md": b"$$ a\n" * many,
        "dollars.md": b"$ " * (50 * many // 20),
        "environments.md": b"\\begin{align}\n" * (8 * many // 20),
        "brackets.md": b"\\[ x\n" * many,
        "fences.md": b"```\n" * many + b"x",
        "tables.md": b"|a" * many + b"\n" + b"|-" * many + b"\n" + b"|b" * many,
        "backticks.md": b"`" * (5 * many) + b" a",
        "line.txt": b"x" * (7 * many),
        "spaces.txt": b"a" + b" " * (7 * many) + b"b",
        "name.txt": b"Bob" + b" " * (7 * many) + b": x\n" * 5,
        "stops.txt": b"." * (70 * many // 20) + b"x" + b"!?" * (30 * many // 20),
        "stops apart.txt": b". " * (70 * many // 20),
        "blank.txt": b"a\n" + b"\n" * (7 * many) + b"b",
        "stamps.txt": b"00:00 a\n" * (15 * many // 20),
        "names.txt": b"".join(b"Ada Byron%d says a thing. Carl Frisch\n" % number for number in range(many // 5)),
        "null.txt": b"one\0two and some more words, so that it is mostly text\0" * 20,
        "binary.txt": bytes(range(256)) * 100,
        "controls.md": "# \x1b[31mred\x1b[0m \x9b1m\n\nbidi \u202e\u2066 zero\u200bwidth \U000e0041tags \x07 \x1b]0;title\x07 end \u2028 line\n".encode(),
        "cr.txt": b"one\rtwo\r\nthree\rfour",
        "mark.txt": "\ufeffone two three".encode(),
        "wide.txt": "Größe und Maß; naïve Zugänge – „schön“.\n".encode("utf-16"),
        "bomb.md": b"---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\ntitle: *b\n---\ntext\n",
        "nested.md": b"---\na: " + b"[" * (3 * many // 20) + b"\n---\ntext\n",
        "tags.md": b"---\ntitle: !!python/object/apply:os.system ['true']\n---\ntext\n",
        "open.md": b"---\n" * (5 * many // 20),
        "comments.html": b"<html>" + b"<!--" * (30 * many // 20),
        "opened.html": b"<html>" + b"<div>" * (25 * many // 20) + b"text",
        "attributes.html": b"<html><a" + b" x=" * (2 * many),
        "entities.html": b"<html>" + b"&#x1b;&#8238;&bogus;&#xd800;&" * (4 * many // 20),
        "tables.html": b"<html>" + b"<table><tr><td>a" * (8 * many // 20),
        "lists.html": b"<html>" + b"<ul><li>a" * (12 * many // 20),
        "lt.html": b"<html>" + b"<" * (7 * many),
        "declared.html": b"<html><meta charset=unicode_escape><p>\\x1b \xff words",
        "none.html": b"<html><script>x()</script>",
        "not a.pdf": b"%PDF-1.7\n" + b"\xff\x00" * 500,
        "named.pdf": b"plain words",
        "cut.pdf": SAMPLES["paper.pdf"][:-300],
        "empty.pdf": pdf([[], []]),
        "loop.pdf": SAMPLES["paper.pdf"].replace(b"/Kids [4 0 R", b"/Kids [2 0 R"),
        "empty.md": b"",
        "blank.md": b" \n\n\t\n",
        "front.md": b"---\ntitle: only this\n---\n",
        "program.exe": b"MZ\x90\x00",
        "sheet.xlsx": b"PK\x03\x04" + b"\0" * 100,
    }

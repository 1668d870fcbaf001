"""Option texts (Markdown with mathematics between dollars) as LaTeX and as one line."""

from __future__ import annotations

from collections.abc import Iterable

from tutor.notation.untrusted import clean

ESCAPES = str.maketrans({character: f"\\{character}" for character in "{}%#&_"} | {"\\": " ", "^": " ", "~": " "})


def latex_of(markdown: str) -> str:
    """Words as \\text{...}, mathematics as it stands."""
    pieces = one_line(markdown).replace("$$", "$").split("$")
    if len(pieces) % 2 == 0:  # a lone dollar
        pieces = ["".join(pieces)]
    return "".join(
        piece if number % 2 else f"\\text{{{piece.translate(ESCAPES)}}}" for number, piece in enumerate(pieces) if piece
    )


def latex_of_all(texts: Iterable[str]) -> str:
    """Several texts with commas between them."""
    return "\\text{, }".join(map(latex_of, texts))


def one_line(markdown: str) -> str:
    """The text on one line, cleaned of anything that isn't text."""
    return " ".join(clean(markdown, newlines=False).split())

"""Typed text or LaTeX to tokens with offsets, in one pass by one pattern that cannot backtrack."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from tutor.errors import NotationError
from tutor.notation.characters import GREEK_LETTERS, GREEK_NAMES, LOWERED, MARK, RAISED, VULGAR, normal
from tutor.notation.function_names import ALIASES, SCHOOL, TRANSCENDENTAL


class Token(NamedTuple):
    """One token. `gap`: 0 nothing, 1 space, 2 a line break before it. Offsets are into the typed text."""

    kind: str  # number vulgar letters word op open close raised lowered quote command begin end stop
    text: str
    start: int
    end: int
    gap: int


_LETTER: Final = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u03ff\u0400-\u04ff"
_REST: Final = rf"""
(?P<space>[\ \t\v\f\n\r~{MARK}]+)
|(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
|(?P<raised>[{"".join(RAISED)}]+)
|(?P<lowered>[{"".join(LOWERED)}]+)
|(?P<vulgar>[{"".join(VULGAR)}])
|(?P<command>\\(?:[A-Za-z]+|[^A-Za-z]))
|(?P<op><=>|=/=|\*\*|<=|>=|==|!=|<>|:=|[-+*/^_=<>!%,;&±≤≥≠√∛∞∅°])
|(?P<open>[(\[{{⟨])
|(?P<close>[)\]}}⟩])
|(?P<bar>[|‖])
|(?P<quote>'[^'\n]*'|"[^"\n]*")
|(?P<arrow>→|↦|⇒|≈|∈|…|\.\.\.|:)
"""
_TYPED: Final = re.compile(rf"(?P<letters>[{_LETTER}]+)|{_REST}", re.VERBOSE)
_NAMED: Final = re.compile(rf"(?P<letters>[{_LETTER}](?:[{_LETTER}0-9]|_(?=[{_LETTER}0-9]))*)|{_REST}", re.VERBOSE)
_ENVIRONMENT: Final = re.compile(r"[ \t\n]*\{[ ]*([a-zA-Z]{1,12})(\*?)[ ]*\}")
_COLUMNS: Final = re.compile(r"[ \t\n]*\{[clr| ]{0,40}\}")
_RAISED_CIRCLE: Final = re.compile(r"\^[ ]?(?:\\circ|\{[ ]?\\circ[ ]?\})")
_ROW_SKIP: Final = re.compile(r"\[[0-9.]{1,8}[a-z]{2}\]")

OPS: Final[dict[str, str]] = {
    "**": "^", "≤": "<=", "≥": ">=", "≠": "!=", "<>": "!=", "=/=": "!=", ":=": "=", "±": "+-", "∞": "oo", "√": "sqrt", "∛": "cbrt",
}  # fmt: skip
COMMANDS: Final[dict[str, tuple[str, str]]] = {
    **dict.fromkeys(("cdot", "times", "ast", "cdotp", "bullet"), ("op", "*")),
    **{name: ("op", op) for name, op in {
        "div": "/", "pm": "+-", "le": "<=", "leq": "<=", "leqslant": "<=", "lt": "<", "ge": ">=", "geq": ">=", "geqslant": ">=",
        "gt": ">", "ne": "!=", "neq": "!=", "%": "%", "_": "_",
    }.items()},
    "\\": ("op", "\\\\"),
    "{": ("open", "\\{"), "}": ("close", "\\}"), "lbrace": ("open", "\\{"), "rbrace": ("close", "\\}"),
    "langle": ("open", "⟨"), "rangle": ("close", "⟩"), "lbrack": ("open", "["), "rbrack": ("close", "]"),
    "vert": ("bar", "|"), "lvert": ("bar", "|"), "rvert": ("bar", "|"), "mid": ("bar", "|"),
    "|": ("bar", "‖"), "Vert": ("bar", "‖"), "lVert": ("bar", "‖"), "rVert": ("bar", "‖"),
    "infty": ("op", "oo"), "degree": ("op", "°"), "top": ("word", "T"), "intercal": ("word", "T"),
    **{name: ("word", name) for name in GREEK_NAMES},
    "varepsilon": ("word", "epsilon"), "varphi": ("word", "phi"), "vartheta": ("word", "theta"), "ell": ("word", "l"),
    **{name: ("word", ALIASES.get(name, name)) for name in SCHOOL | ALIASES.keys() if name not in ("sqrt", "root")},
    "emptyset": ("op", "∅"), "varnothing": ("op", "∅"),
}  # fmt: skip
DEGREES: Final = frozenset({"deg", "degree", "degrees"})
SKIPPED: Final = frozenset(
    [
        ",",
        ";",
        ":",
        "!",
        "$",  # a currency's sign
        "quad",
        "qquad",
        "left",
        "right",
        "big",
        "Big",
        "bigl",
        "bigr",
        "Bigl",
        "Bigr",
        "displaystyle",
        "textstyle",
        "limits",
        "thinspace",
        "enspace",
    ]
) | {" ", "\n"}
WRAPPERS: Final = frozenset(
    [
        "vec",
        "overrightarrow",
        "mathbf",
        "mathrm",
        "mathit",
        "boldsymbol",
        "bm",
        "hat",
        "bar",
        "overline",
        "operatorname",
        "mathbb",
        "mathcal",
    ]
)
FRACTIONS: Final = frozenset(["frac", "dfrac", "tfrac", "cfrac"])
_ARROWS: Final = "a single expression is expected: numbers, letters, vectors, matrices, or an equation"


def tokens(text: str, *, named: bool = False) -> list[Token]:
    """The tokens of a text, the last of them of kind `stop`.

    `named`: runs of letters, digits and underscores are one name each (the expression language of curricula).
    Raises NotationError("unreadable") at the first character that means nothing here.
    """
    plain = _RAISED_CIRCLE.sub(lambda match: "°".ljust(len(match.group()), MARK), normal(text))
    start, end = _undressed(plain)
    found: list[Token] = []
    pattern = _NAMED if named else _TYPED
    gap, at = 0, start
    while at < end:
        match = pattern.match(plain, at, end)
        if match is None:
            raise _stranger(plain, at)
        kind, lexeme = str(match.lastgroup), match.group()
        at = match.end()
        if kind == "space":
            gap = max(gap, 2 if "\n" in lexeme or "\r" in lexeme else 1 if lexeme.strip(MARK) else 0)
            continue
        if kind == "command":
            token, at = _command(plain, match.start(), at, end, gap)
            if token is None:
                gap = max(gap, 1 if plain[at - 1] in " ;:,!" or lexeme[1:].endswith("quad") else gap)
                continue
        elif kind == "arrow":
            raise NotationError("unreadable", f"the sign {lexeme} can't be part of this", remedy=_ARROWS,
                                start=match.start(), end=at)  # fmt: skip
        else:
            token = _plain(kind, lexeme, match.start(), at, gap)
        found.append(token)
        gap = 0
    found.append(Token("stop", "", end, end, gap))
    return found


def _plain(kind: str, lexeme: str, start: int, end: int, gap: int) -> Token:
    if kind == "op":
        lexeme = OPS.get(lexeme, lexeme)
        if lexeme in ("sqrt", "cbrt"):
            kind = "command"
    elif kind == "letters" and len(lexeme) == 1 and lexeme in GREEK_LETTERS:
        kind, lexeme = "word", GREEK_LETTERS[lexeme]
    return Token(kind, lexeme, start, end, gap)


def _command(text: str, start: int, at: int, end: int, gap: int) -> tuple[Token | None, int]:
    """The token of the LaTeX command at `start`, or None for one that only sets type; and where to go on."""
    name = text[start + 1 : at]
    if name in SKIPPED:
        if name in ("left", "right") and text[at : at + 1] == ".":
            at += 1
        return None, at
    if name in ("begin", "end"):
        return _environment(text, name, start, at, end, gap)
    if name == "\\":
        skip = _ROW_SKIP.match(text, at, end)
        at = skip.end() if skip else at
    if name in COMMANDS:
        kind, meaning = COMMANDS[name]
        return Token(kind, meaning, start, at, gap), at
    if name in FRACTIONS or name in WRAPPERS or name in ("sqrt", "text", "textrm", "mbox", "binom"):
        return Token("command", "frac" if name in FRACTIONS else name, start, at, gap), at
    raise NotationError(
        "unreadable", f"the command \\{name[:20]} isn't known here", remedy=_ARROWS, start=start, end=at
    )


def _environment(text: str, name: str, start: int, at: int, end: int, gap: int) -> tuple[Token, int]:
    match = _ENVIRONMENT.match(text, at, end)
    if match is None:
        raise NotationError("unreadable", f"\\{name} has no name after it", remedy=f"write \\{name}{{pmatrix}}",
                            start=start, end=at)  # fmt: skip
    at = match.end()
    if name == "begin" and match.group(1) == "array":
        columns = _COLUMNS.match(text, at, end)
        at = columns.end() if columns else at
    return Token(name, match.group(1), start, at, gap), at


def _undressed(text: str) -> tuple[int, int]:
    """The range within surrounding blanks and the signs that put mathematics into prose: `$…$`, `$$…$$`, `\\(…\\)`, `\\[…\\]`."""
    start, end = _trimmed(text, 0, len(text))
    for opening, closing in (("$$", "$$"), ("$", "$"), ("\\(", "\\)"), ("\\[", "\\]")):
        if (
            end - start > len(opening + closing)
            and text.startswith(opening, start)
            and text.endswith(closing, start, end)
        ):
            return _trimmed(text, start + len(opening), end - len(closing))
    return start, end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \n\t\r\v\f" + MARK:
        start += 1
    while start < end and text[end - 1] in " \n\t\r\v\f" + MARK:
        end -= 1
    return start, end


def _stranger(text: str, at: int) -> NotationError:
    character = text[at]
    shown = character if character.isprintable() else f"U+{ord(character):04X}"
    what = "a quotation mark has no partner" if character in "'\"" else f"the character {shown} means nothing here"
    return NotationError("unreadable", what, remedy=_ARROWS, start=at, end=at + 1)


def words(token: Token, names: frozenset[str]) -> Iterator[Token]:
    """The names and functions in a run of typed letters: `xy` is x and y, `2sinx` holds sin and x.

    A run that is a name of the question is that name; a function or constant stays whole; a run made of the question's own
    letters is their product; then come Greek names; else the longest known word at each place, or a letter.
    """
    run = token.text
    whole = _plain_name(run, names)
    if run in names:
        yield token._replace(kind="name")
    elif run in DEGREES and token.gap < 2 and not all(letter in names for letter in run):
        yield token._replace(kind="op", text="°")
    elif whole in SCHOOL:
        yield token._replace(kind="word", text=whole)
    elif len(run) == 1 or all(letter in names for letter in run):
        yield from (_letter(token, i) for i in range(len(run)))
    elif run in GREEK_NAMES:
        yield token._replace(kind="word")
    else:
        yield from _pieces(token, names)


def _letter(token: Token, at: int) -> Token:
    letter = token.text[at]
    start = token.start + at
    return Token("name", GREEK_LETTERS.get(letter, letter), start, start + 1, token.gap if at == 0 else 0)


def _pieces(token: Token, names: frozenset[str]) -> Iterator[Token]:
    run, at = token.text, 0
    while at < len(run):
        length = next(
            (n for n in range(min(LONGEST_INSIDE, len(run) - at), 1, -1) if _known(run[at : at + n], names)), 1
        )
        if length == 1:
            yield _letter(token, at)
        else:
            piece = run[at : at + length]
            kind = "name" if piece in names else "word"
            start = token.start + at
            yield Token(kind, _plain_name(piece, names), start, start + length, token.gap if at == 0 else 0)
        at += length


def _known(piece: str, names: frozenset[str]) -> bool:
    return piece in names or _plain_name(piece, names) in _INSIDE


def _plain_name(piece: str, names: frozenset[str]) -> str:
    """A function by its one name, also where it's typed in capitals: `SIN(x)`."""
    if piece in names:
        return piece
    if len(piece) > 1 and (piece.isupper() or piece.istitle()) and piece not in GREEK_NAMES:
        piece = piece.lower()
    return ALIASES.get(piece, piece)


LONGEST_INSIDE: Final = 9
_INSIDE: Final = (TRANSCENDENTAL | {"sqrt", "cbrt", "abs", "floor", "ceil", "pi", "min", "max"}) | {
    name for name in GREEK_NAMES if len(name) > 3
}

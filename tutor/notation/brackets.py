"""Round, square, curly and pointed brackets and bars: grouping, vectors, matrices, sets, absolute values, norms.

In square brackets a space separates entries where no comma does: `[3 -1]` has two entries, `[3 - 1]` one, and one entry in
square brackets is grouping. A line break or `;` begins a new row; one entry a row makes a column vector.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from tutor.notation.cursor import Cursor
from tutor.notation.lexer import Token
from tutor.notation.limits import check_matrix
from tutor.notation.tree import Call, Matrix, Node, SetOf, Vector

EXPRESSION: Final = "a number, a letter or a bracket"


class Entry(NamedTuple):
    """An entry, and whether it stood in square brackets of its own."""

    node: Node
    boxed: bool


def bracketed(cursor: Cursor, token: Token) -> Node:
    """What stands in the bracket just opened."""
    first = cursor.at - 1
    end = cursor.partners[first]
    mixed = token.text == "(" and _has(cursor, cursor.at, end, ",") and _has(cursor, cursor.at, end, ";")
    if token.text == "[" or mixed:  # (1, 2; 3, 4) can only be a matrix
        return _square(cursor, first, end)
    if token.text == "{":
        return _curly(cursor, first, end)
    if token.text == "\\{" and cursor.at == end:
        cursor.take()
        return SetOf((), cursor.span_from(first))
    items = separated(cursor, end)
    span = cursor.span_from(first)
    if token.text == "\\{":
        return SetOf(items, span)
    if token.text == "⟨":
        return Vector(items, "<>", span)
    return items[0] if len(items) == 1 else Vector(items, "()", span)


def separated(cursor: Cursor, end: int) -> tuple[Node, ...]:
    """Entries up to the closing bracket at index `end`, which is taken too. A comma or `;` separates, not both."""
    items: list[Node] = []

    def read() -> Node:
        sign = None
        while True:
            items.append(cursor.parse(cursor, 0))
            token = cursor.token
            if cursor.at == end:
                return items[0]
            if not cursor.is_op(",", ";"):
                _not_separated(cursor, token)
            sign = sign or token.text
            if token.text != sign:
                cursor.fail(token, "commas and semicolons are mixed here",
                            "use one of them, or square brackets for a matrix: [1 2; 3 4]")  # fmt: skip
            cursor.take()

    if cursor.at == end:
        cursor.fail(cursor.token, "nothing stands in these brackets", f"{EXPRESSION} is expected here")
    cursor.within(read)
    cursor.take()
    return tuple(items)


def _not_separated(cursor: Cursor, token: Token) -> None:
    if token.gap and token.kind in ("number", "vulgar"):
        cursor.fail(token, "two entries stand next to each other", "put a comma between them: (3, -1)")
    cursor.unexpected(token, "an operator, a comma or a closing bracket")


def _curly(cursor: Cursor, first: int, end: int) -> Node:
    """A set; in LaTeX, braces around one thing only hold it together, and so they do before `^`."""
    if cursor.at == end:
        cursor.take()
        return SetOf((), cursor.span_from(first))
    items = separated(cursor, end)
    if len(items) == 1 and (_is_latex(cursor) or cursor.is_op("^", "_") or cursor.token.kind == "raised"):
        return items[0]
    return SetOf(items, cursor.span_from(first))


def _is_latex(cursor: Cursor) -> bool:
    return any(token.kind in ("command", "begin") and token.text not in ("sqrt", "cbrt") for token in cursor.tokens)


def _square(cursor: Cursor, first: int, end: int) -> Node:
    if cursor.at == end:
        cursor.fail(cursor.token, "nothing stands in these brackets", f"{EXPRESSION} is expected here")
    spaced = not _has(cursor, cursor.at, end, ",")
    rows: list[list[Entry]] = []

    def read() -> Node:
        rows.extend(read_rows(cursor, end))
        return rows[0][0].node

    cursor.within(read, spaced=spaced, lines=True)
    cursor.take()
    if len(rows) == 1 and len(rows[0]) == 1 and not rows[0][0].boxed:
        return rows[0][0].node
    return from_rows(cursor, rows, first, "[]")


def _has(cursor: Cursor, start: int, end: int, text: str) -> bool:
    """The operator stands between two indices, outside of inner brackets."""
    at = start
    while at < end:
        token = cursor.tokens[at]
        if token.kind == "op" and token.text == text:
            return True
        at = cursor.partners.get(at, at) + 1
    return False


def read_rows(cursor: Cursor, end: int) -> list[list[Entry]]:
    """Entries up to index `end`, in rows: `,` and spaces separate entries; `;`, `\\\\` and line breaks separate rows."""
    rows: list[list[Entry]] = [[]]
    while True:
        start = cursor.at
        node = cursor.parse(cursor, 0)
        boxed = cursor.tokens[start].text == "[" and cursor.partners.get(start) == cursor.at - 1
        rows[-1].append(Entry(node, boxed))
        if cursor.at >= end:
            return rows
        token = cursor.token
        if cursor.is_op(",", "&"):
            cursor.take()
        elif cursor.is_op(";", "\\\\"):
            cursor.take()
            if cursor.at >= end:
                return rows
            rows.append([])
        elif token.gap == 2 and cursor.lines:
            rows.append([])
        elif not (token.gap and cursor.spaced):
            cursor.unexpected(token, "an operator, a separator or a closing bracket")


def from_rows(cursor: Cursor, rows: list[list[Entry]], first: int, brackets: str) -> Node:
    """The vector or matrix that rows of entries make. Boxed entries alone (`[[1, 2], [3, 4]]`) are rows themselves."""
    span = cursor.span_from(first)
    entries = [entry for row in rows for entry in row]
    if (len(rows) == 1 or len(entries) == len(rows)) and all(entry.boxed for entry in entries):
        nodes = [entry.node for entry in entries]
        if not any(isinstance(node, Matrix) for node in nodes):
            return _matrix(cursor, [_row(node) for node in nodes], first)
    if len(rows) == 1:
        return Vector(tuple(entry.node for entry in entries), brackets, span)
    if len(entries) == len(rows):
        return Vector(tuple(entry.node for entry in entries), "column" if brackets == "[]" else brackets, span)
    return _matrix(cursor, [tuple(entry.node for entry in row) for row in rows], first)


def _row(node: Node) -> tuple[Node, ...]:
    """The row that stood in square brackets: entries, or one thing alone in them."""
    return node.items if isinstance(node, Vector) and node.brackets == "[]" else (node,)


def _matrix(cursor: Cursor, rows: list[tuple[Node, ...]], first: int) -> Matrix:
    span = cursor.span_from(first)
    check_matrix(len(rows), max(map(len, rows)), span)
    for number, row in enumerate(rows, 1):
        if len(row) != len(rows[0]):
            what = f"row 1 has {len(rows[0])} entries and row {number} has {len(row)}"
            cursor.fail(cursor.tokens[first]._replace(end=span.end), what, "give all rows the same number of entries")
    return Matrix(tuple(rows), span)


def pointed(cursor: Cursor, token: Token) -> Node:
    """`<1, 2>`, its `<` just taken."""
    first = cursor.at - 1
    items: list[Node] = []

    def read() -> Node:
        while True:
            items.append(cursor.parse(cursor, 0))
            if not cursor.is_op(",", ";"):
                return items[0]
            cursor.take()

    cursor.until(">", read)
    if not cursor.is_op(">"):
        cursor.unexpected(cursor.token, "a comma or > ")
    cursor.take()
    if len(items) == 1:
        cursor.fail(token, "something is missing before <", f"{EXPRESSION} is expected before it")
    return Vector(tuple(items), "<>", cursor.span_from(first))


def barred(cursor: Cursor, token: Token) -> Node:
    """`|x|` or `‖v‖` (also typed `||v||`), its first bar just taken."""
    first = cursor.at - 1
    closer = token.text
    if closer == "|" and cursor.token.text == "|" and not cursor.token.gap:
        cursor.take()
        closer = "||"
    inner = cursor.until(closer, lambda: cursor.parse(cursor, 0))
    for sign in closer:
        if cursor.token.text != sign:
            cursor.unexpected(cursor.token, f"a closing {closer}")
        cursor.take()
    return Call("abs" if closer == "|" else "norm", (inner,), cursor.span_from(first))


def closes(cursor: Cursor) -> bool:
    """The bar at hand closes the innermost open one."""
    closer = cursor.closers[-1] if cursor.closers else None
    if closer == "||":
        follower = cursor.follower()
        return cursor.token.text == "|" and follower.text == "|" and not follower.gap
    return cursor.token.text == closer

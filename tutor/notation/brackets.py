"""What stands in brackets: grouping, vectors, matrices, sets, absolute values, LaTeX environments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tutor.notation.lexer import Token, unreadable
from tutor.notation.limits import SIDE, too_much
from tutor.notation.tree import Binary, Call, Matrix, Node, Relation, SetOf, Span, Unary, Vector

if TYPE_CHECKING:
    from tutor.notation.reader import Reader

_CLOSES: Final = {"(": ")", "[": "]", "{": "}", "<": ">", "{set": "}set"}
_ENVIRONMENTS: Final = frozenset({"pmatrix", "bmatrix", "Bmatrix", "matrix", "smallmatrix", "vmatrix", "array"})


def bracketed(reader: Reader) -> Node:
    """The next bracket with what it holds."""
    token = reader.next()
    if token.text in ("|", "||"):
        return _bars(reader, token)
    entries, bars = reader.entries, reader.bars
    reader.entries, reader.bars = token.text == "[", 0
    rows = _rows(reader, token)
    reader.entries, reader.bars = entries, bars
    close = reader.take("close", _CLOSES[token.text]) or _stray(reader, token)
    return _meaning(token, rows, Span(token.start, close.end))


def _stray(reader: Reader, token: Token) -> Token:
    raise reader.surprised(f"a closing {_CLOSES[token.text][0]}")


def _rows(reader: Reader, token: Token) -> list[list[Node]]:
    """Entries by rows: `;`, a double backslash or a line break ends a row, a comma or (in []) white space an entry."""
    rows: list[list[Node]] = [[]]
    reader.newlines()
    while not (reader.here.kind == "close" or reader.here.kind == "end"):
        rows[-1].append(reader.expression(0))
        if reader.take("separator", ",", "&"):
            reader.newlines()
            if reader.here.kind == "close":
                raise reader.surprised("an entry")
        elif reader.take("separator", ";") or (token.text == "[" and reader.take("separator", "\n")):
            reader.newlines()
            if reader.here.kind != "close":
                rows.append([])
        elif reader.here.kind == "separator":
            reader.newlines()
        elif reader.here.kind != "close" and not (reader.entries and reader.here.spaced):
            raise reader.surprised("a comma or a closing bracket")
    return rows


def _meaning(token: Token, rows: list[list[Node]], span: Span) -> Node:
    if max(len(rows), *(len(row) for row in rows)) > SIDE:
        raise too_much(f"at most {SIDE} rows and columns can be read", span.start, span.end)
    if not rows[0]:
        if token.text in ("{", "{set"):
            return SetOf((), span)
        raise unreadable("there's nothing between the brackets", span.start, span.end)
    if token.text in ("{", "{set"):
        return SetOf(tuple(rows[0]), span) if token.text == "{set" or len(rows[0]) > 1 else SetOf(tuple(rows[0]), span)
    if len(rows) > 1:
        return _matrix(rows, span)
    if len(rows[0]) == 1 and token.text in ("(", "["):
        one = rows[0][0]
        return Vector((one,), token.text, span) if isinstance(one, Vector) and token.text == "[" else one
    return Vector(tuple(rows[0]), {"(": "()", "[": "[]", "<": "<>"}[token.text], span)


def _matrix(rows: list[list[Node]], span: Span) -> Node:
    if len({len(row) for row in rows}) > 1:
        raise unreadable("the rows have different lengths", span.start, span.end)
    if len(rows[0]) == 1:
        return Vector(tuple(row[0] for row in rows), "column", span)
    return Matrix(tuple(tuple(row) for row in rows), span)


def _bars(reader: Reader, token: Token) -> Node:
    reader.bars += 1
    entries, reader.entries = reader.entries, False
    arg = reader.expression(0)
    reader.bars -= 1
    reader.entries = entries
    close = reader.take("open", token.text)
    if close is None:
        raise reader.surprised("a closing bar")
    return Call("abs" if token.text == "|" else "norm", (arg,), Span(token.start, close.end))


def environment(reader: Reader, begin: Token) -> Node:
    r"""`\begin{pmatrix}…\end{pmatrix}` and its like."""
    name = _braced_name(reader)
    if name not in _ENVIRONMENTS:
        raise unreadable(f"the environment {name} can't be read here", begin.start, reader.here.start)
    if name == "array" and reader.here.text == "{":
        _braced_name(reader)
    entries, bars = reader.entries, reader.bars
    reader.entries, reader.bars = False, 0
    rows: list[list[Node]] = [[]]
    while not (reader.here.kind == "command" and reader.here.text == "end"):
        if reader.here.kind == "end":
            raise reader.surprised(f"\\end{{{name}}}")
        if reader.take("separator", "\n"):
            continue
        if reader.take("separator", ";"):
            rows.append([])
            continue
        if reader.take("separator", "&"):
            continue
        rows[-1].append(reader.expression(0))
    reader.next()
    if _braced_name(reader) != name:
        raise unreadable(f"\\begin{{{name}}} is closed by another \\end", begin.start, reader.here.start)
    reader.entries, reader.bars = entries, bars
    if len(rows) > 1 and not rows[-1]:
        rows.pop()
    span = Span(begin.start, reader.tokens[reader.at - 1].end)
    if not rows[0]:
        raise unreadable("there's nothing in the matrix", span.start, span.end)
    if max(len(rows), *(len(row) for row in rows)) > SIDE:
        raise too_much(f"at most {SIDE} rows and columns can be read", span.start, span.end)
    whole = _matrix(rows, span) if len(rows) > 1 else Matrix((tuple(rows[0]),), span)
    return Call("det", (whole,), span) if name == "vmatrix" else whole


def _braced_name(reader: Reader) -> str:
    reader.expect("open", "{", "an opening brace")
    name = ""
    while reader.here.kind in ("name", "number"):
        name += reader.next().text
    reader.expect("close", "}", "a closing brace")
    return name


def shaped(node: Node) -> Node:
    """The tree with `[[1, 2], [3, 4]]` made a matrix wherever it stands."""
    match node:
        case Vector(items=items, brackets="[]") if len(items) > 0 and all(isinstance(row, Vector) and row.brackets == "[]" for row in items):
            rows = [row.items for row in items if isinstance(row, Vector)]
            if len({len(row) for row in rows}) > 1:
                raise unreadable("the rows have different lengths", node.span.start, node.span.end)
            return Matrix(tuple(tuple(map(shaped, row)) for row in rows), node.span)
        case Vector(items=items):
            return Vector(tuple(map(shaped, items)), node.brackets, node.span)
        case SetOf(items=items):
            return SetOf(tuple(map(shaped, items)), node.span)
        case Unary():
            return Unary(node.op, shaped(node.arg), node.span)
        case Binary():
            return Binary(node.op, shaped(node.left), shaped(node.right), node.implicit, node.span)
        case Call():
            return Call(node.function, tuple(map(shaped, node.args)), node.span)
        case Relation():
            return Relation(tuple(map(shaped, node.terms)), node.ops, node.span)
        case _:
            return node

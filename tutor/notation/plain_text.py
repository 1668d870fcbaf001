"""A tree as one line of typed notation that `read` reads back: `2x + 1`, `(3, -1)`, `[1 2; 3 4]`, `sqrt(13)`, `3/4`."""

from __future__ import annotations

from typing import Final

from tutor.notation.precedence import ATOM, BINARY, CONNECTIVE, NOT, POSTFIX, POWER, PRODUCT, RELATION, SIGN, SUM
from tutor.notation.tree import Binary, Call, Matrix, Name, Node, Number, Relation, SetOf, Text, Truth, Unary, Vector

Written = tuple[str, int]  # the text, and how tightly its outermost operator binds
SIGNS: Final = {"+-": "±"}
SPELLED: Final = {"infinity": "∞"}


def to_text(node: Node) -> str:
    """One line of plain notation. A computed fraction is written as a division, a negative number with a sign."""
    if isinstance(node, Number) and _is_mixed(node):
        return node.literal
    return _written(node)[0]


def _written(node: Node) -> Written:
    match node:
        case Number():
            return _number(node)
        case Name(name=name):
            return SPELLED.get(name, name), ATOM
        case Unary():
            return _unary(node)
        case Binary():
            return _binary(node)
        case Call(function=function, args=args):
            return f"{function}({_listed(args)})", ATOM
        case Vector(items=items):
            return (f"({_listed(items)})" if len(items) > 1 else f"⟨{_listed(items)}⟩"), ATOM
        case Matrix():
            return _matrix(node), ATOM
        case SetOf(items=items):
            return f"{{{_listed(items)}}}", ATOM
        case Relation():
            return _relation(node), RELATION
        case Text(value=value):
            return (f'"{value}"' if "'" in value else f"'{value}'"), ATOM
        case Truth(value=value):
            return ("true" if value else "false"), ATOM


def _listed(items: tuple[Node, ...]) -> str:
    return ", ".join(_written(item)[0] for item in items)


def _is_mixed(node: Number) -> bool:
    return " " in node.literal


def _number(node: Number) -> Written:
    if node.literal and node.value >= 0:
        literal = node.literal.replace(",", ".")
        return (f"({literal})", ATOM) if _is_mixed(node) else (literal, ATOM)
    value = node.value
    if value.denominator != 1:
        return f"{value.numerator}/{value.denominator}", PRODUCT
    return str(value.numerator), SIGN if value < 0 else ATOM


def _at_least(node: Node, least: int) -> str:
    text, level = _written(node)
    return text if level >= least else f"({text})"


def _unsigned(node: Node, least: int) -> str:
    """As an operand to the right: in brackets also where it begins with a sign."""
    text, level = _written(node)
    return f"({text})" if level < least or text[0] in "-+±" else text


def _unary(node: Unary) -> Written:
    match node.op:
        case "!" | "%":
            return f"{_at_least(node.arg, POSTFIX)}{node.op}", POSTFIX
        case "T":
            return f"{_base(node.arg)}^T", POWER
        case "not":
            return f"not {_at_least(node.arg, NOT)}", NOT
        case op:
            return f"{SIGNS.get(op, op)}{_unsigned(node.arg, POWER)}", SIGN


def _binary(node: Binary) -> Written:
    op, level = node.op, BINARY[node.op]
    if op == "^":
        return f"{_base(node.left)}^{_exponent(node.right)}", POWER
    if op == "*":
        return _product(node), PRODUCT
    if level == CONNECTIVE:
        return f"{_at_least(node.left, NOT)} {op} {_at_least(node.right, NOT)}", level
    left = _at_least(node.left, level)
    if op == "/":
        return f"{left}/{_unsigned(node.right, level + 1)}", PRODUCT
    if op in ("and", "or"):
        return f"{left} {op} {_at_least(node.right, level + 1)}", level
    if isinstance(node.right, Number) and node.right.value < 0 and op in ("+", "-"):
        op = "-" if op == "+" else "+"
        return f"{left} {op} {_at_least(Number(-node.right.value), level + 1)}", level
    return f"{left} {SIGNS.get(op, op)} {_unsigned(node.right, level + 1)}", level


def _base(node: Node) -> str:
    """What is raised: a set in brackets of its own, for braces before `^` only group."""
    text = _at_least(node, POSTFIX)
    return f"({text})" if text[0] == "{" else text


def _exponent(node: Node) -> str:
    """A sign needs no brackets in an exponent; a set does, for braces only group there."""
    text, level = _written(node)
    bare = level >= POWER or (isinstance(node, Unary) and level == SIGN)
    return text if bare and text[0] != "{" else f"({text})"


def _product(node: Binary) -> str:
    left, right = _at_least(node.left, PRODUCT), _unsigned(node.right, PRODUCT + 1)
    if (
        node.implicit
        and _is_coefficient(node.left)
        and (right[0] == "(" or right[0].isalpha())
        and right[0] not in "eE"
    ):
        return left + right
    return f"{left}*{right}"


def _is_coefficient(node: Node) -> bool:
    """The node is written as digits, so that a letter or a bracket may follow it without a sign."""
    if isinstance(node, Unary) and node.op == "-":
        return _is_coefficient(node.arg)
    if not isinstance(node, Number):
        return False
    return node.literal.replace(".", "").isdecimal() if node.literal else node.value.denominator == 1


def _matrix(node: Matrix) -> str:
    if len(node.rows) == 1 or len(node.rows[0]) == 1:
        return f"[{', '.join(f'[{_listed(row)}]' for row in node.rows)}]"
    rows = [[_written(entry) for entry in row] for row in node.rows]
    short = all(_is_short(text) for row in rows for text, _ in row)
    separator = " " if short else ", "
    return f"[{'; '.join(separator.join(text for text, _ in row) for row in rows)}]"


def _is_short(text: str) -> bool:
    """The entry can stand between spaces: a number, a fraction or a name with at most a minus sign."""
    return all(character.isalnum() or character in "-/._" for character in text)


def _relation(node: Relation) -> str:
    terms = [_at_least(term, SUM) for term in node.terms]
    return terms[0] + "".join(f" {op} {term}" for op, term in zip(node.ops, terms[1:], strict=True))

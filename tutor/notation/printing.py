"""A tree as one line that reads back to the same tree, and as LaTeX for the screen; values put into LaTeX sources."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from tutor.notation.names import CONSTANTS, ELEMENTARY
from tutor.notation.tree import (
    Binary,
    Call,
    Matrix,
    Name,
    Node,
    Number,
    Relation,
    SetOf,
    Text,
    Truth,
    Unary,
    Vector,
)

_LOOSE: Final = {"or": 1, "and": 2, "rel": 3, "+": 4, "-": 4, "+-": 4, "*": 5, "/": 5, "neg": 6, "^": 7, "atom": 9}
_GREEK: Final = frozenset(
    {"alpha", "beta", "gamma", "delta", "epsilon", "theta", "lambda", "mu", "nu", "pi", "rho", "sigma", "tau", "phi", "psi", "omega",
     "Delta", "Sigma", "Omega", "Phi", "Psi", "Lambda", "Gamma", "Theta", "eta", "zeta", "kappa", "chi", "xi"}
)  # fmt: skip
_RELATIONS: Final = {"<=": r"\le", ">=": r"\ge", "!=": r"\ne", "==": "="}


def strength(node: Node) -> int:
    """How tightly the outermost operation binds."""
    match node:
        case Number(value=value):
            return _LOOSE["neg"] if value < 0 else _LOOSE["*"] if value.denominator != 1 else _LOOSE["atom"]
        case Unary(op="-" | "+" | "+-"):
            return _LOOSE["neg"]
        case Unary(op="not"):
            return _LOOSE["and"]
        case Unary():
            return _LOOSE["^"]
        case Binary(op=op):
            return _LOOSE[op]
        case Relation():
            return _LOOSE["rel"]
        case _:
            return _LOOSE["atom"]


# -- one line ---------------------------------------------------------------------------------------------------------


def to_text(node: Node) -> str:
    """One line in the form people type: `(3, -1)`, `[1 2; 3 4]`, `2x + 1`, `3/4`, `sqrt(13)`. Reads back to an equal tree."""
    match node:
        case Number(value=value):
            return str(value)
        case Name(name=name):
            return name
        case Text(value=value):
            return value
        case Truth(value=value):
            return "true" if value else "false"
        case Unary(op="not", arg=arg):
            return f"not {_in(arg, _LOOSE['rel'])}"
        case Unary(op="T", arg=arg):
            return f"{_in(arg, _LOOSE['atom'])}^T"
        case Unary(op="!" | "%" as op, arg=arg):
            return f"{_in(arg, _LOOSE['atom'])}{op}"
        case Unary(op=op, arg=arg):
            return f"{op}{_in(arg, _LOOSE['^'])}"
        case Binary():
            return _binary(node)
        case Call(function=function, args=args):
            return f"{function}({', '.join(map(to_text, args))})"
        case Vector(items=items, brackets="bare"):
            return ", ".join(map(to_text, items))
        case Vector(items=items) if len(items) > 1:
            return f"({', '.join(map(to_text, items))})"
        case Vector(items=items):
            return f"[[{to_text(items[0])}]]" if items else "()"
        case Matrix(rows=rows):
            return "[[" + "], [".join(", ".join(map(to_text, row)) for row in rows) + "]]" if len(rows) == 1 else _matrix(rows)
        case SetOf(items=items):
            return "{" + ", ".join(map(to_text, items)) + "}"
        case Relation(terms=terms, ops=ops):
            parts = [_in(terms[0], _LOOSE["+"])]
            for op, term in zip(ops, terms[1:], strict=True):
                parts.append(f"{op} {_in(term, _LOOSE['+'])}")
            return " ".join(parts)


def _matrix(rows: Sequence[Sequence[Node]]) -> str:
    if len(rows[0]) == 1:
        return "[" + ", ".join(f"[{to_text(row[0])}]" for row in rows) + "]"
    plain = all(strength(entry) >= _LOOSE["*"] for row in rows for entry in row)
    between = " " if plain else ", "
    return "[" + "; ".join(between.join(to_text(entry) for entry in row) for row in rows) + "]"


def _in(node: Node, least: int) -> str:
    text = to_text(node)
    return text if strength(node) >= least else f"({text})"


def _binary(node: Binary) -> str:
    op, left, right = node.op, node.left, node.right
    power = _LOOSE[op]
    if op == "^":
        exponent = to_text(right)
        simple = isinstance(right, Name) or (isinstance(right, Number) and right.value.denominator == 1)
        return f"{_in(left, _LOOSE['atom'])}^{exponent if simple else f'({exponent})'}"
    if op == "*" and node.implicit and _touches(left, right):
        return f"{_in(left, power)}{_in(right, power + 1)}"
    if op in ("*", "/"):
        return f"{_in(left, power)}{op}{_in(right, power + 1)}"
    return f"{_in(left, power)} {op} {_in(right, power + 1)}"


def _touches(left: Node, right: Node) -> bool:
    """Whether a product reads back when nothing stands between its factors."""
    number = isinstance(left, Number) and left.value.denominator == 1 and left.value >= 0
    return number and (
        (isinstance(right, Name) and right.name[0].isalpha() and right.name not in ELEMENTARY | CONSTANTS and right.name[0] not in "eE")
        or strength(right) < _LOOSE["*"]
    )


# -- LaTeX ------------------------------------------------------------------------------------------------------------


def to_latex(node: Node) -> str:
    """LaTeX for the screen: `+ -3` becomes `- 3`, a coefficient 1 goes, a vector is a column."""
    match node:
        case Number(value=value, literal=literal):
            return _latex_number(value, literal)
        case Name(name=name):
            return _latex_name(name)
        case Text(value=value):
            return rf"\text{{{value}}}"
        case Truth(value=value):
            return rf"\text{{{'true' if value else 'false'}}}"
        case Unary(op="not", arg=arg):
            return rf"\lnot {_tex(arg, _LOOSE['^'])}"
        case Unary(op="T", arg=arg):
            return rf"{_tex(arg, _LOOSE['atom'])}^{{T}}"
        case Unary(op="!", arg=arg):
            return f"{_tex(arg, _LOOSE['atom'])}!"
        case Unary(op="%", arg=arg):
            return rf"{_tex(arg, _LOOSE['atom'])}\%"
        case Unary(op=op, arg=arg):
            sign = r"\pm " if op == "+-" else op
            return f"{sign}{_tex(arg, _LOOSE['*'])}"
        case Binary():
            return _latex_binary(node)
        case Call():
            return _latex_call(node)
        case Vector(items=items, brackets="bare"):
            return ", ".join(map(to_latex, items))
        case Vector(items=items):
            return r"\begin{pmatrix}" + r"\\".join(map(to_latex, items)) + r"\end{pmatrix}"
        case Matrix(rows=rows):
            return r"\begin{pmatrix}" + r"\\".join("&".join(map(to_latex, row)) for row in rows) + r"\end{pmatrix}"
        case SetOf(items=items):
            return r"\{" + ", ".join(map(to_latex, items)) + r"\}"
        case Relation(terms=terms, ops=ops):
            parts = [to_latex(terms[0])]
            for op, term in zip(ops, terms[1:], strict=True):
                parts.append(f"{_RELATIONS.get(op, op)} {to_latex(term)}")
            return " ".join(parts)


def _latex_number(value: Fraction, literal: str) -> str:
    if literal and ("." in literal or "e" in literal.lower()) and all(c in "0123456789.eE+-" for c in literal):
        mantissa, _, exponent = literal.lower().partition("e")
        return f"{mantissa}\\cdot 10^{{{int(exponent)}}}" if exponent else mantissa
    if value.denominator == 1:
        return str(value)
    sign = "-" if value < 0 else ""
    return rf"{sign}\frac{{{abs(value.numerator)}}}{{{value.denominator}}}"


def _latex_name(name: str) -> str:
    letter, _, index = name.partition("_")
    primes = len(letter) - len(letter.rstrip("'"))
    letter = letter.rstrip("'")
    spelled = "\\" + letter if letter in _GREEK else r"\infty" if letter == "oo" else letter if len(letter) == 1 else rf"\text{{{letter}}}"
    return spelled + "'" * primes + (f"_{{{index}}}" if index else "")


def _tex(node: Node, least: int) -> str:
    text = to_latex(node)
    return text if strength(node) >= least else rf"\left({text}\right)"


def _latex_binary(node: Binary) -> str:
    op, left, right = node.op, node.left, node.right
    match op:
        case "/":
            return rf"\frac{{{to_latex(left)}}}{{{to_latex(right)}}}"
        case "^":
            return f"{_tex(left, _LOOSE['atom'])}^{{{to_latex(right)}}}"
        case "*":
            return _latex_product(left, right)
        case "+" | "-" | "+-":
            return _latex_sum(op, left, right)
        case _:
            return rf"{to_latex(left)} \text{{ {op} }} {to_latex(right)}"


def _latex_product(left: Node, right: Node) -> str:
    if isinstance(left, Number) and abs(left.value) == 1 and not isinstance(right, Number):
        return ("-" if left.value < 0 else "") + _tex(right, _LOOSE["*"])
    first = _tex(left, _LOOSE["*"]) if not _negative(left) or isinstance(left, Number) else _tex(left, _LOOSE["^"])
    second = _tex(right, _LOOSE["^"]) if _negative(right) else _tex(right, _LOOSE["*"])
    begins_with_digit = second[:1].isdigit() or second.startswith(r"\frac")
    return rf"{first} \cdot {second}" if begins_with_digit or isinstance(right, Matrix | Vector) and isinstance(left, Matrix) else f"{first} {second}"


def _latex_sum(op: str, left: Node, right: Node) -> str:
    first = to_latex(left)
    if op == "+" and _negative(right):
        return f"{first} - {_tex(_opposite(right), _LOOSE['*'])}"
    if op == "-" and _negative(right):
        return rf"{first} - \left({to_latex(right)}\right)"
    least = _LOOSE["+"] if op == "+" else _LOOSE["*"]
    sign = r"\pm" if op == "+-" else op
    return f"{first} {sign} {_tex(right, least)}"


def _negative(node: Node) -> bool:
    match node:
        case Number(value=value):
            return value < 0
        case Unary(op="-"):
            return True
        case Binary(op="*" | "/", left=left):
            return _negative(left)
        case _:
            return False


def _opposite(node: Node) -> Node:
    match node:
        case Number(value=value, literal=literal):
            return Number(-value, literal.lstrip("-"))
        case Unary(op="-", arg=arg):
            return arg
        case Binary(op=op, left=left, right=right):
            return Binary(op, _opposite(left), right, node.implicit)
        case _:
            return node


def _latex_call(node: Call) -> str:
    args = [to_latex(arg) for arg in node.args]
    match node.function:
        case "sqrt":
            return rf"\sqrt{{{args[0]}}}"
        case "root":
            return rf"\sqrt[{args[1]}]{{{args[0]}}}"
        case "abs":
            return rf"\left|{args[0]}\right|"
        case "norm":
            return rf"\left\|{args[0]}\right\|"
        case "exp" if len(args) == 1:
            return rf"e^{{{args[0]}}}"
        case "sin" | "cos" | "tan" | "ln" | "log" | "det" | "cot" | "sec" | "csc" | "sinh" | "cosh" | "tanh" as name:
            return rf"\{name}\left({', '.join(args)}\right)"
        case "asin" | "acos" | "atan" as name:
            return rf"\arc{name[1:]}\left({args[0]}\right)"
        case name:
            return rf"\operatorname{{{name}}}\left({', '.join(args)}\right)"


# -- values in LaTeX sources ------------------------------------------------------------------------------------------


def insert_latex(source: str, fills: Sequence[tuple[int, int, Node]]) -> str:
    """LaTeX with values in place of its placeholders, which stand at [start, end) in order.

    A sum or negative value gets brackets where precedence asks; `+ {=b}` with b = -3 becomes `- 3`; a coefficient 1 goes.
    """
    out, done = "", 0
    for start, end, node in fills:
        out += source[done:start]
        rest = source[end:].lstrip(" ")
        done = end
        out, text = _fitted(out, rest, node)
        out += text
    return out + source[done:]


def _fitted(before: str, after: str, node: Node) -> tuple[str, str]:
    left = before.rstrip(" ")
    factor_left = bool(left) and (left[-1].isalnum() or left[-1] in ")}" or left.endswith((r"\cdot", r"\times", r"\cdot{", r"\right)"))) and not left.endswith(("{", r"\text"))
    factor_right = bool(after) and (
        after[0].isalpha() or after[0] in "([" or after.startswith((r"\vec", r"\cdot", r"\times", r"\left", r"\begin", r"\lambda", r"\overrightarrow", r"\mathbf", r"\sqrt"))
    )
    if isinstance(node, Number) and abs(node.value) == 1 and _coefficient_of(after) and not _exponent(left):
        if node.value == 1 and not factor_left:
            return before, ""
        if node.value == -1 and not factor_left and not left.endswith(("-", "+")):
            return before, "-"
        if node.value == -1 and left.endswith("+"):
            return left[:-1] + "- ", ""
        if node.value == -1 and left.endswith("-") and not factor_left:
            return left[:-1] + "+ ", ""
    if after.startswith("^"):
        return before, _tex(node, _LOOSE["atom"])
    if _negative(node) and strength(node) != _LOOSE["+"]:
        if left.endswith("+") and not _exponent(left):
            return left[:-1] + "- ", to_latex(_opposite(node))
        if left.endswith("-") or factor_left:
            return before, rf"\left({to_latex(node)}\right)"
        return before, to_latex(node)
    if strength(node) == _LOOSE["+"] and (factor_left or factor_right or left.endswith("-")):
        return before, rf"\left({to_latex(node)}\right)"
    return before, to_latex(node)


def _coefficient_of(after: str) -> bool:
    """Whether what follows is a factor that a coefficient 1 can be dropped before."""
    if after[:1].isalpha():
        return True
    return after.startswith(("(", r"\vec", r"\left(", r"\lambda", r"\overrightarrow", r"\mathbf", r"\begin{pmatrix}", r"\sqrt"))


def _exponent(left: str) -> bool:
    return left.endswith(("^", "^{", "_", "_{"))

"""A tree as LaTeX for display: fractions with a bar, column vectors, brackets only where precedence asks for them."""

from __future__ import annotations

from typing import Final

from tutor.notation.characters import GREEK_NAMES
from tutor.notation.function_names import TRANSCENDENTAL
from tutor.notation.precedence import AND, ATOM, CONNECTIVE, NOT, OR, POSTFIX, POWER, PRODUCT, RELATION, SIGN, SUM
from tutor.notation.tree import Binary, Call, Matrix, Name, Node, Number, Relation, SetOf, Text, Truth, Unary, Vector

Set = tuple[str, int]  # the LaTeX, and how tightly its outermost operator binds

FRACTION: Final = SIGN  # a fraction needs no brackets as a factor, and needs them below an exponent
CONNECTIVES: Final = {"xor": "\\oplus", "implies": "\\Rightarrow", "iff": "\\Leftrightarrow"}
RELATION_SIGNS: Final = {"==": "=", "!=": "\\ne", "<=": "\\le", ">=": "\\ge"}
NATIVE: Final = frozenset(
    [
        "sin",
        "cos",
        "tan",
        "cot",
        "sec",
        "csc",
        "arcsin",
        "arccos",
        "arctan",
        "sinh",
        "cosh",
        "tanh",
        "exp",
        "ln",
        "log",
        "det",
        "min",
        "max",
        "gcd",
    ]
)
LIKE_LATIN: Final = {"omicron": "o"} | {
    name: f"\\mathrm{{{letter}}}"
    for name, letter in zip(
        ["Alpha", "Beta", "Epsilon", "Zeta", "Eta", "Iota", "Kappa", "Mu", "Nu", "Omicron", "Rho", "Tau", "Chi"],
        "ABEZHIKMNOPTX",
        strict=True,
    )
}
SPECIAL: Final = {character: f"\\{character}" for character in "#$%&_{}"} | {
    "\\": "\\backslash ", "^": "\\hat{}", "~": "\\sim ",
}  # fmt: skip


def to_latex(node: Node) -> str:
    """LaTeX for display."""
    return _set(node)[0]


def level_of(node: Node) -> int:
    """How tightly the outermost operator binds, as in `tutor.notation.precedence`."""
    return _set(node)[1]


def _set(node: Node) -> Set:
    match node:
        case Number():
            return _number(node)
        case Name(name=name):
            return _name(name), ATOM
        case Unary():
            return _unary(node)
        case Binary():
            return _binary(node)
        case Call():
            return _call(node)
        case Vector(items=items):
            return _matrix(tuple((item,) for item in items), "pmatrix"), ATOM
        case Matrix(rows=rows):
            return _matrix(rows, "pmatrix"), ATOM
        case SetOf(items=items):
            return (f"\\{{{_listed(items)}\\}}" if items else "\\emptyset"), ATOM
        case Relation():
            return _relation(node), RELATION
        case Text(value=value):
            return f"\\text{{{_escaped(value)}}}", ATOM
        case Truth(value=value):
            return f"\\text{{{'true' if value else 'false'}}}", ATOM


def _listed(items: tuple[Node, ...]) -> str:
    return ", ".join(map(to_latex, items))


def _escaped(text: str) -> str:
    return "".join(SPECIAL.get(character, character) for character in text)


def bracketed(latex: str) -> str:
    """In round brackets that grow with what they hold."""
    tall = "\\frac" in latex or "\\begin" in latex
    return f"\\left({latex}\\right)" if tall else f"({latex})"


def _at_least(node: Node, least: int) -> str:
    latex, level = _set(node)
    return latex if level >= least else bracketed(latex)


def _unsigned(node: Node, least: int) -> str:
    """As an operand to the right: in brackets also where it begins with a sign."""
    latex, level = _set(node)
    return bracketed(latex) if level < least or latex[0] in "-+" or latex.startswith("\\pm") else latex


def _number(node: Number) -> Set:
    literal = node.literal.replace(",", ".")
    if literal.replace(".", "").isdecimal() and node.value >= 0:
        return literal, ATOM
    mantissa, _, exponent = literal.lower().partition("e")
    if exponent and node.value >= 0:
        return f"{mantissa} \\cdot 10^{{{int(exponent)}}}", PRODUCT
    value = node.value
    sign = "-" if value < 0 else ""
    if value.denominator == 1:
        return str(value.numerator), SIGN if sign else ATOM
    return f"{sign}\\frac{{{abs(value.numerator)}}}{{{value.denominator}}}", FRACTION


def _name(name: str) -> str:
    stem, _, index = name.partition("_")
    if not index:
        stem = name.rstrip("0123456789") or name
        index = name[len(stem) :]
    if stem in LIKE_LATIN:
        letter = LIKE_LATIN[stem]
    elif stem in GREEK_NAMES:
        letter = f"\\{stem}"
    else:
        letter = "\\infty" if stem == "infinity" else stem if len(stem) == 1 else f"\\mathrm{{{_escaped(stem)}}}"
    return f"{letter}_{{{_escaped(index)}}}" if index else letter


def _unary(node: Unary) -> Set:
    match node.op:
        case "!":
            return f"{_at_least(node.arg, POSTFIX)}!", POSTFIX
        case "%":
            return f"{_at_least(node.arg, POSTFIX)}\\%", POSTFIX
        case "T":
            return f"{_at_least(node.arg, ATOM)}^{{T}}", POWER
        case "not":
            return f"\\lnot {_at_least(node.arg, NOT)}", NOT
        case "+-":
            return f"\\pm {_unsigned(node.arg, PRODUCT)}", SIGN
        case op:
            return f"{op}{_unsigned(node.arg, PRODUCT)}", SIGN


def positive(node: Node) -> Node | None:
    """What is left of a term without the minus sign in front of it, or None if there is none."""
    match node:
        case Number(value=value) if value < 0:
            return Number(-value)
        case Unary(op="-", arg=arg):
            return arg
        case Binary(op="*" | "/" as op, left=left, right=right, implicit=implicit):
            inner = positive(left)
            if inner is None:
                return None
            one = op == "*" and isinstance(inner, Number) and inner.value == 1 and not inner.literal
            return right if one else Binary(op, inner, right, implicit)
        case _:
            return None


def _binary(node: Binary) -> Set:
    left, right = node.left, node.right
    match node.op:
        case "/":
            return _fraction(left, right)
        case "*":
            return _product(node)
        case "^":
            return _power(left, right)
        case "and" | "or" as op:
            level = AND if op == "and" else OR
            return f"{_at_least(left, level)} \\{'land' if op == 'and' else 'lor'} {_at_least(right, level + 1)}", level
        case "xor" | "implies" | "iff" as op:
            return f"{_at_least(left, NOT)} {CONNECTIVES[op]} {_at_least(right, NOT)}", CONNECTIVE
        case "+-":
            return f"{_at_least(left, SUM)} \\pm {_unsigned(right, PRODUCT)}", SUM
        case op:
            opposite = positive(right)
            if opposite is not None and op == "+":
                op, right = "-", opposite
            elif opposite is not None and isinstance(right, Number):
                op, right = "+", opposite
            return f"{_at_least(left, SUM)} {op} {_unsigned(right, PRODUCT)}", SUM


def _fraction(left: Node, right: Node) -> Set:
    opposite = positive(left)
    sign = "" if opposite is None else "-"
    return f"{sign}\\frac{{{to_latex(left if opposite is None else opposite)}}}{{{to_latex(right)}}}", FRACTION


def _product(node: Binary) -> Set:
    left, right = node.left, _unsigned(node.right, PRODUCT + 1)
    if isinstance(left, Number) and abs(left.value) == 1 and not left.literal and not right[0].isdecimal():
        return (right, PRODUCT) if left.value == 1 else (f"-{right}", PRODUCT)
    first = _at_least(left, PRODUCT)
    apart = not node.implicit or right[0].isdecimal() or (right.startswith("\\frac") and first[-1].isdecimal())
    if apart:
        return f"{first} \\cdot {right}", PRODUCT
    return f"{first}{_gap(first, right)}{right}", PRODUCT


def _gap(first: str, right: str) -> str:
    """A space after a command word that a letter follows: `\\pi x`."""
    word = first.rpartition("\\")[2]
    return " " if "\\" in first and word.isalpha() and right[0].isalpha() else ""


def _power(base: Node, exponent: Node) -> Set:
    raised = to_latex(exponent)
    if isinstance(base, Call) and base.function in TRANSCENDENTAL & NATIVE and len(base.args) == 1:
        if isinstance(exponent, Number) and exponent.value > 1 and base.function != "exp":
            return f"\\{base.function}^{{{raised}}}{bracketed(to_latex(base.args[0]))}", POWER
        return f"{bracketed(to_latex(base))}^{{{raised}}}", POWER
    return f"{_at_least(base, ATOM)}^{{{raised}}}", POWER


def _call(node: Call) -> Set:
    args = node.args
    inner = _listed(args)
    match node.function, len(args):
        case "sqrt", 1:
            return f"\\sqrt{{{inner}}}", ATOM
        case "root", 2:
            return f"\\sqrt[{to_latex(args[1])}]{{{to_latex(args[0])}}}", ATOM
        case "abs", 1:
            return f"\\left|{inner}\\right|", ATOM
        case "norm", 1:
            return f"\\left\\|{inner}\\right\\|", ATOM
        case ("floor" | "ceil") as name, 1:
            return f"\\l{name} {inner} \\r{name}", ATOM
        case "det", 1 if isinstance(args[0], Matrix):
            return _matrix(args[0].rows, "vmatrix"), ATOM
        case ("transpose" | "inverse") as name, 1:
            return f"{_at_least(args[0], ATOM)}^{{{'T' if name == 'transpose' else '-1'}}}", POWER
        case ("dot" | "cross") as name, 2:
            sign = "\\cdot" if name == "dot" else "\\times"
            return f"{_unsigned(args[0], POWER)} {sign} {_unsigned(args[1], POWER)}", PRODUCT
        case "log", 2:
            return f"\\log_{{{to_latex(args[1])}}}{bracketed(to_latex(args[0]))}", POSTFIX
        case name, _:
            word = f"\\{name}" if name in NATIVE else f"\\operatorname{{{_escaped(name)}}}"
            return f"{word}{bracketed(inner)}", POSTFIX


def _matrix(rows: tuple[tuple[Node, ...], ...], environment: str) -> str:
    body = "\\\\".join("&".join(map(to_latex, row)) for row in rows)
    return f"\\begin{{{environment}}}{body}\\end{{{environment}}}"


def _relation(node: Relation) -> str:
    terms = [_at_least(term, SUM) for term in node.terms]
    signs = [RELATION_SIGNS.get(op, op) for op in node.ops]
    return terms[0] + "".join(f" {sign} {term}" for sign, term in zip(signs, terms[1:], strict=True))

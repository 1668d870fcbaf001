"""A tree in words for a screen reader; brackets and the ends of fractions and roots are said where they matter."""

from __future__ import annotations

from typing import Final

from tutor.notation.number_words import decimal_words, fraction_words, ordinal, whole_words
from tutor.notation.precedence import AND, ATOM, CONNECTIVE, NOT, OR, POSTFIX, POWER, PRODUCT, RELATION, SIGN, SUM
from tutor.notation.tree import Binary, Call, Matrix, Name, Node, Number, Relation, SetOf, Text, Truth, Unary, Vector

Said = tuple[str, int]  # the words, and how tightly the outermost operator binds

RELATIONS: Final = {
    "=": "equals", "==": "equals", "!=": "is not equal to", "<": "is less than", "<=": "is at most", ">": "is greater than",
    ">=": "is at least",
}  # fmt: skip
FUNCTIONS: Final = {
    "sin": "sine", "cos": "cosine", "tan": "tangent", "cot": "cotangent", "sec": "secant", "csc": "cosecant",
    "arcsin": "arc sine", "arccos": "arc cosine", "arctan": "arc tangent", "sinh": "hyperbolic sine",
    "cosh": "hyperbolic cosine", "tanh": "hyperbolic tangent", "exp": "exponential", "ln": "natural logarithm",
    "log": "logarithm", "abs": "absolute value", "norm": "length", "det": "determinant", "gcd": "greatest common divisor",
    "lcm": "least common multiple", "min": "minimum", "max": "maximum", "dot": "dot product", "cross": "cross product",
    "rref": "reduced row echelon form",
}  # fmt: skip
SUMS: Final = {"+": "plus", "-": "minus", "+-": "plus or minus"}
SIGNS: Final = {"+": "plus", "-": "minus", "+-": "plus or minus", "not": "not"}


def speak(node: Node) -> str:
    """The tree in English words."""
    return _said(node)[0]


def _said(node: Node) -> Said:
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
            return f"vector {_listed(items)}", SUM
        case Matrix(rows=rows):
            spoken = [f"row {whole_words(i)}: {_listed(row)}" for i, row in enumerate(rows, 1)]
            return f"matrix, {'; '.join(spoken)}", SUM
        case SetOf(items=items):
            return (f"the set of {_listed(items)}" if items else "the empty set"), SUM
        case Relation():
            return _relation(node), RELATION
        case Text(value=value):
            return value, ATOM
        case Truth(value=value):
            return ("true" if value else "false"), ATOM


def _listed(items: tuple[Node, ...]) -> str:
    return ", ".join(map(speak, items))


def _number(node: Number) -> Said:
    literal = node.literal.replace(",", ".")
    if "." in literal and literal.replace(".", "").isdecimal():
        return decimal_words(literal), ATOM
    words = fraction_words(node.value)
    if node.value < 0:
        return words, SIGN
    return words, ATOM if node.value.denominator == 1 else PRODUCT


def _name(name: str) -> str:
    stem, _, index = name.partition("_")
    spoken = f"capital {stem.lower()}" if stem[:1].isupper() else stem
    return f"{spoken} sub {index}" if index else spoken


def _at_least(node: Node, least: int) -> str:
    words, level = _said(node)
    return words if level >= least else f"open bracket {words} close bracket"


def _unary(node: Unary) -> Said:
    match node.op:
        case "!":
            return f"{_at_least(node.arg, POSTFIX)} factorial", POSTFIX
        case "%":
            return f"{_at_least(node.arg, POSTFIX)} per cent", POSTFIX
        case "T":
            return f"{_at_least(node.arg, ATOM)} transposed", POWER
        case op:
            return (
                f"{SIGNS.get(op, op)} {_at_least(node.arg, NOT if op == 'not' else POWER)}",
                NOT if op == "not" else SIGN,
            )


def _binary(node: Binary) -> Said:
    left, right = node.left, node.right
    match node.op:
        case "^":
            return _power(left, right), POWER
        case "/":
            return _fraction(left, right)
        case "*":
            joint = " " if node.implicit and isinstance(left, Number) and not isinstance(right, Number) else " times "
            return f"{_at_least(left, PRODUCT)}{joint}{_at_least(right, SIGN)}", PRODUCT
        case ("xor" | "implies" | "iff") as op:
            word = {"xor": "or else", "iff": "if and only if"}.get(op, op)
            return f"{_at_least(left, NOT)} {word} {_at_least(right, NOT)}", CONNECTIVE
        case ("and" | "or") as op:
            level = AND if op == "and" else OR
            return f"{_at_least(left, level)} {op} {_at_least(right, level + 1)}", level
        case op:
            return f"{_at_least(left, SUM)} {SUMS.get(op, op)} {_at_least(right, PRODUCT)}", SUM


def _power(base: Node, exponent: Node) -> str:
    words = _at_least(base, ATOM)
    if isinstance(exponent, Number) and exponent.value in (2, 3):
        return f"{words} {'squared' if exponent.value == 2 else 'cubed'}"
    return f"{words} to the power of {_at_least(exponent, SIGN)}"


def _fraction(left: Node, right: Node) -> Said:
    if isinstance(left, Number) and isinstance(right, Number) and _is_whole(left) and _is_whole(right):
        quotient = left.value / right.value if right.value else left.value
        if right.value > 1 and quotient.denominator == right.value:
            return fraction_words(quotient), PRODUCT
        return f"{speak(left)} over {speak(right)}", PRODUCT
    above, below = _said(left), _said(right)
    if above[1] >= POWER and below[1] >= POWER:
        return f"{above[0]} over {below[0]}", PRODUCT
    return f"the fraction {above[0]} over {below[0]} end fraction", ATOM


def _is_whole(node: Number) -> bool:
    return node.value.denominator == 1 and node.value >= 0


def _call(node: Call) -> Said:
    args = node.args
    match node.function, len(args):
        case "sqrt", 1:
            return f"the square root of {_ended(args[0], 'root')}", ATOM
        case "root", 2:
            degree = args[1]
            known = isinstance(degree, Number) and _is_whole(degree) and degree.value > 0
            which = _root_name(degree) if known else f"root of degree {speak(degree)}"
            return f"the {which} of {_ended(args[0], 'root')}", ATOM
        case "log", 2:
            return f"the logarithm to base {speak(args[1])} of {_ended(args[0], 'logarithm')}", ATOM
        case ("abs" | "norm" | "det") as name, 1:
            return f"the {FUNCTIONS[name]} of {_ended(args[0], FUNCTIONS[name])}", ATOM
        case name, 1:
            return f"{FUNCTIONS.get(name, name)} of {_ended(args[0], FUNCTIONS.get(name, name))}", ATOM
        case name, _:
            return f"{FUNCTIONS.get(name, name)} of {' and '.join(map(speak, args))}", SUM


def _root_name(degree: Node) -> str:
    n = degree.value.numerator if isinstance(degree, Number) else 0
    return "cube root" if n == 3 else f"{ordinal(n)} root"


def _ended(node: Node, what: str) -> str:
    """The words, with their end said where they are more than one thing."""
    words, level = _said(node)
    return words if level >= ATOM else f"{words}, end {what}"


def _relation(node: Relation) -> str:
    terms = [_at_least(term, SUM) for term in node.terms]
    return terms[0] + "".join(f" {RELATIONS[op]} {term}" for op, term in zip(node.ops, terms[1:], strict=True))

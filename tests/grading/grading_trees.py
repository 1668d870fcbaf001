"""Random trees of rational functions, and rewritings that keep or change their meaning."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from tutor.notation.tree import Binary, Name, Node, Number, Unary


def number(value: int | Fraction) -> Number:
    return Number(Fraction(value))


constants = st.fractions(min_value=-9, max_value=9, max_denominator=6).map(number)
letters = st.sampled_from(["x", "y", "a"]).map(Name)


def _grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.one_of(
        st.builds(Binary, st.sampled_from(["+", "-", "*"]), inner, inner),
        st.builds(lambda base, power: Binary("^", base, number(power)), inner, st.integers(1, 3)),
        st.builds(lambda arg: Unary("-", arg), inner),
    )


polynomials: st.SearchStrategy[Node] = st.recursive(st.one_of(constants, letters), _grown, max_leaves=8)


def rewritten(node: Node, choose: st.DataObject) -> Node:
    """The same meaning, written otherwise: commuted, distributed, subtracted as an added negative."""
    match node:
        case Unary(op=op, arg=arg):
            inner = rewritten(arg, choose)
            return choose.draw(st.sampled_from([Unary(op, inner), Binary("*", number(-1), inner)]))
        case Binary(op=op, left=left, right=right):
            return choose.draw(st.sampled_from(_spellings(op, rewritten(left, choose), rewritten(right, choose))))
        case _:
            return node


def _spellings(op: str, left: Node, right: Node) -> list[Node]:
    found: list[Node] = [Binary(op, left, right)]
    if op in "+*":
        found.append(Binary(op, right, left))
    if op == "-":
        found.append(Binary("+", Unary("-", right), left))
    if op == "*" and isinstance(right, Binary) and right.op in "+-":
        found.append(Binary(right.op, Binary("*", left, right.left), Binary("*", left, right.right)))
    if op == "^" and right == number(2):
        found.append(Binary("*", left, left))
    return found

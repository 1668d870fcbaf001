"""Random trees for the tests of notation: such as `read` gives, and such as `evaluate` gives."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from tutor.notation.tree import Binary, Call, Matrix, Name, Node, Number, Relation, SetOf, Text, Truth, Unary, Vector

NAMES = st.sampled_from(["x", "y", "a", "b", "e", "E", "v_1", "w2", "alpha", "pi", "infinity", "first_coordinate"]).map(
    Name
)
LITERALS = st.one_of(
    st.integers(0, 10**30).map(str),
    st.sampled_from(["0.50", ".5", "5.", "1.5e-3", "2e3", "1 1/2", "2½", "½", "007"]),
)
VALUES = {"1 1/2": Fraction(3, 2), "2½": Fraction(5, 2), "½": Fraction(1, 2)}
FUNCTIONS = {"sqrt": 1, "sin": 1, "ln": 1, "abs": 1, "root": 2, "log": 2, "det": 1, "at": 2, "max": 3, "exp": 1}
RELATIONS = st.sampled_from(["=", "==", "!=", "<", "<=", ">", ">="])


def _literal(text: str) -> Number:
    return Number(VALUES[text] if text in VALUES else Fraction(text), "2 ½" if text == "2½" else text)


NUMBERS = st.one_of(LITERALS.map(_literal), st.integers(0, 999).map(lambda n: Number(Fraction(n))))


def _more(trees: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    two = st.tuples(trees, trees)
    return st.one_of(
        st.builds(Unary, st.sampled_from(["-", "+", "!", "%", "T", "not", "+-"]), trees),
        st.builds(lambda op, pair, implicit: Binary(op, pair[0], pair[1], implicit), st.sampled_from(["+", "-", "*", "/", "^", "and", "or", "+-"]), two,
                  st.booleans()),
        st.sampled_from(sorted(FUNCTIONS)).flatmap(
            lambda f: st.tuples(*[trees] * FUNCTIONS[f]).map(lambda args: Call(f, args))
        ),
        st.lists(trees, min_size=1, max_size=3).map(lambda items: Vector(tuple(items))),
        st.lists(trees, max_size=3).map(lambda items: SetOf(tuple(items))),
        st.tuples(st.integers(1, 3), st.integers(1, 3)).flatmap(
            lambda size: st.lists(trees, min_size=size[0] * size[1], max_size=size[0] * size[1]).map(
                lambda entries: Matrix(tuple(tuple(entries[i * size[1] : (i + 1) * size[1]]) for i in range(size[0])))
            )
        ),
        st.lists(st.tuples(RELATIONS, trees), min_size=1, max_size=2).flatmap(
            lambda rest: trees.map(lambda first: Relation((first, *(t for _, t in rest)), tuple(op for op, _ in rest)))
        ),
    )  # fmt: skip


READABLE = st.recursive(
    st.one_of(NUMBERS, NAMES, st.sampled_from([Text("yes"), Text("it's"), Truth(True), Truth(False)])),
    _more,
    max_leaves=10,
)

FRACTIONS = st.fractions(min_value=-20, max_value=20, max_denominator=12)
RATIONALS = FRACTIONS.map(Number)


def arithmetic(leaves: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Trees of + - * / and small powers over leaves."""
    return st.recursive(
        leaves,
        lambda trees: st.one_of(
            st.builds(Unary, st.just("-"), trees),
            st.builds(Binary, st.sampled_from("+-*/"), trees, trees),
            st.builds(Binary, st.just("^"), trees, st.integers(0, 3).map(lambda n: Number(Fraction(n)))),
        ),
        max_leaves=8,
    )


def matrices(rows: int, columns: int) -> st.SearchStrategy[Matrix]:
    """Matrices of small rationals of a given size."""
    return st.lists(
        st.lists(FRACTIONS.map(Number), min_size=columns, max_size=columns).map(tuple), min_size=rows, max_size=rows
    ).map(lambda rows: Matrix(tuple(rows)))

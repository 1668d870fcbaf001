"""A slip is named where undoing it in one place of what was typed gives the key; where two fit, none is."""

from __future__ import annotations

import pytest
from grading_trees import polynomials
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tutor.curriculum.single import single_variant
from tutor.grading.equivalence import equal
from tutor.grading.grade import grade
from tutor.grading.mending import mended
from tutor.grading.rewriting import rewritten_once
from tutor.notation.reader import read
from tutor.notation.tree import Node

NAMES = frozenset("abcmgvtxyzh")


@pytest.mark.parametrize(
    ("key", "typed", "slip"),
    [
        ("a x^2 - b", "x^2 a + b", "sign"),
        ("(a+b)^2", "a^2 - 2a b + b^2", "sign"),  # made in another spelling than the key's
        ("m v^2/2", "m v v", "half"),
        ("m v^2/2", "m v^3/2", "power"),
        ("2 a b + c", "b a + c", "factor2"),
        ("sqrt(a^2 + b^2)", "b^2 + a^2", "dropsqrt"),
        ("a sin(x)", "cos(x) a", "trig"),
        ("a t/b", "t b/a", "invert"),
        ("x = a t/b", "x = t b/a", "invert"),
        ("y = a x - b", "y = a x + b", "sign"),
        ("a + b", "a + b + 1", None),
        ("a - b", "b", None),
    ],
)
def test_the_slip_is_found_where_it_was_made(key: str, typed: str, slip: str | None) -> None:
    kind = "equation" if "=" in key else "expression"
    judgement = grade(single_variant(kind, key, names=tuple(NAMES)), typed)
    assert judgement.verdict == "wrong"
    assert judgement.slip == slip


@given(polynomials, st.data())
@settings(max_examples=60, deadline=None)
def test_whatever_is_mended_is_the_key(key: Node, data: st.DataObject) -> None:
    slips = list(rewritten_once(key))
    assume(slips)
    _, typed = data.draw(st.sampled_from(slips))
    assume(equal(typed, key) is False)
    for one in mended(typed, key, lambda tree: equal(tree, key) is True):
        assert equal(one.tree, key) is True


@given(polynomials, polynomials)
@settings(max_examples=60, deadline=None)
def test_what_differs_by_more_is_given_no_name_without_proof(typed: Node, key: Node) -> None:
    assume(equal(typed, key) is False)
    for one in mended(typed, key, lambda tree: equal(tree, key) is True):
        assert equal(one.tree, key) is True


def test_a_tree_too_large_is_left_alone() -> None:
    typed = read("+".join(["x"] * 200), names=NAMES)
    assert list(mended(typed, read("199 x", names=NAMES), lambda _: True)) == []

"""A formula of propositional logic: right when its truth table is the key's.

A truth table is one whole number whose bits are the rows, so that a connective is one operation on all rows at once.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tutor.grading.decision import decide, unreadable
from tutor.grading.previewing import Preview, preview_of_tree
from tutor.grading.reading import RefusalError, typed_as
from tutor.grading.verdict import Judgement, Verdict
from tutor.notation.logic import read_logic
from tutor.notation.printing import to_latex
from tutor.notation.tree import Binary, Name, Node, Truth, Unary, free_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.curriculum.variants import Variant

MOST_LETTERS: Final = 12  # 4,096 rows


def judge(variant: Variant, text: str) -> Judgement:
    """The verdict on a typed formula; for a wrong one, a row of the truth table in which it differs."""
    key = read_logic(str(variant.key))
    letters = frozenset(getattr(variant.answer, "names", ())) | free_names(key)
    try:
        typed = _read(text, letters)
    except RefusalError as refusal:
        return unreadable(refusal)
    names = sorted(letters)

    def same(given: Node, value: object) -> bool:
        other = value if isinstance(value, Node) else read_logic(str(value))
        return table(given, names) == table(other, names)

    judgement = decide(variant, typed, same, read_latex=to_latex(typed))
    if judgement.verdict is Verdict.WRONG and free_names(key):
        return replace(judgement, counterexample=_differing_row(typed, key, names))
    return judgement


def preview(names: tuple[str, ...], _options: tuple[str, ...], text: str) -> Preview:
    """How the text would be read."""
    return preview_of_tree(_read(text, frozenset(names) or None))


def table(formula: Node, names: list[str]) -> int:
    """The truth table over these letters: bit r is the value in row r, where letter i is bit i of r."""
    rows = 1 << len(names)
    everywhere = (1 << rows) - 1
    columns = {name: _column(i, rows) for i, name in enumerate(names)}
    return _table(formula, columns, everywhere)


def _differing_row(typed: Node, key: Node, names: list[str]) -> str:
    """The first row in which the two differ, in words."""
    differing = table(typed, names) ^ table(key, names)
    row = (differing & -differing).bit_length() - 1
    said = ", ".join(f"{name} {'true' if row >> i & 1 else 'false'}" for i, name in enumerate(names))
    return f"Look at the case {said}."


def _column(i: int, rows: int) -> int:
    block = ((1 << (1 << i)) - 1) << (1 << i)
    return sum(block << start for start in range(0, rows, 2 << i))


def _table(node: Node, columns: Mapping[str, int], everywhere: int) -> int:
    match node:
        case Name(name=name):
            return columns[name]
        case Truth(value=value):
            return everywhere if value else 0
        case Unary(op="not", arg=arg):
            return everywhere ^ _table(arg, columns, everywhere)
        case Binary(op=op, left=left, right=right):
            a, b = _table(left, columns, everywhere), _table(right, columns, everywhere)
            return {
                "and": a & b, "or": a | b, "xor": a ^ b, "implies": (everywhere ^ a) | b, "iff": everywhere ^ a ^ b,
            }[op]  # fmt: skip
        case _:
            raise TypeError(f"{type(node).__name__} isn't a formula of logic")


def _read(text: str, letters: frozenset[str] | None) -> Node:
    tree = typed_as(read_logic, text)
    used = free_names(tree)
    if len(used) > MOST_LETTERS:
        raise RefusalError(f"At most {MOST_LETTERS} statements can be compared.", (0, len(text)))
    strangers = used - letters if letters is not None else frozenset()
    if strangers:
        name = min(strangers)
        raise RefusalError(f"{name} isn't part of the question; its statements are {', '.join(sorted(letters or ()))}.")
    return tree

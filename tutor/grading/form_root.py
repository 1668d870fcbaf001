"""Where roots stand: a denominator without them."""

from __future__ import annotations

from tutor.grading.exact import exact
from tutor.grading.form_terms import has_division, has_root, is_root
from tutor.notation.tree import Binary, Call, Node, walk


def not_rationalised(node: Node) -> str | None:
    """No root stands below a bar, and none is taken of a fraction."""
    return "A denominator without roots is asked for." if any(map(_has_root_below, walk(node))) else None


def _has_root_below(node: Node) -> bool:
    match node:
        case Binary(op="/", right=right):
            return has_root(right)
        case Binary(op="^", left=left, right=right):
            power = exact(right)
            if power is not None and power < 0:
                return is_root(node) or has_root(left)
            return is_root(node) and has_division(left)
        case Call(args=(of, *_)):
            return is_root(node) and has_division(of)
        case _:
            return False

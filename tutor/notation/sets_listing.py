"""Things in a row: what commas, `and` and `or` mean between values, labelled values and points."""

from __future__ import annotations

from tutor.notation.sets_tree import Interval, Joined, Listed, SetTree, Where
from tutor.notation.tree import Name, Relation, Span, Vector, free_names


def union(parts: tuple[SetTree, ...], span: Span) -> SetTree:
    """The union; lists of elements become one."""
    if all(isinstance(part, Listed) for part in parts):
        return Listed(tuple(item for part in parts if isinstance(part, Listed) for item in part.items), span)
    return Joined("or", parts, span)


def points(parts: tuple[SetTree, ...]) -> tuple[SetTree, ...]:
    """`(5, 2), (7, 2)`: pairs in a row are points, not intervals."""
    if not all(isinstance(part, Listed) or (isinstance(part, Interval) and part.pair) for part in parts):
        return parts
    return tuple(as_point(part) if isinstance(part, Interval) else part for part in parts)


def as_point(pair: Interval) -> SetTree:
    """`(1, 2)` as the point with these coordinates; the interval itself where an end is infinite."""
    if pair.low is None or pair.high is None:
        return pair
    return Listed((Vector((pair.low, pair.high), span=pair.span),), pair.span)


def carried(parts: tuple[SetTree, ...]) -> tuple[SetTree, ...]:
    """`x = 2 or -3`, `(x, y) = (1, 2) and (3, 4)`: a bare value after a labelled one has its label."""
    name, names = label(parts[0]), _labels(parts[0])
    if name is not None:
        return tuple(_with_label(part, name) if isinstance(part, Listed) else part for part in parts)
    if len(names) > 1:
        return tuple(_with_labels(part, names) for part in parts)
    return parts


def _labels(part: SetTree) -> tuple[str, ...]:
    """The letters of `(x, y) = (1, 2)`, in order."""
    if not isinstance(part, Joined) or part.op != "and":
        return ()
    found = tuple(name for name in map(label, part.parts) if name is not None)
    return found if len(set(found)) == len(part.parts) else ()


def _with_labels(part: SetTree, names: tuple[str, ...]) -> SetTree:
    point = as_point(part) if isinstance(part, Interval) else part
    if not isinstance(point, Listed) or len(point.items) != 1:
        return part
    item = point.items[0]
    if not isinstance(item, Vector) or len(item.items) != len(names):
        return part
    made = zip(names, item.items, strict=True)
    return Joined("and", tuple(Where(Relation((Name(name), one), ("=",)), part.span) for name, one in made), part.span)


def _with_label(part: Listed, name: str) -> SetTree:
    made = tuple(Where(Relation((Name(name), item), ("=",), part.span), part.span) for item in part.items)
    return made[0] if len(made) == 1 else Joined("or", made, part.span)


def in_a_row(parts: tuple[SetTree, ...], span: Span, listing: bool) -> SetTree:
    """Things in a row: values make a set; `x = 2, x = -3` are two solutions; `x = 2, y = 3` is one, of two letters."""
    if listing and all(isinstance(part, Listed) for part in parts):
        return union(parts, span)
    groups = _groups(parts) if listing else None
    if groups is None:
        return Joined("and", parts, span)
    made = tuple(group[0] if len(group) == 1 else Joined("and", tuple(group), span) for group in groups)
    return made[0] if len(made) == 1 else Joined("or", made, span)


def _groups(parts: tuple[SetTree, ...]) -> list[list[SetTree]] | None:
    """The parts in groups that each give every letter once, or None when they aren't solutions in a row."""
    groups: list[dict[str, SetTree]] = [{}]
    for part in parts:
        if isinstance(part, Joined) and part.op == "and":
            inner = {label(one): one for one in part.parts}
            if None in inner or len(inner) != len(part.parts):
                return None
            if groups[-1]:
                groups.append({})
            groups[-1] = {"".join(sorted(map(str, inner))): part}
            continue
        name = label(part)
        if name is None and isinstance(part, Listed) and len(groups[-1]) == 1:
            name = next(iter(groups[-1]))
            part = _with_label(part, name)
        if name is None:
            return None
        if name in groups[-1]:
            groups.append({})
        groups[-1][name] = part
    if any(set(group) != set(groups[0]) for group in groups):
        return None
    return [list(group.values()) for group in groups]


def label(part: SetTree) -> str | None:
    """The letter of `x = 2` or `x = ±2`: an equation that gives a letter a constant value."""
    if isinstance(part, Joined) and part.op == "or":
        names = {label(one) for one in part.parts}
        return names.pop() if len(names) == 1 else None
    if not isinstance(part, Where) or part.relation.ops != ("=",):
        return None
    left, right = part.relation.terms
    if isinstance(left, Name) and not free_names(right) - {"pi", "e"}:
        return left.name
    return None


def without_index(tree: SetTree, indexed: frozenset[str]) -> SetTree:
    """`x_1 = 2, x_2 = -3`: two values of x, where the question knows no x_1."""
    parts = tree.parts if isinstance(tree, Joined) else ()
    names = [label(part) for part in parts]
    stems = {name[0] for name in names if name is not None}
    if not indexed or set(names) - indexed or len(set(names)) < len(parts) or len(stems) != 1:
        return tree
    values = (part for part in parts if isinstance(part, Where))
    made = tuple(
        Where(Relation((Name(next(iter(stems))), part.relation.terms[1]), ("=",), part.relation.span), part.span)
        for part in values
    )
    return Joined("or", made, tree.span) if len(made) == len(parts) else tree

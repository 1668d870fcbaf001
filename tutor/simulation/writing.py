"""What simulated learners type: the key in writing, or something readable that isn't the key."""

from __future__ import annotations

import random

from tutor.curriculum.answers import WRITTEN_KINDS
from tutor.curriculum.variants import Variant
from tutor.grading.grade import grade
from tutor.grading.spellings import spellings
from tutor.grading.verdict import Verdict
from tutor.notation.printing import to_text
from tutor.notation.tree import Matrix, Node, Vector


def right_text(variant: Variant, rng: random.Random) -> str:
    """An answer that is right (any, where every answer is accepted)."""
    place = {option.id: str(i) for i, option in enumerate(variant.options, 1)}
    key = variant.key
    match variant.kind:
        case "predict":
            return rng.choice(sorted(place.values()))
        case "own-words":
            return "It follows from what was shown in the steps before."
        case "choice" | "flaw":
            return place[str(key)]
        case "choices" if isinstance(key, frozenset):
            return " ".join(sorted(place[one] for one in key)) or "none"
        case "order" | "match" if isinstance(key, tuple):
            return " ".join(place[one] for one in key)
        case _:
            return spellings(variant, key)[0]


def wrong_text(variant: Variant, rng: random.Random) -> str:
    """A readable answer that isn't right: an authored mistake half of the time, else something near or at random."""
    for _ in range(20):
        text = _guess(variant, rng)
        if grade(variant, text).verdict is Verdict.WRONG:
            return text
    return "0" if variant.kind != "text" else "something else"


def _guess(variant: Variant, rng: random.Random) -> str:
    places = [str(i) for i in range(1, len(variant.options) + 1)]
    if variant.kind in ("choice", "flaw", "predict"):
        return rng.choice(places)
    if variant.kind == "choices":
        return " ".join(place for place in places if rng.random() < 0.5) or "none"
    if variant.kind == "order":
        rng.shuffle(places)
        return " ".join(places)
    if variant.kind == "match":
        return " ".join(rng.choice(places) for _ in variant.items)
    if variant.kind in WRITTEN_KINDS:
        return _other_writing(str(variant.key), rng)
    if variant.kind == "text":
        return rng.choice(["something else", "a number", "the same"])
    if variant.mistakes and rng.random() < 0.5:
        value = rng.choice(variant.mistakes).value
        return value if isinstance(value, str) else to_text(_node(value))
    return _near(variant, rng)


def _other_writing(key: str, rng: random.Random) -> str:
    """The key with a number changed, doubled, or denied: whatever of it can be read is wrong nearly always."""
    places = [i for i, character in enumerate(key) if character.isdecimal()]
    if places and rng.random() < 0.7:
        at = rng.choice(places)
        return key[:at] + str((int(key[at]) + rng.randint(1, 8)) % 10) + key[at + 1 :]
    return rng.choice((f"2 {key}", f"not ({key})", f"-{key}", f"{key}2"))


def _near(variant: Variant, rng: random.Random) -> str:
    number = str(rng.randint(-9, 9))
    match variant.key:
        case Vector(items=items):
            return "(" + ", ".join(str(rng.randint(-9, 9)) for _ in items) + ")"
        case Matrix(rows=rows):
            return "[" + "; ".join(" ".join(str(rng.randint(-9, 9)) for _ in row) for row in rows) + "]"
        case _ if variant.kind == "equation":
            letters = getattr(variant.answer, "names", ()) or ("x",)
            return f"{letters[0]} = {number}"
        case _:
            return number


def _node(value: object) -> Node:
    if isinstance(value, str | tuple | frozenset | int) or value is None:
        raise TypeError("not a tree")
    return value  # type: ignore[return-value]

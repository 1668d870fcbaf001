"""Reading a pick among shown options: by place (`2`, `2)`, `b`, `(B)`) or by an option's text.

What stands on the screen wins over habit: where the typed text is one option's text and another option's
place, the pick is asked for again with a bracket, as `2)`, which is always the place.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from tutor.errors import NotationError
from tutor.grading.equivalence import equal
from tutor.grading.reading import RefusalError, typed_tree
from tutor.notation.reader import read
from tutor.notation.tree import Node

LETTERS = "abcdefghijklmnopqrstuvwxyz"
LONGEST = 8000  # of a typed option text
SHORTEST_PREFIX = 3  # characters, unless the prefix is a whole word or of yes or no


def picked(text: str, options: Sequence[str]) -> int:
    """The index of the option that the text picks. Raises RefusalError when it picks none, or can't be
    told.
    """
    if len(text) > LONGEST:
        raise RefusalError("This is longer than any of the options.", (LONGEST, len(text)))
    wanted = plain(text)
    if not wanted:
        raise RefusalError("Nothing is chosen yet.", (0, 0))
    place, marked = _place(text, len(options))
    by_text = _by_text(wanted, options)
    if place is not None and (marked or by_text is None or by_text == place):
        return place
    if place is not None:
        raise RefusalError(
            "This could mean two of the options; a bracket after it, as in 2), chooses by place.",
            (0, len(text)),
        )
    if by_text is None:
        by_text = _by_prefix(wanted, options)
    if by_text is None:
        by_text = _by_meaning(text.strip(), tuple(options))
    if by_text is None:
        raise RefusalError(f"{_expected(len(options))} is expected, or an option's own words.", (0, len(text)))
    return by_text


def plain(text: str) -> str:
    """An option's text as one compares it: case folded, without dollars, emphasis and white space at the
    ends or doubled.
    """
    kept = text.replace("$", " ").replace("*", " ").replace("`", " ").casefold()
    return " ".join(kept.split()).rstrip(".!;, ")


def _expected(count: int) -> str:
    return f"A number from 1 to {count}"


def _place(text: str, count: int) -> tuple[int | None, bool]:
    """The index that a number or letter stands for, and whether it's marked as one (`2)`, `(b)`, `option
    2`).
    """
    bare = text.strip().casefold()
    for word in ("option ", "answer ", "line ", "nr ", "no. ", "#"):
        bare_of_word = bare.removeprefix(word)
        if bare_of_word != bare:
            index = _index(bare_of_word.strip(" ().:"), count)
            return index, index is not None
    core = bare.strip(" ().:")
    return _index(core, count), bare.startswith("(") or bare.endswith((")", ":"))


def _index(core: str, count: int) -> int | None:
    if core.isascii() and core.isdigit() and len(core) <= 3:
        number = int(core)
        return number - 1 if 1 <= number <= count else None
    if len(core) == 1 and core in LETTERS[:count]:
        return LETTERS.index(core)
    return None


def _by_text(wanted: str, options: Sequence[str]) -> int | None:
    squeezed = wanted.replace(" ", "")
    found = [index for index, option in enumerate(options) if plain(option).replace(" ", "") == squeezed]
    return found[0] if len(found) == 1 else None


def _by_prefix(wanted: str, options: Sequence[str]) -> int | None:
    """The only option that begins so: by a whole word, or by yes or no and their beginnings."""
    found = []
    for index, option in enumerate(options):
        shown = plain(option)
        if not shown.startswith(wanted):
            continue
        whole_word = not shown[len(wanted) : len(wanted) + 1].isalnum()
        short_answer = shown.split(" ")[0].strip(",.:;") in ("yes", "no")
        if whole_word or short_answer or len(wanted) >= SHORTEST_PREFIX:
            found.append(index)
    return found[0] if len(found) == 1 else None


LONGEST_MATHEMATICS = 200  # characters of an option that is typed out as mathematics


def _by_meaning(text: str, options: tuple[str, ...]) -> int | None:
    """The only option that is mathematics alone and equal to the typed expression."""
    trees = _mathematical_options(options)
    if len(text) > LONGEST_MATHEMATICS or not any(tree is not None for tree in trees):
        return None
    try:
        typed = typed_tree(text)
    except RefusalError:
        return None
    found = [index for index, tree in enumerate(trees) if tree is not None and equal(typed, tree)]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=256)
def _mathematical_options(options: tuple[str, ...]) -> tuple[Node | None, ...]:
    return tuple(_mathematics(option) for option in options)


def _mathematics(option: str) -> Node | None:
    bare = option.strip().rstrip(".")
    if not (bare.startswith("$") and bare.endswith("$") and bare.count("$") == 2):
        return None
    try:
        return read(bare.strip("$"), names=frozenset())
    except NotationError:
        return None

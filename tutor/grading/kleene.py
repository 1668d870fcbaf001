"""Kleene's logic of three values: True, False, and None for what isn't known."""

from __future__ import annotations

from collections.abc import Iterable


def all_of(outcomes: Iterable[bool | None]) -> bool | None:
    """Whether all hold: False as soon as one doesn't, None if one isn't known."""
    undecided = False
    for outcome in outcomes:
        if outcome is False:
            return False
        undecided = undecided or outcome is None
    return None if undecided else True


def any_of(outcomes: Iterable[bool | None]) -> bool | None:
    """Whether one holds: True as soon as one does, None if one isn't known."""
    undecided = False
    for outcome in outcomes:
        if outcome:
            return True
        undecided = undecided or outcome is None
    return None if undecided else False

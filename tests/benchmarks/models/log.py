"""Learners' answers, read from a table, and what a model must do with them."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol


class Answer(NamedTuple):
    """One question row: an item, all concepts that it asks for, and whether it was right (1 or 0)."""

    item: str
    concepts: tuple[str, ...]
    right: int


# a learner's answers in their order
Learner = Sequence[Answer]


class Follower(Protocol):
    """A fitted model with one learner."""

    def step(self, answer: Answer) -> float:
        """P(right) as expected before the answer; then the answer is taken in."""


class Model(Protocol):
    """A model of many learners."""

    def fit(self, learners: Sequence[Learner]) -> None:
        """Learn from these learners."""

    def follow(self) -> Follower:
        """Meet a learner never seen before."""


@dataclass(frozen=True, slots=True)
class Log:
    """A table of answers by learner, in the order in which the table first names them."""

    name: str
    learners: tuple[Learner, ...]


def read_log(path: Path) -> Log:
    """The log in a CSV file, gzipped or not, with the columns user, item, skills (separated by `;`), correct and order.

    Raises ValueError for a file without these columns, or with an answer that is neither 0 nor 1.
    """
    raw = path.read_bytes()
    text = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
    rows = csv.DictReader(io.StringIO(text.decode()))
    missing = {"user", "item", "skills", "correct", "order"} - set(rows.fieldnames or ())
    if missing:
        raise ValueError(f"{path}: no column {', '.join(sorted(missing))}")
    seen: dict[str, Answer] = {}  # one object for equal answers
    learners: dict[str, list[tuple[float, Answer]]] = {}
    for row in rows:
        key = f"{row['item']}|{row['skills']}|{row['correct']}"
        if key not in seen:
            right = float(row["correct"])
            if right not in (0.0, 1.0):
                raise ValueError(f"{path}: correct is {row['correct']!r}; 0 or 1 was expected")
            concepts = tuple(dict.fromkeys(skill for skill in row["skills"].split(";") if skill))
            seen[key] = Answer(row["item"], concepts, int(right))
        learners.setdefault(row["user"], []).append((float(row["order"]), seen[key]))
    ordered = (sorted(answers, key=lambda pair: pair[0]) for answers in learners.values())
    return Log(path.name, tuple(tuple(answer for _, answer in answers) for answers in ordered))

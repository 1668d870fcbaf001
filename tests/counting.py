"""A small curriculum, complete enough for a whole session, and somebody who answers it from what is on the screen."""

from __future__ import annotations

import re
from pathlib import Path

NAME = "counting"
GOAL = "there-and-back"
TEXT = r"""
format: 1
id: counting
title: A counter on a line
licence: CC-BY-4.0
goals: [there-and-back, many-walks]
concepts:
  - id: one-walk
    title: Walking on
    before: where a walk ends
    kind: axiom
    claim: A counter at $a$ that goes $b$ forward stands at $a + b$.
    questions:
      - id: where-now
        ask: A counter stands at {=a} and goes {=b} forward. Where does it stand?
        parameters:
          a: {kind: integer, from: 11, to: 49}
          b: {kind: integer, from: 2, to: 9}
          where: ["a != 2*b"]
        answer: {kind: number, value: "a + b"}
        difficulty: -2
        mistakes:
          - {value: "a - b", ask: Which way did it go?}
        hints: [Put a finger on the line.]
        solution: It stands at $a + b$, here {=a + b}.
        shows: Walks are added.
  - id: many-walks
    title: Walking many times
    before: several walks of the same length
    kind: definition
    requires: [one-walk]
    claim: $n$ walks of length $a$ lead $n a$ forward.
    questions:
      - id: how-far
        ask: A counter goes {=a} forward, {=n} times. How far is that?
        parameters:
          a: {kind: integer, from: 11, to: 49}
          n: {kind: integer, from: 3, to: 9}
        answer: {kind: number, value: "a*n"}
        uses: [one-walk]
        difficulty: -1
        solution: $n$ times $a$.
        shows: Equal walks are multiplied.
  - id: there-and-back
    title: There and back
    before: several walks, then one back
    kind: result
    requires: [many-walks]
    wonder: Can a counter that keeps going forward end behind its start?
    claim: $n$ walks of length $a$ and then $c$ back end at $n a - c$.
    questions:
      - id: end
        ask: A counter at 0 goes {=a} forward, {=n} times, and then {=c} back. Where does it stand?
        parameters:
          a: {kind: integer, from: 11, to: 49}
          n: {kind: integer, from: 3, to: 9}
          c: {kind: integer, from: 100, to: 199}
        answer: {kind: number, value: "a*n - c"}
        uses: [many-walks]
        difficulty: 0
        steps:
          - id: forth
            ask: A counter goes {=a} forward, {=n} times. How far is that?
            answer: {kind: number, value: "a*n"}
          - id: back
            ask: A counter stands at {=forth} and goes {=c} back. Where does it stand?
            answer: {kind: number, value: "forth - c"}
        solution: $n a - c$.
        shows: Walks back are taken away.
"""

_ANSWERS = (
    (r"stands at (-?\d+) and goes (\d+) forward", lambda a, b: a + b),
    (r"stands at (-?\d+) and goes (\d+) back", lambda a, b: a - b),
    (r"goes (\d+) forward, (\d+) times, and then (\d+) back", lambda a, n, c: a * n - c),
    (r"goes (\d+) forward, (\d+) times\. How far", lambda a, n: a * n),
)


def write(folder: Path) -> Path:
    """The folder of curricula with this one in it, made."""
    place = folder / "curricula"
    place.mkdir(parents=True, exist_ok=True)
    (place / f"{NAME}.yaml").write_text(TEXT, "utf-8")
    return place


def right(ask: str) -> str:
    """The right answer, from the question's text alone."""
    flat = " ".join(ask.split())
    for pattern, count in _ANSWERS:
        found = re.search(pattern, flat)
        if found:
            return str(count(*map(int, found.groups())))
    raise AssertionError(f"no question of this curriculum: {flat}")

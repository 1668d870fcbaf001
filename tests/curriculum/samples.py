"""Small curricula for the tests of this room."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tutor.curriculum.curricula import Curricula
from tutor.curriculum.model import Curriculum

HEADER = """\
format: 1
id: sums
title: Sums
goals: [twice]
exhibits:
  - {id: scale, title: A scale, provenance: measured, source: weighed for this test, units: g, body: "2 and 2 weigh 4"}
"""

UNIT = """\
unit: Adding
concepts:
  - id: adding
    title: Adding
    aliases: [putting together]
    kind: definition
    questions:
      - id: put-together
        ask: "${=a} + {=b} = ?$"
        parameters:
          a: {kind: integer, from: 1, to: 9}
          b: {kind: integer, from: 1, to: 9}
          where: ["a != b"]
        answer: {kind: number, value: a + b}
  - id: twice
    title: Twice a number
    before: a number and itself
    kind: result
    requires: [adding]
    misconceptions:
      - {id: squares, title: Squares, seen: "simulated: a procedure that multiplies a number by itself"}
    questions:
      - id: double
        ask: "Which number is the same as ${=n} + {=n}$?"
        parameters:
          n: {kind: integer, from: 3, to: 60}
        answer: {kind: number, value: 2*n}
        uses: [adding]
        exhibits: [scale]
        mistakes:
          - {value: n^2, misconception: squares, goto: how-many}
        hints: ["How many of the same number are there?"]
        solution: "There are two of them: ${=2*n}$."
        steps:
          - id: how-many
            ask: "How many times does ${=n}$ stand in ${=n} + {=n}$?"
            answer: {kind: number, value: 2}
          - id: which
            ask: Which of these is it?
            answer:
              kind: choice
              options: {product: "${=how_many} \\\\cdot {=n}$", power: "${=n}^2$"}
              value: product
"""


def folder(root: Path, name: str = "sums", header: str = HEADER, **units: str) -> Path:
    """A curriculum folder below `root`; units by the name of their file without suffix."""
    path = root / name
    path.mkdir(parents=True)
    (path / "curriculum.yaml").write_text(header, "utf-8")
    for unit, text in (units or {"01-adding": UNIT}).items():
        (path / f"{unit}.yaml").write_text(text, "utf-8")
    return path


def number(name: str, value: str = "1", **more: Any) -> dict[str, Any]:
    """A question for a number."""
    return {"id": name, "ask": f"What is {name}?", "answer": {"kind": "number", "value": value}, **more}


def concept(name: str, *questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A concept; with one fixed question if none are given."""
    body = {"id": name, "title": name.title(), "kind": "definition", "questions": list(questions) or [number("q")]}
    return {**body, **more}


def curricula(*concepts: dict[str, Any], tolerant: bool = False, **more: Any) -> Curricula:
    """Curricula of one curriculum called `c`."""
    header = {"id": "c", "title": "C", "licence": "-", "concepts": list(concepts), **more}
    return Curricula([Curriculum.model_validate(header)], tolerant=tolerant)

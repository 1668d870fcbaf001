"""A small course: five concepts in a diamond with a tail, each with a leap, three steps and another question."""

from __future__ import annotations

from typing import Any

from tests.benchmarks.teaching.course import Course
from tutor.curriculum.curricula import Curricula
from tutor.curriculum.model import Curriculum
from tutor.session.desk import graph_of

REQUIRES = {"ground": [], "left": ["ground"], "right": ["ground"], "roof": ["left", "right"], "goal": ["roof"]}
HARD = {"ground": -0.5, "left": 0.0, "right": 0.3, "roof": 0.0, "goal": 0.5}


def _question(name: str, factor: int, difficulty: float, steps: list[dict[str, Any]]) -> dict[str, Any]:
    question: dict[str, Any] = {
        "id": name, "ask": f"{name}: what is {factor} times {{=a}}, and one more?", "difficulty": difficulty,
        "answer": {"kind": "number", "value": f"{factor}*a + 1"}, "solution": f"It is {{={factor}*a + 1}}.",
    }  # fmt: skip
    return {**question, "steps": steps} if steps else question


def small_course() -> Course:
    """The course, to its last concept."""
    parameters = {"a": {"kind": "integer", "from": 2, "to": 900}}
    concepts = []
    for place, (concept, requires) in enumerate(REQUIRES.items()):
        hard = HARD[concept]
        steps = [_question(f"step{i}", 11 * place + i + 2, hard - 0.8, []) for i in range(3)]
        questions = [
            {**_question("leap", 11 * place + 7, hard, steps), "parameters": parameters},
            {**_question("other", 11 * place + 9, hard - 0.3, []), "parameters": parameters},
        ]
        concepts.append(
            {"id": concept, "title": concept.title(), "before": f"thing {place}", "kind": "skill", "requires": requires,
             "claim": f"claim {place}", "questions": questions}
        )  # fmt: skip
    world = {"id": "world", "title": "World", "licence": "-", "concepts": concepts, "goals": ["goal"]}
    curricula = Curricula([Curriculum.model_validate(world)])
    return Course(curricula, graph_of(curricula), "world", "world/goal")

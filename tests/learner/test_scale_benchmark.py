"""The benchmark of ten thousand concepts measures what a learner meets; here at a fiftieth of its size."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path

import pytest

from tests.benchmarks.scale import Figures, curricula, figures, written
from tutor.curriculum.load import load

CONCEPTS, QUESTIONS, SEED = 200, 2_000, 2


@cache
def measured() -> Figures:
    return figures(CONCEPTS, QUESTIONS, sessions=4, answers=25, runs=2, seed=SEED)


def test_it_counts_what_it_was_told_to_build() -> None:
    assert measured().concepts == CONCEPTS
    assert measured().questions == QUESTIONS


def test_it_measures_probes_and_questions_after_them_towards_goals_of_several_depths() -> None:
    found = measured()
    assert found.start["count"] == 4
    assert found.placement["count"] > 0
    assert found.next["count"] > 20
    assert found.update["count"] > 20
    assert found.view["count"] > found.start["count"] + found.placement["count"] + found.next["count"] - 1
    assert found.below["least"] < found.below["most"]
    assert sum(depth["count"] for depth in found.next_by_depth.values()) == found.next["count"]
    assert 0 < found.next["p50"] <= found.next["p99"] <= found.next["max"]
    assert min(found.memory_mb["built"], found.memory_mb["most"]) > 0
    json.dumps(asdict(found), allow_nan=False)


def test_what_it_builds_is_what_the_loader_makes_of_such_files(tmp_path: Path) -> None:
    names = []
    for name, needs, unit in written(CONCEPTS, QUESTIONS, SEED):
        folder = tmp_path / name
        folder.mkdir()
        header = {"format": 1, "id": name, "title": unit["unit"], "needs": needs}
        (folder / "curriculum.yaml").write_text(json.dumps(header))
        (folder / "01-unit.yaml").write_text(json.dumps(unit))
        names.append(name)
    assert load(names, [tmp_path]).hash == curricula(CONCEPTS, QUESTIONS, SEED).hash


@pytest.mark.parametrize("concepts", [1, 7, 60, 700])
def test_it_builds_at_any_size(concepts: int) -> None:
    made = curricula(concepts, 4 * concepts, SEED)
    assert len(made.concepts) == concepts
    assert sum(1 for _ in made.questions) == 4 * concepts
    assert all(len(made.prerequisites(one)) <= 3 for one in made.concepts)

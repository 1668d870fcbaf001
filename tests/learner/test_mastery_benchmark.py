"""The models that the mastery benchmark compares with, and its figures, do what their names say."""

from __future__ import annotations

import gzip
import random
from itertools import pairwise
from math import log
from pathlib import Path

import numpy as np
import pytest

from tests.benchmarks.mastery import MODELS, auc, calibration_error, cross_validated, folds, log_loss
from tests.benchmarks.models.best_lr import BestLR, minimise
from tests.benchmarks.models.bkt import BKT, PRIOR, START
from tests.benchmarks.models.log import Answer, Learner, read_log


def traced_world(first: float, learn: float, slip: float, guess: float, learners: int) -> list[Learner]:
    rng = random.Random(4)
    world = []
    for _ in range(learners):
        known = rng.random() < first
        answers = []
        for _ in range(12):
            answers.append(Answer("q", ("c",), int(rng.random() < (1 - slip if known else guess))))
            known = known or rng.random() < learn
        world.append(tuple(answers))
    return world


def mixed_world(learners: int = 40, seed: int = 1) -> list[Learner]:
    rng = random.Random(seed)
    world = []
    for _ in range(learners):
        ability = rng.gauss(0, 1)
        chosen = [(rng.randrange(8), rng.choice((("a",), ("b",), ("a", "b")))) for _ in range(rng.randrange(1, 25))]
        world.append(tuple(Answer(f"q{i}", of, int(rng.gauss(ability + i / 4 - 1, 1) > 0)) for i, of in chosen))
    return world


def test_knowledge_tracing_finds_the_parameters_of_a_world_made_by_them() -> None:
    truth = (0.3, 0.2, 0.08, 0.2)
    model = BKT(rounds=80)
    model.fit(traced_world(*truth, learners=3000))
    assert model.parameters["c"] == pytest.approx(truth, abs=0.03)


def test_expectation_maximisation_never_loses_likelihood() -> None:
    model = BKT(rounds=25)
    model.fit(traced_world(0.3, 0.2, 0.1, 0.2, learners=400))
    assert all(after > before - 0.5 for before, after in pairwise(model.likelihoods))  # the prior's share
    assert model.likelihoods[-1] > model.likelihoods[0] + 10


def test_a_round_counts_what_all_hidden_histories_would_count_together() -> None:
    rights = (0, 1, 1, 0, 1)
    first, learn, slip, guess = START
    counts = np.zeros((4, 2))
    total = 0.0
    for known_from in range(6):  # 5: never
        known = [t >= known_from for t in range(5)]
        chance = first if known[0] else 1 - first
        for before, after in pairwise(known):
            chance *= 1.0 if before else learn if after else 1 - learn
        for state, right in zip(known, rights, strict=True):
            p = 1 - slip if state else guess
            chance *= p if right else 1 - p
        total += chance
        counts[0] += chance * np.array([known[0], 1])
        counts[1] += chance * np.array([0 < known_from < 5, sum(not state for state in known[:-1])])
        counts[2] += chance * np.array([sum(s and not r for s, r in zip(known, rights, strict=True)), sum(known)])
        counts[3] += chance * np.array(
            [sum(r and not s for s, r in zip(known, rights, strict=True)), 5 - sum(known)], float
        )
    counts /= total
    model = BKT(rounds=1)
    model.fit([tuple(Answer("q", ("c",), right) for right in rights)])
    assert model.likelihoods[0] == pytest.approx(log(total))
    expected = (counts[:, 0] + PRIOR * np.array(START)) / (counts[:, 1] + PRIOR)
    assert model.parameters["c"] == pytest.approx(expected)


def test_its_likelihood_is_that_of_following_the_learners_one_by_one() -> None:
    world = mixed_world()
    model = BKT(rounds=1)
    model.fit(world)
    model.parameters = dict.fromkeys(model.parameters, START)
    total = 0.0
    for learner in world:
        follower = model.follow()
        for answer in learner:
            p = follower.step(answer)
            total += log(p if answer.right else 1 - p)
    assert model.likelihoods[0] == pytest.approx(total)


def test_the_minimiser_finds_the_minimum_of_a_bowl() -> None:
    scales = np.array([1.0, 30.0, 0.2, 7.0])
    at = np.array([3.0, -1.0, 2.0, 0.5])
    found = minimise(lambda x: (float(scales @ (x - at) ** 2) + 1.0, 2.0 * scales * (x - at)), 4, 200)
    assert found == pytest.approx(at, abs=0.02)


def test_best_lr_has_the_frequency_where_there_is_nothing_else_to_know() -> None:
    world = [(Answer("q", ("c",), int(n % 4 != 0)),) for n in range(400)]
    model = BestLR()
    model.fit(world)
    assert model.follow().step(Answer("q", ("c",), 1)) == pytest.approx(0.75, abs=0.005)


@pytest.mark.parametrize("name", list(MODELS))
def test_a_forecast_never_knows_its_own_answer_or_later_ones(name: str) -> None:
    world = mixed_world()
    forecasts = []
    for last in (0, 1):
        model = MODELS[name]()
        model.fit(world[1:])
        follower = model.follow()
        *before, end = (*world[0], Answer("q1", ("a",), 1))
        seen = [follower.step(answer) for answer in [*before, end._replace(right=last)]]
        forecasts.append(seen)
    assert forecasts[0] == forecasts[1]


@pytest.mark.parametrize("name", list(MODELS))
def test_every_model_expects_more_of_whoever_was_right(name: str) -> None:
    model = MODELS[name]()
    model.fit(mixed_world(120))
    expected = []
    for right in (0, 1):
        follower = model.follow()
        for _ in range(8):
            follower.step(Answer("q1", ("a",), right))
        expected.append(follower.step(Answer("q1", ("a",), 1)))
    assert expected[1] > expected[0] + 0.1


@pytest.mark.parametrize("name", list(MODELS))
def test_every_model_beats_chance_on_learners_it_was_not_fitted_on(name: str) -> None:
    score = cross_validated(MODELS[name], folds(mixed_world(120), 4, seed=2))
    assert score.auc > 0.55
    assert 0.0 < score.log_loss < 0.75


def test_auc_counts_pairs_in_order_and_ties_half() -> None:
    right, forecasts = np.array([1.0, 0.0, 1.0, 0.0]), np.array([0.9, 0.2, 0.4, 0.4])
    pairs = [(p > q) + 0.5 * (p == q) for p in forecasts[right == 1] for q in forecasts[right == 0]]
    assert auc(right, forecasts) == pytest.approx(sum(pairs) / len(pairs))
    assert auc(np.ones(3), np.array([0.1, 0.2, 0.3])) == 0.5


def test_calibration_error_is_the_distance_of_forecast_and_frequency() -> None:
    right = np.array([1.0, 1.0, 0.0, 0.0])
    assert calibration_error(right, np.full(4, 0.5)) == pytest.approx(0.0)
    assert calibration_error(right, np.full(4, 0.9)) == pytest.approx(0.4)
    assert calibration_error(np.ones(2), np.ones(2)) == 0.0


def test_log_loss_is_bounded_even_for_the_wholly_mistaken() -> None:
    assert log_loss(np.array([1.0, 0.0]), np.array([0.5, 0.5])) == pytest.approx(log(2))
    assert log_loss(np.ones(1), np.zeros(1)) == pytest.approx(log(1e6))


def test_folds_hold_every_learner_once_and_are_the_same_for_the_same_seed() -> None:
    world = [(Answer(f"q{n}", (), 1),) for n in range(23)]
    dealt = folds(world, 5, seed=3)
    assert sorted(learner[0].item for part in dealt for learner in part) == sorted(learner[0].item for learner in world)
    assert dealt == folds(world, 5, seed=3)
    assert dealt != folds(world, 5, seed=4)


def test_a_table_is_read_by_learner_in_order_with_every_skill_of_a_row(tmp_path: Path) -> None:
    table = "user,item,skills,correct,order,more\nu2,i,1;2,1,10,x\nu1,j,3,0,0,x\nu2,k,,0.0,9,x\n"
    for path, raw in ((tmp_path / "log.csv", table.encode()), (tmp_path / "log.csv.gz", gzip.compress(table.encode()))):
        path.write_bytes(raw)
        assert read_log(path).learners == (
            (Answer("k", (), 0), Answer("i", ("1", "2"), 1)),
            (Answer("j", ("3",), 0),),
        )


@pytest.mark.parametrize("table", ["user,item,skills,order\n", "user,item,skills,correct,order\nu,i,1,2,0\n"])
def test_a_table_that_is_no_log_is_refused(tmp_path: Path, table: str) -> None:
    (tmp_path / "log.csv").write_text(table)
    with pytest.raises(ValueError, match="correct"):
        read_log(tmp_path / "log.csv")

"""How likely the next answer is right: an online logistic model of many learners, and a Gaussian filter of each.

p = g + (1 - g)·σ(z/√(1 + πV/8)), with V the variance of what isn't known of the learner (MacKay 1992), and

    z = history·w + item + mean over the question's concepts (concept + own·θ_uk) + ability·θ_u

Ability θ_u and the residuals θ_uk are a learner's own. All else is shared: the weights of their history, as in Best-LR (Gervet
et al. 2020), ease of items and concepts, slopes of a concept's wins and fails (PFA, Pavlik et al. 2009), and how much an item
or a concept draws on ability, which is the discrimination of the two-parameter model (Birnbaum 1968). A learner takes one
step of an extended Kalman filter an answer, the shared weights one of a diagonal Newton method: an Elo rating (Pelánek 2016)
that knows how sure it is of each part.

`forecast` says what to expect of an answer; `observe` gives the learner after it; `calibrate` moves the shared weights.
Whoever leaves `calibrate` out has frozen them, and then no learner changes what is expected of another.
"""

from __future__ import annotations

from math import copysign, exp, log1p, pi, sqrt
from operator import mul
from types import MappingProxyType
from typing import Final, NamedTuple

from tutor.learner.mastery_calibration import CONCEPT, HISTORY, ITEM, NEW_CONCEPT, NEW_ITEM, Calibration
from tutor.learner.mastery_learner import NEW_RESIDUAL, Learner, Residual

__all__ = ["Calibration", "Forecast", "Learner", "Question", "calibrate", "contributions", "forecast", "observe"]

DRIFT_ABILITY: Final = 0.0005  # variance an answer: learners change
DRIFT_RESIDUAL: Final = 0.001
WIDEST: Final = 9.0  # no variance grows beyond this
WEAKEST: Final = 0.1  # the least that ability and residuals count: a better learner is never expected to do worse
FARTHEST: Final = 30.0  # logits; beyond, a chance rounds to 0 or 1
RECENT: Final = 0.8  # decay an answer
RECENT_PRIOR: Final = 2.0  # answers' worth of doubt about what recent ones say
FORM: Final = 0.92
FORM_PRIOR: Final = 12.0

_MACKAY: Final = pi / 8.0
_HISTORY: Final = len(HISTORY)
_made: Final = tuple.__new__  # a named tuple's own constructor costs three times as much


class Question(NamedTuple):
    """What is asked. `guess`: the chance in [0, 1) to be right without knowing; it counts only where the calibration was made
    with it, for otherwise the ease of an item holds it already. Known beforehand, both in logits and 0 where nothing is:
    `difficulty`, as its author put it, and `prospect`, what the prerequisite graph leads to expect (guess aside)."""

    item: str
    concepts: tuple[str, ...]
    guess: float = 0.0
    difficulty: float = 0.0
    prospect: float = 0.0


# One concept in a forecast: its ref, what is held of the learner there, the inputs of its slopes (wins, fails, last) by share,
# and how much the residual counts. A plain tuple: it is made for every concept of every answer.
Exercise = tuple[str, Residual, float, float, float, float]


class Forecast(NamedTuple):
    """P(right) in (0, 1), and what it rests on. `skill`: the same without the guess; `variance`: of z, in logits², for what isn't
    known of the learner; `loading`: how much ability counts; `history`: the inputs of the shared history's weights."""

    question: Question
    probability: float
    skill: float
    variance: float
    loading: float
    history: tuple[float, ...]
    exercises: list[Exercise]


def forecast(calibration: Calibration, learner: Learner, question: Question) -> Forecast:
    """What to expect of the learner's next unaided answer. Concepts and items never met count as new ones."""
    mean, variance, answered, recent, recent_of, form, form_of, carry, held_of = learner
    item, concepts, guess, difficulty, prospect = question
    of_item = calibration.items.get(item, NEW_ITEM)
    known = calibration.concepts
    share = 1.0 / len(concepts) if concepts else 0.0
    logit = of_item[0] + of_item[2] * carry
    loading = 1.0 + of_item[1]
    spread = all_wins = new = all_last = gap = 0.0
    exercises = []
    for concept in concepts:
        held = held_of.get(concept, NEW_RESIDUAL)
        ease, by_wins, by_fails, by_last, by_ability, by_own, *_ = known.get(concept, NEW_CONCEPT)
        wins = fails = last = 0.0
        if held.last:
            wins, fails, last = share * log1p(held[2]), share * log1p(held[3]), share * held[4]
            all_wins += wins
            all_last += last
            gap += share * log1p(answered - held[5])
        else:
            new += share
        own = share * (1.0 + by_own if by_own > WEAKEST - 1.0 else WEAKEST)
        logit += share * ease + by_wins * wins + by_fails * fails + by_last * last + own * held[0]
        spread += own * own * held[1]
        loading += share * by_ability
        exercises.append((concept, held, wins, fails, last, own))
    if loading < WEAKEST:
        loading = WEAKEST
    spread += loading * loading * variance
    history = (
        1.0, recent / (recent_of + RECENT_PRIOR), all_wins, new, all_last, gap, form / (form_of + FORM_PRIOR), carry,
        1.0 if len(concepts) > 1 else 0.0, *_met(item, exercises), difficulty, prospect,
    )  # fmt: skip
    logit = (logit + loading * mean + sum(map(mul, calibration.history, history))) / sqrt(1.0 + _MACKAY * spread)
    skill = 1.0 / (1.0 + exp(-logit if -FARTHEST < logit < FARTHEST else -copysign(FARTHEST, logit)))
    return _made(Forecast, (question, guess + (1.0 - guess) * skill, skill, spread, loading, history, exercises))


def _met(item: str, exercises: list[Exercise]) -> tuple[float, float]:
    counts = exercises[0][1][6].get(item) if exercises else None
    return (log1p(counts[0]), log1p(counts[1])) if counts else (0.0, 0.0)


def observe(learner: Learner, expected: Forecast, outcome: float, weight: float = 1.0) -> Learner:
    """The learner after an answer, of which `expected` was their forecast. `outcome` in [0, 1], `weight` in [0, 1].

    Weight 0 changes nothing. Ability and residuals move as their variances say: the least known most.
    """
    if weight <= 0.0:
        return learner
    mean, variance, answered, recent, recent_of, form, form_of, _, held_of = learner
    question, probability, skill, spread, loading, _, exercises = expected
    missed = outcome - probability
    # score and information of the three-parameter model (Lord 1980, chapter 5); without a guess y - p and p(1 - p)
    score, information = (
        weight * missed * skill / probability,
        weight * (1.0 - probability) * skill * skill / probability,
    )
    damped = 1.0 + information * spread
    error, gain = score / damped, information / damped
    win, fail = weight * outcome, weight * (1.0 - outcome)
    concepts = held_of.copy()
    for concept, held, _, _, _, own in exercises:
        residual, its_variance, wins, fails, _, _, items = held
        if concept == question[1][0]:
            counts = items.get(question[0], (0.0, 0.0))
            items = MappingProxyType(items | {question[0]: (counts[0] + win, counts[1] + fail)})
        narrowed = its_variance * (1.0 - own * own * its_variance * gain) + DRIFT_RESIDUAL
        concepts[concept] = _made(
            Residual,
            (
                residual + its_variance * own * error,
                narrowed if narrowed < WIDEST else WIDEST,
                wins + win,
                fails + fail,
                1.0 if outcome > 0.5 else -1.0,
                answered,
                items,
            ),
        )
    return _made(
        Learner,
        (
            mean + variance * loading * error,
            min(WIDEST, variance * (1.0 - loading * loading * variance * gain) + DRIFT_ABILITY),
            answered + 1,
            RECENT * recent + win,
            RECENT * recent_of + weight,
            FORM * form + weight * missed,
            FORM * form_of + weight,
            weight * missed,
            MappingProxyType(concepts),
        ),
    )


def calibrate(
    calibration: Calibration, learner: Learner, expected: Forecast, outcome: float, weight: float = 1.0
) -> None:
    """Move the shared weights, in place, by an answer of `learner`, as they were before it and `expected` forecast them."""
    _, probability, skill, _, _, history, exercises = expected
    error = weight * (outcome - probability) * skill / probability
    information = weight * (1.0 - probability) * skill * skill / probability
    _step(calibration.history, history, error, information, _HISTORY)
    ability, carry = learner.mean, learner.carry
    item = expected.question.item
    of_item = calibration.items.get(item)
    if of_item is None:
        of_item = calibration.items[item] = [*NEW_ITEM]
    _step(of_item, (1.0, ability, carry), error, information, len(ITEM))
    share = 1.0 / len(exercises) if exercises else 0.0
    for concept, held, wins, fails, last, _ in exercises:
        of_concept = calibration.concepts.get(concept)
        if of_concept is None:
            of_concept = calibration.concepts[concept] = [*NEW_CONCEPT]
        inputs = (share, wins, fails, last, share * ability, share * held[0])
        _step(of_concept, inputs, error, information, len(CONCEPT))


def _step(weights: list[float], inputs: tuple[float, ...], error: float, information: float, count: int) -> None:
    """One diagonal Newton step: a precision grows by the information on its weight, which moves by gradient over precision."""
    for i, value in enumerate(inputs):
        if value:
            weights[count + i] = precision = weights[count + i] + information * value * value
            weights[i] += error * value / precision


def contributions(calibration: Calibration, learner: Learner, question: Question) -> dict[str, float]:
    """What speaks for a right answer and what against, in logits: the parts that z is the sum of, named.

    `ability` and `concepts` (residuals) are the learner's strength, `ease` the item's and its concepts', the others as `HISTORY`;
    what an item or a concept makes of the history beyond the usual is with `wins`, `fails`, `last` and `carry`.
    """
    expected = forecast(calibration, learner, question)
    parts = {
        name: calibration.history[i] * value
        for i, (name, value) in enumerate(zip(HISTORY, expected.history, strict=True))
    }
    of_item = calibration.items.get(question.item, NEW_ITEM)
    parts["ability"] = expected.loading * learner.mean
    parts["carry"] += of_item[2] * learner.carry
    parts["ease"] = of_item[0]
    parts["concepts"] = parts["fails"] = 0.0
    for concept, held, wins, fails, last, own in expected.exercises:
        of_concept = calibration.concepts.get(concept, NEW_CONCEPT)
        parts["ease"] += of_concept[0] / len(expected.exercises)
        parts["concepts"] += own * held.mean
        parts["wins"] += of_concept[1] * wins
        parts["fails"] += of_concept[2] * fails
        parts["last"] += of_concept[3] * last
    return parts

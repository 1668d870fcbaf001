"""A learner's strength, followed online: ability over all concepts and a residual at each, as Gaussians.

z = θ + mean of the residuals of the concepts exercised - difficulty; p = g + (1 - g)·σ(z/√(1 + πV/8)) with V the summed
variances (MacKay 1992). Each latent takes one step of an extended Kalman filter, which is an Elo rating (Pelánek 2016) that
knows how sure it is: θ += v·e, v *= 1 - v·h/(1 + hV), e = score/(1 + hV), then drifts. Score and information h are those of
the three-parameter model (Lord 1980, chapter 5); without a guess they are y - p and p(1 - p).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import pi, sqrt
from typing import Final

from tutor.learner.evidence import Evidence
from tutor.learner.likelihood import HELPED, sigmoid

DRIFT_ABILITY: Final = 0.0005
DRIFT_RESIDUAL: Final = 0.01


@dataclass(frozen=True, slots=True)
class Gaussian:
    """A latent in logits: mean and variance."""

    mean: float
    variance: float


ABILITY: Final = Gaussian(0.0, 0.15)
RESIDUAL: Final = Gaussian(0.0, 0.25)


def filtered(ability: Gaussian, residuals: Sequence[Gaussian], evidence: Evidence) -> tuple[Gaussian, list[Gaussian]]:
    """Ability and residuals (of the item's concept and its `uses`, in order) after the evidence.

    An assisted right answer weighs little; its weight scales score and information alike.
    """
    share = 1.0 / len(residuals)
    variance = ability.variance + share * share * sum(residual.variance for residual in residuals)
    strength = ability.mean + share * sum(residual.mean for residual in residuals)
    skill = sigmoid((strength - evidence.item.difficulty) / sqrt(1.0 + pi * variance / 8.0))
    score, information = _score(skill, evidence)
    spread = 1.0 + information * variance
    return (
        _stepped(ability, score / spread, information / spread, 1.0, DRIFT_ABILITY, ABILITY.variance),
        [
            _stepped(residual, score / spread, information / spread, share, DRIFT_RESIDUAL, RESIDUAL.variance)
            for residual in residuals
        ],
    )


def _score(skill: float, evidence: Evidence) -> tuple[float, float]:
    guess = 0.0 if evidence.unknown else evidence.item.guess
    outcome = 0.0 if evidence.unknown else evidence.outcome
    p = guess + (1.0 - guess) * skill
    weight = evidence.weight
    if evidence.aid == "assisted":
        weight *= HELPED if outcome > p else 1.0
    return weight * (outcome - p) * skill / p, weight * (1.0 - p) * skill * skill / p


def _stepped(latent: Gaussian, error: float, gain: float, share: float, drift: float, most: float) -> Gaussian:
    variance = latent.variance * (1.0 - share * share * latent.variance * gain) + drift
    return Gaussian(latent.mean + latent.variance * share * error, min(variance, most))

"""The beta distribution by numpy alone: its probabilities by series, its quantiles by Newton's method."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from revshare.arrays import FloatArray

TERMS = 56
"""Terms of the series at one half, where each is less than half the one before: beyond them nothing is left."""

NODES = 1025
STEPS = 40
"""Most steps to a quantile: two bring home all but the farthest tails."""


EXACT = 1e-8
"""A step of this fraction of the way to the nearer end doubles the good digits for the last time."""


@dataclass(frozen=True)
class Beta:
    """Beta with shapes `a` and `b` from 1 to 5, as a PERT range gives them."""

    a: float
    b: float

    def chance_up_to(self, place: FloatArray) -> FloatArray:
        """Probability of a place from 0 to 1 or less (the regularised incomplete beta function)."""
        upper = place > 0.5
        found = np.empty_like(place)
        found[~upper] = _lower(self.a, self.b, place[~upper])
        found[upper] = 1.0 - _lower(self.b, self.a, 1.0 - place[upper])
        return found

    def density(self, place: FloatArray) -> FloatArray:
        """Density at a place from 0 to 1."""
        return place ** (self.a - 1.0) * (1.0 - place) ** (self.b - 1.0) / _whole(self.a, self.b)

    def quantile(self, probability: FloatArray) -> FloatArray:
        """Place of each probability: Newton's steps, which never leave the cell of a table they start in."""
        nodes, reached = self._table
        cell = np.clip(np.searchsorted(reached, probability) - 1, 0, NODES - 2)
        found = np.interp(probability, reached, nodes)
        away = np.arange(found.size)
        for _ in range(STEPS):
            place, wanted = found[away], probability[away]
            slope = np.maximum(self.density(place), 1e-300)
            step = place - (self.chance_up_to(place) - wanted) / slope
            found[away] = np.clip(step, nodes[cell[away]], nodes[cell[away] + 1])
            margin = np.minimum(found[away], np.maximum(1.0 - found[away], 2.0**-26))
            away = away[np.abs(found[away] - place) > EXACT * margin]
            if not away.size:
                break
        return found

    @cached_property
    def _table(self) -> tuple[FloatArray, FloatArray]:
        """Places, closer towards both ends, and their probabilities."""
        nodes = np.sin(np.linspace(0.0, math.pi / 2.0, NODES)) ** 2
        nodes[-1] = 1.0
        return nodes, self.chance_up_to(nodes)


def _lower(a: float, b: float, place: FloatArray) -> FloatArray:
    """Probability of a place of at most one half or less, by the hypergeometric series."""
    factor, factors = 1.0, []
    for n in range(TERMS):
        factors.append(factor / (a + n))
        factor *= (n + 1.0 - b) / (n + 1.0)
    total = np.full_like(place, factors[-1])
    for coefficient in reversed(factors[:-1]):
        total *= place
        total += coefficient
    return np.asarray(place**a * total / _whole(a, b))


def _whole(a: float, b: float) -> float:
    """The beta function."""
    return math.exp(math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b))

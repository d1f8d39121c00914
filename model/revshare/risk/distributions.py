"""Distributions of an uncertain input, each by its quantiles (methods: risk).

Every draw is a quantile of one uniform number, so a driver keeps its place in its range under any distribution.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist
from typing import Protocol

import numpy as np

from revshare.arrays import FloatArray
from revshare.errors import InputError
from revshare.risk.beta import Beta
from revshare.risk.normal import normal_quantile

STANDARD = NormalDist()

LEAST_INSIDE = 1e-9
"""Smallest probability of what may be entered: less of it is lost in the last digits of what is cut off."""


class Distribution(Protocol):
    """What a draw needs to know of a distribution."""

    @property
    def ends(self) -> tuple[float, float]:
        """Smallest and largest value."""

    def quantile(self, probability: FloatArray) -> FloatArray:
        """Value that is not exceeded with each probability, above 0 and below 1."""

    def chance_up_to(self, value: float) -> float:
        """Probability of this value or less."""


@dataclass(frozen=True)
class Normal:
    """Normal, by mean and standard deviation."""

    mean: float
    deviation: float
    ends = (-math.inf, math.inf)

    def __post_init__(self) -> None:
        _deviation(self.deviation)

    def quantile(self, probability: FloatArray) -> FloatArray:
        """Value by probability."""
        return self.mean + self.deviation * normal_quantile(probability)

    def chance_up_to(self, value: float) -> float:
        """Probability by value."""
        return NormalDist(self.mean, self.deviation).cdf(value)


@dataclass(frozen=True)
class LogNormal:
    """Log-normal, by its median and the standard deviation of its logarithm."""

    median: float
    deviation: float
    ends = (0.0, math.inf)

    def __post_init__(self) -> None:
        _deviation(self.deviation)
        if not self.median > 0:
            raise InputError(f"median of a log-normal input must be above 0, got {self.median:g}")

    def quantile(self, probability: FloatArray) -> FloatArray:
        """Value by probability."""
        return self.median * np.exp(self.deviation * normal_quantile(probability))

    def chance_up_to(self, value: float) -> float:
        """Probability by value."""
        if value <= 0:
            return 0.0
        return STANDARD.cdf(math.log(value / self.median) / self.deviation)


@dataclass(frozen=True)
class Uniform:
    """Every value from `low` to `high` alike."""

    low: float
    high: float

    def __post_init__(self) -> None:
        _ordered(self.low, self.high)

    @property
    def ends(self) -> tuple[float, float]:
        """Smallest and largest value."""
        return self.low, self.high

    def quantile(self, probability: FloatArray) -> FloatArray:
        """Value by probability."""
        return self.low + (self.high - self.low) * probability

    def chance_up_to(self, value: float) -> float:
        """Probability by value."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))


@dataclass(frozen=True)
class Triangular:
    """Straight up from `low` to the likeliest value, and straight down to `high`."""

    low: float
    likeliest: float
    high: float

    def __post_init__(self) -> None:
        _peaked(self.low, self.likeliest, self.high)

    @property
    def ends(self) -> tuple[float, float]:
        """Smallest and largest value."""
        return self.low, self.high

    def quantile(self, probability: FloatArray) -> FloatArray:
        """Value by probability."""
        width, up, down = self.high - self.low, self.likeliest - self.low, self.high - self.likeliest
        rising = self.low + np.sqrt(probability * width * up)
        falling = self.high - np.sqrt((1.0 - probability) * width * down)
        return np.where(probability * width < up, rising, falling)

    def chance_up_to(self, value: float) -> float:
        """Probability by value."""
        if not self.low < value < self.high:
            return float(value >= self.high)
        width = self.high - self.low
        if value < self.likeliest:
            return (value - self.low) ** 2 / (width * (self.likeliest - self.low))
        return 1.0 - (self.high - value) ** 2 / (width * (self.high - self.likeliest))


@dataclass(frozen=True)
class Pert:
    """A smooth hill over a range: beta with mean (low + 4 likeliest + high) / 6."""

    low: float
    likeliest: float
    high: float

    def __post_init__(self) -> None:
        _peaked(self.low, self.likeliest, self.high)

    @property
    def ends(self) -> tuple[float, float]:
        """Smallest and largest value."""
        return self.low, self.high

    @cached_property
    def shape(self) -> Beta:
        """The hill over 0 to 1."""
        place = (self.likeliest - self.low) / (self.high - self.low)
        return Beta(1.0 + 4.0 * place, 5.0 - 4.0 * place)

    def quantile(self, probability: FloatArray) -> FloatArray:
        """Value by probability."""
        return self.low + (self.high - self.low) * self.shape.quantile(probability)

    def chance_up_to(self, value: float) -> float:
        """Probability by value."""
        place = min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))
        return float(self.shape.chance_up_to(np.array([place]))[0])


@dataclass(frozen=True)
class Discrete:
    """One of several values, in rising order, each with its probability."""

    values: tuple[float, ...]
    probabilities: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.values or len(self.values) != len(self.probabilities):
            raise InputError(
                f"{len(self.values)} values and {len(self.probabilities)} probabilities; give one for each value"
            )
        if list(self.values) != sorted(set(self.values)):
            raise InputError(f"values must rise, got {', '.join(f'{value:g}' for value in self.values)}")
        if min(self.probabilities) < 0 or abs(sum(self.probabilities) - 1.0) > 1e-9:
            raise InputError(
                f"probabilities must be 0 or more and sum to 1, got {sum(self.probabilities):.6g}"
            )

    @property
    def ends(self) -> tuple[float, float]:
        """Smallest and largest value."""
        return self.values[0], self.values[-1]

    def quantile(self, probability: FloatArray) -> FloatArray:
        """Value by probability."""
        reached = np.cumsum(self.probabilities)[:-1]
        return np.asarray(self.values)[np.searchsorted(reached, probability)]

    def chance_up_to(self, value: float) -> float:
        """Probability by value."""
        return sum(one for at, one in zip(self.values, self.probabilities, strict=True) if at <= value)


@dataclass(frozen=True)
class Truncated:
    """A continuous distribution, given that the value lies from `low` to `high`."""

    whole: Distribution
    low: float
    high: float

    def __post_init__(self) -> None:
        if self._cut[1] < LEAST_INSIDE:
            raise InputError(
                f"no value lies from {self.low:g} to {self.high:g}, but for one in a billion; mend the distribution"
            )

    @property
    def ends(self) -> tuple[float, float]:
        """Smallest and largest value."""
        return max(self.low, self.whole.ends[0]), min(self.high, self.whole.ends[1])

    def quantile(self, probability: FloatArray) -> FloatArray:
        """Value by probability."""
        below, inside = self._cut
        found = self.whole.quantile(np.clip(below + inside * probability, 2.0**-54, 1.0 - 2.0**-53))
        return np.clip(found, self.low, self.high)

    def chance_up_to(self, value: float) -> float:
        """Probability by value."""
        below, inside = self._cut
        if inside == 0:
            return 0.0
        return min(1.0, max(0.0, (self.whole.chance_up_to(value) - below) / inside))

    @cached_property
    def _cut(self) -> tuple[float, float]:
        """Probability below the range, and within it."""
        below = self.whole.chance_up_to(self.low)
        return below, self.whole.chance_up_to(self.high) - below


def within(distribution: Distribution, limits: tuple[float, float]) -> Distribution:
    """A distribution that keeps to what may be entered.

    Raises
    ------
    InputError
        If nothing of it does, or one of several single values does not.
    """
    low, high = distribution.ends
    if limits[0] <= low and high <= limits[1]:
        return distribution
    if isinstance(distribution, Discrete):
        raise InputError(f"values must lie from {limits[0]:g} to {limits[1]:g}, got {low:g} to {high:g}")
    return Truncated(distribution, *limits)


def _deviation(deviation: float) -> None:
    if not 0 < deviation < math.inf:
        raise InputError(f"standard deviation must be above 0, got {deviation:g}")


def _ordered(low: float, high: float) -> None:
    if not -math.inf < low < high < math.inf:
        raise InputError(f"low must be below high, got {low:g} and {high:g}; leave out what does not vary")


def _peaked(low: float, likeliest: float, high: float) -> None:
    _ordered(low, high)
    if not low <= likeliest <= high:
        raise InputError(f"likeliest must lie from {low:g} to {high:g}, got {likeliest:g}")

"""Distributions against scipy, and their truncation."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

from revshare.errors import InputError
from revshare.risk.distributions import (
    Discrete,
    Distribution,
    LogNormal,
    Normal,
    Pert,
    Triangular,
    Truncated,
    Uniform,
    within,
)

CHANCES = np.linspace(0.0005, 0.9995, 997)

AS_SCIPY = [
    (Normal(3.0, 2.0), stats.norm(3.0, 2.0)),
    (LogNormal(5.0, 0.4), stats.lognorm(0.4, scale=5.0)),
    (Uniform(-1.0, 4.0), stats.uniform(-1.0, 5.0)),
    (Triangular(1.0, 2.0, 5.0), stats.triang(0.25, 1.0, 4.0)),
    (Triangular(1.0, 1.0, 5.0), stats.triang(0.0, 1.0, 4.0)),
    (Pert(1.0, 2.0, 5.0), stats.beta(2.0, 4.0, 1.0, 4.0)),
    (Truncated(Normal(0.5, 0.3), 0.0, 1.0), stats.truncnorm(-5 / 3, 5 / 3, 0.5, 0.3)),
]


@pytest.mark.parametrize(("ours", "theirs"), AS_SCIPY)
def test_quantiles_and_probabilities_are_those_of_scipy(
    ours: Distribution, theirs: stats.rv_continuous
) -> None:
    values = theirs.ppf(CHANCES)
    np.testing.assert_allclose(ours.quantile(CHANCES), values, rtol=1e-12, atol=1e-12)
    found = [ours.chance_up_to(float(value)) for value in values]
    np.testing.assert_allclose(found, CHANCES, atol=1e-12)


def test_single_values_come_with_their_probabilities() -> None:
    found = Discrete((1.0, 3.0, 7.0), (0.2, 0.5, 0.3))
    drawn = found.quantile((np.arange(1000) + 0.5) / 1000)
    assert [(drawn == value).sum() for value in (1.0, 3.0, 7.0)] == [200, 500, 300]
    assert [found.chance_up_to(value) for value in (0.0, 1.0, 5.0, 7.0)] == pytest.approx(
        [0.0, 0.2, 0.7, 1.0]
    )


def test_what_cannot_be_entered_is_cut_off_and_the_rest_keeps_its_shape() -> None:
    cut = within(Normal(0.9, 0.2), (0.0, 1.0))
    drawn = cut.quantile(CHANCES)
    assert drawn.min() >= 0.0
    assert drawn.max() <= 1.0
    np.testing.assert_allclose(drawn, stats.truncnorm(-4.5, 0.5, 0.9, 0.2).ppf(CHANCES), atol=1e-12)
    inside = Pert(0.1, 0.2, 0.4)
    assert within(inside, (0.0, 1.0)) is inside
    assert within(LogNormal(1.0, 0.5), (0.0, math.inf)).ends == (0.0, math.inf)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: Normal(0.0, 0.0), "standard deviation must be above 0, got 0"),
        (lambda: LogNormal(-1.0, 0.5), "median of a log-normal input must be above 0, got -1"),
        (lambda: Uniform(2.0, 1.0), "low must be below high, got 2 and 1"),
        (lambda: Triangular(0.0, 3.0, 2.0), "likeliest must lie from 0 to 2, got 3"),
        (lambda: Discrete((1.0, 2.0), (0.5, 0.6)), "sum to 1, got 1.1"),
        (lambda: Discrete((2.0, 1.0), (0.5, 0.5)), "values must rise, got 2, 1"),
        (lambda: Discrete((1.0,), ()), "1 values and 0 probabilities"),
        (lambda: within(Normal(50.0, 0.1), (0.0, 1.0)), "no value lies from 0 to 1"),
        (lambda: within(Normal(-0.8, 0.1), (0.0, math.inf)), "no value lies from 0 to inf"),
        (lambda: within(Discrete((0.5, 2.0), (0.5, 0.5)), (0.0, 1.0)), "must lie from 0 to 1, got 0.5 to 2"),
    ],
)
def test_what_is_no_distribution_is_refused(call: Callable[[], object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        call()

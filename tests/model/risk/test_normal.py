"""Quantiles of the standard normal distribution against two other implementations."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest
from scipy import stats

from revshare.risk.normal import normal_quantile

CHANCES = np.concatenate(
    [np.logspace(-300, -1, 500), np.linspace(0.0005, 0.9995, 997), 1.0 - np.logspace(-15, -1, 200)]
)


def test_it_is_that_of_scipy_far_into_the_tails() -> None:
    np.testing.assert_allclose(normal_quantile(CHANCES), stats.norm.ppf(CHANCES), rtol=1e-12, atol=1e-12)


def test_it_is_the_algorithm_of_the_standard_library_to_the_last_digits() -> None:
    known = [NormalDist().inv_cdf(chance) for chance in CHANCES.tolist()]
    np.testing.assert_allclose(normal_quantile(CHANCES), known, rtol=2e-15)


@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3)])
def test_any_shape_is_kept(shape: tuple[int, ...]) -> None:
    np.testing.assert_array_equal(normal_quantile(np.full(shape, 0.5)), np.zeros(shape))

"""Price erosion and cost decline."""

from __future__ import annotations

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from revshare.cost_path import cost_ratio_path, declining, usage_revenue
from revshare.errors import InputError

DECLINE = st.floats(-0.5, 0.9)


def test_the_ratio_falls_only_as_cost_falls_faster_than_price() -> None:
    np.testing.assert_allclose(cost_ratio_path(0.6, 0.5, 0.2, 3), [0.6, 0.375, 0.234375], rtol=1e-12)
    np.testing.assert_allclose(cost_ratio_path(0.6, 0.3, 0.3, 3), [0.6, 0.6, 0.6], rtol=1e-12)
    assert cost_ratio_path(0.6, 0.0, 0.5, 2)[1] == pytest.approx(1.2, rel=1e-12)


@given(cost=DECLINE, price=DECLINE, seed=st.integers(0, 2**32 - 1))
def test_it_is_cost_over_revenue_whatever_is_used(cost: float, price: float, seed: int) -> None:
    units = np.random.default_rng(seed).uniform(1.0, 100.0, 8)
    revenue = usage_revenue(units, declining(5.0, price, 8))
    spent = usage_revenue(units, declining(3.0, cost, 8))
    np.testing.assert_allclose(cost_ratio_path(0.6, cost, price, 8), spent / revenue, rtol=1e-12)


def test_several_declines_are_as_one_by_one() -> None:
    together = cost_ratio_path(0.6, np.array([0.1, 0.4]), 0.2, 5)
    np.testing.assert_array_equal(together[1], cost_ratio_path(0.6, 0.4, 0.2, 5))


def test_a_decline_in_per_cent_is_refused_with_the_cure() -> None:
    with pytest.raises(InputError, match=r"price_decline must be below 1, got 20; for 20 % enter 0\.2"):
        cost_ratio_path(0.6, 0.4, 20.0, 3)
    with pytest.raises(InputError, match=r"decline must be below 1, got 1$"):
        declining(5.0, 1.0, 3)
    with pytest.raises(InputError, match="periods must be at least 1, got 0"):
        declining(5.0, 0.1, 0)

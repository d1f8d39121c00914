"""Annuities and capital recovery factors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from revshare.errors import InputError
from revshare.strategy.annuity import annuity, capital_recovery_factor

# ASHRAE Pocket Guide for HVAC (2013), "Annual Capital Recovery Factors", as reprinted by Engineers Edge.
RATES = np.array([0.035, 0.045, 0.06, 0.08, 0.10])
PUBLISHED = {
    2: [0.52640, 0.53400, 0.54544, 0.56077, 0.57619],
    4: [0.27225, 0.27874, 0.28859, 0.30192, 0.31547],
    6: [0.18767, 0.19388, 0.20336, 0.21632, 0.22961],
    8: [0.14548, 0.15161, 0.16104, 0.17401, 0.18744],
    10: [0.12024, 0.12638, 0.13587, 0.14903, 0.16275],
    12: [0.10348, 0.10967, 0.11928, 0.13270, 0.14676],
    14: [0.09157, 0.09782, 0.10758, 0.12130, 0.13575],
    16: [0.08268, 0.08902, 0.09895, 0.11298, 0.12782],
    18: [0.07582, 0.08224, 0.09236, 0.10670, 0.12193],
}


@pytest.mark.parametrize(("years", "factors"), PUBLISHED.items())
def test_the_published_table(years: int, factors: list[float]) -> None:
    np.testing.assert_allclose(capital_recovery_factor(RATES, years), factors, atol=6e-6)


def test_the_worked_factor(example: Callable[[str], dict[str, Any]]) -> None:
    expected = example("E34")["expected"]["capital_recovery_factor"]
    assert capital_recovery_factor(0.1, 5) == pytest.approx(expected, rel=1e-12)


@given(rate=st.just(0.0) | st.floats(-0.5, -1e-9) | st.floats(1e-9, 2.0), years=st.integers(1, 40))
def test_it_is_what_each_year_is_worth(rate: float, years: int) -> None:
    worth = sum((1.0 + rate) ** -year for year in range(1, years + 1))
    assert annuity(rate, years) == pytest.approx(worth, rel=1e-9)


def test_without_interest_each_year_counts_whole() -> None:
    assert annuity(0.0, 5) == 5.0
    assert capital_recovery_factor(0.0, 4.0) == 0.25
    np.testing.assert_allclose(annuity(np.array([-1e-12, 0.0, 1e-12]), 7.5), 7.5, rtol=1e-10)


def test_what_has_no_annuity_is_refused() -> None:
    with pytest.raises(InputError, match="discount_rate must be above -1, got -1"):
        annuity(-1.0, 5)
    with pytest.raises(InputError, match="years must be above 0, got 0"):
        annuity(0.1, 0)

"""Leaving a cloud."""

from __future__ import annotations

from collections.abc import Callable

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from revshare.errors import InputError, NoSolutionError, NotApplicableError
from revshare.strategy.annuity import annuity
from revshare.strategy.switching import break_even_discount, churn, horizon

COST = st.floats(1.0, 100.0)
SPEND = st.floats(50.0, 500.0)
RATE = st.just(0.0) | st.floats(1e-9, 0.3)


def test_the_discount_that_pays_for_switching() -> None:
    """1,000 a year for three years at 10 % is worth 2,486.85; moving costs 200, and 50 is stranded."""
    assert break_even_discount(200.0, 1000.0, 3, 0.1) == pytest.approx(200.0 / 2486.8519909842, rel=1e-12)
    assert break_even_discount(200.0, 1000.0, 3, 0.1, 50.0) == pytest.approx(
        250.0 / 2486.8519909842, rel=1e-12
    )
    assert break_even_discount(200.0, 1000.0, 4, 0.0) == 0.05


@given(cost=COST, spend=SPEND, years=st.integers(2, 15), rate=RATE)
def test_after_the_horizon_the_discount_has_paid(cost: float, spend: float, years: int, rate: float) -> None:
    discount = float(break_even_discount(cost, spend, years, rate))
    assert horizon(cost, spend, discount, rate) == pytest.approx(years, rel=1e-6)


@given(cost=COST, spend=SPEND, discount=st.floats(0.2, 1.0), rate=st.just(0.0) | st.floats(1e-9, 0.09))
def test_savings_up_to_the_horizon_are_worth_the_cost(
    cost: float, spend: float, discount: float, rate: float
) -> None:
    years = horizon(cost, spend, discount, rate)
    assert spend * discount * annuity(rate, years) == pytest.approx(cost, rel=1e-9)


def test_without_interest_the_horizon_is_cost_over_saving() -> None:
    assert horizon(300.0, 1000.0, 0.1, 0.0) == 3.0


def test_a_saving_that_interest_eats_up_never_pays() -> None:
    with pytest.raises(NoSolutionError, match="never makes up for switching"):
        horizon(1000.0, 1000.0, 0.1, 0.1)
    with pytest.raises(NotApplicableError, match=r"no discount makes up for switching: .* 1\.2"):
        break_even_discount(1200.0, 1000.0, 1, 0.0)
    np.testing.assert_array_equal(
        break_even_discount(np.array([1200.0, 300.0]), 1000.0, 1, 0.0), [np.nan, 0.3]
    )


def test_consumers_leave_sooner_than_businesses() -> None:
    base, elasticity = np.array([0.02, 0.02]), np.array([0.5, 2.0])
    np.testing.assert_allclose(churn(base, 12.0, 10.0, elasticity), [0.02 * 1.2**0.5, 0.0288], rtol=1e-12)
    np.testing.assert_array_equal(churn(base, 10.0, 10.0, elasticity), base)
    np.testing.assert_array_equal(churn(base, 12.0, 10.0, 0.0), base)
    assert churn(0.2, 100.0, 10.0, 2.0) == 1.0


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: break_even_discount(-1.0, 10.0, 3, 0.1), "switching_cost must be 0 or more"),
        (lambda: break_even_discount(1.0, 0.0, 3, 0.1), "annual_spend must be above 0, got 0"),
        (lambda: horizon(1.0, 10.0, 0.0, 0.1), "discount must be above 0"),
        (lambda: horizon(1.0, 10.0, 15.0, 0.1), r"for 15 % enter 0\.15"),
        (lambda: horizon(1.0, 10.0, 0.1, -1.0), "discount_rate must be above -1"),
        (lambda: churn(0.02, 0.0, 1.0, 1.0), "price must be above 0"),
        (lambda: churn(0.02, 1.0, 1.0, -1.0), "elasticity must be 0 or more"),
    ],
)
def test_a_switch_that_makes_no_sense_is_refused(call: Callable[[], object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        call()

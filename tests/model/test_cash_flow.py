"""From operating profit to free cash flow."""

from __future__ import annotations

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from revshare.arrays import FloatArray
from revshare.cash_flow import free_cash_flow, income_tax, working_capital_change
from revshare.errors import InputError, TermsError

PROFITS = st.lists(st.floats(-100.0, 100.0), min_size=1, max_size=12).map(np.array)


def test_each_line_moves_cash_in_its_own_direction() -> None:
    profit = np.array([100.0, 50.0])
    np.testing.assert_array_equal(free_cash_flow(profit), profit)
    found = free_cash_flow(
        profit,
        working_capital=np.array([-20.0, 5.0]),
        prepayments=30.0,
        capital_expenditure=np.array([60.0, 0.0]),
        tax=10.0,
    )
    np.testing.assert_array_equal(found, [40.0, 75.0])


def test_working_capital_that_grows_ties_cash_up() -> None:
    np.testing.assert_array_equal(working_capital_change(np.array([30.0, 45.0, 20.0]), 10.0), [-20, -15, 25])


def test_a_loss_is_carried_into_the_years_after_it() -> None:
    profit = np.array([-100.0, 60.0, 90.0])
    np.testing.assert_allclose(income_tax(profit, 0.21), [0.0, 0.0, 10.5], rtol=1e-12)
    np.testing.assert_allclose(income_tax(profit, 0.21, opening_losses=30.0), [0.0, 0.0, 4.2], rtol=1e-12)


def test_us_losses_offset_80_per_cent_of_income() -> None:
    """26 U.S.C. 172(a)(2): losses from 2018 on are deducted up to 80 % of taxable income."""
    found = income_tax(np.array([-100.0, 60.0, 90.0]), 0.21, limit=0.8)
    np.testing.assert_allclose(found, [0.0, 0.21 * 12.0, 0.21 * (90.0 - 52.0)], rtol=1e-12)


def test_a_loss_that_expires_is_lost() -> None:
    found = income_tax(np.array([-100.0, 10.0, 50.0]), 0.2, expiry=1.0)
    np.testing.assert_allclose(found, [0.0, 0.0, 10.0], rtol=1e-12)


@given(profit=PROFITS, rate=st.floats(0.0, 1.0), opening=st.floats(0.0, 100.0))
def test_tax_is_never_negative_and_never_more_than_on_profits_alone(
    profit: FloatArray, rate: float, opening: float
) -> None:
    tax = income_tax(profit, rate, opening_losses=opening)
    assert (tax >= 0.0).all()
    assert (tax <= rate * np.maximum(profit, 0.0) + 1e-9).all()
    highest = max(0.0, float(np.cumsum(profit).max()) - opening)
    assert tax.sum() == pytest.approx(rate * highest, rel=1e-9, abs=1e-9)


def test_terms_that_make_no_sense_are_refused() -> None:
    with pytest.raises(InputError, match="for 21 % enter"):
        income_tax(np.ones(2), 21.0)
    with pytest.raises(InputError, match="opening_losses must be 0 or more, got -5"):
        income_tax(np.ones(2), 0.21, opening_losses=-5.0)
    with pytest.raises(TermsError, match="0 to 1"):
        income_tax(np.ones(2), 0.21, limit=80.0)

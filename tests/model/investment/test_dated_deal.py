"""An investment against a commitment when neither is even."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from revshare.investment.circular import CircularDeal, circular_returns
from revshare.investment.dated_deal import Investment, dated_deal, payback, present_value

MONEY = st.floats(1.0, 1e6)


@given(
    investment=MONEY,
    commitment=MONEY,
    years=st.integers(1, 20),
    margin=st.floats(0.01, 1.0),
    rate=st.floats(-0.5, 1.0),
)
def test_even_flows_give_what_the_even_deal_gives(
    investment: float, commitment: float, years: int, margin: float, rate: float
) -> None:
    even = circular_returns(CircularDeal(investment, commitment, years, margin, rate))
    yearly = np.full(years, commitment / years)
    paid = Investment((date(2026, 1, 1),), np.array([investment]))
    found = dated_deal(paid, yearly, yearly, margin * yearly, np.array(0.0), rate, 2026)
    for name in ("commitment_multiple", "investor_funded_fraction", "pv_margin", "break_even_margin"):
        assert getattr(found, name) == pytest.approx(getattr(even, name), rel=1e-9), name
    assert found.npv_excluding_equity == pytest.approx(
        even.npv_excluding_equity, rel=1e-9, abs=1e-9 * (investment + even.pv_margin)
    )
    assert found.npv_including_equity == found.npv_excluding_equity
    if abs(investment / (margin * commitment) - 1.0) > 1e-9:
        assert found.payback_years == pytest.approx(even.payback_years, rel=1e-9, nan_ok=True)


def test_payments_before_the_start_are_compounded_to_it() -> None:
    """100 paid a year early at 10 % weigh 110; 365 days are a year."""
    rate = np.array([[0.1], [0.0]])
    paid = Investment((date(2025, 1, 1),), np.array([100.0]))
    yearly = np.array([110.0, 121.0])
    found = dated_deal(paid, yearly, yearly, yearly, np.array(121.0), rate, 2026)
    np.testing.assert_allclose(found.pv_investment, [110.0, 100.0])
    np.testing.assert_allclose(found.pv_margin, [200.0, 231.0])
    np.testing.assert_allclose(found.npv_including_equity, [190.0, 252.0])
    np.testing.assert_allclose(found.commitment_multiple, 2.31)


def test_payments_are_cut_off_at_a_day_and_laid_on_years() -> None:
    days = (date(2027, 5, 1), date(2023, 1, 1), date(2026, 12, 31), date(2029, 1, 1))
    paid = Investment(days, np.array([[1.0, 2.0, 4.0, 8.0], [0.0, 20.0, 40.0, 80.0]]))
    until = paid.until(date(2028, 12, 31))
    assert until.days == days[:3]
    np.testing.assert_allclose(until.by_year((2026, 2027, 2028)), [[6.0, 1.0, 0.0], [60.0, 0.0, 0.0]])
    np.testing.assert_allclose(paid.until(date(2020, 1, 1)).by_year((2026, 2027)), np.zeros((2, 2)))


@pytest.mark.parametrize(
    ("invested", "margin", "years"),
    [
        ([5.0, 0.0], [3.0, 4.0], 1.5),
        ([5.0, 0.0], [10.0, 0.0], 0.5),
        ([5.0, 0.0], [5.0, 0.0], 1.0),
        ([5.0, 0.0], [1.0, 1.0], np.nan),
        ([0.0, 4.0], [2.0, 4.0], 1.5),
        ([0.0, 1.0], [2.0, 4.0], 1.0),
        ([0.0, 0.0], [2.0, 4.0], np.nan),
        ([5.0, 0.0, 9.0], [10.0, 0.0, 0.0], 0.5),
        ([5.0], [5e-324], np.nan),
    ],
)
def test_an_investment_is_paid_back_within_a_year_or_never(
    invested: list[float], margin: list[float], years: float
) -> None:
    found = payback(np.array(invested), np.array(margin)).years
    assert found == pytest.approx(years, nan_ok=True)


def test_present_values_take_a_rate_for_each_path() -> None:
    found = present_value(np.array([[110.0], [121.0]]), np.array([1.0]), np.array([[0.1], [0.21]]))
    np.testing.assert_allclose(found, [100.0, 100.0])


def test_a_figure_without_a_whole_does_not_exist() -> None:
    none = Investment((), np.empty(0))
    found = dated_deal(none, np.zeros(2), np.zeros(2), np.zeros(2), np.array(0.0), 0.1, 2026)
    for name in ("commitment_multiple", "investor_funded_fraction", "payback_years", "break_even_margin"):
        assert np.isnan(getattr(found, name)), name
    assert found.npv_excluding_equity == 0.0

"""What one value on one day says of the money put in."""

from __future__ import annotations

from datetime import date, timedelta

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from revshare.investment.dated_deal import Investment, present_value
from revshare.stake_returns import Mark, Returns

DAY = date(2025, 1, 1)


def test_a_stake_that_doubles_in_a_year_returns_all_of_its_money_again() -> None:
    found = Returns(Investment((date(2024, 1, 2),), np.array([50.0])), np.array(100.0), DAY)
    assert found.invested == 50.0
    assert found.multiple == 2.0
    assert found.gain == 50.0
    assert found.rate == pytest.approx(1.0, rel=1e-12)


def test_paths_have_a_rate_each_and_none_where_nothing_comes_back() -> None:
    paid = Investment((date(2024, 1, 2), date(2024, 1, 2)), np.array([30.0, 20.0]))
    found = Returns(paid, np.array([100.0, 0.0, 55.0]), DAY)
    np.testing.assert_allclose(found.rate, [1.0, np.nan, 0.1], rtol=1e-12)


@given(
    paid=st.lists(st.floats(1.0, 1e6), min_size=1, max_size=5),
    multiple=st.floats(0.1, 10.0),
    gaps=st.lists(st.integers(300, 900), min_size=5, max_size=5),
)
def test_at_its_rate_a_stake_is_worth_what_was_paid(
    paid: list[float], multiple: float, gaps: list[int]
) -> None:
    value = multiple * sum(paid)
    days = tuple(DAY - timedelta(days=sum(gaps[: place + 1])) for place in range(len(paid)))
    found = Returns(Investment(days, np.array(paid)), np.array(value), DAY)
    grown = present_value(np.array(paid), np.array([(day - DAY).days / 365.0 for day in days]), found.rate)
    assert grown == pytest.approx(value, rel=1e-6)


@pytest.mark.parametrize("days", [(), (DAY, DAY)])
def test_money_of_the_day_itself_has_no_rate(days: tuple[date, ...]) -> None:
    found = Returns(Investment(days, np.full(len(days), 10.0)), np.array([20.0, 30.0]), DAY)
    assert np.isnan(found.rate).all()
    assert found.rate.shape == (2,)


def test_nothing_put_in_has_no_multiple() -> None:
    found = Returns(Investment((), np.empty(0)), np.array(5.0), DAY)
    assert np.isnan(found.multiple)


def test_a_mark_implies_the_value_of_the_company() -> None:
    """135,000 for 27 % is 500,000 for all."""
    paid = Investment((date(2023, 1, 23),), np.array([13000.0]))
    assert Mark(paid, np.array(135000.0), DAY, np.array(0.27)).company_value == pytest.approx(500000.0)
    assert np.isnan(Mark(paid, np.array(135000.0), DAY, np.array(0.0)).company_value)

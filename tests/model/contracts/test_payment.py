from __future__ import annotations

from collections.abc import Callable

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from revshare.contracts.payment import cash, parts_paid_later, payable
from revshare.contracts.waterfall import Waterfall

ACCRUED = st.lists(st.floats(-50, 100), min_size=1, max_size=20)
LAGS = st.sampled_from([0.0, 0.5, 1.0, 1.5, 2.0, 30.0])


@pytest.mark.parametrize(
    ("lag", "expected"),
    [(0.0, ((0, 1.0),)), (1.0, ((1, 1.0),)), (1.5, ((1, 0.5), (2, 0.5))), (0.25, ((0, 0.75), (1, 0.25)))],
)
def test_a_fractional_lag_splits_the_payment(lag: float, expected: tuple[tuple[int, float], ...]) -> None:
    assert parts_paid_later(lag) == expected


def test_a_lag_beyond_every_period_shows_no_cash() -> None:
    np.testing.assert_array_equal(cash(np.array([10.0, 20.0]), 1e12), [0, 0])


def test_cash_follows_the_accrual_by_its_lag() -> None:
    accrued = np.array([10.0, 20.0, 30.0])
    np.testing.assert_allclose(cash(accrued, 1.5), [0, 5, 15])
    np.testing.assert_allclose(payable(accrued, 1.5), [10, 25, 40])
    assert cash(accrued, 0.0) is accrued


@pytest.mark.parametrize(
    ("lag", "expected"), [(0.0, [30, 0, 0]), (0.5, [30, 0, 0]), (1.0, [30, 0, 0]), (1.5, [20, 10, 0])]
)
def test_an_opening_payable_is_paid_as_even_past_months_would_be(lag: float, expected: list[float]) -> None:
    np.testing.assert_allclose(cash(np.zeros(3), lag, 30.0), expected)


@given(accrued=ACCRUED, lag=LAGS, opening=st.sampled_from([0.0, 25.0]))
def test_settlement_loses_nothing(accrued: list[float], lag: float, opening: float) -> None:
    paid = cash(np.array(accrued), lag, opening)
    left = payable(np.array(accrued), lag, opening)
    np.testing.assert_allclose(np.cumsum(paid) + left, opening + np.cumsum(accrued), atol=1e-9)


@given(
    stack=st.lists(st.lists(st.floats(-50, 100), min_size=6, max_size=6), min_size=2, max_size=3), lag=LAGS
)
def test_stacked_series_equal_one_by_one(stack: list[list[float]], lag: float) -> None:
    both = cash(np.array(stack), lag, 5.0)
    for row, accrued in enumerate(stack):
        np.testing.assert_allclose(both[row], cash(np.array(accrued), lag, 5.0), atol=1e-12)


def test_tax_is_withheld_from_payments_and_not_from_refunds(run: Callable[..., Waterfall]) -> None:
    result = run({"rate": 0.5, "withholding": 0.1}, [100.0, -20.0])
    np.testing.assert_allclose(result.withheld, [5, 0])
    np.testing.assert_allclose(result.net_accrual, [45, -10])
    np.testing.assert_allclose(result.due, [50, -10])


def test_a_collecting_partner_remits_revenue_less_its_share(run: Callable[..., Waterfall]) -> None:
    terms = {"kind": "profit_share", "rate": 0.5, "collector": "partner", "payment_lag": 1}
    result = run(terms, [100.0, 100.0], cost=[60.0, 60.0])
    np.testing.assert_allclose(result.net_accrual, [20, 20])
    np.testing.assert_allclose(result.settled, [80, 80])
    np.testing.assert_allclose(result.cash, [0, 80])
    np.testing.assert_allclose(result.payable, [80, 80])
    bearing = run({**terms, "cost_bearer": "partner"}, [100.0, 100.0], cost=[60.0, 60.0])
    np.testing.assert_allclose(bearing.settled, [20, 20])


def test_a_collecting_partner_keeps_its_deductions(run: Callable[..., Waterfall]) -> None:
    terms = {"kind": "net_revenue_share", "rate": 0.2, "deductions": 10, "collector": "partner"}
    np.testing.assert_allclose(run(terms, [100.0]).settled, [100 - 10 - 18])

"""Shares of plain series, without dates or a whole contract."""

import numpy as np
import pytest

from revshare.contracts.advance import Advance
from revshare.contracts.losses import Losses, Treatment
from revshare.contracts.shares import (
    carried,
    effective_rate,
    paid_after_advance,
    paid_with_minimum,
    profit_share,
    revenue_share,
)

REVENUE = np.array([100.0, 60.0, 120.0])
COST = np.array([70.0, 80.0, 80.0])


def test_lab_and_partner_together_keep_all_of_the_base() -> None:
    share = profit_share(REVENUE, COST, 0.5, Losses(Treatment.LOSS_SHARE))
    np.testing.assert_allclose(share + 0.5 * (REVENUE - COST), REVENUE - COST)
    np.testing.assert_allclose(revenue_share(REVENUE, np.array([0.2, 0.1, 0.0])), [20, 6, 0])


def test_a_loss_carried_forward_is_recovered_before_the_next_share() -> None:
    losses = Losses(Treatment.CARRYFORWARD)
    np.testing.assert_allclose(profit_share(REVENUE, COST, 0.5, losses), [15, 0, 10])
    np.testing.assert_allclose(carried(REVENUE, COST, losses).bank, [0, 20, 0])


def test_scenarios_stacked_equal_one_by_one() -> None:
    losses = Losses(Treatment.CARRYFORWARD, limit=0.5)
    costs = np.stack([COST, COST + 15.0])
    stacked = profit_share(REVENUE, costs, 0.5, losses)
    np.testing.assert_allclose(stacked, [profit_share(REVENUE, cost, 0.5, losses) for cost in costs])


def test_an_unfinished_interval_is_not_topped_up() -> None:
    earned = np.array([10.0, 20.0, 40.0])
    np.testing.assert_allclose(paid_with_minimum(earned, 50.0, 2), [10, 40, 40])
    np.testing.assert_allclose(paid_with_minimum(earned, 50.0, 1, recoupable=True), [50, 50, 50])


def test_an_advance_and_what_is_paid_sum_to_what_was_earned() -> None:
    earned = np.array([200.0, 200.0, 200.0])
    paid = paid_after_advance(earned, Advance(250.0, 0.6))
    assert paid.sum() + 250.0 == pytest.approx(earned.sum())


def test_there_is_no_rate_where_there_is_no_revenue() -> None:
    np.testing.assert_array_equal(
        effective_rate(np.array([20.0, 5.0]), np.array([100.0, 0.0])), [0.2, np.nan]
    )

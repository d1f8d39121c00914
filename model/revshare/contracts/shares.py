"""Shares of plain series, without dates or a whole contract: what one cell or one line of Python asks."""

from __future__ import annotations

import numpy as np

from revshare.arrays import FloatArray, Number, ratio
from revshare.contracts.advance import Advance, recouped
from revshare.contracts.counters import never
from revshare.contracts.losses import Carried, Losses, after_losses
from revshare.contracts.minimum import guaranteed


def revenue_share(revenue: FloatArray, rate: Number) -> FloatArray:
    """Flat share of revenue per period; a refund passes through as a negative share."""
    return revenue * rate


def profit_share(revenue: FloatArray, cost: FloatArray, rate: Number, losses: Losses) -> FloatArray:
    """Flat share of gross profit per period, after the treatment of losses.

    Parameters
    ----------
    revenue, cost
        Money per period, shape ``(..., T)``.
    rate
        Share as a fraction, one number or one per period.
    """
    return carried(revenue, cost, losses).base * rate


def carried(revenue: FloatArray, cost: FloatArray, losses: Losses) -> Carried:
    """Gross profit after losses, and the bank of losses, counted over the whole series."""
    profit = revenue - cost
    return after_losses(profit, losses, never(profit.shape[-1]))


def paid_with_minimum(
    earned: FloatArray, minimum: float, test_every: int, *, recoupable: bool = False
) -> FloatArray:
    """Amount paid per period with a minimum per test interval, topped up in its last period.

    Parameters
    ----------
    earned
        Share per period, shape ``(..., T)``.
    minimum
        Least paid per test interval.
    test_every
        Periods in a test interval; an unfinished one at the end is not tested.
    recoupable
        Whether a true-up is kept back from later shares above the minimum.
    """
    tests = np.arange(1, earned.shape[-1] + 1) % test_every == 0
    result = guaranteed(earned, np.array([minimum]), tests, tests, recoupable=recoupable)
    return earned + result.true_up - result.recouped


def paid_after_advance(share: FloatArray, advance: Advance) -> FloatArray:
    """Share per period less what recoups an advance."""
    return share - recouped(share, advance).recouped


def effective_rate(share: FloatArray, revenue: FloatArray) -> FloatArray:
    """Share as a fraction of revenue per period; nan where there is no revenue."""
    return ratio(share, revenue)

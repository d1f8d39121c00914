"""Whether a lab can carry what it has promised (methods: path to profitability)."""

from __future__ import annotations

import numpy as np

from revshare.arrays import FloatArray, Number, fraction, ratio, same_length
from revshare.bounds import above_zero


def burn_per_revenue(cash: FloatArray, revenue: FloatArray) -> FloatArray:
    """Money used up so far for each dollar of the period's revenue; NaN where there is no revenue.

    Parameters
    ----------
    cash
        Cash flow per period, in positive and out negative, shape ``(..., T)``.
    revenue
        Revenue per period, or its run-rate.
    """
    same_length(cash=cash, revenue=revenue)
    return ratio(np.maximum(0.0, -np.cumsum(cash, axis=-1)), revenue)


def commitments_per_revenue(commitments: FloatArray, revenue: FloatArray) -> FloatArray:
    """Commitments due in each period as a fraction of its revenue; NaN where there is no revenue."""
    same_length(commitments=commitments, revenue=revenue)
    return ratio(commitments, revenue)


def revenue_needed(commitments: Number, share_of_revenue: Number) -> FloatArray:
    """Revenue at which commitments take the stated fraction of it, in the unit of `commitments`."""
    return np.asarray(
        commitments / above_zero("share_of_revenue", fraction("share_of_revenue", share_of_revenue))
    )

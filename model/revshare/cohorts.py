"""Revenue of customers by the period in which they came (methods: S-curves and cohorts)."""

from __future__ import annotations

import numpy as np

from revshare.arrays import FloatArray, Number, same_length
from revshare.bounds import not_negative
from revshare.errors import InputError


def cohort_revenue(new_amounts: FloatArray, retention: Number) -> FloatArray:
    """Revenue of all cohorts by period.

    Parameters
    ----------
    new_amounts
        Revenue per period that new customers start with, shape ``(..., T)``.
    retention
        Net retention: the factor from one period to the next (1.02 where those who stay spend more than
        is lost), or what is left of a cohort at each age as a series ``(..., T)`` that begins with 1.

    Returns
    -------
    FloatArray
        ``sum over s of new_s × retention(t - s)``, shape ``(..., T)``.

    Raises
    ------
    InputError
        If retention is negative, or the series does not begin with 1 or has another length.
    """
    periods = new_amounts.shape[-1]
    left = _survival(np.asarray(retention, dtype=np.float64), periods)
    same_length(new_amounts=new_amounts, retention=left)
    revenue = np.zeros(np.broadcast_shapes(new_amounts.shape, left.shape))
    for start in range(periods):
        revenue[..., start:] += new_amounts[..., start, np.newaxis] * left[..., : periods - start]
    return revenue


def _survival(retention: FloatArray, periods: int) -> FloatArray:
    """What is left of a cohort at each age, from 1 at age 0."""
    not_negative("retention", retention)
    if retention.ndim == 0:
        return np.asarray(retention ** np.arange(periods))
    if (retention[..., 0] != 1.0).any():
        raise InputError(
            f"retention as a series must begin with 1, what a new cohort starts with, got {retention.flat[0]:g}"
        )
    return retention

"""The path to profitability: four different dates that are often taken for one (methods: path to profitability).

First operating profit, first free cash flow at or above zero, the same sustained, and cumulative payback.
What is not reached is NaN, never the end of the horizon.
"""

from __future__ import annotations

import numpy as np

from revshare.arrays import BoolArray, FloatArray
from revshare.errors import InputError


def first_period(flow: FloatArray, sustained: int = 1) -> FloatArray:
    """Index of the first period at or above zero, the first of `sustained` such periods in a row.

    Parameters
    ----------
    flow
        Profit or cash by period, shape ``(..., T)``.
    sustained
        Periods in a row that must be at or above zero.

    Returns
    -------
    FloatArray
        Index counted from 0, shape ``(...)``; NaN where it is never reached.
    """
    if sustained < 1:
        raise InputError(f"sustained must be at least 1 period, got {sustained}")
    if sustained > flow.shape[-1]:
        return np.full(flow.shape[:-1], np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(flow >= 0.0, sustained, axis=-1)
    return _first(np.asarray(windows.all(axis=-1)))


def payback_period(cash: FloatArray) -> FloatArray:
    """Index of the first period whose cumulative cash is back at or above zero after having been below."""
    cumulative = np.cumsum(cash, axis=-1)
    below_before = np.logical_or.accumulate(cumulative < 0.0, axis=-1)
    return _first((cumulative >= 0.0) & below_before)


def peak_funding(cash: FloatArray) -> FloatArray:
    """Deepest cumulative need, as a positive amount; 0 if cumulative cash never falls below zero."""
    deepest: FloatArray = np.cumsum(cash, axis=-1).min(axis=-1)
    return -np.minimum(0.0, deepest)


def peak_period(cash: FloatArray) -> FloatArray:
    """Index of the period in which cumulative cash is lowest; NaN if it never falls below zero."""
    cumulative = np.cumsum(cash, axis=-1)
    lowest = cumulative.argmin(axis=-1).astype(np.float64)
    return np.where(cumulative.min(axis=-1) < 0.0, lowest, np.nan)


def _first(reached: BoolArray) -> FloatArray:
    return np.where(reached.any(axis=-1), reached.argmax(axis=-1).astype(np.float64), np.nan)

"""The path to profitability: four different dates that are often taken for one (methods: path to profitability).

First operating profit, first free cash flow at or above zero, the same sustained, and cumulative payback.
What is not reached is NaN, never the end of the horizon. Rounding keeps no sum of flows below zero.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from revshare.arrays import BoolArray, FloatArray
from revshare.contracts.counters import TOLERANCE
from revshare.errors import InputError, NotApplicableError


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
    windows = np.lib.stride_tricks.sliding_window_view(flow >= -TOLERANCE, sustained, axis=-1)
    return _first(np.asarray(windows.all(axis=-1)))


def payback_period(cash: FloatArray) -> FloatArray:
    """Index of the first period whose cumulative cash is back at or above zero after having been below."""
    cumulative = np.cumsum(cash, axis=-1)
    below_before = np.logical_or.accumulate(cumulative < -TOLERANCE, axis=-1)
    return _first((cumulative >= -TOLERANCE) & below_before)


def peak_funding(cash: FloatArray) -> FloatArray:
    """Deepest cumulative need, as a positive amount; 0 if cumulative cash never falls below zero."""
    deepest: FloatArray = np.cumsum(cash, axis=-1).min(axis=-1)
    return -np.minimum(0.0, deepest)


def peak_period(cash: FloatArray) -> FloatArray:
    """Index of the period in which cumulative cash is lowest; NaN if it never falls below zero."""
    cumulative = np.cumsum(cash, axis=-1)
    lowest = cumulative.argmin(axis=-1).astype(np.float64)
    return np.where(cumulative.min(axis=-1) < 0.0, lowest, np.nan)


def named(period: FloatArray, labels: Sequence[object] | None, flow: FloatArray) -> list[object]:
    """Name periods that were found, such as by their year.

    Parameters
    ----------
    period
        Index counted from 0, or NaN where it is never reached; one, or one per series.
    labels
        One per period; None to count periods from 1.
    flow
        What was looked at, shape ``(..., T)``.

    Returns
    -------
    list
        One label per series, NaN where the period is never reached.

    Raises
    ------
    InputError
        If there are not as many labels as periods.
    NotApplicableError
        If the one period asked for is never reached.
    """
    periods = flow.shape[-1]
    names = range(1, periods + 1) if labels is None else labels
    if len(names) != periods:
        raise InputError(f"labels has {len(names)} labels for {periods} periods; give one per period")
    if period.ndim == 0 and np.isnan(period):
        raise NotApplicableError(f"not reached within {periods} periods")
    return [np.nan if np.isnan(index) else names[int(index)] for index in np.atleast_1d(period)]


def _first(reached: BoolArray) -> FloatArray:
    return np.where(reached.any(axis=-1), reached.argmax(axis=-1).astype(np.float64), np.nan)

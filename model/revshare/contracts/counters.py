"""Counters that run inside a year and start again at each reset: totals, high-water marks, increases."""

from __future__ import annotations

import numpy as np

from revshare.arrays import BoolArray, FloatArray, Number
from revshare.timeline import segments

TOLERANCE = 1e-9
"""Amounts this close to a limit, relative to it and to at least 1, have reached it."""


def reached(amount: FloatArray, limit: Number) -> BoolArray:
    """Whether an amount stands at or above a limit, doubt decided for "reached"."""
    return amount >= limit - TOLERANCE * np.maximum(1.0, np.abs(limit))


def exceeded(amount: FloatArray, limit: Number) -> BoolArray:
    """Whether an amount stands above a limit by more than rounding."""
    return amount > limit + TOLERANCE * np.maximum(1.0, np.abs(limit))


def with_opening(flow: FloatArray, opening: Number) -> FloatArray:
    """A flow in the shape it takes beside its opening balance; the same array where nothing changes."""
    shape = np.broadcast_shapes(flow.shape, np.shape(opening))
    return flow if shape == flow.shape else np.broadcast_to(flow, shape)


def running_total(flow: FloatArray, resets: BoolArray, opening: Number = 0.0) -> FloatArray:
    """Cumulative flow since the last reset, shape ``(..., T)``.

    Parameters
    ----------
    flow
        Amount per period.
    resets
        True in each period that opens a new year, shape ``(T,)``.
    opening
        Balance before the first period; it counts until the first reset.
    """
    flow = with_opening(flow, opening)
    total = np.empty(flow.shape)
    parts = segments(resets)
    for part in parts:
        np.cumsum(flow[..., part], axis=-1, out=total[..., part])
    if np.any(opening):
        total[..., parts[0]] += opening
    return total


def high_water(level: FloatArray, resets: BoolArray, floor: Number = 0.0) -> FloatArray:
    """Highest level since the last reset, never below zero (or `floor` until the first reset)."""
    mark = np.empty(level.shape)
    for part in segments(resets):
        np.maximum.accumulate(level[..., part], axis=-1, out=mark[..., part])
        np.maximum(mark[..., part], floor if part.start == 0 else 0.0, out=mark[..., part])
    return mark


def before(level: FloatArray, resets: BoolArray, opening: Number = 0.0) -> FloatArray:
    """Level at the start of each period: the close of the one before, zero after a reset."""
    previous = np.empty(level.shape)
    previous[..., 1:] = level[..., :-1]
    previous[..., np.flatnonzero(resets)] = 0.0
    previous[..., :1] = opening
    return previous


def increase(level: FloatArray, resets: BoolArray, opening: Number = 0.0) -> FloatArray:
    """Rise of a level in each period, from zero after a reset and from `opening` at the start."""
    rise = np.empty(level.shape)
    np.subtract(level[..., 1:], level[..., :-1], out=rise[..., 1:])
    fresh = np.flatnonzero(resets)
    rise[..., fresh] = level[..., fresh]
    rise[..., :1] = level[..., :1] - opening
    return rise


def never(periods: int) -> BoolArray:
    """Resets of a counter that runs over the whole life."""
    return np.zeros(periods, dtype=np.bool_)

"""Counters that run inside a year and start again at each reset: totals, high-water marks, increases.

Stacks of series are worked through month by month in vectors where they are laid out by month
(`laid_by_month`), single series by numpy's own accumulation. The results are the same.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

import numpy as np

from revshare.arrays import BoolArray, FloatArray, Number
from revshare.timeline import openings, segments

TOLERANCE = 1e-9
"""Amounts this close to a limit, relative to it and to at least 1, have reached it."""


@lru_cache(maxsize=64)
def nothing(shape: tuple[int, ...]) -> FloatArray:
    """Zeros that take no memory and cannot be written to."""
    return np.broadcast_to(0.0, shape)


@lru_cache(maxsize=64)
def endless(shape: tuple[int, ...]) -> FloatArray:
    """Room without a limit: infinity everywhere, taking no memory."""
    return np.broadcast_to(np.inf, shape)


def laid_by_month(flow: FloatArray) -> FloatArray:
    """Lay a stack of series out month after month, so that each month is one vector in memory."""
    if flow.ndim == 1:
        return flow
    keep_freed_memory()
    return np.asfortranarray(flow)


@cache
def keep_freed_memory() -> None:
    """Make the C library keep what is freed between blocks of paths, once per process.

    glibc hands freed arrays back to the system, and fetching their pages again took two thirds of the time
    of a long run. It stops doing so for sizes up to the largest it has seen freed, at most 32 MiB; this one is
    never written to, so it costs nothing.
    """
    np.empty((1 << 22) - 4096)


def by_month(flow: FloatArray) -> list[Any]:
    """Months of a series: plain numbers of a single one, vectors of a stack."""
    return flow.tolist() if flow.ndim == 1 else [*np.moveaxis(flow, -1, 0)]


def of_months(months: list[Any]) -> FloatArray:
    """Put months together again, laid out month after month."""
    return np.moveaxis(np.array(months), 0, -1)


def reached(amount: FloatArray, limit: Number) -> BoolArray:
    """Whether an amount stands at or above a limit, doubt decided for "reached"."""
    return amount >= limit - TOLERANCE * np.maximum(1.0, np.abs(limit))


def exceeded(amount: FloatArray, limit: Number) -> BoolArray:
    """Whether an amount stands above a limit by more than rounding."""
    return amount > limit + TOLERANCE * np.maximum(1.0, np.abs(limit))


def beside(flow: FloatArray, *terms: Number) -> FloatArray:
    """A flow in the shape it takes beside uncertain terms; the same array where nothing changes."""
    arrays = [term for term in terms if isinstance(term, np.ndarray)]
    if not arrays:
        return flow
    shape = np.broadcast_shapes(flow.shape, *(array.shape for array in arrays))
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
    flow = beside(flow, opening)
    total = np.empty_like(flow)
    parts = segments(resets)
    if _laid(total):
        months, sums = by_month(flow), by_month(total)
        for part in parts:
            so_far = sums[part.start]
            so_far[...] = months[part.start]
            for month, closing in zip(months[part][1:], sums[part][1:], strict=True):
                so_far = np.add(so_far, month, out=closing)
    else:
        for part in parts:
            np.add.accumulate(flow[..., part], axis=-1, out=total[..., part])
    if np.any(opening):
        total[..., parts[0]] += opening
    return total


def high_water(level: FloatArray, resets: BoolArray, floor: Number = 0.0) -> FloatArray:
    """Highest level since the last reset, never below zero (or `floor` until the first reset)."""
    mark = np.maximum(level, 0.0)
    mark[..., :1] = np.maximum(level[..., :1], floor)
    for part in segments(resets):
        if _laid(mark):
            months = by_month(mark)[part]
            for earlier, month in pairwise(months):
                np.maximum(earlier, month, out=month)
        else:
            np.maximum.accumulate(mark[..., part], axis=-1, out=mark[..., part])
    return mark


def before(level: FloatArray, resets: BoolArray, opening: Number = 0.0) -> FloatArray:
    """Level at the start of each period: the close of the one before, zero after a reset."""
    previous = np.empty_like(level)
    previous[..., 1:] = level[..., :-1]
    previous[..., openings(resets)] = 0.0
    previous[..., :1] = opening
    return previous


def increase(level: FloatArray, resets: BoolArray, opening: Number = 0.0) -> FloatArray:
    """Rise of a level in each period, from zero after a reset and from `opening` at the start."""
    rise = np.empty_like(level)
    np.subtract(level[..., 1:], level[..., :-1], out=rise[..., 1:])
    fresh = openings(resets)
    rise[..., fresh] = level[..., fresh]
    rise[..., :1] = level[..., :1] - opening
    return rise


def never(periods: int) -> BoolArray:
    """Resets of a counter that runs over the whole life."""
    return np.zeros(periods, dtype=np.bool_)


def _laid(flow: FloatArray) -> bool:
    """Whether the months of a stack lie farther apart in memory than its series."""
    return flow.ndim > 1 and flow.strides[-1] > flow.strides[0]

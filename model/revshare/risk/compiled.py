"""Plain contracts on growth-rate paths in compiled code (the extra ``fast``): the stages of the waterfall, fused.

Month by month over all paths of a batch: what `growth_paths`, tiers, cap and minimum of `waterfall` work out one
after the other. Equal to them up to rounding, which a test holds.
"""

# ruff: noqa: FURB136 - min and max would keep the loops from becoming vector code
from __future__ import annotations

import numpy as np
from numba import njit

from revshare.arrays import FloatArray, IntArray
from revshare.risk.plain import Plain

CONTRACT_YEAR = 12
BATCH = 512
"""Paths worked on at once, so that their months stay beside the processor."""


def shares(
    shocks: FloatArray,
    deviation: float,
    expected: FloatArray,
    terms: Plain,
    year_of: IntArray,
    found: FloatArray,
) -> None:
    """Share of a plain contract by calendar year.

    Parameters
    ----------
    shocks
        Standard normal, shape ``(T, paths)``, paths being whole batches.
    expected
        Mean revenue by month.
    year_of
        Place of each month's calendar year.
    found
        Filled with the shares, shape ``(years, paths)``.
    """
    steps = np.diff(terms.rates, prepend=0.0)
    levels = np.empty((len(expected), BATCH))
    for first in range(0, shocks.shape[-1], BATCH):
        _walk(shocks, first, deviation, levels)
        np.exp(levels, out=levels)
        _pay(levels, expected, terms.thresholds, steps, terms.cap, terms.minimum, year_of, found, first)


@njit(nogil=True, cache=True)
def _walk(shocks: FloatArray, first: int, deviation: float, levels: FloatArray) -> None:
    """Logarithms of a batch of growth paths."""
    drift = deviation * deviation / 2.0
    for path in range(BATCH):
        levels[0, path] = shocks[0, first + path] * deviation - drift
    for month in range(1, len(levels)):
        for path in range(BATCH):
            levels[month, path] = levels[month - 1, path] + (shocks[month, first + path] * deviation - drift)


@njit(nogil=True, cache=True)
def _pay(
    factors: FloatArray,
    expected: FloatArray,
    thresholds: FloatArray,
    steps: FloatArray,
    cap: float,
    minimum: float,
    year_of: IntArray,
    found: FloatArray,
    first: int,
) -> None:
    """Tiers, cap and minimum by contract year on a batch, summed by calendar year."""
    total, earned, paid, due = np.empty(BATCH), np.empty(BATCH), np.empty(BATCH), np.empty(BATCH)
    found[:, first : first + BATCH] = 0.0
    for month in range(len(factors)):
        if month % CONTRACT_YEAR == 0:
            total[:] = 0.0
            earned[:] = 0.0
            paid[:] = 0.0
        tested = minimum if month % CONTRACT_YEAR == CONTRACT_YEAR - 1 else 0.0
        row, level = factors[month], expected[month]
        out = found[year_of[month], first : first + BATCH]
        # One short loop per step, so that each becomes vector code.
        for path in range(BATCH):
            total[path] += row[path] * level
            due[path] = total[path] * steps[0]
        for tier in range(1, len(thresholds)):
            threshold, step = thresholds[tier], steps[tier]
            for path in range(BATCH):
                above = total[path] - threshold
                due[path] += (above if above > 0.0 else 0.0) * step
        for path in range(BATCH):
            room = cap - paid[path]
            room = room if room > 0.0 else 0.0
            share = due[path] - earned[path]
            share = share if share < room else room
            earned[path] = due[path]
            paid[path] += share
            missing = tested - paid[path]
            out[path] += share + (missing if missing > 0.0 else 0.0)

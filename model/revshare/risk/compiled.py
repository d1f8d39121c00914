"""Plain contracts on growth-rate paths in compiled code (the extra ``fast``): the stages of the waterfall, fused.

A contract year at a time over all paths of a block, so that its months stay beside the processor: what
`MonthlyShocks` and the tiers, cap and minimum of `waterfall` work out one after the other. Equal to them up to
rounding, which a test holds.
"""

# ruff: noqa: FURB136 - min and max would keep the loops from becoming vector code
from __future__ import annotations

import numpy as np
from numba import njit

from revshare.arrays import FloatArray, IntArray
from revshare.risk.plain import Plain
from revshare.risk.streams import BLOCK, Normals

CONTRACT_YEAR = 12


def shares(
    shocks: Normals,
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
        Shocks to growth, still to be drawn.
    expected
        Mean revenue by month.
    year_of
        Place of each month's calendar year.
    found
        Filled with the shares, shape ``(years, BLOCK)``.
    """
    steps = np.diff(terms.rates, prepend=0.0)
    levels, closing = np.empty((CONTRACT_YEAR, BLOCK)), np.zeros(BLOCK)
    found[...] = 0.0
    for first in range(0, len(expected), CONTRACT_YEAR):
        year = slice(first, first + CONTRACT_YEAR)
        factors = levels[: len(expected[year])]
        shocks.draw(factors)
        _walk(factors, deviation, closing)
        np.exp(factors, out=factors)
        _pay(factors, expected[year], terms.thresholds, steps, terms.cap, terms.minimum, year_of[year], found)


@njit(nogil=True, cache=True)
def _walk(shocks: FloatArray, deviation: float, closing: FloatArray) -> None:
    """Turn shocks into logarithms of growth paths, on from where the year before closed."""
    drift = deviation * deviation / 2.0
    for month in range(len(shocks)):
        for path in range(len(closing)):
            closing[path] += shocks[month, path] * deviation - drift
            shocks[month, path] = closing[path]


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
) -> None:
    """Tiers, cap and minimum of a contract year, added to its calendar years."""
    paths = factors.shape[1]
    total, earned, paid, due = np.zeros(paths), np.zeros(paths), np.zeros(paths), np.empty(paths)
    for month in range(len(factors)):
        row, level, out = factors[month], expected[month], found[year_of[month]]
        # One short loop per step, so that each becomes vector code.
        for path in range(paths):
            total[path] += row[path] * level
            due[path] = total[path] * steps[0]
        for tier in range(1, len(thresholds)):
            threshold, step = thresholds[tier], steps[tier]
            for path in range(paths):
                above = total[path] - threshold
                due[path] += (above if above > 0.0 else 0.0) * step
        for path in range(paths):
            room = cap - paid[path]
            room = room if room > 0.0 else 0.0
            share = due[path] - earned[path]
            share = share if share < room else room
            earned[path] = due[path]
            paid[path] += share
            out[path] += share
    if len(factors) == CONTRACT_YEAR:
        for path in range(paths):
            missing = minimum - paid[path]
            out[path] += missing if missing > 0.0 else 0.0

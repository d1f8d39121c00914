"""How a line spreads over the paths: mean, percentiles, lower tail and histogram (methods: risk)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from revshare.arrays import FloatArray
from revshare.risk.quantiles import mean_of_lowest, percentiles
from revshare.risk.tally import Tally

PERCENTILES = (5, 25, 50, 75, 95)
TAIL = 0.05
"""Fraction of the paths whose mean is the expected shortfall."""

BARS = 20
"""Bars of a histogram, between the outermost half percents."""


class Histogram(NamedTuple):
    """How outcomes spread: the fraction of paths between each edge and the next, shape ``(BARS,)``.

    The first and the last bar hold also what lies beyond them.
    """

    edges: FloatArray
    shares: FloatArray


@dataclass(frozen=True)
class Figures:
    """Figures of an outcome over all paths; by year, shape ``(years,)``, or of the horizon, shape ``()``.

    Parameters
    ----------
    mean, standard_error
        Mean, and the standard deviation of it (NaN for a single path).
    percentiles
        Values that 5, 25, 50, 75 and 95 % of the paths do not exceed, shape ``(5, ...)``.
    expected_shortfall
        Mean of the lowest 5 % of the paths.
    """

    mean: FloatArray
    standard_error: FloatArray
    percentiles: FloatArray
    expected_shortfall: FloatArray


@dataclass(frozen=True)
class Spread(Figures):
    """A line by year over all paths.

    Parameters
    ----------
    total
        The line over the whole horizon, totalled as its kind asks.
    histogram
        How that spreads; None where it does not exist on every path.
    """

    total: Figures
    histogram: Histogram | None


def spreads(tally: Tally, lines: Sequence[str]) -> dict[str, Spread]:
    """Figures of each line."""
    whole = tally.whole
    error = whole.standard_error
    found = {}
    for line, name in enumerate(lines):
        columns = [_column(tally, line, column, mean) for column, mean in enumerate(whole.mean[line])]
        lowest = np.array([column.lowest for column in columns])
        reached = np.stack([column.percentiles for column in columns], axis=-1)
        by_year, total = (
            Figures(whole.mean[line, at], error[line, at], reached[:, at], np.asarray(lowest[at]))
            for at in (slice(None, -1), -1)
        )
        found[name] = Spread(**vars(by_year), total=total, histogram=columns[-1].histogram)
    return found


class _Column(NamedTuple):
    percentiles: FloatArray
    lowest: float
    histogram: Histogram | None


def _column(tally: Tally, line: int, column: int, mean: float) -> _Column:
    """Percentiles, lower tail and histogram of a line in a column; NaN where some path has no value."""
    if np.isnan(mean):
        return _Column(np.full(len(PERCENTILES), np.nan), np.nan, None)
    values = tally.kept.sorted_column(line, column)
    at = percentiles(values, np.array([0.5, *PERCENTILES, 99.5]))
    return _Column(at[1:-1], mean_of_lowest(values, TAIL), _histogram(values, at[0], at[-1]))


def _histogram(values: FloatArray, low: float, high: float) -> Histogram:
    edges = np.linspace(low, high, BARS + 1)
    reached = np.array([0, *np.searchsorted(values, edges[1:-1]), values.size])
    return Histogram(edges, np.diff(reached) / values.size)

"""When a projected lab turns profitable, in each of the meanings people have in mind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from revshare.lines import Projection
from revshare.profitability import first_period, payback_period, peak_funding, peak_period

SUSTAINED_MONTHS = 12

COMPARABLE = ("first_profitable_year", "first_cash_year", "peak_funding", "peak_loss")
"""Figures of a path that are numbers, so that a published one can be set beside them."""


@dataclass(frozen=True, slots=True)
class Path:
    """Dates and depths of the path; None where a date is not reached within the horizon.

    Parameters
    ----------
    first_profitable_year, first_cash_year
        First calendar year whose operating profit, or free cash flow, is at or above zero.
    sustained_month
        First month of the first twelve straight months of operating profit.
    payback_month
        First month with cumulative cash back at or above zero after having been below.
    peak_funding, peak_month
        Deepest cumulative cash need, positive, and the month it is reached.
    peak_loss
        Deepest cumulative operating loss, positive.
    """

    first_profitable_year: int | None
    first_cash_year: int | None
    sustained_month: date | None
    payback_month: date | None
    peak_funding: float
    peak_month: date | None
    peak_loss: float


def path_of(projection: Projection) -> Path:
    """The path of one projection (no leading axes)."""
    timeline = projection.case.timeline
    cash, profit = projection["cash_flow"], projection["operating_profit"]

    def year(index: np.ndarray) -> int | None:
        return None if np.isnan(index) else timeline.years[int(index)]

    def month(index: np.ndarray) -> date | None:
        return None if np.isnan(index) else timeline.dates[int(index)]

    return Path(
        first_profitable_year=year(first_period(projection.by_year("operating_profit"))),
        first_cash_year=year(first_period(projection.by_year("cash_flow"))),
        sustained_month=month(first_period(profit, SUSTAINED_MONTHS)),
        payback_month=month(payback_period(cash)),
        peak_funding=float(peak_funding(cash)),
        peak_month=month(peak_period(cash)),
        peak_loss=float(peak_funding(profit)),
    )

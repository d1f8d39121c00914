"""Internal rates of return: all of them, and which one is meant (methods: investment).

A series whose sign changes more than once may have several rates, or none. All are found; the one answered is the
smallest that is not negative, else the negative one nearest to 0. Where there is none, the reason is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from revshare.arrays import FloatArray, flows
from revshare.errors import InputError, NoSolutionError
from revshare.investment.returns import years_from_first
from revshare.investment.roots import MOST_RATE, all_roots, sides, sign_changes, single_roots

_ROUNDING = 1e-14
"""Flows of one date that cancel to less than this part of them are taken to cancel."""

_MOST_WORK = 2_000_000
"""Most flows times changes of sign for which every rate is sought."""


def irr(cash_flows: npt.ArrayLike) -> float:
    """Rate per period at which evenly spaced flows are worth 0.

    Parameters
    ----------
    cash_flows
        Money per period, out negative and in positive, shape ``(T,)``.

    Raises
    ------
    InputError
        If a flow is missing, or the flows change sign too often (1,000 times in 2,000 flows).
    NoSolutionError
        If no rate above -100 % and up to 1e6 does, with the reason.
    """
    return _meant(irr_roots(cash_flows))


def xirr(cash_flows: npt.ArrayLike, dates: Sequence[date]) -> float:
    """Annual rate at which dated flows are worth 0, at 365 days to a year.

    Parameters
    ----------
    cash_flows
        Money by date, out negative and in positive, shape ``(n,)``.
    dates
        Day of each flow, in any order; flows of one day are added up.

    Raises
    ------
    InputError
        If flows and dates differ in number, all flows fall on one date, or they change sign too often.
    NoSolutionError
        If no rate above -100 % and up to 1e6 does, with the reason.
    """
    return _meant(irr_roots(cash_flows, dates))


def irr_roots(cash_flows: npt.ArrayLike, dates: Sequence[date] | None = None) -> FloatArray:
    """Every rate at which the flows are worth 0, rising; see `irr` and `xirr`.

    Raises
    ------
    InputError, NoSolutionError
        As `irr` and `xirr`; there is never an empty answer.
    """
    series = flows("cash_flows", cash_flows)
    if series.ndim > 1:
        raise InputError(f"cash_flows must be one series, got {series.ndim} dimensions")
    amounts, years = _by_date(series, _years(series, dates))
    kept = amounts != 0.0
    amounts, years = amounts[kept], years[kept]
    _has_both_signs(amounts)
    roots = _all_rates(amounts, years)
    if not roots.size:
        raise NoSolutionError(_why_none(amounts, years))
    return roots


def rates_by_path(cash_flows: npt.ArrayLike, dates: Sequence[date] | None = None) -> FloatArray:
    """The rate of `irr`, or of `xirr` if there are dates, for each of many series; nan where there is none.

    Parameters
    ----------
    cash_flows
        Money by period or date, shape ``(..., T)``.

    Returns
    -------
    FloatArray
        Rates, shape ``(...)``.
    """
    series = flows("cash_flows", cash_flows)
    amounts, years = _by_date(series, _years(series, dates))
    rows = amounts.reshape(-1, years.size)
    changes = sign_changes(rows)
    found = np.full(len(rows), np.nan)
    found[changes == 1] = _rates(single_roots(rows[changes == 1], years))
    for row in np.flatnonzero(changes > 1):
        kept = rows[row] != 0.0
        roots = _all_rates(rows[row][kept], years[kept])
        found[row] = _meant(roots) if roots.size else np.nan
    return found.reshape(series.shape[:-1])


def _all_rates(amounts: FloatArray, years: FloatArray) -> FloatArray:
    """Every rate of flows other than 0, refusing what could not be proved in a few seconds."""
    changes = int(sign_changes(amounts))
    if changes * amounts.size > _MOST_WORK:
        raise InputError(
            f"cash_flows change sign {changes:,} times, too often to find every rate; "
            "add them up by month or by year"
        )
    return _rates(all_roots(amounts, years))


def _rates(roots: FloatArray) -> FloatArray:
    """Rates from logarithms of 1 + rate, the largest within its limit in spite of rounding."""
    return np.minimum(np.expm1(roots), MOST_RATE)


def _meant(roots: FloatArray) -> float:
    """The smallest rate that is not negative, else the negative one nearest to 0."""
    gains = roots[roots >= 0.0]
    return float(gains[0] if gains.size else roots[-1])


def _years(series: FloatArray, dates: Sequence[date] | None) -> FloatArray:
    if dates is None:
        return np.arange(series.shape[-1], dtype=np.float64)
    years = years_from_first(dates, series.shape[-1])
    if not years.any():
        raise InputError(
            f"all flows fall on {dates[0].isoformat()}; a rate needs flows on at least two dates"
        )
    return years


def _by_date(series: FloatArray, years: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Flows in the order of time, those of one date added up."""
    order = np.argsort(years, kind="stable")
    found, first = np.unique(years[order], return_index=True)
    if found.size == years.size:
        return series[..., order], found
    sums = np.add.reduceat(series[..., order], first, axis=-1)
    sizes = np.add.reduceat(np.abs(series[..., order]), first, axis=-1)
    return np.where(np.abs(sums) <= _ROUNDING * sizes, 0.0, sums), found


def _has_both_signs(amounts: FloatArray) -> None:
    """Refuse flows without a change of sign: they are worth 0 at no rate, or at all."""
    if not amounts.size:
        raise NoSolutionError("cash_flows are all 0, so every rate would do; enter what is paid and received")
    if (amounts < 0.0).all():
        raise NoSolutionError(
            "cash_flows are never positive: nothing comes back, so there is no rate; enter receipts as positive"
        )
    if (amounts > 0.0).all():
        raise NoSolutionError(
            "cash_flows are never negative: nothing is put in, so there is no rate; enter payments as negative"
        )


def _why_none(amounts: FloatArray, years: FloatArray) -> str:
    """Say where the value lies at the rates that are allowed."""
    at_least, at_most = sides(amounts, years)
    if at_most != np.sign(amounts[0]):
        return f"the rate lies above {MOST_RATE:,.0f}, which is {100 * MOST_RATE:,.0f} %; check dates and amounts"
    if at_least != np.sign(amounts[-1]):
        return "nearly all is lost: the rate lies too close to -100 % to be told from it"
    worth = "more" if at_most > 0.0 else "less"
    return f"cash_flows are worth {worth} than 0 at every rate, so there is no rate of return"

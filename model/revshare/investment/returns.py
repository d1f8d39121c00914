"""Present value of flows, and the multiple of the money put in (methods: investment)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from revshare.arrays import FloatArray, flows
from revshare.bounds import quantity
from revshare.errors import InputError, NotApplicableError


class Timing(StrEnum):
    """When in its period a flow falls."""

    END = "end"
    BEGIN = "begin"
    MID = "mid"


_PERIODS_BEFORE = {Timing.END: 1.0, Timing.BEGIN: 0.0, Timing.MID: 0.5}


def npv(
    cash_flows: npt.ArrayLike,
    annual_rate: float,
    timing: Timing = Timing.END,
    periods_per_year: float = 1.0,
) -> FloatArray:
    """Value of evenly spaced flows at the start of the first period, shape ``(...)``.

    Parameters
    ----------
    cash_flows
        Money per period, in positive and out negative, shape ``(..., T)``.
    annual_rate
        Effective rate of a year as a fraction, above -1.
    timing
        Whether a flow falls at the end, the beginning or in the middle of its period.
    periods_per_year
        12 for months.

    Raises
    ------
    InputError
        If a flow is missing, the rate is -100 % or below, or there are no periods in a year.
    """
    series = flows("cash_flows", cash_flows)
    if not periods_per_year > 0.0:
        raise InputError(f"periods_per_year must be above 0, got {periods_per_year:g}; enter 12 for months")
    years = (np.arange(series.shape[-1], dtype=np.float64) + _PERIODS_BEFORE[timing]) / periods_per_year
    return _discounted(series, annual_rate, years)


def xnpv(cash_flows: npt.ArrayLike, dates: Sequence[date], annual_rate: float) -> FloatArray:
    """Value of dated flows on the earliest date, at 365 days to a year, shape ``(...)``.

    Parameters
    ----------
    cash_flows
        Money by date, shape ``(..., n)``.
    dates
        Day of each flow, in any order.

    Raises
    ------
    InputError
        If flows and dates differ in number, or the rate is -100 % or below.
    """
    series = flows("cash_flows", cash_flows)
    return _discounted(series, annual_rate, years_from_first(dates, series.shape[-1]))


def _discounted(series: FloatArray, annual_rate: float, years: FloatArray) -> FloatArray:
    if not annual_rate > -1.0:
        raise InputError(f"annual_rate must be above -1, got {annual_rate:g}; for 10 % enter 0.1")
    with np.errstate(over="ignore", invalid="ignore"):
        terms = series * np.exp(-np.log1p(annual_rate) * years)
        value: FloatArray = np.where(series == 0.0, 0.0, terms).sum(axis=-1)
    if not np.isfinite(value).all():
        raise InputError(
            f"annual_rate {annual_rate:g} makes later flows larger than a number can be; enter a higher rate"
        )
    return value


def years_from_first(dates: Sequence[date], count: int) -> FloatArray:
    """Years of 365 days from the earliest date to each, shape ``(n,)``; `count` dates are expected."""
    if len(dates) != count:
        raise InputError(f"cash_flows has {count} values and dates has {len(dates)}; give one date per flow")
    days = np.array([day.toordinal() for day in dates], dtype=np.float64)
    years: FloatArray = (days - days.min()) / 365.0
    return years


def moic(invested: npt.ArrayLike, proceeds: npt.ArrayLike, remaining_value: npt.ArrayLike = 0.0) -> float:
    """Multiple of invested capital: what came back and what is still held, over what was put in.

    Parameters
    ----------
    invested, proceeds
        One amount or several, all positive: money put in, and money that came back.
    remaining_value
        Value still held.

    Raises
    ------
    InputError
        If an amount is negative.
    NotApplicableError
        If nothing was invested.
    """
    totals = {}
    for name, given in (
        ("invested", invested),
        ("proceeds", proceeds),
        ("remaining_value", remaining_value),
    ):
        amounts = flows(name, np.atleast_1d(np.asarray(given, dtype=np.float64)))
        totals[name] = float(np.sum(quantity(name, amounts, "position")))
    if totals["invested"] == 0.0:
        raise NotApplicableError("nothing was invested, so there is no multiple of it")
    return (totals["proceeds"] + totals["remaining_value"]) / totals["invested"]

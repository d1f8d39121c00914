"""Investment against commitment when neither is even: payments on their days, compute by year (methods: investment)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from revshare.arrays import BoolArray, FloatArray, Number, part_of


@dataclass(frozen=True, slots=True)
class DatedDeal:
    """What a deal is worth to the investor, shape ``(...)``; nan where a figure does not exist.

    Parameters
    ----------
    commitment_multiple, investor_funded_fraction
        Commitment over investment, and its inverse: the part of it that the investor pays itself.
    payback_years
        Years from the start until the margin to date covers what has been paid in to date, even within a year.
    pv_investment, pv_revenue, pv_margin
        Value at the start of what is paid in, of what the commitment pays, and of the margin in that.
    npv_excluding_equity, npv_including_equity
        Value of the margin less the investment, with the shares worth nothing, and at their value at the end.
    break_even_margin
        Even margin at which the value without shares is 0; above 1 no margin is enough.
    """

    commitment_multiple: FloatArray
    investor_funded_fraction: FloatArray
    payback_years: FloatArray
    pv_investment: FloatArray
    pv_revenue: FloatArray
    pv_margin: FloatArray
    npv_excluding_equity: FloatArray
    npv_including_equity: FloatArray
    break_even_margin: FloatArray


@dataclass(frozen=True, slots=True)
class Investment:
    """Payments into a stake.

    Parameters
    ----------
    days
        Day of each payment, in any order.
    paid
        Money by payment, 0 or more, shape ``(..., payments)``.
    """

    days: tuple[date, ...]
    paid: FloatArray

    def until(self, day: date) -> Investment:
        """Payments up to and including a day."""
        places = [place for place, paid_on in enumerate(self.days) if paid_on <= day]
        return Investment(tuple(self.days[place] for place in places), self.paid[..., places])

    def by_year(self, years: Sequence[int]) -> FloatArray:
        """Money by calendar year, shape ``(..., years)``; what was paid before counts in the first."""
        first = np.array([[max(day.year, years[0]) == year for year in years] for day in self.days])
        return np.asarray(self.paid @ first.reshape(len(self.days), len(years)).astype(np.float64))


def dated_deal(
    investment: Investment,
    committed: FloatArray,
    revenue: FloatArray,
    margin: FloatArray,
    equity_value: FloatArray,
    discount_rate: Number,
    first_year: int,
) -> DatedDeal:
    """Value of a deal at the start of its first year.

    Parameters
    ----------
    investment
        Payments up to the end of the last year; those before the start are compounded to it.
    committed, revenue, margin
        Committed, paid under it, and the investor's margin in that, money by calendar year, shape ``(..., years)``;
        each year's is taken at its end.
    equity_value
        Worth of the shares at the end of the last year, shape ``(...)``.
    discount_rate
        Annual effective rate above -1, one number or shape ``(..., 1)``.
    """
    years = np.arange(1, margin.shape[-1] + 1)
    start = date(first_year, 1, 1)
    waited = np.array([(day - start).days / 365.0 for day in investment.days])
    pv_investment = present_value(investment.paid, waited, discount_rate)
    pv_revenue, pv_margin = (present_value(series, years, discount_rate) for series in (revenue, margin))
    pv_equity = present_value(np.asarray(equity_value)[..., np.newaxis], years[-1:], discount_rate)
    total, put_in = committed.sum(axis=-1), investment.paid.sum(axis=-1)
    calendar = range(first_year, first_year + margin.shape[-1])
    return DatedDeal(
        commitment_multiple=part_of(total, put_in),
        investor_funded_fraction=part_of(put_in, total),
        payback_years=payback(investment.by_year(calendar), margin).years,
        pv_investment=pv_investment,
        pv_revenue=pv_revenue,
        pv_margin=pv_margin,
        npv_excluding_equity=pv_margin - pv_investment,
        npv_including_equity=pv_margin - pv_investment + pv_equity,
        break_even_margin=part_of(pv_investment, pv_revenue),
    )


def present_value(amounts: FloatArray, years: FloatArray, discount_rate: Number) -> FloatArray:
    """Value of amounts so many years from now, shape ``(..., n)`` to ``(...)``; years before now are negative."""
    rate = np.asarray(discount_rate, dtype=np.float64)
    return np.asarray((amounts * np.exp(-np.log1p(rate) * years)).sum(axis=-1))


@dataclass(frozen=True, slots=True)
class Payback:
    """When the margin to date has covered the investment to date, by year, shape ``(..., years)``.

    Parameters
    ----------
    open_at_start
        Paid in to date, the year's included, less the margin of the years before.
    covered
        Whether the year's margin covers what is open, or none is.
    part
        Part of the year until then; a margin comes evenly.
    """

    open_at_start: FloatArray
    covered: BoolArray
    part: FloatArray

    @property
    def years(self) -> FloatArray:
        """Years from the start, shape ``(...)``; nan if it never does, or nothing is paid in."""
        reached = np.arange(self.part.shape[-1]) + self.part
        first = np.take_along_axis(reached, self.covered.argmax(axis=-1)[..., np.newaxis], axis=-1)[..., 0]
        return np.where(self.covered.any(axis=-1), first, np.nan)


def payback(invested: FloatArray, margin: FloatArray) -> Payback:
    """Set the margin to date against the investment to date.

    Parameters
    ----------
    invested, margin
        Money by year, shape ``(..., years)``; an investment counts from its year's start.
    """
    invested, margin = np.broadcast_arrays(invested, margin)
    paid_in = np.cumsum(invested, axis=-1)
    open_at_start = paid_in - (np.cumsum(margin, axis=-1) - margin)
    with np.errstate(over="ignore"):
        part = np.divide(open_at_start, margin, out=np.zeros(margin.shape), where=margin > 0.0)
    covered = (paid_in > 0.0) & (open_at_start <= margin)
    return Payback(open_at_start, covered, np.clip(part, 0.0, 1.0))

"""What a stake in a case comes to: what is held, what it is worth, and what it returns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from revshare.arrays import FloatArray
from revshare.contracts.shares import effective_rate
from revshare.investment.books import Holding
from revshare.investment.dated_deal import DatedDeal, Investment
from revshare.investment.rates_of_return import rates_by_path


@dataclass(frozen=True)
class Returns:
    """Money put in against one value on one day.

    Parameters
    ----------
    investment
        Payments up to that day, each weighted by its chance.
    value
        Worth on that day, money, shape ``(...)``.
    day
        Day of the value.
    """

    investment: Investment
    value: FloatArray
    day: date

    @property
    def invested(self) -> FloatArray:
        """Money put in."""
        return np.asarray(self.investment.paid.sum(axis=-1))

    @property
    def multiple(self) -> FloatArray:
        """Value over the money put in; nan if there was none."""
        return effective_rate(self.value, self.invested)

    @property
    def gain(self) -> FloatArray:
        """Value less the money put in."""
        return self.value - self.invested

    @cached_property
    def rate(self) -> FloatArray:
        """Annual rate of return of payments and value on their days, 365 days a year; nan where there is none."""
        lead = np.broadcast_shapes(self.investment.paid.shape[:-1], self.value.shape)
        paid = np.broadcast_to(self.investment.paid, (*lead, len(self.investment.days)))
        worth = np.broadcast_to(self.value, lead)[..., np.newaxis]
        if not set(self.investment.days) - {self.day}:
            return np.full(lead, np.nan)
        return rates_by_path(np.concatenate([-paid, worth], axis=-1), (*self.investment.days, self.day))


@dataclass(frozen=True)
class Mark(Returns):
    """A value that is reported for a stake.

    Parameters
    ----------
    ownership
        Fraction of the company that the value is for.
    """

    ownership: FloatArray

    @property
    def company_value(self) -> FloatArray:
        """Value of the whole company that the reported one implies; nan if nothing is owned."""
        return effective_rate(self.value, self.ownership)


@dataclass(frozen=True)
class StakeReturns:
    """A stake by calendar year, shape ``(..., years)``, and what it returns.

    Parameters
    ----------
    tranches
        Every payment, each weighted by its chance, also before and after the years.
    bought
        Paid in the year, each payment weighted by its chance; the first year has what was paid before as well.
    ownership
        Fraction held at the year's end.
    company_value
        Value of all equity at the year's end.
    value
        Worth of the stake then: its preference, or its part of the company if that is more.
    books
        The stake as the investor shows it.
    at_end
        Returns with the value at the end of the last year.
    marked
        Returns with the value reported; None if there is none.
    deal
        The stake against the commitment that goes with it; None if there is none.
    """

    tranches: Investment
    bought: FloatArray
    ownership: FloatArray
    company_value: FloatArray
    value: FloatArray
    books: Holding
    at_end: Returns
    marked: Mark | None
    deal: DatedDeal | None

    @property
    def funded(self) -> FloatArray:
        """Paid so far at each year's end."""
        return np.cumsum(self.bought, axis=-1)

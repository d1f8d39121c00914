"""How an investor shows its stake: at cost, at fair value, or with its share of the result (methods: investment).

Under the equity method the lab's losses do reach the investor's income, until its stake stands at 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from revshare.arrays import FloatArray, Number, flows, fraction, same_length
from revshare.bounds import quantity
from revshare.errors import InputError


class Books(StrEnum):
    """How a stake is carried."""

    COST = "cost"
    FAIR_VALUE = "fair_value"
    """Fair value, changes through profit or loss."""
    EQUITY_METHOD = "equity_method"
    """Cost, then the investor's part of each result, never below 0."""


@dataclass(frozen=True, slots=True)
class Holding:
    """A stake in the investor's books by period, shape ``(..., T)``: opening + bought + income = carrying.

    Parameters
    ----------
    bought
        Money paid for shares.
    income
        What the stake adds to the investor's profit.
    carrying
        Carrying amount at the end of each period.
    unrecognised
        Equity method: losses beyond the carrying amount, positive, which later profits must cover first.
    """

    bought: FloatArray
    income: FloatArray
    carrying: FloatArray
    unrecognised: FloatArray


def carry(
    books: Books,
    bought: npt.ArrayLike,
    *,
    fair_value: npt.ArrayLike | None = None,
    ownership: Number | None = None,
    result: npt.ArrayLike | None = None,
    funds_earlier_losses: bool = False,
) -> Holding:
    """Carry a stake in the investor's books; impairment, dividends and fair-value steps are left out.

    Parameters
    ----------
    bought
        Money paid for shares per period, 0 or more, shape ``(..., T)``.
    fair_value
        Value of the stake at the end of each period; `fair_value` books need it.
    ownership, result
        Fraction of the company held in each period, and its profit, negative for a loss; the
        `equity_method` needs both.
    funds_earlier_losses
        Equity method: whether new money makes up for losses not recognised so far.

    Raises
    ------
    InputError
        If the books need a series that is missing, or series cover different periods.
    """
    paid = flows("bought", bought)
    quantity("bought", paid)
    match books:
        case Books.COST:
            return _shown(paid, np.zeros(paid.shape))
        case Books.FAIR_VALUE:
            if fair_value is None:
                raise InputError(
                    "fair_value is missing: give the value of the stake at the end of each period"
                )
            value = flows("fair_value", fair_value)
            same_length(bought=paid, fair_value=value)
            return _shown(paid, np.diff(value, axis=-1, prepend=0.0) - paid)
        case Books.EQUITY_METHOD:
            if ownership is None or result is None:
                raise InputError("ownership or result is missing: the equity method needs both by period")
            fraction("ownership", ownership)
            profit = flows("result", result)
            same_length(bought=paid, result=profit)
            return _equity_method(
                paid, np.asarray(ownership) * profit, funds_earlier_losses=funds_earlier_losses
            )


def _shown(bought: FloatArray, income: FloatArray, unrecognised: FloatArray | None = None) -> Holding:
    paid, gained = np.broadcast_arrays(bought, income)
    carrying = np.cumsum(paid + gained, axis=-1)
    return Holding(paid, gained, carrying, np.zeros(carrying.shape) if unrecognised is None else unrecognised)


def _equity_method(bought: FloatArray, share: FloatArray, *, funds_earlier_losses: bool) -> Holding:
    """Recognise losses down to a carrying amount of 0, and profits once earlier losses are covered."""
    paid, shares = np.broadcast_arrays(bought, share)
    income, unrecognised = np.zeros(shares.shape), np.zeros(shares.shape)
    carrying = suspended = np.zeros(shares.shape[:-1])
    for period in range(shares.shape[-1]):
        new, own = paid[..., period], shares[..., period]
        carrying = carrying + new
        balance = own - suspended
        allowed = np.maximum(-own, 0.0) + (np.minimum(new, suspended) if funds_earlier_losses else 0.0)
        recognised = np.where(balance >= 0.0, balance, -np.minimum(np.minimum(allowed, carrying), -balance))
        suspended = recognised - balance
        carrying = carrying + recognised
        income[..., period], unrecognised[..., period] = recognised, suspended
    return _shown(paid, income, unrecognised)

"""What a supplier pays its customer reduces its revenue (methods: investment).

An investor that buys shares of its customer above their value, or gives it warrants, has paid for revenue.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from revshare.arrays import FloatArray, Number, flows
from revshare.bounds import quantity
from revshare.errors import NotApplicableError


@dataclass(frozen=True, slots=True)
class NetRevenue:
    """Revenue of the supplier before and after what it pays the customer, shape ``(..., T)``.

    Parameters
    ----------
    gross
        Revenue as billed.
    reduction
        Consideration payable to the customer, spread in proportion to the revenue it is paid for.
    net
        Revenue as shown; below 0 where more is paid than billed.
    organic
        Revenue if the whole investment, fair or not, is taken off: what the customer pays from elsewhere.
    """

    gross: FloatArray
    reduction: FloatArray
    net: FloatArray
    organic: FloatArray


def consideration_payable(
    investment: Number, fair_value: Number | None = None, warrants: Number = 0.0
) -> FloatArray:
    """What the supplier pays its customer beyond what it gets: price above fair value, and warrants given.

    Parameters
    ----------
    investment
        Price paid for the customer's shares, money.
    fair_value
        What the shares are worth; the price if left out. Shares bought below their value are no payment.
    warrants
        Fair value of warrants the supplier grants to the customer when granted.

    Raises
    ------
    InputError
        If an amount is negative.
    """
    worth = investment if fair_value is None else fair_value
    for name, amount in (("investment", investment), ("fair_value", worth), ("warrants", warrants)):
        quantity(name, amount, "scenario")
    return np.maximum(np.asarray(investment, dtype=np.float64) - worth, 0.0) + warrants


def net_revenue(
    revenue: npt.ArrayLike, investment: Number, fair_value: Number | None = None, warrants: Number = 0.0
) -> NetRevenue:
    """Revenue of a commitment net of what its supplier pays the customer.

    Parameters
    ----------
    revenue
        Revenue of the whole commitment by period, money, 0 or more, shape ``(..., T)``.
    investment, fair_value, warrants
        See `consideration_payable`; scalars, or shape ``(...)``.

    Raises
    ------
    InputError
        If an amount is negative.
    NotApplicableError
        If there is no revenue to reduce.
    """
    gross = flows("revenue", revenue)
    quantity("revenue", gross)
    total = gross.sum(axis=-1, keepdims=True)
    if not (total > 0.0).all():
        raise NotApplicableError("there is no revenue over which to spread what the customer is paid")
    part = gross / total
    reduction = part * consideration_payable(investment, fair_value, warrants)[..., np.newaxis]
    put_in = np.asarray(investment, dtype=np.float64)[..., np.newaxis]
    return NetRevenue(gross, reduction, gross - reduction, gross - part * put_in)

"""What it takes to leave a cloud, and when customers leave (methods: switching and adding a cloud)."""

from __future__ import annotations

import numpy as np

from revshare.arrays import FloatArray, Number, fraction
from revshare.bounds import above_zero, attainable, not_negative
from revshare.errors import InputError, NoSolutionError
from revshare.strategy.annuity import annuity


def break_even_discount(
    switching_cost: Number,
    annual_spend: Number,
    years: Number,
    discount_rate: Number,
    stranded: Number = 0.0,
) -> FloatArray:
    """Discount on yearly spend that a rival must offer to make up for the cost of switching.

    Parameters
    ----------
    switching_cost
        One-off cost today, money: moving, retraining, running two systems for a time.
    annual_spend
        Spend per year at today's prices, money, above 0, at year ends.
    years
        Years over which the discount is earned.
    stranded
        Commitment to the old cloud that is paid and no longer used, present value, money.

    Raises
    ------
    NotApplicableError
        If no discount is enough; in a series NaN stands there.
    """
    cost = not_negative("switching_cost", switching_cost) + not_negative("stranded", stranded)
    worth = above_zero("annual_spend", annual_spend) * annuity(discount_rate, years)
    return attainable(np.asarray(cost / worth), "no discount makes up for switching")


def horizon(
    switching_cost: Number, annual_spend: Number, discount: Number, discount_rate: Number
) -> FloatArray:
    """Years after which a discount has made up for the cost of switching.

    Parameters
    ----------
    switching_cost
        One-off cost today, stranded commitments included, money.
    discount
        Fraction by which the rival is cheaper, above 0.

    Raises
    ------
    NoSolutionError
        If the yearly saving does not even cover interest on the cost of switching.
    """
    cost = not_negative("switching_cost", switching_cost)
    part = above_zero("discount", fraction("discount", discount))
    saving = above_zero("annual_spend", annual_spend) * part
    rate = np.asarray(discount_rate, dtype=np.float64)
    if (rate <= -1.0).any():
        raise InputError(f"discount_rate must be above -1, got {float(rate.min()):g}")
    if (cost * rate >= saving).any():
        raise NoSolutionError("the saving never makes up for switching: interest on its cost takes all of it")
    growth = np.log1p(rate)
    free = rate == 0.0
    return np.where(free, cost / saving, -np.log1p(-cost * rate / saving) / np.where(free, 1.0, growth))


def churn(base_churn: Number, price: Number, rival_price: Number, elasticity: Number) -> FloatArray:
    """Fraction of customers who leave per period, given a rival's price.

    Parameters
    ----------
    base_churn
        Fraction who leave at equal prices.
    price, rival_price
        Own and rival price of the same thing, above 0.
    elasticity
        Per cent more churn for each per cent that the own price is above the rival's, by segment, 0 or more:
        lower for businesses than for consumers.

    Returns
    -------
    FloatArray
        ``base × (price / rival) ** elasticity``, at most 1.
    """
    fraction("base_churn", base_churn)
    gap = above_zero("price", price) / above_zero("rival_price", rival_price)
    return np.asarray(np.minimum(1.0, base_churn * gap ** not_negative("elasticity", elasticity)))

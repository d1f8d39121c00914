"""From operating profit to free cash flow, each line an input and 0 if not given (methods: path to profitability)."""

from __future__ import annotations

from revshare.arrays import FloatArray, Number, fraction
from revshare.bounds import not_negative
from revshare.contracts.counters import never
from revshare.contracts.losses import Losses, Treatment, after_losses
from revshare.levels import change


def free_cash_flow(
    operating_profit: FloatArray,
    *,
    working_capital: Number = 0.0,
    prepayments: Number = 0.0,
    capital_expenditure: Number = 0.0,
    tax: Number = 0.0,
) -> FloatArray:
    """Free cash flow per period, in positive and out negative.

    Parameters
    ----------
    operating_profit
        Per period, shape ``(..., T)``.
    working_capital
        Cash that working capital sets free, negative where it ties cash up: `working_capital_change`.
    prepayments
        Cash received ahead of revenue, less what is used up or paid ahead.
    capital_expenditure, tax
        Paid, as positive amounts.
    """
    return operating_profit + working_capital + prepayments - capital_expenditure - tax


def working_capital_change(balance: FloatArray, opening: Number = 0.0) -> FloatArray:
    """Cash set free by net working capital (receivables less payables): its fall per period."""
    return -change(balance, opening)


def income_tax(
    profit: FloatArray,
    rate: Number,
    *,
    opening_losses: Number = 0.0,
    limit: Number = 1.0,
    expiry: float | None = None,
) -> FloatArray:
    """Tax on profit after losses carried forward, positive, per tax year.

    Parameters
    ----------
    profit
        Taxable profit per tax year before losses of other years, shape ``(..., T)``.
    rate
        Tax rate as a fraction.
    opening_losses
        Losses carried at the start, 0 or more.
    limit
        Fraction of a year's profit that earlier losses may absorb.
    expiry
        Years a loss stays usable after its own; None for ever.
    """
    losses = Losses(Treatment.CARRYFORWARD, limit, expiry)
    taxed = after_losses(
        profit, losses, never(profit.shape[-1]), not_negative("opening_losses", opening_losses)
    )
    return taxed.base * fraction("rate", rate)

"""Investment against commitment: a partner invests, and the lab buys compute from it (methods: investment)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from revshare.arrays import FloatArray, Number, flows, part_of, same_length
from revshare.bounds import quantity
from revshare.errors import InputError, NoSolutionError
from revshare.investment.rates_of_return import irr
from revshare.investment.returns import npv


@dataclass(frozen=True, slots=True)
class CircularDeal:
    """An investment today against a commitment drawn evenly at each year's end.

    Parameters
    ----------
    investment, commitment
        Money, both above 0.
    years
        Whole years of the commitment, at least 1.
    compute_margin
        Gross margin of the investor on the compute it sells, fraction; negative if it sells at a loss.
    discount_rate
        Annual effective rate of the investor, above -1.

    Raises
    ------
    InputError
        If a term lies outside these bounds.
    """

    investment: float
    commitment: float
    years: int
    compute_margin: float
    discount_rate: float

    def __post_init__(self) -> None:
        for name, amount in (("investment", self.investment), ("commitment", self.commitment)):
            if not 0.0 < amount < math.inf:
                raise InputError(f"{name} must be above 0, got {amount:g}")
        if self.years < 1:
            raise InputError(f"years must be at least 1, got {self.years}")
        if not -math.inf < self.compute_margin <= 1.0:
            margin = self.compute_margin
            cure = f"; for {margin:g} % enter {margin / 100:g}" if margin <= 100 else ""
            raise InputError(f"compute_margin must be 1 or less, got {margin:g}{cure}")
        if not self.discount_rate > -1.0:
            raise InputError(
                f"discount_rate must be above -1, got {self.discount_rate:g}; for 10 % enter 0.1"
            )

    @property
    def annual_margin(self) -> float:
        """What the investor earns on compute each year."""
        return self.compute_margin * self.commitment / self.years

    def cost_of_compute(self, fair_value: float | None = None) -> float:
        """What the compute costs the lab: the commitment, less what it is paid for its shares above their value.

        At a fair price, the default, that is the whole commitment: money for shares is equity sold, no discount.
        """
        worth = self.investment if fair_value is None else fair_value
        return self.commitment - (self.investment - worth)


@dataclass(frozen=True, slots=True)
class CircularReturns:
    """What the deal is worth to the investor; nan where a figure does not exist.

    Parameters
    ----------
    commitment_multiple, investor_funded_fraction
        Commitment over investment, and its inverse: the part of the revenue that is the investor's own money.
    annual_margin
        Money per year.
    payback_years
        Years of margin that return the investment; nan if the term is too short for it.
    pv_margin, npv_excluding_equity
        Present value of the margin, and the same less the investment: the shares count for nothing.
    break_even_margin
        Margin at which that is 0; above 1 no margin is enough.
    irr_excluding_equity
        Annual rate of the investment and the margin alone.
    """

    commitment_multiple: float
    investor_funded_fraction: float
    annual_margin: float
    payback_years: float
    pv_margin: float
    npv_excluding_equity: float
    break_even_margin: float
    irr_excluding_equity: float


def circular_returns(deal: CircularDeal) -> CircularReturns:
    """Returns of the investor from the margin on compute alone."""
    yearly = np.full(deal.years, deal.commitment / deal.years)
    revenue_value = float(npv(yearly, deal.discount_rate))
    pv_margin = deal.compute_margin * revenue_value
    payback = deal.investment / deal.annual_margin if deal.annual_margin > 0.0 else math.nan
    try:
        rate = irr([-deal.investment, *(deal.compute_margin * yearly)])
    except NoSolutionError:
        rate = math.nan
    return CircularReturns(
        commitment_multiple=deal.commitment / deal.investment,
        investor_funded_fraction=deal.investment / deal.commitment,
        annual_margin=deal.annual_margin,
        payback_years=payback if payback <= deal.years else math.nan,
        pv_margin=pv_margin,
        npv_excluding_equity=pv_margin - deal.investment,
        break_even_margin=deal.investment / revenue_value if revenue_value > 0.0 else math.nan,
        irr_excluding_equity=rate,
    )


def npv_including_equity(deal: CircularDeal, equity_value: float, year: int) -> float:
    """Present value to the investor with the shares worth `equity_value` at the end of a year, 0 for today.

    Raises
    ------
    InputError
        If the year lies before the deal.
    """
    if year < 0:
        raise InputError(f"year must be 0 or more, got {year}")
    held = np.append(np.zeros(year), equity_value)
    value = npv(held, deal.discount_rate) * (1.0 + deal.discount_rate)
    return circular_returns(deal).npv_excluding_equity + float(value)


@dataclass(frozen=True, slots=True)
class CircularFlows:
    """What passes between investor and lab by period, shape ``(..., T)``, all positive.

    Parameters
    ----------
    investment
        Paid by the investor to the lab for shares.
    revenue
        Paid by the lab to the investor for compute under the commitment.
    margin
        The investor's gross margin in that revenue.
    """

    investment: FloatArray
    revenue: FloatArray
    margin: FloatArray

    @property
    def investor_cash(self) -> FloatArray:
        """Margin less investment; what serving the compute costs leaves the loop."""
        return self.margin - self.investment

    @property
    def lab_cash(self) -> FloatArray:
        """Investment received less compute paid for."""
        return self.investment - self.revenue

    @property
    def investor_cumulative(self) -> FloatArray:
        """Net cash of the investor since the start."""
        return np.cumsum(self.investor_cash, axis=-1)

    @property
    def lab_cumulative(self) -> FloatArray:
        """Net cash of the lab since the start."""
        return np.cumsum(self.lab_cash, axis=-1)

    @property
    def own_money_spent(self) -> FloatArray:
        """The investor's money that has come back as revenue: what was invested is spent first."""
        return np.minimum(np.cumsum(self.investment, axis=-1), np.cumsum(self.revenue, axis=-1))

    @property
    def own_share_of_revenue(self) -> FloatArray:
        """Part of the revenue to date that is the investor's own money; nan before there is any."""
        return part_of(self.own_money_spent, np.cumsum(self.revenue, axis=-1))

    @property
    def backlog(self) -> FloatArray:
        """Revenue still to come under the commitment."""
        left: FloatArray = self.revenue.sum(axis=-1, keepdims=True) - np.cumsum(self.revenue, axis=-1)
        return left

    @property
    def own_share_of_backlog(self) -> FloatArray:
        """Part of the backlog that investments, made or still to be made, can pay for; nan where there is none."""
        left = self.investment.sum(axis=-1, keepdims=True) - self.own_money_spent
        return part_of(np.minimum(left, self.backlog), self.backlog)


def circular_flows(
    investment: npt.ArrayLike, revenue: npt.ArrayLike, compute_margin: Number
) -> CircularFlows:
    """Flows of a deal whose payments are known by period.

    Parameters
    ----------
    investment, revenue
        Money per period, 0 or more, shape ``(..., T)``.
    compute_margin
        Gross margin in the revenue, fraction, one number or one per period.

    Raises
    ------
    InputError
        If a payment is negative, or the two cover different periods.
    """
    paid, bought = flows("investment", investment), flows("revenue", revenue)
    same_length(investment=paid, revenue=bought)
    for name, series in (("investment", paid), ("revenue", bought)):
        quantity(name, series)
    return CircularFlows(*np.broadcast_arrays(paid, bought, bought * compute_margin))

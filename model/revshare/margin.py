"""Gross margin under the four ways a lab can show revenue that a cloud shares in (methods: presentation).

The profit in dollars is the same under all four; only where the partner's share stands differs.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from revshare.arrays import FloatArray, Number, fraction


class Presentation(StrEnum):
    """Where the partner's share stands in the lab's income statement."""

    GROSS_SM = "gross_sm"
    """Gross revenue, the share in sales and marketing."""
    GROSS_COGS = "gross_cogs"
    """Gross revenue, the share in cost of revenue."""
    NET = "net"
    """Revenue net of the share."""
    ROYALTY = "royalty"
    """The cloud is the seller: the lab books only its part of the channel's gross profit."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An income statement down to gross profit, as shown.

    Parameters
    ----------
    revenue, cost
        Revenue and cost of revenue as shown, money.
    share_below
        Partner share shown below gross profit, money.
    """

    revenue: FloatArray
    cost: FloatArray
    share_below: FloatArray

    @property
    def gross_margin(self) -> FloatArray:
        """Gross profit over revenue, both as shown; NaN where there is no revenue."""
        profit = self.revenue - self.cost
        return np.divide(profit, self.revenue, out=np.full_like(profit, np.nan), where=self.revenue != 0)


def present(
    revenue: Number,
    cost: Number,
    share: Number,
    covered_cost: Number,
    presentation: Presentation,
) -> Shown:
    """Show revenue and cost under one presentation.

    Parameters
    ----------
    revenue, cost
        Gross revenue and inference cost of the whole company, money.
    share
        Partner share, positive when the lab pays.
    covered_cost
        The part of the cost that serves what is sold through the partner.
    """
    gross, costs, due, through_cost = np.broadcast_arrays(
        *(np.asarray(part, dtype=np.float64) for part in (revenue, cost, share, covered_cost))
    )
    nothing = np.zeros_like(gross)
    match presentation:
        case Presentation.GROSS_SM:
            return Shown(gross.copy(), costs.copy(), due.copy())
        case Presentation.GROSS_COGS:
            return Shown(gross.copy(), costs + due, nothing)
        case Presentation.NET:
            return Shown(gross - due, costs.copy(), nothing)
        case Presentation.ROYALTY:
            return Shown(gross - through_cost - due, costs - through_cost, nothing)


def _of_one_dollar(
    cost_ratio: Number, share_rate: Number, via_cloud: Number, presentation: Presentation
) -> Shown:
    """A dollar of revenue with a gross-profit share on the part sold through a cloud."""
    rate, through = fraction("share_rate", share_rate), fraction("via_cloud", via_cloud)
    ratio = np.asarray(cost_ratio, dtype=np.float64)
    share = rate * through * (1.0 - ratio)
    return present(1.0, ratio, share, through * ratio, presentation)


def gross_margin(
    cost_ratio: Number,
    share_rate: Number,
    via_cloud: Number,
    presentation: Presentation = Presentation.GROSS_SM,
) -> FloatArray:
    """Gross margin as shown, for a share of gross profit on the fraction sold through clouds."""
    return _of_one_dollar(cost_ratio, share_rate, via_cloud, presentation).gross_margin


def net_revenue(
    gross_revenue: Number,
    cost_ratio: Number,
    share_rate: Number,
    via_cloud: Number,
    presentation: Presentation = Presentation.NET,
) -> FloatArray:
    """Revenue as shown, in the unit of `gross_revenue`."""
    return np.asarray(gross_revenue) * _of_one_dollar(cost_ratio, share_rate, via_cloud, presentation).revenue


def implied_cost_ratio(
    margin: Number, share_rate: Number, via_cloud: Number, presentation: Presentation = Presentation.GROSS_SM
) -> FloatArray:
    """Cost ratio behind a gross margin as shown: the inverse of `gross_margin`."""
    shown = np.asarray(margin, dtype=np.float64)
    rate, through = fraction("share_rate", share_rate), fraction("via_cloud", via_cloud)
    kept = 1.0 - rate * through
    match presentation:
        case Presentation.GROSS_SM:
            return 1.0 - shown
        case Presentation.GROSS_COGS:
            return 1.0 - shown / kept
        case Presentation.NET:
            return 1.0 - shown / (kept + shown * rate * through)
        case Presentation.ROYALTY:
            return 1.0 - shown * (1.0 - through) / (kept - shown * through * (1.0 - rate))

"""Gross margin under the four ways a lab can show revenue that a cloud shares in (methods: presentation).

The profit in dollars is the same under all four; only where the partner's share stands differs.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from revshare.arrays import FloatArray, Number, fraction
from revshare.bounds import not_negative
from revshare.contracts.counters import TOLERANCE
from revshare.errors import InputError, NoSolutionError, NotApplicableError


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
    ratio = not_negative("cost_ratio", cost_ratio)
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
    """Cost ratio behind a gross margin as shown: the inverse of `gross_margin`.

    Raises
    ------
    InputError
        If the margin is above 1.
    NotApplicableError
        If the margin is the same at every cost ratio.
    NoSolutionError
        If no cost ratio shows so large a loss.
    """
    shown = np.asarray(margin, dtype=np.float64)
    if (shown > 1.0).any():
        worst = float(shown.max())
        cure = f"; for {worst:g} % enter {worst / 100:g}" if worst <= 100.0 else ""
        raise InputError(f"gross margin must be 1 or less, got {worst:g}{cure}")
    rate, through = fraction("share_rate", share_rate), fraction("via_cloud", via_cloud)
    kept = np.asarray(1.0 - rate * through)
    if presentation is Presentation.GROSS_SM:
        return 1.0 - shown
    hidden = np.asarray(through) == 1.0 if presentation is Presentation.ROYALTY else kept == 0.0
    if hidden.any():
        raise NotApplicableError(
            f"shown as {presentation}, this gross margin is the same whatever the cost; "
            "via_cloud or share_rate must be below 1"
        )
    match presentation:
        case Presentation.GROSS_COGS:
            return np.asarray(1.0 - shown / kept)
        case Presentation.NET:
            scale = kept + shown * rate * through
            if (scale <= 0.0).any():
                lowest = float(np.max(-kept / (1.0 - kept)))
                raise NoSolutionError(f"a gross margin shown as net stays above {lowest:.4g} at any cost")
            return 1.0 - shown / scale
        case Presentation.ROYALTY:
            return 1.0 - shown * (1.0 - through) / (kept - shown * through * (1.0 - rate))


def implied_via_cloud(
    gross_revenue: Number,
    shown_revenue: Number,
    cost_ratio: Number,
    share_rate: Number,
    presentation: Presentation = Presentation.NET,
) -> FloatArray:
    """Fraction sold through clouds that explains revenue as shown beside gross revenue.

    Parameters
    ----------
    gross_revenue, shown_revenue
        Revenue before and after what the presentation takes out, in one unit.
    cost_ratio, share_rate
        Cost as a fraction of gross revenue, and share of gross profit as a fraction.
    presentation
        ``net`` or ``royalty``; the other two show gross revenue, which says nothing of the fraction.

    Raises
    ------
    NotApplicableError
        If there is no revenue, or revenue sold through clouds is shown like any other.
    NoSolutionError
        If no fraction from 0 to 1 explains it: the figures, the share or the presentation cannot all hold.
    """
    if presentation not in {Presentation.NET, Presentation.ROYALTY}:
        raise InputError(f"presentation must be net or royalty, got {presentation}; it shows gross revenue")
    gross, shown = (np.asarray(part, dtype=np.float64) for part in (gross_revenue, shown_revenue))
    ratio = not_negative("cost_ratio", cost_ratio)
    if (gross == 0.0).any():
        raise NotApplicableError("gross_revenue is 0; no fraction of nothing is sold through clouds")
    share = fraction("share_rate", share_rate) * (1.0 - ratio)
    taken_out = share if presentation is Presentation.NET else ratio + share
    if (taken_out == 0.0).any():
        raise NotApplicableError(
            f"a dollar sold through clouds is shown whole as {presentation}: share_rate is 0 or cost_ratio 1"
        )
    through = (1.0 - shown / gross) / taken_out
    wrong = ~((through >= -TOLERANCE) & (through <= 1.0 + TOLERANCE))
    if wrong.any():
        raise NoSolutionError(
            f"no fraction sold through clouds explains both revenues as {presentation}: "
            f"it would have to be {float(through[wrong].flat[0]):.4g}; "
            "check the share, the cost ratio and the presentation"
        )
    return np.clip(through, 0.0, 1.0)

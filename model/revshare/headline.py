"""The headline comparison: a flat share of gross profit against a flat share of revenue."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from revshare.arrays import FloatArray
from revshare.compare import headline_break_even
from revshare.contracts.contract import Contract, Kind
from revshare.contracts.losses import Treatment
from revshare.contracts.waterfall import Waterfall
from revshare.errors import NotApplicableError
from revshare.lines import Projection


@dataclass(frozen=True, slots=True)
class FlatDeal:
    """A flat deal as it stands in a comparison.

    Parameters
    ----------
    kind
        ``profit_share`` or ``revenue_share``.
    rate, coverage
        Share as a fraction, and the fraction of company revenue it applies to.
    floored
        Whether negative gross profit pays nothing.
    """

    kind: str
    rate: float
    coverage: float
    floored: bool

    @property
    def is_profit(self) -> bool:
        """Whether gross profit is shared."""
        return self.kind == Kind.PROFIT_SHARE

    def per_dollar(self, cost_ratio: FloatArray) -> FloatArray:
        """Share per covered dollar of revenue."""
        if not self.is_profit:
            return np.full_like(cost_ratio, self.rate)
        margin = 1.0 - cost_ratio
        return self.rate * (np.maximum(margin, 0.0) if self.floored else margin)


def flat_deal(projection: Projection, partner: str) -> FlatDeal:
    """A contract reduced to its average rate, with the fraction of company revenue it covered.

    Both are taken over the whole horizon, so that tiers, caps, minimums and clauses count as far as they
    were felt; the average of a flat rate is that rate.
    """
    contract = projection.contracts[partner]
    losses = contract.losses
    floored = losses is None or losses.treatment is not Treatment.LOSS_SHARE
    rate = average_rate(contract, projection.waterfalls[partner])
    covered = float(np.nan_to_num(projection.total(f"coverage.{partner}")))
    # The two sums that coverage divides may differ in their last digit.
    return FlatDeal(contract.kind.value, rate, min(1.0, covered), floored=floored)


def average_rate(contract: Contract, flow: Waterfall) -> float:
    """Share over what earns it, both over the whole horizon: profit after losses, or covered revenue."""
    base = flow.after_losses if contract.kind is Kind.PROFIT_SHARE else flow.revenue
    total = float(base.sum())
    return float(flow.expense.sum()) / total if total else 0.0


def break_even_points(projection: Projection, partner: str) -> tuple[float, float]:
    """Break-even cost ratio of a contract and the rival deal: per covered dollar, and for the company.

    NaN where one is cheaper at every cost ratio, or both share the same thing.
    """
    mine, other = flat_deal(projection, partner), rival_deal(projection)
    alike = (replace(deal, coverage=1.0) for deal in (mine, other))
    return break_even_of(*alike), break_even_of(mine, other)


def break_even_of(first: FlatDeal, second: FlatDeal) -> float:
    """Cost ratio at which two deals take the same of company revenue, each on what it covers.

    NaN where one is cheaper at every cost ratio, or both share the same thing.
    """
    if first.is_profit == second.is_profit:
        return math.nan
    profit, revenue = (first, second) if first.is_profit else (second, first)
    return break_even(profit.rate, revenue.rate, profit.coverage, revenue.coverage)


def rival_deal(projection: Projection) -> FlatDeal:
    """The deal that a case is compared with."""
    kind, rate, coverage = (projection.values[f"rival.{part}"] for part in ("kind", "rate", "coverage"))
    return FlatDeal(str(kind), float(np.asarray(rate)), float(np.asarray(coverage)), floored=True)


def break_even(
    profit_rate: float, revenue_rate: float, profit_coverage: float = 1.0, revenue_coverage: float = 1.0
) -> float:
    """Cost ratio at which both cost the same, or NaN where one is cheaper at every cost ratio."""
    try:
        return headline_break_even(profit_rate, revenue_rate, profit_coverage, revenue_coverage)
    except NotApplicableError:
        return math.nan

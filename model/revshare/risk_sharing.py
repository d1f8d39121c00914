"""Who carries the cost risk of a deal: spread of outcomes, sensitivity, and the floor's worth as an option."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from revshare.arrays import FloatArray
from revshare.compare import present_value
from revshare.contracts.contract import Contract, Kind
from revshare.contracts.losses import Losses, Treatment
from revshare.errors import InputError, NotApplicableError
from revshare.headline import FlatDeal
from revshare.timeline import Timeline

HALF_STEP = 1e-6
TAIL = 0.05
"""Part of the outcomes that lies in either tail."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure over its outcomes: not the expectation alone.

    Parameters
    ----------
    expected, standard_deviation
        Mean and standard deviation, money.
    low, high
        The outcomes that 5 % lie below and 5 % above.
    """

    expected: float
    standard_deviation: float
    low: float
    high: float


def spread(outcomes: npt.ArrayLike, weights: npt.ArrayLike | None = None) -> Spread:
    """Mean, standard deviation and both tails of a figure.

    Parameters
    ----------
    outcomes
        One value per outcome.
    weights
        Probability of each, in any scale; even if left out.

    Raises
    ------
    InputError
        If there is no outcome, or the weights do not fit them.
    """
    values = np.asarray(outcomes, dtype=np.float64).ravel()
    chances = np.ones(values.size) if weights is None else np.asarray(weights, dtype=np.float64).ravel()
    if not values.size or chances.size != values.size or (chances < 0).any() or not chances.sum() > 0:
        raise InputError(
            f"{values.size} outcomes and {chances.size} weights; give one weight from 0 per outcome"
        )
    chances = chances / chances.sum()
    expected = float(values @ chances)
    order = np.argsort(values, kind="stable")
    passed = np.cumsum(chances[order]) - 0.5 * chances[order]
    low, high = np.interp((TAIL, 1.0 - TAIL), passed, values[order])
    deviation = float(np.sqrt((values - expected) ** 2 @ chances))
    return Spread(expected, deviation, float(low), float(high))


def share_by_cost_ratio(
    contract: Contract, revenue: FloatArray, cost_ratios: npt.ArrayLike, timeline: Timeline
) -> FloatArray:
    """Total share at each cost ratio, shape of `cost_ratios`.

    Parameters
    ----------
    revenue
        Money per month, shape ``(T,)``.
    cost_ratios
        Cost as a fraction of revenue, one per outcome.
    """
    ratios = np.atleast_1d(np.asarray(cost_ratios, dtype=np.float64))
    lines = np.broadcast_to(revenue, (*ratios.shape, revenue.shape[-1]))
    return present_value(contract, lines, ratios[..., np.newaxis] * lines, timeline)


def cost_sensitivity(contract: Contract, revenue: FloatArray, cost_ratio: float, timeline: Timeline) -> float:
    """Change of the total share per unit of cost ratio; ``-rate * revenue`` for a flat profit share."""
    around = cost_ratio + np.array([-HALF_STEP, HALF_STEP])
    below, above = share_by_cost_ratio(contract, revenue, around, timeline)
    return float(above - below) / (2 * HALF_STEP)


def floor_value(
    contract: Contract, revenue: FloatArray, cost_ratios: npt.ArrayLike, timeline: Timeline
) -> FloatArray:
    """What the treatment of losses is worth to the partner against sharing them, at each cost ratio.

    Raises
    ------
    NotApplicableError
        If the contract is no profit share.
    """
    if contract.kind is not Kind.PROFIT_SHARE:
        raise NotApplicableError("only a profit share has a floor under losses")
    shared = replace(contract, losses=Losses(Treatment.LOSS_SHARE))
    with_floor, without = (
        share_by_cost_ratio(one, revenue, cost_ratios, timeline) for one in (contract, shared)
    )
    return with_floor - without


@dataclass(frozen=True, slots=True)
class EvenRisk:
    """A flat deal where every cost ratio of a range is equally likely, per covered dollar.

    Parameters
    ----------
    share
        Expected share.
    floor
        What the floor under losses adds to it: an option that the partner holds.
    margin
        What the lab keeps.
    """

    share: float
    floor: float
    margin: Spread


def even_risk(deal: FlatDeal, low: float, high: float) -> EvenRisk:
    """Risk of a flat deal over cost ratios from `low` to `high`, in closed form.

    The lab keeps ``k x`` of a gross margin x, with one k above zero and one below; what it pays on revenue shifts
    the margin and leaves its spread.

    Raises
    ------
    InputError
        If the range runs backwards.
    """
    if high < low:
        raise InputError(f"the cost ratio must range upwards, got {low:g} to {high:g}; exchange them")
    worst, best = 1.0 - high, 1.0 - low
    share = deal.rate if deal.is_profit else 0.0
    above, below = 1.0 - share, 1.0 if deal.floored else 1.0 - share
    losing, earning = (min(0.0, worst), min(0.0, best)), (max(0.0, worst), max(0.0, best))
    loss, profit = (_mean(*part, best - worst) for part in (losing, earning))
    expected = above * profit + below * loss
    fixed = 0.0 if deal.is_profit else deal.rate

    def kept(ratio: float) -> float:
        return above * max(0.0, 1.0 - ratio) + below * min(0.0, 1.0 - ratio) - fixed

    squares = _squares(below, *losing, expected) + _squares(above, *earning, expected)
    deviation = float(np.sqrt(squares / (best - worst))) if best > worst else 0.0
    tails = (kept(high - TAIL * (high - low)), kept(low + TAIL * (high - low)))
    margin = Spread(expected - fixed, deviation, *tails)
    return EvenRisk(profit + loss - margin.expected, (above - below) * loss, margin)


def _mean(low: float, high: float, width: float) -> float:
    """Mean of x over a range of some width, of which `low` to `high` counts."""
    return (low + high) / 2 * ((high - low) / width if width else 1.0)


def _squares(slope: float, low: float, high: float, centre: float) -> float:
    """Integral of ``(slope x - centre)^2`` from `low` to `high`."""
    first, last = slope * low - centre, slope * high - centre
    return (high - low) * (first * first + first * last + last * last) / 3

"""Most-favoured nation: a partner whose rate follows the best rate given to others (stage 6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from revshare.arrays import FloatArray, Number
from revshare.contracts.contract import Contract
from revshare.contracts.ramps import Ramp
from revshare.contracts.tiers import Tiers
from revshare.contracts.waterfall import Waterfall, waterfall
from revshare.errors import InputError, TermsError
from revshare.timeline import Timeline


class Wording(StrEnum):
    """Which rates the clause compares."""

    HEADLINE = "headline"
    TOP_TIER = "top_tier"
    EFFECTIVE = "effective"


@dataclass(frozen=True)
class Favoured:
    """A most-favoured clause.

    Parameters
    ----------
    comparables
        Names of the contracts it compares with.
    wording
        ``headline``: the rate in force in the month. ``top_tier``: the highest rate of the table.
        ``effective``: share over base of the last months.
    effective
        First day it applies; None from the model's start. It never reaches back.
    look_back
        Months over which an effective rate is taken.
    """

    comparables: tuple[str, ...]
    wording: Wording = Wording.HEADLINE
    effective: date | None = None
    look_back: int = 12

    def __post_init__(self) -> None:
        if self.look_back < 1:
            raise TermsError(f"look_back must be 1 month or more, got {self.look_back}")


@dataclass(frozen=True)
class Deal:
    """One contract of a book, with what flows into it and whom it may look at.

    Parameters
    ----------
    revenue, cost
        Money per month, shape ``(..., T)``.
    """

    contract: Contract
    revenue: FloatArray
    cost: FloatArray
    favoured: Favoured | None = None


def favoured_true_up(base: FloatArray, own_rate: Number, other_rates: Sequence[Number]) -> FloatArray:
    """Extra share the favoured holder is due: the gap to the best other rate, on its own base.

    Parameters
    ----------
    base
        The holder's base after losses, money per period.
    own_rate, other_rates
        Rates as fractions, each one number or one per period.
    """
    best = own_rate
    for rate in other_rates:
        best = np.maximum(best, rate)
    return (best - own_rate) * base


def effective_rates(share: FloatArray, base: FloatArray, months: int = 12) -> FloatArray:
    """Share over base of the last `months` months; 0 where there was no base."""
    shares, bases = (_trailing(flow, months) for flow in (share, base))
    return np.divide(shares, bases, out=np.zeros(shares.shape), where=bases > 0.0)


def _trailing(flow: FloatArray, months: int) -> FloatArray:
    total: FloatArray = np.cumsum(flow, axis=-1)
    total[..., months:] -= total[..., :-months].copy()
    return total


def raised_rates(
    rates: Mapping[str, FloatArray], holders: Mapping[str, Sequence[str]]
) -> dict[str, FloatArray]:
    """Rates after every holder is raised once, all measured before any is raised.

    Parameters
    ----------
    rates
        Rate of each contract before the clause.
    holders
        For each holder, the contracts it compares with.
    """
    raised = dict(rates)
    for name, others in holders.items():
        for other in others:
            raised[name] = np.maximum(raised[name], rates[other])
    return raised


def rate_of(result: Waterfall, contract: Contract, clause: Favoured) -> FloatArray:
    """Rate of one contract by month, in the wording of a clause."""
    rate = contract.rate
    if clause.wording is Wording.EFFECTIVE:
        return effective_rates(result.share, result.after_losses, clause.look_back)
    if clause.wording is Wording.TOP_TIER and isinstance(rate, (Tiers, Ramp)):
        best = rate.rates[0]
        for other in rate.rates[1:]:
            best = np.maximum(best, other)
        return np.broadcast_to(best, result.share.shape)
    if isinstance(rate, (Tiers, Ramp)):
        return effective_rates(result.share, result.after_losses, 1)
    return np.broadcast_to(rate, result.share.shape)


def settle(deals: Mapping[str, Deal], timeline: Timeline) -> dict[str, Waterfall]:
    """Run a book of contracts that may look at each other's rates.

    All rates are taken before any is raised, so the order of the contracts does not matter.

    Raises
    ------
    InputError
        If a clause names a contract that is not in the book.
    """
    alone = {
        name: waterfall(deal.contract, deal.revenue, deal.cost, timeline) for name, deal in deals.items()
    }
    together = dict(alone)
    for name, deal in deals.items():
        clause = deal.favoured
        if clause is None:
            continue
        missing = [other for other in clause.comparables if other not in deals]
        if missing:
            raise InputError(
                f"{name} compares with {missing[0]}, which is not in the book; name one of {', '.join(deals)}"
            )
        own, *others = (
            rate_of(alone[one], deals[one].contract, clause) for one in (name, *clause.comparables)
        )
        due = favoured_true_up(alone[name].after_losses, own, others) * alone[name].grid.in_force_from(
            clause.effective
        )
        together[name] = waterfall(deal.contract, deal.revenue, deal.cost, timeline, favoured=due)
    return together

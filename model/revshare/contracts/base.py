"""The share base: what part of revenue and cost a contract looks at (order of operations, stages 1 to 3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from revshare.arrays import FloatArray, Number
from revshare.contracts.terms import check, key
from revshare.errors import InputError
from revshare.inputs import Unit


@dataclass(frozen=True, slots=True)
class Deductions:
    """What is taken off revenue before a net revenue share.

    Parameters
    ----------
    amount
        Refunds, taxes and listed deductions, money per period.
    cap
        Most that may be deducted, as a fraction of the period's revenue; None for no cap.
    """

    amount: Number = field(
        default=0.0, metadata=key("deductions", "Deducted from revenue per month", Unit.MONEY)
    )
    cap: Number | None = field(
        default=None,
        metadata=key("deduction_cap", "Most that may be deducted, as a fraction of revenue", Unit.FRACTION),
    )

    def __post_init__(self) -> None:
        check(self)


def covered(flow: FloatArray, coverage: Number) -> FloatArray:
    """The part of a flow that the contract covers; the same array where it covers all."""
    return flow if np.ndim(coverage) == 0 and coverage == 1.0 else flow * coverage


def deducted(revenue: FloatArray, amount: Number, cap: Number | None) -> FloatArray:
    """Deductions allowed in each period: the amount, at most `cap` times revenue, none on a refund.

    Parameters
    ----------
    revenue
        Eligible revenue per period, shape ``(..., T)``.
    amount
        Listed deductions, money per period.
    """
    if cap is None:
        return np.broadcast_to(amount, np.broadcast_shapes(revenue.shape, np.shape(amount)))
    return np.minimum(amount, cap * np.maximum(revenue, 0.0))


def pooled(lines: FloatArray, pools: Sequence[str]) -> FloatArray:
    """Add up the bases of the channels of each pool, so that a loss of one meets the profit of another.

    Parameters
    ----------
    lines
        Base by channel, shape ``(channels, ..., T)``.
    pools
        Name of the pool of each channel; channels of one name share a floor.

    Returns
    -------
    FloatArray
        Base by pool, in order of first mention, shape ``(pools, ..., T)``.

    Raises
    ------
    InputError
        If there is not one pool name per channel.
    """
    if len(pools) != len(lines):
        raise InputError(f"{len(lines)} channels and {len(pools)} pool names; name one pool per channel")
    names = tuple(dict.fromkeys(pools))
    return np.stack([lines[[pool == name for pool in pools]].sum(axis=0) for name in names])


def partner_income(share: FloatArray, cost: FloatArray, own_cost: FloatArray) -> FloatArray:
    """What a partner earns that also sells the compute: its share and the margin on that compute.

    Parameters
    ----------
    share
        Partner share, money per period.
    cost
        Inference at the price the partner charges.
    own_cost
        What the same inference costs the partner.
    """
    return share + cost - own_cost

"""From what is owed to what is paid: withholding tax and payment terms (order of operations, 12 and 13)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from revshare.arrays import FloatArray, Number
from revshare.contracts.counters import nothing
from revshare.contracts.terms import check, key
from revshare.inputs import Unit


class Collector(StrEnum):
    """Who bills the customer."""

    LAB = "lab"
    PARTNER = "partner"


class CostBearer(StrEnum):
    """Who pays for the inference that a collecting partner may keep back."""

    LAB = "lab"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True)
class Payment:
    """How a share becomes cash.

    Parameters
    ----------
    collector
        ``lab``: the lab bills the customer and pays the share. ``partner``: the partner bills and
        remits revenue less its share and its deductions.
    cost_bearer
        With a collecting partner: whether it also keeps back the inference cost it bore.
    withholding
        Tax withheld, as a fraction of each payment.
    lag
        Months from accrual to payment; a fraction splits it, 1.5 is half after one month and half
        after two.
    """

    collector: Collector = field(
        default=Collector.LAB, metadata=key("collector", "Who bills the customer", Collector)
    )
    cost_bearer: CostBearer = field(
        default=CostBearer.LAB,
        metadata=key("cost_bearer", "Who bears inference that a collecting partner deducts", CostBearer),
    )
    withholding: Number = field(
        default=0.0, metadata=key("withholding", "Tax withheld, fraction of each payment", Unit.FRACTION)
    )
    lag: float = field(
        default=0.0, metadata=key("payment_lag", "Months from accrual to payment", Unit.MONTHS)
    )

    def __post_init__(self) -> None:
        check(self)


def withheld(due: FloatArray, rate: Number) -> FloatArray:
    """Tax withheld from each payment; nothing on an amount that flows back."""
    return np.maximum(due, 0.0) * rate


def parts_paid_later(lag: float) -> tuple[tuple[int, float], ...]:
    """By how many periods later each part of an accrual is paid; the parts, fractions, sum to 1."""
    whole, part = divmod(lag, 1.0)
    return ((int(whole), 1.0 - part), (int(whole) + 1, part)) if part else ((int(whole), 1.0),)


def cash(accrued: FloatArray, lag: float, opening: Number = 0.0) -> FloatArray:
    """Cash paid in each period, shape ``(..., T)``; what falls due after the last period is not shown.

    Parameters
    ----------
    accrued
        Amount owed that arises in each period.
    lag
        Periods from accrual to payment, 0 or more.
    opening
        Owed at the start and paid as even past accruals would be: in equal parts over the lag, at once
        where there is none.
    """
    if lag == 0 and not np.any(opening):
        return accrued
    shape = np.broadcast_shapes(accrued.shape, np.shape(opening))
    paid = np.zeros(shape)
    periods = shape[-1]
    for delay, part in parts_paid_later(lag):
        if delay < periods:
            paid[..., delay:] += part * accrued[..., : periods - delay]
    if np.any(opening):
        paid += opening * opening_schedule(lag, periods)
    return paid


def opening_schedule(lag: float, periods: int) -> FloatArray:
    """Fraction of the opening balance paid in each period."""
    if lag <= 1.0:
        return np.where(np.arange(periods) == 0, 1.0, 0.0)
    schedule: FloatArray = np.clip(lag - np.arange(periods), 0.0, 1.0) / lag
    return schedule


def payable(accrued: FloatArray, lag: float, opening: Number = 0.0) -> FloatArray:
    """Balance owed at the end of each period: opening + accrued - paid."""
    if lag == 0 and not np.any(opening):
        return nothing(accrued.shape)
    return opening + np.cumsum(accrued - cash(accrued, lag, opening), axis=-1)

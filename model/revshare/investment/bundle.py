"""What comes with the money: credits, investment in kind, and access to hardware (methods: investment)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from revshare.arrays import FloatArray, Number, flows, same_length
from revshare.bounds import quantity
from revshare.errors import InputError


@dataclass(frozen=True, slots=True)
class Credits:
    """The account of credits by period, shape ``(..., T)``.

    Parameters
    ----------
    granted, burned, expired
        Credits given, used and lapsed in each period, money at the seller's price, 0 or more.
    closing
        Credits left at the end of each period: opening + granted − burned − expired.
    paid
        Usage beyond the credits, paid in cash.
    """

    granted: FloatArray
    burned: FloatArray
    expired: FloatArray
    closing: FloatArray
    paid: FloatArray


def burn_credits(
    granted: npt.ArrayLike, usage: npt.ArrayLike, expiry: int | None = None, opening: float = 0.0
) -> Credits:
    """Use credits up against usage, oldest first.

    Parameters
    ----------
    granted
        Credits given at the start of each period, 0 or more, shape ``(..., T)``.
    usage
        Usage that credits may pay for, at the same price, 0 or more.
    expiry
        Periods after its own in which a grant stays usable: 0 for its own alone, None for ever.
    opening
        Credits left from before, taken as granted with those of the first period.

    Raises
    ------
    InputError
        If an amount is negative, or the two cover different periods.
    """
    given, used = flows("granted", granted), flows("usage", usage)
    same_length(granted=given, usage=used)
    for name, amounts in (("granted", given), ("usage", used), ("opening", opening)):
        quantity(name, amounts)
    if expiry is not None and expiry < 0:
        raise InputError(
            f"expiry must be 0 or more periods, got {expiry}; leave it off if credits never lapse"
        )
    given, used = np.broadcast_arrays(given, used)
    # First in, first out needs no list of grants: what came up to a period and is not gone when it lapses goes.
    arrived = opening + np.cumsum(given, axis=-1)
    gone = np.zeros(given.shape[:-1])
    burned, expired = np.zeros(given.shape), np.zeros(given.shape)
    for period in range(given.shape[-1]):
        burned[..., period] = np.minimum(arrived[..., period] - gone, used[..., period])
        gone = gone + burned[..., period]
        if expiry is not None and period >= expiry:
            expired[..., period] = np.maximum(arrived[..., period - expiry] - gone, 0.0)
            gone = gone + expired[..., period]
    closing = arrived - np.cumsum(burned + expired, axis=-1)
    return Credits(given, burned, expired, np.maximum(closing, 0.0), used - burned)


@dataclass(frozen=True, slots=True)
class InKind:
    """An investment paid in goods or services at a stated value.

    Parameters
    ----------
    stated_value
        Value the deal puts on it, money: what counts as invested.
    market_value
        What the receiver would pay for the same elsewhere.
    cost
        What it costs the investor to provide.

    Raises
    ------
    InputError
        If an amount is negative.
    """

    stated_value: float
    market_value: float
    cost: float

    def __post_init__(self) -> None:
        for name in ("stated_value", "market_value", "cost"):
            quantity(name, getattr(self, name))

    @property
    def overstatement(self) -> float:
        """Stated beyond market value: shares given for nothing; negative if understated."""
        return self.stated_value - self.market_value

    @property
    def margin(self) -> float:
        """Stated value beyond the investor's cost."""
        return self.stated_value - self.cost


def access_value(
    demand: Number, capacity_without: Number, units_unlocked: Number, contribution_per_unit: Number
) -> FloatArray:
    """What access is worth apart from its price: contribution on demand that would otherwise go unmet.

    Parameters
    ----------
    demand, capacity_without
        Units wanted, and units that can be served without the deal.
    units_unlocked
        Units the deal adds.
    contribution_per_unit
        Price less variable cost of a unit, money.

    Raises
    ------
    InputError
        If a number of units is negative.
    """
    for name, units in (
        ("demand", demand),
        ("capacity_without", capacity_without),
        ("units_unlocked", units_unlocked),
    ):
        quantity(name, units)
    unmet = np.maximum(np.asarray(demand, dtype=np.float64) - capacity_without, 0.0)
    return np.minimum(unmet, units_unlocked) * contribution_per_unit

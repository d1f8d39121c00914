"""Caps: the most that is paid in a period, a year or the life of a contract (stages 7 and 8)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np

from revshare.arrays import BoolArray, FloatArray, Number
from revshare.contracts.counters import TOLERANCE, before, high_water, never, running_total, with_opening
from revshare.contracts.grid import Grid
from revshare.contracts.term import YearKind
from revshare.contracts.terms import check, key
from revshare.inputs import Unit
from revshare.timeline import segments


@dataclass(frozen=True, slots=True)
class Caps:
    """Limits on the share, in the order they apply; None where there is none.

    Parameters
    ----------
    period
        Most paid in one month.
    annual
        Most paid in one year.
    lifetime
        Most paid ever.
    year
        The year an annual cap counts by.
    prorate
        Whether an annual cap shrinks with a part year.
    """

    period: Number | None = field(
        default=None, metadata=key("period_cap", "Most paid in one month", Unit.MONEY)
    )
    annual: Number | None = field(
        default=None, metadata=key("annual_cap", "Most paid in one year", Unit.MONEY)
    )
    lifetime: Number | None = field(
        default=None, metadata=key("lifetime_cap", "Most paid over the life", Unit.MONEY)
    )
    year: YearKind = field(
        default=YearKind.CONTRACT, metadata=key("cap_year", "The year an annual cap counts by", YearKind)
    )
    prorate: bool = field(
        default=False,
        metadata=key("prorate_caps", "Whether an annual cap shrinks with a part year", Unit.FLAG),
    )

    def __post_init__(self) -> None:
        check(self)


@dataclass(frozen=True, eq=False)
class Limit:
    """A cap at work: what came in, what was paid, and what the cap did.

    Parameters
    ----------
    share
        Share before the cap, money per period, shape ``(..., T)``.
    paid
        Share after the cap.
    room_before
        What could still be paid at the start of each period, never negative.
    resets
        True in each period that opens a new counter, shape ``(T,)``.
    """

    share: FloatArray
    paid: FloatArray
    room_before: FloatArray
    resets: BoolArray

    @cached_property
    def room(self) -> FloatArray:
        """What may still be paid at the end of each period, never negative."""
        return np.maximum(self.room_before - self.paid, 0.0)

    @cached_property
    def forgone(self) -> FloatArray:
        """Share the cap took away in each period, never negative."""
        return self.share - self.paid

    @cached_property
    def binding(self) -> BoolArray:
        """Periods in which the cap took something away."""
        return self.forgone > TOLERANCE * np.maximum(1.0, np.abs(self.share))

    def exhausted_on(self, grid: Grid) -> list[date | None]:
        """The last paid day of each counter year of one series; None where room was left.

        Inside a period the share accrues evenly by day: with room for a fraction of it, the last paid
        day is that fraction of its days, rounded up.
        """
        left = self.room_before - self.share
        used_up = (self.share > 0.0) & (left <= TOLERANCE * np.maximum(1.0, self.share))
        days: list[date | None] = []
        for part in segments(self.resets):
            hits = np.flatnonzero(used_up[part])
            period = part.start + int(hits[0]) if hits.size else None
            days.append(
                None
                if period is None
                else grid.day_in(period, float(self.room_before[period]) / float(self.share[period]))
            )
        return days


def capped(share: FloatArray, cap: Number | None, resets: BoolArray, opening: Number = 0.0) -> Limit:
    """Apply one cap.

    A positive share is paid up to the room left; a negative one is passed on and restores room. With
    cumulative share ``Y`` the room is ``max(0, running maximum of Y - cap) - (Y - cap)``.

    Parameters
    ----------
    share
        Money per period, shape ``(..., T)``.
    cap
        Most that is paid between two resets: a number, an array that broadcasts and is constant between
        resets, or None for no cap.
    resets
        True in each period that opens a new counter, shape ``(T,)``.
    opening
        Paid in the first counter before the first period.
    """
    if cap is None:
        return Limit(share, share, np.broadcast_to(np.inf, share.shape), resets)
    full = with_opening(with_opening(share, cap), opening)
    limits = np.broadcast_to(cap, full.shape)
    if np.any(np.asarray(opening) > limits[..., :1]):
        return _from_above(full, limits, resets, opening)
    if resets[1:].all():
        room_before = limits
    else:
        over = running_total(full, resets, opening) - cap
        room_before = before(high_water(over, resets) - over, never(full.shape[-1]))
        fresh = np.flatnonzero(resets)
        room_before[..., fresh] = limits[..., fresh]
    if np.any(opening) or not resets[1:].all():
        room_before = np.array(room_before)
        room_before[..., :1] = limits[..., :1] - opening
    return Limit(share, np.minimum(full, room_before), room_before, resets)


def _from_above(share: FloatArray, limits: FloatArray, resets: BoolArray, opening: Number) -> Limit:
    """Period by period, for a counter that opens above its cap: nothing is paid and nothing clawed back."""
    paid = np.empty(share.shape)
    room_before = np.empty(share.shape)
    counted = np.broadcast_to(opening, (*share.shape[:-1], 1))[..., 0]
    for t in range(share.shape[-1]):
        if resets[t] and t:
            counted = np.zeros_like(counted)
        room_before[..., t] = np.maximum(limits[..., t] - counted, 0.0)
        paid[..., t] = np.minimum(share[..., t], room_before[..., t])
        counted = counted + paid[..., t]
    return Limit(share, paid, room_before, resets)

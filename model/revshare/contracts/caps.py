"""Caps: the most that is paid in a period, a year or the life of a contract (stages 7 and 8)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np

from revshare.arrays import BoolArray, FloatArray, IntArray, Number
from revshare.contracts.counters import TOLERANCE, before, beside, by_month, endless, of_months
from revshare.contracts.grid import Grid
from revshare.contracts.term import YearKind
from revshare.contracts.terms import check, key
from revshare.inputs import Unit
from revshare.timeline import openings, segments


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
    fresh
        Room at the start of each counter, shape ``(..., counters)``; infinite without a cap.
    resets
        True in each period that opens a new counter, shape ``(T,)``.
    """

    share: FloatArray
    paid: FloatArray
    fresh: FloatArray
    resets: BoolArray

    @cached_property
    def room(self) -> FloatArray:
        """What may still be paid at the end of each period, never negative."""
        if self.fresh.shape[-1] == 1 and np.isinf(self.fresh).all():
            return endless(self.paid.shape)
        paid, closing = by_month(self.paid), []
        for part, left in zip(segments(self.resets), by_month(self.fresh), strict=True):
            for now in paid[part]:
                left = left - now  # noqa: PLW2901 - the room runs down
                closing.append(left)
        return np.maximum(of_months(closing), 0.0)

    @cached_property
    def room_before(self) -> FloatArray:
        """What could still be paid at the start of each period."""
        room = before(self.room, self.resets)
        room[..., openings(self.resets)] = np.maximum(self.fresh, 0.0)
        return room

    @cached_property
    def forgone(self) -> FloatArray:
        """Share the cap took away in each period, never negative."""
        return self.share - self.paid

    @cached_property
    def binding(self) -> BoolArray:
        """Periods in which the cap took something away."""
        return self.forgone > TOLERANCE * np.maximum(1.0, np.abs(self.share))

    def exhausted_on(self, grid: Grid) -> list[date | None]:
        """Last paid day of each counter year of one series; None where room was left.

        Inside a period the share accrues evenly by day: with room for a fraction of it, the last paid
        day is that fraction of its days, rounded up.
        """
        room = self.room_before
        used_up = (self.share > 0.0) & (room - self.share <= TOLERANCE * np.maximum(1.0, self.share))
        days: list[date | None] = []
        for part in segments(self.resets):
            hits = np.flatnonzero(used_up[part])
            if hits.size:
                period = part.start + int(hits[0])
                days.append(grid.day_in(period, float(room[period]) / float(self.share[period])))
            else:
                days.append(None)
        return days


def capped(share: FloatArray, cap: Number | None, resets: BoolArray, opening: Number = 0.0) -> Limit:
    """Apply one cap.

    A positive share is paid up to the room left; a negative one is passed on and restores room. A counter
    that opens above its cap pays nothing, and nothing is clawed back.

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
    starts = openings(resets)
    if cap is None:
        return Limit(share, share, endless((len(starts),)), resets)
    full = beside(share, cap, opening)
    fresh = _fresh(cap, opening, starts, full.shape)
    if len(starts) == full.shape[-1]:
        return Limit(share, np.minimum(full, np.maximum(fresh, 0.0)), fresh, resets)
    return Limit(share, _paid(full, fresh, resets), fresh, resets)


def _fresh(cap: Number, opening: Number, starts: IntArray, shape: tuple[int, ...]) -> FloatArray:
    """Room at the start of each counter; one row of it serves a whole stack with certain terms."""
    each = np.broadcast_to(cap, (*np.shape(cap)[:-1], shape[-1]))[..., starts] if np.ndim(cap) else cap
    scenarios = np.broadcast_shapes(np.shape(cap)[:-1], np.shape(opening)[:-1])
    fresh = np.empty((*scenarios, len(starts)))
    fresh[...] = each
    fresh[..., :1] -= opening
    return fresh


def _paid(share: FloatArray, fresh: FloatArray, resets: BoolArray) -> FloatArray:
    """Read the clause aloud: pay up to the room left, let refunds restore it."""
    if share.ndim == 1:
        return np.array(_paid_singly(share.tolist(), fresh.tolist(), resets))
    above = bool((fresh[..., 0] < 0.0).any())
    paid = np.empty_like(share)
    due, found = by_month(share), by_month(paid)
    for part, left in zip(segments(resets), by_month(fresh), strict=True):
        for amount, now in zip(due[part], found[part], strict=True):
            np.minimum(amount, np.maximum(left, 0.0) if above else left, out=now)
            left = left - now  # noqa: PLW2901 - the room runs down
    return paid


def _paid_singly(share: list[float], fresh: list[float], resets: BoolArray) -> list[float]:
    """The same for one series, for which plain numbers are much sooner done."""
    paid = []
    for part, left in zip(segments(resets), fresh, strict=True):
        for amount in share[part]:
            paid.append(min(amount, max(left, 0.0)))
            left -= paid[-1]  # noqa: PLW2901 - the room runs down
    return paid

"""Months cut where a contract's terms change inside them, so that every counter resets on its day.

Most contracts change on the first of a month: nothing is cut and every step here hands its input back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np

from revshare.arrays import BoolArray, FloatArray, IntArray
from revshare.contracts.term import Calendar, Proration, YearKind
from revshare.timeline import Timeline, add_months, months_between


@dataclass(frozen=True, eq=False)
class Grid:
    """The pieces of months, ``P`` of them; as many as months where nothing is cut.

    Parameters
    ----------
    timeline
        The months.
    calendar
        The contract's days.
    firsts
        First day of each piece.
    """

    timeline: Timeline
    calendar: Calendar
    firsts: tuple[date, ...]

    @cached_property
    def month(self) -> IntArray:
        """Month of each piece, shape ``(P,)``."""
        return np.array([months_between(self.timeline.start, day) for day in self.firsts], dtype=np.int64)

    @cached_property
    def stop(self) -> date:
        """Day after the last month."""
        return add_months(self.timeline.start, self.timeline.months)

    @cached_property
    def days(self) -> FloatArray:
        """Days in each piece."""
        edges = np.array([*(day.toordinal() for day in self.firsts), self.stop.toordinal()])
        return np.diff(edges).astype(np.float64)

    @cached_property
    def active(self) -> BoolArray:
        """Pieces on which the contract runs; it starts and ends only between pieces."""
        return np.array([self.calendar.covers(day) for day in self.firsts])

    @cached_property
    def weight(self) -> FloatArray:
        """Fraction of its month's flows that falls on each piece and is covered."""
        covered = self.days * self.active
        whole = self.timeline.days
        if self.calendar.proration in {Proration.FULL_PERIOD, Proration.NONE}:
            touched = np.bincount(self.month, covered, self.timeline.months)
            whole = np.where(touched > 0, touched, whole)
        return covered / whole[self.month]

    @cached_property
    def uncut(self) -> bool:
        """Whether every piece is a whole month."""
        return len(self.firsts) == self.timeline.months

    @cached_property
    def plain(self) -> bool:
        """Whether every month is whole and covered, so that flows need no splitting."""
        return self.uncut and bool((self.weight == 1.0).all())

    @cached_property
    def _opening(self) -> IntArray:
        return np.flatnonzero(np.diff(self.month, prepend=-1))

    @cached_property
    def _closing(self) -> IntArray:
        return np.append(self._opening[1:], len(self.firsts)) - 1

    def split(self, flow: FloatArray) -> FloatArray:
        """Share of a monthly flow that falls on each piece, ``(..., T)`` to ``(..., P)``."""
        if self.plain:
            return flow
        return (flow if self.uncut else flow[..., self.month]) * self.weight

    def divide(self, covered: FloatArray) -> FloatArray:
        """Share of a month's amount that covers its active days only, on each piece by those days."""
        if self.plain:
            return covered
        days = self.days * self.active
        in_month = np.bincount(self.month, days, self.timeline.months)[self.month]
        part = np.divide(days, in_month, out=np.zeros(days.shape), where=in_month > 0)
        return covered[..., self.month] * part

    def in_force_from(self, first: date | None) -> FloatArray:
        """Fraction of each month's covered days on or after a day; all of them from the start if None."""
        days = self.days * self.active
        opens = np.array([day.toordinal() for day in self.firsts])
        late = np.clip(opens + self.days - (first.toordinal() if first else 0), 0.0, self.days) * self.active
        both = (np.bincount(self.month, part, self.timeline.months) for part in (late, days))
        in_force, covered = both
        return np.divide(in_force, covered, out=np.zeros(covered.shape), where=covered > 0)

    def spread(self, level: FloatArray) -> FloatArray:
        """A monthly level, such as a rate, on each piece of its month."""
        return level if self.uncut else level[..., self.month]

    def gather(self, flow: FloatArray) -> FloatArray:
        """Sum a flow by piece into months, ``(..., P)`` to ``(..., T)``."""
        return flow if self.uncut else np.add.reduceat(flow, self._opening, axis=-1)

    def closing(self, stock: FloatArray) -> FloatArray:
        """Balance at the end of each month of a balance by piece."""
        return stock if self.uncut else stock[..., self._closing]

    def months_of(self, pieces: slice) -> slice:
        """The months that close inside a stretch of pieces."""
        first, stop, _ = pieces.indices(len(self.firsts))
        edges = np.searchsorted(self._closing, (first, stop))
        return slice(int(edges[0]), int(edges[1]))

    def piece_of(self, day: date) -> int:
        """Index of the first piece that starts on or after a day."""
        return int(np.searchsorted([first.toordinal() for first in self.firsts], day.toordinal()))

    @cached_property
    def contract_month(self) -> IntArray:
        """Contract month of each piece, 1 for the first; zero and below before the start."""
        months = [months_between(self.calendar.start, day) + 1 for day in self.firsts]
        return np.array(months, dtype=np.int64)

    def resets(self, kind: YearKind | None, months: int = 12) -> BoolArray:
        """True in each piece that opens a new year (or quarter, for 3 months); None never resets."""
        known = self._resets_by_kind
        if (kind, months) not in known:
            opens = [kind and self.calendar.interval(kind, day, months)[0] for day in self.firsts]
            known[kind, months] = np.array([True, *(a != b for a, b in pairwise(opens))])
        return known[kind, months]

    @cached_property
    def monthly_resets(self) -> BoolArray:
        """True in the first piece of each month."""
        opens: BoolArray = np.diff(self.month, prepend=-1) != 0
        return opens

    @cached_property
    def monthly_closes(self) -> BoolArray:
        """True in the last piece of each month."""
        return np.roll(self.monthly_resets, -1)

    @cached_property
    def _resets_by_kind(self) -> dict[tuple[YearKind | None, int], BoolArray]:
        return {}

    def covered_fractions(self, kind: YearKind, months: int = 12) -> FloatArray:
        """Fraction of its year that the contract covers, for each piece."""
        spans = [self.calendar.interval(kind, day, months) for day in self.firsts]
        fractions = {span: self.calendar.covered_fraction(*span) for span in set(spans)}
        return np.array([fractions[span] for span in spans])

    def day_in(self, piece: int, fraction: float) -> date:
        """The day on which a fraction of a piece has passed, doubt decided for the earlier day."""
        days = int(np.ceil(fraction * self.days[piece] - 1e-9))
        return self.firsts[piece] + timedelta(days=max(days, 1) - 1)


@lru_cache(maxsize=256)
def grid(timeline: Timeline, calendar: Calendar, cut_every: int = 0, cuts: tuple[date, ...] = ()) -> Grid:
    """The pieces of a timeline for one contract.

    Parameters
    ----------
    cut_every
        Contract months between changes of terms: 12 for contract years, 3 for their quarters, 1 for a
        ramp, 0 if nothing follows the contract's own months.
    cuts
        Further days on which terms change, such as amendments.
    """
    stop = add_months(timeline.start, timeline.months)
    days = {calendar.start, *cuts}
    if calendar.stop:
        days.add(calendar.stop)
    if cut_every and calendar.start.day != 1:
        first = months_between(calendar.start, timeline.start) // cut_every
        last = months_between(calendar.start, stop) // cut_every + 1
        days.update(add_months(calendar.start, n * cut_every) for n in range(max(first, 0), last + 1))
    inside = {day for day in days if timeline.start <= day < stop}
    return Grid(timeline, calendar, tuple(sorted(inside.union(timeline.dates))))

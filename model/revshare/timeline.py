"""Calendar months, and calendar, fiscal and contract years as views of them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np

from revshare.arrays import BoolArray, FloatArray, IntArray
from revshare.errors import InputError


def add_months(start: date, months: int) -> date:
    """`start` moved by whole months, clipped to the end of a shorter month.

    Count from the original date, never from a clipped one: 31 January + 2 is 31 March.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def months_between(start: date, day: date) -> int:
    """Whole contract months from `start` to `day`; negative before `start`.

    Counted with `add_months`, so a contract of the 31st has its month ends where a shorter month ends.
    """
    months = (day.year - start.year) * 12 + day.month - start.month
    return months - (add_months(start, months) > day)


def fiscal_year(day: date, year_end_month: int = 12) -> int:
    """Label of the fiscal year that holds `day`: the calendar year in which it ends.

    Parameters
    ----------
    year_end_month
        Last month of the fiscal year, 1 to 12 (Amazon 12, Microsoft 6, Oracle 5, Nvidia 1).
    """
    if not 1 <= year_end_month <= 12:
        raise InputError(f"fiscal year end must be a month 1 to 12, got {year_end_month}")
    return day.year + (day.month > year_end_month)


def resets_every(reset_every: int | str | Sequence[float] | FloatArray, periods: int) -> BoolArray:
    """Flags of the periods that open a new counter year, shape ``(T,)``.

    Parameters
    ----------
    reset_every
        Number of periods in a counter year (12 on months, 1 for every period), ``"never"`` for one counter
        over the whole life, or one flag per period, 1 where a new year opens.
    periods
        Number of periods ``T``.

    Raises
    ------
    InputError
        If it is none of these, or there are not as many flags as periods.
    """
    if isinstance(reset_every, str):
        if reset_every.strip().lower() != "never":
            raise InputError(
                f'reset_every must be a number of periods, "never" or a row of flags, got "{reset_every}"'
            )
        return _every(periods, periods)
    given = np.asarray(reset_every, dtype=np.float64)
    if given.ndim == 0:
        length = float(given)
        if not (length >= 1 and length.is_integer()):
            raise InputError(
                f'reset_every must be a whole number of periods from 1, or "never", got {length:g}'
            )
        return _every(int(length), periods)
    if given.shape != (periods,):
        raise InputError(
            f"reset_every has {given.size} flags for {periods} periods; give one flag per period"
        )
    if not np.isin(given, (0.0, 1.0)).all():
        raise InputError("reset_every flags must be 1 where a new year opens and 0 elsewhere")
    return np.asarray(given == 1.0)


def _every(length: int, periods: int) -> BoolArray:
    flags = np.zeros(periods, dtype=np.bool_)
    flags[::length] = True
    return flags


def segments(resets: BoolArray) -> tuple[slice, ...]:
    """Stretches of periods between resets; the first opens at the first period whatever its flag."""
    return _stretches(resets.tobytes())[0]


def openings(resets: BoolArray) -> IntArray:
    """First period of each stretch between resets."""
    return _stretches(resets.tobytes())[1]


@lru_cache(maxsize=256)
def _stretches(flags: bytes) -> tuple[tuple[slice, ...], IntArray]:
    starts = [0, *(period for period in range(1, len(flags)) if flags[period])]
    stretches = tuple(slice(a, b) for a, b in pairwise([*starts, len(flags)]))
    return stretches, np.array(starts, dtype=np.int64)


@dataclass(frozen=True)
class Timeline:
    """The model's grid of calendar months.

    Parameters
    ----------
    start
        First day of the first month.
    months
        Number of months, at least 1.

    Raises
    ------
    InputError
        If `start` is not the first of a month or there is no month.
    """

    start: date
    months: int

    def __post_init__(self) -> None:
        if self.start.day != 1:
            raise InputError(f"start must be the first of a month, got {self.start.isoformat()}")
        if self.months < 1:
            raise InputError(f"months must be at least 1, got {self.months}")

    @classmethod
    def of_years(cls, first: int, last: int) -> Timeline:
        """Whole calendar years from `first` to `last`, both included."""
        if last < first:
            raise InputError(f"last year {last} lies before first year {first}")
        return cls(date(first, 1, 1), 12 * (last - first + 1))

    @cached_property
    def dates(self) -> tuple[date, ...]:
        """First day of each month."""
        return tuple(add_months(self.start, month) for month in range(self.months))

    @cached_property
    def days(self) -> FloatArray:
        """Days in each month."""
        return np.array([monthrange(day.year, day.month)[1] for day in self.dates], dtype=np.float64)

    @cached_property
    def calendar_years(self) -> IntArray:
        """Calendar year of each month."""
        return np.array([day.year for day in self.dates], dtype=np.int64)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The calendar years that the months touch, in order."""
        return tuple(range(self.dates[0].year, self.dates[-1].year + 1))

    @cached_property
    def _year_starts(self) -> list[int]:
        """First month of each calendar year, and the end of the last."""
        return [*(self.calendar_years.searchsorted(self.years)).tolist(), self.months]

    def by_year(self, flow: FloatArray) -> FloatArray:
        """Sum a monthly flow into calendar years, shape ``(..., T)`` to ``(..., years)``."""
        if flow.ndim == 1 or not flow.flags.f_contiguous:
            return np.add.reduceat(flow, self._year_starts[:-1], axis=-1)
        # A stack laid out by month is summed in vectors, six times as fast.
        years = [flow[..., first:end].sum(axis=-1) for first, end in pairwise(self._year_starts)]
        return np.stack(years, axis=-1)

    def at_year_end(self, stock: FloatArray) -> FloatArray:
        """Closing value of each calendar year of a monthly stock."""
        return stock[..., [end - 1 for end in self._year_starts[1:]]]

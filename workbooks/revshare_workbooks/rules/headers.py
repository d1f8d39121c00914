"""Which columns of a sheet are periods, and which column a word heads: read from what the sheet shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from statistics import median
from typing import TypeAlias

Place: TypeAlias = tuple[int, int]
Period: TypeAlias = date | int

LEAST_DATES, LEAST_YEARS = 6, 3
"""Periods in a row that make it a header."""
_YEAR = re.compile(r"(?:FY|CY)?\s?((?:19|20)\d\d)\s?[AEFB]?")
_YEARS = range(1990, 2101)


@dataclass(frozen=True)
class Zone:
    """Columns that are periods, from their header row down to the row before the next header.

    Parameters
    ----------
    header, last
        First and last row.
    periods
        Column to the day or year that stands above it.
    """

    header: int
    last: int
    periods: Mapping[int, Period]

    @property
    def monthly(self) -> bool:
        """Whether its periods are calendar months."""
        days = [period for period in self.periods.values() if isinstance(period, date)]
        gaps = [(after - before).days for before, after in pairwise(days)]
        return len(days) == len(self.periods) and bool(gaps) and min(gaps) >= 28 and median(gaps) <= 31

    @property
    def first_column(self) -> int:
        """Column of its first period."""
        return min(self.periods)

    @property
    def last_column(self) -> int:
        """Column of its last period."""
        return max(self.periods)

    def holds(self, row: int) -> bool:
        """Whether a row lies under its header."""
        return self.header < row <= self.last


def zones(shown: Mapping[Place, object]) -> list[Zone]:
    """Find the rows of a sheet that head columns with periods; a later header over the same columns ends one."""
    by_row: dict[int, dict[int, object]] = {}
    for (row, column), value in shown.items():
        by_row.setdefault(row, {})[column] = value
    last = max(by_row, default=0)
    found: list[Zone] = []
    for row in sorted(by_row):
        for periods in _runs(by_row[row]):
            over = [
                zone for zone in found if zone.last == last and not zone.periods.keys().isdisjoint(periods)
            ]
            if any(periods.keys() <= zone.periods.keys() and _starts(zone, periods) for zone in over):
                continue  # the same columns again: a row of days under the header
            for zone in over:
                found[found.index(zone)] = Zone(zone.header, row - 1, zone.periods)
            found.append(Zone(row, last, periods))
    return found


def _starts(zone: Zone, periods: Mapping[int, Period]) -> bool:
    """Whether these periods are of the kind that already heads these columns."""
    return isinstance(next(iter(periods.values())), date) == isinstance(
        next(iter(zone.periods.values())), date
    )


def _runs(cells: Mapping[int, object]) -> Iterable[dict[int, Period]]:
    """Days that follow each other, and years that follow each other by one, in a row."""
    days = {column: value for column, value in sorted(cells.items()) if isinstance(value, date)}
    if len(days) >= LEAST_DATES and all(before < after for before, after in pairwise(_plain(days.values()))):
        yield dict(zip(days, _plain(days.values()), strict=True))
    years = {column: year for column, value in sorted(cells.items()) if (year := _year(value))}
    ascending = all(after == before + 1 for before, after in pairwise(years.values()))
    if len(years) >= LEAST_YEARS and ascending:
        yield dict(years)


def _plain(days: Iterable[date]) -> list[date]:
    return [day.date() if isinstance(day, datetime) else day for day in days]


def _year(value: object) -> int:
    """Read a cell as a year; 0 if it is none."""
    if isinstance(value, str) and (found := _YEAR.fullmatch(value.strip())):
        return int(found[1])
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value in _YEARS:
        return int(value)
    return 0


def headed(shown: Mapping[Place, object], words: Iterable[str]) -> list[Place]:
    """Cells that hold nothing but one of these words, in capitals or not: heads of columns."""
    wanted = {word.casefold() for word in words}
    return [
        place
        for place, value in sorted(shown.items())
        if isinstance(value, str) and value.strip().casefold() in wanted
    ]

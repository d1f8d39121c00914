"""When a minimum guarantee is tested, and what part of it is due at each test (stage 9)."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple, TypeAlias

import numpy as np

from revshare.arrays import BoolArray, FloatArray
from revshare.contracts.grid import Grid
from revshare.contracts.minimum import Interval
from revshare.contracts.term import Calendar, YearKind

Span: TypeAlias = tuple[date, date]


class Schedule(NamedTuple):
    """The tests of a minimum on a grid.

    Parameters
    ----------
    tests, closes
        Flags by piece: where a test falls, and where it closes its interval.
    due
        At each test, the fraction of the amount due since its interval opened; 0 elsewhere.
    ends
        True on the last covered piece of a contract that ends inside the model.
    """

    tests: BoolArray
    closes: BoolArray
    due: FloatArray
    ends: BoolArray

    def part(self, pieces: slice) -> Schedule:
        """The same schedule over a stretch of pieces."""
        return Schedule(self.tests[pieces], self.closes[pieces], self.due[pieces], self.ends[pieces])


@lru_cache(maxsize=256)
def schedule(grid: Grid, test: Interval, year: YearKind, prorate: bool) -> Schedule:
    """When a minimum is tested on a grid, and for how much.

    A test falls on the last covered piece of its interval, if the model reaches the end of the interval
    or of the contract.
    """
    calendar = grid.calendar
    closings = (*grid.firsts[1:], grid.stop)
    tests, closes, ends = np.zeros((3, len(closings)), dtype=np.bool_)
    due = np.zeros(len(closings))
    for piece, (day, closing) in enumerate(zip(grid.firsts, closings, strict=True)):
        if not calendar.covers(day):
            continue
        span, whole = _interval(calendar, test, year, day)
        ends[piece] = closing == calendar.stop
        tests[piece] = ends[piece] or (span is not None and closing == span[1])
        closes[piece] = tests[piece] and (ends[piece] or closing == whole[1] or span == whole)
        if tests[piece]:
            due[piece] = calendar.covered_fraction(*whole) if prorate and test is not Interval.TERM else 1.0
        if test is Interval.QUARTER and span:
            due[piece] *= _quarters(calendar, year, whole, span)
    return Schedule(tests, closes, due, ends)


def _interval(calendar: Calendar, test: Interval, year: YearKind, day: date) -> tuple[Span | None, Span]:
    """The tested stretch that holds a day (None: until the contract ends), and the interval it belongs to."""
    if test is Interval.PERIOD:
        month = calendar.interval(YearKind.CALENDAR, day, 1)
        return month, month
    whole = calendar.interval(year, day)
    if test is Interval.TERM:
        return None, whole
    return (calendar.interval(year, day, 3) if test is Interval.QUARTER else whole), whole


def _quarters(calendar: Calendar, kind: YearKind, year: Span, quarter: Span) -> float:
    """Fraction of the covered quarters of a year that have passed at the end of one of them."""
    spans = calendar.quarters(kind, year[0])
    covered = [calendar.covered_fraction(*span) for span in spans]
    passed = sum(part for span, part in zip(spans, covered, strict=True) if span <= quarter)
    return passed / sum(covered)

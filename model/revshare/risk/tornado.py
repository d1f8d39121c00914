"""Tornado: every driver at both ends of its range, one at a time (methods: risk)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from revshare.arrays import BoolArray, FloatArray, Number
from revshare.case import Case
from revshare.errors import ModelError
from revshare.inputs_table import InputsTable
from revshare.risk.drivers import varied
from revshare.risk.start import Point, Start

ROUNDING = 1e-12
"""A swing of less, relative, is none."""

Ends = tuple[Point, Point]


@dataclass(frozen=True, slots=True)
class Bar:
    """What one driver does to a figure.

    Parameters
    ----------
    driver
        Its name.
    low, base, high
        The figure with the driver at the low end of its range, at the start, and at the high end.
    """

    driver: str
    low: float
    base: float
    high: float

    @property
    def swing(self) -> float:
        """Distance between the figures at both ends."""
        return abs(self.high - self.low)


@dataclass(frozen=True)
class Tornado:
    """Bars, the widest first, and the drivers left out, each with the reason."""

    bars: tuple[Bar, ...]
    held: Mapping[str, str]


def bars(figures: Callable[[Sequence[Point]], FloatArray], ends: Mapping[str, Ends]) -> tuple[Bar, ...]:
    """Bars of any figure, the widest first and then by name; a driver that does not move it has none.

    Parameters
    ----------
    figures
        Answers the figure at each point; a point holds only what differs from the start.
    ends
        Both ends of each driver's range.
    """
    return _bars(figures(_points(ends)), ends)


def _points(ends: Mapping[str, Ends]) -> list[Point]:
    """The start, then both ends of each driver."""
    return [{}, *(point for pair in ends.values() for point in pair)]


def _bars(found: FloatArray, names: Iterable[str]) -> tuple[Bar, ...]:
    """Bars of a figure that is known at the start and at both ends of each driver."""
    base = float(found[0])
    pairs = np.where(_same(found[1:], base), base, found[1:]).reshape(-1, 2)
    wide = [
        Bar(name, float(low), base, float(high))
        for name, (low, high) in zip(names, pairs, strict=True)
        if not _same(high, low)
    ]
    return tuple(sorted(wide, key=_place))


def _same(one: FloatArray, other: Number) -> BoolArray:
    """Whether figures are equal but for rounding; those that do not exist are not."""
    return np.asarray(np.abs(one - other) <= ROUNDING * np.maximum(np.abs(one), np.abs(other)))


def _place(bar: Bar) -> tuple[float, str]:
    """Widest first; a figure that does not exist at one end comes last."""
    return (math.inf if math.isnan(bar.swing) else -bar.swing, bar.driver)


def tornado(source: Case | InputsTable, line: str, scenario: str | None = None) -> Tornado:
    """What each input with a range does to a line's total; the years of one table move together.

    Shares of a partition do not move alone, and a driver whose end makes the case impossible has no bar:
    both are told in `held`.

    Raises
    ------
    InputError
        If there is no such line.
    """
    return tornados(Start.of(source, scenario), (line,))[0]


def tornados(start: Start, lines: Sequence[str]) -> tuple[Tornado, ...]:
    """The tornado of each of several lines, from the same projections; see `tornado`."""
    found = varied(start)
    ends = {driver.name: (driver.end("low"), driver.end("high")) for driver in found.drivers}
    held = dict(found.held)
    start.totals_of(lines, [{}])
    try:
        totals = start.totals_of(lines, _points(ends))
    except ModelError:
        for name, pair in list(ends.items()):
            try:
                start.totals_of(lines, pair)
            except ModelError as fault:
                held[name] = f"an end of its range makes the case impossible: {fault}"
                del ends[name]
        totals = start.totals_of(lines, _points(ends))
    return tuple(Tornado(_bars(row, ends), held) for row in totals)


def table(source: Case | InputsTable, line: str) -> dict[str, list[object]]:
    """The bars as columns by header."""
    found = tornado(source, line).bars
    return {
        "driver": [bar.driver for bar in found],
        "low": [bar.low for bar in found],
        "base": [bar.base for bar in found],
        "high": [bar.high for bar in found],
        "swing": [bar.swing for bar in found],
    }

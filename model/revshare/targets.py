"""Published figures beside the projection's: hit, or missed by how much."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

import numpy as np

from revshare.arrays import FloatArray
from revshare.case import Target
from revshare.errors import InputError
from revshare.lines import Projection
from revshare.path import COMPARABLE, path_of

ROUNDING = 1e-9
"""A miss by less than this part is the arithmetic's, not the deal's."""

LARGEST = 1e300
"""Beside a published figure next to 0 a miss has no size that could be told."""

HIT = "hit"
NOT_REACHED = "not reached"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a figure of the projection stands to a published range.

    Parameters
    ----------
    value
        The projection's figure; None where it is not reached within the horizon.
    low, high
        Ends of the published range, in the figure's unit; None where it is open.
    in_years
        Whether the figures are calendar years, a miss of which is told in years.
    """

    value: float | None
    low: float | None
    high: float | None
    in_years: bool = False

    @property
    def end(self) -> float | None:
        """What is compared with: the nearer end of the range, or the value itself where it lies within."""
        if self.value is None:
            return None
        low = -np.inf if self.low is None else self.low
        high = np.inf if self.high is None else self.high
        return min(max(self.value, low), high)

    @property
    def difference(self) -> float | None:
        """How far the figure lies outside the range, below it negative; 0 for a hit, None if not reached."""
        if self.value is None or self.end is None:
            return None
        gap = self.value - self.end
        return gap if abs(gap) > ROUNDING * (abs(self.end) or 1.0) else 0.0

    @property
    def miss(self) -> float:
        """The difference relative to the nearer end (to 1 where that end is 0); 0 for a hit or not reached."""
        return (self.difference or 0.0) / (abs(self.end or 0.0) or 1.0)

    @property
    def words(self) -> str:
        """The verdict in words."""
        if self.difference is None:
            return NOT_REACHED
        if self.difference == 0.0:
            return HIT
        if self.in_years:
            years = abs(self.difference)
            return f"missed by {years:.0f} year{'s' if years > 1 else ''}"
        return f"{_percent(abs(self.miss))}% {'below' if self.difference < 0 else 'above'}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A published figure and how the projection stands to it."""

    target: Target
    verdict: Verdict


def compare(projection: Projection) -> list[Comparison]:
    """Compare a projection with every target of its case."""
    return [
        Comparison(target, Verdict(figure_of(projection, target), target.low, target.high, in_years(target)))
        for target in projection.case.targets
    ]


def in_years(target: Target) -> bool:
    """Whether a target is a calendar year."""
    return target.line.endswith("_year")


def figure_of(projection: Projection, target: Target) -> float | None:
    """The projection's figure for a target; None where it is not reached or does not exist.

    Raises
    ------
    InputError
        If the case has no such line, or the year lies outside its horizon.
    """
    if target.line in COMPARABLE:
        found = getattr(path_of(projection), target.line)
        return None if found is None else float(found)
    if target.year is None:
        return _number(projection.total(target.line))
    if target.year not in projection.case.timeline.years:
        raise InputError(
            f'target "{target.label}" names {target.year}, outside the years of {projection.case.name}'
        )
    return _number(projection.by_year(target.line)[target.year - projection.case.first_year])


def _number(value: FloatArray) -> float | None:
    """A figure, or None where a ratio does not exist."""
    return None if np.isnan(value) else float(value)


def _percent(part: float) -> Decimal:
    """A fraction in percent to one decimal, its half rounded up as a spreadsheet's FIXED does."""
    finite = min(100.0 * part, LARGEST)
    return Decimal(repr(finite)).quantize(Decimal("0.1"), ROUND_HALF_UP, Context(prec=400))

"""Published figures beside the projection's: hit, or missed by how much."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revshare.arrays import FloatArray
from revshare.case import Target
from revshare.errors import InputError
from revshare.lines import Projection
from revshare.path import COMPARABLE, path_of

ROUNDING = 1e-9
"""A miss by less than this part is the arithmetic's, not the deal's."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One comparison.

    Parameters
    ----------
    target
        The published figure.
    value
        The projection's figure; None where it is not reached within the horizon.
    miss
        How far the value lies outside the published range, relative to its nearer end (to 1 where that end is
        0); 0 for a hit.
    """

    target: Target
    value: float | None
    miss: float

    @property
    def words(self) -> str:
        """The verdict in words."""
        if self.value is None:
            return "not reached"
        if self.miss == 0.0:
            return "hit"
        if self.target.line.endswith("_year"):
            years = self.value - (self.target.low if self.miss < 0 else self.target.high)
            return f"missed by {abs(years):.0f} year{'s' if abs(years) > 1 else ''}"
        return f"{abs(self.miss):.1%} {'below' if self.miss < 0 else 'above'}"


def compare(projection: Projection) -> list[Verdict]:
    """Compare a projection with every target of its case."""
    return [_compared(projection, target) for target in projection.case.targets]


def _compared(projection: Projection, target: Target) -> Verdict:
    value = _value(projection, target)
    if value is None:
        return Verdict(target, value, 0.0)
    end = min(max(value, target.low), target.high)
    miss = (value - end) / (abs(end) or 1.0)
    return Verdict(target, value, miss if abs(miss) > ROUNDING else 0.0)


def _value(projection: Projection, target: Target) -> float | None:
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

"""Monthly shocks: revenue that strays from its expected path, month by month (methods: risk)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from revshare.arrays import FloatArray
from revshare.errors import InputError
from revshare.risk.streams import BLOCK, Normals


def driver_name(line: str) -> str:
    """Name of the driver that shakes a revenue line."""
    return f"shocks.{line}"


@dataclass(frozen=True)
class MonthlyShocks:
    """Growth of each month is off by an independent normal shock, and what it did to revenue stays.

    Revenue is multiplied by the exponential of Σ (deviation · z − deviation² / 2) over the months so far, z standard
    normal: a geometric random walk whose mean is 1 in every month.

    Parameters
    ----------
    deviation
        Standard deviation of a month's shock to growth, such as 0.05 for 5 %.
    """

    deviation: float

    def __post_init__(self) -> None:
        if not 0 < self.deviation < math.inf:
            raise InputError(f"standard deviation must be above 0, got {self.deviation:g}")

    def paths(
        self, drawn: Normals, months: int, known: int = 0, *, out: FloatArray | None = None
    ) -> FloatArray:
        """Factors on revenue on each path of a block, shape ``(BLOCK, months)``, laid out by month.

        Parameters
        ----------
        drawn
            The shocks, from which the next `months` are taken.
        known
            Months at the beginning that nothing moves: their factor is 1.
        out
            Where to work, shape ``(months, BLOCK)``, for who draws often: fresh memory takes half as long again.
        """
        levels = drawn.draw(np.empty((months, BLOCK)) if out is None else out)
        levels *= self.deviation
        levels -= self.deviation**2 / 2.0
        levels[:known] = 0.0
        for earlier, month in pairwise(levels):
            np.add(earlier, month, out=month)
        return np.exp(levels, out=levels).T

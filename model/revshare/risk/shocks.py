"""Monthly shocks: revenue that strays from its path, month by month (methods: risk)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from revshare.errors import InputError


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

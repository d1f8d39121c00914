"""Whether a further cloud brings more than it takes from the others (methods: switching and adding a cloud)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revshare.arrays import FloatArray, Number, fraction
from revshare.bounds import attainable, not_negative
from revshare.errors import InputError, NotApplicableError


@dataclass(frozen=True, slots=True)
class NewCloud:
    """A further cloud to sell through.

    Parameters
    ----------
    revenue
        Revenue through it, money per period, 0 or more.
    margin
        What the lab keeps of a dollar sold there, after inference and the cloud's share; may be negative.
    old_margin
        What it keeps of a dollar sold where those customers buy today.
    fixed_cost
        What selling there costs whatever is sold, money per period.
    """

    revenue: Number
    margin: Number
    old_margin: Number
    fixed_cost: Number = 0.0

    def __post_init__(self) -> None:
        for name in ("margin", "old_margin"):
            highest = float(np.max(getattr(self, name)))
            if highest > 1.0:
                raise InputError(f"{name} must be 1 or less, got {highest:g}")
        not_negative("revenue", self.revenue)


def gain(cloud: NewCloud, incrementality: Number) -> FloatArray:
    """What the lab gains by it, money per period.

    Parameters
    ----------
    incrementality
        Fraction of the new cloud's revenue that would not have been earned elsewhere.
    """
    new = np.asarray(fraction("incrementality", incrementality), dtype=np.float64)
    incremental = cloud.revenue * new * cloud.margin
    cannibalised = cloud.revenue * (1.0 - new) * (np.asarray(cloud.old_margin) - cloud.margin)
    return np.asarray(incremental - cannibalised - cloud.fixed_cost)


def break_even_incrementality(cloud: NewCloud) -> FloatArray:
    """Fraction of the new cloud's revenue that must be new for the lab to gain; 0 if it gains in any case.

    Raises
    ------
    NotApplicableError
        If it loses even where all revenue is new, or the old margin is not positive, so that what is new
        decides nothing. In a series NaN stands in the first case.
    """
    if np.any(np.asarray(cloud.old_margin) <= 0.0):
        raise NotApplicableError(
            "old_margin is not above 0; no fraction of new revenue decides, see the gain"
        )
    if np.any(np.asarray(cloud.revenue) == 0.0):
        raise NotApplicableError("revenue is 0; there is nothing of which a fraction could be new")
    per_dollar = np.asarray(cloud.margin) - cloud.fixed_cost / np.asarray(cloud.revenue)
    needed = np.asarray(1.0 - per_dollar / cloud.old_margin)
    return attainable(np.maximum(needed, 0.0), "a further cloud never pays")

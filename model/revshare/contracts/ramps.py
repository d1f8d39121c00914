"""Ramps: a rate that follows a schedule of contract months (order of operations, stage 5)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from revshare.arrays import FloatArray, IntArray, Number, fraction
from revshare.contracts.terms import check, key
from revshare.errors import InputError, TermsError
from revshare.interpolate import Method, interpolate


class RampMethod(StrEnum):
    """How the rate moves between two knots."""

    LINEAR = "linear"
    STEP = "step"


@dataclass(frozen=True, slots=True)
class Ramp:
    """A rate by contract month.

    Parameters
    ----------
    months
        Contract months of the knots, rising; 1 is the first month.
    rates
        Rate at each knot as a fraction. Before the first and after the last knot it stays flat.
    method
        ``linear`` between knots (the month after a knot already moves), or ``step`` at each knot.
    """

    months: tuple[float, ...]
    rates: tuple[Number, ...]
    method: RampMethod = field(
        default=RampMethod.LINEAR, metadata=key("ramp_method", "How the rate moves between knots", RampMethod)
    )

    def __post_init__(self) -> None:
        check(self)
        if len(self.months) != len(self.rates) or not self.rates:
            raise TermsError(
                f"ramp has {len(self.months)} months and {len(self.rates)} rates; give one rate per month"
            )
        for first, second in pairwise(self.months):
            if not second > first:
                raise TermsError(f"ramp must have rising months, got {first:g} before {second:g}; sort them")
        for rate in self.rates:
            try:
                fraction("rate", rate)
            except InputError as fault:
                raise TermsError(f"ramp: {fault}") from None


def ramped_rate(ramp: Ramp, contract_month: IntArray) -> FloatArray:
    """Rate in each contract month, shape ``(..., T)``."""
    return interpolate(ramp.months, ramp.rates, contract_month, Method(ramp.method))

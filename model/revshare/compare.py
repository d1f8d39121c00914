"""Comparing deals: break-even cost ratios, equivalent rates, and who carries the risk."""

from __future__ import annotations

from revshare.arrays import fraction
from revshare.errors import NotApplicableError


def headline_break_even(
    profit_rate: float, revenue_rate: float, profit_coverage: float = 1.0, revenue_coverage: float = 1.0
) -> float:
    """Cost ratio at which a gross-profit share and a revenue share cost the lab the same.

    ``c = 1 - revenue_rate * revenue_coverage / (profit_rate * profit_coverage)``. Below it the profit
    share is dearer for the lab, above it the revenue share.

    Parameters
    ----------
    profit_rate, revenue_rate
        Rates as fractions.
    profit_coverage, revenue_coverage
        Fraction of the company's revenue that each deal covers.

    Raises
    ------
    NotApplicableError
        If one deal is cheaper at every cost ratio.
    """
    for name, value in (
        ("profit_rate", profit_rate),
        ("revenue_rate", revenue_rate),
        ("profit_coverage", profit_coverage),
        ("revenue_coverage", revenue_coverage),
    ):
        fraction(name, value)
    most = profit_rate * profit_coverage
    other = revenue_rate * revenue_coverage
    if most < other or most == 0.0:
        raise NotApplicableError(
            "the profit share costs the lab less at every cost ratio; there is no break-even"
        )
    return 1.0 - other / most

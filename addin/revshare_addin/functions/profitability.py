"""The path to profitability (model: `revshare.profitability`)."""

from collections.abc import Sequence
from typing import Annotated

import numpy as np

from revshare.arrays import FloatArray
from revshare.profitability import first_period, named, payback_period, peak_funding
from revshare_addin.arguments import Count, Labels, Series, Zero
from revshare_addin.border import Column
from revshare_addin.registry import cell_function

SECTION = "Strategy"

Names = Annotated[
    Sequence[object] | None,
    Labels("Name of each period, such as its year; periods are counted from 1 if left off"),
]
Cash = Annotated[FloatArray, Series("Cash flow per period, in positive and out negative")]


@cell_function(SECTION, methods="Path to profitability", example=([-20, 5, -1, 3, 4], None, 2))
def RS_BREAKEVEN_PERIOD(
    profit: Annotated[FloatArray, Series("Profit or cash flow per period")],
    labels: Names = None,
    sustained: Annotated[
        int, Count("Periods in a row that must be at or above zero; 1 if left off", zero=Zero.IS_REFUSED)
    ] = 1,
) -> Column:
    """First period at or above zero, for so many periods in a row, by its label; #N/A if never."""
    return Column(named(first_period(profit, sustained), labels, profit))


@cell_function(SECTION, methods="Path to profitability", example=([-20, 5, -10, 30],))
def RS_PEAK_FUNDING(cash: Cash) -> Column:
    """Deepest cumulative need for cash, as a positive amount; 0 if there is none."""
    return Column(np.atleast_1d(peak_funding(cash)))


@cell_function(SECTION, methods="Path to profitability", example=([-20, 5, 10, 30], [2024, 2025, 2026, 2027]))
def RS_PAYBACK_PERIOD(cash: Cash, labels: Names = None) -> Column:
    """First period in which cumulative cash is back at or above zero, by its label; #N/A if never."""
    return Column(named(payback_period(cash), labels, cash))

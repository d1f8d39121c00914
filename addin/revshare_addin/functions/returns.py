"""Present value and multiple of what was invested (model: `revshare.investment.returns`)."""

from collections.abc import Sequence
from typing import Annotated

import numpy as np

from revshare.arrays import FloatArray
from revshare.investment.returns import Timing, moic, npv
from revshare_addin.arguments import OneNumber, Series, Values, Word, Zero
from revshare_addin.border import Column
from revshare_addin.registry import cell_function

SECTION = "Investment"


@cell_function(SECTION, methods="Investment", example=([-10000, 3000, 4200, 6800], 0.1))
def RS_NPV(
    cash_flows: Annotated[FloatArray, Series("Cash flow per period, in positive and out negative")],
    annual_rate: Annotated[float, OneNumber("Annual effective rate as a fraction")],
    timing: Annotated[
        Timing,
        Word("When in its period a flow falls: end (if left off), begin or mid", choices=Timing),
    ] = Timing.END,
    periods_per_year: Annotated[
        float, OneNumber("Periods in a year: 12 for months; 1 if left off", zero=Zero.IS_REFUSED)
    ] = 1.0,
) -> Column:
    """Value of evenly spaced cash flows at the start of the first period; one value per row of a block."""
    return Column(np.atleast_1d(npv(cash_flows, annual_rate, timing, periods_per_year)))


@cell_function(SECTION, methods="Investment", example=([1000, 2000, 10000], 0, 135000))
def RS_MOIC(
    invested: Annotated[Sequence[float], Values("Amounts put in, without a sign")],
    proceeds: Annotated[Sequence[float], Values("Amounts that came back, without a sign; 0 if none")],
    remaining_value: Annotated[
        float, OneNumber("Value still held; 0 if left off", zero=Zero.IS_THE_DEFAULT)
    ] = 0.0,
) -> float:
    """Multiple of invested capital: what came back and what is still held, over what was put in."""
    return moic(invested, proceeds, remaining_value)

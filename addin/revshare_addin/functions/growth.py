"""How levels grow (model: `revshare.growth`)."""

from typing import Annotated

from revshare.arrays import FloatArray, Number
from revshare.growth import grow
from revshare_addin.arguments import Count, NumberOrSeries, OneNumber, Zero
from revshare_addin.registry import cell_function


@cell_function("Projection", methods="Growth", example=(100, 0.5, 4))
def RS_GROW(
    start: Annotated[float, OneNumber("Level of the first period")],
    growth: Annotated[
        Number,
        NumberOrSeries(
            "Annual growth as a fraction (0.5 is 50 %), or a series; its value t takes period t-1 to t, "
            "the first is not used"
        ),
    ],
    periods: Annotated[int, Count("Number of values to answer")],
    periods_per_year: Annotated[
        float, OneNumber("Periods in a year: 12 for months; 1 if left off", zero=Zero.IS_REFUSED)
    ] = 1.0,
) -> FloatArray:
    """Values that begin with start and grow by (1+growth)^(1/periods_per_year) from period to period."""
    return grow(start, growth, periods, periods_per_year)

"""How levels grow (model: `revshare.growth`)."""

from typing import Annotated

from revshare.arrays import FloatArray, Number
from revshare.growth import cagr, fade, grow, run_rate, spread_year, spread_years
from revshare_addin.arguments import Count, NumberOrSeries, OneNumber, Series, Zero
from revshare_addin.registry import cell_function

SECTION = "Projection"


@cell_function(SECTION, methods="Growth", example=(100, 0.5, 4))
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


@cell_function(SECTION, methods="Growth", example=(1200, 0.5))
def RS_SPREAD_YEAR(
    annual_total: Annotated[float, OneNumber("Total of the year")],
    annual_growth: Annotated[float, OneNumber("Growth from a month to the same month a year later")],
) -> FloatArray:
    """Twelve months of constant monthly growth that sum to one annual total; several: RS_SPREAD_YEARS."""
    return spread_year(annual_total, annual_growth)


@cell_function(SECTION, methods="Growth", example=([100, 300],))
def RS_SPREAD_YEARS(
    annual_totals: Annotated[FloatArray, Series("Totals of successive years, each above 0", one=True)],
) -> FloatArray:
    """Twelve months per year on one smooth positive path that hits every annual total; one alone is flat."""
    return spread_years(annual_totals)


@cell_function(SECTION, methods="Growth", example=([100, 120],))
def RS_RUN_RATE(monthly: Annotated[FloatArray, Series("Amount of each month")]) -> FloatArray:
    """Annual run-rate, 12 times each month; it is a pace, not revenue."""
    return run_rate(monthly)


@cell_function(SECTION, methods="Growth", example=(512, 3907, 1))
def RS_CAGR(
    first: Annotated[float, OneNumber("Value at the start, above 0")],
    last: Annotated[float, OneNumber("Value at the end, above 0")],
    years: Annotated[float, OneNumber("Years between them, above 0")],
) -> float:
    """Compound annual growth rate from first to last."""
    return cagr(first, last, years)


@cell_function(SECTION, methods="Growth", example=(2, 0.2, 0.5, 4))
def RS_FADE(
    start_growth: Annotated[float, OneNumber("Growth of the first period; 2 is 200 %")],
    end_growth: Annotated[float, OneNumber("Growth in the long run")],
    decay: Annotated[float, OneNumber("Speed per period: the distance shrinks by exp(-decay)", least=0.0)],
    periods: Annotated[int, Count("Number of growth rates to answer")],
) -> FloatArray:
    """Growth path that falls exponentially from start to end; the first is start."""
    return fade(start_growth, end_growth, decay, periods)

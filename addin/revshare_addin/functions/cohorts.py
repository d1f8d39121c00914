"""Revenue of customers by when they came (model: `revshare.cohorts`)."""

from typing import Annotated

from revshare.arrays import FloatArray, Number
from revshare.cohorts import cohort_revenue
from revshare_addin.arguments import NumberOrSeries, Series
from revshare_addin.registry import cell_function


@cell_function("Projection", methods="S-curves and cohorts", example=([10, 10, 10], 1.02))
def RS_COHORT(
    new_amounts: Annotated[FloatArray, Series("Revenue per period that new customers start with")],
    retention: Annotated[
        Number,
        NumberOrSeries(
            "Net retention from a period to the next (1.02 grows), or what is left of a cohort at each age "
            "as a series that begins with 1"
        ),
    ],
) -> FloatArray:
    """Revenue of all cohorts by period."""
    return cohort_revenue(new_amounts, retention)

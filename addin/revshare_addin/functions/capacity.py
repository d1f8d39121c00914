"""Gigawatts turned into money (model: `revshare.commitments.capacity`)."""

from typing import Annotated

from revshare.arrays import Number
from revshare.commitments.capacity import capacity_cost
from revshare_addin.arguments import NumberOrSeries, Zero
from revshare_addin.registry import cell_function


@cell_function("Compute commitments", methods="Compute commitments", example=(1, 12000, 0.75))
def RS_CAPACITY_COST(
    gigawatts: Annotated[Number, NumberOrSeries("Capacity in gigawatts, of computers or of the site")],
    cost_per_gw_year: Annotated[
        Number, NumberOrSeries("Money per gigawatt and year, of the same kind of gigawatts")
    ],
    utilisation: Annotated[
        Number,
        NumberOrSeries(
            "Fraction of the capacity paid for; 1 if left off", fraction=True, zero=Zero.IS_REFUSED
        ),
    ] = 1.0,
) -> Number:
    """Money per year for capacity counted as power."""
    return capacity_cost(gigawatts, cost_per_gw_year, utilisation)

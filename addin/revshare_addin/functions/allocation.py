"""Where to buy compute (model: `revshare.commitments.allocation`)."""

from typing import Annotated

from revshare.arrays import FloatArray
from revshare.commitments.allocation import Clouds, allocate
from revshare_addin.arguments import OneNumber, Series
from revshare_addin.registry import cell_function


@cell_function(
    "Compute commitments",
    methods="Compute commitments",
    example=(100, [30, 20, 0], [1, 0.9, 0.95], [60, 50, 40]),
)
def RS_ALLOCATE(
    demand: Annotated[float, OneNumber("Units of compute needed", least=0.0)],
    commitments: Annotated[FloatArray, Series("Least paid to each cloud, money; 0 for none", one=True)],
    prices: Annotated[FloatArray, Series("Money per unit at each cloud", one=True)],
    capacities: Annotated[FloatArray, Series("Most units each cloud can supply", one=True)],
) -> FloatArray:
    """Units bought from each cloud at least cost: committed units first, then by price, ties in the order given.

    They sum to less than demand where all capacity does not suffice.
    """
    return allocate(demand, Clouds(commitments, prices, capacities)).units

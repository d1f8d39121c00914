"""What a discount for committing is worth (model: `revshare.commitments.discount`)."""

from typing import Annotated

from revshare.arrays import FloatArray, Number
from revshare.commitments.discount import effective_price
from revshare_addin.arguments import NumberOrSeries, Series
from revshare_addin.registry import cell_function


@cell_function("Compute commitments", methods="Compute commitments", example=(100, 0.3, [60, 70, 85, 120]))
def RS_COMMITMENT_PRICE(
    list_commitment: Annotated[Number, NumberOrSeries("Committed, money at list price")],
    discount: Annotated[Number, NumberOrSeries("Discount off list price as a fraction", fraction=True)],
    list_usage: Annotated[FloatArray, Series("Used, money at list price; each value is a bucket of its own")],
) -> FloatArray:
    """Effective price per unit of list usage: 1 is the list price, above 1 committing loses.

    #N/A without usage, where there is a cost but no price.
    """
    return effective_price(list_commitment, discount, list_usage)

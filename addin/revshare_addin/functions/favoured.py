"""A partner whose rate follows the best rate given to others (model: `revshare.contracts.favoured`)."""

from typing import Annotated

from revshare.arrays import FloatArray, Number
from revshare.contracts.favoured import favoured_true_up
from revshare_addin.arguments import NumberOrSeries, Series, Values
from revshare_addin.registry import cell_function


@cell_function("Partner share", methods="Most-favoured clause", example=(800, 0.4, [0.5, 0.3]))
def RS_MFN_TRUE_UP(
    base: Annotated[FloatArray, Series("Share base of the favoured holder per period")],
    own_rate: Annotated[
        Number,
        NumberOrSeries("The holder's own rate as a fraction, one number or one per period", fraction=True),
    ],
    other_rates: Annotated[
        tuple[float, ...], Values("Rates of the contracts it compares with, as fractions", fraction=True)
    ],
) -> FloatArray:
    """Extra share the most-favoured holder is due, per period."""
    return favoured_true_up(base, own_rate, other_rates)

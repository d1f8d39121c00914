"""Compute paid for in advance (model: `revshare.commitments.prepayment`)."""

from typing import Annotated

from revshare.arrays import FloatArray
from revshare.commitments.prepayment import burn_down
from revshare_addin.arguments import OneNumber, Series, Zero
from revshare_addin.registry import cell_function


@cell_function("Compute commitments", methods="Compute commitments", example=(300, [80, 80, 80], 0.12))
def RS_PREPAYMENT(
    prepaid: Annotated[float, OneNumber("Paid before the first period, money", least=0.0)],
    usage: Annotated[FloatArray, Series("Used per period at contract price, money, until the lapse")],
    expected_breakage: Annotated[
        float,
        OneNumber(
            "Fraction expected never to be used, earned in proportion to use; 0 if left off: then it is earned "
            "as it lapses",
            zero=Zero.IS_THE_DEFAULT,
            fraction=True,
        ),
    ] = 0.0,
) -> FloatArray:
    """Provider's revenue per period from a prepayment; the last period also takes what lapses.

    In total the prepayment. Usage beyond it is paid for separately and not shown.
    """
    return burn_down(prepaid, usage, expected_breakage).revenue

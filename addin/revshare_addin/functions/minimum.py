"""A floor under the share (model: `revshare.contracts.minimum`)."""

from typing import Annotated

from revshare.arrays import FloatArray
from revshare.contracts.shares import paid_with_minimum
from revshare_addin.arguments import Count, Flag, OneNumber, Series, Zero
from revshare_addin.registry import cell_function


@cell_function("Partner share", methods="Minimum guarantee", example=([60, 130, 90, 180], 100, 1, True))
def RS_MINIMUM_PAID(
    earned: Annotated[FloatArray, Series("Share per period, after caps")],
    minimum: Annotated[float, OneNumber("Least paid per test interval, money; 0 or more", least=0.0)],
    test_every: Annotated[int, Count("Periods in a test interval; 12 = yearly on months")],
    recoupable: Annotated[
        bool,
        Flag(
            "Whether a true-up is kept back from later shares above the minimum; FALSE if left off",
            zero=Zero.IS_THE_DEFAULT,
        ),
    ] = False,
) -> FloatArray:
    """Amount paid per period, topped up to the minimum in the last period of each test interval.

    An unfinished interval at the end is not tested.
    """
    return paid_with_minimum(earned, minimum, test_every, recoupable=recoupable)

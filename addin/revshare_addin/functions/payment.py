"""From what is owed to what is paid (model: `revshare.contracts.payment`)."""

from typing import Annotated

from revshare.arrays import FloatArray
from revshare.contracts.payment import cash, payable
from revshare_addin.arguments import MOST_PERIODS, OneNumber, Series, Zero
from revshare_addin.registry import cell_function

SECTION = "Partner share"

Accrued = Annotated[FloatArray, Series("Amount owed that arises in each period")]
Lag = Annotated[
    float,
    OneNumber(
        "Periods from accrual to payment, 0 or more; 1.5 pays half after one and half after two",
        least=0.0,
        most=MOST_PERIODS,
    ),
]


@cell_function(SECTION, methods="Payment", example=([100, 110, 120], 1.5))
def RS_CASH(accrued: Accrued, lag: Lag) -> FloatArray:
    """Cash paid per period; what falls due after the last period is not shown."""
    return cash(accrued, lag)


@cell_function(SECTION, methods="Payment", example=([100, 110, 120], 1, 80))
def RS_PAYABLE(
    accrued: Accrued,
    lag: Lag,
    opening: Annotated[
        float,
        OneNumber("Owed at the start and paid over the lag; 0 if left off", zero=Zero.IS_THE_DEFAULT),
    ] = 0.0,
) -> FloatArray:
    """Payable at the end of each period: opening + accrued - paid."""
    return payable(accrued, lag, opening)

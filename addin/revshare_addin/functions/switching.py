"""Leaving a cloud (model: `revshare.strategy.switching`)."""

from typing import Annotated

from revshare.arrays import FloatArray
from revshare.strategy.switching import break_even_discount
from revshare_addin.arguments import OneNumber, Zero
from revshare_addin.registry import cell_function


@cell_function("Strategy", methods="Switching and adding a cloud", example=(200, 1000, 3, 0.1, 50))
def RS_SWITCHING_DISCOUNT(
    switching_cost: Annotated[float, OneNumber("One-off cost of moving, today", least=0.0)],
    annual_spend: Annotated[float, OneNumber("Spend per year at today's prices, above 0")],
    years: Annotated[float, OneNumber("Years over which the discount is earned, above 0")],
    discount_rate: Annotated[float, OneNumber("Annual effective rate as a fraction")],
    stranded: Annotated[
        float,
        OneNumber(
            "Commitment to the old cloud that is paid and not used; 0 if left off",
            zero=Zero.IS_THE_DEFAULT,
            least=0.0,
        ),
    ] = 0.0,
) -> FloatArray:
    """Discount a rival must offer for a move to pay; #N/A if no discount is enough."""
    return break_even_discount(switching_cost, annual_spend, years, discount_rate, stranded)

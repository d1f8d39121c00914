"""Payoff of preferred shares (model: `revshare.investment.preference`)."""

from typing import Annotated

from revshare.arrays import FloatArray
from revshare.investment.preference import exit_value
from revshare_addin.arguments import OneNumber, Series, Zero
from revshare_addin.registry import cell_function


@cell_function("Investment", methods="Investment", example=([3, 20, 100], 5, 0.1))
def RS_EXIT_VALUE(
    exit_values: Annotated[FloatArray, Series("Value of the company's equity at exit, one or several")],
    invested: Annotated[float, OneNumber("Money put in", least=0.0)],
    ownership: Annotated[float, OneNumber("Part held if converted, as a fraction", fraction=True)],
    preference_multiple: Annotated[
        float,
        OneNumber(
            "Preference as a multiple of invested; 1 if left off. For ordinary shares enter 0 as invested",
            zero=Zero.IS_REFUSED,
            least=0.0,
        ),
    ] = 1.0,
) -> FloatArray:
    """What non-participating preferred shares get: the preference, or their part of the exit if that is more."""
    return exit_value(exit_values, invested, ownership, preference_multiple)

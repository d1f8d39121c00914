"""Owned compute against rent (model: `revshare.strategy.own_or_rent`)."""

from typing import Annotated

from revshare.arrays import FloatArray
from revshare.strategy.own_or_rent import Machine, break_even_utilisation, cost_per_hour
from revshare_addin.arguments import OneNumber, Zero
from revshare_addin.registry import cell_function

SECTION = "Strategy"

Capex = Annotated[float, OneNumber("Price of the machine, paid at the start", least=0.0)]
Years = Annotated[float, OneNumber("Years in use, above 0")]
DiscountRate = Annotated[float, OneNumber("Annual effective rate as a fraction")]
AnnualOpex = Annotated[float, OneNumber("Power, space and staff per year", least=0.0)]


@cell_function(SECTION, methods="Own or rent", example=(40000, 5, 0.1, 6000))
def RS_OWN_COST(
    capex: Capex,
    years: Years,
    discount_rate: DiscountRate,
    annual_opex: AnnualOpex,
    utilisation: Annotated[
        float,
        OneNumber(
            "Fraction of the 8,760 hours of a year that are used; 1 if left off",
            zero=Zero.IS_REFUSED,
            fraction=True,
        ),
    ] = 1.0,
) -> FloatArray:
    """Owned cost per hour used: capital recovered with interest over its years, and running cost."""
    return cost_per_hour(Machine(capex, years, annual_opex), discount_rate, utilisation)


@cell_function(SECTION, methods="Own or rent", example=(40000, 5, 0.1, 6000, 3))
def RS_OWN_BREAKEVEN(
    capex: Capex,
    years: Years,
    discount_rate: DiscountRate,
    annual_opex: AnnualOpex,
    rent_per_hour: Annotated[float, OneNumber("Rent of the same machine per hour used, above 0")],
) -> FloatArray:
    """Fraction of all hours from which on owning costs no more than renting; #N/A if it never does."""
    return break_even_utilisation(Machine(capex, years, annual_opex), discount_rate, rent_per_hour)

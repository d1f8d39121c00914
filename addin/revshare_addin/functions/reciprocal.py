"""Shares that both sides owe each other (model: `revshare.contracts.reciprocal`)."""

from typing import Annotated

from revshare.arrays import FloatArray, Number
from revshare.contracts.reciprocal import Basis, reciprocal
from revshare_addin.arguments import NumberOrSeries, Series, Word
from revshare_addin.registry import cell_function


@cell_function("Partner share", methods="Reciprocal share", example=([3469, 5000], [1000, 1000], 0.2, 0.2))
def RS_RECIPROCAL(
    lab_revenue: Annotated[FloatArray, Series("Lab revenue that the partner shares in, per period")],
    partner_revenue: Annotated[FloatArray, Series("Partner revenue that the lab shares in, per period")],
    lab_rate: Annotated[Number, NumberOrSeries("Rate the lab pays, as a fraction", fraction=True)],
    partner_rate: Annotated[Number, NumberOrSeries("Rate the partner pays, as a fraction", fraction=True)],
    basis: Annotated[
        Basis, Word("gross (if left off), or net: each on revenue net of the other", choices=Basis)
    ] = Basis.GROSS,
) -> FloatArray:
    """Net amount the lab pays the partner per period; negative when the partner pays."""
    return reciprocal(lab_revenue, partner_revenue, lab_rate, partner_rate, basis).net

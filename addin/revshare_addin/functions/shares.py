"""Flat shares of revenue (model: `revshare.contracts.shares`)."""

from typing import Annotated

from revshare.arrays import FloatArray, Number
from revshare.contracts.shares import effective_rate, revenue_share
from revshare_addin.arguments import NumberOrSeries, Series
from revshare_addin.registry import cell_function

SECTION = "Partner share"


@cell_function(SECTION, methods="Share base", example=([100, 120, -10], 0.2))
def RS_REVENUE_SHARE(
    revenue: Annotated[FloatArray, Series("Revenue per period; a refund is negative")],
    rate: Annotated[
        Number,
        NumberOrSeries("Share as a fraction (0.2 is 20 %), one number or one per period", fraction=True),
    ],
) -> FloatArray:
    """Share of revenue per period, paid by the lab to the partner; a refund passes through."""
    return revenue_share(revenue, rate)


@cell_function(SECTION, methods="Share base", example=([50, 30, 0], [100, 150, 0]))
def RS_EFFECTIVE_RATE(
    share: Annotated[FloatArray, Series("Partner share per period")],
    revenue: Annotated[FloatArray, Series("Revenue per period")],
) -> FloatArray:
    """Share as a fraction of revenue per period; #N/A where there is no revenue."""
    return effective_rate(share, revenue)

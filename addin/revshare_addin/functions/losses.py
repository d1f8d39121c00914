"""Gross-profit shares and what a loss does to them (model: `revshare.contracts.losses`)."""

from typing import Annotated

from revshare.arrays import FloatArray, Number
from revshare.contracts.losses import Losses, Treatment
from revshare.contracts.shares import carried, profit_share
from revshare_addin.arguments import Count, NumberOrSeries, OneNumber, Series, Word, Zero
from revshare_addin.registry import cell_function

SECTION = "Partner share"

Revenue = Annotated[FloatArray, Series("Revenue per period")]
Cost = Annotated[FloatArray, Series("Deductible cost per period")]
LossLimit = Annotated[
    float,
    OneNumber(
        "With carryforward: fraction of a profit that banked losses may absorb; 1 if left off",
        zero=Zero.IS_REFUSED,
        fraction=True,
    ),
]
LossExpiry = Annotated[
    int | None,
    Count("With carryforward: periods a loss stays usable; for ever if left off", zero=Zero.IS_REFUSED),
]


@cell_function(SECTION, methods="Losses", example=([100, 60, 120], [70, 80, 80], 0.5, "carryforward"))
def RS_PROFIT_SHARE(
    revenue: Revenue,
    cost: Cost,
    rate: Annotated[
        Number,
        NumberOrSeries("Share as a fraction (0.5 is 50 %), one number or one per period", fraction=True),
    ],
    losses: Annotated[
        Treatment,
        Word(
            "Treatment of a loss: floor_zero (if left off), loss_share, carryforward, cumulative_true_up "
            "or cumulative_ratchet",
            choices=Treatment,
        ),
    ] = Treatment.FLOOR_ZERO,
    loss_limit: LossLimit = 1.0,
    loss_expiry: LossExpiry = None,
) -> FloatArray:
    """Share of gross profit (revenue less cost) per period, paid by the lab to the partner."""
    return profit_share(revenue, cost, rate, Losses(losses, loss_limit, loss_expiry))


@cell_function(SECTION, methods="Losses", example=([100, 60, 120], [70, 80, 80]))
def RS_LOSS_BANK(
    revenue: Revenue, cost: Cost, loss_limit: LossLimit = 1.0, loss_expiry: LossExpiry = None
) -> FloatArray:
    """Losses carried forward at the end of each period, still to absorb later profits."""
    return carried(revenue, cost, Losses(Treatment.CARRYFORWARD, loss_limit, loss_expiry)).bank

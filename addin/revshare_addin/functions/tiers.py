"""Rates that depend on how much has been sold (model: `revshare.contracts.tiers`)."""

from typing import Annotated

from revshare.arrays import BoolArray, FloatArray
from revshare.contracts.tiers import Boundary, Method, Tiers, share_by_measure, share_of_total, tiered_share
from revshare_addin.arguments import Every, OneNumber, Series, Values, Word, Zero
from revshare_addin.registry import cell_function

SECTION = "Partner share"
ON_A_TOTAL = (Method.MARGINAL, Method.CLIFF_RETROACTIVE)

Thresholds = Annotated[tuple[float, ...], Values("Amounts from which each rate applies, rising from 0")]
Rates = Annotated[tuple[float, ...], Values("Share of each tier as a fraction", fraction=True)]
ResetEvery = Annotated[
    BoolArray,
    Every(
        'Periods after which the total starts again (12 = yearly on months), "never", or a flag per period'
    ),
]
Reached = Annotated[
    Boundary,
    Word("Whether a cliff applies on reaching (reach, if left off) or exceeding (exceed)", choices=Boundary),
]
OpeningBase = Annotated[
    float, OneNumber("Total counted before the first period; 0 if left off", zero=Zero.IS_THE_DEFAULT)
]


@cell_function(SECTION, methods="Tiers", example=([200, 200, 500], [0, 300, 800], [0.5, 0.4, 0.3], 12))
def RS_TIERED_SHARE(
    base: Annotated[FloatArray, Series("Share base per period: revenue or profit")],
    thresholds: Thresholds,
    rates: Rates,
    reset_every: ResetEvery,
    method: Annotated[
        Method,
        Word(
            "marginal (if left off), cliff_retroactive, cliff_ratchet, step_open, step_close "
            "or marginal_ratchet",
            choices=Method,
        ),
    ] = Method.MARGINAL,
    boundary: Reached = Boundary.REACH,
    opening_base: OpeningBase = 0.0,
) -> FloatArray:
    """Share per period of tiers on the cumulative base; the periods of a year sum to its share."""
    return tiered_share(base, Tiers(thresholds, rates, method, boundary=boundary), reset_every, opening_base)


@cell_function(SECTION, methods="Tiers", example=(1140, [0, 300, 800], [0.5, 0.4, 0.3]))
def RS_TIER_AMOUNT(
    total: Annotated[FloatArray, Series("Total of the base; a series of totals is answered one by one")],
    thresholds: Thresholds,
    rates: Rates,
    method: Annotated[
        Method, Word("marginal (if left off) or cliff_retroactive", choices=ON_A_TOTAL)
    ] = Method.MARGINAL,
    boundary: Reached = Boundary.REACH,
) -> FloatArray:
    """Share of one total under a table of tiers."""
    return share_of_total(total, Tiers(thresholds, rates, method, boundary=boundary))


@cell_function(SECTION, methods="Tiers", example=([200, 200], [80, 90], [0, 300], [0.5, 0.4], 12))
def RS_TIER_SHARE_BY(
    measure: Annotated[
        FloatArray, Series("What is counted against the thresholds per period, such as revenue")
    ],
    base: Annotated[FloatArray, Series("What the rate applies to per period, such as gross profit")],
    thresholds: Thresholds,
    rates: Rates,
    reset_every: ResetEvery,
    opening_measure: OpeningBase = 0.0,
) -> FloatArray:
    """Share per period of a base, at the rate that a cumulative measure sets."""
    return share_by_measure(measure, base, Tiers(thresholds, rates), reset_every, opening_measure)

"""Commitments settled bucket by bucket (model: `revshare.commitments.buckets` and `.periods`)."""

from typing import Annotated

import numpy as np

from revshare.arrays import FloatArray
from revshare.commitments.buckets import Commitment, Rollover
from revshare.commitments.periods import paid_every, settle_every
from revshare_addin.arguments import Count, OneNumber, Series, Values, Word, Zero
from revshare_addin.border import Table
from revshare_addin.registry import cell_function

SECTION = "Compute commitments"

Amounts = Annotated[
    tuple[float, ...],
    Values("Committed in each bucket at contract price, money; for one term its total alone will do"),
]
WhatMoves = Annotated[
    Rollover,
    Word(
        "none (if left off), excess (usage above the commitment counts in the next bucket), defer (unused "
        "commitment moves to the next bucket) or term (one bucket)",
        choices=Rollover,
    ),
]
Limit = Annotated[
    float | None,
    OneNumber(
        "Most that moves on, as a fraction of the commitment of the bucket it comes from; no limit if left off",
        zero=Zero.IS_REFUSED,
        fraction=True,
    ),
]
MakeUpYears = Annotated[
    int,
    Count(
        "Buckets in which a shortfall paid may be used by usage above the commitment; 0 if left off",
        least=0,
        zero=Zero.IS_THE_DEFAULT,
    ),
]
PeriodsPerBucket = Annotated[
    int, Count("Periods in a bucket: 12 for years of months; 1 if left off", zero=Zero.IS_REFUSED)
]


@cell_function(
    SECTION,
    methods="Compute commitments",
    example=([8, 18, 16, 30, 25], [10, 15, 20, 25, 30], "excess", 0.1),
)
def RS_COMMITMENT(
    usage: Annotated[FloatArray, Series("Eligible usage per period at contract price, money", one=True)],
    commitment: Amounts,
    rollover: WhatMoves = Rollover.NONE,
    rollover_limit: Limit = None,
    make_up_years: MakeUpYears = 0,
    periods_per_bucket: PeriodsPerBucket = 1,
) -> Table:
    """A commitment settled, one row per bucket: usage, shortfall, what is paid and what is kept for later."""
    terms = Commitment(np.array(commitment), rollover, rollover_limit, make_up_years=make_up_years)
    return Table(settle_every(usage, terms, periods_per_bucket).table())


@cell_function(
    SECTION, methods="Compute commitments", example=([1, 2, 0, 4, 5, 6], [10, 10], "none", "none", 0, 3)
)
def RS_COMMITMENT_PAID(
    usage: Annotated[FloatArray, Series("Eligible usage per period at contract price, money")],
    commitment: Amounts,
    rollover: WhatMoves = Rollover.NONE,
    rollover_limit: Limit = None,
    make_up_years: MakeUpYears = 0,
    periods_per_bucket: PeriodsPerBucket = 1,
) -> FloatArray:
    """Paid per period under a commitment: usage as it is incurred, the shortfall as its bucket ends.

    Make-up used is credited there too. A bucket unfinished at the end is not tested.
    """
    terms = Commitment(np.array(commitment), rollover, rollover_limit, make_up_years=make_up_years)
    return paid_every(usage, terms, periods_per_bucket)

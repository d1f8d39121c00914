"""Series by longer periods (model: `revshare.rollup`)."""

from typing import Annotated

from revshare.arrays import FloatArray
from revshare.rollup import Total, rollup
from revshare_addin.arguments import Count, Series, Word
from revshare_addin.registry import cell_function


@cell_function("Projection", methods="Growth", example=([10, 20, 30, 40], 3))
def RS_ROLLUP(
    series: Annotated[FloatArray, Series("Values per period")],
    every: Annotated[int, Count("Periods in a group: 3 for quarters of months, 12 for years")],
    kind: Annotated[
        Total, Word("sum (if left off) for flows, last for closing balances, mean", choices=Total)
    ] = Total.SUM,
) -> FloatArray:
    """Total of each group of periods; an unfinished last group is totalled as it is."""
    return rollup(series, every, kind)

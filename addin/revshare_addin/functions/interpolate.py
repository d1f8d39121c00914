"""Values between knots (model: `revshare.interpolate`)."""

from typing import Annotated

from revshare.arrays import FloatArray
from revshare.interpolate import Method, up_to
from revshare_addin.arguments import Count, Values, Word
from revshare_addin.registry import cell_function


@cell_function("Projection", methods="Growth", example=([2, 4], [100, 400], 5, "geometric"))
def RS_INTERPOLATE(
    knot_periods: Annotated[tuple[float, ...], Values("Periods at which the value is known, rising")],
    knot_values: Annotated[tuple[float, ...], Values("Value at each of them")],
    periods: Annotated[int, Count("Number of periods to answer, from period 1")],
    method: Annotated[
        Method, Word("linear (if left off), step or geometric (constant growth)", choices=Method)
    ] = Method.LINEAR,
) -> FloatArray:
    """Value at periods 1, 2, 3 and on between known values; flat before the first and after the last."""
    return up_to(periods, knot_periods, knot_values, method)

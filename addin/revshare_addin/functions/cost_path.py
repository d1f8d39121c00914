"""Cost ratio under price erosion and cost decline (model: `revshare.cost_path`)."""

from typing import Annotated

from revshare.arrays import FloatArray
from revshare.cost_path import cost_ratio_path
from revshare_addin.arguments import Count, OneNumber
from revshare_addin.registry import cell_function


@cell_function("Projection", methods="S-curves and cohorts", example=(0.6, 0.3, 0.2, 4))
def RS_COST_RATIO(
    start: Annotated[float, OneNumber("Cost as a fraction of revenue in the first period", least=0.0)],
    cost_decline: Annotated[float, OneNumber("Fall of unit cost per period as a fraction below 1")],
    price_decline: Annotated[float, OneNumber("Fall of price per period as a fraction below 1")],
    periods: Annotated[int, Count("Number of values to answer")],
) -> FloatArray:
    """Cost ratio by period where unit cost and price fall at their own pace; the first is start."""
    return cost_ratio_path(start, cost_decline, price_decline, periods)

"""When two deals cost the same (model: `revshare.compare`)."""

from collections.abc import Mapping
from typing import Annotated

from revshare.arrays import FloatArray
from revshare.compare import headline_break_even
from revshare_addin.arguments import OneNumber, Series, TermsOrRate, Zero
from revshare_addin.registry import cell_function

SECTION = "Partner share"


@cell_function(SECTION, spec="8", example=(1000, 0.5, 0.2))
def RS_BREAKEVEN_COST_RATIO(
    revenue: Annotated[FloatArray, Series("Company revenue per period, before either deal")],
    profit_terms: Annotated[
        float | Mapping[str, object], TermsOrRate("Profit share: its rate, or a terms block")
    ],
    revenue_terms: Annotated[
        float | Mapping[str, object], TermsOrRate("Revenue share: its rate, or a terms block")
    ],
    profit_coverage: Annotated[
        float,
        OneNumber(
            "Fraction of revenue the profit share applies to; 1 if left off",
            zero=Zero.IS_REFUSED,
            fraction=True,
        ),
    ] = 1.0,
    revenue_coverage: Annotated[
        float,
        OneNumber(
            "Fraction of revenue the revenue share applies to; 1 if left off",
            zero=Zero.IS_REFUSED,
            fraction=True,
        ),
    ] = 1.0,
) -> float:
    """Cost ratio at which both deals cost the lab the same; #N/A if one is cheaper at every cost ratio."""
    return headline_break_even(profit_terms, revenue_terms, profit_coverage, revenue_coverage)

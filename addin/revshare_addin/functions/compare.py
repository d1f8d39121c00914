"""When two deals cost the same (model: `revshare.compare`)."""

from collections.abc import Mapping
from typing import Annotated

from revshare.arrays import FloatArray
from revshare.terms_blocks import break_even, break_even_cost_ratio, equivalent_rate
from revshare_addin.arguments import OneNumber, Series, Terms, TermsOrRate, Zero
from revshare_addin.border import Pairs
from revshare_addin.registry import cell_function

SECTION = "Partner share"
PROFIT = [["kind", "profit_share"], ["rate", 0.5]]
REVENUE = [["kind", "revenue_share"], ["rate", 0.2]]

Block = Mapping[str, object]
OneRevenue = Annotated[FloatArray, Series("Company revenue per month, before either deal", one=True)]
DiscountRate = Annotated[
    float, OneNumber("Annual effective rate; not discounted if left off", zero=Zero.IS_THE_DEFAULT)
]


@cell_function(SECTION, methods="Comparing deals", example=(1000, 0.5, 0.2))
def RS_BREAKEVEN_COST_RATIO(
    revenue: OneRevenue,
    profit_terms: Annotated[Block | float, TermsOrRate("Profit share: its rate, or a terms block")],
    revenue_terms: Annotated[Block | float, TermsOrRate("Revenue share: its rate, or a terms block")],
    profit_coverage: Annotated[
        float | None,
        OneNumber(
            "Fraction of revenue the profit share applies to; 1 if left off",
            zero=Zero.IS_REFUSED,
            fraction=True,
        ),
    ] = None,
    revenue_coverage: Annotated[
        float | None,
        OneNumber(
            "Fraction of revenue the revenue share applies to; 1 if left off",
            zero=Zero.IS_REFUSED,
            fraction=True,
        ),
    ] = None,
) -> float:
    """Cost ratio at which both deals cost the lab the same; #N/A if there is none."""
    return break_even_cost_ratio(revenue, profit_terms, revenue_terms, profit_coverage, revenue_coverage)


@cell_function(SECTION, methods="Comparing deals", example=([1000, 1000], PROFIT, REVENUE))
def RS_BREAKEVEN(
    revenue: OneRevenue,
    terms_a: Annotated[Block, Terms("Deal a: keys and values in two columns")],
    terms_b: Annotated[Block, Terms("Deal b: keys and values in two columns")],
    discount_rate: DiscountRate = 0.0,
) -> Pairs:
    """Where deals a and b cost the lab the same.

    Answers status (none, point, interval, crossing), the cost ratios low and high, and the cheaper deal below
    and above them; #N/A for an end there is not.
    """
    return Pairs(break_even(revenue, terms_a, terms_b, discount_rate))


@cell_function(SECTION, methods="Comparing deals", example=([1000, 1000], [600, 400], PROFIT, REVENUE))
def RS_EQUIVALENT_RATE(
    revenue: OneRevenue,
    cost: Annotated[FloatArray, Series("Deductible cost per month", one=True)],
    terms_a: Annotated[Block, Terms("Deal a: keys and values in two columns")],
    terms_b: Annotated[Block, Terms("Deal b, whose rate is sought: its other keys and values")],
    discount_rate: DiscountRate = 0.0,
) -> float:
    """Flat rate of deal b, its other terms kept, at which it pays the present value of deal a."""
    return equivalent_rate(revenue, cost, terms_a, terms_b, discount_rate)

"""A whole contract through the order of operations (model: `revshare.contracts.waterfall`)."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated

from revshare.arrays import FloatArray
from revshare.terms_blocks import column, first_problem, run, table
from revshare_addin.arguments import Date, Series, Terms, Text, Zero
from revshare_addin.border import Table
from revshare_addin.registry import cell_function

SECTION = "Partner share"
DEAL = [["kind", "profit_share"], ["tiers", "0:0.5; 300:0.4"], ["annual_cap", 200]]

Block = Annotated[Mapping[str, object], Terms("The contract: keys and values in two columns")]
StartDate = Annotated[
    dt.date | None,
    Date("First day of the first month; the month in which the contract starts if left off"),
]
RECIPROCAL = "What the partner owes the lab on its own revenue, per month; none if left off"


@cell_function(SECTION, methods="Order of operations", example=([400, 500], [200, 200], DEAL))
def RS_WATERFALL(
    revenue: Annotated[FloatArray, Series("Revenue per month", one=True)],
    cost: Annotated[FloatArray, Series("Deductible cost per month", one=True)],
    terms: Block,
    start_date: StartDate = None,
    reciprocal_share: Annotated[
        FloatArray | None, Series(RECIPROCAL, one=True, zero=Zero.IS_THE_DEFAULT)
    ] = None,
) -> Table:
    """Every stage of a contract from revenue to cash, one row per month and one column per stage."""
    return Table(table(run(terms, revenue, cost, start_date, reciprocal_share)))


@cell_function(
    SECTION, methods="Order of operations", example=([400, 500], [200, 200], DEAL, "after_annual_cap")
)
def RS_STAGE(
    revenue: Annotated[FloatArray, Series("Revenue per month")],
    cost: Annotated[FloatArray, Series("Deductible cost per month")],
    terms: Block,
    stage: Annotated[str, Text("Column of RS_WATERFALL, such as share, net_accrual or cash")],
    start_date: StartDate = None,
    reciprocal_share: Annotated[FloatArray | None, Series(RECIPROCAL, zero=Zero.IS_THE_DEFAULT)] = None,
) -> FloatArray:
    """One column of RS_WATERFALL, lying as revenue lies."""
    return column(run(terms, revenue, cost, start_date, reciprocal_share), stage)


@cell_function(
    SECTION,
    methods="Order of operations",
    example=([["kind", "profit_share"], ["rate", 50]],),
    in_words=True,
)
def RS_CHECK(terms: Block) -> str:
    """Check a terms block: "ok", or the first problem in words."""
    return first_problem(terms)

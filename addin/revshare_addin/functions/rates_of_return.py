"""Internal rates of return (model: `revshare.investment.rates_of_return`)."""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated

from revshare.investment.rates_of_return import irr, irr_roots, xirr
from revshare_addin.arguments import Dates, Values
from revshare_addin.border import Column
from revshare_addin.registry import cell_function

SECTION = "Investment"

CashFlows = Annotated[
    Sequence[float], Values("Cash flows, what is put in negative and what comes back positive")
]
DAYS = [43668, 44377, 44949, 45958]


@cell_function(SECTION, methods="Investment", example=([-100, 60, 60],))
def RS_IRR(cash_flows: CashFlows) -> float:
    """Rate per period at which the cash flows are worth 0; of several the smallest that is not negative.

    #NUM! with the reason if there is none.
    """
    return irr(cash_flows)


@cell_function(SECTION, methods="Investment", example=([-1000, -2000, -10000, 135000], DAYS))
def RS_XIRR(
    cash_flows: CashFlows,
    dates: Annotated[Sequence[dt.date], Dates("Day of each cash flow, in any order")],
) -> float:
    """Annual rate at which dated cash flows are worth 0 (365 days a year); as RS_IRR if there are several or none."""
    return xirr(cash_flows, dates)


@cell_function(SECTION, methods="Investment", example=([-100, 230, -132],))
def RS_IRR_ROOTS(
    cash_flows: CashFlows,
    dates: Annotated[
        Sequence[dt.date] | None, Dates("Day of each cash flow; evenly spaced if left off")
    ] = None,
) -> Column:
    """Every rate at which the cash flows are worth 0, in a column, rising; #NUM! with the reason if there is none."""
    return Column(irr_roots(cash_flows, dates))

"""Fiscal years (model: `revshare.timeline`)."""

import datetime as dt
from typing import Annotated

from revshare.timeline import fiscal_year
from revshare_addin.arguments import Count, Date
from revshare_addin.registry import cell_function


@cell_function("Projection", methods="Time", example=(46132, 6))
def RS_FISCAL_YEAR(
    day: Annotated[dt.date, Date("The date")],
    year_end_month: Annotated[int, Count("Last month of the fiscal year, 1 to 12")],
) -> int:
    """Fiscal year that holds a date, named after the calendar year in which it ends."""
    return fiscal_year(day, year_end_month)

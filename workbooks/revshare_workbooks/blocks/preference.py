"""Preference: what a stake is worth at each year's end, and its multiple of what was paid."""

from __future__ import annotations

from revshare.contracts.shares import effective_rate
from revshare.lines import Projection
from revshare_workbooks.blocks.stakes import OwnershipRows
from revshare_workbooks.grid import Row, Style
from revshare_workbooks.inputs import Inputs
from revshare_workbooks.yearly import Yearly


def worth_rows(
    page: Yearly, key: str, paid: Row, owned: OwnershipRows, inputs: Inputs, projection: Projection
) -> Row:
    """The preference, or the part of the company if that is more, and never more than the whole.

    Parameters
    ----------
    paid
        Money paid in so far.

    Returns
    -------
    Row
        Worth of the stake.
    """
    found, money = projection.stakes[key], page.sheet.book.money
    multiple = inputs[f"stakes.{key}.preference"]
    preferred = found.funded * float(projection.number(f"stakes.{key}.preference"))
    page.heading(
        "Worth",
        "The preference comes back before ordinary shares; whoever holds it takes its part of the company if "
        "that is more.",
    )
    page.header("At the end of the year")
    part = page.line(
        "Part of the company", money, f"={owned.held}*{owned.company_value}",
        found.ownership * found.company_value, Style.MONEY,
    )  # fmt: skip
    first = page.line("Preference", money, f"={paid}*{multiple}", preferred, Style.MONEY)
    formula = f"=MIN({owned.company_value},MAX({first},{part}))"
    worth = page.line("Worth of the stake", money, formula, found.value, Style.MONEY_TOTAL)
    times = effective_rate(found.value, found.funded)
    page.line(
        "Multiple of what was paid", "times", f'=IF({paid}=0,"",{worth}/IF({paid}=0,1,{paid}))', times,
        Style.TIMES,
    )  # fmt: skip
    return worth

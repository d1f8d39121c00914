"""Books: how the investor shows its stake, with the switch between cost, fair value and equity method live."""

from __future__ import annotations

import numpy as np

from revshare.investment.books import Books
from revshare.lines import Projection
from revshare_workbooks.blocks.guards import Guard
from revshare_workbooks.grid import Row, Style
from revshare_workbooks.inputs import Inputs
from revshare_workbooks.yearly import Yearly


def books_rows(
    page: Yearly, key: str, sources: tuple[Row, Row, Row], inputs: Inputs, projection: Projection, profit: Row
) -> tuple[Guard, ...]:
    """Carrying amount and income by year, and the losses that stay off the books at a carrying amount of 0.

    Parameters
    ----------
    sources
        Paid in, fraction held, and worth of the stake.
    profit
        Operating profit of the lab, of which the equity method takes a part.
    """
    stake, found = projection.case.stakes[key], projection.stakes[key]
    bought, held, worth = sources
    money = page.sheet.book.money
    is_lab = not projection.case.companies[stake.company].party
    books = found.books
    page.heading(
        "In the investor's books",
        "At cost, at fair value through profit or loss, or by the equity method, which takes its part of the "
        "company's result until the stake stands at 0.",
    )
    name = f"stakes.{key}.books"
    choice = page.scalar(
        "How it is shown", "choice", f"={inputs[name]}", str(projection.values[name]), Style.TEXT_RIGHT
    )
    fair_value, equity = (f'{choice}="{word}"' for word in (Books.FAIR_VALUE, Books.EQUITY_METHOD))
    page.header(f"{money}, at the end of the year", "Total")
    carrying, unrecognised = page.ahead(), page.ahead()
    opens = np.concatenate([[0.0], books.carrying[:-1]])
    opening = page.line("Opening", money, f"=N({carrying:prev})", opens, Style.MONEY)
    paid = page.line("Paid in", money, f"={bought}", books.bought, Style.MONEY)
    share = page.line(
        f"Its part of the result of {projection.case.lab}", money, f"={held}*{profit}",
        found.ownership * projection.by_year("operating_profit"), Style.MONEY,
    ) if is_lab else None  # fmt: skip
    balance = f"{share}-N({unrecognised:prev})"
    # A loss is shown down to 0; a profit first covers what was not shown.
    recognised = f"IF({equity},MAX({balance},MIN(0,{share}),-{opening}-{paid}),0)" if share else "0"
    formula = f"=IF({fair_value},{worth}-{opening}-{paid},{recognised})"
    income = page.line("Income from it", money, formula, books.income, Style.MONEY)
    page.line(
        "Carrying amount", money, f"=IF({fair_value},{worth},{opening}+{paid}+{income})", books.carrying,
        Style.MONEY_TOTAL, row=carrying,
    )  # fmt: skip
    if share:
        page.line(
            "Losses not shown, which later profits cover first", money,
            f"=IF({equity},{income}-({balance}),0)", books.unrecognised, Style.MONEY, row=unrecognised,
        )  # fmt: skip
    else:
        page.line("Losses not shown", money, "=0", books.unrecognised, Style.MONEY, row=unrecognised)
    for row, values in ((paid, books.bought), (income, books.income)):
        page.total(row, f"=SUM({row:years})", float(values.sum()), Style.MONEY)
    left = page.scalar(
        "Check: paid in and income against the carrying amount", money,
        f"={paid:total}+{income:total}-{_last(carrying)}", 0.0, Style.CHECK,
    )  # fmt: skip
    guards = [
        Guard(f"Books roll forward: {stake.label}", "What was paid and earned is what it stands at", left)
    ]
    if not is_lab:
        unknown = page.scalar(
            "Check: equity method without a result", "flag", f"=IF({equity},1,0)", 0.0, Style.CHECK
        )
        about = "The equity method needs the company's profit, and only the lab's is projected"
        guards.append(Guard(f"Books can be shown: {stake.label}", about, unknown))
    return tuple(guards)


def _last(row: Row) -> str:
    return f"INDEX({row:years},1,COLUMNS({row:years}))"

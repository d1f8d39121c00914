"""Revenue over two years of months: annual totals on one smooth path, and cohorts."""

from __future__ import annotations

import numpy as np

from revshare.cohorts import cohort_revenue
from revshare.growth import run_rate, spread_years
from revshare_workbooks.examples.line import ABOVE_ZERO, COUNT, MONEY, NOT_NEGATIVE, NUMBER
from revshare_workbooks.examples.page import Page

TITLE = "Months", "Revenue by month over two years, on a smooth path and by cohort; the first year prints"


def fill(page: Page) -> None:
    """Write the chapter."""
    _smooth_months(page)
    _cohorts(page)


def _smooth_months(page: Page) -> None:
    with page.work(
        "smooth",
        "Annual totals on one smooth path of months",
        "Which months hit the totals and change their growth as little as possible?",
        "Growth",
    ) as work:
        work.note(
            "The engine solves it; the rows below prove it: at the least change the pull of the curve on the months "
            "of a year is in proportion to them."
        )
        totals = work["annual_totals"]
        months = spread_years(totals)
        number_of = np.arange(len(months)) + 1
        year = work.counted("Year", len(totals))
        total = work.given("Total of the year", MONEY, totals, ABOVE_ZERO)
        month = work.counted("Month", len(months))
        path = work.solved("Revenue of the month", MONEY, months)
        its_year = work.step("Its year", COUNT, f"=1+INT(({month}-1)/12)", 1 + (number_of - 1) // 12)
        logarithm = np.log(months)
        log = work.step("Logarithm of revenue", NUMBER, f"=LN({path})", logarithm)
        growth = np.diff(logarithm, prepend=logarithm[0])
        grown = work.step("Growth, as its rise", NUMBER, f"={log}-{log:prev}", growth, first=f"={log}-{log}")
        bend = np.concatenate([[0.0, 0.0], np.diff(logarithm, n=2)])
        bent = work.step(
            "Change of growth, from the third month on",
            NUMBER,
            f"=IF({month}<=2,0,{grown}-{grown:prev})",
            bend,
            first=f"=IF({month}<=2,0,{grown})",
        )
        pull, below = bend, bent
        for label in (
            "Its rise to the next month, none after the last",
            "Pull on the month: the rise of that",
        ):
            pull = np.append(pull[1:], 0.0) - pull
            below = work.step(label, NUMBER, f"=IF({month}={month:last},0,{below:next})-{below}", pull)
        part = "SUMIF({its_year:all},{its_year},{row:all})"
        of_pull, of_path = (part.format(its_year=its_year, row=row) for row in (below, path))
        by_year = pull.reshape(-1, 12).sum(axis=1) / totals
        apart = work.step(
            "Pull beyond its year's proportion to revenue",
            NUMBER,
            f"={below}-{path}*{of_pull}/{of_path}",
            pull - months * np.repeat(by_year, 12),
        )
        work.holds(
            "No other path is smoother",
            "The condition of the least change",
            f"SQRT(SUMSQ({apart:all}))",
            stored=True,
        )
        found = f"SUMIF({its_year:all},{year},{path:all})"
        sums = work.step("Sum of the months, by year", MONEY, f"={found}", totals)
        work.holds(
            "Months sum to the totals",
            "Both totals are hit",
            f"SQRT(SUMXMY2({sums:all},{total:all}))",
            scale=f"{total:v0}",
            stored=True,
        )


def _cohorts(page: Page) -> None:
    with page.work(
        "E31",
        "Cohorts that grow after they came",
        "What do equal monthly cohorts come to after two years if those who stay spend more than is lost?",
        "S-curves and cohorts",
    ) as work:
        new, kept, count = work["new_mrr"], work["monthly_net_retention"], int(work["months"])
        added = work.given("New revenue of each month's cohort", MONEY, new, NOT_NEGATIVE)
        retention = work.given("Net retention from month to month", NUMBER, kept, NOT_NEGATIVE)
        month, revenue = work.counted("Month", count), work.ahead()
        levels = cohort_revenue(np.full(count, new), kept)
        work.step(
            "Revenue of all cohorts",
            MONEY,
            f"={revenue:prev}*{retention}+{added}",
            levels,
            first=f"={added}",
            line=revenue,
        )
        last = work.result(
            "Revenue of the last month",
            MONEY,
            f"={revenue:last}",
            levels[-1],
            worked=work.worked("mrr_month_24"),
        )
        work.result(
            "Its annual run-rate",
            MONEY,
            f"=12*{last}",
            run_rate(levels)[-1],
            worked=work.worked("arr_month_24"),
        )
        work.result(
            "Revenue of all months",
            MONEY,
            f"=SUM({revenue:all})",
            levels.sum(),
            worked=work.worked("recognised_24_months"),
        )
        closed = f"IF({retention}=1,{month:last},({retention}^{month:last}-1)/({retention}-1))"
        work.holds(
            "Closed form of the last month",
            "Equal cohorts sum as a geometric series",
            f"({added}*{closed}-{last})",
            scale=f"{last}",
        )

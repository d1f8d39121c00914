"""Periods: a commitment month by month, settled in the month that closes the year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from revshare.contracts.counters import running_total
from revshare.lines import Projection
from revshare_workbooks.blocks.buckets import BucketRows
from revshare_workbooks.grid import Row, Style
from revshare_workbooks.monthly import Monthly


@dataclass(frozen=True)
class YearEnds:
    """Flags by month: it opens a year, or closes one."""

    opens: Row
    closes: Row

    @classmethod
    def of(cls, sheet: Monthly, month: Row) -> YearEnds:
        """Lay out the flags, by the number of the month."""
        book = sheet.book
        years = np.diff(book.timeline.calendar_years, prepend=0, append=np.inf) > 0

        def flag(label: str, edge: Row, values: np.ndarray) -> Row:
            formula = f"=IF({month}=INDEX({edge:years},1,{book.year_number}),1,0)"
            return sheet.state(label, formula, values * 1.0, unit="flag")

        return cls(
            flag("First month of its year", book.year_first, years[:-1]),
            flag("Last month of its year", book.year_last, years[1:]),
        )


def periods_block(
    sheet: Monthly,
    key: str,
    ends: YearEnds,
    settled: BucketRows,
    placed: Mapping[str, Row],
    projection: Projection,
) -> None:
    """Lay a settlement back on the months: what is paid beyond use, what is paid, and what is left.

    Parameters
    ----------
    placed
        The row of each line, made ahead.
    """
    year, usage = sheet.book.year_number, settled["usage"]

    def of_year(row: Row) -> str:
        return f"INDEX({row:years},1,{year})"

    def flow(what: str, formula: str) -> Row:
        line = projection.line(f"{what}.{key}")
        return sheet.flow(line.label, formula, line.values, row=placed[f"{what}.{key}"])

    beyond = flow(
        "shortfall",
        f"=IF({ends.closes}=1,{of_year(settled['shortfall'])}-{of_year(settled['make_up_used'])},0)",
    )
    flow("paid", f"={usage}+{beyond}")
    so_far = sheet.ahead()
    opens = np.asarray(np.diff(sheet.book.timeline.calendar_years, prepend=0) > 0)
    sheet.state(
        "Used since the year opened",
        f"=IF({ends.opens}=1,0,{so_far:prev})+{usage}",
        running_total(projection[f"usage.{key}"], opens),
        style=Style.MONEY,
        unit=sheet.book.money,
        row=so_far,
    )
    name = f"commitment_left.{key}"
    line = projection.line(name)
    available = f"{of_year(settled['opening'])}+{of_year(settled['committed'])}"
    formula = f"=IF({ends.closes}=1,{of_year(settled['closing'])},MAX(0,{available}-{so_far}))"
    sheet.balance(line.label, formula, line.values, row=placed[name])

"""Timeline sheet: the months, their years, and where each year starts and ends in a row of months."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from revshare.timeline import add_months, fiscal_year
from revshare_workbooks.grid import Book, Row, Style
from revshare_workbooks.inputs import Inputs
from revshare_workbooks.monthly import Monthly


@dataclass(frozen=True)
class TimelineRows:
    """Rows of the timeline that formulas name."""

    month: Row
    first_day: Row
    last_day: Row
    days: Row
    calendar_year: Row
    year_number: Row
    new_year: Row


def timeline_sheet(book: Book, inputs: Inputs, parties: Mapping[str, str] | None = None) -> TimelineRows:
    """Lay out the timeline; sheets made later sum their years with its rows.

    Parameters
    ----------
    parties
        Name of each partner whose fiscal years are shown, by the key of its contract.
    """
    sheet = Monthly(
        book,
        "Timeline",
        "Timeline",
        "Calendar months. Every monthly sheet shows the same month in the same column.",
    )
    timeline, layout = book.timeline, book.layout
    sheet.heading("Months")
    month = sheet.ahead()
    sheet.state("Month number", f"={month:prev}+1", np.arange(1.0, timeline.months + 1), opening=0, row=month)
    formula = f"=EDATE({inputs.first_day},{month}-1)"
    first = sheet.state("First day", formula, timeline.dates, style=Style.DAY, unit="date")
    last_days = [add_months(day, 1) - timedelta(1) for day in timeline.dates]
    last = sheet.state("Last day", f"=EDATE({first},1)-1", last_days, style=Style.DAY, unit="date")
    days = sheet.state("Days", f"={last}-{first}+1", timeline.days, unit="days")
    sheet.heading("Calendar years")
    number, year = sheet.ahead(), sheet.ahead()
    sheet.state(
        "Calendar year", f"=YEAR({first})", timeline.calendar_years, style=Style.YEAR, unit="year", row=year
    )
    sheet.years(year, f"=YEAR({inputs.first_day})+{number}-1", timeline.years, Style.YEAR)
    formula = f"={year}-YEAR({inputs.first_day})+1"
    sheet.state("Number of the year", formula, timeline.calendar_years - timeline.years[0] + 1, row=number)
    sheet.sheet.put(number.number, layout.total, 0, Style.COUNT)
    sheet.years(number, f"={number:prev}+1", range(1, len(timeline.years) + 1), Style.COUNT)
    opens = np.diff(timeline.calendar_years, prepend=timeline.calendar_years[0]) * 1.0
    formula = f"=IF(AND({month}>1,MONTH({first})=1),1,0)"
    new_year = sheet.state("New calendar year", formula, opens, unit="flag")
    firsts = np.flatnonzero(np.diff(timeline.calendar_years, prepend=0)) + 1
    counts = timeline.by_year(np.ones(timeline.months))
    book.year_first = sheet.state("Month in which the year starts", "", [])
    sheet.years(book.year_first, f"=MATCH({year},{year:months},0)", firsts, Style.COUNT)
    book.year_last = sheet.state("Month in which the year ends", "", [])
    formula = f"={book.year_first}+COUNTIF({year:months},{year})-1"
    sheet.years(book.year_last, formula, firsts + counts - 1, Style.COUNT)
    book.year_number, book.header_years, book.header_months = number, year, first
    if parties:
        _fiscal_years(sheet, inputs, first, parties)
    return TimelineRows(month, first, last, days, year, number, new_year)


def _fiscal_years(sheet: Monthly, inputs: Inputs, first: Row, parties: Mapping[str, str]) -> None:
    """Label of each party's fiscal year that holds a month: the calendar year in which it ends."""
    sheet.heading("Fiscal years")
    for key, name in parties.items():
        spot = inputs[f"contracts.{key}.fiscal_year_end"]
        end = int(float(str(sheet.book.content(spot))))
        labels = [fiscal_year(day, end) for day in sheet.book.timeline.dates]
        formula = f"=YEAR({first})+IF(MONTH({first})>{spot},1,0)"
        sheet.state(f"Fiscal year of {name}", formula, labels, style=Style.YEAR, unit="year")

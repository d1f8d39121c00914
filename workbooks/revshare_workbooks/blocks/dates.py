"""Dates: when the contract runs, how much of each month it covers, and when each of its years opens."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revshare.arrays import BoolArray, FloatArray
from revshare.contracts.term import ONE_DAY, YearKind
from revshare.contracts.waterfall import Waterfall
from revshare.errors import InputError
from revshare.timeline import add_months
from revshare_workbooks.blocks.terms import Terms
from revshare_workbooks.grid import Row, Style
from revshare_workbooks.monthly import Monthly
from revshare_workbooks.report.timeline import TimelineRows

KEYS = ("start", "end", "proration", "fiscal_year_end")


@dataclass(frozen=True)
class DateRows:
    """Rows that say which part of a month counts, and where counters open."""

    weight: Row
    contract_month: Row
    opens: dict[YearKind, tuple[Row, FloatArray]]

    def chosen(self, sheet: Monthly, label: str, number: str, kind: YearKind) -> tuple[Row, FloatArray]:
        """Flags of the year a term chooses by `number`, 1 contract, 2 calendar, 3 fiscal."""
        flags = self.opens[kind][1]
        picks = ",".join(f"{row}" for row, _ in self.opens.values())
        return sheet.state(label, f"=CHOOSE({number},{picks})", flags, unit="flag"), flags


def by_month(flow: Waterfall, series: FloatArray) -> FloatArray:
    """A flow by piece of month, summed to months."""
    return flow.grid.gather(np.broadcast_to(series, (len(flow.grid.firsts),)))


def at_close(flow: Waterfall, series: FloatArray) -> FloatArray:
    """A balance by piece of month, at the end of each month."""
    return flow.grid.closing(np.broadcast_to(series, (len(flow.grid.firsts),)))


def check_whole_months(flow: Waterfall, name: str) -> None:
    """Refuse a contract whose terms change inside a month that it covers on both sides of the change."""
    pieces = np.bincount(flow.grid.month[flow.grid.active], minlength=flow.timeline.months)
    if (pieces > 1).any():
        day = flow.timeline.dates[int(np.argmax(pieces > 1))]
        raise InputError(
            f"{name}: its years turn inside {day:%B %Y}, and the report lays out whole months; "
            "start the contract on the first of a month, or count by calendar_year"
        )


def dates_block(sheet: Monthly, terms: Terms, timeline: TimelineRows, flow: Waterfall) -> DateRows:
    """Live dates: all from the terms in force and the timeline."""
    sheet.heading("Dates")
    grid, months = flow.grid, flow.timeline
    calendar = grid.calendar
    first_row, last_row = f"{timeline.first_day}", f"{timeline.last_day}"
    start = sheet.scalar(
        "First covered day",
        f'=IF({terms["start"]}="none",INDEX({timeline.first_day:months},1,1),{terms["start"]})',
        calendar.start,
        Style.DAY,
        "date",
    )
    last_day = add_months(months.start, months.months) - ONE_DAY if calendar.stop is None else flow.contracts[0][0].term.end
    end = sheet.scalar(
        "Last covered day",
        f'=IF({terms["end"]}="none",MAX({timeline.last_day:months}),{terms["end"]})',
        last_day,
        Style.DAY,
        "date",
    )
    covered = grid.gather(grid.days * grid.active)
    formula = f"=MAX(0,MIN({last_row},{end})-MAX({first_row},{start})+1)"
    days = sheet.state("Days covered", formula, covered, unit="days")
    whole = f'OR({terms["proration"]}="full_period",{terms["proration"]}="none")'
    formula = f"=IF({whole},IF({days}>0,1,0),{days}/{timeline.days})"
    weight = sheet.state("Fraction of the month covered", formula, grid.gather(grid.weight), style=Style.FACTOR)
    since = np.array(
        [(day.year - calendar.start.year) * 12 + day.month - calendar.start.month for day in months.dates]
    )
    formula = f"=(YEAR({first_row})-YEAR({start}))*12+MONTH({first_row})-MONTH({start})+1"
    contract_month = sheet.state("Contract month", formula, since + 1)
    first = f"IF({timeline.month}=1,0,"
    later = np.arange(months.months) > 0
    month_numbers = np.array([day.month for day in months.dates])

    def flags(label: str, test: str, on: BoolArray) -> tuple[Row, FloatArray]:
        expected = (on & later) * 1.0
        return sheet.state(label, f"={first}IF({test},1,0))", expected, unit="flag"), expected

    opening = int(calendar.fiscal_year_end) % 12 + 1
    opens = {
        YearKind.CONTRACT: flags("New contract year", f"MOD({contract_month}-1,12)=0", since % 12 == 0),
        YearKind.CALENDAR: flags("New calendar year", f"MONTH({first_row})=1", month_numbers == 1),
        YearKind.FISCAL: flags(
            "New fiscal year",
            f"MONTH({first_row})=MOD({terms['fiscal_year_end']},12)+1",
            month_numbers == opening,
        ),
    }
    return DateRows(weight, contract_month, opens)

"""Dates: when the contract runs, how much of each month it covers, and when each of its years opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from revshare.arrays import FloatArray
from revshare.contracts.contract import Contract
from revshare.contracts.term import ONE_DAY, Proration, YearKind
from revshare.timeline import add_months
from revshare_workbooks.blocks.columns import ColumnRows, Columns, Laid
from revshare_workbooks.blocks.guards import Guard
from revshare_workbooks.blocks.terms import Terms
from revshare_workbooks.blocks.turns import changes, parts_of_months, turns_guard, whole_months
from revshare_workbooks.grid import Row, Spot, Style
from revshare_workbooks.monthly import Monthly
from revshare_workbooks.timeline import TimelineRows

KEYS = ("start", "end", "proration", "fiscal_year_end")


@dataclass(frozen=True)
class DateRows:
    """Rows that say which part of a month counts, and where counters open.

    Parameters
    ----------
    start, end
        First and last covered day, within the model where the terms leave them open.
    at
        What the columns stand for.
    first, days
        The day from which a column counts, and how many of its days are covered.
    in_month
        How many days of the whole month are covered.
    touched
        Flag of terms under which a month or year touched counts whole.
    weight
        What part of the month's flows counts in the column.
    contract_month
        Number of the contract month that the column opens with.
    years, next_contract_year
        Day on which the year that holds the column opens, by kind of year; day on which the next contract year does.
    ends
        Flag of the column in which the contract ends.
    opens
        Flags of the columns that open a year, by kind of year, and the engine's flags.
    guard
        Guard of a sheet of whole months; None where months are cut.
    """

    start: Spot
    end: Spot
    at: ColumnRows
    first: Row
    days: Row
    in_month: Row
    touched: Spot
    weight: Row
    contract_month: Row
    years: dict[YearKind, Row]
    next_contract_year: Row
    ends: Row
    opens: dict[YearKind, tuple[Row, FloatArray]]
    guard: Guard | None

    def chosen(self, sheet: Monthly, label: str, number: str, kind: YearKind) -> tuple[Row, FloatArray]:
        """Flags of the year a term chooses by `number`, 1 contract, 2 calendar, 3 fiscal."""
        flags = self.opens[kind][1]
        picks = ",".join(f"{row}" for row, _ in self.opens.values())
        return sheet.state(label, f"=CHOOSE({number},{picks})", flags, unit="flag"), flags


def dates_block(
    sheet: Monthly, terms: Terms, timeline: TimelineRows, contract: Contract, flow: Laid
) -> DateRows:
    """Live dates: all from the terms in force and the timeline."""
    sheet.heading("Dates")
    columns, pieces = flow.columns, flow.grid
    calendar, months = pieces.calendar, pieces.timeline
    start = sheet.scalar(
        "First covered day",
        f'=IF({terms["start"]}="none",INDEX({timeline.first_day:months},1,1),{terms["start"]})',
        calendar.start,
        Style.DAY,
        "date",
    )
    last_day = (calendar.stop or add_months(months.start, months.months)) - ONE_DAY
    end = sheet.scalar(
        "Last covered day",
        f'=IF({terms["end"]}="none",MAX({timeline.last_day:months}),{terms["end"]})',
        last_day,
        Style.DAY,
        "date",
    )
    if columns.cut:
        at = parts_of_months(sheet, timeline, start, changes(sheet, terms, contract), columns)
    else:
        at = whole_months(sheet, timeline, start, columns)
    part, first_row, last_row = "part" if columns.cut else "month", f"{at.first_day}", f"{at.last_day}"
    formula = f"=MAX(0,MIN({last_row},{end})-MAX({first_row},{start})+1)"
    covered = columns.sums(pieces.days * pieces.active)
    days = sheet.state("Days covered", formula, covered, unit="days")
    in_month, whole_month = days, f"IF({days}>0,1,0)"
    if columns.cut:
        of_month = columns.of_months(columns.in_months(covered))
        in_month = sheet.state("Days of the month covered", f"={at.in_month(days)}", of_month, unit="days")
        whole_month = f"{days}/MAX(1,{in_month})"
    whole = calendar.proration is Proration.FULL_PERIOD
    formula = f'=IF({terms["proration"]}="full_period",1,0)'
    touched = sheet.scalar("Periods touched count whole", formula, int(whole), Style.COUNT, "flag")
    formula = f'=IF(OR({touched}=1,{terms["proration"]}="none"),{whole_month},{days}/{at.days})'
    weight = sheet.state(
        "Fraction of the month covered", formula, columns.sums(pieces.weight), style=Style.FACTOR
    )
    formula = f'=IF(AND({terms["end"]}<>"none",{end}>={first_row},{end}<={last_row},{days}>0),1,0)'
    closings = (*pieces.firsts[1:], pieces.stop)
    ended = pieces.active & np.array([closing == calendar.stop for closing in closings])
    ends = sheet.state(f"Contract ends in the {part}", formula, columns.sums(ended), unit="flag")
    formula = f"=IF(AND({start}>{first_row},{start}<={last_row}),{start},{first_row})"
    counted = columns.each.firsts
    first = sheet.state(f"Day from which the {part} counts", formula, counted, style=Style.DAY, unit="date")
    formula = f"={at.apart}+IF({at.turns}>{first},0,1)"
    contract_month = sheet.state("Contract month", formula, columns.each.contract_month)
    years, next_year = _years(sheet, terms, start, first, contract_month, columns)
    opens = _openings(sheet, terms, timeline, at, contract_month, columns)
    guard = None
    if not columns.cut:
        guard = turns_guard(sheet, terms, at, end, contract, columns)
    return DateRows(
        start,
        end,
        at,
        first,
        days,
        in_month,
        touched,
        weight,
        contract_month,
        years,
        next_year,
        ends,
        opens,
        guard,
    )


def _years(
    sheet: Monthly, terms: Terms, start: Spot, first: Row, contract_month: Row, columns: Columns
) -> tuple[dict[YearKind, Row], Row]:
    """Day on which the year that holds each column opens, by kind of year, and the next contract year."""
    months = f"12*INT(({contract_month}-1)/12)"
    into = f"MOD(MONTH({first})-MOD({terms['fiscal_year_end']},12)-1,12)"
    formulas = {
        YearKind.CONTRACT: f"=EDATE({start},{months})",
        YearKind.CALENDAR: f"=DATE(YEAR({first}),1,1)",
        YearKind.FISCAL: f"=DATE(YEAR({first}),MONTH({first})-{into},1)",
    }

    def day(label: str, formula: str, values: list[date]) -> Row:
        return sheet.state(label, formula, values, style=Style.DAY, unit="date")

    calendar, firsts = columns.pieces.calendar, columns.each.firsts
    rows = {}
    for kind, formula in formulas.items():
        label = f"{kind.value.replace('_', ' ').capitalize()} opens"
        rows[kind] = day(label, formula, [calendar.interval(kind, one)[0] for one in firsts])
    following = [calendar.interval(YearKind.CONTRACT, one)[1] for one in firsts]
    return rows, day("Next contract year opens", f"=EDATE({start},{months}+12)", following)


def _openings(
    sheet: Monthly,
    terms: Terms,
    timeline: TimelineRows,
    at: ColumnRows,
    contract_month: Row,
    columns: Columns,
) -> dict[YearKind, tuple[Row, FloatArray]]:
    """Flags of the columns that open a year; the first of the model opens none, for balances open it."""
    first = f"{at.first_day}"
    contract = f"INT(({contract_month}-1)/12)<>INT(({contract_month:prev}-1)/12)"
    fiscal = at.opening(f"MONTH({first})=MOD({terms['fiscal_year_end']},12)+1")
    calendar = at.of_month(timeline.new_year)
    formulas = {
        YearKind.CONTRACT: f"=IF({at.number}=1,0,IF({contract},1,0))",
        YearKind.CALENDAR: f"=IF({at.part}=1,{calendar},0)" if at.part else f"={calendar}",
        YearKind.FISCAL: f"=IF({at.number}=1,0,IF({fiscal},1,0))",
    }
    found = {}
    for kind, formula in formulas.items():
        flags = columns.resets(kind)
        label = f"New {kind.value.replace('_', ' ')}"
        found[kind] = sheet.state(label, formula, flags, unit="flag"), flags
    return found

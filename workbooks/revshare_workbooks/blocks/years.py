"""Part years: what fraction of each contract, calendar or fiscal year the contract covers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from revshare.arrays import FloatArray
from revshare.contracts.term import YearKind
from revshare_workbooks.blocks.columns import Laid
from revshare_workbooks.blocks.dates import DateRows
from revshare_workbooks.blocks.terms import Terms
from revshare_workbooks.grid import Row, Spot, Style
from revshare_workbooks.monthly import Monthly


@dataclass(frozen=True)
class YearRows:
    """The year that holds each month: when it opens, when the next does, and what fraction is covered."""

    year: Row
    next_year: Row
    fraction: Row


def part_year(
    sheet: Monthly,
    terms: Terms,
    dates: DateRows,
    number: Spot,
    kind: YearKind | None,
    flow: Laid,
    *,
    scopes: bool = False,
) -> tuple[YearRows, FloatArray]:
    """Fraction of the year that holds each month; `number` is 1 for contract, 2 calendar, 3 fiscal years.

    With `scopes` the number may be that of a scope without a year (above 3, `kind` None): the contract
    year is shown then.
    """
    calendar, kind = flow.grid.calendar, kind or YearKind.CONTRACT
    spans = [calendar.interval(kind, day) for day in flow.columns.each.firsts]
    covered = [_covered(span, calendar.start, calendar.stop) for span in spans]

    def day(label: str, formula: str, values: list[date]) -> Row:
        return sheet.state(label, formula, values, style=Style.DAY, unit="date")

    years = f"12*INT(({dates.contract_month}-1)/12)"
    first, into = f"{dates.first}", f"MOD(MONTH({dates.first})-MOD({terms['fiscal_year_end']},12)-1,12)"
    own = f"EDATE({dates.start},{years})"
    fiscal = f"DATE(YEAR({first}),MONTH({first})-{into},1)"
    kinds = f"IF({number}>3,1,{number})" if scopes else f"{number}"
    opens = day(
        "Year opens", f"=CHOOSE({kinds},{own},DATE(YEAR({first}),1,1),{fiscal})", [a for a, _ in spans]
    )
    following = f"EDATE({dates.start},{years}+12)"
    formula = f"=CHOOSE({kinds},{following},EDATE({opens},12),EDATE({opens},12))"
    stops = day("Next year opens", formula, [b for _, b in spans])
    begins = day("Covered from", f"=MAX({opens},{dates.start})", [a for a, _ in covered])
    until = f'IF({terms["end"]}="none",{stops},MIN({stops},{dates.end}+1))'
    ends = day("Covered until the day before", f"=MAX({begins},{until})", [b for _, b in covered])
    touched = f'{terms["proration"]}="full_period"'

    def months(label: str, opening: Row, closing: Row, values: list[float]) -> Row:
        whole = f"(YEAR({closing}-1)-YEAR({opening}))*12+MONTH({closing}-1)-MONTH({opening})+1"
        parts = (
            f"(YEAR({closing})-YEAR({opening}))*12+MONTH({closing})-MONTH({opening})"
            f"+{_into_month(closing)}-{_into_month(opening)}"
        )
        return sheet.state(
            label, f"=IF({touched},{whole},{parts})", values, style=Style.FACTOR, unit="months"
        )

    whole = calendar.proration.value == "full_period"
    part = months("Months covered", begins, ends, [_months(a, b, whole=whole) for a, b in covered])
    of = months("Months of the year", opens, stops, [_months(a, b, whole=whole) for a, b in spans])
    counted = f'IF({terms["proration"]}="actual_days",({ends}-{begins})/({stops}-{opens}),{part}/{of})'
    full = f'OR({ends}-{begins}={stops}-{opens},{terms["proration"]}="none")'
    fractions = np.array([calendar.covered_fraction(*span) for span in spans])
    formula = f"=IF({ends}={begins},0,IF({full},1,{counted}))"
    row = sheet.state("Fraction of the year covered", formula, fractions, style=Style.FACTOR, unit="fraction")
    return YearRows(opens, stops, row), fractions


def _covered(span: tuple[date, date], start: date, stop: date | None) -> tuple[date, date]:
    """Covered part of a span, empty where nothing of it is."""
    first = max(span[0], start)
    return first, max(first, min(span[1], stop) if stop else span[1])


def _into_month(day: Row) -> str:
    """Formula of the fraction of its month that lies before a day."""
    return f"(DAY({day})-1)/DAY(EDATE({day}-DAY({day})+1,1)-1)"


def _months(first: date, stop: date, *, whole: bool) -> float:
    """Months from one day to before another, as the sheet counts them: touched ones whole, or parts by days."""
    last = date.fromordinal(stop.toordinal() - 1) if whole else stop
    apart = (last.year - first.year) * 12 + last.month - first.month
    return apart + 1.0 if whole else apart + _part(stop) - _part(first)


def _part(day: date) -> float:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return (day.day - 1) / (following - day.replace(day=1)).days

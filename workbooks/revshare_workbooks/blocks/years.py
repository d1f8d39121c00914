"""Part years: what fraction of each contract, calendar or fiscal year the contract covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np

from revshare.arrays import FloatArray
from revshare.contracts.term import ONE_DAY, Calendar, Proration, YearKind
from revshare_workbooks.blocks.columns import Laid
from revshare_workbooks.blocks.dates import DateRows
from revshare_workbooks.blocks.terms import Terms
from revshare_workbooks.grid import Row, Spot, Style
from revshare_workbooks.monthly import Monthly

Span: TypeAlias = tuple[date, date]


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

    others = 2 if scopes else 0
    picks = [*dates.years.values(), *[dates.years[YearKind.CONTRACT]] * others]
    opens = day("Year opens", f"=CHOOSE({number},{_listed(picks)})", [a for a, _ in spans])
    following = [dates.next_contract_year, *[f"EDATE({opens},12)"] * 2, *[dates.next_contract_year] * others]
    formula = f"=CHOOSE({number},{_listed(following)})"
    stops = day("Next year opens", formula, [b for _, b in spans])
    begins = day("Covered from", f"=MAX({opens},{dates.start})", [a for a, _ in covered])
    until = f'IF({terms["end"]}="none",{stops},MIN({stops},{dates.end}+1))'
    ends = day("Covered until the day before", f"=MAX({begins},{until})", [b for _, b in covered])
    months = _Months(sheet, dates, calendar)
    year = months.opening("Year opens", opens, spans), months.closing("Next year opens", stops, spans)
    part = months.opening("Covered from", begins, covered), months.closing("Covered until", ends, covered)
    by_days = f"({ends}-{begins})/({stops}-{opens})"
    by_months = f"({part[1][0]}-{part[0][0]})/({year[1][0]}-{year[0][0]})"
    counted = _of_days(covered) / _of_days(spans)
    if calendar.proration is not Proration.ACTUAL_DAYS:
        counted = (part[1][1] - part[0][1]) / (year[1][1] - year[0][1])
    formula = f'=IF({terms["proration"]}="actual_days",{by_days},{by_months})'
    prorated = sheet.state(
        "Fraction by days or by months", formula, counted, style=Style.FACTOR, unit="fraction"
    )
    full = f'OR({ends}-{begins}={stops}-{opens},{terms["proration"]}="none")'
    fractions = np.array([calendar.covered_fraction(*span) for span in spans])
    formula = f"=IF({ends}={begins},0,IF({full},1,{prorated}))"
    row = sheet.state("Fraction of the year covered", formula, fractions, style=Style.FACTOR, unit="fraction")
    return YearRows(opens, stops, row), fractions


def _listed(picks: Sequence[object]) -> str:
    return ",".join(f"{pick}" for pick in picks)


def _covered(span: Span, start: date, stop: date | None) -> Span:
    """Covered part of a span, empty where nothing of it is."""
    first = max(span[0], start)
    return first, max(first, min(span[1], stop) if stop else span[1])


def _of_days(spans: list[Span]) -> FloatArray:
    return np.array([(stop - first).days for first, stop in spans], dtype=np.float64)


@dataclass(frozen=True)
class _Months:
    """Days as months since January of the contract's first year: parts of months by days, or touched ones whole."""

    sheet: Monthly
    dates: DateRows
    calendar: Calendar

    @property
    def whole(self) -> bool:
        return self.calendar.proration is Proration.FULL_PERIOD

    def opening(self, label: str, day: Row, spans: list[Span]) -> tuple[Row, FloatArray]:
        """Months before the first days of spans."""
        values = [self._months(first) + (0.0 if self.whole else _part(first)) for first, _ in spans]
        formula = f"={self._since(f'{day}')}+IF({self.dates.touched}=1,0,{_into_month(day)})"
        return self._row(label, formula, values)

    def closing(self, label: str, day: Row, spans: list[Span]) -> tuple[Row, FloatArray]:
        """Months before the days after spans."""
        touched = self.dates.touched
        values = [
            self._months(stop - ONE_DAY) + 1.0 if self.whole else self._months(stop) + _part(stop)
            for _, stop in spans
        ]
        formula = f"={self._since(f'{day}-{touched}')}+IF({touched}=1,1,{_into_month(day)})"
        return self._row(label, formula, values)

    def _since(self, day: str) -> str:
        return f"(YEAR({day})-YEAR({self.dates.start}))*12+MONTH({day})"

    def _months(self, day: date) -> float:
        return float((day.year - self.calendar.start.year) * 12 + day.month)

    def _row(self, label: str, formula: str, values: list[float]) -> tuple[Row, FloatArray]:
        found = self.sheet.state(f"{label}, in months", formula, values, style=Style.FACTOR, unit="months")
        return found, np.array(values)


def _into_month(day: Row) -> str:
    """Formula of the fraction of its month that lies before a day."""
    return f"(DAY({day})-1)/DAY(EDATE({day}-DAY({day})+1,1)-1)"


def _part(day: date) -> float:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return (day.day - 1) / (following - day.replace(day=1)).days

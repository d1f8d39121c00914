"""Schedule of the minimum: when the guarantee is tested, and what part of it is due then (stage 9)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revshare.arrays import FloatArray
from revshare.contracts.minimum import Interval
from revshare.contracts.schedule import schedule
from revshare.contracts.term import YearKind
from revshare_workbooks.blocks.columns import Laid, months_apart
from revshare_workbooks.blocks.dates import DateRows
from revshare_workbooks.blocks.guards import Guard, unchanged
from revshare_workbooks.blocks.terms import Terms
from revshare_workbooks.blocks.years import part_year
from revshare_workbooks.grid import Row, Style
from revshare_workbooks.monthly import Monthly

KEYS = ("minimum_test", "minimum_year", "prorate_minimum")


@dataclass(frozen=True)
class ScheduleRows:
    """Rows of the tests with the engine's values.

    Parameters
    ----------
    test, closes
        Flags of the months with a test, and of those in which it closes its interval.
    due
        Fraction of the minimum due at the test since its interval opened.
    tested, closed, part
        The engine's values of the three.
    guard
        Cell that is not 0 where the quarters stored are not those in force.
    """

    test: Row
    closes: Row
    due: Row
    tested: FloatArray
    closed: FloatArray
    part: FloatArray
    guard: Guard


def schedule_block(sheet: Monthly, terms: Terms, dates: DateRows, flow: Laid) -> ScheduleRows:
    """Test dates, live; only the weight of part quarters within their year is stored by the engine."""
    sheet.heading("Tests of the minimum guarantee")
    kind = YearKind(str(terms.values["minimum_year"]))
    chosen = Interval(str(terms.values["minimum_test"]))
    engine = schedule(flow.grid, chosen, kind, bool(terms.values["prorate_minimum"]))
    tested, closed, part = (flow.columns.sums(series) for series in (engine.tests, engine.closes, engine.due))
    interval, year = terms.number(sheet, "minimum_test"), terms.number(sheet, "minimum_year")
    covered, fractions = part_year(sheet, terms, dates, year, kind, flow)
    by_year = schedule(flow.grid, Interval.YEAR, kind, prorate=False)
    year_closes = flow.columns.sums(by_year.tests)
    next_day = f"{dates.at.last_day}+1"
    formula = f"=IF({dates.days}=0,0,IF(OR({dates.ends}=1,{covered.next_year}={next_day}),1,0))"
    year_end = sheet.state("Year or contract closes", formula, year_closes, unit="flag")
    quarter = schedule(flow.grid, Interval.QUARTER, kind, prorate=False)
    quarters = flow.columns.sums(quarter.tests)
    # Not from the contract year, whose first day a short month may have clipped.
    calendar = flow.grid.calendar
    opens = [
        calendar.start if kind is YearKind.CONTRACT else calendar.interval(kind, day)[0]
        for day in flow.columns.each.firsts
    ]
    formula = f"=IF({year}=1,{dates.start},{covered.year})"
    counts = sheet.state("Quarters count from", formula, opens, style=Style.DAY, unit="date")
    each = flow.columns.each
    since = [months_apart(*days) for days in zip(opens, (*each.firsts[1:], each.stop), strict=True)]
    formula = f"=(YEAR({next_day})-YEAR({counts}))*12+MONTH({next_day})-MONTH({counts})"
    apart = sheet.state("Months from then to the next day", formula, since, unit="months")
    turns = f"AND(MOD({apart},3)=0,EDATE({counts},{apart})={next_day})"
    formula = f"=IF(AND({dates.days}>0,OR({dates.ends}=1,{turns})),1,0)"
    quarter_end = sheet.state("Quarter or contract closes", formula, quarters, unit="flag")
    monthly = f"IF({dates.at.closing(f'{dates.days}>0')},1,{dates.ends})"
    formula = f"=CHOOSE({interval},{year_end},{quarter_end},{monthly},{dates.ends})"
    test = sheet.state("Test date", formula, tested, unit="flag", opening=0.0)
    formula = f"=IF({interval}=2,{year_end},{test})"
    closes = sheet.state("Test that closes its year", formula, closed, unit="flag", opening=0.0)
    passed = sheet.derived("Part of the year's covered quarters that has passed", _passed(flow, kind))
    whole = f'OR({terms["prorate_minimum"]}="no",{interval}=4)'
    formula = f"=IF({whole},1,IF({interval}=3,{dates.at.so_far(dates.weight)},{covered.fraction}))"
    prorated = sheet.state(
        "Fraction of the minimum for a part period",
        formula,
        _prorated(terms, flow, fractions),
        style=Style.FACTOR,
        unit="fraction",
    )
    formula = f"=IF({test}=0,0,IF({interval}=2,{prorated}*{passed},{prorated}))"
    due = sheet.state(
        "Fraction of the minimum due at the test", formula, part, style=Style.FACTOR, unit="fraction"
    )
    guard = unchanged(
        sheet,
        terms,
        ("start", "end", "proration", "fiscal_year_end", "minimum_year"),
        "Quarters of the minimum are those worked out",
        "The weight of part quarters was stored for these dates; if they change, run revshare report on this file",
        f'{terms["annual_minimum"]}<>"none",{interval}=2',
    )
    return ScheduleRows(test, closes, due, tested, closed, part, guard)


def _prorated(terms: Terms, flow: Laid, fractions: FloatArray) -> FloatArray:
    """Part of the minimum that a part year, or a part month tested alone, owes; `fractions` are of the years."""
    tested = Interval(str(terms.values["minimum_test"]))
    if not terms.values["prorate_minimum"] or tested is Interval.TERM:
        return np.ones(fractions.size)
    if tested is Interval.PERIOD:
        weights = flow.columns.sums(flow.grid.weight).reshape(-1, flow.columns.per_month)
        return np.asarray(weights.cumsum(axis=1).ravel())
    return fractions


def _passed(flow: Laid, kind: YearKind) -> FloatArray:
    """Part of the year's covered quarters that has passed where one closes, whatever is tested now.

    A month with one closing shows it in both of its parts: the terms in force decide on which the test falls.
    """
    columns = flow.columns.quarterly
    by_quarter = schedule(columns.pieces, Interval.QUARTER, kind, prorate=False)
    closing = columns.sums(by_quarter.due).reshape(-1, columns.per_month)
    return np.where(closing == 0.0, closing[:, ::-1], closing).ravel()

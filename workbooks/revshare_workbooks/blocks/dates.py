"""Dates: when the contract runs, how much of each month it covers, and when each of its years opens."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

import numpy as np

from revshare.arrays import FloatArray, IntArray
from revshare.contracts.contract import Contract
from revshare.contracts.grid import Grid
from revshare.contracts.ramps import Ramp
from revshare.contracts.term import ONE_DAY, YearKind
from revshare.contracts.tiers import Tiers
from revshare.contracts.waterfall import Waterfall
from revshare.errors import InputError
from revshare.timeline import add_months, months_between
from revshare_workbooks.blocks.guards import Guard
from revshare_workbooks.blocks.terms import Terms
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
    month
        Number of the month in the model.
    first, days
        The day of a month from which it counts, and how many of its days are covered.
    weight
        What part of the month's flows counts.
    contract_month
        Number of the contract month that the month opens with.
    ends
        Flag of the month in which the contract ends.
    opens
        Flags of the months that open a year, by kind of year, and the engine's flags.
    """

    start: Spot
    end: Spot
    month: Row
    first: Row
    days: Row
    weight: Row
    contract_month: Row
    ends: Row
    opens: dict[YearKind, tuple[Row, FloatArray]]
    guard: Guard

    def chosen(self, sheet: Monthly, label: str, number: str, kind: YearKind) -> tuple[Row, FloatArray]:
        """Flags of the year a term chooses by `number`, 1 contract, 2 calendar, 3 fiscal."""
        flags = self.opens[kind][1]
        picks = ",".join(f"{row}" for row, _ in self.opens.values())
        return sheet.state(label, f"=CHOOSE({number},{picks})", flags, unit="flag"), flags


def by_month(flow: Waterfall, series: FloatArray) -> FloatArray:
    """A flow by piece of month, summed to months."""
    return flow.grid.gather(np.broadcast_to(series, (len(flow.grid.firsts),)))


def piece_of_month(grid: Grid) -> IntArray:
    """The piece of each month that the contract covers; the first where it covers none."""
    pieces = np.flatnonzero(np.diff(grid.month, prepend=-1))
    covered = np.flatnonzero(grid.active)
    pieces[grid.month[covered]] = covered
    return pieces


def check_whole_months(flow: Waterfall, name: str) -> None:
    """Refuse a contract whose terms change inside a month that it covers on both sides of the change."""
    pieces = np.bincount(flow.grid.month[flow.grid.active], minlength=flow.timeline.months)
    if (pieces > 1).any():
        day = flow.timeline.dates[int(np.argmax(pieces > 1))]
        raise InputError(
            f"{name}: its years turn inside {day:%B %Y}, and the report lays out whole months; "
            "start the contract on the first of a month, or count by calendar_year"
        )
    own, start = flow.contracts[0][0], flow.grid.calendar.start
    balances = [getattr(own.opening, part.name) for part in fields(own.opening) if part.name != "payable"]
    begins_inside = flow.timeline.start < start and piece_of_month(flow.grid)[0] > 0
    if own.cut_every and begins_inside and any(np.any(balance) for balance in balances):
        raise InputError(
            f"{name}: it has balances from before {start:%d %B %Y}, when it starts; set them to 0"
        )


def dates_block(
    sheet: Monthly, terms: Terms, timeline: TimelineRows, contract: Contract, flow: Waterfall
) -> DateRows:
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
    last_day = (calendar.stop or add_months(months.start, months.months)) - ONE_DAY
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
    weight = sheet.state(
        "Fraction of the month covered", formula, grid.gather(grid.weight), style=Style.FACTOR
    )
    formula = f'=IF(AND({terms["end"]}<>"none",{end}>={first_row},{end}<={last_row},{days}>0),1,0)'
    ended = np.array(
        [covered[n] > 0 and _same_month(calendar.stop, day) for n, day in enumerate(months.dates)]
    )
    ends = sheet.state("Contract ends in the month", formula, ended * 1.0, unit="flag")
    formula = f"=IF(AND({start}>{first_row},{start}<={last_row}),{start},{first_row})"
    counts_from = [grid.firsts[piece] for piece in piece_of_month(grid)]
    first = sheet.state("Day from which the month counts", formula, counts_from, style=Style.DAY, unit="date")
    formula = f"=(YEAR({first})-YEAR({start}))*12+MONTH({first})-MONTH({start})"
    since = np.array(
        [(day.year - calendar.start.year) * 12 + day.month - calendar.start.month for day in months.dates]
    )
    apart = sheet.state("Calendar months since the start", formula, since)
    contract_months = np.array([months_between(calendar.start, day) + 1 for day in counts_from])
    formula = f"={apart}+IF(EDATE({start},{apart})>{first},0,1)"
    contract_month = sheet.state("Contract month", formula, contract_months)
    opens = _openings(sheet, terms, timeline, contract_month, flow)
    guard = _turns(sheet, terms, timeline, (start, end, apart), contract, flow)
    return DateRows(start, end, timeline.month, first, days, weight, contract_month, ends, opens, guard)


def _same_month(stop: date | None, day: date) -> bool:
    """Whether the day before `stop` lies in the month of `day`."""
    last = stop and stop - ONE_DAY
    return bool(last) and (last.year, last.month) == (day.year, day.month)  # type: ignore[union-attr]


def _openings(
    sheet: Monthly, terms: Terms, timeline: TimelineRows, contract_month: Row, flow: Waterfall
) -> dict[YearKind, tuple[Row, FloatArray]]:
    """Flags of the months that open a year; the first month of the model opens none, for balances open it."""
    pieces = piece_of_month(flow.grid)
    first_row = f"{timeline.first_day}"
    tests = {
        YearKind.CONTRACT: f"INT(({contract_month}-1)/12)<>INT(({contract_month:prev}-1)/12)",
        YearKind.CALENDAR: f"MONTH({first_row})=1",
        YearKind.FISCAL: f"MONTH({first_row})=MOD({terms['fiscal_year_end']},12)+1",
    }
    found = {}
    for kind, test in tests.items():
        passed = np.cumsum(flow.grid.resets(kind))[pieces]
        flags = (np.diff(passed, prepend=passed[0]) > 0).astype(np.float64)
        label = f"New {kind.value.replace('_', ' ')}"
        row = sheet.state(label, f"=IF({timeline.month}=1,0,IF({test},1,0))", flags, unit="flag")
        found[kind] = row, flags
    return found


def _turns(
    sheet: Monthly,
    terms: Terms,
    timeline: TimelineRows,
    dates: tuple[Spot, Spot, Row],
    contract: Contract,
    flow: Waterfall,
) -> Guard:
    """Guard against terms that would change inside a month, which whole months cannot show."""
    start, end, apart = dates
    by_year = [f'AND({terms["annual_cap"]}<>"none",{terms["cap_year"]}="contract_year")']
    if isinstance(contract.rate, Tiers):
        by_year.append(f'{terms["tier_scope"]}="contract_year"')
    forgotten = f'OR({terms["loss_reset"]}="year",{terms["loss_reset"]}="contract_year")'
    by_year.append(f'AND({terms["kind"]}="profit_share",{forgotten})')
    own = f'AND({terms["annual_minimum"]}<>"none",{terms["minimum_year"]}="contract_year"'
    by_year.append(f'{own},{terms["minimum_test"]}="year")')
    formula = f"=IF(OR({','.join(by_year)}),12,0)"
    yearly = sheet.scalar(
        "Contract months between new years in use", formula, _cut(contract, 12), Style.COUNT, "months"
    )
    quarter = f'{own},{terms["minimum_test"]}="quarter")'
    formula = "=1" if isinstance(contract.rate, Ramp) else f"=IF({quarter},3,{yearly})"
    every = sheet.scalar(
        "Contract months between changes of terms", formula, contract.cut_every, Style.COUNT, "months"
    )
    turn = f"EDATE({start},{apart})"
    covered = f"AND({apart}>0,{turn}>{timeline.first_day},{turn}<=MIN({end},{timeline.last_day}))"
    formula = f"=IF({covered},IF(MOD({apart},MAX(1,{every}))=0,MIN(1,{every}),0),0)"
    row = sheet.state("Terms change inside the month", formula, np.zeros(flow.timeline.months), unit="flag")
    spot = sheet.scalar("Months with a change inside", f"=SUM({row:months})", 0.0, Style.COUNT, "number")
    about = "The sheet lays out whole months: start on the first of a month, or count by calendar_year"
    return Guard("Contract years open on the first of a month", about, spot)


def _cut(contract: Contract, months: int) -> int:
    """12 where anything but a quarterly minimum or a ramp follows contract years."""
    own, caps, losses, minimum = YearKind.CONTRACT, contract.caps, contract.losses, contract.minimum
    used = (
        isinstance(contract.rate, Tiers) and contract.rate.scope.year is own,
        caps.annual is not None and caps.year is own,
        losses is not None and losses.reset.year is own,
        minimum is not None and minimum.year is own and minimum.test.value == "year",
    )
    return months if any(used) else 0

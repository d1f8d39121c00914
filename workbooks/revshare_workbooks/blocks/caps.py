"""Caps: the most that is paid in a month, a year, or the life of the contract (stages 7 and 8)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revshare.arrays import FloatArray
from revshare.contracts.caps import Limit
from revshare.contracts.contract import Contract
from revshare.contracts.waterfall import Waterfall
from revshare_workbooks.blocks.dates import DateRows, at_close, by_month
from revshare_workbooks.blocks.terms import Terms
from revshare_workbooks.grid import Content, Row, Spot, Style
from revshare_workbooks.monthly import Monthly
from revshare_workbooks.report.timeline import TimelineRows

KEYS = (
    "period_cap",
    "annual_cap",
    "lifetime_cap",
    "cap_year",
    "opening_paid_year",
    "opening_paid_life",
)
NOT_USED_UP = "room left"


@dataclass(frozen=True)
class CapRows:
    """Rows of the caps that later stages and other sheets read."""

    paid: Row
    forgone: dict[str, Row]
    used_up: dict[str, Spot]


@dataclass(frozen=True)
class _Counter:
    """How a cap's counter opens: its flags, and what was paid before."""

    resets: Row | None
    flags: FloatArray
    opening: Spot
    start: float
    cap: float | None


def caps_block(
    sheet: Monthly,
    terms: Terms,
    dates: DateRows,
    timeline: TimelineRows,
    share: Row,
    contract: Contract,
    flow: Waterfall,
) -> CapRows:
    """Each cap on what the one before leaves; every one shows room, what it took, and when it was used up."""
    months = flow.timeline.months
    by_period, by_year, by_life = flow.limits
    forgone: dict[str, Row] = {}
    used_up: dict[str, Spot] = {}
    sheet.heading("Cap per month")
    cap = terms["period_cap"]
    formula = f'=IF({cap}="none",{share},MIN({share},N({cap})))'
    paid = sheet.flow("Share after the monthly cap", formula, by_month(flow, by_period.paid), total=True)
    forgone["month"] = _forgone(sheet, share, paid, by_month(flow, by_period.share - by_period.paid))
    number = terms.number(sheet, "cap_year")
    resets, flags = dates.chosen(sheet, "New year for the cap", f"{number}", contract.caps.year)
    openings, caps = contract.opening, contract.caps
    counters = (
        ("annual", by_year, _Counter(resets, flags, terms["opening_paid_year"], _one(openings.paid_year), _cap(caps.annual))),
        ("lifetime", by_life, _Counter(None, np.zeros(months), terms["opening_paid_life"], _one(openings.paid_life), _cap(caps.lifetime))),
    )
    for name, limit, counter in counters:
        sheet.heading(f"Cap per {'year' if name == 'annual' else 'life'}")
        before = paid
        room, paid = _capped(sheet, f"{name} cap", terms[f"{name}_cap"], before, counter, flow, limit)
        forgone[name] = _forgone(sheet, before, paid, by_month(flow, limit.share - limit.paid))
        used_up[name] = _used_up(sheet, name, terms[f"{name}_cap"], before, room, timeline, flow, limit)
    return CapRows(paid, forgone, used_up)


def _one(number: object) -> float:
    return float(np.asarray(number))


def _cap(amount: object) -> float | None:
    return None if amount is None else _one(amount)


def _capped(
    sheet: Monthly, name: str, cap: Spot, share: Row, counter: _Counter, flow: Waterfall, limit: Limit
) -> tuple[Row, Row]:
    """Share after a cap on a running total: a positive share takes room, a negative one gives it back."""
    paid_values = by_month(flow, limit.paid)
    total = sheet.ahead()
    before = f"{total:prev}" if counter.resets is None else f"IF({counter.resets}=1,0,{total:prev})"
    running = _running(paid_values, counter)
    room_before = np.zeros(running.size)
    if counter.cap is not None:
        room_before = np.maximum(0.0, counter.cap - _before(running, counter))
    formula = f'=IF({cap}="none",0,MAX(0,N({cap})-{before}))'
    room_row = sheet.state(
        "Room before the month", formula, room_before, style=Style.MONEY, unit=sheet.book.money
    )
    formula = f'=IF({cap}="none",{share},MIN({share},{room_row}))'
    paid = sheet.flow(f"Share after the {name}", formula, paid_values, total=True)
    sheet.balance(
        "Paid so far", f"={before}+{paid}", running, opening=f"={counter.opening}", start=counter.start, row=total
    )
    room = at_close(flow, limit.room)
    formula = f'=IF({cap}="none","no cap",MAX(0,N({cap})-{total}))'
    sheet.state(
        "Room left",
        formula,
        [float(value) if np.isfinite(value) else "no cap" for value in room],
        style=Style.MONEY,
        unit=sheet.book.money,
    )
    return room_row, paid


def _running(paid: FloatArray, counter: _Counter) -> FloatArray:
    """Paid since the counter opened."""
    total, running = counter.start, np.empty(paid.size)
    for month, amount in enumerate(paid):
        total = (0.0 if counter.flags[month] else total) + amount
        running[month] = total
    return running


def _before(running: FloatArray, counter: _Counter) -> FloatArray:
    previous = np.concatenate([[counter.start], running[:-1]])
    return np.where(counter.flags == 1, 0.0, previous)


def _forgone(sheet: Monthly, share: Row, paid: Row, values: FloatArray) -> Row:
    return sheet.flow("Taken by the cap", f"={share}-{paid}", values)


def _used_up(
    sheet: Monthly,
    name: str,
    cap: Spot,
    share: Row,
    room: Row,
    timeline: TimelineRows,
    flow: Waterfall,
    limit: Limit,
) -> Spot:
    """First day on which nothing more may be paid, even accrual inside the month."""
    before, first = limit.room_before, np.asarray(limit.share)
    hits = (first > 0) & (before - first <= 1e-9 * np.maximum(1.0, first)) & np.isfinite(before)
    flags = by_month(flow, hits * 1.0)
    test = f"AND({share}>0,{room}-{share}<=0.000000001*MAX(1,{share}))"
    hit = sheet.state("Cap used up", f'=IF({cap}="none",0,IF({test},1,0))', flags, unit="flag")
    where = f"MATCH(1,{hit:months},0)"
    days = f"INDEX({timeline.days:months},1,{where})"
    part = f"INDEX({room:months},1,{where})/INDEX({share:months},1,{where})"
    day = f"INDEX({timeline.first_day:months},1,{where})+MAX(1,ROUNDUP(ROUND({part}*{days},6),0))-1"
    formula = f'=IF(SUM({hit:months})=0,"{NOT_USED_UP}",{day})'
    dates: list[Content] = [found for found in limit.exhausted_on(flow.grid) if found]
    value = dates[0] if dates else NOT_USED_UP
    return sheet.scalar(f"Last paid day under the {name} cap", formula, value, Style.DAY, "date")

"""Caps: the most that is paid in a month, a year, or the life of the contract (stages 7 and 8)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revshare.arrays import FloatArray
from revshare.contracts.caps import Limit, capped
from revshare.contracts.contract import Contract
from revshare.contracts.counters import TOLERANCE
from revshare_workbooks.blocks.columns import Laid
from revshare_workbooks.blocks.dates import DateRows
from revshare_workbooks.blocks.terms import Terms
from revshare_workbooks.blocks.years import part_year
from revshare_workbooks.grid import Content, Row, Spot, Style
from revshare_workbooks.monthly import Monthly

KEYS = (
    "period_cap",
    "annual_cap",
    "lifetime_cap",
    "cap_year",
    "prorate_caps",
    "opening_paid_year",
    "opening_paid_life",
)
NOT_USED_UP = "room left"


@dataclass(frozen=True)
class Counter:
    """A cap on a running total: its cell, flags and opening, and the most it lets through.

    Parameters
    ----------
    name
        Name of the cap in words.
    cap, most
        Cell of the cap, and formula of what of it is in force.
    resets, flags
        Row of flags of the months in which counting starts again, None for never; the engine's flags.
    opening, start
        Cell of what was paid before, and its value.
    limit
        The most each month's counter lets through; None without a cap.
    """

    name: str
    cap: Spot
    most: str
    resets: Row | None
    flags: FloatArray
    opening: Spot
    start: float
    limit: FloatArray | None

    def running(self, paid: FloatArray) -> FloatArray:
        """Paid since the counter opened."""
        total, running = self.start, np.empty(paid.size)
        for month, amount in enumerate(paid):
            total = (0.0 if self.flags[month] else total) + amount
            running[month] = total
        return running

    def before(self, running: FloatArray) -> FloatArray:
        """Paid before each month since the counter opened."""
        return np.where(self.flags == 1, 0.0, np.concatenate([[self.start], running[:-1]]))


@dataclass(frozen=True)
class CapRows:
    """Rows of the caps that later stages read."""

    monthly: Row
    paid: Row
    counters: tuple[Counter, Counter]


def long_limits(contract: Contract, flow: Laid, share: FloatArray) -> tuple[Limit, Limit]:
    """The annual and the lifetime cap on a share by piece of month, on their own."""
    grid, caps, opening = flow.grid, contract.caps, contract.opening
    annual = caps.annual
    if annual is not None and caps.prorate:
        annual = annual * grid.covered_fractions(caps.year)
    by_year = capped(share, annual, grid.resets(caps.year), opening.paid_year)
    return by_year, capped(by_year.paid, caps.lifetime, grid.resets(None), opening.paid_life)


def caps_block(
    sheet: Monthly, terms: Terms, dates: DateRows, share: Row, contract: Contract, flow: Laid
) -> CapRows:
    """Each cap on what the one before leaves; every one shows room, what it took, and when it was used up."""
    by_period = flow.limits[0]
    sheet.heading("Cap per month")
    cap = terms["period_cap"]
    monthly = sheet.ahead()
    left = f"MAX(0,N({cap})-{dates.at.before(monthly)})" if flow.columns.cut else f"N({cap})"
    formula = f'=IF({cap}="none",{share},MIN({share},{left}))'
    paid = flow.columns.sums(by_period.paid)
    sheet.flow("Share after the monthly cap", formula, paid, total=True, row=monthly)
    _forgone(sheet, share, monthly, flow.columns.sums(by_period.forgone))
    counters = _counters(sheet, terms, dates, contract, flow)
    after = monthly
    for counter, limit in zip(counters, long_limits(contract, flow, by_period.paid), strict=True):
        sheet.heading(f"The {counter.name}")
        before = after
        room, after = capped_rows(sheet, counter, before, flow.columns.sums(limit.paid))
        _forgone(sheet, before, after, flow.columns.sums(limit.forgone))
        _used_up(sheet, counter, before, room, dates, flow, limit)
    return CapRows(monthly, after, counters)


def _counters(
    sheet: Monthly, terms: Terms, dates: DateRows, contract: Contract, flow: Laid
) -> tuple[Counter, Counter]:
    """The counters of the annual and the lifetime cap."""
    caps, opening = contract.caps, contract.opening
    sheet.heading("Years of the annual cap")
    number = terms.number(sheet, "cap_year")
    resets, flags = dates.chosen(sheet, "New year for the cap", f"{number}", caps.year)
    covered, fractions = part_year(sheet, terms, dates, number, caps.year, flow)
    whole = np.ones(flags.size)
    scales = fractions if caps.prorate else whole
    formula = f'=IF({terms["prorate_caps"]}="yes",{covered.fraction},1)'
    scale = sheet.state("Fraction of the annual cap", formula, scales, style=Style.FACTOR, unit="fraction")
    annual, life = terms["annual_cap"], terms["lifetime_cap"]

    def counter(name: str, cap: Spot, most: str, when: tuple[Row | None, FloatArray], so_far: str) -> Counter:
        amount = caps.annual if cap is annual else caps.lifetime
        limit = None if amount is None else _one(amount) * (scales if cap is annual else whole)
        before = opening.paid_year if cap is annual else opening.paid_life
        return Counter(name, cap, most, *when, terms[so_far], _one(before), limit)

    return (
        counter("annual cap", annual, f"N({annual})*{scale}", (resets, flags), "opening_paid_year"),
        counter("lifetime cap", life, f"N({life})", (None, 0.0 * whole), "opening_paid_life"),
    )


def _one(number: object) -> float:
    return float(np.asarray(number))


def capped_rows(sheet: Monthly, counter: Counter, share: Row, paid_values: FloatArray) -> tuple[Row, Row]:
    """Room before each month, and the share after the cap: a positive one takes room, a negative one restores it."""
    cap, limit, total = counter.cap, counter.limit, sheet.ahead()
    before = f"{total:prev}" if counter.resets is None else f"IF({counter.resets}=1,0,{total:prev})"
    running = counter.running(paid_values)
    room_before, room_left = np.zeros(running.size), np.full(running.size, "no cap").tolist()
    if limit is not None:
        room_before = np.maximum(0.0, limit - counter.before(running))
        room_left = np.maximum(0.0, limit - running).tolist()
    formula = f'=IF({cap}="none",0,MAX(0,{counter.most}-{before}))'
    room = sheet.amounts("Room before the month", formula, room_before)
    formula = f'=IF({cap}="none",{share},MIN({share},{room}))'
    paid = sheet.flow(f"Share after the {counter.name}", formula, paid_values, total=True)
    sheet.balance(
        "Paid so far",
        f"={before}+{paid}",
        running,
        opening=f"={counter.opening}",
        start=counter.start,
        row=total,
    )
    formula = f'=IF({cap}="none","no cap",MAX(0,{counter.most}-{total}))'
    sheet.state("Room left", formula, room_left, style=Style.MONEY, unit=sheet.book.money)
    return room, paid


def _forgone(sheet: Monthly, share: Row, paid: Row, values: FloatArray) -> None:
    sheet.flow("Taken by the cap", f"={share}-{paid}", values)


def _used_up(
    sheet: Monthly, counter: Counter, share: Row, room: Row, dates: DateRows, flow: Laid, limit: Limit
) -> None:
    """First day on which nothing more may be paid, even accrual inside the month."""
    before, offered = limit.room_before, np.asarray(limit.share)
    hits = (offered > TOLERANCE) & (before - offered <= TOLERANCE * np.maximum(1.0, offered))
    flags = (flow.columns.sums(hits) > 0) * 1.0
    small, part = sheet.book.tolerance, "part" if flow.columns.cut else "month"
    test = f"AND({share}>{small},{room}-{share}<={small}*MAX(1,{share}))"
    formula = f'=IF({counter.cap}="none",0,IF({test},1,0))'
    hit = sheet.state("Cap used up", formula, flags, unit="flag")
    # Inside the month the share accrues evenly over the covered days.
    covered = np.divide(before, offered, out=np.zeros(hits.size), where=hits) * flow.grid.days
    counts = flow.columns.sums(np.maximum(0.0, np.ceil(covered - TOLERANCE)))
    formula = f"=IF({hit}=1,MAX(0,ROUNDUP({room}/{share}*{dates.days}-{small},0)),0)"
    paid_days = sheet.state(f"Covered days paid in the {part}", formula, counts, unit="days")
    formula = f"=IF(SUM({hit:months})=0,0,MATCH(1,{hit:months},0))"
    place = int(np.argmax(flags)) + 1 if flags.any() else 0
    label = f"{'Part of a month' if flow.columns.cut else 'Month'} in which the {counter.name} is used up"
    month = sheet.scalar(label, formula, place, Style.COUNT, part)

    def then(row: Row) -> str:
        return f"INDEX({row:months},1,{month})"

    formula = f'=IF({month}=0,"{NOT_USED_UP}",{then(dates.first)}+MAX(1,{then(paid_days)})-1)'
    value: Content = NOT_USED_UP
    if hits.any():
        piece = int(np.argmax(hits))
        value = flow.grid.day_in(piece, float(before[piece]) / float(offered[piece]))
    sheet.scalar(f"Last paid day under the {counter.name}", formula, value, Style.DAY, "date")

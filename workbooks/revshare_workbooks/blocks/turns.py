"""Turns: how often terms change by the contract's own months, and the months that they cut."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np

from revshare.contracts.contract import Contract, Opening
from revshare.contracts.ramps import Ramp
from revshare.contracts.term import ONE_DAY, YearKind
from revshare.contracts.terms import keys_of
from revshare.contracts.tiers import Tiers
from revshare.timeline import add_months
from revshare_workbooks.blocks.columns import ColumnRows, Columns, months_apart
from revshare_workbooks.blocks.guards import Guard
from revshare_workbooks.blocks.terms import Terms
from revshare_workbooks.grid import Block, Row, Spot, Style
from revshare_workbooks.monthly import Monthly
from revshare_workbooks.timeline import TimelineRows


def changes(sheet: Monthly, terms: Terms, contract: Contract) -> Spot:
    """Contract months between changes of terms: 12, 3 or 1; 0 where nothing follows the contract's own months."""
    forgotten = f'OR({terms["loss_reset"]}="year",{terms["loss_reset"]}="contract_year")'
    minimum = f'{terms["annual_minimum"]}<>"none",{terms["minimum_year"]}="contract_year"'
    tests = {
        "Annual cap counts contract years": f'AND({terms["annual_cap"]}<>"none",{terms["cap_year"]}="contract_year")',
        "Losses are forgotten by contract years": f'AND({terms["kind"]}="profit_share",{forgotten})',
        "Minimum is tested by contract years": f'AND({minimum},{terms["minimum_test"]}="year")',
    }
    if isinstance(contract.rate, Tiers):
        tests["Tiers count contract years"] = f'{terms["tier_scope"]}="contract_year"'
    used = _by_contract_year(contract)
    flags = [
        sheet.scalar(label, f"=IF({test},1,0)", used[label], Style.COUNT, "flag")
        for label, test in tests.items()
    ]
    yearly = sheet.scalar(
        "Contract months between new years in use",
        f"=12*MAX({Block.between(flags[0], flags[-1])})",
        12 * max(used.values()),
        Style.COUNT,
        "months",
    )
    quarter = f'AND({minimum},{terms["minimum_test"]}="quarter")'
    formula = "=1" if isinstance(contract.rate, Ramp) else f"=IF({quarter},3,{yearly})"
    return sheet.scalar(
        "Contract months between changes of terms", formula, contract.cut_every, Style.COUNT, "months"
    )


def _by_contract_year(contract: Contract) -> dict[str, int]:
    """Flags of what follows contract years; a quarterly minimum and a ramp turn more often."""
    own, caps, losses, minimum = YearKind.CONTRACT, contract.caps, contract.losses, contract.minimum
    used = {
        "Annual cap counts contract years": caps.annual is not None and caps.year is own,
        "Losses are forgotten by contract years": losses is not None and losses.reset.year is own,
        "Minimum is tested by contract years": minimum is not None
        and minimum.year is own
        and minimum.test.value == "year",
        "Tiers count contract years": isinstance(contract.rate, Tiers) and contract.rate.scope.year is own,
    }
    return {label: int(flag) for label, flag in used.items()}


def whole_months(sheet: Monthly, timeline: TimelineRows, start: Spot, columns: Columns) -> ColumnRows:
    """One column for each month, as on the timeline."""
    first, last = timeline.first_day, timeline.last_day
    apart, turns = _turns(sheet, first, start, columns)
    return ColumnRows(timeline.month, timeline.month, first, last, first, timeline.days, apart, turns)


def parts_of_months(
    sheet: Monthly, timeline: TimelineRows, start: Spot, every: Spot, columns: Columns
) -> ColumnRows:
    """Two columns for each month, cut live on the day on which terms turn in it."""
    sheet.note(
        "Each month has two columns: up to the day on which contract months turn in it, and from it on. "
        "Where nothing turns, the first has no days."
    )
    each, dates = columns.each, columns.pieces.timeline.dates
    number = sheet.ahead()
    numbers = np.arange(1.0, len(each.firsts) + 1)
    sheet.state("Number of the part", f"={number:prev}+1", numbers, opening=0, row=number)
    month = sheet.state("Month number", f"=INT(({number}+1)/2)", each.month + 1.0, opening=0)
    formula = f"={number}-2*{month}+2"
    part = sheet.state("Part of the month", formula, 1.0 + each.monthly_closes)

    def day(label: str, formula: str, values: Iterable[date]) -> Row:
        return sheet.state(label, formula, values, style=Style.DAY, unit="date")

    opens = [dates[place] for place in each.month]
    closes = [add_months(first, 1) - ONE_DAY for first in opens]
    first = day("First day of the month", f"=INDEX({timeline.first_day:months},1,{month})", opens)
    last = day("Last day of the month", f"=INDEX({timeline.last_day:months},1,{month})", closes)
    whole = sheet.state(
        "Days of the month", f"={last}-{first}+1", columns.of_months(each.timeline.days), unit="days"
    )
    apart, turns = _turns(sheet, first, start, columns)
    formula = f"=IF(AND({every}>0,{apart}>=0,MOD({apart},MAX(1,{every}))=0),{turns},{first})"
    turn = day("First day of the second part", formula, [turn for turn in each.firsts[1::2] for _ in "12"])
    first_day = day("First day of the part", f"=IF({part}=1,{first},{turn})", each.firsts)
    ends = [following - ONE_DAY for following in (*each.firsts[1:], each.stop)]
    last_day = day("Last day of the part", f"=IF({part}=1,{turn}-1,{last})", ends)
    sheet.sheet.heads = (first_day, each.firsts)
    return ColumnRows(number, month, first_day, last_day, first, whole, apart, turns, part)


def _turns(sheet: Monthly, first: Row, start: Spot, columns: Columns) -> tuple[Row, Row]:
    """Calendar months from the contract's start to each month, and the day on which its own months turn there."""
    day = columns.pieces.calendar.start
    formula = f"=(YEAR({first})-YEAR({start}))*12+MONTH({first})-MONTH({start})"
    since = [months_apart(day, other) for other in columns.each.firsts]
    apart = sheet.state("Calendar months since the start", formula, since)
    days = [add_months(day, months) for months in since]
    formula = f"=EDATE({start},{apart})"
    turns = sheet.state("Contract months turn on", formula, days, style=Style.DAY, unit="date")
    return apart, turns


def turns_guard(
    sheet: Monthly,
    terms: Terms,
    at: ColumnRows,
    end: Spot,
    contract: Contract,
    columns: Columns,
) -> Guard:
    """Guard against terms that would change inside a month, on a sheet that lays out whole months."""
    every = changes(sheet, terms, contract)
    keys = [key.name for key in keys_of(Opening) if key.name != "opening_payable"]
    formula = f"=SUMPRODUCT(({terms.block(keys)}<>0)*1)"
    carried = sum(terms.shown(key) != 0 for key in keys)
    balances = sheet.scalar("Balances from before the model", formula, carried, Style.COUNT, "number")
    calendar, firsts = columns.pieces.calendar, columns.pieces.timeline.dates
    day, last = calendar.start, calendar.stop or date.max
    apart = [months_apart(day, first) for first in firsts]
    formula = f"=IF(OR({at.apart}>0,AND({at.month}=1,{at.apart}=0,{balances}>0)),1,0)"
    begun = [
        int(months > 0 or (first == firsts[0] and months == 0 and carried > 0))
        for months, first in zip(apart, firsts, strict=True)
    ]
    counted = sheet.state("Counting goes on from before the month", formula, begun, unit="flag")
    formula = f"=IF(AND({at.turns}>{at.first_day},{at.turns}<=MIN({end},{at.last_day})),1,0)"
    turned = [
        int(first < add_months(day, months) < min(last, add_months(first, 1)))
        for months, first in zip(apart, firsts, strict=True)
    ]
    inside = sheet.state("Contract months turn inside the month", formula, turned, unit="flag")
    formula = f"=IF(MOD({at.apart},MAX(1,{every}))=0,MIN(1,{every})*{counted}*{inside},0)"
    row = sheet.state("Terms change inside the month", formula, np.zeros(len(firsts)), unit="flag")
    spot = sheet.scalar("Months with a change inside", f"=SUM({row:months})", 0.0, Style.COUNT, "number")
    about = "The sheet lays out whole months; run revshare report on this file, and it cuts them where terms change"
    return Guard("Terms change on the first of a month", about, spot)

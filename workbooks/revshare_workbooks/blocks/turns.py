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
from revshare_workbooks.grid import Row, Spot, Style
from revshare_workbooks.monthly import Monthly
from revshare_workbooks.timeline import TimelineRows


def changes(sheet: Monthly, terms: Terms, contract: Contract) -> Spot:
    """Contract months between changes of terms: 12, 3 or 1; 0 where nothing follows the contract's own months."""
    by_year = [f'AND({terms["annual_cap"]}<>"none",{terms["cap_year"]}="contract_year")']
    if isinstance(contract.rate, Tiers):
        by_year.append(f'{terms["tier_scope"]}="contract_year"')
    forgotten = f'OR({terms["loss_reset"]}="year",{terms["loss_reset"]}="contract_year")'
    by_year.append(f'AND({terms["kind"]}="profit_share",{forgotten})')
    own = f'AND({terms["annual_minimum"]}<>"none",{terms["minimum_year"]}="contract_year"'
    by_year.append(f'{own},{terms["minimum_test"]}="year")')
    formula = f"=IF(OR({','.join(by_year)}),12,0)"
    yearly = sheet.scalar(
        "Contract months between new years in use", formula, _yearly(contract), Style.COUNT, "months"
    )
    quarter = f'{own},{terms["minimum_test"]}="quarter")'
    formula = "=1" if isinstance(contract.rate, Ramp) else f"=IF({quarter},3,{yearly})"
    return sheet.scalar(
        "Contract months between changes of terms", formula, contract.cut_every, Style.COUNT, "months"
    )


def _yearly(contract: Contract) -> int:
    """12 where anything but a quarterly minimum or a ramp follows contract years."""
    own, caps, losses, minimum = YearKind.CONTRACT, contract.caps, contract.losses, contract.minimum
    used = (
        isinstance(contract.rate, Tiers) and contract.rate.scope.year is own,
        caps.annual is not None and caps.year is own,
        losses is not None and losses.reset.year is own,
        minimum is not None and minimum.year is own and minimum.test.value == "year",
    )
    return 12 if any(used) else 0


def whole_months(sheet: Monthly, timeline: TimelineRows, start: Spot, columns: Columns) -> ColumnRows:
    """One column for each month, as on the timeline."""
    first, last = timeline.first_day, timeline.last_day
    apart = _months_apart(sheet, first, start, columns)
    return ColumnRows(timeline.month, timeline.month, first, last, first, timeline.days, apart)


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
    apart = _months_apart(sheet, first, start, columns)
    turns = f"AND({every}>0,{apart}>=0,MOD({apart},MAX(1,{every}))=0)"
    formula = f"=IF({turns},EDATE({start},{apart}),{first})"
    turn = day("First day of the second part", formula, [turn for turn in each.firsts[1::2] for _ in "12"])
    first_day = day("First day of the part", f"=IF({part}=1,{first},{turn})", each.firsts)
    ends = [following - ONE_DAY for following in (*each.firsts[1:], each.stop)]
    last_day = day("Last day of the part", f"=IF({part}=1,{turn}-1,{last})", ends)
    sheet.sheet.heads = (first_day, each.firsts)
    return ColumnRows(number, month, first_day, last_day, first, whole, apart, part)


def _months_apart(sheet: Monthly, first: Row, start: Spot, columns: Columns) -> Row:
    """Calendar months from the contract's start to each month."""
    formula = f"=(YEAR({first})-YEAR({start}))*12+MONTH({first})-MONTH({start})"
    since = [months_apart(columns.pieces.calendar.start, day) for day in columns.each.firsts]
    return sheet.state("Calendar months since the start", formula, since)


def turns_guard(
    sheet: Monthly,
    terms: Terms,
    at: ColumnRows,
    start: Spot,
    end: Spot,
    contract: Contract,
    months: int,
) -> Guard:
    """Guard against terms that would change inside a month, on a sheet that lays out whole months."""
    every = changes(sheet, terms, contract)
    keys = [key.name for key in keys_of(Opening) if key.name != "opening_payable"]
    formula = "=" + "+".join(f"IF({terms[key]}=0,0,1)" for key in keys)
    carried = sum(terms.shown(key) != 0 for key in keys)
    balances = sheet.scalar("Balances from before the model", formula, carried, Style.COUNT, "number")
    turn = f"EDATE({start},{at.apart})"
    counts = f"OR({at.apart}>0,AND({at.month}=1,{at.apart}=0,{balances}>0))"
    covered = f"AND({counts},{turn}>{at.first_day},{turn}<=MIN({end},{at.last_day}))"
    formula = f"=IF({covered},IF(MOD({at.apart},MAX(1,{every}))=0,MIN(1,{every}),0),0)"
    row = sheet.state("Terms change inside the month", formula, np.zeros(months), unit="flag")
    spot = sheet.scalar("Months with a change inside", f"=SUM({row:months})", 0.0, Style.COUNT, "number")
    about = "The sheet lays out whole months; run revshare report on this file, and it cuts them where terms change"
    return Guard("Terms change on the first of a month", about, spot)

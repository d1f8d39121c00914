"""Minimum: the guarantee, tested on its dates, and true-ups recouped later (stages 9 and 10)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revshare.arrays import FloatArray
from revshare.contracts.contract import Contract
from revshare.contracts.minimum import Minimum
from revshare.contracts.schedule import schedule
from revshare.contracts.waterfall import Waterfall
from revshare_workbooks.blocks.dates import by_month
from revshare_workbooks.blocks.terms import Terms
from revshare_workbooks.grid import Row
from revshare_workbooks.monthly import Monthly

KEYS = (
    "annual_minimum",
    "minimum_test",
    "minimum_year",
    "prorate_minimum",
    "minimum_recoupable",
    "opening_earned_year",
    "opening_unrecouped",
)


@dataclass(frozen=True)
class MinimumRows:
    """Rows of the minimum."""

    true_up: Row
    recouped: Row


def minimum_block(
    sheet: Monthly, terms: Terms, share: Row, advance: Row, contract: Contract, flow: Waterfall
) -> MinimumRows:
    """True-ups at the test dates, and what later surpluses give back.

    The test dates follow from the contract's dates and are stored by the engine; a check compares the
    dates in force with those they were worked out for.
    """
    sheet.heading("Minimum guarantee")
    minimum = contract.minimum or Minimum(amount=0.0)
    tests = schedule(flow.grid, minimum.test, minimum.year, minimum.prorate)
    test_flags, close_flags = by_month(flow, tests.tests * 1.0), by_month(flow, tests.closes * 1.0)
    due_values = by_month(flow, tests.due)
    test = sheet.derived("Test date", test_flags)
    closes = sheet.derived("Test that closes its year", close_flags)
    due = sheet.derived("Fraction of the minimum due at the test", due_values)
    engine = _walk(contract, flow, test_flags, close_flags, due_values)
    amount = f"N({terms['annual_minimum']})"
    in_use = f'{terms["annual_minimum"]}<>"none"'
    earned, topped, paid = sheet.ahead(), sheet.ahead(), sheet.ahead()

    def since(row: Row) -> str:
        return f"IF({closes:prev}=1,0,{row:prev})"

    sheet.balance(
        "Earned since the year opened", f"={since(earned)}+{share}", engine["earned"],
        opening=f"={terms['opening_earned_year']}", start=float(np.asarray(contract.opening.earned_year)), row=earned,
    )
    floor = sheet.amounts("Minimum at the test", f"=IF(AND({test}=1,{in_use}),{due}*{amount},0)", engine["floor"])
    formula = f"=IF(AND({test}=1,{in_use}),MAX({earned},{floor},{since(paid)}),{since(paid)})"
    sheet.balance("Paid up to the test", formula, engine["paid"], row=paid)
    formula = f"=IF(AND({test}=1,{in_use}),{paid}-{earned}-{since(topped)},0)"
    true_up = sheet.flow("True-up", formula, flow.true_up)
    sheet.balance("Topped up this year", f"={since(topped)}+{true_up}", engine["topped"], row=topped)
    owed = sheet.ahead()
    before = f"MAX(0,{owed:prev}-{since(topped)})"
    left = sheet.ahead()
    sheet.balance(
        "Share kept after the advance since the year opened",
        f"=IF({closes:prev}=1,0,{left:prev})+{share}-{advance}",
        engine["left"],
        row=left,
    )
    above = f"MAX(0,MIN({left},{earned}-{floor}))"
    can = f'AND({closes}=1,{in_use},{terms["minimum_recoupable"]}="yes")'
    recouped = sheet.flow("True-ups recouped", f"=IF({can},MIN({before},{above}),0)", flow.minimum_recouped)
    formula = f'={owed:prev}+IF({terms["minimum_recoupable"]}="yes",{true_up},0)-{recouped}'
    start = float(np.asarray(contract.opening.unrecouped))
    sheet.balance(
        "True-ups still to be recouped", formula, np.broadcast_to(flow.unrecouped, flow.revenue.shape),
        opening=f"={terms['opening_unrecouped']}", start=start, row=owed,
    )
    return MinimumRows(true_up, recouped)


def _walk(
    contract: Contract, flow: Waterfall, tests: FloatArray, closes: FloatArray, due: FloatArray
) -> dict[str, FloatArray]:
    """The counters between the engine's results, month by month, from its own true-ups."""
    share, true_up = flow.after_lifetime_cap, np.broadcast_to(flow.true_up, flow.revenue.shape)
    kept = share - np.broadcast_to(flow.advance_recouped, share.shape)
    amount = float(np.asarray(contract.minimum.amount)) if contract.minimum else 0.0
    names = ("earned", "floor", "paid", "topped", "left")
    found = {name: np.zeros(share.size) for name in names}
    earned, paid, topped, left = float(np.asarray(contract.opening.earned_year)), 0.0, 0.0, 0.0
    for month in range(share.size):
        if month and closes[month - 1]:
            earned = paid = topped = left = 0.0
        earned, left, topped = earned + share[month], left + kept[month], topped + true_up[month]
        floor = due[month] * amount if tests[month] else 0.0
        if tests[month] and contract.minimum:
            paid = max(earned, floor, paid)
        for name, value in zip(names, (earned, floor, paid, topped, left), strict=True):
            found[name][month] = value
    return found

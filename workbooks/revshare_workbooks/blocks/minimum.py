"""Minimum: the guarantee at its tests, and true-ups recouped later (stages 9 and 10)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revshare.arrays import FloatArray
from revshare.contracts.contract import Contract
from revshare.contracts.minimum import AtEnd
from revshare_workbooks.blocks.columns import Laid
from revshare_workbooks.blocks.dates import DateRows
from revshare_workbooks.blocks.schedule import ScheduleRows
from revshare_workbooks.blocks.terms import Terms
from revshare_workbooks.grid import Row, Spot, Style
from revshare_workbooks.monthly import Monthly

KEYS = (
    "annual_minimum",
    "minimum_recoupable",
    "minimum_at_end",
    "opening_earned_year",
    "opening_true_up_year",
    "opening_unrecouped",
)


@dataclass(frozen=True)
class MinimumRows:
    """Rows of the minimum."""

    true_up: Row
    recouped: Row


@dataclass(frozen=True)
class Walk:
    """Months in which the minimum is counted, with the engine's amounts.

    Parameters
    ----------
    tests
        When it is tested.
    amount
        The minimum; None without one.
    earned, topped
        Earned and topped up in the running year before the model starts.
    """

    tests: ScheduleRows
    amount: float | None
    earned: float
    topped: float

    def values(self, share: FloatArray, floors: FloatArray) -> dict[str, FloatArray]:
        """Earned, paid, topped up and true-up, month by month."""
        found = {name: np.zeros(share.size) for name in ("earned", "paid", "topped", "true_up")}
        earned, topped = self.earned, self.topped
        paid = earned + topped if topped else 0.0
        for month in range(share.size):
            if month and self.tests.closed[month - 1]:
                earned = paid = topped = 0.0
            earned, true_up = earned + share[month], 0.0
            if self.tests.tested[month] and self.amount is not None:
                paid = max(earned, floors[month], paid)
                true_up = paid - earned - topped
            topped += true_up
            for name, value in (("earned", earned), ("paid", paid), ("topped", topped), ("true_up", true_up)):
                found[name][month] = value
        return found

    def floors(self) -> FloatArray:
        """The minimum at each test."""
        return self.tests.part * self.tests.tested * (self.amount or 0.0)

    def since_test(self, flow: FloatArray, opening: float = 0.0) -> FloatArray:
        """A flow added up since the year opened."""
        total, found = opening, np.zeros(flow.size)
        for month, amount in enumerate(flow):
            total = (0.0 if month and self.tests.closed[month - 1] else total) + amount
            found[month] = total
        return found


def walk_of(tests: ScheduleRows, contract: Contract) -> Walk:
    """The walk of a contract."""
    minimum, opening = contract.minimum, contract.opening
    amount = float(np.asarray(minimum.amount)) if minimum else None
    return Walk(
        tests, amount, float(np.asarray(opening.earned_year)), float(np.asarray(opening.true_up_year))
    )


@dataclass(frozen=True)
class GuaranteeRows:
    """Rows of the tests: earned, the floor, paid, what was topped up before, and the true-up; the engine's amounts."""

    earned: Row
    floor: Row
    paid: Row
    topped_before: str
    true_up: Row
    amounts: dict[str, FloatArray]


@dataclass(frozen=True)
class Ceiling:
    """The most a minimum may reach at each test under caps that prevail.

    Parameters
    ----------
    most, values
        Its row and the engine's amounts.
    paid
        Row of what would be paid up to the tests without the caps.
    """

    most: Row
    values: FloatArray
    paid: Row


def guarantee_rows(
    sheet: Monthly,
    terms: Terms,
    walk: Walk,
    share: Row,
    values: tuple[FloatArray, FloatArray],
    ceiling: Ceiling | None = None,
) -> GuaranteeRows:
    """True-ups of a share at the tests; `values` are the engine's share and floors, `ceiling` a limit of the floor."""
    tests, engine = walk.tests, walk.values(*values)
    test = f'AND({tests.test}=1,{terms["annual_minimum"]}<>"none")'
    earned, topped, paid = sheet.ahead(), sheet.ahead(), sheet.ahead()

    def since(row: Row) -> str:
        return f"IF({tests.closes:prev}=1,0,{row:prev})"

    before = f"{terms['opening_earned_year']}"
    sheet.balance(
        "Earned since the year opened",
        f"={since(earned)}+{share}",
        engine["earned"],
        opening=f"={before}",
        start=walk.earned,
        row=earned,
    )
    amount = f"{tests.due}*N({terms['annual_minimum']})"
    floor = sheet.amounts(
        "Minimum at the test",
        f"=IF({test},{f'MIN({amount},MAX(0,{ceiling.most}))' if ceiling else amount},0)",
        values[1],
    )
    in_year = f"{terms['opening_true_up_year']}"
    opened = f"={ceiling.paid:open}" if ceiling else f"=IF({in_year}=0,0,{before}+{in_year})"
    start = walk.earned + walk.topped if walk.topped else 0.0
    formula = f"=IF({test},MAX({earned},{floor},{since(paid)}),{since(paid)})"
    sheet.balance("Paid up to the test", formula, engine["paid"], opening=opened, start=start, row=paid)
    true_up = sheet.flow("True-up", f"=IF({test},{paid}-{earned}-{since(topped)},0)", engine["true_up"])
    sheet.balance(
        "Topped up this year",
        f"={since(topped)}+{true_up}",
        engine["topped"],
        opening=f"={in_year}",
        start=walk.topped,
        row=topped,
    )
    return GuaranteeRows(earned, floor, paid, since(topped), true_up, engine)


def minimum_block(
    sheet: Monthly,
    terms: Terms,
    dates: DateRows,
    tests: ScheduleRows,
    rows: tuple[Row, Row],
    contract: Contract,
    flow: Laid,
    ceiling: Ceiling | None = None,
) -> MinimumRows:
    """True-ups at the tests, and what later surpluses give back; `rows` are the share and what the advance took."""
    sheet.heading("Minimum guarantee")
    share, advance = rows
    walk = walk_of(tests, contract)
    floors = walk.floors()
    if ceiling:
        floors = np.minimum(floors, np.maximum(ceiling.values, 0.0)) * tests.tested
    paid = np.broadcast_to(flow.after_lifetime_cap, flow.revenue.shape)
    topped = guarantee_rows(sheet, terms, walk, share, (paid, floors), ceiling)
    left, owed = sheet.ahead(), sheet.ahead()
    kept_so_far = walk.since_test(paid - np.broadcast_to(flow.advance_recouped, paid.shape), walk.earned)
    sheet.balance(
        "Share kept after the advance since the year opened",
        f"=IF({tests.closes:prev}=1,0,{left:prev})+{share}-{advance}",
        kept_so_far,
        opening=f"={terms['opening_earned_year']}",
        start=walk.earned,
        row=left,
    )
    recoupable = f'{terms["annual_minimum"]}<>"none",{terms["minimum_recoupable"]}="yes"'
    own = contract.minimum
    goes_back = own is not None and own.recoupable

    def flag(label: str, test: str, holds: bool) -> Spot:
        return sheet.scalar(label, f"=IF(AND({test}),1,0)", int(holds), Style.COUNT, "flag")

    back = flag("True-ups are recouped later", recoupable, goes_back)
    refunded = goes_back and own is not None and own.at_end is AtEnd.REFUNDED
    refund = flag(
        "True-ups left at the end are refunded", f'{back}=1,{terms["minimum_at_end"]}="refunded"', refunded
    )
    amounts, start = topped.amounts, float(np.asarray(contract.opening.unrecouped))
    above = sheet.amounts(
        "Share above the minimum",
        f"=MAX(0,MIN({left},{topped.earned}-{topped.floor}))",
        np.maximum(0.0, np.minimum(kept_so_far, amounts["earned"] - floors)),
    )
    owing = np.broadcast_to(flow.unrecouped, paid.shape)
    earlier = np.append(start, owing[:-1]) - np.where(
        np.append(0.0, tests.closed[:-1]) == 1.0, 0.0, np.append(walk.topped, amounts["topped"][:-1])
    )
    before = sheet.amounts(
        "True-ups owed from before the year",
        f"=MAX(0,{owed:prev}-{topped.topped_before})",
        np.maximum(0.0, earlier),
    )
    at_end = f"AND({dates.ends}=1,{refund}=1)"
    formula = f"=IF({at_end},{owed:prev}+{topped.true_up},{back}*{tests.closes}*MIN({before},{above}))"
    recouped = sheet.flow("True-ups recouped", formula, flow.minimum_recouped)
    formula = f"={owed:prev}+{back}*{topped.true_up}-{recouped}"
    sheet.balance(
        "True-ups still to be recouped",
        formula,
        owing,
        opening=f"={terms['opening_unrecouped']}",
        start=start,
        row=owed,
    )
    return MinimumRows(topped.true_up, recouped)

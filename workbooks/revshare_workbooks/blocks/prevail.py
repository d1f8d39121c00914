"""Caps that prevail over the minimum: share and true-up together stay below them (stages 8 and 9)."""

from __future__ import annotations

import numpy as np

from revshare.arrays import FloatArray
from revshare.contracts.contract import Contract
from revshare.contracts.minimum import OverCap
from revshare_workbooks.blocks.caps import CapRows, capped_rows, long_limits
from revshare_workbooks.blocks.columns import Laid
from revshare_workbooks.blocks.guards import Guard, guard
from revshare_workbooks.blocks.minimum import Ceiling, guarantee_rows, walk_of
from revshare_workbooks.blocks.schedule import ScheduleRows
from revshare_workbooks.blocks.terms import Terms
from revshare_workbooks.grid import Row
from revshare_workbooks.monthly import Monthly

KEYS = ("minimum_over_cap",)


def prevailing(contract: Contract) -> bool:
    """Whether the contract lets its caps prevail over a minimum."""
    return contract.minimum is not None and contract.minimum.over_cap is OverCap.CAP_WINS


def prevail_guard(sheet: Monthly, terms: Terms, contract: Contract) -> Guard:
    """Guard that caps prevail where, and only where, the sheet was laid out for it."""
    built = "cap_wins" if prevailing(contract) else "minimum_wins"
    used = f'{terms["annual_minimum"]}<>"none"'
    capped = f'OR({terms["annual_cap"]}<>"none",{terms["lifetime_cap"]}<>"none")'
    return guard(
        sheet,
        "Minimum over cap is what the sheet was laid out for",
        "Which of the two prevails decides the rows of the sheet; run revshare report on this file",
        f'=IF(AND({used},{capped},{terms["minimum_over_cap"]}<>"{built}"),1,0)',
    )


def prevail_block(
    sheet: Monthly, terms: Terms, tests: ScheduleRows, limited: CapRows, contract: Contract, flow: Laid
) -> tuple[Row, Ceiling]:
    """Share under caps that also count the true-up, and the most the minimum may reach at each test."""
    sheet.heading("Caps over the minimum guarantee")
    sheet.note(
        "The caps see the share with the true-up it would get; of what they let through, the share comes first. "
        "A credit of earlier true-ups is left to the true-up."
    )
    walk = walk_of(tests, contract)
    by_piece = flow.limits[0].paid
    alone = long_limits(contract, flow, by_piece)[-1].paid
    floors = walk.floors()
    values = (flow.columns.sums(alone), floors)
    wanted = walk.values(*values)["true_up"]
    alone_topped = guarantee_rows(sheet, terms, walk, limited.paid, values)
    true_up = alone_topped.true_up
    together = sheet.flow(
        "Share after the monthly cap, with the true-up",
        f"={limited.monthly}+{true_up}",
        flow.columns.sums(by_piece) + wanted,
        total=True,
    )
    wanted_by_piece = np.zeros(len(flow.grid.firsts))
    wanted_by_piece[_tested_pieces(flow, wanted)] = wanted[wanted != 0.0]
    limits = long_limits(contract, flow, by_piece + wanted_by_piece)
    for counter, limit in zip(limited.counters, limits, strict=True):
        _, together = capped_rows(sheet, counter, together, flow.columns.sums(limit.paid))
    both = flow.columns.sums(limits[-1].paid)
    paid = sheet.flow(
        "Share that the caps let through",
        f"=MIN({limited.paid},{together}-MIN(0,{true_up}))",
        flow.after_lifetime_cap,
        total=True,
    )
    allowed = sheet.ahead()
    formula = f"=IF({tests.closes:prev}=1,0,{allowed:prev})+{together}"
    most = walk.since_test(both, walk.earned + walk.topped)
    sheet.balance(
        "Most the minimum may reach",
        formula,
        most,
        opening=f"={terms['opening_earned_year']}+{terms['opening_true_up_year']}",
        start=walk.earned + walk.topped,
        row=allowed,
    )
    return paid, Ceiling(allowed, most, alone_topped.paid)


def _tested_pieces(flow: Laid, wanted: FloatArray) -> list[int]:
    """The piece on which each column's true-up falls: the last one covered."""
    covered = np.flatnonzero(flow.grid.active)
    last = {int(flow.columns.of_piece[piece]): int(piece) for piece in covered}
    return [last[int(column)] for column in np.flatnonzero(wanted)]

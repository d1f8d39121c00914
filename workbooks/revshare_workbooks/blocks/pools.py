"""Pools: streams of revenue whose losses are treated apart, added up afterwards (stage 3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from revshare.arrays import FloatArray
from revshare.contracts.contract import Contract
from revshare.contracts.waterfall import Waterfall
from revshare_workbooks.blocks.base import BaseRows, base_block
from revshare_workbooks.blocks.columns import Laid
from revshare_workbooks.blocks.dates import DateRows
from revshare_workbooks.blocks.losses import LossRows, losses_block
from revshare_workbooks.blocks.terms import Terms
from revshare_workbooks.grid import Row
from revshare_workbooks.monthly import Monthly


@dataclass(frozen=True)
class Stream:
    """Revenue that shares one floor under losses.

    Parameters
    ----------
    label
        Name of the pool.
    revenue, cost
        Rows, by month, of what it covers.
    flow
        The contract on this stream alone.
    """

    label: str
    revenue: Sequence[Row]
    cost: Sequence[Row]
    flow: Waterfall


def pools_block(
    sheet: Monthly,
    terms: Terms,
    dates: DateRows,
    streams: Sequence[Stream],
    contract: Contract,
    flow: Laid,
) -> tuple[BaseRows, LossRows]:
    """Base and losses of every pool, and their sum; one stream needs no adding up."""
    based, after = [], []
    for stream in streams:
        if len(streams) > 1:
            sheet.heading(f"Pool {stream.label}")
        alone = flow.columns.laid(stream.flow, contract)
        based.append(base_block(sheet, terms, dates, stream.revenue, stream.cost, alone))
        after.append(losses_block(sheet, terms, dates, based[-1].base, contract, alone))
    if len(streams) == 1:
        return based[0], after[0]
    sheet.heading("All pools")

    def total(label: str, rows: list[Row], values: FloatArray) -> Row:
        return sheet.flow(label, "=" + "+".join(f"{row}" for row in rows), values, total=True)

    rows = BaseRows(
        total("Revenue covered", [part.revenue for part in based], flow.revenue),
        total("Inference cost covered", [part.cost for part in based], flow.cost),
        total("Deductions allowed", [part.deducted for part in based], flow.deducted),
        total("Share base", [part.base for part in based], flow.base),
    )
    lost = total("Base after losses", [part.base for part in after], flow.after_losses)
    bank = "=" + "+".join(f"{part.bank}" for part in after)
    banks: FloatArray = np.add.reduce([part.banked for part in after])
    start = float(np.asarray(contract.opening.loss_bank)) * len(streams)
    carried = sheet.balance("Losses carried", bank, banks, opening=bank, start=start)
    return rows, LossRows(lost, carried, banks, start)

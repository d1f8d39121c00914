"""Advance: money paid early and kept back from later shares (stage 10)."""

from __future__ import annotations

import numpy as np

from revshare.contracts.contract import Contract
from revshare_workbooks.blocks.columns import Laid
from revshare_workbooks.blocks.terms import Terms
from revshare_workbooks.grid import Row
from revshare_workbooks.monthly import Monthly

KEYS = ("advance", "advance_rate")


def advance_block(sheet: Monthly, terms: Terms, share: Row, contract: Contract, flow: Laid) -> Row:
    """What the advance keeps back from the share after caps."""
    sheet.heading("Advance")
    balance = sheet.ahead()
    formula = f"=MIN({balance:prev},{terms['advance_rate']}*MAX(0,{share}))"
    kept = sheet.flow("Recouped from the share", formula, flow.advance_recouped)
    start = float(np.asarray(contract.advance.amount)) if contract.advance else 0.0
    opening = f"=N({terms['advance']})"
    sheet.balance(
        "Advance still to be recouped",
        f"={balance:prev}-{kept}",
        np.broadcast_to(flow.advance_balance, flow.revenue.shape),
        opening=opening,
        start=start,
        row=balance,
    )
    return kept

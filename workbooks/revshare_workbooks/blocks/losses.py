"""Losses: each treatment of negative gross profit worked out, and the one in force chosen (stage 4)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from revshare.contracts.contract import Contract, Kind
from revshare.contracts.counters import never
from revshare.contracts.losses import Losses, Treatment, after_losses
from revshare.contracts.waterfall import Waterfall
from revshare_workbooks.blocks.terms import Terms
from revshare_workbooks.grid import Row
from revshare_workbooks.monthly import Monthly


@dataclass(frozen=True)
class LossRows:
    """Rows of the losses."""

    base: Row
    bank: Row


KEYS = ("losses", "loss_limit", "opening_loss_bank")


def losses_block(sheet: Monthly, terms: Terms, base: Row, contract: Contract, flow: Waterfall) -> LossRows:
    """Base after losses under the treatment in force; under a revenue share the base passes through."""
    sheet.heading("Losses")
    way = terms.number(sheet, "losses")
    opening = float(np.asarray(contract.opening.loss_bank))
    own = contract.losses or Losses()

    def engine(treatment: Treatment) -> tuple[np.ndarray, np.ndarray]:
        carried = after_losses(
            flow.base, replace(own, treatment=treatment), never(flow.base.shape[-1]), opening
        )
        return carried.base, carried.bank

    floor = sheet.flow("Floored at zero", f"=MAX(0,{base})", engine(Treatment.FLOOR_ZERO)[0])
    carried, bank = _carried_forward(sheet, terms, base, flow.base, engine(Treatment.CARRYFORWARD))
    bank_cell, start = f"=-{terms['opening_loss_bank']}", -opening
    total, peak = sheet.ahead(), sheet.ahead()
    level = np.cumsum(flow.base) - opening
    sheet.balance(
        "Cumulative base", f"={total:prev}+{base}", level, opening=bank_cell, start=start, row=total
    )
    sheet.balance(
        "Highest cumulative base",
        f"=MAX({peak:prev},{total})",
        np.maximum.accumulate(np.maximum(level, 0.0)),
        row=peak,
    )
    true_up = sheet.flow(
        "Following cumulative profit",
        f"=MAX(0,{total})-MAX(0,{total:prev})",
        engine(Treatment.CUMULATIVE_TRUE_UP)[0],
    )
    ratchet = sheet.flow(
        "Following its highest mark", f"={peak}-{peak:prev}", engine(Treatment.CUMULATIVE_RATCHET)[0]
    )
    chosen = f"CHOOSE({way},{floor},{base},{carried},{true_up},{ratchet})"
    formula = f'=IF({terms["kind"]}="profit_share",{chosen},{base})'
    after = flow.after_losses if contract.kind is Kind.PROFIT_SHARE else flow.base
    return LossRows(sheet.flow("Base after losses", formula, after, total=True), bank)


def _carried_forward(
    sheet: Monthly, terms: Terms, base: Row, values: np.ndarray, engine: tuple[np.ndarray, np.ndarray]
) -> tuple[Row, Row]:
    """The loss bank as a corkscrew, and the profit that is left after its use."""
    after, bank = engine
    closing = sheet.ahead()
    added = sheet.flow("Losses carried in", f"=MAX(0,-{base})", np.maximum(0.0, -values))
    used = np.maximum(values, 0.0) - after
    formula = f"=MIN({closing:prev},{terms['loss_limit']}*MAX(0,{base}))"
    use = sheet.flow("Losses used", formula, used)
    opening = f"={terms['opening_loss_bank']}"
    start = float(bank[0] - np.maximum(0.0, -values[0]) + used[0])
    sheet.balance(
        "Losses carried", f"={closing:prev}+{added}-{use}", bank, opening=opening, start=start, row=closing
    )
    return sheet.flow("Profit after losses carried", f"=MAX(0,{base})-{use}", after), closing

"""Losses: each treatment of negative gross profit worked out, and the one in force chosen (stage 4)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revshare.arrays import FloatArray
from revshare.contracts.contract import Contract, Kind
from revshare.contracts.counters import before, high_water, running_total
from revshare.contracts.losses import Losses, LossReset, Months, Treatment, after_losses
from revshare_workbooks.blocks.columns import Columns, Laid
from revshare_workbooks.blocks.dates import DateRows
from revshare_workbooks.blocks.terms import Terms
from revshare_workbooks.grid import Row
from revshare_workbooks.monthly import Monthly


@dataclass(frozen=True)
class LossRows:
    """Rows of the losses, and the engine's losses carried, at the start and by column."""

    base: Row
    bank: Row
    banked: FloatArray
    start: float


KEYS = ("losses", "loss_limit", "loss_expiry", "loss_reset", "opening_loss_bank")


@dataclass(frozen=True)
class _Engine:
    """What the engine says of each treatment of one base."""

    base: FloatArray
    terms: Losses
    flags: FloatArray
    opening: float
    columns: Columns

    def of(self, treatment: Treatment) -> FloatArray:
        return self.carried(Losses(treatment))[0]

    def carried(self, losses: Losses) -> tuple[FloatArray, FloatArray]:
        each = self.columns.each
        months = Months(each.monthly_resets, each.monthly_closes)
        found = after_losses(self.base, losses, self.flags == 1.0, self.opening, months)
        return found.base, found.bank

    @property
    def carryforward(self) -> tuple[FloatArray, FloatArray]:
        limits = {"limit": self.terms.limit, "expiry": self.terms.expiry}
        return self.carried(Losses(Treatment.CARRYFORWARD, **limits))  # type: ignore[arg-type]

    @property
    def level(self) -> FloatArray:
        return running_total(self.base, self.flags == 1.0, -self.opening)

    def before(self, level: FloatArray, opening: float) -> FloatArray:
        return before(level, self.flags == 1.0, opening)


def losses_block(
    sheet: Monthly,
    terms: Terms,
    dates: DateRows,
    base: Row,
    contract: Contract,
    flow: Laid,
) -> LossRows:
    """Base after losses under the treatment in force; under a revenue share the base passes through."""
    sheet.heading("Losses")
    way = terms.number(sheet, "losses")
    own = contract.losses or Losses()
    resets, flags = _resets(sheet, terms, dates, flow)
    engine = _Engine(flow.base, own, flags, float(np.asarray(contract.opening.loss_bank)), flow.columns)
    floor = sheet.flow("Floored at zero", f"=MAX(0,{base})", engine.of(Treatment.FLOOR_ZERO))
    carried, bank = _carried_forward(sheet, terms, dates, base, resets, engine)
    true_up, ratchet = _cumulative(sheet, terms, base, resets, engine)
    chosen = f"CHOOSE({way},{floor},{base},{carried},{true_up},{ratchet})"
    formula = f'=IF({terms["kind"]}="profit_share",{chosen},{base})'
    after = flow.after_losses if contract.kind is Kind.PROFIT_SHARE else flow.base
    row = sheet.flow("Base after losses", formula, after, total=True)
    return LossRows(row, bank, engine.carryforward[1], engine.opening)


def _resets(sheet: Monthly, terms: Terms, dates: DateRows, flow: Laid) -> tuple[Row, FloatArray]:
    """Flags of the months in which carried losses are forgotten; a plain "year" is the contract's own."""
    number = terms.number(sheet, "loss_reset")
    (own, _), (calendar, _), (fiscal, _) = dates.opens.values()
    formula = f"=CHOOSE({number},0,{own},{own},{calendar},{fiscal})"
    kind = LossReset(str(terms.values["loss_reset"])).year
    flags = dates.opens[kind][1] if kind else np.zeros(flow.base.size)
    return sheet.state("Carried losses are forgotten", formula, flags, unit="flag"), flags


def _carried_forward(
    sheet: Monthly, terms: Terms, dates: DateRows, base: Row, resets: Row, engine: _Engine
) -> tuple[Row, Row]:
    """The loss bank as a corkscrew, oldest losses first, and the profit that is left after its use."""
    after, bank = engine.carryforward
    start, opening = engine.opening, f"={terms['opening_loss_bank']}"
    profit = np.maximum(engine.base, 0.0)
    came, used = profit - engine.base, profit - after
    closing, arisen = sheet.ahead(), sheet.ahead()
    added = sheet.flow("Losses carried in", f"=MAX(0,-{base})", came)
    sheet.balance(
        "Losses arisen so far",
        f"={arisen:prev}+{added}",
        start + np.cumsum(came),
        opening=opening,
        start=start,
        row=arisen,
    )
    forgotten = sheet.flow(
        "Losses forgotten", f"=IF({resets}=1,{closing:prev},0)", engine.flags * np.append(start, bank[:-1])
    )
    formula = f"=MIN({closing:prev}-{forgotten},{terms['loss_limit']}*MAX(0,{base}))"
    use = sheet.flow("Losses used", formula, used)
    old, month = f"N({terms['loss_expiry']})", f"{dates.at.month}"
    aged = dates.at.at_close(arisen, f"{month}-{old}")
    lapses = dates.at.closing(f"{month}>={old}")
    formula = f'=IF({terms["loss_expiry"]}="none",0,IF({lapses},{aged},0))'
    oldest = sheet.amounts(
        "Losses arisen that are too old", formula, _too_old(start + np.cumsum(came), engine)
    )
    # What arose and has already gone went out of the oldest; the rest of what is too old lapses now.
    gone = f"({arisen:prev}-{closing:prev}+{forgotten}+{use})"
    gone_by = engine.before(bank, start) + came - used - bank
    lapsed = sheet.flow("Losses lapsed", f"=MAX(0,{oldest}-{gone})", np.maximum(gone_by, 0.0))
    formula = f"={closing:prev}+{added}-{forgotten}-{use}-{lapsed}"
    sheet.balance("Losses carried", formula, bank, opening=opening, start=start, row=closing)
    return sheet.flow("Profit after losses carried", f"=MAX(0,{base})-{use}", after), closing


def _too_old(arisen: FloatArray, engine: _Engine) -> FloatArray:
    """Losses that arose as many months ago as they may be used, or earlier; they lapse when a month closes."""
    found, closes = np.zeros(arisen.size), engine.columns.each.monthly_closes
    if engine.terms.expiry is not None:
        months = int(engine.terms.expiry)
        levels = np.append(engine.opening, arisen[closes])
        oldest = np.zeros(levels.size - 1)
        oldest[months - 1 :] = levels[: max(oldest.size - months + 1, 0)]
        found[closes] = oldest
    return found


def _cumulative(sheet: Monthly, terms: Terms, base: Row, resets: Row, engine: _Engine) -> tuple[Row, Row]:
    """Profit that follows the cumulative base, up and down or only up."""
    total, peak = sheet.ahead(), sheet.ahead()
    opening, start = f"=-{terms['opening_loss_bank']}", -engine.opening

    def since(row: Row) -> str:
        return f"IF({resets}=1,0,{row:prev})"

    sheet.balance(
        "Cumulative base", f"={since(total)}+{base}", engine.level, opening=opening, start=start, row=total
    )
    sheet.balance(
        "Highest cumulative base",
        f"=MAX({since(peak)},{total})",
        high_water(engine.level, engine.flags == 1.0),
        row=peak,
    )
    formula = f"=MAX(0,{total})-MAX(0,{since(total)})"
    true_up = sheet.flow("Following cumulative profit", formula, engine.of(Treatment.CUMULATIVE_TRUE_UP))
    formula = f"={peak}-{since(peak)}"
    ratchet = sheet.flow("Following its highest mark", formula, engine.of(Treatment.CUMULATIVE_RATCHET))
    return true_up, ratchet

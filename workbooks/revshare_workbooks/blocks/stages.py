"""Stages: from revenue to the share by the clause, each on the one before (order of operations, stages 1 to 10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from revshare.arrays import FloatArray
from revshare.contracts.contract import Contract
from revshare.contracts.ramps import Ramp
from revshare.contracts.tiers import Tiers
from revshare.contracts.waterfall import Waterfall
from revshare_workbooks.blocks.advance import advance_block
from revshare_workbooks.blocks.base import BaseRows
from revshare_workbooks.blocks.caps import caps_block
from revshare_workbooks.blocks.columns import Laid, at_close, in_month
from revshare_workbooks.blocks.dates import DateRows, dates_block
from revshare_workbooks.blocks.favoured import favoured_block
from revshare_workbooks.blocks.guards import Guard
from revshare_workbooks.blocks.losses import LossRows
from revshare_workbooks.blocks.minimum import minimum_block
from revshare_workbooks.blocks.pools import Stream, pools_block
from revshare_workbooks.blocks.prevail import prevail_block, prevailing
from revshare_workbooks.blocks.ramps import ramps_block
from revshare_workbooks.blocks.rate import rate_block
from revshare_workbooks.blocks.schedule import schedule_block
from revshare_workbooks.blocks.terms import Terms
from revshare_workbooks.blocks.tiers import tiers_block
from revshare_workbooks.grid import Row
from revshare_workbooks.inputs import Inputs
from revshare_workbooks.monthly import Monthly
from revshare_workbooks.timeline import TimelineRows


@dataclass(frozen=True)
class StageRows:
    """What the stages come to, and their guards.

    Parameters
    ----------
    based, after
        Base, and base after losses.
    recouped
        What the advance keeps back.
    yielded
        Share by the clause.
    """

    based: BaseRows
    after: LossRows
    recouped: Row
    yielded: Row
    guards: tuple[Guard, ...] = ()


def stages_block(
    sheet: Monthly,
    terms: Terms,
    timeline: TimelineRows,
    inputs: Inputs,
    partner: str,
    streams: Sequence[Stream],
    contract: Contract,
    flow: Laid,
    favoured: Sequence[str] | None,
) -> StageRows:
    """The stages that count by the contract's own months; `favoured` names the rates its clause compares."""
    dates = dates_block(sheet, terms, timeline, contract, flow)
    based, after = pools_block(sheet, terms, dates, streams, contract, flow)
    alone = replace(flow, share=flow.share - flow.favoured) if favoured else flow
    share, rising = _share(sheet, terms, dates, inputs, partner, (after.base, based.revenue), contract, alone)
    if favoured:
        clause = f"partners.{partner}.favoured"
        rates = [inputs[f"{clause}.rates.{other}"] for other in favoured]
        effective = inputs[f"{clause}.effective"]
        share = favoured_block(sheet, dates, after.base, share, rates, effective, flow)
    limited = caps_block(sheet, terms, dates, share, contract, flow)
    tests = schedule_block(sheet, terms, dates, flow)
    after_caps, ceiling = limited.paid, None
    if prevailing(contract):
        after_caps, ceiling = prevail_block(sheet, terms, tests, limited, contract, flow)
    recouped = advance_block(sheet, terms, after_caps, contract, flow)
    floor = minimum_block(sheet, terms, dates, tests, (after_caps, recouped), contract, flow, ceiling)
    sheet.heading("Share due")
    formula = f"={after_caps}+{floor.true_up}-{floor.recouped}"
    yielded = sheet.flow("Share by the clause", formula, flow.by_clause, total=True)
    guards = tuple(one for one in (dates.guard, tests.guard, rising) if one)
    return StageRows(based, after, recouped, yielded, guards)


def _share(
    sheet: Monthly,
    terms: Terms,
    dates: DateRows,
    inputs: Inputs,
    partner: str,
    rows: tuple[Row, Row],
    contract: Contract,
    flow: Laid,
) -> tuple[Row, Guard | None]:
    """Stage 5: flat rate, ramp or tiers; `rows` are the base after losses and the revenue."""
    base, revenue = rows
    if isinstance(contract.rate, Tiers):
        return tiers_block(sheet, terms, dates, inputs, partner, base, revenue, contract, flow)
    if isinstance(contract.rate, Ramp):
        return ramps_block(sheet, terms, dates, inputs, partner, base, contract, flow)
    return rate_block(sheet, terms, base, flow), None


def stages_by_month(sheet: Monthly, stages: StageRows, month: Row, flow: Waterfall) -> StageRows:
    """What stages that stand on two parts of each month come to by month."""
    sheet.heading("From the parts of months")

    def added(label: str, row: Row, values: FloatArray) -> Row:
        return sheet.flow(label, f"={in_month(row, month)}", values)

    based, carried = stages.based, stages.after
    rows = BaseRows(
        added("Revenue covered", based.revenue, flow.revenue),
        added("Inference cost covered", based.cost, flow.cost),
        added("Deductions allowed", based.deducted, flow.deducted),
        added("Share base", based.base, flow.base),
    )
    after = added("Base after losses", carried.base, flow.after_losses)
    formula, banked = f"={at_close(carried.bank, month)}", carried.banked[1::2]
    opening = f"={carried.bank:open}"
    bank = sheet.balance("Losses carried", formula, banked, opening=opening, start=carried.start)
    recouped = added("Recouped from the share", stages.recouped, flow.advance_recouped)
    yielded = added("Share by the clause", stages.yielded, flow.by_clause)
    return StageRows(rows, LossRows(after, bank, banked, carried.start), recouped, yielded)

"""Contract sheet: the stages of the order of operations as blocks, each on the one before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from revshare.case import Case
from revshare.contracts.contract import KEYS, Contract
from revshare.contracts.ramps import Ramp
from revshare.contracts.tiers import Tiers
from revshare.contracts.waterfall import Waterfall
from revshare.errors import InputError
from revshare.lines import Projection, ratio
from revshare_workbooks.blocks import (
    advance,
    base,
    caps,
    dates,
    losses,
    minimum,
    payment,
    ramps,
    rate,
    terms,
    tiers,
)
from revshare_workbooks.grid import Book, Content, Row
from revshare_workbooks.monthly import Monthly
from revshare_workbooks.report.inputs import Inputs
from revshare_workbooks.report.timeline import TimelineRows

_BLOCKS = (dates, base, losses, rate, tiers, ramps, caps, advance, minimum, payment)
SHOWN = tuple(key for key in KEYS if any(key in block.KEYS for block in _BLOCKS))
"""Terms the sheet works out live; a case that states another is refused rather than shown wrong."""


@dataclass(frozen=True)
class ContractRows:
    """Rows of a contract that other sheets read."""

    revenue: Row
    cost: Row
    share: Row
    bank: Row
    settled: Row
    cash: Row
    payable: Row
    timing: Row


def check_shown(case: Case) -> None:
    """Refuse a case whose contract states a term the sheet does not work out."""
    for key, stated in case.contracts.items():
        for term in stated:
            if term not in SHOWN:
                raise InputError(
                    f"{case.name}: contracts.{key}.{term} is not worked out in the report yet; "
                    f"take it out, or use the Python API"
                )


@dataclass(frozen=True)
class Deal:
    """A contract at work, as its sheet shows it.

    Parameters
    ----------
    key, partner, lab
        Key of the contract's inputs, and the names of the two parties.
    values
        Value of every term by key.
    contract, flow
        The terms, and every stage of the waterfall.
    """

    key: str
    partner: str
    lab: str
    values: Mapping[str, Content]
    contract: Contract
    flow: Waterfall

    @classmethod
    def of(cls, projection: Projection, key: str) -> Deal:
        """One partner's contract out of a projection."""
        case, prefix = projection.case, f"contracts.{key}."
        values = {name.removeprefix(prefix): value for name, value in projection.values.items() if name.startswith(prefix)}
        return cls(
            key, case.partners[key].label, case.lab, values, projection.contracts[key], projection.waterfalls[key]  # type: ignore[arg-type]
        )


def contract_sheet(
    book: Book, name: str, deal: Deal, inputs: Inputs, timeline: TimelineRows, revenue: str, cost: str
) -> ContractRows:
    """Lay out one contract, stage by stage.

    Parameters
    ----------
    revenue, cost
        Formulas of the revenue and the inference cost that the contract covers.
    """
    contract, flow = deal.contract, deal.flow
    dates.check_whole_months(flow, book.title)
    about = f"From revenue to cash, stage by stage. Positive: {deal.lab} pays {deal.partner}."
    sheet = Monthly(book, name, f"Contract with {deal.partner}", about)
    shown = tuple(key for key in SHOWN if key in deal.values)
    in_force = terms.terms_block(sheet, inputs, deal.key, shown, deal.values)
    dated = dates.dates_block(sheet, in_force, timeline, flow)
    based = base.base_block(sheet, in_force, dated, revenue, cost, flow)
    after = losses.losses_block(sheet, in_force, based.base, contract, flow)
    if isinstance(contract.rate, Tiers):
        earned = tiers.tiers_block(
            sheet, in_force, dated, inputs, deal.key, after.base, based.revenue, contract, flow
        )
    elif isinstance(contract.rate, Ramp):
        earned = ramps.ramps_block(sheet, in_force, dated, inputs, deal.key, after.base, contract, flow)
    else:
        earned = rate.rate_block(sheet, in_force, after.base, flow)
    limited = caps.caps_block(sheet, in_force, dated, timeline, earned, contract, flow)
    recouped = advance.advance_block(sheet, in_force, limited.paid, contract, flow)
    floor = minimum.minimum_block(sheet, in_force, limited.paid, recouped, contract, flow)
    sheet.heading("Share due")
    formula = f"={limited.paid}+{floor.true_up}-{floor.recouped}"
    share = sheet.flow(f"Share of {deal.partner}", formula, flow.expense, total=True)
    due = sheet.flow("Share due after the advance", f"={share}-{recouped}", flow.expense - flow.advance_recouped)
    paid = payment.payment_block(sheet, in_force, based, share, due, contract, flow, timeline.month)
    sheet.heading("What it comes to")
    by_year = book.timeline.by_year
    sheet.ratio(
        f"Share of {deal.partner} per covered dollar",
        f'=IF({based.revenue}=0,"",{share}/{based.revenue})',
        ratio(flow.expense, flow.revenue),
        ratio(by_year(flow.expense), by_year(flow.revenue)),
        float(ratio(flow.expense.sum(keepdims=True), flow.revenue.sum(keepdims=True))[0]),
    )
    return ContractRows(
        based.revenue, based.cost, share, after.bank, paid.settled, paid.cash, paid.payable, paid.timing
    )

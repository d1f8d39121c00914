"""Contract sheet: the stages of the order of operations as blocks, each on the one before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from revshare.arrays import FloatArray, ratio
from revshare.case import Case
from revshare.contracts.contract import KEYS, Contract
from revshare.contracts.waterfall import Waterfall
from revshare.errors import InputError
from revshare.lines import Projection
from revshare_workbooks.blocks import (
    accrual,
    advance,
    base,
    caps,
    columns,
    dates,
    losses,
    minimum,
    payment,
    pools,
    prevail,
    ramps,
    rate,
    reciprocal,
    schedule,
    stages,
    terms,
    tiers,
)
from revshare_workbooks.blocks.guards import Guard, stated_guards
from revshare_workbooks.grid import Book, Content, Row, Spot
from revshare_workbooks.inputs import Inputs
from revshare_workbooks.monthly import Monthly
from revshare_workbooks.timeline import TimelineRows

_BLOCKS = (
    dates,
    base,
    losses,
    rate,
    tiers,
    ramps,
    caps,
    schedule,
    prevail,
    advance,
    minimum,
    accrual,
    payment,
)
SHOWN = tuple(key for key in KEYS if any(key in block.KEYS for block in _BLOCKS))
"""Terms the sheet works out live; a case that states another is refused rather than shown wrong."""


BY_MONTH = "By month"
"""Name of the sheet that takes the place of "Contract" where its stages stand on parts of months."""

Yearly: TypeAlias = tuple[FloatArray, FloatArray]
"""A by-year figure by month and by year."""


@dataclass(frozen=True)
class ContractRows:
    """Rows of a contract that other sheets read."""

    revenue: Row
    cost: Row
    base: Row
    share: Row
    bank: Row
    settled: Row
    cash: Row
    payable: Row
    rolled: Spot
    timing: Row
    deducted: Row
    withheld: Row
    reciprocal: Row | None = None
    guards: tuple[Guard, ...] = ()


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
    favoured
        Names of the rates a most-favoured clause compares; None without one.
    back
        What the partner sells and shares with the lab: label, revenue and rate by month and by year.
    """

    key: str
    partner: str
    lab: str
    values: Mapping[str, Content]
    contract: Contract
    flow: Waterfall
    favoured: tuple[str, ...] | None = None
    back: tuple[str, Yearly, Yearly] | None = None

    @classmethod
    def of(cls, projection: Projection, key: str) -> Deal:
        """One partner's contract out of a projection."""
        case, prefix = projection.case, f"contracts.{key}."
        values = {
            name.removeprefix(prefix): value
            for name, value in projection.values.items()
            if name.startswith(prefix)
        }
        partner, back = case.partners[key], None
        if partner.reciprocal:
            name, item = f"partners.{key}.reciprocal", partner.reciprocal
            tables = ((f"{name}.annual", item.annual), (f"{name}.rate", item.rate))
            revenue, rate = ((projection.monthly(*table), projection.yearly(*table)) for table in tables)
            back = (item.label, revenue, rate)
        return cls(
            key,
            partner.label,
            case.lab,
            values,  # type: ignore[arg-type]
            projection.contracts[key],
            projection.waterfalls[key],
            tuple(partner.favoured.rates) if partner.favoured else None,
            back,
        )


def contract_sheet(
    book: Book,
    name: str,
    deal: Deal,
    inputs: Inputs,
    timeline: TimelineRows,
    streams: Sequence[pools.Stream],
) -> ContractRows:
    """Lay out one contract, stage by stage.

    Where its terms turn inside months, the stages stand on parts of months, and what is booked and paid on
    a second sheet by month.

    Parameters
    ----------
    streams
        Revenue and inference cost that the contract covers, by pool.
    """
    contract, flow = deal.contract, deal.flow
    laid = columns.Columns.of(contract, flow.grid)
    until = "the share; the rest stands by month" if laid.cut else "cash"
    about = f"From revenue to {until}, stage by stage. Positive: {deal.lab} pays {deal.partner}."
    title = f"Contract with {deal.partner}"
    sheet = Monthly(book, name, title, about, per_month=laid.per_month)
    shown = tuple(key for key in SHOWN if key in deal.values)
    in_force = terms.terms_block(sheet, inputs, deal.key, shown, deal.values)
    by_column = laid.laid(flow, contract)
    months = sheet
    accrued = stages.stages_block(
        sheet, in_force, timeline, inputs, deal.key, streams, contract, by_column, deal.favoured
    )
    guards = accrued.guards
    if laid.cut:
        about = "The parts of months added up; then what is booked and paid, which counts whole months."
        months = Monthly(book, name.replace("Contract", BY_MONTH, 1), f"{title}, by month", about)
        accrued = stages.stages_by_month(months, accrued, timeline.month, flow)
        months.heading("Share due")
    share = accrual.accrual_block(
        months,
        in_force,
        timeline,
        (accrued.yielded, accrued.based.base),
        f"Share of {deal.partner}",
        contract,
        flow,
    )
    returned = _reciprocal(months, deal, inputs)
    less = f"-{returned}" if returned else ""
    due = months.flow(
        "Due after the advance and what flows back",
        f"={accrued.yielded}-{accrued.recouped}{less}",
        flow.by_clause - flow.advance_recouped - flow.reciprocal,
    )
    booked = f"({share}{less})"
    paid = payment.payment_block(months, in_force, accrued.based, booked, due, contract, flow, timeline.month)
    sheet.heading("Guards")
    sheet.note("Each is 0 while this sheet can follow the terms in force; the Checks sheet shows them.")
    prevails = prevail.prevail_guard(sheet, in_force, contract)
    stated = stated_guards(sheet, in_force, contract)
    months.heading("What it comes to")
    by_year, revenue = book.timeline.by_year, accrued.based.revenue
    months.ratio(
        f"Share of {deal.partner} per covered dollar",
        f'=IF({revenue}=0,"",{share}/{revenue})',
        ratio(flow.expense, flow.revenue),
        ratio(by_year(flow.expense), by_year(flow.revenue)),
        float(ratio(flow.expense.sum(keepdims=True), flow.revenue.sum(keepdims=True))[0]),
    )
    return ContractRows(
        revenue=revenue,
        cost=accrued.based.cost,
        base=accrued.after.base,
        share=share,
        bank=accrued.after.bank,
        settled=paid.settled,
        cash=paid.cash,
        payable=paid.payable,
        rolled=paid.rolled,
        timing=paid.timing,
        deducted=accrued.based.deducted,
        withheld=paid.withheld,
        reciprocal=returned,
        guards=(*guards, prevails, *stated),
    )


def _reciprocal(sheet: Monthly, deal: Deal, inputs: Inputs) -> Row | None:
    """The share that flows back, where there is one."""
    if deal.back is None:
        return None
    label, revenue, rate_back = deal.back
    name = f"partners.{deal.key}.reciprocal"
    annual = (inputs.by_year(f"{name}.annual"), *revenue)
    part = (inputs.by_year(f"{name}.rate"), *rate_back)
    return reciprocal.reciprocal_block(sheet, deal.partner, label, annual, part, deal.flow.reciprocal)

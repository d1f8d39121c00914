"""Contract sheet: the stages of the order of operations as blocks, each on the one before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from revshare.arrays import FloatArray
from revshare.case import Case
from revshare.contracts.contract import KEYS, Contract
from revshare.contracts.ramps import Ramp
from revshare.contracts.tiers import Tiers
from revshare.contracts.waterfall import Waterfall
from revshare.errors import InputError
from revshare.lines import Projection, ratio
from revshare_workbooks.blocks import (
    accrual,
    advance,
    base,
    caps,
    dates,
    favoured,
    losses,
    minimum,
    payment,
    pools,
    prevail,
    ramps,
    rate,
    reciprocal,
    schedule,
    terms,
    tiers,
)
from revshare_workbooks.blocks.guards import Guard, stated_guards
from revshare_workbooks.grid import Book, Content, Row
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
    timing: Row
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

    Parameters
    ----------
    streams
        Revenue and inference cost that the contract covers, by pool.
    """
    contract, flow = deal.contract, deal.flow
    dates.check_whole_months(flow, book.title)
    about = f"From revenue to cash, stage by stage. Positive: {deal.lab} pays {deal.partner}."
    sheet = Monthly(book, name, f"Contract with {deal.partner}", about)
    shown = tuple(key for key in SHOWN if key in deal.values)
    in_force = terms.terms_block(sheet, inputs, deal.key, shown, deal.values)
    dated = dates.dates_block(sheet, in_force, timeline, contract, flow)
    based, after = pools.pools_block(sheet, in_force, dated, streams, contract, flow)
    alone = replace(flow, share=flow.share - flow.favoured) if deal.favoured else flow
    if isinstance(contract.rate, Tiers):
        earned, rising = tiers.tiers_block(
            sheet, in_force, dated, inputs, deal.key, after.base, based.revenue, contract, alone
        )
    elif isinstance(contract.rate, Ramp):
        earned, rising = ramps.ramps_block(
            sheet, in_force, dated, inputs, deal.key, after.base, contract, alone
        )
    else:
        earned, rising = rate.rate_block(sheet, in_force, after.base, alone), None
    if deal.favoured:
        clause = f"partners.{deal.key}.favoured"
        rates = [inputs[f"{clause}.rates.{other}"] for other in deal.favoured]
        effective = inputs[f"{clause}.effective"]
        earned = favoured.favoured_block(sheet, dated, after.base, earned, rates, effective, flow)
    limited = caps.caps_block(sheet, in_force, dated, earned, contract, flow)
    tests = schedule.schedule_block(sheet, in_force, dated, timeline, flow)
    after_caps, most = limited.paid, None
    if prevail.prevailing(contract):
        after_caps, most = prevail.prevail_block(sheet, in_force, tests, limited, contract, flow)
    recouped = advance.advance_block(sheet, in_force, after_caps, contract, flow)
    floor = minimum.minimum_block(sheet, in_force, dated, tests, (after_caps, recouped), contract, flow, most)
    sheet.heading("Share due")
    formula = f"={after_caps}+{floor.true_up}-{floor.recouped}"
    by_clause = flow.after_lifetime_cap + flow.true_up - flow.minimum_recouped
    yielded = sheet.flow("Share by the clause", formula, by_clause, total=True)
    share = accrual.accrual_block(
        sheet, in_force, timeline, (yielded, based.base), f"Share of {deal.partner}", contract, flow
    )
    returned = _reciprocal(sheet, deal, inputs)
    less = f"-{returned}" if returned else ""
    due = sheet.flow(
        "Due after the advance and what flows back",
        f"={yielded}-{recouped}{less}",
        by_clause - flow.advance_recouped - flow.reciprocal,
    )
    booked = f"({share}{less})"
    paid = payment.payment_block(sheet, in_force, based, booked, due, contract, flow, timeline.month)
    sheet.heading("Guards")
    sheet.note("Each is 0 while this sheet can follow the terms in force; the Checks sheet shows them.")
    guards = [dated.guard, tests.guard, prevail.prevail_guard(sheet, in_force, contract)]
    guards += [*stated_guards(sheet, in_force, contract), *([rising] if rising else [])]
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
        revenue=based.revenue,
        cost=based.cost,
        base=after.base,
        share=share,
        bank=after.bank,
        settled=paid.settled,
        cash=paid.cash,
        payable=paid.payable,
        timing=paid.timing,
        reciprocal=returned,
        guards=tuple(guards),
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

"""Contract sheet: the stages of the order of operations as blocks, each on the one before."""

from __future__ import annotations

from dataclasses import dataclass

from revshare.case import Case
from revshare.contracts.contract import KEYS
from revshare.errors import InputError
from revshare.fields import fields
from revshare.projection import Projection
from revshare_workbooks.blocks import base, losses, payment, rate, terms
from revshare_workbooks.grid import Book, Row
from revshare_workbooks.monthly import Monthly
from revshare_workbooks.report.inputs import Inputs
from revshare_workbooks.report.revenue import RevenueRows
from revshare_workbooks.report.timeline import TimelineRows

SHOWN = (*base.KEYS, *rate.KEYS, *losses.KEYS, *payment.KEYS)
"""Terms the sheet works out live; a case that states another is refused rather than shown wrong."""


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


def check_shown(case: Case) -> None:
    """Refuse a case whose contract states a term the sheet does not work out."""
    for key, stated in case.contracts.items():
        for term in stated:
            if term not in SHOWN:
                raise InputError(
                    f"{case.name}: contracts.{key}.{term} is not worked out in the report yet; "
                    f"take it out, or use the Python API"
                )


def contract_sheet(
    book: Book,
    case: Case,
    partner: str,
    inputs: Inputs,
    revenue: RevenueRows,
    timeline: TimelineRows,
    projection: Projection,
) -> ContractRows:
    """Lay out one partner's contract, stage by stage."""
    item, contract = case.partners[partner], projection.contracts[partner]
    flow = projection.waterfalls[partner]
    name = "Contract" if len(case.partners) == 1 else f"Contract {item.label}"
    sheet = Monthly(
        book, name, f"Contract with {item.label}", f"From revenue to cash, stage by stage. Positive: {case.lab} pays {item.label}."
    )
    values = {field.name.rpartition(".")[2]: projection.values[field.name] for field in fields(case) if field.name.startswith(f"contracts.{partner}.")}
    shown = tuple(key for key in KEYS if key in SHOWN)
    in_force = terms.terms_block(sheet, inputs, partner, shown, values)  # type: ignore[arg-type]
    sheet.heading("Eligible")
    covered, cost = f"covered.{partner}", f"covered_cost.{partner}"
    through = "=" + "+".join(f"{revenue[f'revenue.{channel}']}" for channel in item.covers)
    eligible = sheet.flow(projection.line(covered).label, through, projection[covered])
    through = "=" + "+".join(f"{revenue[f'inference.{channel}']}" for channel in item.covers)
    costs = sheet.flow(projection.line(cost).label, through, projection[cost])
    based = base.base_block(sheet, in_force, eligible, costs, flow)
    after = losses.losses_block(sheet, in_force, based.base, contract, flow)
    share = rate.rate_block(sheet, in_force, after.base, flow)
    paid = payment.payment_block(sheet, in_force, based, share, contract, flow, projection[f"timing.{partner}"], timeline.month)
    sheet.heading("What it comes to")
    effective = f'=IF({based.revenue}=0,"",{share}/{based.revenue})'
    line = f"effective_rate.{partner}"
    total = float(projection.total(line))
    sheet.ratio(projection.line(line).label, effective, projection[line], projection.by_year(line), total)
    return ContractRows(eligible, costs, based.base, share, after.bank, paid.settled, paid.cash, paid.payable, paid.timing)

"""Payment: withholding, what is settled, payment terms, and the balance owed (stages 12 and 13)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revshare.arrays import FloatArray
from revshare.contracts.contract import Contract
from revshare.contracts.payment import opening_schedule
from revshare.contracts.waterfall import Waterfall
from revshare.partner_flows import cash_against_share
from revshare_workbooks.blocks.base import BaseRows
from revshare_workbooks.blocks.terms import Terms
from revshare_workbooks.grid import Row, Spot, Style
from revshare_workbooks.monthly import Monthly

KEYS = ("collector", "cost_bearer", "withholding", "payment_lag", "opening_payable")


@dataclass(frozen=True)
class PaymentRows:
    """Rows of the payment."""

    settled: Row
    cash: Row
    payable: Row
    rolled: Spot
    timing: Row
    withheld: Row


def payment_block(
    sheet: Monthly,
    terms: Terms,
    base: BaseRows,
    booked: str,
    due: Row,
    contract: Contract,
    flow: Waterfall,
    month: Row,
) -> PaymentRows:
    """From the share due to cash: who bills, how late it is paid, and what is owed meanwhile."""
    sheet.heading("Payment")
    sheet.note(
        "A partner that bills the customer remits revenue less its share; a lab that bills pays the share."
    )
    billed = f"{base.revenue}-{kept_back(terms, base.cost)}"
    by_partner = f"{billed}-{base.deducted}-{due}"
    gross = sheet.flow(
        "Due before tax", f'=IF({terms["collector"]}="lab",{due},{by_partner})', flow.settled + flow.withheld
    )
    held = sheet.flow("Tax withheld", f"=MAX(0,{gross})*{terms['withholding']}", flow.withheld)
    settled = sheet.flow("Amount to settle", f"={gross}-{held}", flow.settled)
    lag, opening = terms["payment_lag"], terms["opening_payable"]
    whole = sheet.scalar(
        "Whole months of lag", f"=INT({lag})", int(contract.payment.lag), Style.COUNT, "months"
    )
    part = float(contract.payment.lag % 1.0)
    rest = sheet.scalar("Fraction of a month more", f"={lag}-{whole}", part, Style.DECIMAL, "fraction")
    over = sheet.scalar(
        "Months in which the opening balance is paid",
        f"=MAX(1,{lag})",
        max(1.0, contract.payment.lag),
        Style.DECIMAL,
        "months",
    )
    balance = sheet.ahead()
    start = float(np.asarray(contract.opening.payable))
    from_before = opening_schedule(contract.payment.lag, flow.cash.shape[-1])
    formula = f"={balance:open}*MAX(0,MIN(1,{over}-{month}+1))/{over}"
    of_opening = sheet.flow("Paid of the opening balance", formula, start * from_before)
    late = sheet.state(
        "Amount to settle from whole months before",
        f"=IF({month}>{whole},INDEX({settled:months},1,{month}-{whole}),0)",
        _later(flow.settled, int(contract.payment.lag)),
        style=Style.MONEY,
        unit=sheet.book.money,
        opening=0.0,
    )
    formula = f"={late}*(1-{rest})+{late:prev}*{rest}+{of_opening}"
    cash = sheet.flow("Cash settled", formula, flow.cash, total=True)
    sheet.balance(
        "Accrued and not yet settled",
        f"={balance:prev}+{settled}-{cash}",
        flow.payable,
        opening=f"={opening}",
        start=start,
        row=balance,
    )
    rolled = sheet.scalar(
        "Opening balance and amounts to settle, less cash",
        f"={balance:open}+{settled:total}-{cash:total}",
        float(flow.payable[-1]),
        Style.MONEY,
        sheet.book.money,
    )
    paid_late = f"{booked}-{cash}-{held}"
    remitted = f"{cash}-({billed}-{booked})"
    formula = f'=IF({terms["collector"]}="lab",{paid_late},{remitted})'
    timing = sheet.flow("Cash against share booked", formula, cash_against_share(contract, flow))
    return PaymentRows(settled, cash, balance, rolled, timing, held)


def _later(amounts: FloatArray, months: int) -> FloatArray:
    """Amounts moved back by whole months."""
    return np.concatenate([np.zeros(months), amounts])[: amounts.size]


def kept_back(terms: Terms, cost: Row) -> str:
    """Formula of the inference a collecting partner keeps back."""
    return f'IF({terms["cost_bearer"]}="partner",{cost},0)'

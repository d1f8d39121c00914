"""Accrual: the share in the profit and loss account, as the clause yields it or at the year's expected rate."""

from __future__ import annotations

import numpy as np

from revshare.arrays import FloatArray
from revshare.contracts.contract import Contract
from revshare.contracts.waterfall import Waterfall
from revshare.timeline import fiscal_year
from revshare_workbooks.blocks.terms import Terms
from revshare_workbooks.grid import Row, Style
from revshare_workbooks.monthly import Monthly
from revshare_workbooks.timeline import TimelineRows

KEYS = ("accrual",)


def accrual_block(
    sheet: Monthly,
    terms: Terms,
    timeline: TimelineRows,
    rows: tuple[Row, Row],
    label: str,
    contract: Contract,
    flow: Waterfall,
) -> Row:
    """Spread a fiscal year's share over its months in proportion to the base; `rows` are share and base."""
    share, base = rows
    first, end = f"{timeline.first_day}", f"{terms['fiscal_year_end']}"
    labels = np.array([fiscal_year(day, int(contract.term.fiscal_year_end)) for day in flow.timeline.dates])
    years = sheet.state(
        "Fiscal year", f"=YEAR({first})+IF(MONTH({first})>{end},1,0)", labels, style=Style.YEAR, unit="year"
    )

    def of_year(name: str, row: Row, values: FloatArray) -> tuple[Row, FloatArray]:
        totals = np.array([values[labels == year].sum() for year in labels])
        return sheet.amounts(name, f"=SUMIF({years:months},{years},{row:months})", totals), totals

    due, dues = of_year("Share of the fiscal year", share, flow.by_clause)
    over, bases = of_year("Share base of the fiscal year", base, flow.base)
    rates = np.divide(dues, bases, out=np.zeros(dues.size), where=bases > 0.0)
    formula = f"=IF({over}>0,{due}/{over},0)"
    rate = sheet.state(
        "Expected rate of the fiscal year", formula, rates, style=Style.PERCENT, unit="fraction"
    )
    formula = f'=IF(OR({terms["accrual"]}="contractual",{over}<=0),{share},{rate}*{base})'
    return sheet.flow(label, formula, flow.expense, total=True)

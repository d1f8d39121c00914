"""Accrual: the share in the profit and loss account, as the clause yields it or at the year's expected rate."""

from __future__ import annotations

import numpy as np

from revshare.arrays import FloatArray
from revshare.contracts.contract import Contract
from revshare.contracts.waterfall import Waterfall
from revshare.timeline import fiscal_year
from revshare_workbooks.blocks.terms import Terms
from revshare_workbooks.grid import Row
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
    years = sheet.state("Fiscal year", f"=YEAR({first})+IF(MONTH({first})>{end},1,0)", labels, unit="year")

    def of_year(name: str, row: Row, values: FloatArray) -> Row:
        totals = np.array([values[labels == year].sum() for year in labels])
        return sheet.amounts(name, f"=SUMIF({years:months},{years},{row:months})", totals)

    due = of_year("Share of the fiscal year", share, flow.by_clause)
    over = of_year("Share base of the fiscal year", base, flow.base)
    expected = f"IF({over}>0,{due}/IF({over}>0,{over},1)*{base},{share})"
    formula = f'=IF({terms["accrual"]}="contractual",{share},{expected})'
    return sheet.flow(label, formula, flow.expense, total=True)

"""Base: what of revenue and cost the contract looks at (order of operations, stages 1 to 3)."""

from __future__ import annotations

from dataclasses import dataclass

from revshare_workbooks.blocks.columns import Laid
from revshare_workbooks.blocks.dates import DateRows
from revshare_workbooks.blocks.terms import Terms
from revshare_workbooks.grid import Row
from revshare_workbooks.monthly import Monthly

KEYS = ("kind", "coverage", "deductions", "deduction_cap")


@dataclass(frozen=True)
class BaseRows:
    """Rows of the base."""

    revenue: Row
    cost: Row
    deducted: Row
    base: Row


def base_block(
    sheet: Monthly, terms: Terms, dates: DateRows, revenue: str, cost: str, flow: Laid
) -> BaseRows:
    """Revenue and cost covered, what is deducted, and what is left to share."""
    sheet.heading("Base")
    kind, part = terms["kind"], f"*{terms['coverage']}*{dates.weight}"
    covered = sheet.flow("Revenue covered", f"=({revenue}){part}", flow.revenue)
    costs = sheet.flow("Inference cost covered", f"=({cost}){part}", flow.cost)
    listed, most = f"{terms['deductions']}*{dates.weight}", terms["deduction_cap"]
    capped = f'IF({most}="none",{listed},MIN({listed},N({most})*MAX(0,{covered})))'
    formula = f'=IF({kind}="net_revenue_share",{capped},0)'
    deducted = sheet.flow("Deductions allowed", formula, flow.deducted)
    formula = f'={covered}-{deducted}-IF({kind}="profit_share",{costs},0)'
    base = sheet.flow("Share base", formula, flow.base, total=True)
    return BaseRows(covered, costs, deducted, base)

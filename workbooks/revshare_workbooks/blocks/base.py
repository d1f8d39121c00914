"""Base: what of revenue and cost the contract looks at (order of operations, stages 1 to 3)."""

from __future__ import annotations

from dataclasses import dataclass

from revshare.contracts.waterfall import Waterfall
from revshare_workbooks.blocks.terms import Terms
from revshare_workbooks.grid import Row
from revshare_workbooks.monthly import Monthly

KEYS = ("kind", "coverage")


@dataclass(frozen=True)
class BaseRows:
    """Rows of the base."""

    revenue: Row
    cost: Row
    base: Row


def base_block(sheet: Monthly, terms: Terms, revenue: Row, cost: Row, flow: Waterfall) -> BaseRows:
    """Revenue and cost covered, and what of them is shared."""
    sheet.heading("Base")
    covered = sheet.flow("Revenue covered", f"={revenue}*{terms['coverage']}", flow.revenue)
    costs = sheet.flow("Inference cost covered", f"={cost}*{terms['coverage']}", flow.cost)
    formula = f'={covered}-IF({terms["kind"]}="profit_share",{costs},0)'
    base = sheet.flow("Share base", formula, flow.base, total=True)
    return BaseRows(covered, costs, base)

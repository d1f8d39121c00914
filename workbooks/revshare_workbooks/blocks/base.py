"""Base: what of revenue and cost the contract looks at (order of operations, stages 1 to 3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from revshare_workbooks.blocks.columns import Laid
from revshare_workbooks.blocks.dates import DateRows
from revshare_workbooks.blocks.terms import Terms
from revshare_workbooks.grid import Row
from revshare_workbooks.monthly import Monthly

KEYS = ("kind", "coverage", "deductions", "deduction_cap")
MOST_ADDED = 3
"""Lines that one formula adds up; more are first brought onto the sheet."""


@dataclass(frozen=True)
class BaseRows:
    """Rows of the base."""

    revenue: Row
    cost: Row
    deducted: Row
    base: Row


def base_block(
    sheet: Monthly,
    terms: Terms,
    dates: DateRows,
    revenue: Sequence[Row],
    cost: Sequence[Row],
    flow: Laid,
) -> BaseRows:
    """Revenue and cost covered, what is deducted, and what is left to share; of one or more lines of each."""
    sheet.heading("Base")
    sold, spent = (_added(sheet, dates, rows, flow) for rows in (revenue, cost))
    kind, part = terms["kind"], f"*{terms['coverage']}*{dates.weight}"
    covered = sheet.flow("Revenue covered", f"={sold}{part}", flow.revenue)
    costs = sheet.flow("Inference cost covered", f"={spent}{part}", flow.cost)
    listed, most = f"{terms['deductions']}*{dates.weight}", terms["deduction_cap"]
    capped = f'IF({most}="none",{listed},MIN({listed},N({most})*MAX(0,{covered})))'
    formula = f'=IF({kind}="net_revenue_share",{capped},0)'
    deducted = sheet.flow("Deductions allowed", formula, flow.deducted)
    formula = f'={covered}-{deducted}-IF({kind}="profit_share",{costs},0)'
    base = sheet.flow("Share base", formula, flow.base, total=True)
    return BaseRows(covered, costs, deducted, base)


def _added(sheet: Monthly, dates: DateRows, rows: Sequence[Row], flow: Laid) -> str:
    """Formula of lines of another sheet, by month, added up."""
    parts = [dates.at.of_month(row) for row in rows]
    if len(parts) == 1:
        return parts[0]
    if len(parts) <= MOST_ADDED:
        return f"({'+'.join(parts)})"
    lines = []
    for row, part in zip(rows, parts, strict=True):
        source = row.sheet
        months = range(source.layout.first_month, source.layout.last_month + 1)
        values = [source.book.expected[source.name, row.number, month] for month in months]
        label = str(source.cells[row.number, source.layout.label].content)
        of_columns = flow.columns.of_months(np.array(values, dtype=np.float64))
        lines.append(sheet.amounts(f"{label}, in the month", f"={part}", of_columns))
    return f"SUM({lines[0]}:{lines[-1]})"

"""Partner sheet: what each cloud takes, from its share and from the compute it sells."""

from __future__ import annotations

from dataclasses import dataclass, field

from revshare.case import Case
from revshare.lines import Projection
from revshare_workbooks.grid import Book, Row
from revshare_workbooks.inputs import Inputs
from revshare_workbooks.monthly import Monthly
from revshare_workbooks.report.contract import ContractRows
from revshare_workbooks.report.revenue import Drivers, RevenueRows


@dataclass
class PartnerRows:
    """Rows of the partner sheet by line name."""

    lines: dict[str, Row] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Row:
        """Row of a line."""
        return self.lines[name]


def partner_sheet(
    book: Book,
    case: Case,
    inputs: Inputs,
    revenue: RevenueRows,
    contracts: dict[str, ContractRows],
    projection: Projection,
) -> PartnerRows:
    """Lay out each partner's income and cash."""
    sheet = Monthly(
        book,
        "Partner",
        "Partners",
        "What each partner takes: its share of the lab's business, and its margin on the compute that serves it.",
    )
    rows, drivers = PartnerRows(), Drivers(sheet, inputs, projection)

    def flow(name: str, formula: str, *, total: bool = False) -> Row:
        line = projection.line(name)
        rows.lines[name] = sheet.flow(line.label, formula, line.values, total=total)
        return rows[name]

    for key, item in case.partners.items():
        sheet.heading(item.label)
        contract = contracts[key]
        covered = flow(f"covered.{key}", f"={contract.revenue}")
        share = flow(f"share.{key}", f"={contract.share}")
        kept = share
        if contract.reciprocal:
            back = flow(f"reciprocal.{key}", f"={contract.reciprocal}")
            kept = flow(f"net_share.{key}", f"={share}-{back}")
        through = "+".join(f"{revenue[f'inference.{channel}']}" for channel in item.compute) or "0"
        sold = flow(f"compute.{key}", f"={through}")
        margin = drivers.add("Gross margin on compute", f"partners.{key}.compute_margin", item.compute_margin)
        earned = flow(f"compute_margin.{key}", f"={sold}*{margin}")
        take = flow(f"take.{key}", f"={kept}+{earned}", total=True)
        name = f"take_rate.{key}"
        formula = f'=IF({covered}=0,"",{take}/{covered})'
        rows.lines[name] = sheet.ratio(
            projection.line(name).label,
            formula,
            projection[name],
            projection.by_year(name),
            float(projection.total(name)),
        )
        running = sheet.ahead()
        line = projection.line(f"cumulative_share.{key}")
        sheet.balance(line.label, f"={running:prev}+{share}", line.values, row=running)
        rows.lines[f"cumulative_share.{key}"] = running
        flow(f"settled.{key}", f"={contract.cash}")
    return rows

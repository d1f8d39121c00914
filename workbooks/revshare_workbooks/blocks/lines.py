"""Lines of a projection as rows of a sheet, found by name again."""

from __future__ import annotations

from dataclasses import dataclass, field

from revshare.lines import Projection
from revshare_workbooks.grid import Row
from revshare_workbooks.monthly import Monthly


@dataclass(frozen=True)
class Lines:
    """Adds lines of a projection to a sheet; what stands elsewhere or further down may be named too.

    Parameters
    ----------
    rows
        Rows by line name: those made ahead, and all that are added.
    """

    sheet: Monthly
    projection: Projection
    rows: dict[str, Row] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Row:
        """Row of a line."""
        return self.rows[name]

    def flow(self, name: str, formula: str, *, total: bool = False) -> Row:
        """Add a flow; `total` marks one that adds others up."""
        line = self.projection.line(name)
        self.rows[name] = self.sheet.flow(
            line.label, formula, line.values, total=total, row=self.rows.get(name)
        )
        return self.rows[name]

    def balance(self, name: str, formula: str) -> Row:
        """Add a closing balance."""
        line = self.projection.line(name)
        self.rows[name] = self.sheet.balance(line.label, formula, line.values, row=self.rows.get(name))
        return self.rows[name]

    def running(self, name: str, flow: str) -> Row:
        """Add what a flow comes to since the start."""
        row = self.rows[name] = self.sheet.ahead()
        return self.balance(name, f"={row:prev}+{flow}")

    def ratio(self, name: str) -> Row:
        """Add a ratio of two lines that have rows; blank where there is nothing to divide by."""
        line, projection = self.projection.line(name), self.projection
        part, whole = (self.rows[side] for side in line.over)
        formula = f'=IF({whole}=0,"",{part}/{whole})'
        yearly, total = projection.by_year(name), float(projection.total(name))
        self.rows[name] = self.sheet.ratio(line.label, formula, line.values, yearly, total)
        return self.rows[name]

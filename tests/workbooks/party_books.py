"""Reports of the small case with everyone in it, edited cell by cell and compared with the engine by line."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, cast

import numpy as np
from tests.workbooks.contract_books import Live

from revshare.case import Case
from revshare.inputs import Value
from revshare.inputs_columns import Columns
from revshare.lines import Kind, Projection
from revshare.projection import project
from revshare_workbooks.grid import Row, Spot
from revshare_workbooks.proof import agrees
from revshare_workbooks.report.build import build_report


class PartyBook:
    """The report of a case, open in formualizer."""

    def __init__(self, case: Case) -> None:
        self.case, self.book = case, build_report(case)
        sheet = next(one for one in self.book.sheets if one.name == "Inputs")
        columns = Columns(len(case.scenario_names))
        self.inputs = {
            str(cell.content): Spot(sheet, row, columns.live)
            for (row, column), cell in sheet.cells.items()
            if column == columns.name
        }

    @cached_property
    def live(self) -> Live:
        """The workbook in formualizer, whose inputs may be typed over."""
        return Live(cast(Any, self))

    def apart(self, sheet: str, changes: Mapping[str, Value] | None = None) -> list[str]:
        """Cells of a sheet's lines that are not what the engine says, once some inputs are typed over."""
        for name, value in (changes or {}).items():
            self.live.type(name, value)
        self.live.recalculate()
        projection = project(self.case, overrides=dict(changes or {}))
        rows = self._rows(sheet, projection)
        assert rows, f"{sheet} shows no line"
        return [fault for name, row in rows.items() for fault in self._faults(name, row, projection)]

    def line(self, sheet: str, name: str) -> np.ndarray:
        """A line of a sheet by month, as formualizer has it."""
        return self.live.months(self._rows(sheet, project(self.case))[name])

    def check(self, label: str) -> object:
        """Verdict on a check, as the Checks sheet words it."""
        cells = self.book.checks.cells
        row = next(row for (row, column), cell in cells.items() if column == 1 and cell.content == label)
        return self.live.cell("Checks", row, 6)

    def _rows(self, sheet: str, projection: Projection) -> dict[str, Row]:
        laid = next(one for one in self.book.sheets if one.name == sheet)
        names = {line.label: name for name, line in projection.lines.items()}
        found = {}
        for (row, column), cell in laid.cells.items():
            if column == 1 and str(cell.content) in names and (row, laid.layout.first_month) in laid.cells:
                found[names[str(cell.content)]] = Row(laid)
                found[names[str(cell.content)]].number = row
        return found

    def _faults(self, name: str, row: Row, projection: Projection) -> list[str]:
        layout, line = row.sheet.layout, projection.line(name)
        expected = dict(enumerate(line.values, start=layout.first_month))
        expected |= dict(enumerate(projection.by_year(name), start=layout.first_year))
        scale = float(np.nanmax(np.abs(line.values), initial=1.0))
        found = []
        for column, value in expected.items():
            cell = self.live.cell(row.sheet.name, row.number, column)
            wanted = "" if line.kind is Kind.RATIO and np.isnan(value) else float(value)
            if not agrees(cell, wanted, scale):
                found.append(f"{name} in column {column} shows {cell}, the engine says {value}")
        return found

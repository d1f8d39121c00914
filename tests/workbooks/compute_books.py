"""Small workbooks of commitments: a case by its tables, recalculated, edited and compared with the engine."""

from __future__ import annotations

import copy
import io
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import numpy as np
from tests.model.conftest import TINY, assumed, every
from tests.workbooks.contract_books import Live

from revshare.case import Case
from revshare.case_file import case_from
from revshare.inputs import Value
from revshare.projection import project
from revshare_workbooks import libreoffice
from revshare_workbooks.grid import Book, Role, Row, Style
from revshare_workbooks.inputs import inputs_sheet
from revshare_workbooks.monthly import Monthly
from revshare_workbooks.proof import prove
from revshare_workbooks.report.checks import Checks
from revshare_workbooks.report.commitments import CommitmentsSheet, commitment_checks
from revshare_workbooks.report.revenue import RevenueRows
from revshare_workbooks.timeline import timeline_sheet
from revshare_workbooks.xlsx import workbook

FIRST_YEAR = 2026


def by_year(values: Sequence[float]) -> dict[str, Any]:
    """An input for each year."""
    return {str(FIRST_YEAR + place): assumed(float(value)) for place, value in enumerate(values)}


def commitment(
    committed: Sequence[float], used: Sequence[float], rollover: str = "none", **terms: Any
) -> dict[str, Any]:
    """A commitment of another party, so that what is used of it is an input."""
    return {
        "label": f"Compute, {rollover}",
        "seller": "cloud",
        "buyer": "fund",
        "annual": by_year(committed),
        "usage": by_year(used),
        "rollover": assumed(rollover),
        "rollover_limit": assumed(terms.pop("limit", 1.0)),
        "make_up_years": assumed(float(terms.pop("make_up_years", 0))),
        "margin": every(0.2),
    } | terms


def compute_case(commitments: Mapping[str, Any], years: int, **tables: Any) -> Case:
    """The small case with commitments; tables of the case file replace its own."""
    found = copy.deepcopy(TINY)
    found["first_year"], found["last_year"] = FIRST_YEAR, FIRST_YEAR + years - 1
    found["revenue"]["annual"] = by_year([1200.0] * years)
    found["parties"] = {"fund": {"label": "A fund"}}
    return case_from(found | {"commitments": commitments} | tables, lambda key: f"compute: {key}")


class ComputeBook:
    """The Commitments sheet of a case; what other sheets would say of the lab is stored beside it.

    Parameters
    ----------
    overrides
        Inputs by dotted name that are other than the case says.
    """

    def __init__(self, case: Case, overrides: Mapping[str, Value] | None = None) -> None:
        self.case, self.overrides = case, dict(overrides or {})
        self.projection = project(case, overrides=self.overrides)
        values = cast(dict[str, Value], dict(self.projection.values))
        self.book = Book(case.timeline, title="Tried", money="USD", scenario="base", version="0", digest="0")
        tolerance = self.book.tolerance
        self.book.checks.put(tolerance.row, tolerance.column, 1e-9, Style.STORED_NUMBER)
        self.inputs = inputs_sheet(self.book, case, "base", values, {})
        timeline = timeline_sheet(self.book, self.inputs)
        names = ["revenue", "inference", *(f"spending.{key}" for key in case.spending)]
        self._series = Monthly(self.book, "Series", "Series", "Stored")
        stored = {name: self.stored(name) for name in names}
        sheet = CommitmentsSheet(self.book, self.projection, self.inputs)
        self.rows = sheet.lay_out(timeline.month, RevenueRows(stored), stored)
        self._checks()

    def stored(self, name: str) -> Row:
        """A line by month and by year, as the engine has it."""
        sheet, row = self._series.sheet, Row(self._series.sheet)
        row.number = self._series.at
        layout, projection = sheet.layout, self.projection
        for first, values in (
            (layout.first_month, projection[name]),
            (layout.first_year, projection.by_year(name)),
            (layout.total, [projection.total(name)]),
        ):
            for offset, value in enumerate(values):
                sheet.put(row.number, first + offset, float(value), Style.STORED_MONEY)
        self._series.at += 1
        return row

    def _checks(self) -> None:
        """What the Checks sheet would hold the sheet to; each must hold."""
        checks = Checks()
        commitment_checks(checks, self.case, self.rows, self.book.tolerance)
        page = self.book.sheet("Held to", Role.CHECK, "Held to", "Tried")
        for row, check in enumerate(checks.items, start=1):
            allowed = f"{self.book.tolerance}*MAX(1,ABS({check.scale}))"
            page.compute(row, 3, f"=IF(ABS({check.difference})>{allowed},1,0)", 0.0, Style.COUNT)
        self.book.checks.put(4, 3, "OK", Style.TEXT)

    @cached_property
    def live(self) -> Live:
        """The workbook open in formualizer."""
        return Live(cast(Any, self))

    def faults(self) -> list[str]:
        """Formula cells that do not show what the engine says."""
        return [str(one) for one in prove(self.book, self.live.values()).mismatches]

    def faults_after(self, changes: Mapping[str, Value]) -> list[str]:
        """The same once some inputs are typed over: every cell against a book laid out for them."""
        expected = ComputeBook(self.case, self.overrides | dict(changes))
        for name, value in changes.items():
            self.live.type(name, value)
        self.live.recalculate()
        return [str(one) for one in prove(expected.book, self.live.values()).mismatches]

    def faults_in_libreoffice(self, path: Path) -> list[str]:
        """The same in LibreOffice."""
        content = io.BytesIO()
        workbook(self.book).save(content)
        path.write_bytes(content.getvalue())
        return [str(one) for one in prove(self.book, libreoffice.recalculated_values(path)).mismatches]

    def years(self, name: str) -> list[float]:
        """A row by year, as formualizer has it: a line, or a column of a settlement as ``key.column``."""
        key, _, column = name.partition(":")
        row = self.rows.settled[key][column] if column else self.rows[name]
        first = row.sheet.layout.first_year
        columns = range(first, first + len(self.case.timeline.years))
        return [float(cast(float, self.live.cell(row.sheet.name, row.number, one))) for one in columns]

    def months(self, name: str) -> np.ndarray:
        """A line by month, as formualizer has it."""
        return self.live.months(self.rows[name])

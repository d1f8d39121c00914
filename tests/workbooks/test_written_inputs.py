"""The case of a report as it was written."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.workbooks.rules.faults import Fault, Seeder

from revshare.case_file import read_case
from revshare.errors import InputError
from revshare.fields import fields
from revshare_workbooks.grid import Sheet
from revshare_workbooks.proof import Finished
from revshare_workbooks.rules.audited import Audited
from revshare_workbooks.sheet_xml import NewCell
from revshare_workbooks.written_inputs import open_as_written

Reports = Callable[..., Finished]


def _inputs(report: Finished) -> Sheet:
    return next(sheet for sheet in report.book.sheets if sheet.name == "Inputs")


def _changed(report: Finished, *faults: Fault) -> Audited:
    return Audited(Seeder(report.content, 1).seeded(list(faults)))


def test_a_report_remembers_its_inputs_and_its_scenario(reports: Reports) -> None:
    report = reports("anthropic-amazon", "low")
    sheet = _inputs(report)
    rate = next(row for (row, _), cell in sheet.cells.items() if cell.content == "contracts.amazon.rate")
    book = _changed(
        report,
        Fault("", "Inputs", (4, 3), NewCell("High")),
        Fault("", "Inputs", (rate, 4), NewCell(0.45)),
    )
    source = open_as_written(book)
    assert source.scenario == "low"
    wanted = {field.name: field.input.value for field in fields(read_case("anthropic-amazon"))}
    assert {field.name: field.input.value for field in fields(source.case)} == wanted


def test_a_workbook_that_keeps_nothing_says_so(reports: Reports) -> None:
    report = reports("anthropic-amazon")
    label = next(
        place
        for place, cell in _inputs(report).cells.items()
        if str(cell.content).startswith("The same, and 1")
    )
    with pytest.raises(InputError, match="no longer holds"):
        open_as_written(_changed(report, Fault("", "Inputs", label, NewCell("x"))))

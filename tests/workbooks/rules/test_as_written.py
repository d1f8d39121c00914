"""A report beside the one that revshare writes: formulas, stored figures, slips of unit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from tests.workbooks.rules.faults import Fault, Seeder
from tests.workbooks.rules.model_books import Change, audited, broken, only, put

from revshare_workbooks.proof import Finished
from revshare_workbooks.rules.as_written import as_written
from revshare_workbooks.rules.audited import Audited
from revshare_workbooks.sheet_xml import KEEP_VALUE_ONLY, NewCell

Reports = Callable[..., Finished]


@pytest.fixture(scope="module")
def changed(reports: Reports) -> Audited:
    report = reports("anthropic-amazon")
    lab = next(sheet for sheet in report.book.sheets if sheet.name == "Lab")
    checks = report.book.checks
    assert lab.cells[7, 12].formula
    assert not checks.cells[5, 3].formula
    faults = [
        Fault("", "Lab", (7, 12), NewCell(formula="Lab!$L$7*1")),
        Fault("", "Lab", (9, 12), KEEP_VALUE_ONLY),
        Fault("", "Checks", (5, 3), NewCell(1e-3)),
        Fault("", "Inputs", (10, 4), NewCell(123.0)),
    ]
    book = Audited(Seeder(report.content, 1).seeded(faults))
    book.built = report.book
    return book


def test_changed_formulas_and_stored_figures_are_found_and_inputs_are_the_users(changed: Audited) -> None:
    found = {finding.place: finding.found for finding in as_written.find(changed)}
    assert set(found) == {"Lab!L7", "Lab!L9", "Checks!C5"}
    assert found["Lab!L7"].startswith("holds =Lab!$L$7*1; revshare writes =")
    assert found["Lab!L9"].startswith("holds the value ")
    assert found["Checks!C5"] == "holds the value 0.001; revshare writes 1e-09"


def test_a_sheet_that_is_gone_is_found(reports: Reports) -> None:
    book = audited()
    book.built = reports("anthropic-amazon").book
    assert "Summary is missing" in only(broken(book), "as-written")


def beside(now: float, then: float) -> Change:
    def change(book: Workbook) -> None:
        sheet = book["Inputs"]
        sheet["C1"], sheet["J1"] = "Base", "Base as written"
        blue = Font(name="Arial", color="0000FF")
        put("Inputs", "C2", now, font=blue, fill=PatternFill("solid", fgColor="FFF8DC"))(book)
        sheet["J2"] = then

    return change


@pytest.mark.parametrize(("now", "then"), [(15.0, 0.15), (0.1, 100.0), (5e6, 5.0)])
def test_an_input_in_another_unit_is_found(now: float, then: float) -> None:
    assert f"Inputs!C2 is {now:g}; {then:g} was written" in only(
        broken(audited(beside(now, then))), "unit-slip"
    )


@pytest.mark.parametrize(
    ("now", "then"), [(120.0, 100.0), (1000.0, 100.0), (100.0, 100.0), (-100.0, 1.0), (5.0, 0.0)]
)
def test_a_changed_input_is_no_slip(now: float, then: float) -> None:
    assert "unit-slip" not in broken(audited(beside(now, then)))

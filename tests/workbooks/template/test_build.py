"""The template as a book: its sheets, their order, and nothing that must not stand on them."""

from __future__ import annotations

import re

from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula
from tests.workbooks.template.conftest import Templates

from revshare_addin.catalogue import FUNCTIONS
from revshare_workbooks.dialects import Host
from revshare_workbooks.reading import Values
from revshare_workbooks.template.build import is_template

SHEETS = [
    *("Cover", "Summary", "Inputs", "Lines by year", "Lines by month", "Contract", "Scenarios", "Compare"),
    *("Functions", "Checks", "_IntelliSense_"),
]


def test_the_sheets_stand_in_reading_order(formulas: Workbook) -> None:
    assert formulas.sheetnames == SHEETS


def test_each_contract_has_a_sheet_of_its_own(templates: Templates) -> None:
    names = [sheet.name for sheet in templates("anthropic-google").book.sheets]
    assert {"Contract Google", "Contract Amazon"} <= set(names)


def test_no_cell_shows_an_error(shown: Values) -> None:
    errors = {
        f"{sheet}!{at}"
        for sheet, cells in shown.items()
        for at, value in cells.items()
        if isinstance(value, str) and re.match(r"#(N/A|NAME\?|VALUE!|NUM!|REF!|DIV/0!|NULL!)", value)
    }
    assert errors == set()


def test_calculation_sheets_call_only_functions_of_the_catalogue(formulas: Workbook) -> None:
    called = set()
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                text = cell.value.text if isinstance(cell.value, ArrayFormula) else cell.value
                if isinstance(text, str) and text.startswith("=") and cell.data_type == "f":
                    called |= set(re.findall(r"RS_\w+", text))
    assert called == set(FUNCTIONS)


def test_the_inputs_sheet_holds_no_column_that_only_a_report_needs(shown: Values) -> None:
    heads = [value for at, value in shown["Inputs"].items() if re.fullmatch(r"[A-Z]+8", at)]
    assert heads[-1] == "Name"
    assert "Changed" not in heads


def test_calc_gets_no_help_for_excel(templates: Templates) -> None:
    names = [sheet.name for sheet in templates(host=Host.CALC).book.sheets]
    assert names == SHEETS[:-1]


def test_a_template_is_told_from_a_report(templates: Templates, tmp_path, reports) -> None:  # type: ignore[no-untyped-def]
    for content, expected in ((templates().content, True), (reports("anthropic-amazon").content, False)):
        path = tmp_path / "book.xlsx"
        path.write_bytes(content)
        assert is_template(path) is expected

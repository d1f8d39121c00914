"""The hidden sheet of help for Excel-DNA's IntelliSense add-in."""

from __future__ import annotations

from openpyxl import Workbook

from revshare_addin.catalogue import FUNCTIONS


def test_it_is_the_last_sheet_and_hidden(formulas: Workbook) -> None:
    sheet = formulas.worksheets[-1]
    assert (sheet.title, sheet.sheet_state) == ("_IntelliSense_", "hidden")


def test_it_begins_with_its_format_and_gives_each_function_a_row_of_text(formulas: Workbook) -> None:
    rows = [
        [cell for cell in row if cell is not None]
        for row in formulas["_IntelliSense_"].iter_rows(values_only=True)
    ]
    assert rows[0] == ["FunctionInfo", "1.0"]
    assert [row[0] for row in rows[1:]] == list(FUNCTIONS)
    growth = next(
        row for row in formulas["_IntelliSense_"].iter_rows(values_only=True) if row[0] == "RS_GROW"
    )
    assert growth[2] is None  # the third column is for a page of help
    assert growth[3] == "start"
    assert growth[4] == FUNCTIONS["RS_GROW"].parameters[0].argument.help
    assert growth[9] == "[periods_per_year]"

"""Functions sheet: the whole catalogue, each function with its arguments and an answer that computes."""

from __future__ import annotations

import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from tests.workbooks.template.conftest import formula, row_of

from revshare_addin.border import answer
from revshare_addin.catalogue import FUNCTIONS
from revshare_addin.cells import CellError
from revshare_workbooks.reading import Values
from revshare_workbooks.template.functions_sheet import MOST_COLUMNS, MOST_ROWS


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_stands_with_help_arguments_and_a_live_example(
    formulas: Workbook, shown: Values, name: str
) -> None:
    cells, function = shown["Functions"], FUNCTIONS[name]
    row = row_of(cells, name)
    assert cells[f"B{row}"] == function.help
    for place, parameter in enumerate(function.parameters, start=row + 1):
        written = cells[f"A{place}"], cells[f"B{place}"], cells[f"C{place}"]
        assert written == (parameter.written, parameter.argument.kind, parameter.argument.help)
    row += len(function.parameters) + 1
    assert f"{name}(" in formula(formulas["Functions"], f"B{row + 1}")[0]
    assert str(cells[f"B{row}"]).startswith(f"={name}(")
    for i, line in enumerate(answer(function, function.example)[:MOST_ROWS]):
        for j, expected in enumerate(line[:MOST_COLUMNS]):
            found = cells.get(f"{get_column_letter(2 + j)}{row + 1 + i}", "")
            if isinstance(expected, CellError) or expected in {None, ""}:
                assert found == ""
            elif isinstance(expected, str):
                assert found == expected
            else:
                assert found == pytest.approx(expected, rel=1e-12, abs=1e-12)

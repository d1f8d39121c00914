"""From the Inputs sheet of a workbook back to a case: what a user typed, with its cell in every message."""

from __future__ import annotations

from pathlib import Path

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from revshare.case import CaseError
from revshare.inputs_table import Content, InputsTable, read_table
from revshare_workbooks.reading import CellValue, values

SHEET = "Inputs"


def read_inputs(path: Path) -> InputsTable:
    """Read the case that a report workbook holds.

    Raises
    ------
    CaseError
        With one line for each fault, naming the cell.
    """
    cells = values(path).get(SHEET)
    if cells is None:
        raise CaseError([f"{path.name} has no {SHEET} sheet; give a workbook that revshare report wrote"])

    def place(row: int, column: int) -> str:
        return f"{path.name}: {SHEET}!{get_column_letter(column + 1)}{row + 1}"

    return read_table(_rows(cells), place, f"{path.name}: {SHEET} sheet")


def _rows(cells: dict[str, CellValue]) -> list[list[Content]]:
    """The sheet as rows, from its first cell to its last."""
    rows: list[list[Content]] = []
    for address, value in cells.items():
        letters, number = coordinate_from_string(address)
        column = column_index_from_string(letters)
        rows.extend([] for _ in range(number - len(rows)))
        row = rows[number - 1]
        row.extend([None] * (column - len(row)))
        row[column - 1] = value
    return rows

"""From the Inputs sheet of a workbook back to a case: what a user typed, with its cell in every message."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string, range_boundaries

from revshare.case import CaseError
from revshare.inputs_places import Content, Places, find_places
from revshare.inputs_table import InputsTable, read_table
from revshare_workbooks.reading import CellValue, values
from revshare_workbooks.sheet_xml import Place, SheetXml
from revshare_workbooks.workbook_parts import elements, refuse_1904, worksheets

SHEET = "Inputs"


def read_inputs(path: Path) -> InputsTable:
    """Read the case that a report workbook holds.

    Raises
    ------
    CaseError
        With one line for each fault, naming the cell.
    """
    cells = values(path, SHEET).get(SHEET)
    if cells is None:
        raise CaseError([f"{path.name} has no {SHEET} sheet; give a workbook that revshare report wrote"])

    def where(row: int, column: int) -> str:
        return f"{path.name}: {SHEET}!{get_column_letter(column + 1)}{row + 1}"

    rows, what = _rows(cells), f"{path.name}: {SHEET} sheet"
    places = find_places(rows, where, what)
    with zipfile.ZipFile(path) as package:
        refuse_1904(package)
        xml = package.read(worksheets(package)[SHEET])
    formulas = set(SheetXml(xml).formulas)
    faults = [f"{where(row - 1, column - 1)} {fault}" for (row, column), fault in _faults(places, formulas)]
    faults += [f"{path.name}: {SHEET}!{area} is merged; {UNMERGE}" for area in _merged(places, xml)]
    return read_table(rows, where, what, faults)


UNMERGE = "unmerge the cells, and give each its own value again"
NO_VALUE = (
    "holds a formula without a stored value; calculate the book (revshare calc BOOK) or enter the value"
)
OVER = "is typed over the formula that follows the scenario; enter the value in column {own} and restore the formula"


def _faults(places: Places, formulas: set[Place]) -> Iterator[tuple[Place, str]]:
    """Formulas that were never calculated where a value is read, and values where only a formula belongs."""
    live, name = places.columns["live"], places.columns["name"]
    own = get_column_letter(places.columns["own"] + 1)
    named = set(places.rows.values())
    for row, column in sorted(formulas):
        if (
            row - 1 in named
            and column - 1 <= name
            and column - 1 != live
            and places.cell(row - 1, column - 1) is None
        ):
            yield (row, column), NO_VALUE
    for row in sorted(named):
        typed = (row + 1, live + 1)
        if places.is_input(row) and typed not in formulas and places.cell(row, live) is not None:
            yield typed, OVER.format(own=own)


def _merged(places: Places, xml: bytes) -> Iterator[str]:
    """Areas of the table that are merged: all of their cells but one are empty."""
    for merged in elements(xml, "mergeCell"):
        left, _, _, bottom = range_boundaries(merged.get("ref", "A1"))
        if left - 1 <= places.columns["name"] and bottom > places.header:
            yield merged["ref"]


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

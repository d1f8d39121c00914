"""Workbooks that hold an Inputs sheet alone: quick to write, and read like a report or a template."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from revshare.case import Case
from revshare.inputs import Value
from revshare.scenarios import OWN_KEY, values_of
from revshare_workbooks.grid import Book
from revshare_workbooks.inputs import HEADER, inputs_sheet
from revshare_workbooks.xlsx import workbook


def inputs_book(case: Case, scenario: str = "base", own: Mapping[str, Value] | None = None) -> Workbook:
    """The Inputs sheet of a report."""
    book = Book(
        case.timeline, title=case.title, money=case.money, scenario=scenario, version="0", digest="0" * 64
    )
    values = values_of(case, "base", own) if scenario == OWN_KEY else values_of(case, scenario)
    inputs_sheet(book, case, scenario, dict(values), own or {})  # type: ignore[arg-type]
    saved = io.BytesIO()
    workbook(book).save(saved)
    return load_workbook(saved)


def column_of(sheet: Worksheet, header: str) -> int:
    """Number of the column with a header."""
    return next(int(cell.column) for cell in sheet[HEADER] if cell.value == header)


def row_of(sheet: Worksheet, name: str) -> int:
    """Number of the row with a name."""
    names = column_of(sheet, "Name")
    return next(row for row in range(HEADER, sheet.max_row + 1) if sheet.cell(row, names).value == name)


def enter(sheet: Worksheet, edits: Mapping[tuple[str, str], Any]) -> None:
    """Type values into cells, by the name of their row and the header of their column."""
    places = {key: (row_of(sheet, key[0]), column_of(sheet, key[1])) for key in edits}
    for key, value in edits.items():
        sheet.cell(*places[key]).value = value


def save(book: Workbook, path: Path) -> Path:
    """Save a workbook, and answer where."""
    book.save(path)
    return path

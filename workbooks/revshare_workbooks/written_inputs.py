"""The inputs that a report was written with, which it keeps beside those a user may have changed."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from openpyxl.utils.datetime import to_excel

from revshare.errors import InputError
from revshare.inputs_columns import CHOSEN
from revshare_workbooks.case_source import Source, open_case
from revshare_workbooks.inputs import OTHER_SCENARIO
from revshare_workbooks.inputs_book import SHEET
from revshare_workbooks.rules.as_written import written_columns
from revshare_workbooks.rules.audited import Audited, AuditedSheet
from revshare_workbooks.rules.headers import headed
from revshare_workbooks.sheet_xml import NewCell, Place, SheetXml
from revshare_workbooks.workbook_parts import exchanged, worksheets


def open_as_written(book: Audited) -> Source:
    """Open the case of a report as it was written, whatever was changed since.

    Raises
    ------
    ModelError
        If the report no longer says what it was written with.
    """
    sheet = book.by_name[SHEET.casefold()]
    part = worksheets(book.package)[sheet.name]
    restored = SheetXml(book.package.read(part)).with_cells(_restored(sheet))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.xlsx"
        path.write_bytes(exchanged(book.content, {part: restored}))
        return open_case(str(path))


def _restored(sheet: AuditedSheet) -> dict[Place, NewCell]:
    """Cells of the inputs and of the selector with what they held at first."""
    columns = list(written_columns(sheet))
    labels = headed(sheet.shown, [OTHER_SCENARIO])
    chosen = headed(sheet.shown, [CHOSEN])
    if not (columns and labels and chosen):
        raise InputError(f"{sheet.name} no longer holds the values that the report was written with")
    new: dict[Place, NewCell] = {}
    for top, column, written in columns:
        entries = [row for row, one in sheet.entries if one == column and row > top]
        new |= {(row, column): NewCell(_kept(sheet, (row, written))) for row in entries}
    row = labels[0][0]
    number = max(place for place in sheet.shown if place[0] == row and sheet.constant(place))
    top, first, _ = min(columns, key=lambda one: one[1])
    selector = chosen[0][0], chosen[0][1] + 2
    new[selector] = NewCell(sheet.text((top, first + int(sheet.number(number) or 1) - 1)))
    return new


def _kept(sheet: AuditedSheet, place: Place) -> float | str | None:
    """Number or text of a cell; a day by its number."""
    value = sheet.shown.get(place)
    return float(to_excel(value)) if isinstance(value, date) else value  # type: ignore[return-value]

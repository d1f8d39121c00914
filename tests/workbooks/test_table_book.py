"""A table as a workbook of one sheet."""

from __future__ import annotations

import io
from dataclasses import replace

from openpyxl import load_workbook
from tests.workbooks.test_tables import COLUMNS, ORIGIN, TABLE

from revshare_workbooks import look
from revshare_workbooks.table_book import table_book


def test_it_looks_and_prints_as_a_sheet_of_a_report() -> None:
    book = load_workbook(io.BytesIO(table_book(TABLE)))
    assert book.sheetnames == ["Tried"]
    sheet = book["Tried"]
    assert [cell.value for cell in sheet[5]] == [column.header for column in COLUMNS]
    assert sheet["C6"].number_format == look.MONEY
    assert sheet["D6"].number_format == look.PERCENT
    assert sheet["B6"].number_format == look.YEAR
    assert sheet["A6"].font.name == look.FONT
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
    assert sheet.print_title_rows == "$5:$5"
    assert sheet.freeze_panes == "B6"
    assert sheet.oddFooter.left.text.endswith(f"input {ORIGIN.digest[:12]}")


def test_it_knows_no_clock() -> None:
    properties = load_workbook(io.BytesIO(table_book(TABLE))).properties
    assert {properties.created.date(), properties.modified.date()} == {ORIGIN.as_of}
    assert (properties.title, properties.subject) == ("A deal", "Scenario base")


def test_a_long_text_takes_several_lines() -> None:
    long = replace(TABLE, rows=(("word " * 30, 2026, 1.0, 0.5), ("none", 2027, "none", None)))
    sheet = load_workbook(io.BytesIO(table_book(long)))["Tried"]
    assert sheet["A6"].alignment.wrap_text
    assert sheet.row_dimensions[6].height > sheet.sheet_format.defaultRowHeight
    assert (sheet["A7"].alignment.wrap_text, sheet["C7"].alignment.horizontal) == (None, "right")


def test_every_text_has_room() -> None:
    sheet = load_workbook(io.BytesIO(table_book(TABLE)))["Tried"]
    assert sheet.column_dimensions["A"].width >= len("revenue, annual")

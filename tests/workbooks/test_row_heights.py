"""Rows as high as what stands in them."""

from __future__ import annotations

from tests.workbooks.page_books import new_page

from revshare_workbooks.grid import Style
from revshare_workbooks.look import ROW
from revshare_workbooks.row_heights import fit_rows


def test_an_ordinary_row_is_left_as_it_is() -> None:
    sheet = new_page().sheet
    sheet.put(10, 1, "a label that is far longer than the column, and runs on beside it", Style.LABEL)
    fit_rows(sheet)
    assert 10 not in sheet.heights


def test_a_heading_of_a_narrow_column_gets_room_to_wrap() -> None:
    sheet = new_page().sheet
    sheet.widths[3] = 15
    sheet.put(10, 3, "Five years and low growth", Style.HEADER)
    fit_rows(sheet)
    assert sheet.heights[10] == 2 * ROW


def test_larger_type_gets_a_higher_row_and_a_height_that_is_set_stays() -> None:
    sheet = new_page().sheet
    sheet.heights[12] = 40.0
    for row in (10, 12):
        sheet.put(row, 1, "Title", Style.TITLE)
    fit_rows(sheet)
    assert sheet.heights[10] > 16
    assert sheet.heights[12] == 40.0

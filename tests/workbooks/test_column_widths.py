"""Columns as wide as their figures."""

from __future__ import annotations

from datetime import date

import pytest
from tests.workbooks.page_books import new_page

from revshare_workbooks.column_widths import fit_columns
from revshare_workbooks.grid import Content, Style


@pytest.mark.parametrize(
    ("value", "style", "least", "most"),
    [
        (-1_234_567.8, Style.MONEY, 11, 13.5),
        (12_345_678.0, Style.MONEY_WHOLE, 10, 12.5),
        (12.345, Style.PERCENT, 6, 10),
        (1.5, Style.FACTOR, 6, 9),
        (123_456.0, Style.FIGURE, 9, 13),
        (date(2030, 12, 30), Style.DAY, 11, 14),
        (1e-14, Style.CHECK, 8, 10),
        (2.5, Style.NUMBER, 3, 6),
    ],
)
def test_a_column_widens_for_its_widest_figure(
    value: Content, style: Style, least: float, most: float
) -> None:
    sheet = new_page().sheet
    sheet.widths[7] = 2.0
    sheet.put(20, 7, value, style)
    fit_columns(sheet)
    assert least <= sheet.widths[7] <= most


def test_a_width_that_is_enough_stays_and_text_may_run_on() -> None:
    sheet = new_page().sheet
    sheet.widths[7] = 30.0
    sheet.widths[8] = 3.0
    sheet.put(20, 7, -1_234_567.8, Style.MONEY)
    sheet.put(20, 8, "some words", Style.LABEL)
    fit_columns(sheet)
    assert (sheet.widths[7], sheet.widths[8]) == (30.0, 3.0)


def test_a_label_that_the_next_cell_would_cut_off_makes_room() -> None:
    sheet = new_page().sheet
    for row, column in ((20, 1), (21, 3)):
        sheet.widths[column] = 10.0
        sheet.put(row, column, "a label that is longer than its column", Style.LABEL)
    sheet.put(20, 2, "unit", Style.UNIT)
    fit_columns(sheet)
    assert 28 < sheet.widths[1] < 40
    assert sheet.widths[3] == 10.0, "nothing stands beside it"


def test_a_label_that_is_too_long_for_any_column_takes_two_lines() -> None:
    sheet = new_page().sheet
    sheet.put(20, 1, "a label that goes on and on, " * 4, Style.LABEL)
    sheet.put(20, 2, "unit", Style.UNIT)
    fit_columns(sheet)
    assert sheet.cells[20, 1].style is Style.LONG_LABEL
    assert sheet.widths[1] < 80


def test_all_months_and_all_years_of_a_timeline_are_of_one_width() -> None:
    sheet = new_page().sheet
    sheet.timeline = True
    sheet.put(20, sheet.layout.first_month + 1, -123_456_789.0, Style.MONEY)
    fit_columns(sheet)
    months = {sheet.widths[column] for column in range(sheet.layout.first_month, sheet.layout.last_month + 1)}
    assert len(months) == 1
    assert months.pop() > 12
    assert sheet.widths[sheet.layout.first_year] == 12.0

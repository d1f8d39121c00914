"""Rules on sheets: names, colours, panes, links, what is hidden, and how the workbook opens."""

from __future__ import annotations

from datetime import datetime

import pytest
from openpyxl import Workbook
from tests.workbooks.rules.model_books import Change, audited, broken, model_book, only, put


def _named(book: Workbook) -> None:
    book["Costs"].title = "Sheet4"


def _uncoloured(book: Workbook) -> None:
    book["Costs"].sheet_properties.tabColor = None


def _one_colour(book: Workbook) -> None:
    book["Inputs"].sheet_properties.tabColor = "7F7F7F"


def _hidden_sheet(book: Workbook) -> None:
    book["Costs"].sheet_state = "veryHidden"


def _hidden_row(book: Workbook) -> None:
    book["Model"].row_dimensions[5].hidden = True


def _no_height(book: Workbook) -> None:
    book["Model"].row_dimensions[5].height = 0.5


def _hidden_column(book: Workbook) -> None:
    book["Model"].column_dimensions["G"].hidden = True


def _shifted_months(book: Workbook) -> None:
    for month in range(12):
        cell = book["Costs"].cell(3, 5 + month)
        cell.value = datetime(2026 + (month + 1) // 12, (month + 1) % 12 + 1, 1)


def _unfrozen(book: Workbook) -> None:
    for row in range(10, 80):
        book["Costs"].cell(row, 1).value = f"Note {row}"
    book["Costs"].freeze_panes = None


def _unlinked(book: Workbook) -> None:
    book["Cover"]["A10"].hyperlink = None


def _dead_link(book: Workbook) -> None:
    book["Cover"]["A12"].hyperlink = "#Gone!A1"


def _opens_late(book: Workbook) -> None:
    book.active = 2


def _tiny(book: Workbook) -> None:
    book["Model"].sheet_view.zoomScale = 25


def _gridlines(book: Workbook) -> None:
    book["Model"].sheet_view.showGridLines = True


@pytest.mark.parametrize(
    ("rule", "change", "found"),
    [
        ("sheet-name", _named, "Sheet4 has the name the program gave it"),
        ("tab-colour", _uncoloured, "Costs has a tab without colour"),
        ("tab-colour", _one_colour, "Inputs has the tab colour of most other sheets"),
        ("hidden", _hidden_sheet, "Costs is veryHidden and no sheet says why"),
        ("hidden", _hidden_row, "Model!5:5 is hidden"),
        ("hidden", _no_height, "Model!5:5 is hidden"),
        ("hidden", _hidden_column, "Model!G:G is hidden"),
        ("same-month", _shifted_months, "Costs!E3 begins the months with 2026-02-01"),
        ("frozen-panes", _unfrozen, "Costs has 79 rows and 16 columns and no frozen panes"),
        ("contents-links", _unlinked, "Costs has no link on Cover"),
        ("link-target", _dead_link, "Cover!A12 links to Gone, which is no sheet here"),
        ("check-shown", put("Costs", "C1", None), "Costs does not show the model check"),
        ("opens-at-start", _opens_late, "Model is shown first; the first sheet is Cover"),
        ("opens-at-start", _tiny, "Model opens at 25 %"),
        ("opens-at-start", _gridlines, "Model shows gridlines around its charts"),
    ],
)
def test_a_sheet_that_misleads_is_found(rule: str, change: Change, found: str) -> None:
    assert found in only(broken(audited(change)), rule)


def test_rows_that_fold_away_are_not_hidden() -> None:
    def fold(book: Workbook) -> None:
        book["Model"].row_dimensions.group(5, 5, hidden=True)

    assert "hidden" not in broken(audited(fold))


def test_a_hidden_sheet_that_the_cover_lists_as_hidden_is_no_fault() -> None:
    def listed(book: Workbook) -> None:
        _hidden_sheet(book)
        book["Cover"]["B10"] = "Hidden: kept for the auditors"

    assert model_book()["Cover"]["A10"].value == "Costs"
    assert "hidden" not in broken(audited(listed))

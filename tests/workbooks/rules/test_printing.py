"""Rules on printing."""

from __future__ import annotations

import pytest
from openpyxl import Workbook
from tests.workbooks.rules.model_books import Change, audited, broken, only


def _no_fit(book: Workbook) -> None:
    book["Model"].sheet_properties.pageSetUpPr.fitToPage = False


def _no_area(book: Workbook) -> None:
    book["Model"].print_area = None


def _no_paper(book: Workbook) -> None:
    book["Model"].page_setup.paperSize = None


def _upright_or_not(book: Workbook) -> None:
    book["Model"].page_setup.orientation = None


def _no_titles(book: Workbook) -> None:
    book["Model"]._print_rows = None
    for row in range(30, 100):
        book["Model"].cell(row, 1).value = f"Note {row}"


def _no_footer(book: Workbook) -> None:
    book["Model"].oddFooter.right.text = None


def _no_room(book: Workbook) -> None:
    book["Model"].page_margins.top = 0.2


@pytest.mark.parametrize(
    ("rule", "change", "found"),
    [
        ("print-setup", _no_fit, "Model has no fit to width"),
        ("print-setup", _no_area, "Model has no print area"),
        ("print-setup", _no_paper, "Model has no paper of A4"),
        ("print-setup", _upright_or_not, "Model has no orientation"),
        ("print-titles", _no_titles, "Model has 99 rows and repeats none of them in print"),
        ("print-header", _no_footer, "Model does not print the page, of how many"),
        ("print-header", _no_room, "Model leaves 0.2 inches above the cells"),
    ],
)
def test_a_sheet_that_does_not_print_is_found(rule: str, change: Change, found: str) -> None:
    assert found in only(broken(audited(change)), rule)

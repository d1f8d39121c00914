"""Rows by year: one formula across, in the columns that the monthly sheets have for their years."""

from __future__ import annotations

from tests.workbooks.page_books import new_page, proved

from revshare_workbooks.grid import Style
from revshare_workbooks.row_heights import fit_rows


def test_rows_stand_in_the_columns_of_the_years() -> None:
    page = new_page(3)
    page.heading("Block", "How it works")
    page.header("USD", "Total")
    given = page.stored("Given", "USD", [1.0, 2.0, 4.0], Style.STORED_MONEY)
    ahead = page.ahead()
    twice = page.line("Twice what comes later", "USD", f"=2*{ahead}", [6.0, 12.0, 24.0], Style.MONEY)
    page.line("Three times", "USD", f"=3*{given}", [3.0, 6.0, 12.0], Style.MONEY, row=ahead)
    page.total(twice, f"=SUM({twice:years})", 42.0, Style.MONEY)
    only = page.scalar("Last of it", "USD", f"={twice:y2}", 24.0, Style.MONEY)
    page.across("Side by side", "USD", [f"={only}", f"={only}/2"], [24.0, 12.0], Style.MONEY)
    cells = proved(page.sheet.book)["Page"]
    assert [cells[f"{column}{twice.number}"] for column in "CDEF"] == [42.0, 6.0, 12.0, 24.0]
    assert [cells[f"{column}{given.number - 1}"] for column in "CDEF"] == ["Total", 2026, 2027, 2028]


def test_long_names_of_columns_get_room() -> None:
    page = new_page()
    page.heads(("Deal", "Unit", "Short"))
    page.heads(("Deal", "Unit", "A name that is much too long for one line"))
    fit_rows(page.sheet)
    assert page.at - 2 not in page.sheet.heights
    assert page.sheet.heights[page.at - 1] > 30

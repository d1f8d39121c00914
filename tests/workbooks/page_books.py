"""A workbook of one page, for blocks that stand on years rather than months."""

from __future__ import annotations

import io

from revshare.timeline import Timeline
from revshare_workbooks.grid import Book, Role, Style
from revshare_workbooks.proof import prove
from revshare_workbooks.reading import Values, values_of_bytes
from revshare_workbooks.recalculate import recalculated
from revshare_workbooks.xlsx import workbook
from revshare_workbooks.yearly import Yearly


def new_page(years: int = 2) -> Yearly:
    """An empty page in a new workbook, whose years are numbers on the page itself."""
    timeline = Timeline.of_years(2026, 2025 + years)
    book = Book(timeline, title="Tried", money="USD", scenario="base", version="0", digest="0")
    book.checks.put(book.tolerance.row, book.tolerance.column, 1e-9, Style.STORED_NUMBER)
    page = Yearly(book.sheet("Page", Role.OUTPUT, "Page", "Tried"))
    book.header_years = page.stored("Year", "year", timeline.years, Style.YEAR)
    return page


def proved(book: Book) -> Values:
    """Values of the workbook, every one of them compared with the engine's."""
    raw = io.BytesIO()
    workbook(book).save(raw)
    found = values_of_bytes(recalculated(raw.getvalue()).content)
    assert prove(book, found).mismatches == []
    return found

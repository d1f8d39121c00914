"""Lines of a projection stand on a sheet with their labels and figures, and are found by name again."""

from __future__ import annotations

from tests.workbooks.compute_books import ComputeBook, compute_case

from revshare_workbooks.blocks.lines import Lines
from revshare_workbooks.monthly import Monthly


def lines_of(book: ComputeBook) -> Lines:
    """An empty sheet in the book, which knows the lab's revenue."""
    sheet = Monthly(book.book, "Tried", "Tried", "Tried")
    return Lines(sheet, book.projection, {"revenue": book.stored("revenue")})


def test_flows_running_totals_and_ratios_are_the_engines() -> None:
    book = ComputeBook(compute_case({}, 2))
    lines = lines_of(book)
    lines.flow("inference", f"={book.stored('inference')}")
    share = lines.flow("share.cloud", f"={book.stored('share.cloud')}", total=True)
    lines.running("cumulative_share.cloud", f"{share}")
    lines.ratio("cost_ratio")
    assert book.faults() == []
    assert lines["share.cloud"] is share


def test_a_line_keeps_the_row_that_was_made_ahead_for_it() -> None:
    book = ComputeBook(compute_case({}, 1))
    lines = lines_of(book)
    ahead = lines.rows["inference"] = lines.sheet.ahead()
    assert lines.flow("inference", f"={book.stored('inference')}") is ahead
    assert ahead.number > 0

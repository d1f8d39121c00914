"""How much hangs on one of several, by year; blank where there is nothing to divide."""

from __future__ import annotations

import numpy as np
import pytest
from tests.workbooks.compute_books import ComputeBook, compute_case

from revshare.strategy.concentration import concentration
from revshare_workbooks.blocks.concentration import concentration_rows
from revshare_workbooks.monthly import Monthly


def test_squares_of_the_shares_and_the_largest_are_the_engines() -> None:
    book = ComputeBook(compute_case({}, 2))
    rows = [book.stored(name) for name in ("revenue.direct", "revenue.cloud")]
    amounts = np.stack([book.projection.by_year(name) for name in ("revenue.direct", "revenue.cloud")])
    sheet = Monthly(book.book, "Tried", "Tried", "Tried")
    found = concentration(amounts)
    squares, largest = concentration_rows(sheet, "revenue", rows, found)
    assert book.faults() == []
    first = sheet.layout.first_year
    values = [book.live.cell("Tried", row.number, first) for row in (squares, largest)]
    assert values == pytest.approx([0.4**2 + 0.6**2, 0.6])


def test_nothing_bought_has_no_concentration() -> None:
    book = ComputeBook(compute_case({}, 1))
    row = book.stored("reciprocal")
    sheet = Monthly(book.book, "Tried", "Tried", "Tried")
    concentration_rows(sheet, "what flows back", [row], concentration(np.zeros((1, 1))))
    assert book.faults() == []

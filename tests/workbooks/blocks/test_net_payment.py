"""What a net payment says of revenue, year by year."""

from __future__ import annotations

import numpy as np
import pytest
from tests.workbooks.page_books import new_page, proved

from revshare_workbooks.blocks.net_payment import net_payment_rows
from revshare_workbooks.grid import Style


@pytest.mark.parametrize("rate", [0.2, 0.35, 0.0])
def test_the_least_revenue_and_all_of_it(rate: float) -> None:
    page = new_page()
    base, back = np.array([3469.0, 4329.0]), np.array([200.0, 0.0])
    flows = (rate * base, back, base)
    rows = tuple(page.stored("Given", "USD", flow, Style.STORED_MONEY) for flow in flows)
    net_payment_rows(page, "Cloud", rows, flows)  # type: ignore[arg-type]
    cells = proved(page.sheet.book)["Page"]
    found = {
        cells[f"A{row}"]: [cells[f"D{row}"], cells[f"E{row}"]]
        for row in range(9, page.at)
        if f"D{row}" in cells
    }
    least = [(rate * one - less) / rate if rate else 0.0 for one, less in zip(base, back, strict=True)]
    assert found["Shared at least"] == pytest.approx(least)
    assert found["Shared, with what flows back"] == pytest.approx(list(base) if rate else [0.0, 0.0])

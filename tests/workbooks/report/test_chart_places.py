"""Charts stand side by side on a printed page that is wide enough, and never beyond it."""

from __future__ import annotations

from itertools import islice, pairwise
from typing import Any

import pytest
from tests.workbooks.page_books import new_page

from revshare_workbooks.monthly import Monthly
from revshare_workbooks.report.chart_places import ROWS, chart_places

LABEL, NARROW, YEAR = 56 * 0.185, 13 * 0.185, 12 * 0.185
"""Width in centimetres of the label, of unit and total, and of a year."""


def places(years: int) -> list[dict[str, Any]]:
    """Where four charts stand."""
    sheet = Monthly(new_page(years).sheet.book, "Tried", "Tried", "Tried")
    return list(islice(chart_places(sheet), 4))


@pytest.mark.parametrize("years", range(1, 16))
def test_no_chart_covers_another_or_leaves_the_page(years: int) -> None:
    page = LABEL + 2 * NARROW + YEAR * years
    laid = [
        (place["anchor"][0], place["shift"], place["shift"] + place["size"][0]) for place in places(years)
    ]
    assert all(end <= page for _, _, end in laid)
    for (row, _, end), (below, start, _) in pairwise(laid):
        assert below >= row + ROWS or start >= end


def test_more_stand_side_by_side_where_the_page_is_wider() -> None:
    for years, beside in ((5, 1), (7, 2), (12, 3)):
        rows = [place["anchor"][0] for place in places(years)]
        assert rows.count(rows[0]) == beside

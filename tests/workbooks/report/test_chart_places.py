"""Charts stand side by side on a printed page that is wide enough, and never beyond it."""

from __future__ import annotations

from itertools import islice, pairwise

import pytest
from tests.workbooks.page_books import new_page

from revshare_workbooks.monthly import Monthly
from revshare_workbooks.report.chart_places import ROWS, chart_places

LABEL, NARROW, YEAR = 8.65, 2.54, 2.35
"""Width in centimetres of the label, of unit and total, and of a year."""


def places(years: int) -> list[tuple[tuple[int, int], tuple[float, float]]]:
    """Where three charts stand."""
    sheet = Monthly(new_page(years).sheet.book, "Tried", "Tried", "Tried")
    return list(islice(chart_places(sheet), 3))


@pytest.mark.parametrize("years", range(1, 16))
def test_no_chart_covers_another_or_leaves_the_page(years: int) -> None:
    edges = [0.0, LABEL, LABEL + NARROW, *(LABEL + 2 * NARROW + YEAR * year for year in range(years + 1))]
    laid = [(row, edges[column - 1], edges[column - 1] + size[0]) for (row, column), size in places(years)]
    assert all(end <= edges[-1] for _, _, end in laid)
    for (row, _, end), (below, start, _) in pairwise(laid):
        assert below >= row + ROWS or start >= end


def test_seven_years_have_room_for_two() -> None:
    first, second, third = (cell for cell, _ in places(7))
    assert first[0] == second[0] < third[0]
    assert first[1] == third[1] < second[1]
    assert len({row for (row, _), _ in places(6)}) == 3

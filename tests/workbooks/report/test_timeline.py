"""Calendar months in every column, calendar years as a view of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any


def test_months_and_years_are_those_of_the_calendar(figures: Callable[..., dict[str, list[Any]]]) -> None:
    rows = figures("Timeline")
    assert rows["Calendar year"][2:9] == list(range(2024, 2031))
    assert rows["Number of the year"][2:9] == [1, 2, 3, 4, 5, 6, 7]
    assert rows["Month in which the year starts"][2:9] == [1, 13, 25, 37, 49, 61, 73]
    assert rows["Month in which the year ends"][2:9] == [12, 24, 36, 48, 60, 72, 84]


def test_days_follow_leap_years(reports: Callable[..., Any]) -> None:
    book = reports("anthropic-amazon").book
    sheet = next(sheet for sheet in book.sheets if sheet.name == "Timeline")
    rows = {cell.content: row for (row, column), cell in sheet.cells.items() if column == 1}
    first = book.layout.first_month

    def row(label: str) -> list[Any]:
        return [book.expected["Timeline", rows[label], first + month] for month in range(84)]

    assert row("Days")[:3] == [31, 29, 31]
    assert row("Days")[49] == 29, "February 2028"
    assert sum(row("Days")) == (date(2031, 1, 1) - date(2024, 1, 1)).days
    assert row("First day")[-1] == date(2030, 12, 1)
    assert row("Last day")[1] == date(2024, 2, 29)

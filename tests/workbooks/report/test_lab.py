"""The lab's view: profit, presentation, cash, and four dates that are often taken for one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

Figures = Callable[..., dict[str, list[Any]]]


@pytest.mark.parametrize("case", ["anthropic-amazon", "openai-microsoft"])
@pytest.mark.parametrize("scenario", ["base", "low", "high"])
def test_the_income_statement_adds_up(figures: Figures, case: str, scenario: str) -> None:
    rows = figures("Lab", case, scenario)
    returned = rows.get("Share paid back by partners", [0.0] * 10)
    for place in range(1, 9):
        revenue, cost = rows["Revenue"][place], rows["Inference cost"][place]
        kept = revenue - cost - rows["Partner share"][place] + (returned[place] or 0.0)
        assert rows["Gross profit after partner share"][place] == pytest.approx(kept)
        profit = kept - rows["Operating cost"][place]
        assert rows["Operating profit"][place] == pytest.approx(profit)
        assert rows["Gross margin before partner share"][place] == pytest.approx(1 - cost / revenue)


def test_compute_paid_for_and_not_used_lowers_operating_profit(figures: Figures) -> None:
    rows = figures("Lab", scenario="five_years")
    beyond = rows["Compute the lab pays for beyond use"]
    assert beyond[1] > 40_000
    for place in range(1, 9):
        kept = rows["Gross profit after partner share"][place] - rows["Operating cost"][place]
        assert rows["Operating profit"][place] == pytest.approx(kept - beyond[place])


def test_the_four_dates_differ_and_what_is_not_reached_is_said_in_words(figures: Figures) -> None:
    base, low = (figures("Lab", scenario=scenario) for scenario in ("base", "low"))
    assert base["First year of operating profit"][1] == 2027
    assert isinstance(base["First of 12 straight months of operating profit"][1], datetime)
    assert low["First year of operating profit"][1] == "not reached"
    assert low["Month in which cumulative cash is back at zero"][1] == "not reached"
    assert low["Peak funding need"][1] > base["Peak funding need"][1] > 0


def test_the_peak_need_is_the_lowest_cumulative_cash(figures: Figures, reports: Callable[..., Any]) -> None:
    book = reports("anthropic-amazon").book
    sheet = next(sheet for sheet in book.sheets if sheet.name == "Lab")
    (row,) = (
        row
        for (row, column), cell in sheet.cells.items()
        if column == 1 and cell.content == "Cumulative cash"
    )
    months = [book.expected["Lab", row, book.layout.first_month + month] for month in range(84)]
    assert figures("Lab")["Peak funding need"][1] == pytest.approx(-min(months))


def test_profit_is_the_same_as_shown(figures: Figures) -> None:
    """Amazon's share stands in sales and marketing, Microsoft's in cost of revenue."""
    amazon, microsoft = figures("Lab"), figures("Lab", "openai-microsoft")
    assert amazon["Revenue as shown"] == amazon["Revenue"]
    assert amazon["Partner share shown below gross profit"][1:9] == amazon["Partner share"][1:9]
    assert microsoft["Partner share shown below gross profit"][1:9] == [0.0] * 8
    for place in range(1, 9):
        cost = microsoft["Inference cost"][place] + microsoft["Partner share"][place]
        assert microsoft["Cost of revenue as shown"][place] == pytest.approx(cost)
